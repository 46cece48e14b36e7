#!/usr/bin/env python3
"""Writes the golden files of model-core with PyTorch (made with 1.13.1, CPU): values, gradients and training curves.

    python3 goldens.py [DIRECTORY] [SEED]

The same seed writes the same bytes. Weights and data are multiples of 1/64, so that float32 and float64 start from the
same numbers. Results are computed in float64 and printed with 13 significant digits; only the curves are float32.
"""
import math
import pathlib
import sys

import torch
from torch import nn

SEED = 20260101


def grid(*shape):
    """Random multiples of 1/64 in [-1/2, 1/2]."""
    return torch.randint(-32, 33, shape).double() / 64


def number(value):
    return "0" if value == 0 else f"{value:.13g}"


class Golden:
    """One case: a line of options, then one line for each tensor: name, shape, values."""

    def __init__(self, **options):
        self.lines = ["case " + " ".join(f"{k}={v}" for k, v in options.items())]

    def put(self, name, tensor):
        tensor = tensor.detach()
        shape = "x".join(map(str, tensor.shape)) or "1"
        self.lines.append(f"{name} {shape} " + " ".join(number(v) for v in tensor.flatten().tolist()))

    def text(self):
        return "\n".join(self.lines) + "\n"


class Net(nn.Module):
    def __init__(self, cell, inputs, hidden, layers, outputs, **options):
        super().__init__()
        if cell in ("tanh", "relu"):
            self.rnn = nn.RNN(inputs, hidden, layers, nonlinearity=cell, **options)
        else:
            self.rnn = {"lstm": nn.LSTM, "gru": nn.GRU}[cell](inputs, hidden, layers, **options)
        self.head = nn.Linear(options.get("proj_size") or hidden, outputs)

    def forward(self, x, state):
        h, final = self.rnn(x, state)
        return self.head(h), final


def recurrent(cell, inputs, hidden, layers, batch, steps, outputs, loss, **options):
    net = Net(cell, inputs, hidden, layers, outputs, **options).double()
    with torch.no_grad():
        for p in net.parameters():
            p.copy_(grid(*p.shape))
    x = grid(steps, batch, inputs) * 4
    target = grid(steps, batch, outputs) * 4
    proj = options.get("proj_size", 0)
    state = [grid(layers, batch, proj or hidden)] + ([grid(layers, batch, hidden)] if cell == "lstm" else [])
    y, final = net(x, tuple(state) if cell == "lstm" else state[0])
    criterion = nn.MSELoss() if loss == "mse" else nn.HuberLoss(delta=0.75)
    value = criterion(y, target)
    value.backward()

    golden = Golden(cell=cell, inputs=inputs, hidden=hidden, layers=layers, batch=batch, steps=steps,
                    outputs=outputs, loss=loss, **options)
    golden.put("x", x)
    golden.put("target", target)
    golden.put("state", torch.cat([s.flatten() for s in state]))
    for name, p in net.named_parameters():
        golden.put(name, p)
    golden.put("y", y)
    golden.put("final", torch.cat([s.flatten() for s in (final if cell == "lstm" else (final,))]))
    golden.put("loss", value)
    for name, p in net.named_parameters():
        golden.put("grad:" + name, p.grad)
    return golden.text()


def recurrent_cases():
    for cell in ("tanh", "relu", "lstm", "gru"):
        yield recurrent(cell, 3, 7, 1, 1, 5, 2, "mse")
        yield recurrent(cell, 1, 1, 1, 2, 3, 1, "huber")
        yield recurrent(cell, 2, 8, 2, 3, 4, 1, "mse")
        yield recurrent(cell, 4, 9, 2, 2, 6, 3, "huber")
        yield recurrent(cell, 2, 3, 3, 2, 4, 1, "mse")
    yield recurrent("lstm", 3, 5, 2, 2, 4, 2, "mse", proj_size=2)
    for cell in ("tanh", "lstm", "gru"):
        yield recurrent(cell, 2, 4, 2, 2, 3, 1, "mse", bias=False)


def initial_weights():
    """The first weights after torch.manual_seed, in float32 as exact decimals."""
    for cell, seed in (("tanh", 1), ("lstm", 42), ("gru", 2**40 + 7)):
        torch.manual_seed(seed)
        net = Net(cell, 3, 5, 2, 2)
        golden = Golden(cell=cell, inputs=3, hidden=5, layers=2, outputs=2, seed=seed)
        for name, p in net.named_parameters():
            golden.lines.append(f"{name} {'x'.join(map(str, p.shape))} "
                                + " ".join(repr(v) for v in p.detach().flatten().tolist()))
        yield golden.text()


def sine():
    """An Elman network learns to continue a sine wave; half squared error, one update at each point, state detached."""
    points = torch.sin(torch.linspace(2, 10, 21))
    w_ih = torch.empty(6, 1).normal_(0, 0.4)
    w_hh = torch.empty(6, 6).normal_(0, 0.4)
    w_out = torch.empty(1, 6).normal_(0, 0.3)
    golden = Golden(cell="tanh", inputs=1, hidden=6, layers=1, outputs=1, rate=0.1, epochs=300)
    exact = lambda tensor: " ".join(repr(v) for v in tensor.flatten().tolist())
    golden.lines.append("points 21 " + exact(points))
    for name, w in (("rnn.weight_ih_l0", w_ih), ("rnn.weight_hh_l0", w_hh), ("head.weight", w_out)):
        golden.lines.append(f"{name} {w.shape[0]}x{w.shape[1]} {exact(w)}")
    weights = [w.requires_grad_() for w in (w_ih, w_hh, w_out)]
    losses = []
    for _ in range(300):
        h = torch.zeros(6)
        total = 0
        for x, target in zip(points[:-1], points[1:]):
            h = torch.tanh(w_ih @ x.view(1) + w_hh @ h)
            loss = (w_out @ h - target).pow(2).sum() / 2
            total += loss.item()
            loss.backward()
            with torch.no_grad():
                for w in weights:
                    w -= 0.1 * w.grad
                    w.grad = None
            h = h.detach()
        losses.append(total)
    golden.put("losses", torch.tensor(losses, dtype=torch.float64))
    return golden.text()


def main():
    here = pathlib.Path(__file__).resolve().parent
    to = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here.parent / "resources/io/tidecast/model"
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    print(f"seed {seed}, torch {torch.__version__}, into {to}")
    torch.set_num_threads(1)
    for name, cases in (("recurrent", recurrent_cases), ("initial-weights", initial_weights), ("sine", lambda: [sine()])):
        torch.manual_seed(seed)
        (to / f"{name}.golden").write_text(f"# goldens.py, seed {seed}\n" + "".join(cases()))


if __name__ == "__main__":
    main()

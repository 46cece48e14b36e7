#!/usr/bin/env python3
"""Writes the golden files of model-core with PyTorch (made with 1.13.1, CPU): values, gradients and training curves.

    python3 goldens.py [DIRECTORY] [SEED]

The same seed writes the same bytes; another seed draws other configurations. Weights and data are multiples of 1/64, so that
float32 and float64 start from the same numbers. Results are computed in float64 and printed with 13 significant digits; only
initial weights and the sine curve are float32.
"""
import math
import pathlib
import random
import sys

import torch
from torch import nn

SEED = 20260101
DRAWN = 80


def grid(*shape):
    """Random multiples of 1/64 in [-1/2, 1/2]."""
    return torch.randint(-32, 33, shape).double() / 64


def number(value):
    return "NaN" if math.isnan(value) else f"{value:.13g}" if value else "0"


class Golden:
    """One case: a line of options, then one line for each tensor: name, shape, values."""

    def __init__(self, **options):
        self.lines = ["case " + " ".join(f"{k}={v}" for k, v in options.items())]

    def put(self, name, tensor, show=number):
        tensor = tensor.detach()
        shape = "x".join(map(str, tensor.shape)) or "1"
        self.lines.append(f"{name} {shape} " + " ".join(show(v) for v in tensor.flatten().tolist()))

    def put_state(self, name, state):
        self.put(name, torch.cat([s.flatten() for s in state]))

    def text(self):
        return "\n".join(self.lines) + "\n"


class Peephole(nn.Module):
    """An LSTM whose gates see the cell state (Gers & Schmidhuber 2000); PyTorch has none. i, f see c, o sees c'."""

    def __init__(self, inputs, hidden, layers, bias=True, bidirectional=False, **_):
        super().__init__()
        self.hidden, self.layers, self.directions, self.bias = hidden, layers, 1 + bidirectional, bias
        for l in range(layers):
            for d in range(self.directions):
                suffix = f"_l{l}" + ("_reverse" if d else "")
                width = inputs if l == 0 else hidden * self.directions
                for name, shape in (("weight_ih", (4 * hidden, width)), ("weight_hh", (4 * hidden, hidden)),
                                    ("bias_ih", (4 * hidden,)), ("bias_hh", (4 * hidden,)),
                                    ("weight_peephole", (3, hidden))):
                    if bias or not name.startswith("bias"):
                        self.register_parameter(name + suffix, nn.Parameter(torch.empty(shape)))

    def run(self, suffix, xs, h, c):
        get = lambda name: getattr(self, name + suffix)
        out = []
        p_i, p_f, p_o = get("weight_peephole")
        for x in xs:
            z = x @ get("weight_ih").T + h @ get("weight_hh").T
            if self.bias:
                z = z + get("bias_ih") + get("bias_hh")
            i, f, g, o = z.chunk(4, -1)
            c_next = torch.sigmoid(f + p_f * c) * c + torch.sigmoid(i + p_i * c) * torch.tanh(g)
            h = torch.sigmoid(o + p_o * c_next) * torch.tanh(c_next)
            c = c_next
            out.append(h)
        return out, h, c

    def forward(self, x, state):
        final = []
        for l in range(self.layers):
            outs = []
            for d in range(self.directions):
                xs = list(x)[::-1] if d else list(x)
                n = l * self.directions + d
                out, h, c = self.run(f"_l{l}" + ("_reverse" if d else ""), xs, state[0][n], state[1][n])
                outs.append(torch.stack(out[::-1] if d else out))
                final.append((h, c))
            x = torch.cat(outs, -1)
        return x, tuple(torch.stack(s) for s in zip(*final))


class Net(nn.Module):
    def __init__(self, cell, inputs, hidden, layers, outputs, head="every", head_bias=True, embedding=0, **options):
        super().__init__()
        if embedding:
            self.embedding = nn.Embedding(embedding, inputs)
        if cell in ("tanh", "relu"):
            self.rnn = nn.RNN(inputs, hidden, layers, nonlinearity=cell, **options)
        else:
            self.rnn = {"lstm": nn.LSTM, "gru": nn.GRU, "peephole": Peephole}[cell](inputs, hidden, layers, **options)
        width = (options.get("proj_size") or hidden) * (2 if options.get("bidirectional") else 1)
        if head != "none":
            self.head = nn.Linear(width, outputs, bias=head_bias)
        self.kind, self.batch_first = head, options.get("batch_first", False)

    def forward(self, x, state):
        if hasattr(self, "embedding"):
            x = self.embedding(x.long().squeeze(-1))
        h, final = self.rnn(x, state)
        self.rnn_out = h
        if self.kind == "none":
            return h, final
        if self.kind == "last":
            h = h[:, -1] if self.batch_first else h[-1]
        return self.head(h), final


def pinball(y, target, levels=(0.1, 0.5, 0.75)):
    d = target.unsqueeze(-1) - y.unflatten(-1, (-1, len(levels)))
    tau = torch.tensor(levels, dtype=y.dtype)
    return torch.maximum(tau * d, (tau - 1) * d).mean(-1)


def gaussian(y, target):
    place, log_variance = y.unflatten(-1, (-1, 2)).unbind(-1)
    return nn.GaussianNLLLoss(reduction="none", eps=1e-300)(place, target, log_variance.exp())


def student(y, target):
    place, log_scale = y.unflatten(-1, (-1, 2)).unbind(-1)
    return -torch.distributions.StudentT(4.0, place, log_scale.exp()).log_prob(target)


ELEMENTWISE = {
    "mse": nn.MSELoss(reduction="none"),
    "mae": nn.L1Loss(reduction="none"),
    "huber": nn.HuberLoss(reduction="none", delta=0.75),
    "quantile": pinball,
    "gaussian": gaussian,
    "student": student,
}


def loss_of(name, y, target, reduction):
    """Mean or sum over the targets that are present (not NaN; of classes: not 1)."""
    if name.startswith("cross"):
        weight = grid_weights(y.shape[-1]) if name == "cross-weighted" else None
        criterion = nn.CrossEntropyLoss(weight=weight, ignore_index=1 if name == "cross-weighted" else -100,
                                        label_smoothing=0.125 if name == "cross-weighted" else 0, reduction=reduction)
        return criterion(y.flatten(0, -2), target.long().flatten())
    present = ~target.isnan()
    values = ELEMENTWISE[name](y, target.nan_to_num())[present]
    return values.mean() if reduction == "mean" else values.sum()


def grid_weights(classes):
    return torch.arange(1, classes + 1).double() / 4


def target_of(loss, shape, outputs):
    if loss.startswith("cross"):
        target = torch.randint(0, outputs, (*shape, 1)).double()
        target[(0,) * target.dim()] = 0
        return target
    per_target = {"quantile": 3, "gaussian": 2, "student": 2}.get(loss, 1)
    target = grid(*shape, outputs // per_target) * 4
    missing = torch.rand(target.shape) < 0.15
    missing[(0,) * missing.dim()] = False
    target[missing] = math.nan
    return target


def recurrent(cell, inputs, hidden, layers, batch, steps, outputs, loss, reduction="mean", head="every", head_bias=True,
              embedding=0, **options):
    net = Net(cell, inputs, hidden, layers, outputs, head, head_bias, embedding, **options).double()
    with torch.no_grad():
        for p in net.parameters():
            p.copy_(grid(*p.shape))
    lead = (batch, steps) if options.get("batch_first") else (steps, batch)
    x = torch.randint(0, embedding, (*lead, 1)).double() if embedding else (grid(*lead, inputs) * 4).requires_grad_()
    target = target_of(loss, (batch,) if head == "last" else lead, outputs)
    directions = 2 if options.get("bidirectional") else 1
    proj = options.get("proj_size", 0)
    state = [grid(layers * directions, batch, proj or hidden)]
    if cell in ("lstm", "peephole"):
        state.append(grid(layers * directions, batch, hidden))
    for s in state:
        s.requires_grad_()

    torch.manual_seed(steps)
    y, final = net(x, tuple(state) if len(state) == 2 else state[0])
    final = final if len(state) == 2 else (final,)
    net.rnn_out.retain_grad()
    pull = [grid(*s.shape) for s in final]
    value = loss_of(loss, y, target, reduction)
    (value + sum((s * p).sum() for s, p in zip(final, pull))).backward()

    golden = Golden(cell=cell, inputs=inputs, hidden=hidden, layers=layers, batch=batch, steps=steps, outputs=outputs,
                    loss=loss, reduction=reduction, head=head, head_bias=head_bias, embedding=embedding, **options)
    golden.put("x", x)
    golden.put("target", target)
    golden.put_state("state", state)
    golden.put_state("pull", pull)
    for name, p in net.named_parameters():
        golden.put(name, p)
    if options.get("dropout"):
        # The masks that were drawn: dropout of ones, from the same point of the same generator.
        torch.manual_seed(steps)
        for l in range(layers - 1):
            golden.put(f"mask{l}", nn.functional.dropout(torch.ones(steps, batch, net.rnn_out.shape[-1]).double(),
                                                         options["dropout"]))
    golden.put("rnn", net.rnn_out)
    golden.put("y", y)
    golden.put_state("final", final)
    golden.put("loss", value)
    for name, p in net.named_parameters():
        golden.put("grad:" + name, p.grad)
    golden.put("grad:rnn", net.rnn_out.grad)
    if not embedding:
        golden.put("grad:x", x.grad)
    golden.put_state("grad:state", [s.grad for s in state])
    return golden.text()


def drawn_case(draw):
    cell = draw.choice(["tanh", "relu", "lstm", "gru"])
    layers = draw.randint(1, 3)
    hidden = draw.randint(1, 6)
    options = {"bias": draw.random() < 0.8, "bidirectional": draw.random() < 0.4, "batch_first": draw.random() < 0.4}
    if layers > 1 and draw.random() < 0.5:
        options["dropout"] = draw.choice([0.25, 0.5])
    if cell == "lstm" and hidden > 1 and draw.random() < 0.4:
        options["proj_size"] = draw.randint(1, hidden - 1)
    loss = draw.choice([*ELEMENTWISE, "cross", "cross-weighted"])
    outputs = {"quantile": 3, "gaussian": 2, "student": 4}.get(loss, draw.randint(2, 4))
    head = draw.choice(["every", "every", "last", "none"])
    if head == "none":
        width = (options.get("proj_size") or hidden) * (1 + options["bidirectional"])
        outputs = width
        if loss == "quantile" and width % 3 or loss in ("gaussian", "student") and width % 2:
            loss = "mse"
        if width < 2:
            loss = "mae"
    return recurrent(cell, draw.randint(1, 4), hidden, layers, draw.randint(1, 3), draw.randint(1, 6), outputs, loss,
                     reduction=draw.choice(["mean", "mean", "sum"]), head=head, head_bias=draw.random() < 0.8,
                     embedding=draw.choice([0, 0, 5]), **options)


def recurrent_cases(seed):
    for cell in ("tanh", "relu", "lstm", "gru", "peephole"):
        yield recurrent(cell, 3, 7, 1, 1, 5, 2, "mse")
        yield recurrent(cell, 1, 1, 1, 2, 3, 1, "huber")
        yield recurrent(cell, 2, 8, 2, 3, 4, 1, "mse")
        yield recurrent(cell, 4, 9, 1, 2, 6, 3, "mae", bidirectional=True)
    draw = random.Random(seed)
    for _ in range(DRAWN):
        yield drawn_case(draw)


def initial_weights(_):
    """The first weights after torch.manual_seed, in float32 as exact decimals."""
    for cell, seed, options in (("tanh", 1, {}), ("lstm", 42, {"proj_size": 2}), ("gru", 2**40 + 7, {"bidirectional": True})):
        torch.manual_seed(seed)
        net = Net(cell, 3, 5, 2, 2, **options)
        golden = Golden(cell=cell, inputs=3, hidden=5, layers=2, outputs=2, seed=seed, head_bias=True, **options)
        for name, p in net.named_parameters():
            golden.put(name, p, repr)
        yield golden.text()


def normals(_):
    """Normal numbers of every length from 1 to 40, one after the other from one generator."""
    torch.manual_seed(5)
    golden = Golden(seed=5)
    for n in range(1, 41):
        golden.put(f"normal{n}", torch.empty(n).normal_(0, 0.5), repr)
    yield golden.text()


def embeddings(_):
    """Embeddings with each option, forward, backward and the weights after both."""
    for name, options in (("plain", {}), ("padded", {"padding_idx": 2}), ("short", {"max_norm": 0.75}),
                          ("scaled", {"scale_grad_by_freq": True})):
        layer = nn.Embedding(6, 3, **options).double()
        with torch.no_grad():
            layer.weight.copy_(grid(6, 3) * 2)
        golden = Golden(kind=name)
        golden.put("weight", layer.weight)
        x = torch.tensor([1, 2, 5, 2, 1, 2])
        dy = grid(6, 3)
        y = layer(x)
        (y * dy).sum().backward()
        golden.put("x", x.double())
        golden.put("dy", dy)
        golden.put("y", y)
        golden.put("after", layer.weight)
        golden.put("grad", layer.weight.grad)
        yield golden.text()


def feed_forward(_):
    for name, activation in (("sigmoid", nn.Sigmoid), ("tanh", nn.Tanh), ("relu", nn.ReLU)):
        for last in (False, True):
            net = nn.Sequential(nn.Linear(3, 5), activation(), nn.Linear(5, 4), activation(), nn.Linear(4, 2),
                                *([activation()] if last else [])).double()
            with torch.no_grad():
                for p in net.parameters():
                    p.copy_(grid(*p.shape))
            x = (grid(4, 3) * 4).requires_grad_()
            dy = grid(4, 2)
            y = net(x)
            (y * dy).sum().backward()
            golden = Golden(activation=name, last=last)
            for n, p in net.named_parameters():
                golden.put(n, p)
                golden.put("grad:" + n, p.grad)
            golden.put("x", x)
            golden.put("dy", dy)
            golden.put("y", y)
            golden.put("grad:x", x.grad)
            yield golden.text()


def trajectories(_):
    """Ten steps of each optimiser on the same gradients."""
    optim = torch.optim
    kinds = {
        "sgd": (optim.SGD, dict(lr=0.125)),
        "sgd-decay": (optim.SGD, dict(lr=0.125, weight_decay=0.25)),
        "sgd-momentum": (optim.SGD, dict(lr=0.125, momentum=0.9)),
        "sgd-dampened": (optim.SGD, dict(lr=0.125, momentum=0.9, dampening=0.25, weight_decay=0.125)),
        "sgd-nesterov": (optim.SGD, dict(lr=0.125, momentum=0.9, nesterov=True)),
        "adam": (optim.Adam, dict(lr=0.125)),
        "adam-decay": (optim.Adam, dict(lr=0.125, weight_decay=0.25)),
        "adam-amsgrad": (optim.Adam, dict(lr=0.125, amsgrad=True)),
        "adamw": (optim.AdamW, dict(lr=0.125, weight_decay=0.25)),
        "adamw-amsgrad": (optim.AdamW, dict(lr=0.125, weight_decay=0.25, amsgrad=True)),
        "rmsprop": (optim.RMSprop, dict(lr=0.0625)),
        "rmsprop-momentum": (optim.RMSprop, dict(lr=0.0625, momentum=0.9, weight_decay=0.25)),
        "rmsprop-centered": (optim.RMSprop, dict(lr=0.0625, centered=True, alpha=0.9)),
    }
    start = grid(9) * 4
    gradients = [grid(9) * 2 ** (3 - t) for t in range(10)]
    for name, (kind, options) in kinds.items():
        w = nn.Parameter(start.clone())
        optimizer = kind([w], **options)
        golden = Golden(optimizer=name)
        golden.put("start", start)
        for t, g in enumerate(gradients):
            w.grad = g.clone()
            optimizer.step()
            golden.put(f"gradient{t}", g)
            golden.put(f"w{t}", w)
        yield golden.text()


def schedules(_):
    """The learning rates of twenty steps, from 1."""
    scheduler = torch.optim.lr_scheduler
    for name, make in (("step", lambda o: scheduler.StepLR(o, 4, 0.5)),
                       ("cosine", lambda o: scheduler.CosineAnnealingLR(o, 19, 0.125)),
                       ("warm-up", lambda o: scheduler.LinearLR(o, 0.2, 1.0, 4))):
        optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=1.0)
        schedule = make(optimizer)
        rates = []
        for _ in range(20):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step()
        golden = Golden(schedule=name)
        golden.put("rates", torch.tensor(rates, dtype=torch.float64))
        yield golden.text()


def sine(_):
    """An Elman network learns to continue a sine wave; half squared error, one update at each point, state detached."""
    points = torch.sin(torch.linspace(2, 10, 21))
    w_ih = torch.empty(6, 1).normal_(0, 0.4)
    w_hh = torch.empty(6, 6).normal_(0, 0.4)
    w_out = torch.empty(1, 6).normal_(0, 0.3)
    golden = Golden(cell="tanh", inputs=1, hidden=6, layers=1, outputs=1, rate=0.1, epochs=300)
    golden.put("points", points, repr)
    for name, w in (("rnn.weight_ih_l0", w_ih), ("rnn.weight_hh_l0", w_hh), ("head.weight", w_out)):
        golden.put(name, w, repr)
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
    yield golden.text()


def main():
    here = pathlib.Path(__file__).resolve().parent
    to = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here.parent / "resources/io/tidecast/model"
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    print(f"seed {seed}, torch {torch.__version__}, into {to}")
    torch.set_num_threads(1)
    for cases in (recurrent_cases, initial_weights, normals, embeddings, feed_forward, trajectories, schedules, sine):
        torch.manual_seed(seed)
        name = cases.__name__.removesuffix("_cases").replace("_", "-")
        (to / f"{name}.golden").write_text(f"# goldens.py, seed {seed}\n" + "".join(cases(seed)))


if __name__ == "__main__":
    main()

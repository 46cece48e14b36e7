#!/usr/bin/env python3
"""Writes the files that show that models go from PyTorch to Tidecast and back (made with 1.13.1, CPU).

    java io.tidecast.model.io.InterchangeFiles DIRECTORY     writes ours-*.safetensors into DIRECTORY
    python3 interchange.py DIRECTORY                         reads those, writes everything else

`ours-*.safetensors` are loaded with load_state_dict(strict=True); `torch-*.safetensors` and `*.onnx` are written by
PyTorch; `interchange.golden` holds what PyTorch computes with each of them, in the format of goldens.py: from the float32
weights, in float64. Only the batch and the input are drawn at random, with the seed below.
"""
import json
import math
import pathlib
import struct
import sys
import warnings

import torch
from torch import nn

from goldens import Golden, grid

SEED = 20260102
STEPS, BATCH = 4, 2


class Net(nn.Module):
    def __init__(self, cell, inputs, hidden, layers, outputs, head_bias=True, **options):
        super().__init__()
        if cell in ("tanh", "relu"):
            self.rnn = nn.RNN(inputs, hidden, layers, nonlinearity=cell, **options)
        else:
            self.rnn = {"lstm": nn.LSTM, "gru": nn.GRU}[cell](inputs, hidden, layers, **options)
        directions = 2 if options.get("bidirectional") else 1
        self.head = nn.Linear(directions * hidden, outputs, bias=head_bias)

    def forward(self, x, *state):
        h, final = self.rnn(x, (state if len(state) > 1 else state[0]) if state else None)
        return self.output(h, final), final

    def output(self, h, final):
        return self.head(h)


class LastStep(Net):
    def output(self, h, final):
        return self.head(h[:, -1] if self.rnn.batch_first else h[-1])


class LastState(Net):
    def output(self, h, final):
        return self.head((final[0] if isinstance(final, tuple) else final)[-1])


class FirstStep(Net):
    def output(self, h, final):
        return self.head(h[0])


class NoHead(Net):
    def output(self, h, final):
        return h


class Embedded(Net):
    def __init__(self, cell, inputs, *sizes):
        super().__init__(cell, inputs, *sizes)
        self.embedding = nn.Embedding(5, inputs)

    def forward(self, x):
        return super().forward(self.embedding(x))


def state_of(net, random):
    rnn = net.rnn
    rows = rnn.num_layers * (2 if rnn.bidirectional else 1)
    parts = 2 if isinstance(rnn, nn.LSTM) else 1
    draw = grid if random else torch.zeros
    return tuple(draw(rows, BATCH, rnn.hidden_size).double() for _ in range(parts))


def golden(file, net, random_state, **options):
    """What the network computes; time comes first here even if it does not in the file."""
    net = net.double()
    x = grid(STEPS, BATCH, net.rnn.input_size) * 4
    state = state_of(net, random_state)
    y, final = net(x.transpose(0, 1) if net.rnn.batch_first else x, *state)
    result = Golden(file=file, inputs=net.rnn.input_size, hidden=net.rnn.hidden_size, layers=net.rnn.num_layers,
                    outputs=y.shape[-1], steps=STEPS, batch=BATCH, **options)
    result.put("x", x)
    result.put("state", torch.cat([s.flatten() for s in state]))
    result.put("y", y.transpose(0, 1) if net.rnn.batch_first and y.dim() == 3 else y)
    result.put("final", torch.cat([s.flatten() for s in (final if len(state) > 1 else (final,))]))
    return result


def read_safetensors(path):
    """Reads a file with no more than the format's specification says."""
    data = path.read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8:8 + length])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        dtype = {"F32": torch.float32, "F64": torch.float64}[entry["dtype"]]
        values = torch.frombuffer(bytearray(data[8 + length + begin:8 + length + end]), dtype=dtype)
        tensors[name] = values.reshape(entry["shape"])
    return tensors, metadata


def write_safetensors(path, tensors):
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, tensor in tensors.items():
        values = tensor.contiguous().numpy().tobytes()
        dtype = {torch.float32: "F32", torch.float64: "F64"}[tensor.dtype]
        header[name] = {"dtype": dtype, "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    text = json.dumps(header, separators=(",", ":")).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def ours(path):
    tensors, metadata = read_safetensors(path)
    net = Net(metadata["cell"], int(metadata["inputs"]), int(metadata["hidden"]), int(metadata["layers"]),
              int(metadata["outputs"]), head_bias=metadata["head_bias"] == "true", bias=metadata["bias"] == "true")
    net.load_state_dict(tensors, strict=True)
    return golden(path.name, net, True, cell=metadata["cell"], bias=net.rnn.bias, head_bias=net.head.bias is not None)


def torchs(directory, cell, dtype, **options):
    torch.manual_seed(SEED)
    net = Net(cell, 2, 3, 2, 1, **options).to(dtype)
    name = f"torch-{cell}-{str(dtype)[6:]}.safetensors"
    write_safetensors(directory / name, {"model." + k: v for k, v in net.state_dict().items()})
    # We read float64 into float32.
    return golden(name, net.float(), True, cell=cell, prefix="model.", bias=net.rnn.bias, head_bias=True)


def exported(directory, name, cell, kind=Net, hidden=4, layers=2, state=False, dynamic=True, opset=14, **options):
    torch.manual_seed(SEED)
    net = kind(cell, 3, hidden, layers, 2, **options).eval()
    batch_first = options.get("batch_first", False)
    x = torch.zeros(BATCH, STEPS, 3) if batch_first else torch.zeros(STEPS, BATCH, 3)
    given = tuple(s.float() for s in state_of(net, False)) if state else ()
    names = ["x"] + ["h0", "c0"][:len(given)]
    axes = {"x": {0: "a", 1: "b"}, **{n: {1: "a" if batch_first else "b"} for n in names[1:]}} if dynamic else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(net, (x,) + given, directory / f"{name}.onnx", input_names=names, opset_version=opset,
                          dynamic_axes=axes)
    return golden(f"{name}.onnx", net, state, cell=cell)


def refused(directory):
    torch.manual_seed(SEED)
    export = dict(input_names=["x"], opset_version=14)
    torch.onnx.export(FirstStep("gru", 3, 4, 1, 2), torch.zeros(STEPS, 1, 3), directory / "gru-first-step.onnx", **export)
    torch.onnx.export(Embedded("gru", 3, 4, 1, 2), torch.zeros(STEPS, 1, dtype=torch.long),
                      directory / "gru-embedding.onnx", **export)


def main():
    directory = pathlib.Path(sys.argv[1])
    torch.manual_seed(SEED)
    cases = [ours(path) for path in sorted(directory.glob("ours-*.safetensors"))]
    cases += [torchs(directory, "lstm", torch.float32), torchs(directory, "gru", torch.float64)]
    cases += [
        exported(directory, "tanh", "tanh"),
        exported(directory, "tanh-one-layer", "tanh", layers=1, state=True),
        exported(directory, "relu-state-no-bias", "relu", layers=3, state=True, bias=False),
        exported(directory, "gru", "gru", layers=1),
        exported(directory, "gru-state", "gru", state=True, opset=17),
        exported(directory, "gru-fixed-size-no-bias", "gru", dynamic=False, bias=False, head_bias=False),
        exported(directory, "lstm", "lstm", opset=13),
        exported(directory, "lstm-state-dropout", "lstm", layers=3, state=True, dropout=0.5),
        exported(directory, "lstm-batch-first", "lstm", batch_first=True, opset=16),
        exported(directory, "lstm-no-bias-fixed-size", "lstm", layers=1, dynamic=False, bias=False),
        exported(directory, "tanh-bidirectional", "tanh", layers=1, bidirectional=True),
        exported(directory, "gru-bidirectional", "gru", bidirectional=True),
        exported(directory, "lstm-bidirectional-state", "lstm", bidirectional=True, batch_first=True, state=True),
        exported(directory, "gru-last-step", "gru", LastStep),
        exported(directory, "lstm-last-step-batch-first", "lstm", LastStep, layers=1, batch_first=True),
        exported(directory, "tanh-last-step-bidirectional", "tanh", LastStep, bidirectional=True),
        exported(directory, "relu-last-state", "relu", LastState, layers=1),
        exported(directory, "lstm-last-state-batch-first", "lstm", LastState, batch_first=True, head_bias=False),
        exported(directory, "gru-without-head", "gru", NoHead),
    ]
    refused(directory)
    text = f"# interchange.py, seed {SEED}\n" + "".join(case.text() for case in cases)
    (directory / "interchange.golden").write_text(text)


if __name__ == "__main__":
    main()

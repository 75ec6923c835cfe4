"""Classifiers of others as ONNX files, and what ONNX Runtime for Python computes with them: `python3 networks.py`, in this folder.

Writes networks.json, *.onnx and external.data. PyTorch's older exporter, since the newer one needs onnxscript.
"""

import io
import json
import math
import pathlib
import platform
import warnings

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

warnings.filterwarnings("ignore")


def wave(*shape: int, frequency: float = 0.37) -> np.ndarray:
    """sin(frequency · 1²), sin(frequency · 2²), …: as good as noise; the same formula in the tests."""
    count = math.prod(shape)
    return np.sin(np.arange(1, count + 1, dtype=np.float64) ** 2 * frequency).reshape(shape).astype(np.float32)


class Mobile(nn.Module):
    """A ReLU, a ReLU6, a residual, a squeeze-and-excitation gate, a SiLU, a HardSwish, a sigmoid of units, a GELU."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.bn1, self.relu = nn.Conv2d(3, 6, 3, padding=1, bias=False), nn.BatchNorm2d(6), nn.ReLU(inplace=True)
        self.conv2, self.bn2, self.relu6 = nn.Conv2d(6, 6, 3, padding=1, bias=False), nn.BatchNorm2d(6), nn.ReLU6()
        self.squeeze, self.gate = nn.Conv2d(6, 6, 1), nn.Sigmoid()
        self.conv3, self.silu = nn.Conv2d(6, 6, 3, stride=2), nn.SiLU()
        self.conv4, self.hardswish = nn.Conv2d(6, 6, 1), nn.Hardswish()
        self.pool, self.hidden, self.sigmoid = nn.AdaptiveAvgPool2d(1), nn.Linear(6, 5), nn.Sigmoid()
        self.last, self.gelu, self.fc = nn.Linear(5, 5), nn.GELU(), nn.Linear(5, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.relu(self.bn1(self.conv1(x)))
        x = self.relu(x + self.relu6(self.bn2(self.conv2(x))))
        x = x * self.gate(self.squeeze(x.mean((2, 3), keepdim=True)))
        x = self.hardswish(self.conv4(self.silu(self.conv3(x))))
        x = self.sigmoid(self.hidden(self.pool(x).flatten(1)))
        return self.fc(self.gelu(self.last(x)))


def hard_sigmoid(x: torch.Tensor) -> torch.Tensor:
    return nn.functional.relu6(x + 3) / 6


class Squeeze(nn.Module):
    """Squeeze-and-excitation, its gate written by hand."""

    def __init__(self, channels: int, act: nn.Module) -> None:
        super().__init__()
        self.reduce, self.act, self.expand = nn.Conv2d(channels, 4, 1), act, nn.Conv2d(4, channels, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * hard_sigmoid(self.expand(self.act(self.reduce(x.mean((2, 3), keepdim=True)))))


class ByHand(nn.Module):
    """Nonlinearities as people write them, two squeeze-and-excitations, a ReLU too much, probabilities in another form."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.se1 = nn.Conv2d(3, 6, 3), Squeeze(6, nn.ReLU())
        self.conv2, self.mish = nn.Conv2d(6, 6, 3, padding=1), nn.Mish()
        self.conv3, self.se3 = nn.Conv2d(6, 6, 1), Squeeze(6, nn.SiLU())
        self.conv4, self.relu, self.pool, self.again = nn.Conv2d(6, 5, 1), nn.ReLU(), nn.MaxPool2d(2), nn.ReLU()
        self.hidden, self.tanh, self.fc = nn.Linear(5, 6), nn.GELU(approximate="tanh"), nn.Linear(6, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.conv1(x)
        x = self.se1(x * nn.functional.relu6(x + 3) / 6)
        x = self.mish(self.conv2(x))
        x = self.conv3(x)
        x = self.se3(x * torch.sigmoid(1.702 * x))
        x = self.again(self.pool(self.relu(self.conv4(x))))
        x = self.hidden(x.mean((2, 3)))
        x = x * hard_sigmoid(x)
        return self.fc(self.tanh(x)).softmax(1).reshape(-1, 10, 1).flatten(1)


class Block(nn.Module):
    """Of a transformer: attention with one head, then a perceptron for every token."""

    def __init__(self, act: nn.Module) -> None:
        super().__init__()
        self.norm1, self.qkv = nn.LayerNorm(6), nn.Linear(6, 18)
        self.norm2, self.fc1, self.act, self.fc2 = nn.LayerNorm(6), nn.Linear(6, 8), act, nn.Linear(8, 6)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        q, k, v = self.qkv(self.norm1(x)).chunk(3, 2)
        x = x + (q @ k.transpose(1, 2)).softmax(2) @ v
        return x + self.fc2(self.act(self.fc1(self.norm2(x))))


class Tokens(nn.Module):
    """A transformer of nine patches and a class token; then a ReLU of tokens, and a log softmax."""

    def __init__(self) -> None:
        super().__init__()
        self.patches, self.first, self.places = nn.Conv2d(3, 6, 3, 3), nn.Parameter(torch.zeros(1, 1, 6)), nn.Parameter(torch.zeros(1, 10, 6))
        self.blocks = nn.Sequential(Block(nn.GELU()), Block(nn.GELU(approximate="tanh")), Block(nn.ReLU()))
        self.norm, self.fc = nn.LayerNorm(6), nn.Linear(6, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.first.expand(x.shape[0], -1, -1), x], 1) + self.places
        return self.fc(self.norm(self.blocks(x))[:, 0]).log_softmax(1)


class ChannelsLast(nn.Module):
    """A block of ConvNeXt, whose hidden maps are [N, H, W, C]; then probabilities written by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.stem, self.depthwise = nn.Conv2d(3, 6, 2, 2), nn.Conv2d(6, 6, 3, padding=1, groups=6)
        self.norm, self.fc1, self.act, self.fc2 = nn.LayerNorm(6), nn.Linear(6, 8), nn.GELU(), nn.Linear(8, 6)
        self.head = nn.Linear(6, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.stem(x)
        hidden = self.fc2(self.act(self.fc1(self.norm(self.depthwise(x).permute(0, 2, 3, 1)))))
        scores = self.head((x + hidden.permute(0, 3, 1, 2)).mean((2, 3))).exp()
        return scores / scores.sum(1, keepdim=True)


def set_weights(model: nn.Module) -> nn.Module:
    for i, (name, tensor) in enumerate(model.state_dict().items()):
        if not tensor.dtype.is_floating_point:
            continue
        values = torch.from_numpy(wave(*tensor.shape, frequency=0.37 + 0.11 * i))
        if tensor.dim() > 1:
            tensor.copy_(values * 2 / math.sqrt(tensor[0].numel()))
        else:
            tensor.copy_(values * 0.3 + (1 if name.endswith("weight") or name.endswith("var") else 0))
    return model.eval()


def from_torch(model: nn.Module, images: np.ndarray, opset: int, open_batch: bool) -> onnx.ModelProto:
    file = io.BytesIO()
    axes = {"input": {0: "batch"}, "output": {0: "batch"}} if open_batch else None
    names = {"input_names": ["input"], "output_names": ["output"]}
    torch.onnx.export(model, (torch.from_numpy(images),), file, dynamo=False, opset_version=opset, dynamic_axes=axes, **names)
    return onnx.load_from_string(file.getvalue())


def by_hand(nodes: list, weights: dict, opset: int, inputs: list, outputs: list) -> onnx.ModelProto:
    graph = helper.make_graph(
        nodes, "by hand",
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in inputs],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs],
        [numpy_helper.from_array(values, name) for name, values in weights.items()],
    )  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=9)


def newest() -> onnx.ModelProto:
    """Opset 20: axes of a reduction are an input, Gelu is one node. Nodes without names; units that come out.

    Three nonlinearities stand in a row: what the next layer reads is the output of the last, so only that is a layer.
    """
    nodes = [
        helper.make_node("Conv", ["images", "w"], ["map"]),
        helper.make_node("Clip", ["map", "zero"], ["rectified"]),
        helper.make_node("Conv", ["rectified", "w2"], ["map2"]),
        helper.make_node("HardSigmoid", ["map2"], ["units"]),
        helper.make_node("Gelu", ["units"], ["gelu"], name="gelu"),
        helper.make_node("LeakyRelu", ["gelu"], ["leaky"], name="leaky", alpha=0.1),
        helper.make_node("ReduceMax", ["leaky", "axes"], ["flat"], keepdims=0),
        helper.make_node("Gemm", ["flat", "fc"], ["logits"], transB=1),
        helper.make_node("Relu", ["flat"], ["features"], name="features"),
    ]
    weights = {
        "w": wave(4, 1, 3, 3), "w2": wave(5, 4, 3, 3), "zero": np.float32(0), "fc": wave(10, 5), "axes": np.array([2, 3]),
    }  # fmt: skip
    outputs = [("logits", ["N", 10]), ("features", ["N", 5])]
    return by_hand(nodes, weights, 20, [("images", ["N", 1, "H", "W"])], outputs)


def recorded(model: onnx.ModelProto, layers: dict, images: np.ndarray, last: bool = False) -> dict:
    """What comes out, and the mean of every unit, from the tensors of the graph themselves; units second, or `last`."""
    onnx.checker.check_model(model)
    opened = onnx.ModelProto()
    opened.CopyFrom(model)
    known = {value.name for value in opened.graph.output}
    opened.graph.output.extend([onnx.ValueInfoProto(name=name) for name in layers.values() if name not in known])
    session = onnxruntime.InferenceSession(opened.SerializeToString(), providers=["CPUExecutionProvider"])
    names = [model.graph.output[0].name, *layers.values()]
    scores, *maps = session.run(names, {model.graph.input[0].name: images})
    second = lambda values: np.moveaxis(values, -1, 1) if last else values  # noqa: E731
    mean = lambda values: values.reshape(*values.shape[:2], -1).mean(2, dtype=np.float64)  # noqa: E731
    units = {layer: mean(second(values)).tolist() for layer, values in zip(layers, maps)}
    return {"images": list(images.shape), "scores": scores.tolist(), "units": units}


def tensors_of(model: onnx.ModelProto, *layers: str) -> dict:
    return {layer: next(node.output[0] for node in model.graph.node if node.name == layer) for layer in layers}


def main() -> None:
    images, few = wave(3, 3, 9, 9, frequency=0.013), wave(2, 1, 8, 8, frequency=0.013)
    mobile = from_torch(set_weights(Mobile()), images, 17, True)
    plain = nn.Sequential(nn.Flatten(), nn.Linear(64, 6), nn.ReLU(), nn.Linear(6, 10), nn.Softmax(1))
    fixed = from_torch(set_weights(plain), wave(4, 1, 8, 8, frequency=0.013), 11, False)
    new = newest()
    by_hand = from_torch(set_weights(ByHand()), images, 13, True)
    tokens = from_torch(set_weights(Tokens()), images, 17, True)
    last = from_torch(set_weights(ChannelsLast()), images, 18, True)
    after = ("/relu/Relu", "/relu6/Clip", "/relu_1/Relu", "/silu/Mul", "/hardswish/HardSwish", "/sigmoid/Sigmoid", "/gelu/Mul_1")
    written = ("/Div", "/mish/Mul", "/Mul_2", "/relu/Relu", "/Mul_3", "/tanh/Mul_5")
    acts = ("/blocks/blocks.0/act/Mul_1", "/blocks/blocks.1/act/Mul_5", "/blocks/blocks.2/act/Relu")
    files = {
        "mobile": (mobile, tensors_of(mobile, *after), images),
        "by-hand": (by_hand, tensors_of(by_hand, *written), images),
        "tokens": (tokens, tensors_of(tokens, *acts), images, True),
        "channels-last": (last, tensors_of(last, "/act/Mul_1"), images, True),
        "fixed": (fixed, tensors_of(fixed, "/2/Relu"), wave(4, 1, 8, 8, frequency=0.013)),
        "newest": (new, {name: name for name in ("rectified", "leaky", "features")}, few),
    }
    cases = {}
    for name, (model, *what) in files.items():
        cases[name] = recorded(model, *what)
        onnx.save(model, f"{name}.onnx")
    pathlib.Path("external.data").unlink(missing_ok=True)  # onnx replaces no such file
    onnx.save(new, "external.onnx", save_as_external_data=True, location="external.data", size_threshold=64)
    made_by = {p.__name__: p.__version__ for p in (torch, onnx, onnxruntime)} | {"python": platform.python_version()}
    with open("networks.json", "w") as file:
        json.dump({"madeBy": made_by, "cases": cases}, file)


with torch.no_grad():
    main()

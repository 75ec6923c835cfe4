"""One small network in the forms that exporters and converters give it, and what PyTorch computes with it: `python3 exporters.py`.

Writes exporters.json and exporters-*.onnx into this folder. Needs torch, onnx, onnxscript and onnxruntime.
"""

import io
import json
import math
import platform
import tempfile
import warnings

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import quantize_dynamic
from onnxruntime.transformers.float16 import convert_float_to_float16
from torch import nn

warnings.filterwarnings("ignore")


def wave(*shape: int, frequency: float = 0.37) -> torch.Tensor:
    """sin(frequency · 1²), sin(frequency · 2²), …: as good as noise; the same formula in the tests."""
    count = math.prod(shape)
    values = np.sin(np.arange(1, count + 1, dtype=np.float64) ** 2 * frequency).reshape(shape).astype(np.float32)
    return torch.from_numpy(values)


class Units(nn.Module):
    """Keeps what the next layer reads; `record` is a list while PyTorch computes the truth, else None."""

    record: list | None = None

    def keep(self, x: torch.Tensor) -> torch.Tensor:
        if self.record is not None:
            self.record.append(x.flatten(2).double().mean(2) if x.dim() > 2 else x.double())
        return x


class Plain(Units):
    """Group norm, whose scale exporters reshape to [C, 1, 1]; batch norm; a linear layer."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.norm1 = nn.Conv2d(3, 6, 3), nn.GroupNorm(2, 6)
        self.conv2, self.norm2 = nn.Conv2d(6, 8, 3), nn.BatchNorm2d(8)
        self.hidden, self.fc = nn.Linear(8, 5), nn.Linear(5, 4)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.keep(torch.relu(self.norm1(self.conv1(x))))
        x = self.keep(torch.relu(self.norm2(self.conv2(x))))
        return self.fc(self.keep(torch.relu(self.hidden(x.mean((2, 3))))))


class Bytes(Plain):
    """Takes pixels from 0 to 255, and normalizes them itself."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward(x.float() / 127.5 - 1)


class Double(Plain):
    """Takes and returns doubles; ONNX Runtime has no convolution of them, so that all between is float32."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward(x.float()).double()


class Capped(Units):
    """Rectifiers of two nodes: ReLU then a cap, a maximum with 0, a cap then a maximum, a clamp from 0 on; leaky ones written out."""

    def __init__(self) -> None:
        super().__init__()
        self.convs = nn.ModuleList([nn.Conv2d(3, 6, 3), *(nn.Conv2d(6, 6, 1) for _ in range(4))])
        self.fc = nn.Linear(6, 4)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        a, b, c, d, e = self.convs
        zero, cap = torch.tensor(0.0), torch.tensor(0.3)
        x = self.keep(torch.relu(a(x)).clamp(max=0.3))
        x = self.keep(torch.maximum(b(x), zero))
        x = self.keep(torch.maximum(torch.minimum(c(x), cap), zero))
        x = self.keep(d(x).clamp(min=0))
        x = e(x)
        x = self.keep(torch.where(x > 0, x, zero))
        return self.fc(x.mean((2, 3)))


class Squeeze(Units):
    """Squeeze-and-excitation, whose pooled maps are gathered and reshaped on their way to the gate."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.reduce, self.expand = nn.Conv2d(3, 6, 3), nn.Conv2d(6, 4, 1), nn.Conv2d(4, 6, 1)
        self.conv2, self.fc = nn.Conv2d(6, 7, 3), nn.Linear(7, 4)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.keep(torch.relu(self.conv1(x)))
        order = torch.tensor([0, 1, 2, 3, 5, 4])
        pooled = x.mean((2, 3)).reshape(-1, 6).index_select(1, order)[:, order].reshape(-1, 6, 1, 1)
        x = x * torch.sigmoid(self.expand(torch.relu(self.reduce(pooled))))
        x = self.keep(torch.relu(self.conv2(x)))
        return self.fc(x.mean((2, 3)))


def set_weights(model: nn.Module) -> nn.Module:
    for i, (name, tensor) in enumerate(model.state_dict().items()):
        if not tensor.dtype.is_floating_point:
            continue
        values = wave(*tensor.shape, frequency=0.37 + 0.11 * i)
        if tensor.dim() > 1:
            tensor.copy_(values * 2 / math.sqrt(tensor[0].numel()))
        else:
            tensor.copy_(values * 0.3 + (1 if name.endswith("weight") or name.endswith("var") else 0))
    return model.eval()


def export(model: nn.Module, images: torch.Tensor, dynamo: bool, sizes: bool = False, **settings: object) -> onnx.ModelProto:
    """Any number of images; images of any size where `sizes`."""
    file = io.BytesIO()
    names = {"input_names": ["input"], "output_names": ["output"]}
    if dynamo:
        auto = torch.export.Dim.AUTO
        shapes = ({0: auto, 2: auto, 3: auto} if sizes else {0: auto},)
        torch.onnx.export(model, (images,), file, dynamo=True, dynamic_shapes=shapes, verbose=False, **names, **settings)
    else:
        axes = {0: "N", 2: "H", 3: "W"} if sizes else {0: "N"}
        dynamic = {"input": axes, "output": {0: "N"}}
        torch.onnx.export(model, (images,), file, dynamo=False, opset_version=17, dynamic_axes=dynamic, **names, **settings)
    return onnx.load_from_string(file.getvalue())


def quantized(model: onnx.ModelProto) -> onnx.ModelProto:
    with tempfile.TemporaryDirectory() as folder:
        plain, small = f"{folder}/plain.onnx", f"{folder}/quantized.onnx"
        onnx.save(model, plain)
        quantize_dynamic(plain, small)
        return onnx.load(small)


def without_traces(model: onnx.ModelProto) -> onnx.ModelProto:
    """Drops the stack traces that exporters write beside every node: they hold paths of the machine that exported."""
    for place in (model.graph, *model.functions):
        del place.metadata_props[:]
        for node in place.node:
            node.doc_string = ""
            del node.metadata_props[:]
    for value in (*model.graph.value_info, *model.graph.input, *model.graph.output, *model.graph.initializer):
        del value.metadata_props[:]
    return model


def truth(model: Units, images: torch.Tensor) -> dict:
    model.record = []
    scores = model(images)
    units, model.record = model.record, None
    return {"scores": scores.tolist(), "units": [means.tolist() for means in units]}


def main() -> None:
    images = wave(3, 3, 10, 9, frequency=0.013)
    pixels = ((images + 1) * 127.5).round().to(torch.uint8)
    plain, capped, squeeze = (set_weights(one()) for one in (Plain, Capped, Squeeze))
    file = export(plain, images, False)
    files = {
        "plain": (plain, images, {
            "classic": file,
            "dynamo": export(plain, images, True),
            "sizes": export(plain, images, True, sizes=True),
            "unfolded": export(plain, images, False, do_constant_folding=False),
            "unoptimized": export(plain, images, True, optimize=False),
            "half-inside": convert_float_to_float16(onnx.ModelProto.FromString(file.SerializeToString()), keep_io_types=True),
            "half": convert_float_to_float16(onnx.ModelProto.FromString(file.SerializeToString())),
            "half-scores": convert_float_to_float16(onnx.ModelProto.FromString(file.SerializeToString()), keep_io_types=["input"]),
            "double": export(set_weights(Double()), images.double(), False),
            "quantized": quantized(export(plain, images, False, do_constant_folding=False)),
        }),
        "bytes": (set_weights(Bytes()), pixels, {"bytes": export(set_weights(Bytes()), pixels, True)}),
        "capped": (capped, images, {"capped": export(capped, images, False), "capped-dynamo": export(capped, images, True)}),
        "squeeze": (squeeze, images, {"squeeze": export(squeeze, images, False), "squeeze-dynamo": export(squeeze, images, True)}),
    }  # fmt: skip
    cases = {}
    for model, shown, forms in files.values():
        expected = truth(model, shown)
        for name, form in forms.items():
            onnx.save(without_traces(form), f"exporters-{name}.onnx")
            cases[name] = expected
    made_by = {p.__name__: p.__version__ for p in (torch, onnx, onnxruntime)} | {"python": platform.python_version()}
    with open("exporters.json", "w") as file:
        json.dump({"madeBy": made_by, "images": list(images.shape), "cases": cases}, file)


if __name__ == "__main__":
    with torch.no_grad():
        main()

"""Files as people bring them, and what PyTorch computes with the same networks: `python3 brought.py`.

Writes brought.json and brought-*.onnx into this folder. Needs what exporters.py needs, whose network it takes. A case without numbers
is one that has to be refused.
"""

import io
import json
import math
import os
import shutil
import tempfile

import onnx
import onnxruntime
import torch
from exporters import Plain, Units, export, set_weights, truth, wave, without_traces
from onnx import TensorProto, helper
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from torch import nn

CASES: dict[str, dict | None] = {}
IMAGES = wave(3, 3, 10, 9, frequency=0.013)


def keep(name: str, model: onnx.ModelProto, expected: dict | None = None) -> None:
    onnx.save(without_traces(model), f"brought-{name}.onnx")
    CASES[name] = expected


def of(model: Units, shown: torch.Tensor = IMAGES, scores=lambda x: x) -> dict:
    expected = truth(model, shown)
    return expected | {"scores": scores(torch.tensor(expected["scores"]).flatten(1)).tolist()}


def classic(model: nn.Module, shown: torch.Tensor = IMAGES, **settings: object) -> onnx.ModelProto:
    """The classic exporter, any number of images."""
    file = io.BytesIO()
    given = {"input_names": ["input"], "dynamic_axes": {"input": {0: "N"}}, "opset_version": 17} | settings
    torch.onnx.export(model, (shown,), file, dynamo=False, **given)
    return onnx.load_from_string(file.getvalue())


def ending(last) -> Plain:
    """The plain network with something after its scores."""

    class Ending(Plain):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return last(super().forward(x))

    return set_weights(Ending())


class ChannelsLast(Plain):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward(x.permute(0, 3, 1, 2))


class Heads(Plain):
    """A second head, as GoogLeNet and Inception have in training, with a nonlinearity of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.aux = nn.Linear(6, 4)

    def forward(self, x: torch.Tensor):
        maps = self.keep(torch.relu(self.norm1(self.conv1(x))))
        x = self.keep(torch.relu(self.norm2(self.conv2(maps))))
        scores = self.fc(self.keep(torch.relu(self.hidden(x.mean((2, 3))))))
        return scores, self.aux(torch.tanh(maps.mean((2, 3))))


class Maps(Plain):
    """Scores that a convolution makes: [N, K, 1, 1]."""

    def __init__(self) -> None:
        super().__init__()
        self.last = nn.Conv2d(8, 4, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.keep(torch.relu(self.norm1(self.conv1(x))))
        return self.last(self.keep(torch.relu(self.norm2(self.conv2(x)))).mean((2, 3), keepdim=True))


class Control(nn.Module):
    """One layer that can be measured, one in both branches of an If, one in a Loop."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.conv2, self.fc = nn.Conv2d(3, 6, 3), nn.Conv2d(6, 6, 3, padding=1), nn.Linear(6, 4)

    def forward(self, x):
        x = torch.relu(self.conv1(x))
        if bool(x.mean() > 0.0):
            x = torch.relu(self.conv2(x))
        else:
            x = torch.tanh(self.conv2(x))
        for _ in range(x.shape[3] - 5):
            x = torch.relu(self.conv2(x))
        return self.fc(x.mean((2, 3)))


class Recurrent(Units):
    def __init__(self) -> None:
        super().__init__()
        self.rnn, self.hidden, self.fc = nn.LSTM(27, 5, batch_first=True), nn.Linear(5, 6), nn.Linear(6, 4)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x, _ = self.rnn(x.permute(0, 2, 1, 3).flatten(2))
        return self.fc(self.keep(torch.relu(self.hidden(x[:, -1]))))


class Dropping(Plain):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward(nn.functional.dropout(x, 0.5, self.training))


class Noisy(Plain):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward(x + 0.1 * torch.randn_like(x))


class Logarithm(Plain):
    """Is NaN from its second layer on."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.keep(torch.relu(self.norm1(self.conv1(x))))
        x = self.keep(torch.relu(torch.log(self.norm2(self.conv2(x)))))
        return self.fc(torch.relu(self.hidden(x.mean((2, 3)))))


def with_functions(model: onnx.ModelProto) -> onnx.ModelProto:
    """A linear layer and its rectifier as a function that calls another, whose setting the caller gives."""
    nodes = model.graph.node
    linear = next(node for node in nodes if node.op_type == "Gemm")
    act = next(node for node in nodes if linear.output[0] in node.input)
    at = list(nodes).index(linear)
    call = helper.make_node("block", list(linear.input), [act.output[0]], name="block0", domain="mine", turned=1)
    nodes.remove(linear)
    nodes.remove(act)
    nodes.insert(at, call)
    standard, mine = helper.make_opsetid("", 17), helper.make_opsetid("mine", 1)
    gemm = helper.make_node("Gemm", ["X", "W", "B"], ["h"])
    gemm.attribute.append(onnx.AttributeProto(name="transB", ref_attr_name="turned", type=onnx.AttributeProto.INT))
    inner = helper.make_function("mine", "act", ["X"], ["Y"], [helper.make_node("Relu", ["X"], ["Y"])], [standard])
    body = [gemm, helper.make_node("act", ["h"], ["Y"], domain="mine", name="act")]
    model.functions.extend([inner, helper.make_function("mine", "block", ["X", "W", "B"], ["Y"], body, [standard, mine], ["turned"])])
    model.opset_import.append(mine)
    return model


def optimized(model: onnx.ModelProto, level: str) -> onnx.ModelProto:
    """As ONNX Runtime saves it."""
    with tempfile.TemporaryDirectory() as folder:
        plain, better = f"{folder}/plain.onnx", f"{folder}/better.onnx"
        onnx.save(model, plain)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.graph_optimization_level = getattr(onnxruntime.GraphOptimizationLevel, f"ORT_ENABLE_{level}")
        options.optimized_model_filepath = better
        onnxruntime.InferenceSession(plain, options, providers=["CPUExecutionProvider"])
        return onnx.load(better)


class Calibration(CalibrationDataReader):
    def __init__(self) -> None:
        self.batches = iter([{"input": wave(8, 3, 10, 9, frequency=0.013 + 0.001 * i).numpy()} for i in range(4)])

    def get_next(self):
        return next(self.batches, None)


def quantized(model: onnx.ModelProto, form: str, activations: str) -> onnx.ModelProto:
    with tempfile.TemporaryDirectory() as folder:
        plain, small = f"{folder}/plain.onnx", f"{folder}/small.onnx"
        onnx.save(model, plain)
        types = {"activation_type": QuantType[activations], "weight_type": QuantType.QInt8, "per_channel": True}
        quantize_static(plain, small, Calibration(), quant_format=QuantFormat[form], **types)
        return onnx.load(small)


class Residual(Units):
    """A depthwise convolution, caps, a sum, pooling: what quantizers join with the nodes before."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.b, self.c = nn.Conv2d(3, 8, 3), nn.Conv2d(8, 8, 3, padding=1, groups=8), nn.Conv2d(8, 8, 1)
        self.norm, self.hidden, self.fc = nn.BatchNorm2d(8), nn.Linear(8, 6), nn.Linear(6, 4)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.keep(nn.functional.relu6(self.norm(self.a(x))))
        y = self.keep(nn.functional.relu6(self.b(x)))
        x = nn.functional.max_pool2d(self.keep(torch.relu(x + self.c(y))), 2)
        return self.fc(self.keep(torch.relu(self.hidden(x.mean((2, 3))))))


class Fused(Units):
    """Nonlinearities that ONNX Runtime joins with the convolutions before them, or with each other."""

    def __init__(self) -> None:
        super().__init__()
        self.convs = nn.ModuleList([nn.Conv2d(3, 6, 3), *(nn.Conv2d(6, 6, 1) for _ in range(6))])
        self.acts = [nn.LeakyReLU(0.1), nn.Sigmoid(), nn.Hardtanh(0, 1), nn.GELU(), nn.Tanh(), nn.SiLU(), nn.ReLU()]
        self.fc = nn.Linear(6, 4)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for conv, act in zip(self.convs, self.acts):
            x = self.keep(act(conv(x)))
        return self.fc(x.mean((2, 3)))


def served() -> None:
    plain = set_weights(Plain())
    keep("functions", with_functions(classic(plain)), of(plain))
    last = set_weights(ChannelsLast())
    shown = IMAGES.permute(0, 2, 3, 1).contiguous()
    keep("channels-last", classic(last, shown), of(last, shown))
    keep("channels-open", classic(last, shown, dynamic_axes={"input": dict(enumerate("NHWC"))}), of(last, shown))
    heads = set_weights(Heads())
    heads.record = []
    scores, auxiliary = heads(IMAGES)
    units, heads.record = [one.tolist() for one in heads.record], None
    file = classic(heads, output_names=["scores", "aux"])
    keep("heads", file, {"scores": scores.tolist(), "aux": auxiliary.tolist(), "units": units})
    keep("maps", classic(set_weights(Maps())), of(set_weights(Maps())))
    keep("sigmoid", classic(ending(torch.sigmoid)), of(plain))
    keep("percent", classic(ending(lambda x: 100 * torch.softmax(x, 1))), of(plain, scores=lambda x: torch.log_softmax(x, 1)))
    control = set_weights(Control())
    maps = torch.relu(control.conv1(IMAGES)).flatten(2).double().mean(2)
    keep("control", classic(torch.jit.script(control)), {"scores": control(IMAGES).tolist(), "units": [maps.tolist()]})
    keep("recurrent", classic(set_weights(Recurrent())), of(set_weights(Recurrent())))
    residual = set_weights(Residual())
    for name, model in {"plain": plain, "residual": residual}.items():
        keep(f"optimized-{name}", optimized(classic(model), "EXTENDED"), of(model))
    file = classic(residual)
    keep("qdq", quantized(file, "QDQ", "QUInt8"), of(residual))
    keep("qdq-signed", quantized(file, "QDQ", "QInt8"), of(residual))
    keep("qoperator", quantized(file, "QOperator", "QUInt8"), of(residual))
    keep("qdq-optimized", optimized(quantized(file, "QDQ", "QUInt8"), "EXTENDED"), of(residual))
    keep("qdq-layout", optimized(quantized(file, "QDQ", "QUInt8"), "ALL"), of(residual))
    gelu = set_weights(Fused())
    keep("optimized-fused", optimized(classic(gelu), "EXTENDED"), of(gelu))
    shutil.rmtree("weights", ignore_errors=True)
    os.makedirs("weights")
    onnx.save(without_traces(classic(plain)), "brought-below.onnx", save_as_external_data=True, location="weights/below.data", size_threshold=0)
    CASES["below"] = of(plain)


def refused() -> None:
    broken = set_weights(Plain())
    broken.hidden.weight[3, 1] = math.nan
    keep("nan-weight", classic(broken))
    keep("nan-activation", classic(set_weights(Logarithm())))
    for name, model in {"training-norm": Plain(), "training-dropout": Dropping()}.items():
        mode = {"training": torch.onnx.TrainingMode.TRAINING, "do_constant_folding": False}
        keep(name, classic(set_weights(model).train(), **mode))
    keep("noise", classic(set_weights(Noisy())))
    keep("mixing", classic(ending(lambda x: torch.softmax(x, 0))))
    keep("negated", classic(ending(lambda x: -torch.log_softmax(x, 1))))
    keep("class-numbers", classic(ending(lambda x: x.argmax(1))))
    keep("one-machine", optimized(classic(set_weights(Plain())), "ALL"))
    file = classic(set_weights(Plain()))
    file.graph.node[0].op_type, file.graph.node[0].domain = "Frob", "org.example"
    file.opset_import.append(helper.make_opsetid("org.example", 1))
    keep("custom", file)
    file = classic(set_weights(Plain()))
    file.graph.input[0].type.tensor_type.elem_type = TensorProto.BFLOAT16
    keep("brain-float", file)


if __name__ == "__main__":
    with torch.no_grad():
        served()
        refused()
    with open("brought.json", "w") as out:
        json.dump({"images": list(IMAGES.shape), "cases": CASES}, out)

"""One network of torchvision or timm with random weights, by both exporters of PyTorch, and its units by hooks.

    python3 twenty_networks.py NAME FOLDER      writes classic.onnx, dynamo.onnx and truth.json into FOLDER
    python3 twenty_networks.py --list           prints the names, one per line

NAME is `torchvision/resnet18` or `timm/ghostnet_100`. Needs torch, torchvision, timm, onnx and onnxscript. Weights and the statistics of
batch norms are drawn from a fixed seed; images are a formula that the test has too.
"""

import json
import math
import sys
import warnings
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torch.overrides import TorchFunctionMode

warnings.filterwarnings("ignore")

NETWORKS = {
    "torchvision": [
        *["resnet18", "resnext50_32x4d", "densenet121", "googlenet", "squeezenet1_1", "shufflenet_v2_x0_5", "mobilenet_v2"],
        *["mobilenet_v3_small", "mnasnet0_5", "efficientnet_b0", "regnet_y_400mf", "convnext_tiny"],
    ],
    "timm": [
        *["mobilenetv4_conv_small", "ghostnet_100", "convnext_atto", "vit_tiny_patch16_224", "mixnet_s", "repvgg_a0"],
        *["legacy_seresnet18", "hardcorenas_a"],
    ],
}
CLASSES, IMAGES = 10, (6, 3, 64, 64)

ACTIVATIONS = {
    *[torch.relu, torch.relu_, F.relu, F.relu_, F.relu6, F.hardtanh, F.hardtanh_, F.silu, F.gelu, F.hardswish, F.leaky_relu, F.mish],
    *[torch.sigmoid, torch.Tensor.sigmoid, F.sigmoid, F.hardsigmoid, torch.tanh, F.elu, F.softplus, torch.Tensor.relu, torch.Tensor.relu_],
}
GATES = ("SqueezeExcit", "SEModule", "SeModule", "EffectiveSE", "ChannelAttn")


def wave(*shape: int) -> torch.Tensor:
    values = np.sin(np.arange(1, math.prod(shape) + 1, dtype=np.float64) ** 2 * 0.013).reshape(shape)
    return torch.from_numpy(values.astype(np.float32))


def build(name: str) -> nn.Module:
    source, model = name.split("/")
    torch.manual_seed(0)
    if source == "torchvision":
        import torchvision

        extra = {"aux_logits": False, "init_weights": True} if model == "googlenet" else {}
        network = torchvision.models.get_model(model, weights=None, num_classes=CLASSES, **extra)
    else:
        import timm

        size = {"img_size": IMAGES[2]} if model.startswith("vit") else {}
        network = timm.create_model(model, pretrained=False, num_classes=CLASSES, **size)
    generator = torch.Generator().manual_seed(1)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d | nn.BatchNorm1d):
            module.weight.copy_(torch.rand(module.weight.shape, generator=generator) * 0.5 + 0.75)
            module.bias.copy_(torch.randn(module.bias.shape, generator=generator) * 0.1)
        if type(module).__name__ in ("CNBlock", "LayerScale", "ConvNeXtBlock") and hasattr(module, "layer_scale"):
            module.layer_scale.fill_(0.5)
    return network.eval()


class Recorder(TorchFunctionMode):
    """The mean of every unit that a nonlinearity gives to a next layer; gates are no layers."""

    def __init__(self, network: nn.Module) -> None:
        self.layers: list[torch.Tensor] = []
        self.inside = 0
        self.last = "conv"
        for module in network.modules():
            if any(word in type(module).__name__ for word in GATES):
                module.register_forward_pre_hook(lambda *_: self.step(1))
                module.register_forward_hook(lambda *_: self.step(-1))

    def step(self, by: int) -> None:
        self.inside += by

    def __torch_function__(self, function, types, args=(), kwargs=None):
        result = function(*args, **(kwargs or {}))
        if function is F.linear:
            self.last = "linear"
        elif function is torch.conv2d or function is F.conv2d:
            self.last = "conv"
        elif function in ACTIVATIONS and not self.inside and result.dim() > 1:
            axis = 1 if result.dim() == 2 or (result.dim() == 4 and self.last == "conv") else result.dim() - 1
            others = [i for i in range(1, result.dim()) if i != axis]
            self.layers.append(result.double().mean(others) if others else result.double().clone())
        return result


def selectivity(means: torch.Tensor) -> torch.Tensor:
    """Of three classes of two images each, by absolute values."""
    classes = means.abs().reshape(3, 2, -1).mean(1)
    best = classes.amax(0)
    rest = (classes.sum(0) - best) / 2
    return (best - rest) / (best + rest + 1e-6)


def export(network: nn.Module, images: torch.Tensor, folder: Path) -> None:
    names = {"input_names": ["images"], "output_names": ["logits"]}
    axes = {"images": {0: "N"}, "logits": {0: "N"}}
    torch.onnx.export(network, (images,), folder / "classic.onnx", dynamo=False, opset_version=17, dynamic_axes=axes, **names)
    shapes = ({0: torch.export.Dim("N", min=2, max=64)},)
    torch.onnx.export(network, (images,), folder / "dynamo.onnx", dynamo=True, dynamic_shapes=shapes, verbose=False, external_data=False, **names)


def main(name: str, folder: Path) -> None:
    network, images = build(name), wave(*IMAGES)
    settle(network, images)
    recorder = Recorder(network)
    with recorder:
        scores = network(images)
    layers = [{"means": layer.tolist(), "selectivity": selectivity(layer).tolist()} for layer in recorder.layers]
    (folder / "truth.json").write_text(json.dumps({"images": IMAGES, "scores": scores.tolist(), "layers": layers}))
    export(without_hooks(network), images, folder)


def settle(network: nn.Module, images: torch.Tensor) -> None:
    """Statistics of the batch norms from the images themselves, so that numbers neither vanish nor grow."""
    norms = [module for module in network.modules() if isinstance(module, nn.BatchNorm2d | nn.BatchNorm1d)]
    for module in norms:
        module.momentum = None
        module.train()
    network(images)
    network.eval()


def without_hooks(network: nn.Module) -> nn.Module:
    """Without the hooks."""
    for module in network.modules():
        module._forward_hooks.clear()
        module._forward_pre_hooks.clear()
    return network


if __name__ == "__main__":
    if sys.argv[1] == "--list":
        print("\n".join(f"{source}/{model}" for source, models in NETWORKS.items() for model in models))
    else:
        with torch.no_grad():
            main(sys.argv[1], Path(sys.argv[2]))

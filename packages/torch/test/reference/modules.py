"""Outputs and gradients of PyTorch's modules, float32: `python3 modules.py > modules.json`."""

import json
import platform

import torch
from torch import nn


def numbers(tensor: torch.Tensor) -> dict:
    """Nine significant digits: enough to give every float32 back bit for bit."""
    return {"shape": list(tensor.shape), "values": [float(f"{x:.9g}") for x in tensor.detach().flatten().tolist()]}


def state(module: nn.Module) -> dict:
    return {name: numbers(tensor) for name, tensor in module.state_dict().items()}


def record(module: nn.Module, shape: list[int], training: bool = True) -> dict:
    """State before, input, output, the gradients for an arbitrary output gradient, state after."""
    torch.manual_seed(1)
    with torch.no_grad():
        for name, tensor in module.state_dict().items():
            if tensor.is_floating_point():
                tensor.copy_(torch.rand_like(tensor) + 0.5 if "var" in name else torch.randn_like(tensor))
    module.train(training)
    before = {name: dict(value) for name, value in state(module).items()}
    input = torch.randn(shape, requires_grad=True)
    output = module(input)
    gradient = torch.randn_like(output)
    output.backward(gradient)
    return {
        "training": training,
        "state": before,
        "input": numbers(input),
        "output": numbers(output),
        "gradient": numbers(gradient),
        "inputGradient": numbers(input.grad),
        "parameterGradients": {name: numbers(p.grad) for name, p in module.named_parameters()},
        "stateAfter": state(module),
    }


class BatchNormRelu(nn.Module):
    """As a ResNet's block ends; the residual is the input itself."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.bn = nn.BatchNorm2d(channels)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.relu(self.bn(x) + x)


image = [2, 4, 5, 4]
cases = {
    "linear": record(nn.Linear(5, 3), [4, 5]),
    "linearWithoutBias": record(nn.Linear(5, 3, bias=False), [4, 5]),
    "conv2d": record(nn.Conv2d(4, 3, 3), image),
    "conv2dStridedPaddedWithoutBias": record(nn.Conv2d(4, 6, 3, stride=2, padding=1, bias=False), image),
    "conv2dDilatedGrouped": record(nn.Conv2d(4, 6, (3, 2), dilation=(2, 1), groups=2), image),
    "batchNorm2dTraining": record(nn.BatchNorm2d(4), image),
    "batchNorm2dEvaluating": record(nn.BatchNorm2d(4), image, training=False),
    "batchNormReluTraining": record(BatchNormRelu(4), image),
    "batchNormReluEvaluating": record(BatchNormRelu(4), image, training=False),
    "relu": record(nn.ReLU(), image),
    "identity": record(nn.Identity(), image),
    "flatten": record(nn.Flatten(), image),
    "maxPool2d": record(nn.MaxPool2d(2), image),
    "maxPool2dOverlapping": record(nn.MaxPool2d(3, stride=2, padding=1), image),
    "avgPool2d": record(nn.AvgPool2d(2), image),
    "avgPool2dPadded": record(nn.AvgPool2d(3, stride=2, padding=1), image),
    "globalAvgPool2d": record(nn.AdaptiveAvgPool2d(1), image),
    # Without a bias in front of batch norm, whose gradient would be 0 but for roundings.
    "sequential": record(
        nn.Sequential(nn.Conv2d(4, 3, 3, bias=False), nn.BatchNorm2d(3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(3, 2)),
        image,
    ),
}


def cross_entropy() -> dict:
    torch.manual_seed(1)
    logits = (torch.randn(5, 3) * 4).requires_grad_()
    labels = torch.tensor([0, 2, 1, 1, 0])
    loss = nn.functional.cross_entropy(logits, labels)
    loss.backward()
    return {"logits": numbers(logits), "labels": labels.tolist(), "loss": loss.item(), "gradient": numbers(logits.grad)}


versions = {"python": platform.python_version(), "torch": torch.__version__}
print(json.dumps({"versions": versions, "cases": cases, "crossEntropy": cross_entropy()}))

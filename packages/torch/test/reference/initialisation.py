"""The first weights of PyTorch's modules: `python3 initialisation.py > initialisation.json`."""

import json
import platform

import torch
from torch import nn


def numbers(tensor: torch.Tensor) -> dict:
    """Nine significant digits: enough to give every float32 back bit for bit."""
    return {"shape": list(tensor.shape), "values": [float(f"{x:.9g}") for x in tensor.detach().flatten().tolist()]}


def state(module: nn.Module) -> dict:
    return {name: numbers(tensor) for name, tensor in module.state_dict().items()}


def seeded(make):
    torch.manual_seed(0)
    return make()


def kaiming_normal(shape: list[int], mode: str) -> dict:
    return numbers(nn.init.kaiming_normal_(torch.empty(shape), mode=mode, nonlinearity="relu"))


cases = {
    "conv2d": state(seeded(lambda: nn.Conv2d(3, 4, 3))),
    "conv2dGrouped": state(seeded(lambda: nn.Conv2d(4, 6, (3, 1), groups=2))),
    "linear": state(seeded(lambda: nn.Linear(5, 7))),
    "network": state(seeded(lambda: nn.Sequential(nn.Conv2d(2, 3, 3, bias=False), nn.BatchNorm2d(3), nn.Linear(3, 2)))),
    "kaimingNormalFanIn": seeded(lambda: kaiming_normal([4, 3, 3, 3], "fan_in")),
    "kaimingNormalFanOut": seeded(lambda: kaiming_normal([4, 3, 3, 3], "fan_out")),
}
versions = {"python": platform.python_version(), "torch": torch.__version__}
print(json.dumps({"versions": versions, "cases": cases}))

"""Parameters after each of five steps of torch.optim.SGD, for given gradients: `python3 sgd.py > sgd.json`."""

import json
import platform

import torch

STEPS = 5
torch.manual_seed(0)
start = {"weight": torch.randn(3, 2), "bias": torch.randn(3)}
gradients = [{name: torch.randn_like(p) for name, p in start.items()} for _ in range(STEPS)]
options = {
    "plain": {},
    "weight decay": {"weight_decay": 0.1},
    "momentum": {"momentum": 0.9},
    "momentum and weight decay": {"momentum": 0.9, "weight_decay": 0.1},
    "nesterov": {"momentum": 0.9, "nesterov": True},
    "nesterov and weight decay": {"momentum": 0.9, "weight_decay": 0.1, "nesterov": True},
}
RATES = [0.1, 0.2, 0.1, 0.05, 0.3]  # changes from step to step, as under a schedule


def lists(tensors: dict) -> dict:
    return {name: tensor.detach().tolist() for name, tensor in tensors.items()}


def run(options: dict) -> list[dict]:
    parameters = {name: p.clone().requires_grad_() for name, p in start.items()}
    optimizer = torch.optim.SGD(parameters.values(), lr=RATES[0], **options)
    after = []
    for rate, gradient in zip(RATES, gradients, strict=True):
        optimizer.param_groups[0]["lr"] = rate
        for name, p in parameters.items():
            p.grad = gradient[name].clone()
        optimizer.step()
        after.append(lists(parameters))
    return after


versions = {"python": platform.python_version(), "torch": torch.__version__}
print(
    json.dumps(
        {
            "versions": versions,
            "rates": RATES,
            "start": lists(start),
            "gradients": [lists(g) for g in gradients],
            "after": {name: run(o) for name, o in options.items()},
        }
    )
)

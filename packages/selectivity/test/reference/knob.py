"""
Loss of a network of two hidden layers with the knob on, in float32, and its gradients by activations and weights.
One of the four classes does not occur; the others have 2, 4 and 6 images. Run: python knob.py > knob.json
"""

import json
import sys

import torch
from network import listed, mean_selectivity, versions

SEED = 2  # one that leaves no unit silent: at ε = 1e-6 the gradient of a silent unit is the rounding of 1e6 − 1e6
generator = torch.Generator().manual_seed(SEED)
draw = lambda *shape: torch.randn(*shape, generator=generator)
images = draw(12, 5)
labels = torch.tensor([0, 2, 2, 1, 0, 2, 1, 1, 2, 1, 2, 2])
weights = {name: draw(*shape).requires_grad_() for name, shape in {"fc1": (8, 5), "fc2": (3, 8), "fc": (4, 3)}.items()}


def turned_to(alpha):
    hidden1 = (images @ weights["fc1"].T).relu()
    hidden2 = (hidden1 @ weights["fc2"].T).relu()
    assert all(hidden.amax(0).min() > 0 for hidden in (hidden1, hidden2)), "a unit is silent: try another seed"
    cross_entropy = torch.nn.functional.cross_entropy(hidden2 @ weights["fc"].T, labels)
    selectivity = mean_selectivity([hidden1, hidden2], labels)
    loss = cross_entropy - alpha * selectivity
    wanted = {"relu1": hidden1, "relu2": hidden2, **weights}
    gradients = torch.autograd.grad(loss, wanted.values())
    return {
        "alpha": alpha,
        "crossEntropy": cross_entropy.item(),
        "selectivity": selectivity.item(),
        "loss": loss.item(),
        "gradients": {name: listed(gradient) for name, gradient in zip(wanted, gradients)},
    }


json.dump(
    {
        "versions": versions(),
        "images": listed(images),
        "labels": labels.tolist(),
        "weights": {name: listed(weight) for name, weight in weights.items()},
        "turns": [turned_to(alpha) for alpha in (-20.0, -1.0, 0.5)],
    },
    sys.stdout,
)

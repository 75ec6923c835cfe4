"""The index and its gradient by autograd, in float64. Run: python selectivity-index.py > selectivity-index.json"""

import json
import sys

import torch
from network import listed, selectivity_index, versions

generator = torch.Generator().manual_seed(0)
means = (torch.rand(7, 9, dtype=torch.float64, generator=generator) ** 3).requires_grad_()
weights = torch.randn(9, dtype=torch.float64, generator=generator)
index = selectivity_index(means)
(gradient,) = torch.autograd.grad((index * weights).sum(), means)
json.dump(
    {
        "versions": versions(),
        "classMeans": listed(means),
        "index": listed(index),
        "weights": listed(weights),
        "gradient": listed(gradient),
    },
    sys.stdout,
)

"""The index, the knob and their gradients, written out plainly in PyTorch: unit by unit, layer by layer, class by class."""

import sys

import torch

EPSILON = 1e-6


def selectivity_index(class_means):
    """[K, U] -> [U]"""
    best = class_means.amax(0)
    rest = (class_means.sum(0) - best) / (class_means.shape[0] - 1)
    return (best - rest) / (best + rest + EPSILON)


def class_means(unit_means, labels):
    """[N, U], [N] -> [K', U], of the classes that occur"""
    return torch.stack([unit_means[labels == k].mean(0) for k in labels.unique()])


def mean_selectivity(layers, labels):
    """Mean over layers of the means over units."""
    return torch.stack([selectivity_index(class_means(layer, labels)).mean() for layer in layers]).mean()


def listed(tensor):
    """For JSON: the shape, and the values row by row, enough digits for the dtype."""
    digits = 9 if tensor.dtype == torch.float32 else 17
    values = [float(f"{value:.{digits}g}") for value in tensor.detach().flatten().tolist()]
    return {"shape": list(tensor.shape), "values": values}


def versions():
    return {"python": sys.version.split()[0], "torch": torch.__version__}

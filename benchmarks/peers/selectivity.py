"""Class selectivity, written the way a PyTorch user would."""
import torch
import torch.nn.functional as F

EPSILON = 1e-6


def class_means(unit_means, labels, classes):
    """[N, U] -> [K, U]"""
    members = F.one_hot(labels, classes).to(unit_means.dtype)
    return (members / members.sum(0)).T @ unit_means


def selectivity_index(means):
    """[K, U] -> [U]"""
    best = means.amax(0)
    rest = (means.sum(0) - best) / (len(means) - 1)
    return (best - rest) / (best + rest + EPSILON)


def mean_selectivity(units, labels, classes):
    """Mean over layers of the mean index of a layer's units: the regulariser, and the measurement."""
    layers = [selectivity_index(class_means(u.mean((2, 3)), labels, classes)).mean() for u in units]
    return torch.stack(layers).mean()


def measured_selectivity(unit_means, labels, classes, permutations):
    """[N, U] of all images, in float64: the index of every unit by the true labels, by two halves, by permuted labels."""
    index = lambda chosen, by: selectivity_index(class_means(unit_means[chosen], by[chosen], classes))
    everything = torch.arange(len(labels))
    first, second = torch.randperm(len(labels)).chunk(2)
    shuffled = [index(everything, labels[torch.randperm(len(labels))]) for _ in range(permutations)]
    return index(everything, labels), index(first, labels), index(second, labels), shuffled

"""
What plain PyTorch computes for the attacks on a small network, in float64. Run: python attacks.py > attacks.json

Steps follow cleverhans and torchattacks, the objectives and APGD follow github.com/fra31/auto-attack (autopgd_base.py),
but for its first window, which compares the loss with a row of zeros; here with the loss at the start, as in the paper.
Starting points are recorded, so that no random number is shared.
"""

import json
import sys

import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
generator = torch.Generator().manual_seed(5)
N, C, H, W, K, HIDDEN, EPSILON = 6, 2, 3, 3, 5, 16, 0.08

weights = {
    "fc1.weight": torch.randn(HIDDEN, C * H * W, generator=generator),
    "fc1.bias": torch.randn(HIDDEN, generator=generator) * 0.3,
    "fc.weight": torch.randn(K, HIDDEN, generator=generator) * 0.7,
    "fc.bias": torch.randn(K, generator=generator) * 0.3,
}
mean, std = torch.tensor([0.4, 0.6]), torch.tensor([0.3, 0.2])
images = torch.rand(N, C, H, W, generator=generator) * 1.1 - 0.05
images = images.clamp(0, 1)  # some pixels lie on the border


def model(x):
    x = ((x - mean.view(1, C, 1, 1)) / std.view(1, C, 1, 1)).flatten(1)
    return (x @ weights["fc1.weight"].T + weights["fc1.bias"]).relu() @ weights["fc.weight"].T + weights["fc.bias"]


labels = model(images).argmax(1)


def cross_entropy(z, y):
    return F.cross_entropy(z, y, reduction="none")


def margin(z, y):
    ordered, order = z.sort(dim=1)
    first = (order[:, -1] == y).to(z.dtype)
    return ordered[:, -2] * first + ordered[:, -1] * (1 - first) - z[torch.arange(len(y)), y]


def dlr(z, y):
    ordered, order = z.sort(dim=1)
    first = (order[:, -1] == y).to(z.dtype)
    top = z[torch.arange(len(y)), y] - ordered[:, -2] * first - ordered[:, -1] * (1 - first)
    return -top / (ordered[:, -1] - ordered[:, -3] + 1e-12)


def targeted_dlr(targets):
    def loss(z, y):
        ordered, rows = z.sort(dim=1)[0], torch.arange(len(y))
        spread = ordered[:, -1] - 0.5 * (ordered[:, -3] + ordered[:, -4]) + 1e-12
        return -(z[rows, y] - z[rows, targets]) / spread

    return loss


def loss_and_gradient(x, loss):
    x = x.clone().requires_grad_()
    values = loss(model(x), labels)
    return values.detach(), torch.autograd.grad(values.sum(), x)[0]


def norms(change):
    return change.flatten(1).norm(dim=1).view(-1, 1, 1, 1)


def direction(gradient, norm):
    return gradient.sign() if norm == "linf" else gradient / norms(gradient).clamp(min=1e-12)


def project(x, norm):
    if norm == "linf":
        return torch.min(torch.max(x, images - EPSILON), images + EPSILON).clamp(0, 1)
    change = x - images
    return (images + change * (EPSILON / norms(change).clamp(min=1e-12)).clamp(max=1)).clamp(0, 1)


def pgd(norm, steps, size):
    x = images.clone()
    for _ in range(steps):
        x = project(x + size * direction(loss_and_gradient(x, cross_entropy)[1], norm), norm)
    return x


def fgsm(norm):
    return (images + EPSILON * direction(loss_and_gradient(images, cross_entropy)[1], norm)).clamp(0, 1)


def apgd(norm, loss, start, steps):
    """Returns the points, losses and step sizes of every iteration."""
    x, before = start.clone(), start.clone()
    losses, gradient = loss_and_gradient(x, loss)
    best, best_gradient, best_loss = x.clone(), gradient.clone(), losses.clone()
    size = torch.full((N, 1, 1, 1), 2 * EPSILON)
    checked, reduced = best_loss.clone(), torch.ones(N)
    window, floor, shorter = max(int(0.22 * steps), 1), max(int(0.06 * steps), 1), max(int(0.03 * steps), 1)
    since, rises, last = 0, torch.zeros(N), losses.clone()
    trace = []
    for i in range(steps):
        moved, before = x - before, x.clone()
        a = 0.75 if i > 0 else 1.0
        ahead = project(x + size * direction(gradient, norm), norm)
        x = project(x + (ahead - x) * a + moved * (1 - a), norm)
        losses, gradient = loss_and_gradient(x, loss)
        trace.append({"loss": losses.tolist(), "stepSize": size.flatten().tolist()})
        rises += losses > last
        last = losses.clone()
        better = losses > best_loss
        best[better], best_gradient[better], best_loss[better] = x[better], gradient[better], losses[better]
        since += 1
        if since == window:
            stalled = (rises <= 0.75 * window).double()
            stuck = (1 - reduced) * (checked >= best_loss).double()
            reduced = torch.max(stalled, stuck)
            checked = best_loss.clone()
            halved = reduced > 0
            size[halved] /= 2
            x[halved], gradient[halved] = best[halved], best_gradient[halved]
            since, rises, window = 0, torch.zeros(N), max(window - shorter, floor)
    return {"best": listed(best), "bestLoss": best_loss.tolist(), "trace": trace}


def listed(tensor):
    return {"shape": list(tensor.shape), "values": tensor.flatten().tolist()}


def objective(loss):
    values, gradient = loss_and_gradient(images, loss)
    return {"loss": values.tolist(), "gradient": listed(gradient)}


targets = model(images).sort(dim=1, descending=True)[1][:, 2]
start = project(images + EPSILON * (2 * torch.rand(images.shape, generator=generator) - 1), "linf")
inside = project(images + EPSILON * direction(torch.randn(images.shape, generator=generator), "l2"), "l2")
losses = {"crossEntropy": cross_entropy, "margin": margin, "dlr": dlr, "targetedDlr": targeted_dlr(targets)}

json.dump(
    {
        "versions": {"python": sys.version.split()[0], "torch": torch.__version__},
        "epsilon": EPSILON,
        "weights": {name: listed(weight) for name, weight in weights.items()},
        "mean": mean.tolist(),
        "std": std.tolist(),
        "images": listed(images),
        "labels": labels.tolist(),
        "targets": targets.tolist(),
        "logits": listed(model(images)),
        "objectives": {name: objective(loss) for name, loss in losses.items()},
        "fgsm": {norm: listed(fgsm(norm)) for norm in ("linf", "l2")},
        "pgd": {norm: listed(pgd(norm, 3, 0.03)) for norm in ("linf", "l2")},
        "starts": {"linf": listed(start), "l2": listed(inside)},
        "apgd": {
            norm: {name: apgd(norm, loss, {"linf": start, "l2": inside}[norm], 40) for name, loss in [("crossEntropy", cross_entropy), ("dlr", dlr)]}
            for norm in ("linf", "l2")
        },
    },
    sys.stdout,
)

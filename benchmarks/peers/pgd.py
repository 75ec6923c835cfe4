"""PGD-20 the way a PyTorch user writes it: the peer of ours/pgd.js, with the same looks at the network.

    python benchmarks/peers/pgd.py --network resnet20 --variant eager --threads 2 [--times 3] [--warm-up 1]
"""
import argparse

import torch
import torch.nn.functional as F
from networks import create_network, memory_format_of
from timed import timed

EPSILON, STEPS = 8 / 255, 20
SIZE = 2.5 * EPSILON / STEPS

parser = argparse.ArgumentParser()
parser.add_argument("--network", required=True)
parser.add_argument("--variant", required=True, help="eager or compile, with _channels_last or without")
parser.add_argument("--threads", type=int, required=True)
parser.add_argument("--times", type=int, default=3)
parser.add_argument("--warm-up", type=int, default=1)
args = parser.parse_args()

torch.set_num_threads(args.threads)
torch.manual_seed(0)
model, numbers, labels = create_network(args.network, memory_format_of(args.variant))
model.eval().requires_grad_(False)
images = numbers.sigmoid()


def losses_of(x):
    logits = model((x - 0.5) / 0.25)[0]
    return F.cross_entropy(logits, labels, reduction="none"), logits


if args.variant.startswith("compile"):
    losses_of = torch.compile(losses_of)


def keep_worst(worst, x, losses, logits):
    """A misclassified point before any other, then the one of highest loss."""
    best, best_loss, broken = worst
    wrong = logits.argmax(1) != labels
    better = (wrong & ~broken) | ((wrong == broken) & (losses > best_loss))
    return torch.where(better.view(-1, 1, 1, 1), x, best), torch.where(better, losses, best_loss), wrong | broken


def pgd():
    with torch.no_grad():
        losses, logits = losses_of(images)
    worst = (images, losses, logits.argmax(1) != labels)
    x = (images + torch.empty_like(images).uniform_(-EPSILON, EPSILON)).clamp(0, 1)
    for _ in range(STEPS):
        x.requires_grad_()
        losses, logits = losses_of(x)
        (gradient,) = torch.autograd.grad(losses.sum(), x)
        with torch.no_grad():
            worst = keep_worst(worst, x, losses, logits)
            x = x + SIZE * gradient.sign()
            x = (images + (x - images).clamp(-EPSILON, EPSILON)).clamp(0, 1)
    with torch.no_grad():
        return keep_worst(worst, x, *losses_of(x))


timed(pgd, warm_up=args.warm_up, times=args.times)

"""A training step the way a PyTorch user writes it: the peer of ours/step.js.

    python benchmarks/peers/step.py --network resnet20 --variant eager --threads 2 [--knob] [--times 10] [--warm-up 5]
"""
import argparse

import torch
import torch.nn.functional as F
from networks import create_network, memory_format_of
from selectivity import mean_selectivity
from timed import timed

ALPHA = 0.5

parser = argparse.ArgumentParser()
parser.add_argument("--network", required=True)
parser.add_argument("--variant", required=True, help="eager or compile, with _channels_last or without")
parser.add_argument("--threads", type=int, required=True)
parser.add_argument("--knob", action="store_true")
parser.add_argument("--times", type=int, default=10)
parser.add_argument("--warm-up", type=int, default=5)
args = parser.parse_args()

torch.set_num_threads(args.threads)
torch.manual_seed(0)
model, images, labels = create_network(args.network, memory_format_of(args.variant))
optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=1e-4, fused=True)


def loss_of(images, labels):
    logits, units = model(images)
    loss = F.cross_entropy(logits, labels)
    return loss - ALPHA * mean_selectivity(units, labels, model.fc.out_features) if args.knob else loss


if args.variant.startswith("compile"):
    loss_of = torch.compile(loss_of)


def step():
    optimizer.zero_grad()
    loss = loss_of(images, labels)
    loss.backward()
    optimizer.step()
    return loss.item()


timed(step, warm_up=args.warm_up, times=args.times)

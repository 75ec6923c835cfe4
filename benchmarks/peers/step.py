"""A training step of ResNet20 on CIFAR-10 shapes the way a PyTorch user writes it: the peer of ours/step.js.

    python step.py --variant eager|eager_channels_last|compile|compile_channels_last --knob 0|1 --threads T --steps S

Prints one JSON document: versions, and the milliseconds of every step after the warm-up.
"""
import argparse
import json
import time

import torch
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self, cin, cout, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(cin, cout, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(cout)
        self.conv2 = nn.Conv2d(cout, cout, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(cout)
        self.stride, self.added = stride, cout - cin

    def forward(self, x, units):
        hidden = F.relu(self.bn1(self.conv1(x)))
        units.append(hidden)
        if self.stride == 2:
            half = self.added // 2
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, half, self.added - half))
        out = F.relu(self.bn2(self.conv2(hidden)) + x)
        units.append(out)
        return out


class ResNet20(nn.Module):
    def __init__(self, classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        shapes = [(16, 16, 1)] * 3 + [(16, 32, 2)] + [(32, 32, 1)] * 2 + [(32, 64, 2)] + [(64, 64, 1)] * 2
        self.blocks = nn.ModuleList(Block(*shape) for shape in shapes)
        self.fc = nn.Linear(64, classes)

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        units = [out]
        for block in self.blocks:
            out = block(out, units)
        return self.fc(out.mean((2, 3))), units


def mean_selectivity(units, labels, classes, epsilon=1e-6):
    """Mean over layers of the mean selectivity index of a layer's units."""
    members = F.one_hot(labels, classes).float()
    weights = members / members.sum(0)
    layers = []
    for activation in units:
        class_means = weights.T @ activation.mean((2, 3))
        best = class_means.amax(0)
        rest = (class_means.sum(0) - best) / (classes - 1)
        layers.append(((best - rest) / (best + rest + epsilon)).mean())
    return torch.stack(layers).mean()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--variant", required=True)
    parser.add_argument("--knob", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--warmup", type=int, default=5)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    model = ResNet20()
    images = torch.randn(128, 3, 32, 32)
    labels = torch.arange(128) * 7 % 10
    if args.variant.endswith("channels_last"):
        model, images = model.to(memory_format=torch.channels_last), images.contiguous(memory_format=torch.channels_last)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=1e-4)

    def loss_of(images, labels):
        logits, units = model(images)
        loss = F.cross_entropy(logits, labels)
        return loss - 0.5 * mean_selectivity(units, labels, 10) if args.knob else loss

    started = time.perf_counter()
    if args.variant.startswith("compile"):
        loss_of = torch.compile(loss_of)
    milliseconds = []
    for step in range(args.warmup + args.steps):
        begin = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(images, labels)
        loss.backward()
        optimizer.step()
        loss.item()
        milliseconds.append((time.perf_counter() - begin) * 1000)
        if step == 0:
            first = time.perf_counter() - started
    print(json.dumps({"engine": f"PyTorch {torch.__version__}", "firstStepSeconds": first, "milliseconds": milliseconds[args.warmup:]}))


main()

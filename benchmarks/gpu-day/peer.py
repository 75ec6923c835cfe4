"""PyTorch's training step on a GPU: the peer of step.js, with the knob on and off, in both memory formats.

    python benchmarks/gpu-day/peer.py --network resnet20 --device cuda --variant eager|compile|graphs [--blocks 7] [--steps 20]
    python benchmarks/gpu-day/peer.py --network resnet20 --device cuda --variant graphs --at-once

compile is torch.compile(mode="max-autotune"); graphs is the eager step captured by hand as one CUDA graph.
"""
import argparse
import json
import sys
import time
from pathlib import Path

import torch
import torch.nn.functional as F

sys.path.insert(0, str(Path(__file__).parent.parent / "peers"))
from networks import create_network  # noqa: E402
from selectivity import mean_selectivity  # noqa: E402

ALPHA = 0.5
WARM_UP = 5

parser = argparse.ArgumentParser()
parser.add_argument("--network", required=True)
parser.add_argument("--device", required=True)
parser.add_argument("--variant", required=True, choices=["eager", "compile", "graphs"])
parser.add_argument("--blocks", type=int, default=7)
parser.add_argument("--steps", type=int, default=20)
parser.add_argument("--at-once", action="store_true")
args = parser.parse_args()
on_gpu = args.device != "cpu"


def allow_tf32(on):
    torch.backends.cuda.matmul.allow_tf32 = on
    torch.backends.cudnn.allow_tf32 = on


def create_step(memory_format, knob):
    torch.manual_seed(0)
    model, images, labels = create_network(args.network, memory_format)
    model, images, labels = model.to(args.device), images.to(args.device), labels.to(args.device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=1e-4, fused=True)

    def loss_of(images, labels):
        logits, units = model(images)
        loss = F.cross_entropy(logits, labels)
        return loss - ALPHA * mean_selectivity(units, labels, model.fc.out_features) if knob else loss

    compute = torch.compile(loss_of, mode="max-autotune") if args.variant == "compile" else loss_of

    def step():
        optimizer.zero_grad()
        loss = compute(images, labels)
        loss.backward()
        optimizer.step()
        return loss

    return capture(step) if args.variant == "graphs" and on_gpu else step


def capture(step):
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(3):
            step()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        loss = step()

    def replay():
        graph.replay()
        return loss

    return replay


def time_blocks(step):
    def take(count):
        for _ in range(count):
            loss = step()
        return loss.item()

    take(WARM_UP)
    milliseconds = []
    for _ in range(args.blocks):
        started = time.perf_counter()
        take(args.steps)
        milliseconds.append((time.perf_counter() - started) * 1000 / args.steps)
    return milliseconds


def step_until_told():
    step = create_step(torch.channels_last, knob=True)
    for _ in range(WARM_UP):
        step().item()
    print("ready", flush=True)
    seconds = float(sys.stdin.readline().split()[1])
    started, steps = time.perf_counter(), 0
    while time.perf_counter() - started < seconds:
        for _ in range(16):
            loss = step()
        loss.item()
        steps += 16
    print(json.dumps({"steps": steps, "seconds": time.perf_counter() - started}))


def measure():
    words = {"eager": "PyTorch eager", "compile": "PyTorch compile, max-autotune", "graphs": "PyTorch CUDA graph"}
    formats = {"": torch.contiguous_format, ", channels_last": torch.channels_last}
    # autotuning one precision takes long enough: what PyTorch allows by itself, TF32 in convolutions, is the one of its users
    precisions = ["float32"] if not on_gpu else ["tf32"] if args.variant == "compile" else ["float32", "tf32"]
    if args.variant == "compile":
        formats.pop("")
    variants = []
    for precision in precisions:
        allow_tf32(precision == "tf32")
        for kind, memory_format in formats.items():
            for knob in [True, False]:
                name = f"{words[args.variant]}{kind}, {precision}{', knob' if knob else ''}"
                variants.append({"name": name, "milliseconds": time_blocks(create_step(memory_format, knob))})
    print(json.dumps({"variants": variants}))


step_until_told() if args.at_once else measure()

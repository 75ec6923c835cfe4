"""The trials of a sweep of fashion-quick, one after another or in processes side by side: the peer of `selectivity sweep`.

    python benchmarks/peers/sweep.py --variant eager --threads 2 --data FOLDER --alphas=-1,0,1 [--epochs 1]
    python benchmarks/peers/sweep.py --variant eager --threads 1 --processes 2 --data FOLDER --alphas=-1,0,1

With --processes a process takes the next trial as soon as it has finished one, as `selectivity sweep` does. As recipes/fashion-quick.yaml: 12,000 images to train on, 2,000 to validate after each epoch, 10,000 to test at the end.
Prints the test accuracy of every trial.
"""
import argparse
import gzip
import json
import multiprocessing
from pathlib import Path

import torch
import torch.nn.functional as F
from evaluation import evaluate
from networks import create_network, memory_format_of
from selectivity import mean_selectivity

BATCH = 128
MEAN, STD = 0.2860405969887955, 0.3530242445149226

parser = argparse.ArgumentParser()
parser.add_argument("--variant", required=True, help="eager or compile, with _channels_last or without")
parser.add_argument("--threads", type=int, required=True, help="of each process")
parser.add_argument("--processes", type=int, default=1)
parser.add_argument("--data", type=Path, required=True)
parser.add_argument("--alphas", type=lambda text: [float(alpha) for alpha in text.split(",")], required=True)
parser.add_argument("--epochs", type=int, default=1)
args = parser.parse_args()

memory_format = memory_format_of(args.variant)


def read(split):
    content = lambda kind, skip: torch.frombuffer(
        bytearray(gzip.decompress((args.data / f"{split}-{kind}-ubyte.gz").read_bytes())[skip:]), dtype=torch.uint8
    )
    return content("images-idx3", 16).view(-1, 1, 28, 28), content("labels-idx1", 8).long()


def normalise(batch):
    return ((batch.float() / 255 - MEAN) / STD).contiguous(memory_format=memory_format)


def loss_of(model, images, labels, alpha):
    logits, units = model(images)
    loss = F.cross_entropy(logits, labels)
    return loss - alpha * mean_selectivity(units, labels, model.fc.out_features) if alpha != 0 else loss


if args.variant.startswith("compile"):
    loss_of = torch.compile(loss_of)


def start():
    global images, labels, test
    torch.set_num_threads(args.threads)
    (images, labels), test = read("train"), read("t10k")


def train(alpha):
    torch.manual_seed(0)
    model, _, _ = create_network("fashion-quick", memory_format)
    order = torch.randperm(len(labels))
    validation, training = order[:2_000], order[2_000:14_000]
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4, fused=True)
    steps = args.epochs * -(-len(training) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.1, total_steps=steps, cycle_momentum=False)
    for _ in range(args.epochs):
        model.train()
        for batch in training[torch.randperm(len(training))].split(BATCH):
            loss = loss_of(model, normalise(images[batch]), labels[batch], alpha)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            loss.item()
        evaluate(model, images[validation], labels[validation], normalise, permutations=0)
    accuracy, _, _ = evaluate(model, *test, normalise, permutations=10)
    return accuracy


def train_all():
    if args.processes == 1:
        start()
        return [train(alpha) for alpha in args.alphas]
    with multiprocessing.get_context("spawn").Pool(args.processes, start) as pool:
        return pool.map(train, args.alphas, chunksize=1)


if __name__ == "__main__":
    print(json.dumps({"engine": f"PyTorch {torch.__version__}", "accuracies": train_all()}))

"""ResNet20's accuracy, loss and class selectivity over 10,000 images of random bytes: the peer of ours/evaluate.js.

    python benchmarks/peers/evaluate.py --variant eager --threads 2
"""
import argparse

import torch
from evaluation import evaluate
from networks import create_network, memory_format_of
from timed import timed

parser = argparse.ArgumentParser()
parser.add_argument("--variant", required=True, help="eager or eager_channels_last")
parser.add_argument("--threads", type=int, required=True)
args = parser.parse_args()

torch.set_num_threads(args.threads)
torch.manual_seed(0)
memory_format = memory_format_of(args.variant)
model, _, _ = create_network("resnet20", memory_format)
images = torch.randint(0, 256, (10_000, 3, 32, 32), dtype=torch.uint8)
labels = torch.arange(10_000) % model.fc.out_features


def normalise(batch):
    return ((batch.float() / 255 - 0.5) / 0.25).contiguous(memory_format=memory_format)


evaluate(model, images[:1000], labels[:1000], normalise, permutations=10)  # to warm up
timed(lambda: evaluate(model, images, labels, normalise, permutations=10), warm_up=0, times=2)

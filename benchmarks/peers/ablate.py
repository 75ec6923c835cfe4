"""Every unit of a ResNet20 removed alone, one pass over the images each, as a hook would do it: the peer of ours/ablate.js.

    python benchmarks/peers/ablate.py --variant eager --threads 2 --images 100
"""
import argparse

import networks
import torch
from networks import create_network, memory_format_of
from timed import timed

parser = argparse.ArgumentParser()
parser.add_argument("--variant", required=True, help="eager or eager_channels_last")
parser.add_argument("--threads", type=int, required=True)
parser.add_argument("--images", type=int, required=True)
args = parser.parse_args()

torch.set_num_threads(args.threads)
torch.manual_seed(0)
memory_format = memory_format_of(args.variant)
model, _, _ = create_network("resnet20", memory_format)
model.eval()
images = torch.randn(args.images, 3, 32, 32).contiguous(memory_format=memory_format)
labels = torch.arange(args.images) % model.fc.out_features


def score(logits):
    right = logits.gather(1, labels[:, None]).squeeze(1)
    others = logits.scatter(1, labels[:, None], float("-inf")).amax(1)
    return (logits.argmax(1) == labels), right - others


class Rectifiers:
    """Stands in for torch.nn.functional: counts the rectifiers of a pass, and removes a unit after one of them."""

    def __init__(self):
        self.wanted = self.unit = None
        self.widths = []

    def __getattr__(self, name):
        return getattr(torch.nn.functional, name)

    def relu(self, x):
        output = torch.nn.functional.relu(x)
        if len(self.widths) == self.wanted:
            output[:, self.unit] = 0
        self.widths.append(output.shape[1])
        return output


rectifiers = networks.F = Rectifiers()


@torch.inference_mode()
def damages(most=None):
    done = 0
    rectifiers.widths = []
    model(images[:1])
    for layer, units in enumerate(list(rectifiers.widths)):
        for unit in range(units):
            rectifiers.wanted, rectifiers.unit, rectifiers.widths = layer, unit, []
            score(model(images)[0])
            done += 1
            if done == most:
                return done
    return done


damages(8)  # to warm up
counts = []
timed(lambda: counts.append(damages()), warm_up=0, times=1)
assert counts == [688], counts

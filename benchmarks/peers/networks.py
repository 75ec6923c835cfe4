"""The networks of the workloads in plain PyTorch; the same as in ours/networks.js."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self, channels_in, channels, stride, shortcut):
        super().__init__()
        self.conv1 = nn.Conv2d(channels_in, channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.shortcut = shortcut

    def forward(self, x, units):
        hidden = F.relu(self.bn1(self.conv1(x)))
        units.append(hidden)
        out = F.relu(self.bn2(self.conv2(hidden)) + self.shortcut(x))
        units.append(out)
        return out


class OptionA(nn.Module):
    """Every second pixel, new channels zero around the old ones."""

    def __init__(self, added):
        super().__init__()
        self.before, self.after = added // 2, added - added // 2

    def forward(self, x):
        return F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.before, self.after))


def option_b(channels_in, channels, stride):
    return nn.Sequential(nn.Conv2d(channels_in, channels, 1, stride, bias=False), nn.BatchNorm2d(channels))


class ResNet(nn.Module):
    """Returns the logits and every map behind a ReLU."""

    def __init__(self, stem, widths, shortcut, classes):
        super().__init__()
        self.conv1 = stem
        self.bn1 = nn.BatchNorm2d(widths[0])
        pairs = list(zip([widths[0], *widths], widths))
        shortcuts = [nn.Identity() if a == b else shortcut(a, b, b // a) for a, b in pairs]
        self.blocks = nn.ModuleList(Block(a, b, b // a, around) for (a, b), around in zip(pairs, shortcuts))
        self.fc = nn.Linear(widths[-1], classes)

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        units = [out]
        for block in self.blocks:
            out = block(out, units)
        return self.fc(out.mean((2, 3))), units


def cifar_resnet(channels, width, blocks):
    stem = nn.Conv2d(channels, width, 3, 1, 1, bias=False)
    widths = [width] * blocks + [2 * width] * blocks + [4 * width] * blocks
    return ResNet(stem, widths, lambda a, b, stride: OptionA(b - a), classes=10)


def resnet18():
    """For 64 x 64: torchvision's without the max-pool, as on Tiny ImageNet."""
    widths = [64, 64, 128, 128, 256, 256, 512, 512]
    return ResNet(nn.Conv2d(3, 64, 7, 2, 3, bias=False), widths, option_b, classes=200)


NETWORKS = {
    "resnet20": (lambda: cifar_resnet(3, 16, 3), (128, 3, 32, 32)),
    "resnet18": (resnet18, (64, 3, 64, 64)),
    "fashion-quick": (lambda: cifar_resnet(1, 8, 1), (128, 1, 28, 28)),
}


def create_network(name, memory_format):
    """A fresh network and a batch that is there already, in one memory format."""
    create, shape = NETWORKS[name]
    model = create().to(memory_format=memory_format)
    images = torch.randn(shape).contiguous(memory_format=memory_format)
    return model, images, torch.arange(shape[0]) * 7 % model.fc.out_features


def memory_format_of(variant):
    return torch.channels_last if variant.endswith("channels_last") else torch.contiguous_format

"""Records what plain PyTorch computes for our models on shared weights and images: models.json.

    python models.py > models.json

Weights, images and labels follow formulas that ../models/formula.ts computes too, so that they need no storage.
Everything but the initial weights is computed in float64. A tensor is recorded as its shape, its norm, and its dot product with a wave.
CifarResNet follows github.com/akamaster/pytorch_resnet_cifar10, with torchvision's names; ImageNetResNet follows
torchvision/models/resnet.py, and Vgg torchvision/models/vgg.py (vgg16_bn), under its own classifier or one for small images.
Dropout draws its masks as ours does, by counter: Philox4x32-10 after Salmon et al. 2011, written here once more.
"""

import json
import re
import sys

import numpy
import torch
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)


def wave(shape, frequency):
    """sin(frequency), sin(4 frequency), sin(9 frequency), … in row-major order: as good as noise."""
    count = int(torch.tensor(shape).prod())
    return torch.sin(torch.arange(1.0, count + 1).square() * frequency).reshape(shape)


def frequency(index):
    return 0.37 + 0.11 * index


def set_weights(model):
    """A matrix or kernel: a wave of Kaiming's size. A vector: a wave around 0 for biases, around 1 for scales."""
    with torch.no_grad():
        for index, (name, parameter) in enumerate(model.named_parameters()):
            values = wave(parameter.shape, frequency(index))
            if parameter.dim() > 1:
                parameter.copy_(values * 2 / parameter[0].numel() ** 0.5)
            else:
                parameter.copy_(values * 0.3 + (1 if name.endswith("weight") else 0))


class Mlp(nn.Module):
    def __init__(self, features, widths, classes):
        super().__init__()
        for index, width in enumerate(widths, 1):
            setattr(self, f"fc{index}", nn.Linear(features, width))
            features = width
        self.depth = len(widths)
        self.fc = nn.Linear(features, classes)

    def forward(self, x, taps):
        x = x.flatten(1)
        for index in range(1, self.depth + 1):
            x = taps[f"relu{index}"] = F.relu(getattr(self, f"fc{index}")(x))
        return self.fc(x)


class ConvNet(nn.Module):
    def __init__(self, channels, widths, strides, hidden, batch_norm, classes):
        super().__init__()
        for index, (width, stride) in enumerate(zip(widths, strides), 1):
            setattr(self, f"conv{index}", nn.Conv2d(channels, width, 3, stride, 1, bias=not batch_norm))
            if batch_norm:
                setattr(self, f"bn{index}", nn.BatchNorm2d(width))
            channels = width
        if hidden:
            self.fc1 = nn.Linear(channels, hidden)
        self.fc = nn.Linear(hidden or channels, classes)
        self.depth, self.hidden, self.batch_norm = len(widths), hidden, batch_norm

    def forward(self, x, taps):
        for index in range(1, self.depth + 1):
            x = getattr(self, f"conv{index}")(x)
            x = getattr(self, f"bn{index}")(x) if self.batch_norm else x
            x = taps[f"relu{index}"] = F.relu(x)
        x = x.mean((2, 3))
        if self.hidden:
            x = taps["relu_fc1"] = F.relu(self.fc1(x))
        return self.fc(x)


class CifarBlock(nn.Module):
    def __init__(self, in_planes, planes, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(in_planes, planes, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.conv2 = nn.Conv2d(planes, planes, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)
        self.stride, self.planes = stride, planes

    def forward(self, x, taps, name):
        hidden = taps[f"{name}.relu1"] = F.relu(self.bn1(self.conv1(x)))
        if self.stride != 1:
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.planes // 4, self.planes // 4))
        out = taps[f"{name}.relu2"] = F.relu(self.bn2(self.conv2(hidden)) + x)
        return out


class CifarResNet(nn.Module):
    def __init__(self, channels, blocks, width, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, width, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        planes = width
        for stage in (1, 2, 3):
            out = width * 2 ** (stage - 1)
            strides = [1 if stage == 1 else 2] + [1] * (blocks - 1)
            setattr(self, f"layer{stage}", nn.ModuleList(
                CifarBlock(planes if i == 0 else out, out, stride) for i, stride in enumerate(strides)))
            planes = out
        self.fc = nn.Linear(planes, classes)

    def forward(self, x, taps):
        x = taps["relu"] = F.relu(self.bn1(self.conv1(x)))
        for stage in ("layer1", "layer2", "layer3"):
            for index, block in enumerate(getattr(self, stage)):
                x = block(x, taps, f"{stage}.{index}")
        return self.fc(F.avg_pool2d(x, x.shape[3]).flatten(1))


class BasicBlock(nn.Module):
    expansion = 1

    def __init__(self, inplanes, planes, stride, downsample):
        super().__init__()
        self.conv1 = nn.Conv2d(inplanes, planes, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.conv2 = nn.Conv2d(planes, planes, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)
        self.downsample = downsample

    def forward(self, x, taps, name):
        out = taps[f"{name}.relu1"] = F.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        out = taps[f"{name}.relu2"] = F.relu(out + (x if self.downsample is None else self.downsample(x)))
        return out


class Bottleneck(nn.Module):
    expansion = 4

    def __init__(self, inplanes, planes, stride, downsample):
        super().__init__()
        self.conv1 = nn.Conv2d(inplanes, planes, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.conv2 = nn.Conv2d(planes, planes, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)
        self.conv3 = nn.Conv2d(planes, 4 * planes, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(4 * planes)
        self.downsample = downsample

    def forward(self, x, taps, name):
        out = taps[f"{name}.relu1"] = F.relu(self.bn1(self.conv1(x)))
        out = taps[f"{name}.relu2"] = F.relu(self.bn2(self.conv2(out)))
        out = self.bn3(self.conv3(out))
        out = taps[f"{name}.relu3"] = F.relu(out + (x if self.downsample is None else self.downsample(x)))
        return out


class ImageNetResNet(nn.Module):
    def __init__(self, block, layers, stem, width, classes):
        super().__init__()
        self.inplanes = width
        if stem == "cifar":
            self.conv1 = nn.Conv2d(3, width, 3, 1, 1, bias=False)
        else:
            self.conv1 = nn.Conv2d(3, width, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.maxpool = nn.MaxPool2d(3, 2, 1) if stem == "imagenet" else nn.Identity()
        for index, blocks in enumerate(layers):
            setattr(self, f"layer{index + 1}", self.make_layer(block, width * 2**index, blocks, 1 if index == 0 else 2))
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(self.inplanes, classes)

    def make_layer(self, block, planes, blocks, stride):
        downsample = None
        if stride != 1 or self.inplanes != planes * block.expansion:
            downsample = nn.Sequential(
                nn.Conv2d(self.inplanes, planes * block.expansion, 1, stride, bias=False),
                nn.BatchNorm2d(planes * block.expansion))
        layer = [block(self.inplanes, planes, stride, downsample)]
        self.inplanes = planes * block.expansion
        layer += [block(self.inplanes, planes, 1, None) for _ in range(1, blocks)]
        return nn.ModuleList(layer)

    def forward(self, x, taps):
        x = taps["relu"] = F.relu(self.bn1(self.conv1(x)))
        x = self.maxpool(x)
        for stage in ("layer1", "layer2", "layer3", "layer4"):
            for index, block in enumerate(getattr(self, stage)):
                x = block(x, taps, f"{stage}.{index}")
        return self.fc(self.avgpool(x).flatten(1))


MASKS = {"seed": 3, "step": 5}  # in conformance.ts too


def philox(counter, key):
    """The Philox4x32-10 block function, for arrays of counters."""
    a, b, c, d = (numpy.asarray(word, dtype=numpy.uint64) for word in counter)
    low, high = key
    for _ in range(10):
        p, q = a * numpy.uint64(0xD2511F53), c * numpy.uint64(0xCD9E8D57)
        word = numpy.uint64(0xFFFFFFFF)
        a, b, c, d = (q >> 32) ^ b ^ low, q & word, (p >> 32) ^ d ^ high, p & word
        low, high = (low + 0x9E3779B9) % 2**32, (high + 0xBB67AE85) % 2**32
    return numpy.stack([a, b, c, d], axis=-1)


class Dropout(nn.Module):
    """Keeps a unit of an image where its word, as a signed number, is at least (p − 1/2) · 2³²."""

    def __init__(self, p, layer):
        super().__init__()
        self.p, self.layer = p, layer

    def forward(self, x):
        if not self.training:
            return x
        images, units = x.shape
        blocks = numpy.arange((units + 3) // 4)[None].repeat(images, 0)
        image = numpy.arange(images)[:, None] + 0 * blocks
        counter = (image, MASKS["step"] + 0 * blocks, blocks, 10 + 2**16 * self.layer + 0 * blocks)
        words = philox(counter, (MASKS["seed"], 0)).reshape(images, -1)[:, :units]
        signed = words.astype(numpy.int64) - (words >= 2**31) * 2**32
        return x * torch.tensor(signed >= (self.p - 0.5) * 2**32) / (1 - self.p)


class Vgg(nn.Module):
    def __init__(self, width, classes, hidden=None, dropout=0):
        super().__init__()
        layers, channels = [], 3
        for v in [1, 1, "M", 2, 2, "M", 4, 4, 4, "M", 8, 8, 8, "M", 8, 8, 8, "M"]:
            if v == "M":
                layers += [nn.MaxPool2d(2, 2)]
            else:
                layers += [nn.Conv2d(channels, v * width, 3, padding=1), nn.BatchNorm2d(v * width), nn.ReLU()]
                channels = v * width
        self.features = nn.Sequential(*layers)
        self.avgpool = nn.AdaptiveAvgPool2d(7 if hidden else 1)
        if hidden:
            self.classifier = nn.Sequential(
                nn.Linear(channels * 49, hidden), nn.ReLU(), Dropout(dropout, 0),
                nn.Linear(hidden, hidden), nn.ReLU(), Dropout(dropout, 1), nn.Linear(hidden, classes))
        else:
            self.classifier = nn.Sequential(nn.Linear(channels, channels), nn.ReLU(), nn.Linear(channels, classes))

    def forward(self, x, taps):
        for part, layers in (("features", self.features), ("classifier", self.classifier)):
            for index, layer in enumerate(layers):
                x = layer(x)
                if isinstance(layer, nn.ReLU):
                    taps[f"{part}.{index}"] = x
            if part == "features":
                x = self.avgpool(x).flatten(1)
        return x


def record(tensor):
    values = tensor.detach()
    return {
        "shape": list(values.shape),
        "norm": values.norm().item(),
        "wave": (values * wave(values.shape, 0.7)).sum().item(),
    }


def unit_means(activation):
    return activation.mean((2, 3)) if activation.dim() == 4 else activation


def initial(make):
    """Weights as PyTorch and torchvision draw them for seed 7, in float32."""
    torch.set_default_dtype(torch.float32)
    torch.manual_seed(7)
    model = make()
    if not isinstance(model, Mlp):
        for module in model.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
            elif isinstance(module, nn.Linear) and isinstance(model, Vgg):
                nn.init.normal_(module.weight, 0, 0.01)
            if isinstance(module, (nn.Conv2d, nn.Linear)) and isinstance(model, Vgg):
                nn.init.zeros_(module.bias)
    torch.set_default_dtype(torch.float64)
    return {key: record(parameter.double()) for key, parameter in model.named_parameters()}


def case(name, make, options, images, input_shape, classes):
    model = make()
    set_weights(model)
    x = wave([images, *input_shape], 0.013)
    y = torch.arange(images) % classes
    taps = {}
    logits = model(x, taps)
    F.cross_entropy(logits, y).backward()
    trained = {
        "logits": logits.tolist(),
        "unitMeans": {layer: record(unit_means(activation)) for layer, activation in taps.items()},
        "gradients": {key: record(parameter.grad) for key, parameter in model.named_parameters()},
    }
    model.eval()  # with the running statistics of that one batch
    return {
        "name": name, "options": options, "images": images, "inputShape": input_shape, "classes": classes,
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "state": {key: list(value.shape) for key, value in model.state_dict().items()},
        "initial": initial(make),
        "train": trained,
        "eval": {"logits": model(x, {}).tolist()},
    }


def resnet(block, layers, stem, width, classes):
    return lambda: ImageNetResNet(block, layers, stem, width, classes)


def compact(text):
    """Numbers with 13 digits, lists of them and fingerprints on one line each."""
    text = re.sub(r"(?<=\s)-?\d+\.\d+(e[+-]?\d+)?", lambda number: f"{float(number[0]):.13g}", text)
    text = re.sub(r"\[[^\[\]{}]*\]", lambda flat: " ".join(flat[0].split()), text)
    return re.sub(r'\{\s*"shape"[^{}]*\}', lambda flat: " ".join(flat[0].split()), text)


STRIDES11 = [1, 1, 2, 1, 1, 2, 1, 1, 2, 1, 1]

made = {"by": "models.py", "python": sys.version.split()[0], "torch": torch.__version__}
cases = [
    case("mlp", lambda: Mlp(24, [7, 5], 3), {"widths": [7, 5]}, 6, [2, 3, 4], 3),
    case("convnet", lambda: ConvNet(3, [4, 6, 5], [1, 2, 1], None, False, 4),
         {"widths": [4, 6, 5], "strides": [1, 2, 1], "batchNorm": False}, 6, [3, 9, 8], 4),
    case("cnn11", lambda: ConvNet(3, [4, 4, 6, 6, 6, 8, 8, 8, 8, 8, 8], STRIDES11, 7, True, 5),
         {"widths": [4, 4, 6, 6, 6, 8, 8, 8, 8, 8, 8], "strides": STRIDES11, "hidden": 7}, 4, [3, 24, 24], 5),
    case("resnet8", lambda: CifarResNet(1, 1, 4, 5), {"width": 4}, 8, [1, 12, 12], 5),
    case("resnet14", lambda: CifarResNet(3, 2, 6, 4), {"width": 6}, 6, [3, 8, 8], 4),
    case("resnet20", lambda: CifarResNet(3, 3, 16, 10), {}, 4, [3, 32, 32], 10),
    # Sizes at which every unit of the deep networks lies 4 to 25 times PyTorch's float32 rounding of its layer away from
    # zero: float32 then rectifies the same units, and its gradients can be compared.
    case("resnet18", resnet(BasicBlock, [2, 2, 2, 2], "imagenet", 4, 5), {"width": 4}, 4, [3, 48, 48], 5),
    case("resnet34", resnet(BasicBlock, [3, 4, 6, 3], "no-maxpool", 4, 4),
         {"width": 4, "stem": "no-maxpool"}, 5, [3, 32, 16], 4),
    case("resnet50", resnet(Bottleneck, [3, 4, 6, 3], "cifar", 2, 3), {"width": 2, "stem": "cifar"}, 4, [3, 12, 12], 3),
    case("vgg16", lambda: Vgg(4, 5), {"width": 4}, 3, [3, 64, 32], 5),
    case("vgg16_bn", lambda: Vgg(4, 5, 22, 0.25), {"width": 4, "hidden": 22, "dropout": 0.25}, 4, [3, 64, 32], 5),
]
print(compact(json.dumps({"made": made, "cases": cases}, indent=1)))

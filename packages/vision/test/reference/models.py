"""Records what plain PyTorch computes for our models on shared weights and images: models.json.

    python models.py > models.json

Weights, images and labels follow formulas that ../models/formula.ts computes too, so that they need no storage.
Everything but the initial weights is computed in float64. A tensor is recorded as its shape, its norm, and its dot product with a wave.
The residual network follows github.com/akamaster/pytorch_resnet_cifar10, with torchvision's names.
"""

import json
import sys

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


class Block(nn.Module):
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


class ResNet(nn.Module):
    def __init__(self, channels, blocks, width, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, width, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        planes = width
        for stage in (1, 2, 3):
            out = width * 2 ** (stage - 1)
            strides = [1 if stage == 1 else 2] + [1] * (blocks - 1)
            setattr(self, f"layer{stage}", nn.ModuleList(
                Block(planes if i == 0 else out, out, stride) for i, stride in enumerate(strides)))
            planes = out
        self.fc = nn.Linear(planes, classes)

    def forward(self, x, taps):
        x = taps["relu"] = F.relu(self.bn1(self.conv1(x)))
        for stage in ("layer1", "layer2", "layer3"):
            for index, block in enumerate(getattr(self, stage)):
                x = block(x, taps, f"{stage}.{index}")
        return self.fc(F.avg_pool2d(x, x.shape[3]).flatten(1))


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
    if isinstance(model, ResNet):
        for module in model.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
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


print(json.dumps({
    "made": {"by": "models.py", "python": sys.version.split()[0], "torch": torch.__version__},
    "cases": [
        case("mlp", lambda: Mlp(24, [7, 5], 3), {"widths": [7, 5]}, 6, [2, 3, 4], 3),
        case("resnet8", lambda: ResNet(1, 1, 4, 5), {"width": 4}, 8, [1, 12, 12], 5),
        case("resnet14", lambda: ResNet(3, 2, 6, 4), {"width": 6}, 6, [3, 8, 8], 4),
        case("resnet20", lambda: ResNet(3, 3, 16, 10), {}, 4, [3, 32, 32], 10),
    ],
}, indent=1))

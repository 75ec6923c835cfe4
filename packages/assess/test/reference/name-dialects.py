"""Writes narrow networks under the names of well-known code, with the logits that PyTorch gives.

    python name-dialects.py        makes dialects/*.pt and name-dialects.json

Each network is written anew from its published description, with 2 channels instead of 64 (or 16), so that the files are small.
Images: x[n, c, i, j] = sin(1 + n * 3072 + c * 1024 + i * 32 + j).
"""
import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

HERE = Path(__file__).parent
WIDTH = 2


def conv(inputs, outputs, side, stride=1):
    return nn.Conv2d(inputs, outputs, side, stride, side // 2, bias=False)


def conv_bn(inputs, outputs, side, stride=1):
    return [conv(inputs, outputs, side, stride), nn.BatchNorm2d(outputs)]


class KuangliuBlock(nn.Module):
    def __init__(self, inputs, width, stride, bottleneck):
        super().__init__()
        self.steps = 3 if bottleneck else 2
        self.outputs = width * (4 if bottleneck else 1)
        plan = (
            [(inputs, width, 1, 1), (width, width, 3, stride), (width, self.outputs, 1, 1)]
            if bottleneck
            else [(inputs, width, 3, stride), (width, width, 3, 1)]
        )
        for index, step in enumerate(plan, 1):
            setattr(self, f"conv{index}", conv(*step))
            setattr(self, f"bn{index}", nn.BatchNorm2d(step[1]))
        changes = stride != 1 or inputs != self.outputs
        self.shortcut = nn.Sequential(*(conv_bn(inputs, self.outputs, 1, stride) if changes else []))

    def forward(self, x):
        out = x
        for index in range(1, self.steps + 1):
            out = getattr(self, f"bn{index}")(getattr(self, f"conv{index}")(out))
            if index < self.steps:
                out = F.relu(out)
        return F.relu(out + self.shortcut(x))


class Kuangliu(nn.Module):
    def __init__(self, depths, bottleneck=False):
        super().__init__()
        self.conv1, self.bn1 = conv_bn(3, WIDTH, 3)
        inputs = WIDTH
        for stage, depth in enumerate(depths):
            blocks = []
            for i in range(depth):
                blocks.append(KuangliuBlock(inputs, WIDTH * 2**stage, 2 if stage and i == 0 else 1, bottleneck))
                inputs = blocks[-1].outputs
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))
        self.linear = nn.Linear(inputs, 10)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.linear(F.avg_pool2d(x, 4).flatten(1))


class AkamasterBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1, self.bn1 = conv_bn(inputs, outputs, 3, stride)
        self.conv2, self.bn2 = conv_bn(outputs, outputs, 3)
        self.added = outputs - inputs

    def forward(self, x):
        out = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        half = self.added // 2
        rest = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, half, half)) if self.added else x
        return F.relu(out + rest)


class Akamaster(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = conv_bn(3, WIDTH, 3)
        inputs = WIDTH
        for stage in range(3):
            outputs = WIDTH * 2**stage
            strides = [2 if stage else 1, 1, 1]
            blocks = [AkamasterBlock(inputs if i == 0 else outputs, outputs, s) for i, s in enumerate(strides)]
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))
            inputs = outputs
        self.linear = nn.Linear(inputs, 10)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x))))))
        return self.linear(x.mean((2, 3)))


class WeiBlock(nn.Module):
    def __init__(self, inputs, width, stride, bottleneck):
        super().__init__()
        self.outputs = width * (4 if bottleneck else 1)
        if bottleneck:
            parts = [*conv_bn(inputs, width, 1), nn.ReLU(), *conv_bn(width, width, 3, stride), nn.ReLU()]
            parts += conv_bn(width, self.outputs, 1)
        else:
            parts = [*conv_bn(inputs, width, 3, stride), nn.ReLU(), *conv_bn(width, width, 3)]
        self.residual_function = nn.Sequential(*parts)
        changes = stride != 1 or inputs != self.outputs
        self.shortcut = nn.Sequential(*(conv_bn(inputs, self.outputs, 1, stride) if changes else []))

    def forward(self, x):
        return F.relu(self.residual_function(x) + self.shortcut(x))


class Wei(nn.Module):
    def __init__(self, depths, bottleneck=False):
        super().__init__()
        self.conv1 = nn.Sequential(*conv_bn(3, WIDTH, 3), nn.ReLU())
        inputs = WIDTH
        for stage, depth in enumerate(depths):
            blocks = []
            for i in range(depth):
                blocks.append(WeiBlock(inputs, WIDTH * 2**stage, 2 if stage and i == 0 else 1, bottleneck))
                inputs = blocks[-1].outputs
            setattr(self, f"conv{stage + 2}_x", nn.Sequential(*blocks))
        self.fc = nn.Linear(inputs, 10)

    def forward(self, x):
        x = self.conv5_x(self.conv4_x(self.conv3_x(self.conv2_x(self.conv1(x)))))
        return self.fc(F.adaptive_avg_pool2d(x, 1).flatten(1))


class Parts(nn.Module):
    """Parts by name, run in order."""

    def __init__(self, **parts):
        super().__init__()
        for name, part in parts.items():
            setattr(self, name, part)

    def forward(self, x):
        for part in self.children():
            x = part(x)
        return x


class Sum(Parts):
    """relu(body(x) + shortcut(x)), the parts named as given."""

    def __init__(self, body_name, shortcut_name=None, **parts):
        super().__init__(**parts)
        self.body_name, self.shortcut_name = body_name, shortcut_name

    def forward(self, x):
        rest = getattr(self, self.shortcut_name)(x) if self.shortcut_name else x
        return F.relu(getattr(self, self.body_name)(x) + rest)


def hugging_face(depths, bottleneck=False):
    def layer(inputs, outputs, side, stride=1, act=True):
        c, n = conv_bn(inputs, outputs, side, stride)
        return Parts(convolution=c, normalization=n, **({"activation": nn.ReLU()} if act else {}))

    def block(inputs, width, stride):
        outputs = width * (4 if bottleneck else 1)
        body = (
            [layer(inputs, width, 1), layer(width, width, 3, stride), layer(width, outputs, 1, act=False)]
            if bottleneck
            else [layer(inputs, width, 3, stride), layer(width, width, 3, act=False)]
        )
        parts = {"layer": nn.Sequential(*body)}
        if stride != 1 or inputs != outputs:
            parts["shortcut"] = layer(inputs, outputs, 1, stride, act=False)
        return Sum("layer", "shortcut" if "shortcut" in parts else None, **parts), outputs

    inputs, stages = WIDTH, []
    for stage, depth in enumerate(depths):
        blocks = []
        for i in range(depth):
            made, inputs = block(inputs, WIDTH * 2**stage, 2 if stage and i == 0 else 1)
            blocks.append(made)
        stages.append(Parts(layers=nn.Sequential(*blocks)))
    embedder = Parts(embedder=layer(3, WIDTH, 7, 2), pooler=nn.MaxPool2d(3, 2, 1))
    resnet = Parts(embedder=embedder, encoder=Parts(stages=nn.Sequential(*stages)), pooler=nn.AdaptiveAvgPool2d(1))
    return Parts(resnet=resnet, classifier=nn.Sequential(nn.Flatten(), nn.Linear(inputs, 10)))


def pytorchcv(depths):
    def step(inputs, outputs, side, stride=1, act=True):
        c, n = conv_bn(inputs, outputs, side, stride)
        return Parts(conv=c, bn=n, **({"activ": nn.ReLU()} if act else {}))

    features = Parts(init_block=Parts(conv=step(3, WIDTH, 7, 2), pool=nn.MaxPool2d(3, 2, 1)))
    inputs = WIDTH
    for stage, depth in enumerate(depths):
        outputs = WIDTH * 2**stage
        units = {}
        for i in range(depth):
            stride = 2 if stage and i == 0 else 1
            parts = {"body": Parts(conv1=step(inputs, outputs, 3, stride), conv2=step(outputs, outputs, 3, act=False))}
            if stride != 1 or inputs != outputs:
                parts["identity_conv"] = step(inputs, outputs, 1, stride, act=False)
            units[f"unit{i + 1}"] = Sum("body", "identity_conv" if "identity_conv" in parts else None, **parts)
            inputs = outputs
        setattr(features, f"stage{stage + 1}", Parts(**units))
    features.final_pool = nn.AdaptiveAvgPool2d(1)
    return Parts(features=features, flat=nn.Flatten(), output=nn.Linear(inputs, 10))


NETWORKS = {
    "kuangliu-resnet18": (lambda: Kuangliu([2, 2, 2, 2]), "resnet18", "cifar"),
    "kuangliu-resnet50": (lambda: Kuangliu([3, 4, 6, 3], bottleneck=True), "resnet50", "cifar"),
    "akamaster-resnet20": (Akamaster, "resnet20", None),
    "weiaicunzai-resnet18": (lambda: Wei([2, 2, 2, 2]), "resnet18", "cifar"),
    "weiaicunzai-resnet50": (lambda: Wei([3, 4, 6, 3], bottleneck=True), "resnet50", "cifar"),
    "huggingface-resnet18": (lambda: hugging_face([2, 2, 2, 2]), "resnet18", "imagenet"),
    "huggingface-resnet50": (lambda: hugging_face([3, 4, 6, 3], bottleneck=True), "resnet50", "imagenet"),
    "pytorchcv-resnet18": (lambda: pytorchcv([2, 2, 2, 2]), "resnet18", "imagenet"),
}


def main():
    torch.manual_seed(0)
    images = torch.sin(torch.arange(1, 1 + 2 * 3 * 32 * 32, dtype=torch.float64)).float().reshape(2, 3, 32, 32)
    cases = []
    for name, (make, model, stem) in NETWORKS.items():
        network = make()
        for tensor in (t for t in network.modules() if isinstance(t, nn.BatchNorm2d)):
            nn.init.uniform_(tensor.weight, 0.5, 1.5)
            nn.init.uniform_(tensor.bias, -0.3, 0.3)
            nn.init.uniform_(tensor.running_mean, -0.3, 0.3)
            nn.init.uniform_(tensor.running_var, 0.5, 1.5)
        torch.save(network.state_dict(), HERE / "dialects" / f"{name}.pt", _use_new_zipfile_serialization=False)
        with torch.no_grad():
            logits = network.eval()(images)
        options = {"width": WIDTH, **({"stem": stem} if stem else {})}
        cases.append({"name": name, "model": model, "options": options, "logits": logits.flatten().tolist()})
    (HERE / "name-dialects.json").write_text(json.dumps({"torch": torch.__version__, "cases": cases}, indent=1) + "\n")


if __name__ == "__main__":
    main()

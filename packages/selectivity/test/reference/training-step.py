"""
Three steps of SGD with momentum and weight decay on a small convolutional net with the knob on, in float32: momentum
shows from the second on, running statistics of batch norm too. Run: python training-step.py > training-step.json
"""

import json
import sys

import torch
from network import listed, mean_selectivity, versions
from torch import nn

ALPHA = -2.0
torch.manual_seed(2)
torch.set_num_threads(1)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(2, 4, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.conv2 = nn.Conv2d(4, 6, 3, stride=2, padding=1)
        self.fc = nn.Linear(6, 3)

    def forward(self, images):
        relu1 = self.bn1(self.conv1(images)).relu()
        relu2 = self.conv2(relu1).relu()
        unit_means = [relu1.mean((2, 3)), relu2.mean((2, 3))]
        return self.fc(unit_means[1]), unit_means


net = Net()
images = torch.randn(16, 2, 6, 6)
labels = torch.randint(0, 3, (16,))
state = lambda: {name: listed(tensor) for name, tensor in net.state_dict().items()}
record = {"versions": versions(), "alpha": ALPHA, "images": listed(images), "labels": labels.tolist(), "before": state()}
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9, weight_decay=5e-4)
record["losses"] = []
for _ in range(3):
    logits, unit_means = net(images)
    loss = nn.functional.cross_entropy(logits, labels) - ALPHA * mean_selectivity(unit_means, labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    record["losses"].append(loss.item())
json.dump({**record, "after": state()}, sys.stdout)

"""Small files as torch.save writes them: torch-files/*.pt, and what is in them: torch-files.json.

    pip install torch==2.13.0 numpy
    python packages/torch/test/reference/torch-files.py
"""
import argparse
import collections
import datetime
import json
import os
import pathlib
import pickle
import random

import numpy as np
import torch
from torch.serialization import set_crc32_options

here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "torch-files")
os.makedirs(here, exist_ok=True)
torch.manual_seed(0)


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(1, 2, 3, bias=False)
        self.bn1 = torch.nn.BatchNorm2d(2)
        self.fc = torch.nn.Linear(4, 3)


state = Net().state_dict()
base = torch.arange(12, dtype=torch.float32).reshape(3, 4)
FILES = {
    "state-dict": state,
    "checkpoint": {"epoch": 7, "optimizer": {"lr": 0.1, "betas": (0.9, 0.99)}, "state_dict": state, "best": None},
    "parallel": collections.OrderedDict((f"module.{name}", tensor) for name, tensor in state.items()),
    "parameters": dict(Net().named_parameters()),
    "dtypes": {
        str(dtype).split(".")[1]: torch.tensor([0, 1, 2, 3]).to(dtype)
        for dtype in (torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool)
    },
    "strided": {"transposed": base.t(), "column": base[:, 1], "part": base[1:, 2:], "expanded": base[0:1].expand(2, 4), "scalar": torch.tensor(3.5), "empty": torch.zeros(0, 3)},
}
optimizer = torch.optim.Adam(Net().parameters())
optimizer.param_groups[0]["params"][0].grad = torch.zeros(2, 1, 3, 3)
optimizer.step()


class Config:
    def __init__(self):
        self.depth = 3


TRAINING = {  # what training scripts keep
    "epoch": 7,
    "args": argparse.Namespace(lr=0.1, device=torch.device("cpu"), data=pathlib.PurePosixPath("data"), half=torch.float16),
    "config": Config(),
    "best": np.float64(0.93),
    "curve": np.arange(3),
    "random": {"python": random.Random(0).getstate(), "numpy": np.random.default_rng(0).bit_generator.state, "old numpy": np.random.RandomState(0).get_state(), "torch": torch.get_rng_state()},
    "when": datetime.datetime(2024, 5, 6, 7, 8, 9),
    "seen": {1, 2},
    "frozen": frozenset([3]),
    "bytes": b"\x00\x01",
    "large": 2**200,
    "counts": collections.defaultdict(int, {"a": 1}),
    "spectrum": torch.zeros(2, dtype=torch.complex64),
    "optimizer": optimizer.state_dict(),
    "state_dict_ema": {name: tensor + 1 for name, tensor in state.items()},
    "state_dict": state,
}
OLD = {name: value for name, value in TRAINING.items() if name != "spectrum"}
FILES |= {
    "training": TRAINING,
    "training-protocol-5": TRAINING,
    "old-format": state,
    "old-training": OLD,
    "old-protocol-4": OLD,
    "old-shared": {"all": base, "row": base[1], "transposed": base.t(), "labels": torch.arange(3)},
    "no-checksums": state,
}
contents = {}
for name, value in FILES.items():
    protocol = int(name[-1]) if "protocol" in name else 2
    set_crc32_options(name != "no-checksums")
    torch.save(value, os.path.join(here, f"{name}.pt"), pickle_protocol=protocol, _use_new_zipfile_serialization=not name.startswith("old"))
    tensors = value.get("state_dict", value)
    contents[name] = {
        key: {"dtype": str(t.dtype).split(".")[1], "shape": list(t.shape), "values": t.detach().double().flatten().tolist()}
        for key, t in tensors.items()
    }
set_crc32_options(True)
torch.save(Net(), os.path.join(here, "whole-model.pt"))
torch.save({"epoch": 1, "model": Net()}, os.path.join(here, "whole-model-inside.pt"))
torch.save({"weight": torch.zeros(2, dtype=torch.complex64), "bias": torch.zeros(2)}, os.path.join(here, "complex.pt"))


class Evil:
    def __reduce__(self):
        return os.system, ("touch /tmp/executed-by-a-pickle",)


class EvilState:
    def __setstate__(self, state):
        os.system("touch /tmp/executed-by-a-pickle")

    def __getstate__(self):
        return Evil()


torch.save({"weight": Evil()}, os.path.join(here, "evil.pt"))
torch.save({"bias": torch.zeros(2), "weight": Evil()}, os.path.join(here, "evil-entry.pt"))
torch.save(Evil(), os.path.join(here, "evil-whole.pt"))
torch.save(Evil(), os.path.join(here, "evil-whole-old.pt"), _use_new_zipfile_serialization=False)
for name, is_new in (("evil-beside", True), ("evil-beside-old", False)):  # what is asked for is not in the state dict
    value = {"args": Evil(), "more": [EvilState(), {"deep": (Evil(),)}], "state_dict": state}
    torch.save(value, os.path.join(here, f"{name}.pt"), _use_new_zipfile_serialization=is_new)
    contents[name] = contents["state-dict"]
with open(os.path.join(os.path.dirname(here), "torch-files.json"), "w") as file:
    json.dump(contents, file, indent=1)
    file.write("\n")

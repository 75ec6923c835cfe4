"""Small files as torch.save writes them: torch-files/*.pt, and what is in them: torch-files.json.

    pip install torch==2.13.0 numpy
    python packages/torch/test/reference/torch-files.py
"""
import collections
import json
import os
import pickle
import zipfile

import torch

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
contents = {}
for name, value in FILES.items():
    torch.save(value, os.path.join(here, f"{name}.pt"))
    tensors = value.get("state_dict", value)
    contents[name] = {
        key.removeprefix("module."): {"dtype": str(t.dtype).split(".")[1], "shape": list(t.shape), "values": t.detach().double().flatten().tolist()}
        for key, t in tensors.items()
    }
torch.save(state, os.path.join(here, "old-format.pt"), _use_new_zipfile_serialization=False)
torch.save(Net(), os.path.join(here, "whole-model.pt"))


class Evil:
    def __reduce__(self):
        return os.system, ("touch /tmp/executed-by-a-pickle",)


with zipfile.ZipFile(os.path.join(here, "evil.pt"), "w") as archive:
    archive.writestr("evil/data.pkl", pickle.dumps({"weight": Evil()}, protocol=2))
with open(os.path.join(os.path.dirname(here), "torch-files.json"), "w") as file:
    json.dump(contents, file, indent=1)
    file.write("\n")

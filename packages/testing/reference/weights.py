"""The same weights of an MLP of four hidden units: in PyTorch's own files, weights.pt, and weights.pth.tar of the old format, among what
a training script keeps; and as safetensors, weights.safetensors.

    pip install torch==2.13.0 safetensors numpy
    python packages/lab/test/reference/weights.py
"""
import argparse
import os

import torch
from safetensors.torch import save_file

here = os.path.dirname(os.path.abspath(__file__))
torch.manual_seed(0)
fc1, fc = torch.nn.Linear(784, 4), torch.nn.Linear(4, 10)
state = {f"{name}.{key}": tensor for name, module in (("fc1", fc1), ("fc", fc)) for key, tensor in module.state_dict().items()}
torch.save({"epoch": 3, "state_dict": {f"module.{name}": tensor for name, tensor in state.items()}}, os.path.join(here, "weights.pt"))
save_file({name: tensor.contiguous() for name, tensor in state.items()}, os.path.join(here, "weights.safetensors"))
training = {
    "epoch": 3,
    "args": argparse.Namespace(arch="mlp", device=torch.device("cpu")),
    "model_ema": {f"module.{name}": tensor + 1 for name, tensor in state.items()},
    "model": {f"module.model._orig_mod.{name}": tensor for name, tensor in state.items()},
}
torch.save(training, os.path.join(here, "weights.pth.tar"), _use_new_zipfile_serialization=False)

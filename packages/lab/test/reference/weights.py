"""The same weights of an MLP of four hidden units, as PyTorch's own file and as safetensors: weights.pt, weights.safetensors.

    pip install torch==2.13.0 safetensors numpy
    python packages/lab/test/reference/weights.py
"""
import os

import torch
from safetensors.torch import save_file

here = os.path.dirname(os.path.abspath(__file__))
torch.manual_seed(0)
fc1, fc = torch.nn.Linear(784, 4), torch.nn.Linear(4, 10)
state = {f"{name}.{key}": tensor for name, module in (("fc1", fc1), ("fc", fc)) for key, tensor in module.state_dict().items()}
torch.save({"epoch": 3, "state_dict": {f"module.{name}": tensor for name, tensor in state.items()}}, os.path.join(here, "weights.pt"))
save_file({name: tensor.contiguous() for name, tensor in state.items()}, os.path.join(here, "weights.safetensors"))

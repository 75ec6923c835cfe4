"""Files as the reference implementation of safetensors writes them: `python3 safetensors_files.py > safetensors-files.json`."""

import base64
import json
import platform

import safetensors
import torch
from safetensors.torch import save

DTYPES = {
    "float32": torch.float32, "float64": torch.float64, "float16": torch.float16, "bfloat16": torch.bfloat16,
    "uint8": torch.uint8, "int8": torch.int8, "int16": torch.int16, "int32": torch.int32, "int64": torch.int64,
    "bool": torch.bool,
}  # fmt: skip


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


def raw(tensor: torch.Tensor) -> str:
    return base64_of(bytes(tensor.contiguous().flatten().view(torch.uint8).tolist()) if tensor.numel() else b"")


def record(tensors: dict, metadata: dict | None) -> dict:
    names = {dtype: name for name, dtype in DTYPES.items()}
    described = {
        name: {"dtype": names[t.dtype], "shape": list(t.shape), "bytes": raw(t.reshape(-1))} for name, t in tensors.items()
    }
    return {"file": base64_of(save(tensors, metadata)), "metadata": metadata, "tensors": described}


values = torch.tensor([[0, 1, 2], [3, 0, 5]])
every_dtype = {name: values.to(dtype) for name, dtype in DTYPES.items()}
names = ["b", "a", "layer1.0.conv1.weight", "0", 'a "quoted"\n\x01/\\ name', "é", "\uffff", "\U0001f4c8"]

files = {
    "every dtype": record(every_dtype, None),
    "names in need of care": record({name: torch.full((2,), float(i)) for i, name in enumerate(names)}, None),
    "scalar and empty": record({"scalar": torch.tensor(3.5), "empty": torch.zeros(0, 3), "one": torch.ones(1, 1, 1)}, None),
    "metadata": record({"x": torch.arange(3)}, {"classes": '["T-shirt", "Köln"]\n'}),
    "no tensors": record({}, None),
    "empty metadata": record({"x": torch.zeros(1)}, {}),
}
versions = {"python": platform.python_version(), "safetensors": safetensors.__version__, "torch": torch.__version__}
print(json.dumps({"versions": versions, "files": files}, indent=1))

"""Makes the small checkpoints of the tests, with PyTorch 2.7.1 and safetensors; their values are a formula.

    cd ../resources/checkpoints && python ../../python/checkpoints.py
"""

import collections
import os

import torch
from safetensors.torch import save_file

TYPES = ("float32", "float16", "bfloat16", "float64", "int64", "int32", "int16", "int8", "uint8", "bool")


def numbers(kind, sides):
    """-0.5 times 0, 1, 2 ... as far as the type can hold it."""
    count = torch.Size(sides).numel()
    values = torch.arange(count, dtype=torch.float64) * -0.5
    if not getattr(torch, kind).is_floating_point:
        values = torch.arange(count, dtype=torch.float64) % 2
    return values.reshape(sides).to(getattr(torch, kind))


class Runs:
    def __reduce__(self):
        return os.system, ("false",)


def main():
    tensors = collections.OrderedDict((kind, numbers(kind, (2, 3))) for kind in TYPES)
    tensors["single"] = torch.tensor(-7.25)
    tensors["empty"] = torch.zeros(0, 4)
    save_file(dict(tensors), "types.safetensors", metadata={"made": "by checkpoints.py"})
    shared = numbers("float32", (4, 5))
    tensors["turned"] = shared.t()
    tensors["part"] = shared[1:3, 2:4]
    tensors._metadata = collections.OrderedDict({"": {"version": 2}})
    torch.save(tensors, "types.pth")
    wrapped = {
        "epoch": 3,
        "best": 0.75,
        "arch": "nested",
        "resumed": False,
        "scaler": None,
        "step": -70000,
        "state_dict": collections.OrderedDict(("module." + k, v) for k, v in tensors.items()),
    }
    torch.save(wrapped, "wrapped.pth")
    torch.save(wrapped, "wrapped-legacy.pth", _use_new_zipfile_serialization=False)
    trained = {
        "_orig_mod.module." + k: torch.nn.Parameter(v) if v.is_floating_point() else v for k, v in tensors.items()
    }
    torch.save({"epoch": 3, "model_state_dict": trained}, "trained.pth", pickle_protocol=3)
    torch.save({"model": trained}, "trained-legacy.pth", pickle_protocol=3, _use_new_zipfile_serialization=False)
    torch.save({"a": torch.ones(1).expand(7)}, "expanded.pth")
    torch.save({"a": torch.eye(2).to_sparse()}, "sparse.pth")
    torch.save({"a": torch.quantize_per_tensor(torch.eye(2), 0.1, 0, torch.qint8)}, "quantised.pth")
    torch.save({"a": torch.ones(2), "b": Runs()}, "runs.pth")
    torch.save({"a": torch.ones(2), "b": Runs()}, "runs-legacy.pth", _use_new_zipfile_serialization=False)
    net = torch.nn.Linear(2, 2)
    optimizer = torch.optim.Adam(net.parameters())
    torch.save({"state_dict": net.state_dict(), "optimizer": optimizer.state_dict()}, "optimizer.pth")
    torch.save(net, "whole-network.pth")
    torch.save(net.state_dict(), "protocol-4.pth", pickle_protocol=4)
    torch.jit.script(net).save("torchscript.pt")


if __name__ == "__main__":
    torch.manual_seed(1)
    main()

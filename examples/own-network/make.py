"""A network of one's own as a bundle: here a stand-in for a CycleGAN's generator, RGB to two stains.

    python make.py windows.npz bundle      # PyTorch 2.7.1; windows.npz holds input_u8 [n, 256, 256, 3]
"""

import hashlib
import json
import pathlib
import sys

import numpy as np
import torch


class Logits(torch.nn.Module):
    """A generator answers intensities in -1..1; CohortRun takes logits of (intensity + 1) / 2."""

    def __init__(self, generator):
        super().__init__()
        self.generator = generator

    def forward(self, x):
        return torch.logit((self.generator(x) + 1) / 2, eps=1e-6)


def main(windows, out):
    torch.manual_seed(7)
    generator = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3, padding=1), torch.nn.ReLU(), torch.nn.Conv2d(4, 2, 1), torch.nn.Tanh())
    net = Logits(generator).eval().requires_grad_(False)
    rgb = np.load(windows)["input_u8"][:1]
    logits = net(torch.tensor(rgb).permute(0, 3, 1, 2).float() / 127.5 - 1).numpy()[:, :, ::8, ::8]
    out.mkdir(exist_ok=True)
    torch.jit.script(net).save(str(out / "model.pt"))
    np.savez_compressed(out / "golden.npz", input_u8=rgb, logits_f32=np.ascontiguousarray(logits))
    digests = {f: hashlib.sha256((out / f).read_bytes()).hexdigest() for f in ("model.pt", "golden.npz")}
    for name, t in net.named_parameters():
        shape = ",".join(map(str, t.shape))
        digests["tensor:" + name] = f"float32[{shape}] {hashlib.sha256(t.numpy().tobytes()).hexdigest()}"
    bundle = {
        "id": "own-network",
        "version": "1",
        "runtime": "torchscript",
        "mpp": 0.5,
        "tilePx": 512,
        "windowPx": 256,
        "mean": [0.5, 0.5, 0.5],
        "sd": [0.5, 0.5, 0.5],
        "channels": [
            {"id": "stroma", "role": "marker", "threshold": 0.53, "colour": 0x00FF00},
            {"id": "nuclei", "role": "nuclear", "threshold": 0.36, "colour": 0x0066FF},
        ],
        "tolerances": {"fp32": 1e-4, "reducedMean": 0.03, "reducedDensity": 0.02},
        "digests": digests,
        "licence": "Apache-2.0",
        "intendedUse": "Example of a network of one's own: untrained; research only, no clinical use",
        "demo": True,
    }
    (out / "bundle.json").write_text(json.dumps(bundle, indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]))

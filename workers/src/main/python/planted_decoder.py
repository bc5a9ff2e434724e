"""Makes the bundle that reads the slides of `cohort synth`. Run once with PyTorch 2.7.1; the result is committed.

    python planted_decoder.py ../resources/io/cohortrun/workers/synth/decoder

A cell of 8 x 8 px holds 23 bits, one per channel: four rows of two blocks, 4 px wide and 2 px high; the three colours of
a block are the bits of channels 3b, 3b + 1, 3b + 2. A colour that is DEPTH darker than the block's own is a positive. The
network compares the mean of a block with the middle: one convolution. It knows nothing of tissue and nothing of proteins.
"""

import hashlib
import io
import json
import pathlib
import sys
import zipfile

import numpy as np
import torch
from torch import nn

CELL, WINDOW, DEPTH = 8, 256, 48
LIGHT = ((235, 180, 215), (175, 135, 195))  # pink and violet blocks, in turns: a stain that a tissue mask accepts
CONFIDENCE = 4.0  # logit of a positive; minus that of a negative
NAMES = (
    "DAPI TRITC Cy5 PD-1 CD14 CD4 T-bet CD34 CD68 CD16 CD11c CD138 CD20 CD3 CD8 PD-L1 CK Ki67 Tryptase Actin-D"
    " Caspase3-D PHH3-B Transgelin"
).split()
ROLES = {"DAPI": "nuclear", "TRITC": "background", "Cy5": "background"}
COLOURS = (
    "0066ff 808080 606060 ff8c00 b8860b 00ffff 8a2be2 dc143c ffd700 9acd32 ff69b4 ba55d3 1e90ff ff4500 32cd32 ff00ff"
    " f5deb3 00fa9a c71585 cd5c5c 7fff00 e6e6fa 20b2aa"
).split()


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(len(NAMES), 3, CELL, CELL))
        self.bias = nn.Parameter(torch.zeros(len(NAMES)))

    def forward(self, x):
        cells = torch.conv2d(x, self.weight, self.bias, stride=[8, 8])
        return cells.repeat_interleave(8, dim=2).repeat_interleave(8, dim=3)


def place(channel):
    block, colour = divmod(channel, 3)
    return slice(block // 2 * 2, block // 2 * 2 + 2), slice(block % 2 * 4, block % 2 * 4 + 4), colour


def light(channel):
    return LIGHT[channel // 3 // 2 % 2][channel % 3]


def weights(net):
    slope = CONFIDENCE / (DEPTH / 2 / 255)
    for c in range(len(NAMES)):
        rows, columns, colour = place(c)
        net.weight[c, colour, rows, columns] = -slope / 8  # the mean of eight pixels
        net.bias[c] = slope * (light(c) - DEPTH / 2) / 255


def encode(bits):
    """bool [23, h, w] as uint8 [8 h, 8 w, 3]."""
    _, h, w = bits.shape
    cell = np.zeros((h, CELL, w, CELL, 3), np.uint8)
    for c in range(len(NAMES) + 1):
        rows, columns, colour = place(c)
        dark = bits[c] if c < len(NAMES) else np.zeros((h, w), bool)
        cell[:, rows, :, columns, colour] = (light(c) - DEPTH * dark)[:, None, :, None]
    return cell.reshape(h * CELL, w * CELL, 3)


def save(net, file):
    """The archive without what debuggers want: it holds the paths of this machine."""
    whole = io.BytesIO()
    torch.jit.save(torch.jit.script(net), whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            if not name.endswith(".debug_pkl"):
                new.writestr(zipfile.ZipInfo(name), old.read(name))


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def main(out):
    out.mkdir(parents=True, exist_ok=True)
    draws = np.random.default_rng(1)
    shares = np.linspace(0.02, 0.98, len(NAMES))[:, None, None]
    windows = np.stack([encode(draws.random((len(NAMES), 32, 32)) < shares) for _ in range(2)])
    net = Decoder().eval()
    with torch.no_grad():
        weights(net)
        logits = net(torch.tensor(windows).permute(0, 3, 1, 2).float() / 255).numpy()[:, :, ::8, ::8]
    net.requires_grad_(False)
    save(net, out / "model.pt")
    np.savez_compressed(out / "golden.npz", input_u8=windows, logits_f32=np.ascontiguousarray(logits))
    digests = {name: sha256((out / name).read_bytes()) for name in ("model.pt", "golden.npz")}
    for name, tensor in net.named_parameters():
        shape = ",".join(map(str, tensor.shape))
        digests["tensor:" + name] = f"float32[{shape}] {sha256(tensor.numpy().astype('<f4').tobytes())}"
    bundle = {
        "id": "planted-decoder",
        "version": "1",
        "runtime": "torchscript",
        "mpp": 0.25,
        "tilePx": 512,
        "windowPx": WINDOW,
        "mean": [0.0, 0.0, 0.0],
        "sd": [1.0, 1.0, 1.0],
        "channels": [
            {"id": n, "role": ROLES.get(n, "marker"), "threshold": 0.5, "colour": int(c, 16)}
            for n, c in zip(NAMES, COLOURS)
        ],
        "tolerances": {"fp32": 1e-4, "reducedMean": 0.03, "reducedDensity": 0.02},
        "digests": dict(sorted(digests.items())),
        "licence": "Apache-2.0",
        "intendedUse": "Reads the made-up slides of cohort synth, and nothing else: its maps are no proteins; no clinical use",
        "demo": True,
    }
    (out / "bundle.json").write_text(json.dumps(bundle, indent=2) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))

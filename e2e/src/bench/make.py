"""What the benchmarks work on: random checkpoints with the published names, and a slide at 0.25 um/px.

    python make.py checkpoint ARCH OUT.pth
    python make.py slide SLIDE.tif COLUMNS LINES OUT.tif

The slide is repeated to COLUMNS x LINES tiles of 512 px; where it has that size it is taken as it is.
"""

import shutil
import sys

import numpy as np
import torch
from networks import NETWORKS

SEED = 11
MPP = 0.2495
TILE = 512


def checkpoint(arch, out):
    torch.manual_seed(SEED)
    network = NETWORKS[arch]()
    for name, p in network.named_parameters():
        last = name.startswith("final")
        with torch.no_grad():
            if p.dim() > 1:
                torch.nn.init.kaiming_normal_(p, nonlinearity="linear" if last or "encoder" in name else "relu")
                if "lora_B" in name or "token" in name or "embed" in name:
                    p.mul_(0.1)
            elif name.endswith("weight"):
                p.uniform_(0.8, 1.2)
            elif name.endswith("gamma"):
                p.uniform_(0.2, 0.4)
            else:
                p.normal_(0, 0.05)
    for name, b in network.named_buffers():
        if name.endswith("running_mean"):
            b.normal_(0, 0.1)
        elif name.endswith("running_var"):
            b.uniform_(0.6, 1.4)
    state = network.state_dict()
    torch.save({k: v.half() if arch == "gigatime-flash" else v for k, v in state.items()}, out)


def repeated(pixels, height, width):
    times = -(-height // pixels.shape[0]), -(-width // pixels.shape[1])
    return np.tile(pixels, (*times, 1))[:height, :width]


def slide(source, columns, lines, out):
    import tifffile

    with tifffile.TiffFile(source) as tiff:
        levels = [page.asarray() for page in tiff.pages]
    height, width = lines * TILE, columns * TILE
    if levels[0].shape[:2] == (height, width):
        shutil.copyfile(source, out)
        return
    with tifffile.TiffWriter(out) as tiff:
        for i, pixels in enumerate(levels):
            smaller = levels[0].shape[0] // pixels.shape[0]
            tiff.write(
                repeated(pixels, height // smaller, width // smaller),
                tile=(256, 256),
                photometric="ycbcr",
                compression="jpeg",
                compressionargs={"level": 80},
                subfiletype=1 if i else 0,
                resolution=(1e4 / MPP / smaller, 1e4 / MPP / smaller),
                resolutionunit="CENTIMETER",
                metadata=None,
            )


if __name__ == "__main__":
    if sys.argv[1] == "checkpoint":
        checkpoint(*sys.argv[2:])
    else:
        slide(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5])

"""The peer: what the public notebook does, one window at a time.

    python loop.py ARCH CHECKPOINT SLIDE TILES.json THREADS

Counted are opening the slide, decoding, the network (eager, float32), sigmoid, threshold and counts; imports,
loading the network and one window of warm-up are not. TILES.json lists [x, y] of tiles of 512 px at level 0.
"""

import json
import sys
import time

import numpy as np
import openslide
import torch
from networks import load

MEAN, SD = (torch.tensor(v).view(1, 3, 1, 1) for v in ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)))
TILE, WINDOW = 512, 256


def main(arch, checkpoint, slide, tiles, threads):
    torch.set_num_threads(int(threads))
    network = load(arch, checkpoint)
    tiles = json.load(open(tiles))
    with torch.no_grad():
        network(torch.zeros(1, 3, WINDOW, WINDOW))
        start = time.perf_counter()
        positives = torch.zeros(23, dtype=torch.int64)
        wsi = openslide.OpenSlide(slide)
        for x, y in tiles:
            rgb = np.array(wsi.read_region((x, y), 0, (TILE, TILE)).convert("RGB"))
            image = torch.from_numpy(rgb).permute(2, 0, 1)[None].float() / 255
            image = (image - MEAN) / SD
            for top in range(0, TILE, WINDOW):
                for left in range(0, TILE, WINDOW):
                    window = image[:, :, top : top + WINDOW, left : left + WINDOW]
                    p = torch.sigmoid(network(window))
                    positives += (p > 0.5).sum((0, 2, 3))
        seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "tiles": len(tiles), "positives": positives.tolist()}))


if __name__ == "__main__":
    main(*sys.argv[1:])

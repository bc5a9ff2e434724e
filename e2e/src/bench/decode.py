"""The peer of tile decode: openslide-python to numpy, all whole tiles, the slide opened anew each round.

    python decode.py SLIDE ROUNDS
"""

import json
import sys
import time

import numpy as np
import openslide

TILE = 512


def read(path):
    tiles = 0
    with openslide.OpenSlide(path) as slide:
        width, height = slide.dimensions
        for y in range(0, height - TILE + 1, TILE):
            for x in range(0, width - TILE + 1, TILE):
                np.asarray(slide.read_region((x, y), 0, (TILE, TILE)))
                tiles += 1
    return tiles


def main(path, rounds):
    read(path)
    start = time.perf_counter()
    tiles = sum(read(path) for _ in range(int(rounds)))
    print(json.dumps({"tiles": tiles, "seconds": time.perf_counter() - start}))


if __name__ == "__main__":
    main(*sys.argv[1:])

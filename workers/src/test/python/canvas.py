"""Makes ../resources/canvas/esda-skimage.json: python canvas.py ../resources/canvas (esda, libpysal, scikit-image)

Small canvases as hexadecimal rows of cells, ".." where no tile was used, with Moran's I by esda (rook weights, binary) and the
contrast of the grey-level co-occurrence matrix by scikit-image (one cell right and one down).
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
from esda import Moran
from libpysal.weights import lat2W, w_subset
from skimage.feature import graycomatrix, graycoprops

NONE = 256  # a grey level of its own for cells that do not count


def morans_i(cells):
    weights = lat2W(*cells.shape, rook=True)
    there = [int(i) for i in np.flatnonzero(cells != NONE)]
    among = w_subset(weights, there, silence_warnings=True)
    return Moran(cells.ravel()[there].astype(float), among, transformation="B", permutations=0).I


def contrast(cells):
    pairs = graycomatrix(cells.astype(np.uint16), [1], [0, np.pi / 2], levels=NONE + 1).sum(axis=3, keepdims=True)
    return graycoprops(pairs[:NONE, :NONE], "contrast")[0, 0] / 255**2


def tiles(used):
    return np.kron(np.array(used), np.ones((8, 8), dtype=int)) == 1


def canvases():
    random = np.random.default_rng(1)
    noise = random.integers(0, 256, (16, 24))
    y, x = np.mgrid[:16, :24]
    yield "noise", noise
    yield "slope and noise", np.clip(9 * x + noise // 8, 0, 255)
    yield "chequerboard", 255 * ((x + y) % 2)
    yield "few", np.where(noise > 240, 255, 0)
    yield "tiles left out", np.where(tiles([[1, 0, 1], [1, 1, 0]]), np.clip(12 * y + noise // 5, 0, 255), NONE)
    yield "tiles that touch by corners", np.where(tiles([[1, 0, 1], [0, 1, 0]]), noise // 2, NONE)


folder = Path(sys.argv[1])
folder.mkdir(exist_ok=True)
cases = [
    {
        "name": name,
        "moransI": float(morans_i(cells)),
        "contrast": float(contrast(cells)),
        "cells": ["".join(".." if v == NONE else f"{v:02x}" for v in row) for row in cells],
    }
    for name, cells in canvases()
]
made_by = {tool: version(tool) for tool in ("esda", "libpysal", "scikit-image", "numpy")}
text = json.dumps({"madeBy": made_by, "cases": cases}, indent=1)
(folder / "esda-skimage.json").write_text(text + "\n")

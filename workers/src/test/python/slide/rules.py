"""The geometry of docs/slides.md in numpy, OpenCV and scikit-image: an oracle for the Java code.

Written from the formulas, with other means than the Java code: whole arrays instead of blocks, OpenCV
morphology instead of bit shifts, labelled images instead of runs, fractions instead of integer sums.
"""

from fractions import Fraction
import functools
import math

import cv2
import numpy as np
from skimage.measure import label

OD = np.array([math.floor(10000 * math.log10(255 / max(v, 1)) + 0.5) for v in range(256)])


def half_up(value):
    return math.floor(value + 0.5)


def composite(rgba, background):
    """Premultiplied uint8 h x w x 4 over an RGB triple: h x w x 3."""
    rest = 255 - rgba[..., 3:].astype(np.int64)
    light = rest * np.array(background)
    return np.minimum(255, rgba[..., :3] + (2 * light + 255) // 510)


def coarsest(downsamples, mpp, limit):
    fit = [d for d in downsamples if mpp * d <= limit * (1 + 1e-9)]
    return downsamples.index(max(fit)) if fit else 0


def read_plan(downsamples, mpp, target, tile):
    """(level, pixels read, stride)."""
    level = coarsest(downsamples, mpp, 1.05 * target)
    ratio = mpp * downsamples[level] / target
    if abs(ratio - 1) <= 0.05 + 1e-9:
        return level, tile, tile * downsamples[level]
    return level, half_up(tile / ratio), tile * target / mpp


def edges(length, size):
    found = [0]
    while found[-1] < length:
        found.append(min(length, half_up(len(found) * size)))
    return np.array(found)


def cell_means(rgb, size):
    ys, xs = edges(rgb.shape[0], size), edges(rgb.shape[1], size)
    sums = np.add.reduceat(np.add.reduceat(rgb.astype(np.int64), ys[:-1], 0), xs[:-1], 1)
    area = (np.diff(ys)[:, None] * np.diff(xs)[None, :])[..., None]
    return (2 * sums + area) // (2 * area)


def square(radius):
    return np.ones((2 * radius + 1, 2 * radius + 1), np.uint8)


def default_mask(rgb, mpp, downsample):
    """rgb: the scanned area at one level. Returns (mask, level-0 pixels per cell, um per cell)."""
    size = max(1.0, 8 / mpp / downsample)
    cell = size * downsample
    um = cell * mpp
    red, green, blue = np.moveaxis(OD[cell_means(rgb, size)], -1, 0)
    dense = red + green + blue >= 1650
    stained = (4 * (blue - 200) <= 3 * (green - 200)) & (10 * (red - 200) <= 11 * (green - 200))
    mask = (dense & stained).astype(np.uint8)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, square(half_up(16 / um)))
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, square(half_up(8 / um))).astype(bool)
    least = math.ceil(10000 / (um * um))
    parts = label(mask, connectivity=2)
    large = np.bincount(parts.ravel()) >= least
    large[0] = False
    mask = large[parts]
    holes = label(~mask, connectivity=1)
    small = np.bincount(holes.ravel()) < least
    small[0] = False
    small[np.unique(np.r_[holes[0], holes[-1], holes[:, 0], holes[:, -1]])] = False
    return mask | small[holes], cell, um


def gigatime_mask(rgb):
    rgb = rgb.astype(np.uint8)
    saturation = cv2.cvtColor(rgb, cv2.COLOR_RGB2HSV)[..., 1]
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    otsu, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    mask = ((saturation > 20) | (grey <= otsu)).astype(np.uint8)
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)).astype(bool)


def share(mask, cell, x, y, side):
    """Tissue share of a square; x and y in level-0 pixels from the mask's corner."""
    spans = []
    for start, size in ((y, mask.shape[0]), (x, mask.shape[1])):
        a, b = math.floor(start / cell + 0.5), math.floor((start + side) / cell + 0.5)
        if b <= a:
            a = math.floor((start + side / 2) / cell)
            b = a + 1
        a = min(max(a, 0), size)
        spans.append(slice(a, min(max(b, a), size)))
    part = mask[spans[0], spans[1]]
    return int(part.sum()) / part.size if part.size else 0.0


def grid(bounds, stride, mask, cell, mask_corner, least, inside=lambda x, y: True):
    """Kept tiles as (column, row, x, y, share)."""
    left, top, width, height = bounds
    tiles = []
    row = 0
    while half_up((row + 1) * stride) <= height:
        column = 0
        while half_up((column + 1) * stride) <= width:
            x, y = half_up(column * stride), half_up(row * stride)
            f = share(mask, cell, left + x - mask_corner[0], top + y - mask_corner[1], stride)
            if f >= least and inside(x + stride / 2, y + stride / 2):
                tiles.append((column, row, left + x, top + y, f))
            column += 1
        row += 1
    return tiles


@functools.cache
def weights(r, t):
    """t x r integer matrix of exact resampling weights, and their common denominator."""
    w = [[Fraction(0)] * r for _ in range(t)]
    for i in range(t):
        if r > t:
            a, b = Fraction(i * r, t), Fraction((i + 1) * r, t)
            for j in range(math.floor(a), math.ceil(b)):
                w[i][j] = (min(b, Fraction(j + 1)) - max(a, Fraction(j))) * Fraction(t, r)
        else:
            p = min(max((i + Fraction(1, 2)) * Fraction(r, t) - Fraction(1, 2), 0), r - 1)
            j = math.floor(p)
            w[i][j] += 1 - (p - j)
            if p > j:
                w[i][j + 1] += p - j
    unit = math.lcm(*(f.denominator for row in w for f in row if f))
    return np.array([[int(f * unit) for f in row] for row in w], dtype=np.int64), unit


def resample(rgb, t):
    """Exact rational resampling of a square image, rounded half up once."""
    r = rgb.shape[0]
    if r == t:
        return rgb.astype(np.uint8)
    m, unit = weights(r, t)
    sums = np.tensordot(m, rgb.astype(np.int64), (1, 0))
    sums = np.tensordot(m, sums, (1, 1)).transpose(1, 0, 2)
    return ((2 * sums + unit * unit) // (2 * unit * unit)).astype(np.uint8)


def quality(rgb):
    """(black share, grey variance, Laplacian variance) of a tile."""
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    black = float((rgb < 15).all(-1).mean())
    return black, float(grey.var()), float(cv2.Laplacian(grey, cv2.CV_64F).var())


def valid(mask, cell, mask_corner, x, y, stride, t):
    steps = np.arange(t) + 0.5
    cs = np.floor((x + steps * (stride / t) - mask_corner[0]) / cell).astype(int)
    rs = np.floor((y + steps * (stride / t) - mask_corner[1]) / cell).astype(int)
    out = np.zeros((t, t), np.uint8)
    okc, okr = (cs >= 0) & (cs < mask.shape[1]), (rs >= 0) & (rs < mask.shape[0])
    out[np.ix_(okr, okc)] = mask[np.ix_(rs[okr], cs[okc])]
    return out

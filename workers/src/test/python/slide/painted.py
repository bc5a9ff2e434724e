"""A slide without a file: every pixel from integer arithmetic, painted alike in PaintedSlide.java."""

import math

import numpy as np

WIDTH, HEIGHT = 6000, 4000
BOUNDS = (640, 320, 4800, 3200)


def base(x, y):
    """RGBA of level-0 pixels; x and y are integer arrays of one shape. Transparent out of BOUNDS."""
    n = (x * 7919 + y * 104729 + x * y % 251) % 13
    out = np.stack([240 + n % 5, 238 + n % 5, 241 + n % 5, 255 + 0 * n], -1)

    def paint(where, r, g, b, spread):
        out[where] = np.stack([r + n % spread, g + n * 2 % spread, b + n * 3 % spread, 255 + 0 * n], -1)[where]

    def disc(cx, cy, radius):
        return (x - cx) ** 2 + (y - cy) ** 2 < radius * radius

    paint(disc(1800, 1500, 900), 200, 120, 170, 13)
    paint(disc(1800, 1500, 90), 240, 238, 241, 5)
    paint(disc(2300, 1300, 250), 241, 239, 242, 4)
    paint(disc(3600, 2400, 620), 150, 90, 160, 11)
    paint(((x // 40 + y // 40) % 3 == 0) & disc(3600, 2400, 620), 222, 180, 205, 7)
    paint(disc(4700, 900, 90), 190, 110, 165, 9)
    paint((y > 2900) & (y < 3150) & (x > 900) & (x < 2600), 200, 20, 30, 9)
    paint((x > 2900) & (x < 3080) & (y > 400) & (y < 1900), 40, 150, 110, 9)
    paint((x > 4300) & (x < 4500) & (y > 1200) & (y < 3000), 35, 35, 38, 9)
    left, top, width, height = BOUNDS
    outside = (x < left) | (y < top) | (x >= left + width) | (y >= top + height)
    out[outside] = 0
    return out.astype(np.uint8)


def level(downsample):
    """One whole level: pixel (i, j) shows level-0 pixel (floor(i d), floor(j d))."""
    w, h = math.floor(WIDTH / downsample), math.floor(HEIGHT / downsample)
    xs = np.floor(np.arange(w) * downsample).astype(np.int64)
    ys = np.floor(np.arange(h) * downsample).astype(np.int64)
    return base(*np.meshgrid(xs, ys))


def region(pixels, downsample, x0, y0, width, height):
    """OpenSlide's read_region: x0 and y0 in level-0 pixels, nothing but zeros out of the level."""
    left, top = math.floor(x0 / downsample + 0.5), math.floor(y0 / downsample + 0.5)
    out = np.zeros((height, width, 4), np.uint8)
    h, w = pixels.shape[:2]
    xs, ys = np.arange(left, left + width), np.arange(top, top + height)
    okx, oky = (xs >= 0) & (xs < w), (ys >= 0) & (ys < h)
    out[np.ix_(oky, okx)] = pixels[np.ix_(ys[oky], xs[okx])]
    return out

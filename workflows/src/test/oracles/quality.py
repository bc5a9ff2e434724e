"""Makes quality-numpy.tsv: python quality.py ../resources/stats

Box metrics by what they stand for (bilinear resampling to 1/8 and back, half-pixel centres, then
sums of boxes), not by the closed form; partial correlations by residuals; masks by formulas that the test repeats.
"""
import sys

import numpy as np
import scipy
from scipy import stats

target = sys.argv[1]
out = []


def put(case, quantity, value):
    out.append((case, quantity, repr(float(value))))


def bilinear(image, size):
    """Resamples along both axes; beyond the border lies what is at the border."""
    for axis in (0, 1):
        n = image.shape[axis]
        at = np.clip((np.arange(size) + 0.5) * n / size - 0.5, 0, n - 1)
        image = np.apply_along_axis(lambda v: np.interp(at, np.arange(n), v), axis, image)
    return image


def boxes(image):
    n = image.shape[0] // 8
    return image.reshape(n, 8, n, 8).sum(axis=(1, 3))


def disc(x, y, cx, cy, r):
    return (x - cx) ** 2 + (y - cy) ** 2 < r * r


def tile(side, shift):
    y, x = np.mgrid[0:side, 0:side]
    level = (x * 3 + y * 5 + x * y // 7) % 150 + 100 * disc(x, y, side // 2, side // 2, side // 3)
    real = disc(x, y, side // 2 + shift, side // 2, side // 3) & ((x * 7 + y * 13) % 31 > 6)
    return level, real


def coarse(real, side):
    return boxes(bilinear(bilinear(real.astype(float), side // 8), side)).ravel()


def left(of, given):
    """Residuals of the regression on what is given."""
    design = np.column_stack([np.ones(len(of)), *given])
    return of - design @ np.linalg.lstsq(design, of, rcond=None)[0]


for side, shift in [(512, 0), (512, 40), (64, 5)]:
    level, real = tile(side, shift)
    case = f"{side} {shift}"
    p = level / 255
    others = [coarse(tile(side, shift + more)[1], side) for more in (11, 23)]
    for threshold in [0.5, 0.2]:
        mask = p > threshold
        q, t = boxes(mask.astype(float)).ravel(), coarse(real, side)
        on = f"{case} {threshold}"
        put(on, "pearson", np.corrcoef(q, t)[0, 1])
        put(on, "spearman", stats.spearmanr(q, np.round(t, 9)).statistic)
        put(on, "mse", np.mean((q - t) ** 2))
        put(on, "specificity", abs(np.corrcoef(q, t)[0, 1]) - max(abs(np.corrcoef(q, o)[0, 1]) for o in others))
        put(on, "partial", np.corrcoef(left(q, others), left(t, others))[0, 1])
        e = 1e-5
        put(on, "dice", (2 * (mask & real).sum() + e) / (mask.sum() + real.sum() + e))
        put(on, "iou", ((mask & real).sum() + e) / ((mask | real).sum() + e))
        put(on, "soft_dice", (2 * (p * real).sum() + e) / (p.sum() + real.sum() + e))
        put(on, "prevalence", real.mean())
        put(on, "always", (2 * real.sum()) / (real.size + real.sum()))
    dice = [2 * ((level > k) & real).sum() / ((level > k).sum() + real.sum()) for k in range(256)]
    put(f"{case} 0", "tuned", np.argmax(dice) / 255)
for wins, losses in [(10, 0), (9, 3), (14, 14), (30, 11)]:
    put(f"{wins} {losses}", "sign", stats.binomtest(wins, wins + losses).pvalue)
out.append((f"python {sys.version.split()[0]}", "versions", f"scipy {scipy.__version__} numpy {np.__version__}"))
with open(f"{target}/quality-numpy.tsv", "w") as f:
    f.write("case\tquantity\tvalue\n" + "".join("\t".join(row) + "\n" for row in out))

"""Translation quality of a run, computed again from its exported tables and the images, by NumPy, SciPy and scikit-image.

python quality.py RUN PAIRS    # the folder of a run and the table of paired regions

Reads quality_slides.csv, and makes quality.csv again: means, intervals of the same draws, differences, sign tests. Metrics of
the nulls `tissue` and `base-rate` are computed again from the images; those of networks are as their slides have them. Then the
check in validation.json, and the report's page.
Prints per quantity how many numbers there are and the largest relative difference; ends with 1 if one is too large.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from scipy import stats
from skimage import io

from compared import Compared, number, resamples, rows
from pages import DIGITS, page

DRAWS, SEED, FEWEST, TILE, BOX = 10_000, 1, 10, 512, 8
SMALL = 1e-5


def mean(values, drawn={}):
    """Mean over slides, and where the middle 95 % of the draws lie."""
    known = np.array([v for v in values if not np.isnan(v)])
    n = len(known)
    if n == 0:
        return np.nan, np.nan, np.nan, 0
    if n not in drawn:
        drawn[n] = resamples(n, DRAWS, SEED)
    of = np.sort(drawn[n] @ known / n)
    return known.mean(), of[DRAWS // 40], of[-1 - DRAWS // 40], n


def sign_test(first, second):
    off = np.array(first) - np.array(second)
    wins, losses = (off > 0).sum(), (off < 0).sum()
    if (~np.isnan(off)).sum() < FEWEST:
        return np.nan
    return stats.binomtest(int(wins), int(wins + losses)).pvalue if wins + losses > 0 else 1.0


def holm(p):
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(np.array(p)[known])]
    out = np.full(len(p), np.nan)
    for i, at in enumerate(order):
        out[at] = min(1.0, max([p[at] * (len(order) - i)] + [out[b] for b in order[:i]]))
    return out


def tables(compared, analysis):
    of = defaultdict(lambda: defaultdict(dict))  # (bundle, metric) to channel to slide to value
    for row in rows(analysis / "quality_slides.csv"):
        of[row["bundle"], row["metric"]][row["channel"]][row["slide"]] = float(row["value"] or "nan")
    against = defaultdict(list)
    for row in rows(analysis / "quality.csv"):
        channel, metric, where = row["channel"], row["metric"], " ".join(list(row.values())[:3]) + " " + row["baseline"]
        own = of[row["bundle"], metric][channel]
        if row["baseline"]:
            other = of[row["baseline"], metric][channel]
            first, second = [own[s] for s in other], list(other.values())
            value, (difference, lower, upper, n) = mean(first)[0], mean(np.array(first) - np.array(second))
            compared("quality difference", row["difference"], difference, where, 1)
            against[row["baseline"], metric].append((row["p_holm"], sign_test(first, second), where))
        else:
            value, lower, upper, n = mean(list(own.values()))
        for name, ours in (("value", value), ("lower", lower), ("upper", upper)):
            compared(f"quality {name}", row[name], ours, where, max(abs(ours), 1e-3))
        compared("quality n_slides", row["n_slides"], n, where)
    for family in against.values():
        for (told, _, where), ours in zip(family, holm([p for _, p, _ in family])):
            compared("quality p_holm", told, ours, where)
    return of


def boxes(mask):
    return mask.reshape(TILE // BOX, BOX, TILE // BOX, BOX).sum(axis=(1, 3)).astype(float)


def coarse(mask):
    """The target scaled by 1/8 and back, bilinear with half-pixel centres, and summed in boxes."""
    small = mask.reshape(TILE // BOX, BOX, TILE // BOX, BOX)[:, 3:5, :, 3:5].mean(axis=(1, 3))
    at = (np.arange(TILE) + 0.5) / BOX - 0.5
    low = np.floor(at).astype(int)
    part = at - low
    low, high = np.clip(low, 0, len(small) - 1), np.clip(low + 1, 0, len(small) - 1)
    tall = small[low] * (1 - part)[:, None] + small[high] * part[:, None]
    return boxes(tall[:, low] * (1 - part) + tall[:, high] * part)


def pearson(a, b):
    return np.corrcoef(a, b)[0, 1] if np.ptp(a) > 0 and np.ptp(b) > 0 else np.nan


def partial(a, b, given):
    """Correlation of what regressions on the given leave."""
    design = np.column_stack([np.ones(len(a)), *given])
    left = [v - design @ np.linalg.lstsq(design, v, rcond=None)[0] for v in (a, b)]
    return pearson(*left) if all(np.var(r) > 1e-9 * np.var(v) for r, v in zip(left, (a, b))) else np.nan


class Slide:
    """Metrics of a null, over the tiles of a slide that all have the same real channels."""

    def __init__(self):
        self.tiles, self.real = [], defaultdict(list)

    def add(self, levels, threshold, channel, mif):
        self.channel = channel
        self.tiles.append((levels, levels > 255 * threshold, mif[channel]))
        for other, mask in mif.items():
            self.real[other].append(coarse(mask).ravel())

    def beside(self, q):
        """How much nearer to its own real channel than to any other; and given nuclei and epithelium."""
        real = {c: np.concatenate(boxes) for c, boxes in self.real.items()}
        own, others = real[self.channel], [abs(pearson(q, t)) for c, t in real.items() if c != self.channel]
        known = [r for r in others if not np.isnan(r)]
        given = [real[c] for c in ("DAPI", "CK") if c in real and c != self.channel]
        return {
            "box_specificity": abs(pearson(q, own)) - max(known) if known else np.nan,
            "box_partial": partial(q, own, given) if len(given) == 2 else np.nan,
        }

    def metrics(self):
        q, t = [boxes(mask) for _, mask, _ in self.tiles], [coarse(real) for _, _, real in self.tiles]
        p, mask, real = (np.array([tile[i] for tile in self.tiles], dtype=float) for i in range(3))
        p /= 255
        both, share = (mask * real).sum(), real.mean()
        pairs = [(a.ravel(), b.ravel()) for a, b in zip(q, t) if np.ptp(a) > 0 and np.ptp(b) > 0]
        all_q, all_t = np.array(q).ravel(), np.array(t).ravel()
        varied = np.ptp(all_q) > 0 and np.ptp(all_t) > 0
        return {
            "box_pearson": np.corrcoef(all_q, all_t)[0, 1] if varied else np.nan,
            "box_pearson_tiles": np.mean([np.corrcoef(a, b)[0, 1] for a, b in pairs]) if pairs else np.nan,
            "box_pearson_undefined": 1 - len(pairs) / len(q),
            "box_spearman": np.mean([stats.spearmanr(a, b)[0] for a, b in pairs]) if pairs else np.nan,
            "box_mse": np.mean((all_q - all_t) ** 2),
            **self.beside(all_q),
            "dice": (2 * both + SMALL) / (mask.sum() + real.sum() + SMALL),
            "soft_dice": (2 * (p * real).sum() + SMALL) / (p.sum() + real.sum() + SMALL),
            "iou": (both + SMALL) / (mask.sum() + real.sum() - both + SMALL),
            "prevalence": share,
            "dice_always_positive": 2 * share / (1 + share),
        }


def images(pairs, split):
    """Slide, stain and the real channels of each whole tile."""
    for row in rows(pairs):
        if (row["split"] == "validation") == (split == "validation") and row["split"] != "train":
            he = io.imread(pairs.parent / row["he"])[..., :3]
            mif = {f.stem: io.imread(f) > 127 for f in sorted((pairs.parent / row["mif"]).iterdir())}
            for top in range(0, he.shape[0] - TILE + 1, TILE):
                for left in range(0, he.shape[1] - TILE + 1, TILE):
                    at = slice(top, top + TILE), slice(left, left + TILE)
                    yield row["slide_id"], he[at], {c: m[at] for c, m in mif.items()}


def nulls(compared, of, pairs):
    """What is not white, and the same share everywhere, against what is real."""
    learnt = defaultdict(list)
    for _, _, real in images(pairs, "validation"):
        for channel, mask in real.items():
            learnt[channel].append(mask.mean())
    slides = defaultdict(Slide)
    for slide, he, real in images(pairs, "test"):
        tissue = np.where(he.mean(axis=2) < 220, 255, 0)
        for channel, mask in real.items():
            slides["tissue", channel, slide].add(tissue, 0.5, channel, real)
            if channel in learnt:
                rate = np.full(mask.shape, np.floor(255 * np.mean(learnt[channel]) + 0.5))
                slides["base-rate", channel, slide].add(rate, 0.5, channel, real)
    for (bundle, channel, slide), one in slides.items():
        for metric, ours in one.metrics().items():
            told = of[bundle, metric][channel][slide]
            compared(f"null {metric}", told, ours, f"{bundle} {channel} {slide}", max(abs(ours), 1e-3))


def check(compared, run):
    """Share of channels and metrics in which a baseline is beaten, of the one that is beaten least."""
    against = defaultdict(list)
    for row in rows(run / "analysis" / "quality.csv"):
        # The virtual DAPI is not its own baseline.
        if row["difference"] and row["baseline"].lower() != row["channel"].lower():
            against[row["baseline"]].append(float(row["difference"]) > 0)
    told = next(c for c in json.loads((run / "validation.json").read_text())["checks"] if c["name"] == "Quality")
    beaten = min(np.mean(of) for of in against.values())
    compared("check Quality", told["value"], beaten, "value")
    compared.words("check Quality result", told["result"], "Passed" if beaten >= told["threshold"] else "Failed", "result")


def drawn(compared, run):
    """Forests of the report's page: each metric by channel, and less that of each baseline."""
    blocks = page(run / "report" / "quality.html")["page"]["blocks"]
    told = {b["numbers"]["id"]: b["numbers"]["rows"] for b in blocks if b["kind"] == "Plot"}
    ours = defaultdict(list)
    for row in rows(run / "analysis" / "quality.csv"):
        kind, value = ("differences", "difference") if row["baseline"] else ("values", "value")
        name = f"{row['channel']}, less {row['baseline']}" if row["baseline"] else f"{row['channel']}, {row['bundle']}"
        ours[f"{kind}-{row['metric']}"].append([name, *(number(row[c]) for c in (value, "lower", "upper"))])
    ours = {forest: lines for forest, lines in ours.items() if any(not np.isnan(line[1]) for line in lines)}
    compared.words("quality page", sorted(told), sorted(ours), "forests")
    for forest, lines in ours.items():
        for (name, *cells), (again, *values) in zip(told[forest], lines, strict=True):
            compared.words("quality page", name, again, forest)
            for cell, value in zip(cells, values):
                compared("quality page numbers", cell, value, f"{forest} {name}", max(abs(value), 1e-6), DIGITS)


def main(run, pairs):
    compared = Compared()
    nulls(compared, tables(compared, Path(run) / "analysis"), Path(pairs))
    check(compared, Path(run))
    drawn(compared, Path(run))
    sys.exit(0 if compared.told() else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])

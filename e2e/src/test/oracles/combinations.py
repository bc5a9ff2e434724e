"""Pairs of channels against the better of the two, for screen.py: areas by their definition, by NumPy and SciPy alone."""

from collections import defaultdict

import numpy as np
from scipy import stats

import ranks
from compared import Draws, benjamini_hochberg, rows
from patients import BACKGROUND


class Combinations:
    """Compares with combinations.csv: what is decided on one half of the patients is judged on the other."""

    def __init__(self, screen, pairs):
        self.screen, self.patients, self.pairs = screen, screen.patients, pairs
        told = rows(self.patients.analysis / "combination_halves.csv")
        self.halves = {r["patient"]: r["half"] == "1" for r in told}
        self.half = np.array([self.halves.get(p, False) for p in self.patients.id])

    def compare(self, compared):
        told = rows(self.patients.analysis / "combinations.csv")
        order = [self.halves[p] for p in self.patients.id if p in self.halves]
        compared.words("combination halves", order, Draws.halves(len(order)), "seed 1")
        by_level = defaultdict(list)
        for row in told:
            a, b, where = row["channel_a"], row["channel_b"], " ".join(list(row.values())[:5])
            value = self.patients.attributes[row["attribute"]]
            of = self.screen.rows(row["level"], row["stratum"]) & ~np.isnan(value)
            gain, p, deltas = self.gain(of, value, a, b)
            for name, delta in zip(("effect_pair", "effect_a", "effect_b"), deltas):
                compared("combination effect", row[name], delta, where, 1)
            compared("combination gain", row["gain"], gain, where, 1)
            compared("combination p", row["p"], p, where)
            by_level[row["level"]].append((row["q"], p, where))
            beside = gain - self.null(of, value, (a, b))
            compared("combination against_background", row["against_background"], beside, where, 1)
        for level in by_level.values():
            for (q, _, where), ours in zip(level, benjamini_hochberg([p for _, p, _ in level])):
                compared("combination q", q, ours, where)

    def null(self, of, value, channels):
        """The largest gain that a channel has with one that shows no protein; NaN of such a channel itself."""
        shown = [c for c in BACKGROUND if c in self.screen.densities]
        if not shown or set(channels) & set(BACKGROUND):
            return np.nan
        return max(self.gain(of, value, c, other)[0] for c in channels for other in shown)

    def gain(self, of, value, a, b):
        """Gain and p of a pair, judged on one half by what the other says, and the three deltas."""
        pair = self.pairs.get((f"{a}|{b}", "or_density"), self.pairs.get((f"{b}|{a}", "or_density")))
        scores = np.array([pair, self.screen.densities[a], self.screen.densities[b]])
        of = of & ~np.isnan(scores).any(axis=0)
        areas = {}
        for h in (True, False, None):
            rows = of if h is None else of & (self.half == h)
            flat = np.zeros(rows.sum())
            areas[h] = [np.round(ranks.delong(s[rows], flat, value[rows] == 1)[0], 10) for s in scores]
        gains, errors = [], []
        for judge in (True, False):
            learnt, rows = areas[not judge], of & (self.half == judge)
            better = 1 if abs(learnt[1]) >= abs(learnt[2]) else 2
            turned = [scores[s][rows] * (-1 if learnt[s] < 0 else 1) for s in (0, better)]
            found = ranks.delong(*turned, value[rows] == 1)
            gains.append(found[0])
            errors.append(found[1])
        gain, error = np.mean(gains), np.hypot(*errors) / 2
        return gain, 2 * stats.norm.sf(abs(gain / error)) if error > 1e-12 else np.nan, [2 * d for d in areas[None]]

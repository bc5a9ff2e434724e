"""Rank tests by their definitions, within strata, by NumPy and SciPy alone.

p of a rank sum is told in three ways (docs/decisions/0170): normal; exact, where an arm is small and values differ but for
those that share the lowest, or where its sum takes few values; by a saddlepoint otherwise, which is compared with the exact
distribution to APPROXIMATE.
"""

from collections import defaultdict
from functools import lru_cache
from math import comb, prod

import numpy as np
from scipy import special, stats

SMALL = 50  # arms from here on have the normal approximation
TAIL = 1.5  # nearer to the mean than this the normal one stands
APPROXIMATE = 0.25  # what a saddlepoint may be off
GRID = 2e-4  # of sums over strata
COUNTED = 20_000  # additions within which sums are few enough to be counted
GRAIN = 1e-12  # of sums that are counted
FEW_ARMS = 1000  # of a tail for which the grid is too coarse


def groups(strata, present):
    """Rows of each stratum."""
    at = np.flatnonzero(present)
    order = at[np.argsort(strata[at], kind="stable")]
    return np.split(order, np.flatnonzero(np.diff(strata[order])) + 1) if len(order) else []


def rankdata(values):
    """Ranks from 1, the mean of them where values tie."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[place]


def not_alone(present, strata):
    kept = present.copy()
    for rows in groups(strata, present):
        kept[rows] = len(rows) > 1
    return kept


def scores(values, parts, n):
    """rank / (n_s + 1) - 1/2 within strata; 0 elsewhere."""
    out = np.zeros(n)
    for rows in parts:
        out[rows] = rankdata(values[rows]) / (len(rows) + 1) - 0.5
    return out


def student(r, df):
    t = r * np.sqrt(df / ((1 - r) * (1 + r)))
    return 2 * special.stdtr(df, -abs(t))


@lru_cache(maxsize=None)
def drawn(doubled, k):
    """Sums of k of some whole numbers in order, less their mean, and the share of all choices that each has."""
    ways = np.zeros((k + 1, sum(doubled[len(doubled) - k :]) + 1))
    ways[0, 0] = 1
    for item in doubled:
        ways[1:, item:] = ways[1:, item:] + ways[:-1, : ways.shape[1] - item]
    sums = np.flatnonzero(ways[k])
    return sums - k * (len(doubled) + 1), ways[k, sums] / ways[k].sum()


class Part:
    """A stratum of a rank-sum test."""

    def __init__(self, values, arm):
        self.ranks, self.arm = rankdata(values), arm
        self.n, self.k = len(values), int(arm.sum())
        self.weight = 1 / (self.n + 1)
        self.off = self.ranks[arm].sum() - self.k * (self.n + 1) / 2
        self.variance = self.k * (self.n - self.k) / (self.n - 1) * self.ranks.var() if self.n > 1 else 0.0
        self.sizes = np.unique(values, return_counts=True)[1]

    def says(self):
        return 0 < self.k < self.n and self.variance > 1e-9

    def distribution(self):
        """Doubled rank sums of the arm, less their mean, and their probabilities."""
        doubled = tuple(np.sort(np.round(2 * self.ranks).astype(int)))
        off, share = drawn(doubled, min(self.k, self.n - self.k))
        return off if 2 * self.k <= self.n else -off, share

    def exact(self):
        lowest = self.sizes[0] if self.sizes[0] > 1 else 0
        return np.all(self.sizes[1:] == 1) and self.n - lowest <= 1000

    def placements(self):
        """DeLong's variance of the area under the curve."""
        one, other = self.ranks[self.arm], self.ranks[~self.arm]
        above = (one[:, None] > other) + 0.5 * (one[:, None] == other)
        return above.mean(axis=1).var(ddof=1) / len(one) + above.mean(axis=0).var(ddof=1) / len(other)


class RankSum:
    """Van Elteren's test; Mann and Whitney's of one stratum. p is NaN where nothing can be compared."""

    def __init__(self, parts):
        self.parts = [part for part in parts if part.says()]
        self.n1 = sum(part.k for part in self.parts)
        self.n = sum(part.n for part in self.parts)
        self.p, self.enough, self.delta = np.nan, 1e-6, np.nan
        if self.parts:
            self.off = sum(part.weight * part.off for part in self.parts)
            self.pairs = sum(part.weight * part.k * (part.n - part.k) for part in self.parts)
            self.delta = 2 * self.off / self.pairs
            self.test()

    @staticmethod
    def of(values, arm, parts):
        return RankSum([Part(values[rows], arm[rows]) for rows in parts])

    def test(self):
        if len(self.parts) == 1:
            part = self.parts[0]
            z = np.sign(part.off) * max(0.0, abs(part.off) - 0.5) / np.sqrt(part.variance)
        else:
            z = self.off / np.sqrt(sum(part.weight**2 * part.variance for part in self.parts))
        self.p = 2 * special.ndtr(-abs(z))
        tied = sum(part.sizes.max() for part in self.parts)
        if min(self.n1, self.n - self.n1) >= SMALL and 2 * tied <= self.n:
            return
        if len(self.parts) == 1 and min(self.n1, self.n - self.n1) < SMALL and self.parts[0].exact():
            self.p = self.drawn()
        elif abs(z) >= TAIL and self.few():
            self.p = self.counted()
        elif abs(z) >= TAIL:
            self.p, self.enough = self.drawn(), APPROXIMATE

    def few(self):
        """Whether sums are few, by a bound of the additions that all draws take, value by value but for the commonest."""
        additions, sums = 0, 1
        for part in self.parts:
            drawn = 1
            for size in np.delete(part.sizes, part.sizes.argmax()):
                drawn *= min(int(size), part.k) + 1
                additions += drawn
            sums *= drawn
            additions += sums
        return additions <= COUNTED

    def counted(self):
        """As drawn, each sum over strata by itself."""
        sums = {0: 1.0}
        for part in self.parts:
            off, share = part.distribution()
            steps = list(zip(np.round(part.weight * off / 2 / GRAIN).astype(int).tolist(), share))
            then = defaultdict(float)
            for sum_, p in sums.items():
                for step, q in steps:
                    then[sum_ + step] += p * q
            sums = then
        least = abs(self.off) / GRAIN - len(self.parts)
        return min(1.0, sum(p for sum_, p in sums.items() if abs(sum_) >= least))

    def drawn(self):
        """Share of all draws of arms that are at least as far off, in either direction."""
        if len(self.parts) == 1:
            sums, share = self.parts[0].distribution()
            return min(1.0, share[abs(sums) >= 2 * abs(self.off / self.parts[0].weight) - 1e-6].sum())
        density, at = self.density()
        least = abs(self.off) - len(self.parts) * GRID
        arms = prod(comb(part.n, part.k) for part in self.parts)
        tails = [density[direction * at >= least].sum() for direction in (1, -1)]
        few = [tail * arms <= FEW_ARMS for tail in tails]
        return min(1.0, sum(self.counted_tail(d) if f else t for d, f, t in zip((1, -1), few, tails)))

    def counted_tail(self, direction):
        """Share of draws as far off in one direction, counted from the end on: where few are, the grid is too coarse."""
        steps = []
        for part in self.parts:
            off, share = part.distribution()
            sums = direction * part.weight * off / 2
            steps.append((sums.max(), sums.max() - sums, share))
        room = sum(most for most, _, _ in steps) - abs(self.off) + 1e-9
        short = {0.0: 1.0}
        for _, by, share in steps:
            then = defaultdict(float)
            near = by <= room
            for some, p in short.items():
                for more, q in zip(by[near], share[near]):
                    if some + more <= room:
                        then[round(some + more, 10)] += p * q
            short = then
        return sum(short.values())

    def density(self):
        """Of the sum over strata, on a grid, and the places of it."""
        reach = sum(part.weight * abs(part.distribution()[0]).max() / 2 for part in self.parts)
        middle = int(reach / GRID) + len(self.parts) + 1
        density = np.zeros(2 * middle + 1)
        density[middle] = 1
        for part in self.parts:
            sums, share = part.distribution()
            then = np.zeros_like(density)
            for by, p in zip(np.round(part.weight * sums / 2 / GRID).astype(int), share):
                then += p * np.roll(density, by)
            density = then
        return density, np.arange(-middle, middle + 1) * GRID

    def error(self):
        """Of delta: DeLong's, and at least what a random arm would give."""
        placed = drawn = 0.0
        for part in self.parts:
            random = part.weight**2 * part.variance
            many = part.k > 1 and part.n - part.k > 1
            drawn += random
            placed += (part.weight * part.k * (part.n - part.k)) ** 2 * part.placements() if many else random
        return 2 * np.sqrt(max(placed, drawn)) / self.pairs


def categories(values, group, parts):
    """n, epsilon squared and p of van Elteren's test of several groups; Kruskal and Wallis's of one stratum."""
    names = np.unique(np.concatenate([group[rows] for rows in parts]))
    off, covariance, used, strata = np.zeros(len(names)), np.zeros((len(names),) * 2), 0, 0
    for rows in parts:
        ranks, n = rankdata(values[rows]), len(rows)
        member = (group[rows] == names[:, None]).astype(float)
        sizes = member.sum(axis=1)
        if n < 2 or np.ptp(ranks) == 0 or (sizes > 0).sum() < 2:
            continue
        weight = 1 / (n + 1)
        off += weight * (member @ (ranks - (n + 1) / 2))
        covariance += weight**2 * ranks.var() / (n - 1) * (n * np.diag(sizes) - np.outer(sizes, sizes))
        used, strata = used + n, strata + 1
    if strata == 0:
        return 0, np.nan, np.nan
    chi = off @ np.linalg.pinv(covariance, hermitian=True) @ off
    df = np.linalg.matrix_rank(covariance, hermitian=True)
    return used, chi / (used - strata), stats.chi2.sf(chi, df)


def irrelevant(estimate, margin, error):
    """p of an effect within the margin, at the nearer bound."""
    far = abs(estimate)
    return min(1.0, special.ndtr((margin - far) / error) + special.ndtr(-(far + margin) / error))


def delong(first, second, arm):
    """Difference of two areas on the same subjects, and its error."""
    one, other = (((s[arm][:, None] > s[~arm]) + 0.5 * (s[arm][:, None] == s[~arm])) for s in (first, second))
    off = one - other
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = off.mean(axis=1).var(ddof=1) / arm.sum() + off.mean(axis=0).var(ddof=1) / (~arm).sum()
    return off.mean(), np.sqrt(variance)

"""Tables of a run, and whether numbers computed again are those that it tells. Shares no code with the program."""

import csv
from collections import defaultdict

import numpy as np

ENOUGH = 1e-6


def rows(file):
    with open(file, newline="", encoding="utf-8") as text:
        return list(csv.DictReader(text))


def number(cell):
    """NaN where a table has nothing."""
    try:
        return float("nan" if cell is None else cell)
    except ValueError:
        return np.nan


class Compared:
    """Counts numbers by quantity and keeps the largest relative difference, and where it is."""

    def __init__(self):
        self.count, self.worst, self.enough = defaultdict(int), defaultdict(lambda: (0.0, "")), {}

    def __call__(self, quantity, theirs, ours, where, scale=None, enough=ENOUGH):
        """scale: what a difference is relative to, if not the number itself."""
        theirs, ours = number(theirs), number(ours)
        same = theirs == ours or (np.isnan(theirs) and np.isnan(ours))
        off = 0.0 if same else abs(theirs - ours) / max(scale or abs(ours), 1e-300)
        off = np.inf if np.isnan(off) else off  # one of them is no number: as far off as can be
        self.count[quantity] += 1
        self.enough[quantity] = enough
        if not off <= self.worst[quantity][0]:
            self.worst[quantity] = (off, f"{where}: {theirs!r}, here {ours!r}")

    def words(self, quantity, theirs, ours, where):
        """Texts, flags and whole lists: the same or not."""
        self(quantity, 0.0, 0.0 if theirs == ours else 1.0, f"{where}: {theirs!r}, here {ours!r}")

    def told(self):
        """Prints quantity, how many numbers, the largest difference; whether all are near enough."""
        fine = {q: off <= self.enough[q] for q, (off, _) in self.worst.items()}
        for quantity in sorted(self.count):
            off, where = self.worst[quantity]
            print(f"{quantity}\t{self.count[quantity]}\t{off:.3g}" + ("" if fine.get(quantity, True) else f"\t{where}"))
        return all(fine.values())


class Draws:
    """Numbers of java.util.Random, whose algorithm its documentation fixes."""

    MASK = (1 << 48) - 1

    def __init__(self, seed):
        self.state = (seed ^ 0x5DEECE66D) & self.MASK

    def bits(self, count):
        self.state = (self.state * 0x5DEECE66D + 0xB) & self.MASK
        return self.state >> (48 - count)

    def below(self, bound):
        """nextInt(bound)."""
        if bound & -bound == bound:
            return bound * self.bits(31) >> 31
        while True:
            drawn = self.bits(31)
            value = drawn % bound
            if drawn - value + bound - 1 < 1 << 31:
                return value

    @staticmethod
    def halves(n, seed=1):
        """nextBoolean() of each."""
        random = Draws(seed)
        return [random.bits(1) == 1 for _ in range(n)]

    def shuffled(self, items):
        """In place, from the last to the second."""
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]
        return items


def resamples(n, draws, seed):
    """[draws][n] how often each subject is in each draw of a bootstrap."""
    random = Draws(seed)
    drawn = np.array([random.below(n) for _ in range(draws * n)]).reshape(draws, n)
    return np.stack([np.bincount(one, minlength=n) for one in drawn])


def benjamini_hochberg(p):
    """NaN is no test."""
    p = np.asarray(p, dtype=float)
    q = np.full(len(p), np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(-p[known])]
    m = len(order)
    q[order] = np.minimum.accumulate(np.minimum(1, p[order] * m / np.arange(m, 0, -1))) if m else []
    return q

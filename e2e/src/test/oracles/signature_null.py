"""The null of a run's signature, made again with the same draws, by NumPy and SciPy alone.

python signature_null.py ANALYSIS [HOW_MANY]    # the folder analysis/ of a run; permutations to make again, 8 if not said

Counts the permutations in signature_null.csv that reach the signature's concordance, and asks whether as many were made as it
takes. Makes the first HOW_MANY of them again: follow-up exchanged within type and site, folds drawn, every penalty chosen and
every model fitted anew. Of two penalties that are nearly as good either may have been chosen, so that a permutation's
concordance may be off by NEAR; most are the same. Prints per quantity how many numbers there are and the largest difference;
ends with 1 if one is too large.
"""

import json
import sys

import numpy as np
from scipy import stats

from compared import Compared, Draws, number, rows
from cox import concordance
from survival import CrossFit, Run

SEED, BLOCK, DECIDED = 1, 8, 0.05
NEAR, SAME = 0.03, 0.5


def exchanged(random, groups):
    """Position of the patient whose follow-up each one gets; a group is shuffled as it fills."""
    order, members = np.arange(len(groups)), {g: [] for g in sorted(set(groups))}
    for i, group in enumerate(groups):
        j = random.below(len(members[group]) + 1)
        members[group].append(i)
        members[group][-1], members[group][j] = members[group][j], i
    for group, of in members.items():
        order[[i for i, g in enumerate(groups) if g == group]] = of
    return order


def folds(random, site, count, repeats):
    """Whole sites, in an order that is drawn, each into the fold that has the fewest patients by then."""
    for _ in range(repeats):
        order, of, filled = list(range(max(site) + 1)), {}, [0] * count
        for u in range(len(order)):
            j = random.below(u + 1)
            order[u], order[j] = order[j], u
        for u in order:
            of[u] = int(np.argmin(filled))
            filled[of[u]] += int((site == u).sum())
        yield np.array([of[u] for u in site])


class Null:
    def __init__(self, folder):
        self.run = Run(folder, [])
        self.told = json.loads((self.run.folder / "signature.json").read_text())
        self.of = np.array([p in self.run.risk for p in self.run.patient])
        self.types = self.run.type[self.of]
        sites = self.run.column("site")
        self.site = np.unique(sites, return_inverse=True)[1][self.of]
        self.time, self.event = (self.run.numbers(f"{self.told['endpoint']}_{c}")[self.of] for c in ("time", "event"))
        self.x = self.run.log_odds(self.told["model"]["channels"])[self.of]

    def concordance(self, seed):
        """Of a permutation; and whether every penalty was clearly the best."""
        order = exchanged(Draws(seed), list(zip(self.types, self.site)))
        time, event = self.time[order], self.event[order]
        unit = self.site if self.told["sitesWhole"] else np.arange(len(order))
        split = list(folds(Draws(seed), unit, self.told["folds"], self.told["repeats"]))
        cross, chosen = CrossFit(time, event, self.x, self.types), []
        for fold in split:
            trained = [(f, np.flatnonzero(fold != f)) for f in range(self.told["folds"])]
            chosen.append([cross.best(of, fold) if (fold == f).any() and event[of].any() else None for f, of in trained])
        return concordance(time, event, cross.risk(split, chosen), self.types)[0]


def decided(made, high):
    """Whether Clopper and Pearson's 99 % interval of the share is on one side."""
    lower = stats.beta.isf(0.995, high, made - high + 1) if high > 0 else 0
    upper = stats.beta.isf(0.005, high + 1, made - high) if high < made else 1
    return lower > DECIDED or upper < DECIDED


def enough(high, most):
    """After how many permutations to stop; high: [made] how many of those so far are as high."""
    return next((n for n in range(BLOCK, most, BLOCK) if n <= len(high) and decided(n, high[n - 1])), most)


def main(folder, how_many=8):
    compared, null = Compared(), Null(folder)
    told = null.told["null"]
    made = [number(r["concordance"]) for r in rows(null.run.folder / "signature_null.csv")]
    high = np.cumsum([c >= told["observed"] for c in made])
    compared("null permutations", told["permutations"], len(made), "made")
    compared("null exceeding", told["exceeding"], high[-1], "exceeding")
    asked = json.loads((null.run.folder.parent / "run.json").read_text())["analyses"]["settings"]["signature"]
    compared("null permutations", len(made), enough(high, asked["permutations"]), "enough")
    off = []
    for draw in range(min(int(how_many), len(made))):
        ours = null.concordance(SEED + draw)
        off.append(abs(made[draw] - ours))
        compared("null concordance", made[draw], ours, f"permutation {draw}", 1, NEAR)
    compared("null concordance the same", np.mean(np.array(off) < 1e-6), 1.0, "share", 1, SAME)
    sys.exit(0 if compared.told() else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])

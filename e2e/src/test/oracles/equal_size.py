"""How many more associations a run has than another at equal numbers of patients, with the same draws, by NumPy and SciPy alone.

python equal_size.py RUN OTHER [PRINTED]    # the folders of both runs; needs duckdb

Each draw keeps of RUN as many patients of each subtype as OTHER has, tests their densities and corrects anew: countRatio of
RUN's concordance.json, or what `cohort analyse compare RUN OTHER` printed. p of a small arm that the run approximates may fall
on the other side of the correction: such draws may differ by an association. Prints per quantity how many numbers there are
and the largest relative difference; ends with 1 if one is too large.
"""

import csv
import json
import sys
from collections import Counter, defaultdict

import numpy as np

from compared import Compared, Draws, benjamini_hochberg, number
from concordance import calls, named
from patients import Patients
from screen import Screen
from stratum import SUBJECTS, Stratum

DRAWS, SEED = 100, 1


def groups(patients):
    """Subtype, or type where no subtype is known, of those who were analysed."""
    of = np.where(patients.subtype == "", patients.type, patients.subtype)
    return of[patients.recorded & patients.measured]


class EqualSize:
    def __init__(self, run, other):
        self.screen = Screen(run)
        self.patients = self.screen.patients
        self.rows, self.group = np.flatnonzero(self.screen.joined), groups(self.patients)
        self.there = Counter(groups(Patients(other)))
        self.densities = {(c, "density"): values for c, values in self.screen.densities.items()}
        here, there, self.named = calls(run), calls(other), named(run)
        both = {t: set(here[t]) & set(there[t]) for t in set(here) & set(there) if t[2] == "density"}
        self.both = {(*t, c) for t, channels in both.items() for c in channels}
        self.of_other = sum(there[t][c] != 0 for t, channels in both.items() for c in channels)

    def drawn(self, random):
        """Positions of the patients of a draw: all orders are as likely, and the first of each group stay."""
        order = list(range(len(self.rows)))
        for i in range(len(order)):
            j = random.below(i + 1)
            order[i], order[j] = order[j], i
        left, kept = Counter(self.there), []
        for i in order:
            left[self.group[i]] -= 1
            if left[self.group[i]] >= 0:
                kept.append(i)
        return tuple(sorted(kept))

    def strata(self, of):
        """Level, name and patients of each stratum of a draw; small subtypes in wider ones, as they are there."""
        yield "pan-cancer", "all", of
        tested = self.screen.pooled(Counter(self.patients.subtype[of]))
        subtype = np.array([tested.get(s, s) for s in self.patients.subtype])
        for level, names in (("type", self.patients.type), ("subtype", subtype)):
            for name in sorted(set(names[of]) - {""}):
                yield level, name, of & (names == name)

    def significant(self, kept):
        """Of the tests that both runs made."""
        of = np.zeros(len(self.patients.id), dtype=bool)
        of[self.rows[list(kept)]] = True
        families = defaultdict(list)
        for level, name, members in self.strata(of):
            if members.sum() < SUBJECTS:
                continue
            here = Stratum(self.patients, self.densities, members)
            for attribute in (*here.attributes, *here.outcomes):
                for feature in self.densities:
                    if here.hindered(feature, attribute) is None:
                        p = here.test(feature, attribute, here.within())[3]
                        key = level, self.named(level, name), "density", attribute, feature[0]
                        families[level, self.patients.kind.get(attribute, "survival")].append((p, key in self.both))
        found = 0
        for family in families.values():
            q = benjamini_hochberg([p for p, _ in family])
            found += sum(both and one < self.screen.rate for one, (_, both) in zip(q, family))
        return found

    def ratios(self):
        random, known = Draws(SEED), {}
        for _ in range(DRAWS):
            kept = self.drawn(random)
            if kept not in known:
                known[kept] = self.significant(kept)
            with np.errstate(invalid="ignore", divide="ignore"):
                yield np.float64(known[kept]) / self.of_other


def printed(file):
    with open(file, newline="", encoding="utf-8") as text:
        told = {r["quantity"]: number(r["value"]) for r in csv.DictReader(text, delimiter="\t") if not r["term"]}
    names = ("count_ratio_equal_n", "count_ratio_equal_n_lower", "count_ratio_equal_n_upper")
    return dict(zip(("median", "lower", "upper"), (told[name] for name in names)))


def main(run, other, table=None):
    compared, again = Compared(), EqualSize(run, other)
    told = printed(table) if table else None
    if told is None:
        told = json.loads((again.patients.analysis / "concordance.json").read_text())["countRatio"]["equalN"]
        compared("equal size draws", told["draws"], DRAWS, "draws")
    ratios = np.sort(list(again.ratios()))
    for name, at in (("lower", 0.025), ("median", 0.5), ("upper", 0.975)):
        one = 1 / max(1, again.of_other)
        ours = np.quantile(ratios, at) if np.isfinite(ratios).all() else np.nan
        compared(f"equal size {name}", told[name], ours, name, one, 1 + 1e-9)
    compared("equal size patients", len(again.drawn(Draws(SEED))), sum((Counter(again.group) & again.there).values()), "kept")
    sys.exit(0 if compared.told() else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])

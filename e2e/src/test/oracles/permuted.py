"""Tests of permuted outcomes, made again with the same draws, by NumPy and SciPy alone.

python permuted.py RUN    # the folder of a run; needs duckdb

Each of the blocks in validation/ draws its tests by SplittableRandom (Steele, Lea and Flood, 2014), whose seed follows from
the digests in run.json: a level, a stratum, a feature, an attribute, and a permutation of the patients within type and site.
Compares each p within strata, and each crude one. Prints per quantity how many numbers there are and the largest relative
difference; ends with 1 if one is too large. p of small arms are compared as ranks.py says, but to APPROXIMATE.
"""

import copy
import hashlib
import json
import sys
from pathlib import Path

import numpy as np

from compared import Compared
from screen import Screen
from stratum import Stratum

TESTS, TRIES = 100, 20
APPROXIMATE = 0.5  # thousands of tests meet rarer arms than a screen's, where a saddlepoint is further off


class Splittable:
    """Whole numbers of java.util.SplittableRandom."""

    MASK, GAMMA = (1 << 64) - 1, 0x9E3779B97F4A7C15

    def __init__(self, seed):
        self.seed = seed & self.MASK

    def bits(self):
        self.seed = (self.seed + self.GAMMA) & self.MASK
        z = (self.seed ^ (self.seed >> 33)) * 0x62A9D9ED799705F5 & self.MASK
        return ((z ^ (z >> 28)) * 0xCB24D0A5C88C35B3 & self.MASK) >> 32

    def below(self, bound):
        drawn = self.bits()
        if bound & (bound - 1) == 0:
            return drawn & (bound - 1)
        drawn >>= 1
        while drawn - drawn % bound + bound - 1 >= 1 << 31:
            drawn = self.bits() >> 1
        return drawn % bound


class Permuted:
    def __init__(self, run):
        self.screen = Screen(run)
        patients = self.screen.patients
        joined = np.flatnonzero(self.screen.joined)
        self.rows, self.type, self.site = joined, patients.type[joined], patients.site[joined]
        self.features = list(self.screen.singles())
        self.attributes = [*patients.attributes, *patients.endpoints]
        levels = self.screen.patients.asked()["associations"]["levels"]
        of = {"pan-cancer": np.full(len(joined), "all"), "type": self.type, "subtype": self.screen.tested_in[joined]}
        asked = [level for level in of if level.replace("-", "") in (one.lower() for one in levels)]
        named = {level: [s for s in sorted(set(of[level])) if s] for level in asked}
        self.strata = {level: names for level, names in named.items() if names}  # one without is never drawn
        self.sizes = {level: [(of[level] == s).sum() for s in names] for level, names in self.strata.items()}
        self.made = {}
        groups = sorted(set(zip(self.type, self.site)))
        self.exchangeable = [np.flatnonzero((self.type == t) & (self.site == s)) for t, s in groups]

    def stratum(self, random):
        """A level, then a stratum of it as a random patient would be in."""
        level = list(self.strata)[random.below(len(self.strata))]
        patient, i = random.below(int(sum(self.sizes[level]))), 0
        while patient >= self.sizes[level][i]:
            patient -= self.sizes[level][i]
            i += 1
        key = level, self.strata[level][i]
        if key not in self.made:
            of = self.screen.rows(*key)
            self.made[key] = Stratum(self.screen.patients, self.screen.singles(), of), of
        return self.made[key]

    def exchanged(self, random):
        """For each patient of the manifest the one whose attributes it gets."""
        source = np.arange(len(self.screen.joined))
        for group in self.exchangeable:
            mixed = list(group)
            for i in range(len(mixed) - 1, 0, -1):
                j = random.below(i + 1)
                mixed[i], mixed[j] = mixed[j], mixed[i]
            source[self.rows[group]] = self.rows[mixed]
        return source

    def test(self, random):
        """p within type and site, crude p, and how near each can be told; None where too few have what it takes."""
        of_stratum, of = self.stratum(random)
        feature = self.features[random.below(len(self.features))]
        attribute = self.attributes[random.below(len(self.attributes))]
        source, patients = self.exchanged(random), self.screen.patients
        here = copy.copy(of_stratum)
        here.made = {}
        if attribute in here.outcomes:
            both = (patients.numbers(f"{attribute}_{column}") for column in ("time", "event"))
            here.outcomes = {attribute: tuple(values[source][of] for values in both)}
        else:
            here.attributes = {attribute: here.common(patients.attributes[attribute][source][of], attribute)}
        if here.hindered(feature, attribute):
            return None
        within, crude = here.test(feature, attribute, here.within()), here.test(feature, attribute, here.one)
        return None if np.isnan(within[3]) else (within[3], within[4], crude[3], crude[4])

    def block(self, seed):
        random, made = Splittable(seed), []
        for _ in range(TRIES * TESTS):
            if len(made) < TESTS:
                made += filter(None, [self.test(random)])
        return made


def seed(run):
    about = json.loads((run / "run.json").read_text())
    digests = about["specDigest"], about["manifest"]["digest"], about["bundle"]["digest"]
    clinical = about["analyses"]["settings"]["clinical"]["digest"]
    return int(hashlib.sha256("\n".join([*digests, clinical]).encode()).hexdigest()[:16], 16)


def main(run):
    compared, permuted, first = Compared(), Permuted(run), seed(Path(run))
    for i, file in enumerate(sorted((Path(run) / "validation").glob("*.json"))):
        told, made = json.loads(file.read_text()), permuted.block(first + i)
        compared("permuted tests", len(told), len(made), file.name)
        for j, (one, (p, enough, crude, crude_enough)) in enumerate(zip(told, made)):
            for name, theirs, ours, near in (("p", one["p"], p, enough), ("crude p", one["crude"], crude, crude_enough)):
                small, near = ("", near) if near < 1e-3 else (" of small arms", APPROXIMATE)
                compared(f"permuted {name}{small}", theirs, ours, f"{file.name}, test {j}", enough=near)
    sys.exit(0 if compared.told() else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])

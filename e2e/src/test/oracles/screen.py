"""Every association of a run, computed again from its exported tables by NumPy and SciPy alone.

python screen.py RUN    # the folder of a run; needs duckdb, which reads Parquet

Reads patients.csv and features_pairs.parquet, and compares with associations.parquet, associations_pairs.parquet,
associations_given_density.csv, combinations.csv and not_tested.csv: which tests there are, and each number of each.
Prints per quantity how many numbers there are and the largest relative difference; ends with 1 if one is too large. Where
the run's p of a small arm is a saddlepoint approximation it is compared with the exact one as ranks.py says.
"""

import sys
from collections import Counter, defaultdict

import numpy as np

from combinations import Combinations
from compared import Compared, benjamini_hochberg, rows
from patients import Patients, parquet
from stratum import SUBJECTS, Stratum

HELD = ("TRITC", "Cy5", "DAPI", "CK")
LEVEL = 0.05


def same(kind, one, other):
    none = 1 if kind == "hr" else 0
    return np.sign(one - none) == np.sign(other - none)


class Screen:
    def __init__(self, run):
        self.patients = Patients(run)
        if self.patients.adjusting("genes"):
            sys.exit("genes are adjusted for more than others, and no table says which columns are genes: adjust all alike")
        joined = self.patients.recorded & self.patients.measured
        self.joined, self.reasons = joined, Counter()
        self.rate = self.patients.asked()["associations"]["falseDiscoveryRate"]
        strata = self.patients.strata()
        self.tested_in = np.array([strata.get(s, s) for s in self.patients.subtype])
        self.densities = {
            c[: -len("_density")]: self.patients.numbers(c) for c in self.patients.features if c.endswith("_density")
        }

    def rows(self, level, stratum):
        of = {"type": self.patients.type, "subtype": self.tested_in}.get(level)
        return self.joined & (of == stratum if of is not None else True)

    def singles(self):
        kinds = ("density", "entropy", "snr", "sharpness", "morans_i")  # the others are told, not tested
        split = {c: (c[: -len(k) - 1], k) for c in self.patients.features for k in kinds if c.endswith("_" + k)}
        return {of: self.patients.numbers(c) for c, of in split.items()}

    def pairs(self):
        """Densities of pairs: sums over the slides that stand for their patients."""
        place = {p: i for i, p in enumerate(self.patients.id)}
        kept, sums = self.patients.kept(), defaultdict(lambda: np.zeros((2, len(place))))
        for row in parquet(f"{self.patients.run}/features_pairs.parquet"):
            if row["slide_id"] in kept:
                both = sums[f"{row['channel_a']}|{row['channel_b']}", "or_density"]
                both[:, place[row["patient_id"]]] += row["either_pixels"], row["valid_pixels"]
        with np.errstate(invalid="ignore"):
            return {name: either / valid for name, (either, valid) in sums.items()}

    def tests(self, compared, table, features, what):
        """Compares a table of tests; returns its rows with what was found."""
        told = parquet(f"{self.patients.analysis}/{table}.parquet/*/*.parquet")
        families, strata = defaultdict(list), {}
        for row in told:
            level, stratum, attribute = row["level"], row["stratum"], row["attribute"]
            if (level, stratum) not in strata:
                strata[level, stratum] = Stratum(self.patients, features, self.rows(level, stratum))
            here = strata[level, stratum]
            feature = row["channel"], row["feature"]
            where = f"{level} {stratum} {' '.join(feature)} ~ {attribute}"
            n, n1, effect, p, enough, relevant = here.test(feature, attribute, here.within())
            near = f"{what} p" if enough < 1e-3 else f"{what} p of small arms"
            compared.words(f"{what} eligible", None, here.hindered(feature, attribute), where)
            compared(f"{what} n", row["n"], n, where)
            compared(f"{what} n1", row["n1"], n1, where)
            compared(f"{what} effect", row["effect"], effect, where, scale=max(abs(effect), 1e-3))
            compared(near, row["p"], p, where, enough=enough)
            crude = here.test(feature, attribute, here.one)
            near = f"{what} p_crude" if crude[4] < 1e-3 else f"{what} p_crude of small arms"
            compared(near, row["p_crude"], crude[3], where, enough=crude[4])
            n, _, p = here.given(feature, attribute, here.covariates(attribute))
            compared(f"{what} p_adjusted", row["p_adjusted"], p, where)
            compared(f"{what} n_adjusted", row["n_adjusted"], np.nan if np.isnan(p) else n, where)
            held = [(c, feature[1]) for c in HELD if c != feature[0] and (c, feature[1]) in features]
            _, given, p = here.given(feature, attribute, held)
            specific = None if np.isnan(p) else bool(p < LEVEL and same(row["effect_kind"], given, effect))
            compared.words(f"{what} specific", row["specific"], specific, where)
            kind = self.patients.kind.get(attribute, "survival")
            families[level, kind, feature[1]].append((row, relevant, where))
            if row["significant"]:
                compared.words(f"{what} stable", row["stable"], self.stable(here, row, effect), where)
        for family in families.values():
            q = benjamini_hochberg([row["p"] for row, _, _ in family])
            relevant = benjamini_hochberg([r for _, r, _ in family])
            for (row, _, where), a, b in zip(family, q, relevant):
                compared(f"{what} q", row["q"], a, where)
                compared(f"{what} bonferroni", row["bonferroni"], min(1, row["p"] * len(family)), where)
                compared(f"{what} q_relevant", row["q_relevant"], b, where)
                compared.words(f"{what} significant", row["significant"], bool(a < self.rate), where)
        self.whole(compared, told, strata, features, what)
        return told, strata

    def stable(self, here, row, effect):
        sites = sorted(set(here.site) - {""})
        if len(sites) < 2 or not row["p"] < LEVEL:
            return None
        for site in sites:
            feature = row["channel"], row["feature"]
            rest = here.test(feature, row["attribute"], here.strata, here.site == site)
            if not (rest[3] < LEVEL and same(row["effect_kind"], rest[2], effect)):
                return False
        return True

    def whole(self, compared, told, strata, features, what):
        """Tests that are not in the table could not be made."""
        made = {(r["level"], r["stratum"], r["channel"], r["feature"], r["attribute"]) for r in told}
        for (level, stratum), here in strata.items():
            for feature in features:
                for attribute in (*here.attributes, *here.outcomes):
                    if (level, stratum, *feature, attribute) not in made:
                        where = f"{level} {stratum} {' '.join(feature)} ~ {attribute}"
                        why = here.hindered(feature, attribute)
                        if why is None and np.isnan(here.test(feature, attribute, here.within())[3]):
                            separated = attribute in here.outcomes and here.varies(
                                here.features[feature], here.known(feature, attribute)
                            )
                            why = "SEPARATED" if separated else "FEATURE_CONSTANT"
                        compared.words(f"{what} not made", True, why is not None, where)
                        self.reasons[level, stratum, attribute, why] += what == "channels"

    def wider(self):
        """Of a subtype the one that it is a kind of."""
        return {r["subtype"]: r["wider"] for r in rows(self.patients.analysis / "subtypes.csv") if r["wider"]}

    def pooled(self, own):
        """Subtype to stratum, of how many patients have each: what is too small is tested with the others that are, in the
        nearest wider subtype that is large enough."""
        wider = self.wider()
        above = lambda s: 1 + above(wider[s]) if s in wider else 0
        there, moved = Counter(own), {}
        for one in sorted({*own, *wider, *wider.values()}, key=above, reverse=True):
            if 0 < there[one] < SUBJECTS and one in wider:
                moved[one] = wider[one]
                there[wider[one]] += there[one]
        found = {}
        for one in own:
            last = one
            while last in moved:
                last = moved[last]
            found[one] = last if there[last] >= SUBJECTS else one
        return found

    def subtypes(self, compared):
        own = Counter(self.patients.subtype[self.joined])
        pooled = self.pooled(own)
        for row in rows(self.patients.analysis / "subtypes.csv"):
            one = row["subtype"]
            compared("subtype patients", row["patients"], own[one], one)
            compared.words("subtype stratum", row["stratum"], pooled.get(one, ""), one)

    def not_tested(self, compared, strata):
        for row in rows(self.patients.analysis / "not_tested.csv"):
            key = tuple(row[c] for c in ("level", "stratum", "attribute", "reason"))
            if key[:2] in strata:
                compared("not_tested tests", row["tests"], self.reasons[key], " ".join(key))

    def given_density(self, compared, strata):
        for row in rows(self.patients.analysis / "associations_given_density.csv"):
            here = strata[row["level"], row["stratum"]]
            where = " ".join(list(row.values())[:5])
            held = [(row["channel"], "density")]
            _, effect, p = here.given((row["channel"], row["feature"]), row["attribute"], held)
            compared("given density effect", row["effect_given_density"], effect, where, max(abs(effect), 1e-3))
            compared("given density p", row["p_given_density"], p, where)
            beyond = "" if np.isnan(p) else str(bool(p < LEVEL and same(row["effect_kind"], effect, float(row["effect"])))).lower()
            compared.words("given density beyond", row["beyond_density"], beyond, where)


def main(run):
    compared = Compared()
    screen = Screen(run)
    _, strata = screen.tests(compared, "associations", screen.singles(), "channels")
    screen.subtypes(compared)
    screen.not_tested(compared, strata)
    screen.given_density(compared, strata)
    pairs = screen.pairs()
    screen.tests(compared, "associations_pairs", pairs, "pairs")
    Combinations(screen, pairs).compare(compared)
    sys.exit(0 if compared.told() else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])

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

import ranks
from combinations import Combinations
from compared import Compared, benjamini_hochberg, rows
from cox import Cox
from patients import Patients, parquet

HELD = ("TRITC", "Cy5", "DAPI", "CK")
SUBJECTS, ARM, EVENTS = 30, 10, 20
MARGIN, LEVEL = 0.1, 0.05


class Stratum:
    """Patients of a stratum, and the tests of one feature and one attribute among them."""

    def __init__(self, patients, features, of):
        self.n = int(of.sum())
        self.features = {name: values[of] for name, values in features.items()}
        self.kind = patients.kind
        self.site = patients.site[of]
        names = np.char.add(np.char.add(patients.type[of].astype(str), "\n"), self.site.astype(str))
        self.strata = np.unique(names, return_inverse=True)[1]
        self.one = np.zeros(self.n, dtype=int)
        self.attributes = {name: self.common(values[of], name) for name, values in patients.attributes.items()}
        self.outcomes = {
            e: (patients.numbers(f"{e}_time")[of], patients.numbers(f"{e}_event")[of]) for e in patients.endpoints
        }
        self.adjusting = patients.adjusting("all")
        self.made, self.held = {}, {}

    def common(self, values, name):
        """Categories of fewer patients than an arm count as unknown."""
        if self.kind[name] != "categorical":
            return values
        sizes = Counter(values[~np.isnan(values)])
        return np.array([v if not np.isnan(v) and sizes[v] >= ARM else np.nan for v in values])

    def known(self, feature, attribute):
        other = self.outcomes[attribute][0] if attribute in self.outcomes else self.attributes[attribute]
        return ~np.isnan(self.features[feature]) & ~np.isnan(other)

    def parts(self, present, strata):
        key = ("parts", present.tobytes(), strata is self.one)
        if key not in self.made:
            self.made[key] = ranks.groups(strata, present)
        return self.made[key]

    def scores(self, present, name, values):
        key = (present.tobytes(), name)
        if key not in self.made:
            self.made[key] = ranks.scores(values, self.parts(present, self.strata), self.n)[present]
        return self.made[key]

    def within(self):
        """Strata of the test that counts: none where there is but one."""
        return self.strata if self.strata.max(initial=0) > 0 else self.one

    def hindered(self, feature, attribute):
        """Why there is no test, or None."""
        present = self.known(feature, attribute)
        if attribute in self.outcomes:
            if present.sum() < SUBJECTS:
                return "FEW_SUBJECTS"
            return "FEW_EVENTS" if self.outcomes[attribute][1][present].sum() < EVENTS else None
        present = ranks.not_alone(present, self.strata)
        values, kind = self.attributes[attribute], self.kind[attribute]
        if kind == "binary":
            sizes = np.zeros(2)
            for part in self.parts(present, self.within()):
                arms = np.bincount(values[part].astype(int), minlength=2)
                sizes += arms if arms.min() > 0 else 0
            return "FEW_SUBJECTS" if sizes.sum() < SUBJECTS else "SMALL_ARM" if sizes.min() < ARM else None
        if kind == "categorical":
            sizes = np.array([n for n in Counter(values[present]).values() if n >= ARM])
            return "FEW_SUBJECTS" if sizes.sum() < SUBJECTS else "FEW_CATEGORIES" if len(sizes) < 2 else None
        if present.sum() < SUBJECTS:
            return "FEW_SUBJECTS"
        return "ATTRIBUTE_CONSTANT" if len(np.unique(values[present])) < 2 else None

    def test(self, feature, attribute, strata, left=None):
        """n, n1, effect, p, how near p can be told, and p of an irrelevant effect."""
        present = self.known(feature, attribute)
        y = self.features[feature]
        if attribute in self.outcomes:
            present = present if left is None else present & ~left
            fit = self.cox(y, attribute, present, [], strata)
            n1 = self.outcomes[attribute][1][present].sum()
            relevant = ranks.irrelevant(fit.b[0], np.log(1.1), fit.error(0))
            return present.sum(), n1, np.exp(fit.b[0]), fit.p(0), 1e-6, relevant
        x, kind = self.attributes[attribute], self.kind[attribute]
        if strata is not self.one:
            present = ranks.not_alone(present, self.strata)
        parts = [p for p in self.parts(present, strata) if left is None or not left[p].any()]
        if kind == "binary":
            found = ranks.RankSum.of(y, x == 1, parts)
            relevant = ranks.irrelevant(found.delta, MARGIN, found.error()) if found.parts else np.nan
            return found.n, found.n1, found.delta, found.p, found.enough, relevant
        if kind == "categorical":
            n, effect, p = ranks.categories(y, x, parts)
            return n, 0, effect, p, 1e-6, np.nan
        a, b = (ranks.scores(values, parts, self.n) for values in (y, x))
        n = sum(map(len, parts))
        df = n - len(parts) - 1
        with np.errstate(invalid="ignore", divide="ignore"):
            r = a @ b / np.sqrt(a @ a) / np.sqrt(b @ b)
            error = np.sqrt((1 + MARGIN**2 / 2) / (df - 1))
            return n, 0, r, ranks.student(r, df), 1e-6, ranks.irrelevant(np.arctanh(r), np.arctanh(MARGIN), error)

    def cox(self, y, endpoint, present, others, strata):
        time, event = self.outcomes[endpoint]
        z = (y[present] - y[present].mean()) / y[present].std()
        x = np.column_stack([z] + [c[present] - c[present].mean() for c in others])
        return Cox(time[present], event[present], x, strata[present])

    def complete(self, present, others):
        """Those of whom others are known, and the others that adjust something there."""
        some = [c for c in others if 2 * np.sum(~np.isnan(c[present])) >= present.sum()]
        some = [c for c in some if self.varies(c, present & ~np.isnan(c))]
        for c in some:
            present = present & ~np.isnan(c)
        return present, [c for c in some if self.varies(c, present)]

    def varies(self, values, present):
        return any(np.ptp(values[part]) > 0 for part in ranks.groups(self.strata, present))

    def given(self, feature, attribute, held):
        """n, effect and p with others held fixed; NaN where none of them adjusts anything."""
        present = self.known(feature, attribute)
        values = {name: self.attributes[name] if name in self.attributes else self.features[name] for name in held}
        nothing = (0, np.nan, np.nan)
        if self.kind.get(attribute) == "categorical":
            return nothing
        key = (present.tobytes(), tuple(held))
        if key not in self.held:
            complete, others = self.complete(present, list(values.values()))
            self.held[key] = complete, others, self.design(complete, others) if others else None
        complete, others, design = self.held[key]
        if not others:
            return nothing
        y = self.features[feature]
        if attribute in self.outcomes:
            kept = self.independent(complete, others)
            fit = self.cox(y, attribute, complete, kept, self.strata)
            return complete.sum(), np.exp(fit.b[0]), fit.p(0)
        compared, basis, rank = design
        left = []
        for name, column in ((feature, y), (attribute, self.attributes[attribute])):
            of = self.scores(compared, name, column)
            rest = of - basis @ (basis.T @ of)
            left.append(rest if rest @ rest > 1e-16 * (of @ of) else 0 * rest)
        with np.errstate(invalid="ignore", divide="ignore"):
            r = np.clip(left[0] @ left[1] / np.sqrt(left[0] @ left[0]) / np.sqrt(left[1] @ left[1]), -1, 1)
            p = ranks.student(r, compared.sum() - rank - 1)
        return compared.sum(), r, p

    def design(self, complete, others):
        """Of those who are not alone: an orthonormal basis of strata and rank scores of the others."""
        present = ranks.not_alone(complete, self.strata)
        parts = self.parts(present, self.strata)
        columns = [np.isin(np.flatnonzero(present), part) * 1.0 for part in parts]
        columns += [ranks.scores(c, parts, self.n)[present] for c in others]
        u, size, _ = np.linalg.svd(np.column_stack(columns), full_matrices=False)
        rank = int((size > 1e-9 * size[0]).sum())
        return present, u[:, :rank], rank

    def independent(self, present, others):
        """Those that do not follow from strata and the others before them."""
        columns = [np.isin(np.flatnonzero(present), part) * 1.0 for part in ranks.groups(self.strata, present)]
        kept = []
        for c in others:
            rank = np.linalg.matrix_rank(np.column_stack(columns + [c[present] - c[present].mean()]))
            if rank > len(columns):
                columns, kept = columns + [c[present] - c[present].mean()], kept + [c]
        return kept

    def covariates(self, attribute):
        return [c for c in self.adjusting if c != attribute]


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
        kinds = ("mean_probability", "density", "entropy", "snr", "sharpness")
        split = {c: next((c[: -len(k) - 1], k) for k in kinds if c.endswith("_" + k)) for c in self.patients.features}
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
                            why = "FEATURE_CONSTANT"
                        compared.words(f"{what} not made", True, why is not None, where)
                        self.reasons[level, stratum, attribute, why] += what == "channels"


    def subtypes(self, compared):
        """What is too small is tested with the others that are, in the nearest wider subtype that is large enough."""
        told = rows(self.patients.analysis / "subtypes.csv")
        wider = {r["subtype"]: r["wider"] for r in told if r["wider"]}
        above = lambda s: 1 + above(wider[s]) if s in wider else 0
        own = Counter(self.patients.subtype[self.joined])
        there, moved = Counter(own), {}
        for one in sorted((r["subtype"] for r in told), key=above, reverse=True):
            if 0 < there[one] < SUBJECTS and one in wider:
                moved[one] = wider[one]
                there[wider[one]] += there[one]
        for row in told:
            one = last = row["subtype"]
            while last in moved:
                last = moved[last]
            compared("subtype patients", row["patients"], own[one], one)
            stratum = "" if own[one] == 0 else last if there[last] >= SUBJECTS else one
            compared.words("subtype stratum", row["stratum"], stratum, one)

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

"""A stratum of a cohort and the tests in it, for screen.py: by their definitions, with NumPy alone."""

from collections import Counter

import numpy as np

import ranks
from cox import Cox

SUBJECTS, ARM, EVENTS = 30, 10, 20
MARGIN = 0.1


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
            low, high = np.log(0.9), np.log(1.1)
            relevant = ranks.irrelevant(fit.b[0] - (low + high) / 2, (high - low) / 2, fit.error(0))
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

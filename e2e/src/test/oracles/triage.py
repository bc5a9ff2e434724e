"""The triage of a run, computed again from its exported tables by NumPy alone.

python triage.py RUN    # the folder of a run

Reads patients.csv, and of worklist.csv the folds; compares with triage.csv and worklist.csv: each patient's score from ridge
logistic models of the other folds, whose penalties are chosen again, and what each threshold does.
Prints per quantity how many numbers there are and the largest relative difference; ends with 1 if one is too large.
"""

import sys

import numpy as np

from compared import Compared, number, rows
from cox import Z95
from patients import BACKGROUND, Patients
from ranks import delong
from survival import Standard

PENALTIES = (10, 3, 1, 0.3, 0.1, 0.03, 0.01)  # times n share (1 - share)
LEAST = 1e-6


class Ridge:
    """Logistic regression with a penalty lambda / 2 |b|^2 on all but the intercept; Newton's steps."""

    def __init__(self, x, arm, penalty):
        design = np.column_stack([np.ones(len(x)), x])
        held = penalty * np.diag([0.0] + [1.0] * x.shape[1])
        self.b = np.zeros(design.shape[1])
        for _ in range(60):
            share = 1 / (1 + np.exp(-design @ self.b))
            score = design.T @ (arm - share) - held @ self.b
            step = np.linalg.solve((design * (share * (1 - share))[:, None]).T @ design + held, score)
            now = self.penalised(x, arm, self.b, penalty)
            while self.penalised(x, arm, self.b + step, penalty) < now - 1e-12 * abs(now):
                step /= 2
            self.b = self.b + step
            if np.max(abs(step)) < 1e-12:
                break

    @staticmethod
    def likelihood(odds, arm):
        return -np.logaddexp(0, np.where(arm, -odds, odds)).sum()

    def penalised(self, x, arm, b, penalty):
        return self.likelihood(b[0] + x @ b[1:], arm) - penalty / 2 * np.sum(b[1:] ** 2)

    def odds(self, x):
        return self.b[0] + x @ self.b[1:]


class Triage:
    def __init__(self, x, value, types):
        self.x, self.value, self.types = x, value, types

    def fitted(self, rows, share):
        standard = Standard(self.x[rows], self.types[rows])
        arm = self.value[rows] == 1
        information = arm.sum() * (~arm).sum() / len(arm)
        return Ridge(standard(self.x[rows], self.types[rows]), arm, share * information), standard

    def two_sided(self, rows):
        return 0 < (self.value[rows] == 1).sum() < len(rows)

    def penalty(self, rows, fold):
        """Of the highest likelihood in the folds that are left out of the others; the strongest of equal ones."""
        inner = fold if len(np.unique(fold)) > 1 else np.arange(len(rows)) % 5
        likelihood = np.zeros(len(PENALTIES))
        for f in np.unique(inner):
            train, test = rows[inner != f], rows[inner == f]
            if self.two_sided(train):
                for k, share in enumerate(PENALTIES):
                    model, standard = self.fitted(train, share)
                    odds = model.odds(standard(self.x[test], self.types[test]))
                    likelihood[k] += Ridge.likelihood(odds, self.value[test] == 1)
        return PENALTIES[int(np.argmax(likelihood))]

    def scores(self, folds):
        """Log-odds averaged over the repeats in which somebody could be judged."""
        odds, times = np.zeros(len(self.x)), np.zeros(len(self.x))
        known = np.flatnonzero(~np.isnan(self.value))
        for fold in folds:
            for f in np.unique(fold):
                train = known[fold[known] != f]
                if self.two_sided(train):
                    model, standard = self.fitted(train, self.penalty(train, fold[train]))
                    odds[fold == f] += model.odds(standard(self.x[fold == f], self.types[fold == f]))
                    times[fold == f] += 1
        with np.errstate(invalid="ignore"):
            return 1 / (1 + np.exp(-odds / times))


def points(score, arm):
    """For each whole percent of sensitivity the highest threshold that reaches it, each once."""
    found = []
    with_it, without = score[arm], score[~arm]
    for percent in range(1, 101):
        threshold = next(t for t in sorted(with_it, reverse=True) if 100 * (with_it >= t).sum() >= percent * len(with_it))
        point = threshold, (with_it >= threshold).mean(), (without < threshold).mean()
        if not found or point[1] != found[-1][1]:
            found.append(point)
    return found


def main(run):
    compared = Compared()
    patients = Patients(run)
    place = {p: i for i, p in enumerate(patients.id)}
    joined = patients.recorded & patients.measured
    densities = {c[: -len("_density")]: patients.numbers(c) for c in patients.features if c.endswith("_density")}
    worklist, told = (rows(patients.analysis / name) for name in ("worklist.csv", "triage.csv"))
    for attribute in dict.fromkeys(row["attribute"] for row in told):
        listed = [row for row in worklist if row["attribute"] == attribute]
        compared.words("worklist ranks", [int(r["rank"]) for r in listed], list(range(1, len(listed) + 1)), attribute)
        everyone = patients.attributes[attribute][joined]
        falling = [-number(r["score"]) for r in listed if r["score"]]
        compared.words("worklist order", falling, sorted(falling), attribute)
        judged = sorted((r for r in listed if r["fold_1"]), key=lambda r: place[r["patient"]])
        if not judged:  # too few are known
            compared.words("triage too few", [r["auc"] for r in told if r["attribute"] == attribute], ["", ""], attribute)
            continue
        at = np.array([place[r["patient"]] for r in judged])
        value = patients.attributes[attribute][at]
        for row, v in zip(judged, value):
            compared("worklist value", row["value"], v, row["patient"])
        folds = [np.array([int(r[f"fold_{k}"]) for r in judged]) for k in range(1, 6)]
        for kind in ("maps", "background"):
            channels = [c for c in densities if (c in BACKGROUND) == (kind == "background")]
            d = np.column_stack([densities[c][at] for c in channels])
            triage = Triage(np.log((d + LEAST) / (1 - d + LEAST)), value, patients.type[at])
            score = triage.scores(folds)
            if kind == "maps":
                for row, ours in zip(judged, score):
                    compared("worklist score", row["score"], ours, row["patient"])
            known = ~np.isnan(value) & ~np.isnan(score)
            arm = value[known] == 1
            half, error = delong(score[known], np.zeros(known.sum()), arm)
            lines = [r for r in told if r["attribute"] == attribute and r["score"] == kind]
            ours = points(score[known], arm)
            compared("triage points", len(lines), len(ours), f"{attribute} {kind}")
            for line, (threshold, sensitivity, specificity) in zip(lines, ours):
                where = f"{attribute} {kind} {line['sensitivity']}"
                at_prevalence = number(line["prevalence"])
                sick, well = at_prevalence * sensitivity, (1 - at_prevalence) * specificity
                compared("triage n", line["n"], known.sum(), where)
                compared("triage positives", line["positives"], arm.sum(), where)
                compared("triage auc", line["auc"], 0.5 + half, where)
                compared("triage auc", line["auc_lower"], max(0, 0.5 + half - Z95 * error), where)
                compared("triage auc", line["auc_upper"], min(1, 0.5 + half + Z95 * error), where)
                compared("triage threshold", line["threshold"], threshold, where)
                compared("triage sensitivity", line["sensitivity"], sensitivity, where)
                compared("triage specificity", line["specificity"], specificity, where)
                compared("triage ppv", line["ppv"], sick / (sick + 1 - at_prevalence - well), where)
                npv = well / (well + at_prevalence - sick) if well > 0 or sensitivity < 1 else np.nan
                compared("triage npv", line["npv"], npv, where)
                compared("triage folds", line["folds"], len(np.unique(folds)), where)
    sys.exit(0 if compared.told() else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])

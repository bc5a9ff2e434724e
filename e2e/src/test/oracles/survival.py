"""Survival and signature of a run, computed again from its exported tables by NumPy and SciPy alone.

python survival.py ANALYSIS COVARIATE...    # the folder analysis/ of a run; what its models were adjusted for

Reads patients.csv, and compares with survival.csv, kaplan_meier.csv, logrank.csv, signature.json and signature_risk.csv.
Signature and what it is compared with are cross-fitted again over the exported folds, with the penalties that were
chosen, and these are chosen again; gains are drawn again. Of the permutations, p and its interval are computed from their
counts; they are not made again.
Prints per table and quantity how many numbers there are and the largest relative difference; ends with 1 if one is above 1e-6.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from scipy import stats

from compared import Compared, benjamini_hochberg, number, resamples, rows
from cox import Cox, Likelihood, Z95, concordance, curve, log_rank, orders


class Standard:
    """Means and deviations within types; those of all for a type of fewer than ten, or that was not seen."""

    def __init__(self, x, types):
        self.all, self.of = self.learnt(x), {}
        for t in np.unique(types):
            if (types == t).sum() >= 10:
                self.of[t] = self.learnt(x[types == t])

    @staticmethod
    def learnt(x):
        sd = x.std(axis=0)
        return x.mean(axis=0), np.where(sd**2 > 1e-12, sd, 1)

    def __call__(self, x, types):
        pairs = [self.of.get(t, self.all) for t in types]
        return (x - np.array([mean for mean, _ in pairs])) / np.array([sd for _, sd in pairs])


class CrossFit:
    """Risk of each patient from ridge models of the other folds, mean of the repeats."""

    PER_EVENT = (3, 1, 0.3, 0.1, 0.03, 0.01)
    AS_HIGH = 0.05  # coefficients on the way to a choice are not fitted to the end

    def __init__(self, time, event, x, types):
        self.time, self.event, self.x, self.types = time, event, x, types

    def fitted(self, rows, ridge, start=None):
        standard = Standard(self.x[rows], self.types[rows])
        z = standard(self.x[rows], self.types[rows])
        return Cox(self.time[rows], self.event[rows], z, self.types[rows], ridge, start), standard

    def risk(self, folds, ridge):
        """folds: [repeats][n]; ridge: [repeats][folds] as they were chosen, None where there was no event."""
        risk = np.zeros(len(self.time))
        for fold, chosen in zip(folds, ridge):
            for f in np.unique(fold):
                if chosen[int(f)] is not None:
                    model, standard = self.fitted(np.flatnonzero(fold != f), chosen[int(f)])
                    risk[fold == f] += standard(self.x[fold == f], self.types[fold == f]) @ model.b
        return risk / len(folds)

    def chosen(self, rows, fold, told):
        """The penalty of the highest likelihood in folds left out; the one that was told, if it is as high."""
        ridge, likelihood = self.left_out(rows, fold)
        k = np.argmin(abs(ridge - told))
        return ridge[k] if likelihood[k] > likelihood.max() - self.AS_HIGH else ridge[np.argmax(likelihood)]

    def best(self, rows, fold):
        ridge, likelihood = self.left_out(rows, fold)
        return ridge[np.argmax(likelihood)]

    def left_out(self, rows, fold):
        """Penalties, and of each the likelihood of every fold from a model of the others."""
        inner = fold[rows] if len(np.unique(fold[rows])) > 1 else np.arange(len(rows)) % 5
        likelihood = np.zeros(len(self.PER_EVENT))
        for f in np.unique(inner):
            train, test = rows[inner != f], rows[inner == f]
            if self.event[train].sum() == 0 or self.event[test].sum() == 0:
                continue
            b = None
            for k, per_event in enumerate(self.PER_EVENT):
                model, standard = self.fitted(train, per_event * self.event[train].sum(), b)
                b = model.b
                z = standard(self.x[test], self.types[test])
                likelihood[k] += Likelihood(self.time[test], self.event[test], z, self.types[test]).at(b)[0]
        return np.array(self.PER_EVENT) * self.event[rows].sum(), likelihood


def usable(covariates, rows, strata):
    """Those known of half of the patients at least, of which two values within a stratum differ."""
    return varying([c for c in covariates if 2 * np.sum(~np.isnan(c[rows])) >= np.sum(rows)], rows, strata)


def varying(covariates, rows, strata):
    """Those of which two values within a stratum differ."""
    of = [(c, rows & ~np.isnan(c)) for c in covariates]
    return [c for c, at in of if any(np.ptp(c[at & (strata == s)]) > 0 for s in np.unique(strata[at]))]


class Run:
    def __init__(self, folder, covariates):
        self.folder = Path(folder)
        table = rows(self.folder / "patients.csv")
        self.channels = [c[: -len("_density")] for c in table[0] if c.endswith("_density")]
        self.table = [r for r in table if r["type"] != "" and r[self.channels[0] + "_density"] != ""]
        self.type, self.patient = self.column("type"), self.column("patient")
        self.subtype = self.column("subtype")
        if (self.folder / "subtypes.csv").exists():
            strata = {r["subtype"]: r["stratum"] for r in rows(self.folder / "subtypes.csv")}
            self.subtype = np.array([strata.get(s) or s for s in self.subtype])
        self.risk = {}
        if (self.folder / "signature_risk.csv").exists():
            self.risk = {r["patient"]: r for r in rows(self.folder / "signature_risk.csv")}
        self.named = {name: self.coded(name) for name in covariates}
        self.covariates = list(self.named.values())
        self.stage = next((c for c in table[0] if "stage" in c.lower()), None)

    def column(self, name):
        return np.array([r[name] for r in self.table])

    def numbers(self, name):
        return np.array([number(cell) for cell in self.column(name)])

    def coded(self, name):
        cells = self.column(name)
        levels = sorted(set(cells) - {""})
        if all(not np.isnan(number(level)) for level in levels):
            return self.numbers(name)
        return np.array([levels.index(c) if c else np.nan for c in cells], dtype=float)  # I < II < III < IV

    def stratum(self, level, name):
        return {"pan-cancer": np.full(len(self.table), True), "type": self.type == name}.get(
            level, self.subtype == name
        )

    def within(self, level):
        return self.type if level == "pan-cancer" else np.zeros(len(self.table))

    def log_odds(self, channels):
        """[patients][channels] of densities, finite at both ends."""
        pixels = self.numbers("valid_pixels")
        shares = [(np.round(self.numbers(c + "_density") * pixels) + 0.5) / (pixels + 1) for c in channels]
        return np.column_stack([np.log(share / (1 - share)) for share in shares])

    def groups(self, by, of):
        if by == "stage":
            return self.column(self.stage)
        if by == "signature":
            return np.array([self.risk.get(p, {"group": ""})["group"] for p in self.patient])
        density = self.numbers(by.replace(" ", "_"))
        return np.where(density > np.nanmedian(density[of]), "high", "low")

    def hazards(self, compared):
        told = rows(self.folder / "survival.csv")
        families = defaultdict(list)
        for row in told:
            of = self.stratum(row["level"], row["stratum"])
            time, event = self.numbers(row["endpoint"] + "_time"), self.numbers(row["endpoint"] + "_event")
            density = self.numbers(f"{row['channel']}_{row['feature']}")
            measured, others = of & ~np.isnan(time) & ~np.isnan(density), []
            if row["model"] == "adjusted":
                others = usable(self.covariates, measured, self.within(row["level"]))
            known = measured & ~np.any(np.isnan(others), axis=0)
            others = varying(others, known, self.within(row["level"]))
            where = " ".join(list(row.values())[:6])
            compared("survival n", row["n"], known.sum(), where)
            compared("survival events", row["events"], event[known].sum(), where)
            if row["reason"]:
                continue
            y = density[known]
            x = np.column_stack([(y - y.mean()) / y.std()] + [c[known] for c in others])
            x[:, 1:] -= x[:, 1:].mean(axis=0)
            strata = self.within(row["level"])[known] if row["model"] == "adjusted" else np.zeros(known.sum())
            fit = Cox(time[known], event[known], x, strata)
            error = fit.error(0)
            compared("survival hr", row["hr"], np.exp(fit.b[0]), where)
            compared("survival lower", row["lower"], np.exp(fit.b[0] - Z95 * error), where)
            compared("survival upper", row["upper"], np.exp(fit.b[0] + Z95 * error), where)
            p = fit.p(0)
            compared("survival p", row["p"], p, where)
            c = concordance(time[known], event[known], x @ fit.b, strata)[0]
            compared("survival concordance", row["concordance"], c, where)
            compared("survival zph_p", row["zph_p"], fit.proportional(0), where)
            families[row["level"], row["endpoint"], row["model"]].append((row["q"], p, where))
        for family in families.values():
            for (q, _, where), ours in zip(family, benjamini_hochberg([p for _, p, _ in family])):
                compared("survival q", q, ours, where)

    def grouped(self, compared):
        for row in self.told("logrank.csv"):
            of, time, event, group, where = self.chosen(row)
            chi2, df, p = log_rank(time[of], event[of], group[of], self.within(row["level"])[of])
            compared("logrank n", row["n"], of.sum(), where)
            compared("logrank chi2", row["chi2"], chi2, where)
            compared("logrank df", row["df"], df, where)
            compared("logrank p", row["p"], p, where)
        before, told = None, 0
        for row in self.told("kaplan_meier.csv"):
            of, time, event, group, where = self.chosen(row)
            of = of & (group == row["group"])
            at = float(row["time"])
            until = ((event[of] == 1) & (time[of] <= at)).sum()
            told = told if before == (where, row["group"]) else 0
            at_risk, survival, (lower, upper) = curve(time[of], event[of], at)
            compared("kaplan_meier at_risk", row["at_risk"], at_risk, where)
            compared("kaplan_meier events", row["events"], until - told, where)
            compared("kaplan_meier survival", row["survival"], survival, where)
            compared("kaplan_meier lower", row["lower"], lower, where)
            compared("kaplan_meier upper", row["upper"], upper, where)
            before, told = (where, row["group"]), until

    def told(self, name):
        return [r for r in rows(self.folder / name) if self.risk or r["by"] != "signature"]

    def chosen(self, row):
        of = self.stratum(row["level"], row["stratum"])
        time, event = self.numbers(row["endpoint"] + "_time"), self.numbers(row["endpoint"] + "_event")
        group = self.groups(row["by"], of)
        return of & ~np.isnan(time) & (group != ""), time, event, group, " ".join(list(row.values())[:4])

    def signature(self, compared):
        told = json.loads((self.folder / "signature.json").read_text())
        if told["notFitted"]:
            return
        model = told["model"]
        of = np.array([p in self.risk for p in self.patient])
        time = self.numbers(told["endpoint"] + "_time")[of]
        event = self.numbers(told["endpoint"] + "_event")[of]
        types = self.type[of]
        risk = np.array([number(self.risk[p]["risk"]) for p in self.patient[of]])
        group = np.array([self.risk[p]["group"] for p in self.patient[of]])
        compared("signature n", told["n"], of.sum(), "n")
        compared("signature events", told["events"], event.sum(), "events")
        c, error = concordance(time, event, risk, types)
        compared("signature concordance", told["concordance"]["signature"]["value"], c, "value")
        compared("signature concordance", told["concordance"]["signature"]["lower"], max(0, c - Z95 * error), "lower")
        compared("signature concordance", told["concordance"]["signature"]["upper"], min(1, c + Z95 * error), "upper")
        for t in np.unique(types):
            high = risk[types == t] > np.median(risk[types == t])
            compared("signature groups", float(((group[types == t] == "high") == high).mean()), 1.0, t)
        for name, ours in zip(("chi2", "df", "p"), log_rank(time, event, group, types)):
            compared("signature logrank", told["logrank"][name], ours, name)
        x = self.log_odds(model["channels"])[of]
        standard = Standard(x, types)
        z = standard(x, types)
        for t in np.unique(types):
            for j, (mean, sd) in enumerate(zip(*standard.of.get(t, standard.all))):
                compared("signature mean", model["types"][t]["mean"][j], mean, f"{t} {model['channels'][j]}")
                compared("signature sd", model["types"][t]["sd"][j], sd, f"{t} {model['channels'][j]}")
        for j, (mean, sd) in enumerate(zip(*standard.all)):
            compared("signature mean", model["otherTypes"]["mean"][j], mean, model["channels"][j])
            compared("signature sd", model["otherTypes"]["sd"][j], sd, model["channels"][j])
        fit = Cox(time, event, z, types, told["lambda"])
        for j, channel in enumerate(model["channels"]):
            compared("signature coefficient", model["coefficients"][j], fit.b[j], channel)
        frozen = z @ fit.b
        compared("signature median", model["otherTypes"]["median"], np.median(frozen), "all", np.std(frozen))
        for t in np.unique(types):
            median = np.median(frozen[types == t] if t in standard.of else frozen)
            compared("signature median", model["types"][t]["median"], median, t, np.std(frozen))
        folds = np.array(
            [[int(self.risk[p][f"fold_{r + 1}"]) for p in self.patient[of]] for r in range(told["repeats"])]
        )
        compared("signature folds", told["folds"], len(np.unique(folds)), "folds")
        for fold in folds if told["sitesWhole"] else []:
            sites = self.column("site")[of]
            split = [len(np.unique(fold[sites == site])) for site in np.unique(sites)]
            compared("signature folds", float(max(split)), 1.0, "folds of a site")
        age = next((c for n, c in self.named.items() if n.lower().startswith("age")), np.full(len(of), np.nan))
        stage = next((c for n, c in self.named.items() if "stage" in n.lower()), np.full(len(of), np.nan))
        simple = np.column_stack([age, stage])[of]
        models = {"signature": x, "age+stage": simple}
        models |= {c: x[:, [model["channels"].index(c)]] for c in ("CD3", "CD8") if c in model["channels"]}
        gains = {gain["against"]: gain for gain in told["gains"]}
        for name, covariates in models.items():
            if told["concordance"][name] is None:
                continue
            known = ~np.any(np.isnan(covariates), axis=1)
            cross = CrossFit(time[known], event[known], covariates[known], types[known])
            ours = cross.risk(folds[:, known], told["lambdas"][name])
            for r, (fold, lambdas) in enumerate(zip(folds[:, known], told["lambdas"][name])):
                for f, ridge in enumerate(lambdas):
                    if ridge is not None:
                        again = cross.chosen(np.flatnonzero(fold != f), fold, ridge)
                        compared("signature lambda", ridge, again, f"{name}, repeat {r + 1}, fold {f}")
            if name == "signature":
                for patient, one, again in zip(self.patient[of], risk, ours):
                    compared("signature risk", one, again, patient, np.std(risk))
            c, error = concordance(time[known], event[known], ours, types[known])
            compared("cross-fitted concordance", told["concordance"][name]["value"], c, name)
            compared("cross-fitted concordance", told["concordance"][name]["lower"], max(0, c - Z95 * error), name)
            compared("cross-fitted concordance", told["concordance"][name]["upper"], min(1, c + Z95 * error), name)
            if name in gains:
                full = concordance(time[known], event[known], risk[known], types[known])[0]
                compared("signature gain", gains[name]["gain"], full - c, name, 1)
                self.drawn(compared, gains[name], (time[known], event[known]), (risk[known], ours), types[known])
        self.chance(compared, told)

    @staticmethod
    def drawn(compared, told, follow_up, risks, types):
        """The paired bootstrap: in a draw a pair counts as often as both of its patients are in it."""
        of = resamples(len(types), told["draws"], told["seed"])
        (first, score), (_, other) = (orders(*follow_up, risk, types) for risk in risks)
        pairs, ahead, behind = (((of @ m) * of).sum(axis=1) for m in (first * 1.0, first * score, first * other))
        gain = np.sort(ahead / pairs - behind / pairs)
        tail = int(0.025 * len(gain))
        least = min((gain <= 0).sum(), (gain >= 0).sum())
        compared("signature gain lower", told["lower"], gain[tail], told["against"], 1)
        compared("signature gain upper", told["upper"], gain[-1 - tail], told["against"], 1)
        compared("signature gain p", told["p"], min(1, 2 * (1 + least) / (1 + len(gain))), told["against"])

    @staticmethod
    def chance(compared, told):
        if told["null"] is None:
            return
        made, high = told["null"]["permutations"], told["null"]["exceeding"]
        compared("signature null", told["null"]["observed"], told["concordance"]["signature"]["value"], "observed")
        compared("signature null", told["null"]["p"], (1 + high) / (1 + made), "p")
        lower = stats.beta.isf(0.995, high, made - high + 1) if high > 0 else 0
        upper = stats.beta.isf(0.005, high + 1, made - high) if high < made else 1
        compared("signature null", told["null"]["lower"], lower, "lower")
        compared("signature null", told["null"]["upper"], upper, "upper")


def main(folder, *covariates):
    compared = Compared()
    run = Run(folder, covariates)
    run.hazards(compared)
    run.grouped(compared)
    run.signature(compared)
    sys.exit(0 if compared.told() else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])

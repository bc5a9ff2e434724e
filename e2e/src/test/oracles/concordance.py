"""How far two runs agree, computed again from their exported tables by NumPy and SciPy alone.

python concordance.py RUN OTHER    # the folders of both runs; RUN has analysis/concordance.json

Reads patients.csv, subtypes.csv and associations.parquet of both, and makes the relabellings of subtypes and channels again. Not
made again is countRatio.equalN, whose every draw is a screen of its own.
Prints per quantity how many numbers there are and the largest relative difference; ends with 1 if one is too large.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from scipy import stats
from scipy.stats.contingency import odds_ratio

from compared import Compared, Draws, rows
from patients import BACKGROUND, Patients, parquet

DRAWS, SEED = 10_000, 1


def means(patients, channels, least):
    """Mean densities by subtype, or by type where no subtype is known; NaN of too few patients."""
    of = np.where(patients.subtype == "", patients.type, patients.subtype)
    joined = patients.recorded & patients.measured
    found = {}
    for name in sorted(set(of[joined]) - {""}):
        values = np.column_stack([patients.numbers(c + "_density")[joined & (of == name)] for c in channels])
        known = (~np.isnan(values)).sum(axis=0)
        with np.errstate(invalid="ignore"):
            found[name] = np.where(known >= least, np.nansum(values, axis=0) / known, np.nan)
    return found


def spearman(a, b, centred):
    """Over cells of [subtypes][channels] that both have."""
    a, b = a.copy(), b.copy()
    a[np.isnan(b)], b[np.isnan(a)] = np.nan, np.nan
    if centred:
        a, b = a - np.nanmean(a, axis=0), b - np.nanmean(b, axis=0)
        a, b = np.round(a, 15), np.round(b, 15)
    both = ~np.isnan(a)
    return stats.spearmanr(a[both], b[both])[0] if both.sum() >= 3 else np.nan


def activations(compared, told, here, there):
    """The four correlations, and how often relabelled subtypes reach the centred one."""
    shared = [s for s in here if s in there]
    a, b = np.array([here[s] for s in shared]), np.array([there[s] for s in shared])
    some = ~(np.isnan(a) | np.isnan(b)).all(axis=1)
    a, b = a[some], b[some]
    compared("activation cells", told["cells"], (~np.isnan(a + b)).sum(), "cells")
    compared("activation pooled", told["pooled"], spearman(a, b, False), "pooled")
    for c, (channel, rho) in enumerate(told["perChannel"].items()):
        compared("activation per channel", rho, spearman(a[:, [c]], b[:, [c]], False), channel)
    centred = spearman(a, b, True)
    compared("activation centred", told["centred"], centred, "centred")
    random, order = Draws(SEED), list(range(len(b)))
    orders = [tuple(random.shuffled(order)) for _ in range(DRAWS)]
    known = {o: (spearman(a, b[list(o)], False), spearman(a, b[list(o)], True)) for o in set(orders)}
    pooled, as_high = np.mean([known[o][0] for o in orders]), sum(known[o][1] >= centred - 1e-12 for o in orders)
    compared("activation relabelled", told["shuffled"], pooled, "mean")
    compared("activation relabelled", told["nullP"], (1 + as_high) / (1 + DRAWS), "p")


def named(run):
    """How a stratum is named: at the level of subtypes one of several with them, since two runs share it only where it is of
    the same."""
    members, file = defaultdict(set), Path(run) / "analysis" / "subtypes.csv"
    for row in rows(file) if file.exists() else []:
        members[row["stratum"]].add(row["subtype"])
    several = {one: f"{one} of {', '.join(sorted(of))}" for one, of in members.items() if one and of != {one}}
    return lambda level, stratum: several.get(stratum, stratum) if level == "subtype" else stratum


def calls(run):
    """Of each test of a stratum, feature and attribute: channel to 0, not significant, or the sign of its effect."""
    found, stratum = {}, named(run)
    for row in parquet(f"{run}/analysis/associations.parquet/*/*.parquet"):
        none = 1 if row["effect_kind"] == "hr" else 0
        call = 0 if not row["significant"] else -1 if row["effect"] < none else 1
        test = row["level"], stratum(row["level"], row["stratum"]), row["feature"], row["attribute"]
        found.setdefault(test, {})[row["channel"]] = call
    return found


def overlap(compared, told, ratio, here, there):
    tests = sorted(set(here) & set(there))
    channels = sorted({c for t in tests for c in here[t]})
    a, b = (np.array([[of[t].get(c, np.nan) for c in channels] for t in tests]) for of in (here, there))
    both = ~np.isnan(a + b)
    up, over = both & (a != 0), both & (b != 0)
    shared, opposite = up & over & (a == b), up & over & (a != b)
    table = [[shared.sum(), (up & ~shared).sum()], [(over & ~up).sum(), (both & ~up & ~over).sum()]]
    compared("overlap universe", told["universe"], both.sum(), "universe")
    compared("overlap counts", told["significantHere"], up.sum(), "here")
    compared("overlap counts", told["significantThere"], over.sum(), "there")
    compared("overlap counts", told["shared"], shared.sum(), "shared")
    compared("overlap counts", told["opposite"], opposite.sum(), "opposite")
    with np.errstate(invalid="ignore", divide="ignore"):
        finite = lambda v: v if np.isfinite(v) else np.nan  # a run tells what is not finite as unknown
        compared("overlap signs", told["signAgreement"], finite(shared.sum() / (shared | opposite).sum()), "signs")
        compared("overlap fisher", told["fisherP"], stats.fisher_exact(table, "greater").pvalue, "p")
        sample = np.float64(table[0][0]) * table[1][1] / (np.float64(table[0][1]) * table[1][0])
        compared("overlap odds", told["oddsSample"], finite(sample), "sample")
        conditional = odds_ratio(np.array(table, dtype=int), kind="conditional").statistic
        compared("overlap odds", told["oddsConditional"], finite(conditional), "conditional")
        of = np.array([t[3] for t in tests])
        rows = [within(shared[of == x], up[of == x], over[of == x], both[of == x]) for x in sorted(set(of))]
        above, below, off, variance = np.sum(rows, axis=0)
        compared("overlap within attributes", told["oddsWithinAttributes"], finite(above / below), "odds")
        p = stats.norm.sf(off / np.sqrt(variance)) if variance > 0 else np.nan
        compared("overlap within attributes", told["pWithinAttributes"], p, "p")
    random, label, many = Draws(SEED), list(range(len(channels))), 0
    at = np.argwhere(np.nan_to_num(a) != 0)
    signs = a[at[:, 0], at[:, 1]]
    for _ in range(DRAWS):
        random.shuffled(label)
        many += (b[at[:, 0], np.array(label)[at[:, 1]]] == signs).sum() >= shared.sum()
    compared("overlap relabelled", told["pChannelsRelabelled"], (1 + many) / (1 + DRAWS), "p")
    if ratio is not None:
        densities = np.array([t[2] == "density" for t in tests])[:, None]
        common = finite(np.float64((up & densities).sum()) / ((over | opposite) & densities).sum())
        compared("count ratio", ratio["common"], common, "common")


def within(shared, up, over, both):
    """An attribute's part of Mantel and Haenszel's odds ratio and of Cochran's test."""
    n, k, row, column = both.sum(), shared.sum(), up.sum(), (shared | (over & ~up)).sum()
    if n < 2:
        return 0, 0, 0, 0
    variance = row * (n - row) * column * (n - column) / (n**2 * (n - 1))
    return k * (n - row - column + k) / n, (row - k) * (column - k) / n, k - row * column / n, variance


def main(run, other):
    compared = Compared()
    here, there = Patients(run), Patients(other)
    told = json.loads((here.analysis / "concordance.json").read_text())
    channels = list(told["activations"]["perChannel"])
    compared.words("activation background", [], [c for c in channels if c in BACKGROUND], "left out")
    least = told["activations"]["minPatients"]
    of_here, of_there = means(here, channels, least), means(there, channels, least)
    activations(compared, told["activations"], of_here, of_there)
    for point in told["points"]:
        c, where = channels.index(point["channel"]), f"{point['subtype']} {point['channel']}"
        compared("activation points", point["here"], of_here[point["subtype"]][c], where)
        compared("activation points", point["there"], of_there[point["subtype"]][c], where)
    overlap(compared, told["associations"], told["countRatio"], calls(run), calls(other))
    sys.exit(0 if compared.told() else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The checks of a run, computed again from its exported tables by NumPy and SciPy alone.

python checks.py RUN    # the folder of a run; needs duckdb

Compares with validation.json all that asks no permutations and no network: not PermutedOutcomes, not GoldenPairs.
Prints per check how many numbers there are and the largest relative difference; ends with 1 if one is too large.
"""

import json
import sys

import numpy as np

import ranks
from compared import Compared, rows
from cox import log_rank
from patients import BACKGROUND, Patients, parquet

GROUP, FEWEST, SUBJECTS, LEVEL = 10, 5, 30, 0.05


def holm(p):
    order, out = np.argsort(p), np.empty(len(p))
    out[order] = np.minimum(1, np.maximum.accumulate(np.array(p)[order] * np.arange(len(p), 0, -1)))
    return out


class Manifest:
    """What it says of each patient: nothing where slides differ. Clinical tables come first."""

    def __init__(self, patients):
        self.table = parquet(f"{patients.run}/manifest.parquet")
        self.patients = patients
        told = {r["slide"]: r["patient"] for r in rows(patients.analysis / "slides.csv")}
        self.of = [told[r["slide_id"]] for r in self.table]

    def words(self, column):
        found = {}
        for patient, row in zip(self.of, self.table):
            word = row.get(column) or ""
            found[patient] = word if found.get(patient, word) == word else ""
        return np.array([found.get(p, "") for p in self.patients.id])

    def beside(self, clinical, column):
        return np.where(clinical != "", clinical, self.words(column))


def large(words, among):
    """Whose group is known and has ten patients."""
    known = among & (words != "")
    sizes = {w: (known & (words == w)).sum() for w in set(words)}
    return known & np.array([sizes[w] >= GROUP for w in words])


def attrition(patients, manifest):
    """Smallest p of the lost against the others, after Holm's correction."""
    analysed = manifest.analysed
    few = lambda known: min((known & analysed).sum(), (known & ~analysed).sum()) < FEWEST
    p = []
    for endpoint in patients.endpoints:
        time, event = patients.numbers(f"{endpoint}_time"), patients.numbers(f"{endpoint}_event")
        known = ~np.isnan(time)
        if not few(known):
            p.append(log_rank(time[known], event[known], analysed[known], np.zeros(known.sum()))[2])
    for name in patients.adjusting("all"):
        known = ~np.isnan(patients.attributes[name])
        if not few(known):
            p.append(ranks.RankSum.of(patients.attributes[name], analysed, [np.flatnonzero(known)]).p)
    for words in (manifest.type, manifest.site, manifest.scanner):
        known = large(words, np.full(len(words), True))
        if not few(known) and len(set(words[known])) > 1:
            p.append(ranks.categories(analysed * 1.0, words, [np.flatnonzero(known)])[2])
    return min(holm([q for q in p if not np.isnan(q)])) if p else np.nan


def drift(patients, manifest, densities):
    """Largest share of the ranks' variance within types that site or scanner explains beyond chance."""
    share, p = [], []
    types = np.unique(manifest.type, return_inverse=True)[1]
    for values in densities.values():
        for words in (manifest.site, manifest.scanner):
            known = large(words, ~np.isnan(values))
            if len(set(words[known])) < 2:
                continue
            parts = ranks.groups(types, known)
            n, strata, chi, df, q = grouped(values, words, parts)
            if n >= SUBJECTS and n - strata - df > 0 and not np.isnan(q):
                share.append(max(0.0, (chi - df) / (n - strata - df)))
                p.append(q)
    told = [s for s, q in zip(share, holm(p)) if q < LEVEL]
    return max(told, default=0.0)


def grouped(values, words, parts):
    """The test of several groups within strata, with its statistic and df."""
    used = [part for part in parts if len(part) > 1 and len(set(words[part])) > 1 and np.ptp(values[part]) > 0]
    n, effect, p = ranks.categories(values, words, parts)
    overlap = {w: w for w in np.concatenate([words[part] for part in used])} if used else {}
    for part in used:  # groups that share a stratum are compared with each other
        first = overlap[words[part][0]]
        joined = {overlap[w] for w in words[part]}
        overlap = {w: first if to in joined else to for w, to in overlap.items()}
    df = len(overlap) - len(set(overlap.values()))
    return n, len(used), effect * (n - len(used)) if used else np.nan, df, p


def effective_rank(densities):
    """Components that explain 90 % of the correlation matrix."""
    values = np.column_stack([d for c, d in densities.items() if c not in BACKGROUND])
    values = values[~np.isnan(values).any(axis=1)]
    values = values[:, np.ptp(values, axis=0) > 0]
    of = np.sort(np.linalg.eigvalsh(np.corrcoef(values.T)))[::-1]
    return int(np.searchsorted(np.cumsum(of), 0.9 * of.sum() - 1e-9)) + 1


def specificity(patients):
    told = rows(patients.analysis / "associations_significant.csv")
    known = [r["specific"] == "true" for r in told if r["channel"] not in BACKGROUND and r["specific"] in ("true", "false")]
    return np.mean(known) if known else np.nan


def main(run):
    compared = Compared()
    patients = Patients(run)
    manifest = Manifest(patients)
    manifest.type = manifest.beside(patients.type, "oncotree")
    manifest.site = manifest.beside(patients.site, "site")
    manifest.scanner = manifest.words("scanner")
    manifest.analysed = np.isin(patients.id, [r["patient_id"] for r in parquet(f"{run}/features.parquet")])
    densities = {c[: -len("_density")]: patients.numbers(c) for c in patients.features if c.endswith("_density")}
    ledger = rows(patients.run / "ledger.csv")
    settled = sum(r["outcome"] != "Infrastructure" for r in ledger) / len(manifest.table)
    again = {
        "LedgerComplete": lambda: settled,
        "Attrition": lambda: attrition(patients, manifest) if not manifest.analysed.all() else 1.0,
        "Specificity": lambda: specificity(patients),
        "Drift": lambda: drift(patients, manifest, densities),
        "EffectiveRank": lambda: effective_rank(densities),
        "Concordance": lambda: json.loads((patients.analysis / "concordance.json").read_text())["activations"]["pooled"],
    }
    for check in json.loads((patients.run / "validation.json").read_text())["checks"]:
        if check["result"] != "NotApplicable" and check["name"] in again:
            # Attrition may rest on p of a small arm, which the run approximates.
            enough = ranks.APPROXIMATE if check["name"] == "Attrition" else 1e-6
            compared(f"check {check['name']}", check["value"], again[check["name"]](), "value", enough=enough)
    sys.exit(0 if compared.told() else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])

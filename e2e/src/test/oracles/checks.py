"""The checks of a run, computed again from its exported tables by NumPy and SciPy alone.

python checks.py RUN OUT    # the folder of a run and the output it lies in; needs duckdb and numcodecs

Compares values, results and the numbers of sentences with validation.json. Permuted outcomes are counted from the tests kept
in validation/, which permuted.py makes again; how far a network was off its golden pair is as the workers recorded it.
Prints per check how many numbers there are and the largest relative difference; ends with 1 if one is too large.
"""

import json
import sys
from pathlib import Path

import numpy as np
from scipy import stats

import ranks
from compared import Compared, benjamini_hochberg, rows
from cox import log_rank
from patients import BACKGROUND, Patients, parquet
from sentences import alike, share
from slides import committed

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


def permuted(run, rate):
    """Share of p < 0.05, whether that is chance, and the sentence."""
    tests = [t for file in sorted((run / "validation").glob("*.json")) for t in json.loads(file.read_text())]
    below, crude = (sum(t[name] < LEVEL for t in tests) for name in ("p", "crude"))
    most, q = int(stats.binom.isf(0.001, len(tests), rate)), min(benjamini_hochberg([t["p"] for t in tests]))
    counted = f"Of {len(tests)} tests of permuted outcomes {below} ({share(below / len(tests))}) have p < 0.05"
    chance = f"where up to {most} are chance, and the smallest q is {q:.17g}"
    without = f"without strata for type and site it would be {share(crude / len(tests))}."
    return below / len(tests), below <= most and q >= 0.001, f"{counted}, {chance}; {without}"


def golden(run, out):
    """Of each kind of worker among the results the worst that was recorded; what people read of the worst of all."""
    kind = lambda of: json.dumps(of, sort_keys=True)
    keys = [r["slide_key"] for r in rows(run / "ledger.csv") if r["outcome"] in ("Succeeded", "Degraded")]
    kinds = {kind(committed(out, key)[0]["numericClass"]) for key in keys}
    bundle = json.loads((run / "run.json").read_text())["bundle"]["digest"]
    worst = dict.fromkeys(kinds, np.nan)
    for file in (out / "golden" / bundle).glob("*.json"):
        told = json.loads(file.read_text())
        worst[kind(told["numericClass"])] = np.fmax(worst.get(kind(told["numericClass"]), np.nan), told["drift"])
    drift, of = max((worst[k], k) for k in kinds)
    which = "the one kind of worker" if len(kinds) == 1 else f"all {len(kinds)} kinds of workers"
    device, precision = json.loads(of)["device"], json.loads(of)["precision"]
    largest = f"the largest difference is {share(drift)} of what its bundle tolerates ({device}, {precision})."
    return drift, f"The network gave the golden pair on {which}; {largest}"


def passes(check, value, told):
    """By the thresholds in force; beyond some of them no number helps."""
    if check["name"] == "PermutedOutcomes":
        return told[1]
    if check["name"] == "Concordance":
        return value >= check["threshold"] and told["centred"] > 0 and told["nullP"] < LEVEL
    at_most = check["name"] in ("GoldenPairs", "Drift")
    return value <= check["threshold"] if at_most else value >= check["threshold"]


def main(run, out):
    compared = Compared()
    run, out, patients = Path(run), Path(out), Patients(run)
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
    for check in json.loads((run / "validation.json").read_text())["checks"]:
        name, told = check["name"], None
        if check["result"] == "NotApplicable" or name not in (*again, "PermutedOutcomes", "GoldenPairs"):
            continue
        if name == "PermutedOutcomes":
            told = permuted(run, check["threshold"])
            value, sentence = told[0], told[2]
        elif name == "GoldenPairs":
            value, sentence = golden(run, out)
        else:
            value, sentence = again[name](), None
        if name == "Concordance":
            told = json.loads((patients.analysis / "concordance.json").read_text())["activations"]
        # Attrition may rest on p of a small arm, which the run approximates.
        enough = ranks.APPROXIMATE if name == "Attrition" else 1e-6
        compared(f"check {name}", check["value"], value, "value", enough=enough)
        compared.words(f"check {name} result", check["result"] == "Passed", bool(passes(check, value, told)), name)
        if sentence:
            alike(compared, f"check {name} sentence", check["sentence"], sentence, name)
    sys.exit(0 if compared.told() else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])

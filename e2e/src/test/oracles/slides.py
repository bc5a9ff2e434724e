"""Features of slides from their committed counts, and of patients from those of slides, by NumPy and SciPy alone.

python slides.py RUN OUT    # the folder of a run and the output it lies in; needs duckdb, numcodecs and zarr

Reads slides/<slideKey>/COMMIT and the result.json.zst and canvas.zarr that it names, and compares with features.parquet
and features_pairs.parquet; sums these up by patient, and compares with patients.csv; counts slides and patients, and compares
with flow.csv, attrition.csv and table1.csv.
Prints per quantity how many numbers there are and the largest relative difference; ends with 1 if one is too large.
"""

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numcodecs
import numpy as np
import zarr
from scipy import stats

import ranks
from compared import Compared, number, rows
from cox import log_rank
from patients import Patients, parquet

MEANS = ("mean_probability", "entropy", "snr", "sharpness", "morans_i", "contrast")


def committed(out, key):
    """A slide's result, its canvas [channel, row, column], and which cells are tissue that was used."""
    folder = out / json.loads((out / "slides" / key / "COMMIT").read_text())["prefix"]
    slide = json.loads(numcodecs.Zstd().decode((folder / "result.json.zst").read_bytes()))
    canvas = zarr.open(str(folder / "canvas.zarr"), mode="r")
    return slide, canvas["canvas"][:], canvas["coverage"][:] > 0


def channel_features(slide, c):
    """Density, mean, entropy, signal to noise and sharpness of q = round(255 p) / 255 over valid pixels."""
    histogram, q = np.array(slide["histogram"][c]), np.arange(256)
    share = histogram / histogram.sum()
    mean = share @ q
    sd = np.sqrt(share @ (q - mean) ** 2)
    return {
        "valid_pixels": histogram.sum(),
        "positive_pixels": slide["positives"][c],
        "density": slide["positives"][c] / slide["valid"],
        "mean_probability": mean / 255,
        "entropy": stats.entropy(share, base=2),
        "snr": mean / sd if sd > 0 else 0.0,
        "sharpness": slide["gradient"][c] / 16 / slide["gradientPixels"] / 255,
        "tiles": sum("rejected" not in tile for tile in slide["tiles"]),
    }


def arranged(cells, there):
    """Moran's I and contrast of a channel's canvas: cells that are there are neighbours where they share a side."""
    p = cells / 255
    off = np.where(there, p - p[there].mean(), 0) if there.any() else p
    joined = there[:, 1:] & there[:, :-1], there[1:] & there[:-1]
    joins = joined[0].sum() + joined[1].sum()
    together = (off[:, 1:] * off[:, :-1])[joined[0]].sum() + (off[1:] * off[:-1])[joined[1]].sum()
    apart = (np.diff(p, axis=1)[joined[0]] ** 2).sum() + (np.diff(p, axis=0)[joined[1]] ** 2).sum()
    equal = len(np.unique(cells[there])) < 2
    return {
        "morans_i": np.nan if equal or joins == 0 else there.sum() / joins * together / (off**2).sum(),
        "contrast": apart / joins if joins else np.nan,
    }


def of_slides(compared, run, out):
    """Each row of the feature tables from the slide's integers, and these from its tiles'."""
    told, pairs = defaultdict(dict), defaultdict(dict)
    for row in parquet(f"{run}/features.parquet"):
        told[row["slide_id"], row["slide_key"]][row["channel"]] = row
    for row in parquet(f"{run}/features_pairs.parquet"):
        pairs[row["slide_id"]][row["channel_a"], row["channel_b"]] = row
    for (name, key), channels in told.items():
        slide, canvas, there = committed(out, key)
        used = [tile for tile in slide["tiles"] if "rejected" not in tile]
        compared("slide valid pixels", slide["valid"], sum(tile["valid"] for tile in used), name)
        ids = [channel["id"] for channel in slide["channels"]]
        compared.words("slide channels", list(channels), ids, name)
        for c, channel in enumerate(ids):
            where = f"{name} {channel}"
            of_tiles = sum(tile["positives"][c] for tile in used)
            above = np.arange(256) > 255 * channels[channel]["threshold"]
            compared("slide positives", slide["positives"][c], of_tiles, where)
            binned = np.array(slide["histogram"][c])[above].sum()  # a pixel at the threshold may fall into the bin above
            compared("slide positives by q", slide["positives"][c], binned, where, enough=1e-3)
            for feature, ours in (channel_features(slide, c) | arranged(canvas[c], there)).items():
                compared(f"slide {feature}", channels[channel][feature], ours, where)
        both = iter(slide["pairs"])
        for a in range(len(ids)):
            for b in range(a + 1, len(ids)):
                row, shared = pairs[name][ids[a], ids[b]], next(both)
                either = slide["positives"][a] + slide["positives"][b] - shared
                compared("slide both_pixels", row["both_pixels"], shared, f"{name} {ids[a]} {ids[b]}")
                compared("slide either_pixels", row["either_pixels"], either, f"{name} {ids[a]} {ids[b]}")
    return told


def of_patients(compared, patients, told):
    """Densities from sums of counts, other features as means by valid pixels, of the slides that stand for a patient."""
    kept, sums = patients.kept(), defaultdict(lambda: np.zeros(3))
    pixels = Counter()
    for (slide, _), channels in told.items():
        if slide not in kept:
            continue
        first = next(iter(channels.values()))
        pixels[first["patient_id"]] += first["valid_pixels"]
        for channel, row in channels.items():
            at = row["patient_id"], channel
            sums[(*at, "density")] += row["positive_pixels"], row["valid_pixels"], 0
            for mean in MEANS:
                if row[mean] is not None:
                    sums[(*at, mean)] += row["valid_pixels"] * row[mean], row["valid_pixels"], 0
    for i, row in enumerate(patients.table):
        compared("patient valid_pixels", row["valid_pixels"], pixels[row["patient"]], row["patient"])
        for column in patients.features:
            channel, kind = next((column[: -len(k) - 1], k) for k in (*MEANS, "density") if column.endswith("_" + k))
            total, weight, _ = sums[row["patient"], channel, kind]
            ours = total / weight if weight > 0 else np.nan
            compared(f"patient {kind}", row[column], ours, f"{row['patient']} {column}")


def flow(compared, patients, told):
    """Who is left after each step; a patient is lost with the last slide, for the reason of the first that went then."""
    left = rows(patients.analysis / "slides.csv")
    with_result = {slide for slide, _ in told}
    place = {p: i for i, p in enumerate(patients.id)}
    steps = {
        "results": (lambda s: s["slide"] in with_result, lambda s: s["outcome"]),
        "slide-rule": (lambda s: s["counts"] == "true", lambda s: "FrozenBesideDiagnostic"),
        "clinical": (lambda s: patients.recorded[place[s["patient"]]], lambda s: "NoClinicalRow"),
        "analysed": (lambda s: patients.measured[place[s["patient"]]], lambda s: "NoValidPixels"),
    }
    for row in rows(patients.analysis / "flow.csv"):
        step, reason = row["step"], row["reason"]
        if step in steps:  # a step has a row for each reason; it is taken with the first of them
            stays, why = steps.pop(step)
            kept = [s for s in left if stays(s)]
            there, slides, people = {s["patient"] for s in kept}, Counter(), Counter()
            for s in left:
                if not stays(s):
                    slides[why(s)] += 1
                    people[why(s)] += s["patient"] not in there
                    there.add(s["patient"])
            left = kept
        elif step == "manifest":
            slides, people = Counter(), Counter()
        where = f"{step} {reason}"
        compared("flow slides", row["slides"], len(left), where)
        compared("flow patients", row["patients"], len({s["patient"] for s in left}), where)
        compared("flow lost_slides", row["lost_slides"], slides[reason], where)
        compared("flow lost_patients", row["lost_patients"], people[reason], where)


class Variable:
    """What is told of patients: levels and their places, or numbers."""

    def __init__(self, patients, name, scanner):
        self.levels = patients.levels.get(name, [])
        if name in patients.attributes:
            self.values = patients.attributes[name]
        elif name in patients.endpoints:
            self.levels, self.values = ["no event", "event"], patients.numbers(name + "_event")
        else:
            words = patients.site if name == "site" else scanner
            self.levels = sorted(set(words) - {""})
            self.values = np.array([self.levels.index(w) if w else np.nan for w in words])


def scanners(patients):
    """Of each patient's first slide."""
    first = {}
    for row in parquet(f"{patients.run}/manifest.parquet"):
        first.setdefault(row["patient_id"], row.get("scanner") or "")
    return np.array([first.get(p, "") for p in patients.id])


def lost(compared, patients):
    """attrition.csv: the analysed against the others."""
    here, there = patients.measured, ~patients.measured
    scanner = scanners(patients)
    p_of = {}
    for row in rows(patients.analysis / "attrition.csv"):
        name, level, where = row["attribute"], row["level"], f"{row['attribute']} {row['level']}"
        if name == "patients":
            ours = here.sum(), there.sum()
        elif name == "missing":
            names = [r["level"] for r in rows(patients.analysis / "attrition.csv") if r["attribute"] == name and r["level"]]
            lacking = sum(np.isnan(patients.attributes[n]) * 1.0 for n in names)
            if level:
                unknown = np.isnan(patients.attributes[level])
                ours = (unknown & here).sum(), (unknown & there).sum()
            else:
                ours = np.median(lacking[here]), np.median(lacking[there])
                p_of[name] = ranks.RankSum.of(lacking, here, [np.arange(len(lacking))])
        else:
            one = Variable(patients, name, scanner)
            values, known = one.values, ~np.isnan(one.values)
            if one.levels:
                counts = np.array([[(values[of] == l).sum() for l in range(len(one.levels))] for of in (here, there)])
                ours = counts[:, one.levels.index(level)]
                p_of.setdefault(name, tested(patients, name, counts))
            else:
                ours = np.median(values[known & here]), np.median(values[known & there])
                p_of[name] = ranks.RankSum.of(values[known], here[known], [np.arange(known.sum())])
        compared("attrition analysed", row["analysed"], ours[0], where)
        compared("attrition lost", row["lost"], ours[1], where)
        if row["test"]:
            found = p_of[name]
            p, enough = (found.p, found.enough) if isinstance(found, ranks.RankSum) else (found, 1e-6)
            compared("attrition p" if enough < 1e-3 else "attrition p of small arms", row["p"], p, where, enough=enough)


def tested(patients, name, counts):
    if name in patients.endpoints:
        time, event = patients.numbers(name + "_time"), patients.numbers(name + "_event")
        of = ~np.isnan(time)
        return log_rank(time[of], event[of], patients.measured[of], np.zeros(of.sum()))[2]
    if counts.sum(axis=1).min() == 0:
        return np.nan
    if len(counts[0]) == 2:
        return stats.fisher_exact(counts).pvalue
    counts = counts[:, counts.sum(axis=0) > 0]
    return stats.chi2_contingency(counts, correction=False).pvalue


def table_one(compared, patients):
    """Counts and shares, medians; a cell that is suppressed tells nothing, and is only checked to be small where it says so."""
    scanner = scanners(patients)
    analysed = patients.measured & patients.recorded
    for row in rows(patients.analysis / "table1.csv"):
        name, level, stratum = row["variable"], row["level"], row["stratum"]
        where = f"{name} {level} {stratum}"
        of = analysed & ((patients.type == stratum) if stratum != "all" else True)
        one = None if name == "patients" else Variable(patients, name, scanner)
        if one is None:
            n, value = of.sum(), np.nan
        elif level == "unknown" and level not in one.levels:
            n = (of & np.isnan(one.values)).sum()
            value = n / of.sum()
        elif one.levels:
            n = (of & (one.values == one.levels.index(level))).sum()
            value = n / of.sum()
        else:
            known = one.values[of & ~np.isnan(one.values)]
            n, value = len(known), np.median(known)
            if row["n"]:
                low, middle, high = np.quantile(known, [0.25, 0.5, 0.75])
                told = [number(t) for t in row["text"].replace("(", "").replace(")", "").replace("-", " ").split()]
                for a, b in zip(told, (middle, low, high)):
                    compared("table1 text", a, b, where, enough=0.006)
        if row["n"]:
            compared("table1 n", row["n"], n, where)
            compared("table1 value", row["value"], value, where)
        elif row["text"].startswith("<"):
            compared.words("table1 suppressed", True, bool(n < int(row["text"][1:])), where)


def main(run, out):
    compared = Compared()
    patients = Patients(run)
    told = of_slides(compared, run, Path(out))
    of_patients(compared, patients, told)
    flow(compared, patients, told)
    lost(compared, patients)
    table_one(compared, patients)
    sys.exit(0 if compared.told() else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Pages of patients and of slides, and the first page, made again from tables and results, by NumPy alone.

python people.py RUN OUT    # the folder of a run and the output it lies in; needs duckdb and numcodecs

Patients: record, slides, and each density with its place in per cent among all and among those of the same type, equal ones
by half. Slides: outcome, tiles, densities in 1/10,000, and the work by kind of worker. Places are told in whole per cent.
Prints per quantity how many numbers there are and the largest difference; ends with 1 if one is too large.
"""

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from compared import Compared, number, rows
from pages import DIGITS, page, shown
from slides import committed

KINDS = ("binary", "continuous", "ordinal", "categorical", "time", "event", "entry")
NAMES = ("patient", "type", "subtype", "site")
WHOLE = 0.5 + 1e-9  # what rounding to a whole may be off


def files(folder):
    return [page(file) for file in sorted(folder.glob("*.html"))]


def place(among, value):
    """Per cent of the values below one, those equal to it counted by half."""
    return 100 * ((among < value).sum() + (among == value).sum() / 2) / len(among)


class Densities:
    """Of all patients by channel, and of each type."""

    def __init__(self, table):
        self.channels = [c[: -len("_density")] for c in table[0] if c.endswith("_density") and "|" not in c and "/" not in c]
        self.type = np.array([r["type"] for r in table])
        self.of = {c: np.array([number(r[c + "_density"]) for r in table]) for c in self.channels}

    def places(self, i, channel):
        values = self.of[channel]
        known = ~np.isnan(values)
        return [place(values[known & of], values[i]) for of in (True, self.type == self.type[i])]


def patients(compared, run, ledger):
    table = rows(run / "analysis" / "patients.csv")
    dictionary = rows(run / "analysis" / "patients_dictionary.csv")
    clinical = [d["column"] for d in dictionary if d["kind"] in KINDS]
    slides = defaultdict(list)
    for i, row in enumerate(ledger):
        slides[row["patient_id"]].append([i, row["slide_id"], row["outcome"]])
    pages = files(run / "report" / "patients")
    told = [one for of in pages for one in of["patients"]]
    compared("patients", len(told), len(table), "pages")
    densities = Densities(table)
    for of in pages:
        compared.words("patient channels", of["channels"], densities.channels, "order")
    for i, (one, row) in enumerate(zip(told, table)):
        who = row["patient"]
        compared.words("patient names", [one[c] for c in NAMES], [row[c] for c in NAMES], who)
        compared("patient tiles", one["tiles"], int(row["tiles"] or 0), who)
        compared.words("patient slides", one["slides"], slides[who], who)
        filled = {c: row[c] for c in clinical if row[c] != ""}
        known = [[c, shown(cell, c)] for c, cell in filled.items() if cell != "0"]
        compared.words("patient record", one["known"], known, who)
        compared("patient record counts", one["no"], len(filled) - len(known), f"{who} no")
        compared("patient record counts", one["unknown"], len(clinical) - len(filled), f"{who} unknown")
        for channel, cell in zip(densities.channels, one["densities"], strict=True):
            value, where = densities.of[channel][i], f"{who} {channel}"
            compared.words("patient measured", cell is None, bool(np.isnan(value)), where)
            if cell is not None:
                compared("patient density", cell[0], value, where, enough=DIGITS)
                for kind, theirs, ours in zip(("all", "type"), cell[1:3], densities.places(i, channel), strict=True):
                    compared(f"patient place among {kind}", theirs, ours, where, 1, WHOLE)
                for kind, theirs in zip(("morans_i", "contrast"), cell[3:], strict=True):
                    compared(f"patient {kind}", theirs, number(row[f"{channel}_{kind}"]), where, enough=DIGITS)
    listed = page(run / "report" / "patients.html")
    for line, row in zip(listed["patients"], table, strict=True):
        ours = [row[c] for c in NAMES] + [len(slides[row["patient"]]), int(row["tiles"] or 0)]
        compared.words("patients list", line, ours, row["patient"])


def results(out, ledger):
    """What was committed of each row, or None."""
    return [committed(out, r["slide_key"])[0] if r["outcome"] in ("Succeeded", "Degraded") else None for r in ledger]


def ten_thousandths(result):
    return [10_000 * n / result["valid"] if result["valid"] else 0.0 for n in result["positives"]]


def all_near(compared, what, told, ours, where):
    compared.words(f"{what} measured", told is None, ours is None, where)
    for c, (theirs, again) in enumerate(zip(told or [], ours or [], strict=True)):
        compared(what, theirs, again, f"{where}, channel {c}", 1, WHOLE)


def first(compared, run, ledger, found):
    """The page of all rows: counts by outcome, the ledger's cells, where the numbers come from."""
    index = page(run / "report" / "index.html")
    about = json.loads((run / "run.json").read_text())
    compared.words("index totals", index["totals"], dict(Counter(r["outcome"] for r in ledger)), "outcomes")
    digests = about["specDigest"], about["bundle"]["digest"], about["manifest"]["digest"], about["run"]["uid"]
    told = tuple(index[c] for c in ("specDigest", "bundleDigest", "manifestDigest", "uid"))
    compared.words("index provenance", told, digests, "digests")
    classes = Counter(json.dumps(r["numericClass"], sort_keys=True) for r in found if r)
    of = {json.dumps(c["of"], sort_keys=True): c["slides"] for c in index["numericClasses"]}
    compared.words("index kinds of workers", of, dict(classes), "slides")
    for cells, row, result in zip(index["rows"], ledger, found, strict=True):
        one = dict(zip(index["columns"], cells))
        same = [c for c in one if c in row and c != "message"]
        compared.words("index rows", [one[c] for c in same], [row[c] for c in same], row["slide_id"])
        all_near(compared, "index density", one["densities"], result and ten_thousandths(result), row["slide_id"])


def slides(compared, run, ledger, found):
    told = [one for of in files(run / "report" / "slides") for one in of["slides"]]
    for one, row, result in zip(told, ledger, found, strict=True):
        where = row["slide_id"]
        same = [c for c in row if row[c] != "" and c in one and c != "message"]
        compared.words("slide facts", [one[c] for c in same], [row[c] for c in same], where)
        all_near(compared, "slide density", one.get("densities"), result and ten_thousandths(result), where)
        if result:
            for name in ("tilesKept", "tilesUsed", "tilesRejected"):
                compared.words("slide tiles", one[name], result[name], where)
            rejected = Counter(tile["rejected"] for tile in result["tiles"] if "rejected" in tile)
            compared("slide tiles used", one["tilesUsed"], len(result["tiles"]) - rejected.total(), where)
            compared.words("slide tiles rejected", one["tilesRejected"], dict(rejected), where)


def main(run, out):
    compared, run = Compared(), Path(run)
    ledger = rows(run / "ledger.csv")
    found = results(Path(out), ledger)
    patients(compared, run, ledger)
    first(compared, run, ledger, found)
    slides(compared, run, ledger, found)
    sys.exit(0 if compared.told() else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])

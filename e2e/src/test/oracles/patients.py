"""The patients of a run as its tables tell of them: patients.csv, its dictionary, and what tests were adjusted for."""

import csv
import json
from pathlib import Path

import duckdb
import numpy as np

from compared import number, rows

ATTRIBUTES = ("binary", "continuous", "ordinal", "categorical")
BACKGROUND = ("TRITC", "Cy5")


def parquet(files):
    """Columns of a table, texts and numbers as they are."""
    found = duckdb.sql(f"select * from read_parquet('{files}', hive_partitioning = true)")
    names = found.columns
    return [dict(zip(names, row)) for row in found.fetchall()]


class Patients:
    """Of all patients of the manifest; NaN and empty where nothing is known."""

    def __init__(self, run):
        self.run = Path(run)
        self.analysis = self.run / "analysis"
        self.table = rows(self.analysis / "patients.csv")
        dictionary = rows(self.analysis / "patients_dictionary.csv")
        self.kind = {d["column"]: d["kind"] for d in dictionary}
        with open(self.analysis / "dictionary.tsv", newline="", encoding="utf-8") as text:
            self.dictionary = {d["column"]: d for d in csv.DictReader(text, delimiter="\t")}
        self.levels = {
            c: [level.split("|")[0] for level in self.dictionary[c]["levels"].split(" < ") if level]
            for c, kind in self.kind.items()
            if kind in ATTRIBUTES
        }
        self.id, self.type, self.subtype, self.site = map(self.texts, ("patient", "type", "subtype", "site"))
        self.features = [c for c, kind in self.kind.items() if kind == "feature"]
        self.attributes = {c: self.coded(c) for c in self.levels}
        self.endpoints = [c[: -len("_time")] for c, kind in self.kind.items() if kind == "time"]
        clinical = [c for c, kind in self.kind.items() if kind in (*ATTRIBUTES, "time", "event")]
        self.recorded = np.array([any(r[c] != "" for c in clinical) for r in self.table])
        self.measured = np.array([any(r[c] != "" for c in self.features) for r in self.table])

    def texts(self, column):
        return np.array([r[column] for r in self.table])

    def numbers(self, column):
        return np.array([number(r[column]) for r in self.table])

    def coded(self, column):
        """Words by their place in the dictionary."""
        words = self.levels[column]
        if not words:
            return self.numbers(column)
        return np.array([words.index(r[column]) if r[column] else np.nan for r in self.table], dtype=float)

    def asked(self):
        """What the run was asked to analyse."""
        return json.loads((self.run / "run.json").read_text())["analyses"]["settings"]

    def adjusting(self, tests):
        """Columns that all tests are adjusted for, or those of genes beside."""
        return [c for c, d in self.dictionary.items() if d["adjusts"] == tests]

    def strata(self):
        """Subtype to the stratum it is tested in."""
        file = self.analysis / "subtypes.csv"
        return {r["subtype"]: r["stratum"] for r in rows(file) if r["stratum"]} if file.exists() else {}

    def kept(self):
        """Slides that stand for their patients."""
        return {s["slide"] for s in rows(self.analysis / "slides.csv") if s["counts"] == "true"}

"""Densities of one slide from its pixels, and crude associations with stage, by NumPy and SciPy alone.

python planted.py POPULATION SLIDE FEATURES.csv    # FEATURES: slide_id, patient_id, channel, valid_pixels, positive_pixels

A cell of 8 x 8 px holds a bit per channel: two columns and four rows of blocks, whose colours are pink or violet, and 48
darker where positive. What is white is glass.
"""

import csv
import sys
from pathlib import Path

import numpy as np
import tifffile
from scipy import stats

LIGHT = np.array([[235, 180, 215], [175, 135, 195]])


def densities(slide):
    pixels = tifffile.imread(slide, key=0).astype(int)
    tissue = pixels[:, pixels[0, :, 1] != 244]
    height, width = tissue.shape[0] // 8, tissue.shape[1] // 8
    blocks = tissue.reshape(height, 4, 2, width, 2, 4, 3).mean(axis=(2, 5))  # row, block row, column, block column, RGB
    light = LIGHT[np.arange(4) % 2][None, :, None, None, :]
    positive = blocks < light - 24
    return positive.mean(axis=(0, 2)).reshape(-1)[:23]


def rows(file, delimiter):
    with open(file, newline="") as text:
        yield from csv.DictReader(text, delimiter=delimiter)


def stage_tests(population, features):
    stages = {"I": 1, "II": 2, "III": 3, "IV": 4}
    people = rows(population / "study-cohortrun/data_clinical_patient.txt", "\t")
    stage = {p["PATIENT_ID"]: stages[p["STAGE"]] for p in people if p["STAGE"] in stages}
    sums = {}
    for row in rows(features, ","):
        if row["patient_id"] in stage:
            both = sums.setdefault(row["channel"], {}).setdefault(row["patient_id"], [0, 0])
            both[0] += int(row["positive_pixels"])
            both[1] += int(row["valid_pixels"])
    for channel, patients in sums.items():
        density = [positive / valid for positive, valid in patients.values()]
        found = stats.spearmanr(density, [stage[p] for p in patients])
        yield channel, len(patients), found.pvalue


def main(population, slide, features):
    for channel, density in enumerate(densities(slide)):
        print(f"density\t{channel}\t{density:.12g}")
    for channel, n, p in stage_tests(Path(population), features):
        print(f"stage\t{channel}\t{n}\t{p:.12g}")


main(*sys.argv[1:])

"""Cuts features.csv and clinical.csv from the public table of TCGA's gastrointestinal cancers.

python cut.py allSlidesMetadata.csv     (jnkather/MSIfromHE, dump/allSlidesMetadata.csv, MIT)
"""

import csv
import sys

FEATURES = ["LeukocyteFraction", "TCellsCD8", "MacrophagesM1", "NKCellsResting"]
CLINICAL = ["type", "gender", "age_at_initial_pathologic_diagnosis", "cleanStage", "histological_grade", "MSIStatus",
            "Hypermutated", "MutationDensity", "Molecular_Subtype", "OS", "OS_time", "PFI", "PFI_time"]

with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
    rows = list(csv.DictReader(file, delimiter=";"))
with open("clinical.csv", "w", encoding="utf-8", newline="") as file:
    out = csv.writer(file, delimiter=";", lineterminator="\n")
    out.writerow(["bcr_patient_barcode"] + CLINICAL)
    out.writerows([r["submitter_id"]] + [r[c] for c in CLINICAL] for r in rows)
with open("features.csv", "w", encoding="utf-8", newline="") as file:
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["patient_id"] + FEATURES)
    out.writerows([r["submitter_id"]] + [r[f] for f in FEATURES]
                  for r in rows if r["submitter_id"] and r["TCellsCD8"] not in ("", "NaN"))

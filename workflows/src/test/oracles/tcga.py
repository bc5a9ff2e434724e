"""Cuts from the public TCGA tables what R was given, without patient codes, and deals R's rows out.

python tcga.py FOLDER_OF_CLINICAL_TABLES ../resources
Survival models go to SurvivalOracleTest (survival/oracle-r.tsv), all others to
AssociationOracleTest (stats/oracle-r.tsv): no row of the oracle is left out.
Reads tcga-gi-clinical.csv (jnkather/MSIfromHE, MIT), tcga-laml-clinical.tsv and tcga-laml.maf.gz
(PoisonAlien/maftools, MIT), oracle-r-survival.tsv (R 4.2.2).
"""
import math
import sys

import pandas

source, target = sys.argv[1:]
gi = pandas.read_csv(f"{source}/tcga-gi-clinical.csv", sep=";", low_memory=False)
gi = gi[gi.OS.notna() & gi.OS_time.notna() & (gi.OS_time > 0)]
gi["group"] = gi.project_id.replace({"TCGA-COAD": "CRC", "TCGA-READ": "CRC"})
gi = gi[gi.group.isin(["TCGA-STAD", "CRC"])]
gi["msih"] = (gi.MSIStatus == "MSI-H").astype(float).where(gi.MSIStatus.notna())
gi["OS_time"] = gi.OS_time.astype(int)
for whole in ["OS", "msih", "Hypermutated", "cleanStage"]:
    gi[whole] = gi[whole].astype("Int64")
columns = ["group", "OS_time", "OS", "msih", "Hypermutated", "MutationDensity", "LeukocyteFraction", "TCellsCD8", "cleanStage"]
gi[columns].to_csv(f"{target}/stats/tcga-gi.tsv", sep="\t", index=False)

laml = pandas.read_csv(f"{source}/tcga-laml-clinical.tsv", sep="\t")
maf = pandas.read_csv(f"{source}/tcga-laml.maf.gz", sep="\t", comment="#", low_memory=False)
laml = laml[laml.days_to_last_followup.map(math.isfinite)]
laml = laml[laml.Tumor_Sample_Barcode.isin(maf.Tumor_Sample_Barcode)]
silent = ["Silent", "RNA", "3'UTR", "5'UTR", "Intron"]
coding = maf[~maf.Variant_Classification.isin(silent)]
genes = ["FLT3", "DNMT3A", "NPM1", "TP53", "IDH2"]
for gene in genes:
    carriers = coding[coding.Hugo_Symbol == gene].Tumor_Sample_Barcode
    laml[gene] = laml.Tumor_Sample_Barcode.isin(carriers).astype(int)
follow_up = ["days_to_last_followup", "Overall_Survival_Status"]
laml["days_to_last_followup"] = laml.days_to_last_followup.astype(int)
laml[follow_up + genes].to_csv(f"{target}/stats/tcga-laml.tsv", sep="\t", index=False)

oracle = pandas.read_csv(f"{source}/oracle-r-survival.tsv", sep="\t", dtype=str, keep_default_na=False)
survival = oracle.model.str.startswith(("KM ", "logrank rho ", "coxph "))
oracle[survival].to_csv(f"{target}/survival/oracle-r.tsv", sep="\t", index=False)
oracle[~survival].to_csv(f"{target}/stats/oracle-r.tsv", sep="\t", index=False)

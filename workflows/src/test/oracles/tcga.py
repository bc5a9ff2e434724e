"""Cuts from the public TCGA tables what AssociationOracleTest needs, without patient codes.

python tcga.py FOLDER_OF_CLINICAL_TABLES ../resources/stats
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
columns = ["group", "msih", "Hypermutated", "MutationDensity", "LeukocyteFraction", "TCellsCD8", "cleanStage"]
gi[columns].to_csv(f"{target}/tcga-gi.tsv", sep="\t", index=False)

laml = pandas.read_csv(f"{source}/tcga-laml-clinical.tsv", sep="\t")
maf = pandas.read_csv(f"{source}/tcga-laml.maf.gz", sep="\t", comment="#", low_memory=False)
laml = laml[laml.days_to_last_followup.map(math.isfinite)]
laml = laml[laml.Tumor_Sample_Barcode.isin(maf.Tumor_Sample_Barcode)]
silent = ["Silent", "RNA", "3'UTR", "5'UTR", "Intron"]
coding = maf[~maf.Variant_Classification.isin(silent)]
for gene in ["FLT3", "NPM1"]:
    carriers = coding[coding.Hugo_Symbol == gene].Tumor_Sample_Barcode
    laml[gene] = laml.Tumor_Sample_Barcode.isin(carriers).astype(int)
laml[["FLT3", "NPM1"]].to_csv(f"{target}/tcga-laml.tsv", sep="\t", index=False)

oracle = pandas.read_csv(f"{source}/oracle-r-survival.tsv", sep="\t", dtype=str, keep_default_na=False)
kinds = ("fisher", "wilcoxon", "spearman", "pearson", "kruskal", "p.adjust", "BH", "holm", "bonferroni")
kept = oracle.dataset.str.startswith("tcga") & oracle.model.str.startswith(kinds)
adjusted = oracle.quantity.str.contains("BH|holm|bonferroni") | oracle.model.str.startswith("logrank by gene")
oracle[kept | adjusted].to_csv(f"{target}/oracle-r.tsv", sep="\t", index=False)

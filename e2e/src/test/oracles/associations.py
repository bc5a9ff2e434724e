"""Associations of examples/tcga-gi by SciPy and NumPy alone: the numbers that AssociationsIT compares.

python associations.py > ../resources/associations/scipy.tsv

Strata are type x tissue source site (characters 6 and 7 of the barcode). p of arms under 50 and of mostly tied values is
left out (NA): there a normal approximation is no oracle.
"""

import platform
from pathlib import Path

import numpy as np
import pandas as pd
import scipy
from scipy import stats

import ranks

EXAMPLE = Path(__file__).parents[4] / "examples" / "tcga-gi"
ORDERED = ["cleanStage", "MutationDensity"]
BINARY = {"MSIStatus": ({"MSS", "MSI-L"}, {"MSI-H"}), "Hypermutated": ({"0"}, {"1"})}
CATEGORIES = ["Molecular_Subtype"]
COVARIATES = ["age_at_initial_pathologic_diagnosis", "gender", "cleanStage"]


def read():
    features = pd.read_csv(EXAMPLE / "features.csv").set_index("patient_id")
    clinical = pd.read_csv(EXAMPLE / "clinical.csv", sep=";", dtype=str, keep_default_na=False)
    clinical = clinical[clinical.bcr_patient_barcode != ""].set_index("bcr_patient_barcode")
    table = features.join(clinical, how="inner")
    for name, (no, yes) in BINARY.items():
        table[name] = [1.0 if v in yes else 0.0 if v in no else np.nan for v in table[name]]
    for name in ORDERED + COVARIATES[:1]:
        table[name] = pd.to_numeric(table[name], errors="coerce")
    table["gender"] = [{"female": 0.0, "male": 1.0}.get(v, np.nan) for v in table.gender]
    table["site"] = table.index.str[5:7]
    return table, list(features.columns)


def scores(values, strata):
    """Rank / (n + 1) - 1/2 within strata."""
    out = np.empty(len(values))
    for s in np.unique(strata):
        at = strata == s
        out[at] = stats.rankdata(values[at]) / (at.sum() + 1) - 0.5
    return out


def not_alone(table):
    return table[table.groupby(["type", "site"])["site"].transform("size") > 1]


def two_sided(r, df):
    t = r * np.sqrt(df / ((1 - r) * (1 + r)))
    return 2 * stats.t.sf(abs(t), df)


def tied(values):
    return np.unique(values, return_counts=True)[1].max() * 2 > len(values)


def binary(table, feature, attribute):
    y, arm = table[feature].to_numpy(), table[attribute].to_numpy() == 1
    crude = stats.mannwhitneyu(y[arm], y[~arm], method="asymptotic").pvalue
    refined = min(arm.sum(), (~arm).sum()) < 50 or tied(y)
    off = variance = pairs = n1 = n2 = 0
    mostly = total = 0
    for _, part in table.groupby(["type", "site"]):
        v, a = part[feature].to_numpy(), part[attribute].to_numpy() == 1
        n, k = len(v), a.sum()
        ranks = stats.rankdata(v)
        if k == 0 or k == n or np.ptp(ranks) == 0:
            continue
        weight = 1 / (n + 1)
        off += weight * (ranks[a].sum() - k * (n + 1) / 2)
        variance += weight**2 * k * (n - k) / (n - 1) * ranks.var()
        pairs += weight * k * (n - k)
        n1, n2 = n1 + k, n2 + n - k
        mostly += np.unique(v, return_counts=True)[1].max()
        total += n
    normal = min(n1, n2) >= 50 and mostly * 2 <= total
    p = 2 * stats.norm.sf(abs(off) / np.sqrt(variance)) if normal else np.nan
    return n1 + n2, n1, 2 * off / pairs, p, np.nan if refined else crude


def ordered(table, feature, attribute):
    crude = stats.spearmanr(table[feature], table[attribute]).pvalue
    inside = not_alone(table)
    strata = (inside.type + inside.site).to_numpy()
    x, y = scores(inside[feature].to_numpy(), strata), scores(inside[attribute].to_numpy(), strata)
    r = x @ y / np.sqrt(x @ x) / np.sqrt(y @ y)
    return len(inside), 0, r, two_sided(r, len(inside) - len(np.unique(strata)) - 1), crude


def categorical(table, feature, attribute):
    groups = sorted(table[attribute].unique())
    crude = stats.kruskal(*[table[feature][table[attribute] == g] for g in groups]).pvalue
    values, group = table[feature].to_numpy(), table[attribute].to_numpy()
    parts = list(table.groupby(["type", "site"]).indices.values())
    used, effect, p = ranks.categories(values, group, parts)
    return used, 0, effect, p, crude


def adjusted(table, feature, attribute):
    """t of the attribute's rank scores in a regression on those of the covariates, within strata."""
    given = [c for c in COVARIATES if c != attribute]
    inside = not_alone(table.dropna(subset=given))
    strata = (inside.type + inside.site).to_numpy()
    dummies = (strata[:, None] == np.unique(strata)[None, :]).astype(float)
    design = np.column_stack([dummies] + [scores(inside[c].to_numpy(float), strata) for c in given])
    rest = []
    for name in (feature, attribute):
        column = scores(inside[name].to_numpy(float), strata)
        rest.append(column - design @ np.linalg.lstsq(design, column, rcond=None)[0])
    r = rest[0] @ rest[1] / np.sqrt(rest[0] @ rest[0]) / np.sqrt(rest[1] @ rest[1])
    return two_sided(r, len(inside) - np.linalg.matrix_rank(design) - 1)


def main():
    table, features = read()
    print(f"# Python {platform.python_version()}, SciPy {scipy.__version__}, NumPy {np.__version__}, pandas {pd.__version__}")
    print("level\tstratum\tchannel\tattribute\tn\tn1\teffect\tp\tp_crude\tp_adjusted")
    parts = [("pan-cancer", "all", table)] + [("type", t, table[table.type == t]) for t in sorted(table.type.unique())]
    for level, stratum, part in parts:
        for feature in features:
            for attribute in [*BINARY, *ORDERED, *CATEGORIES]:
                known = part.dropna(subset=[feature, attribute])
                if len(known) < 30:
                    continue
                if attribute in CATEGORIES:
                    known = known[known[attribute] != ""]
                    sizes = known[attribute].value_counts()
                    known = known[known[attribute].isin(sizes[sizes >= 10].index)]
                    if known[attribute].nunique() < 2:
                        continue
                    found = (*categorical(known, feature, attribute), np.nan)
                else:
                    if attribute in BINARY and min((known[attribute] == 0).sum(), (known[attribute] == 1).sum()) < 10:
                        continue
                    test = binary if attribute in BINARY else ordered
                    found = (*test(known, feature, attribute), adjusted(known, feature, attribute))
                cells = ["NA" if np.isnan(v) else f"{v:.12g}" for v in found]
                print("\t".join([level, stratum, feature, attribute, *cells]))


main()

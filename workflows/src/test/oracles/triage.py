"""Makes triage-numpy.tsv from rank-inputs.tsv: python triage.py ../resources/stats

Ridge logistic regression as a root of its score equations, areas and errors by DeLong's definition,
operating points by counting, predictive values by counting a population of that prevalence.
"""
import csv
import sys

import numpy as np
import scipy
from scipy.optimize import root

target = sys.argv[1]
with open(f"{target}/rank-inputs.tsv") as f:
    rows = list(csv.DictReader(f, delimiter="\t"))
column = {name: np.array([float(r[name]) for r in rows]) for name in rows[0]}
out = []


def put(case, quantity, value):
    out.append((case, quantity, repr(float(value))))


x = np.column_stack([(column[c] - column[c].mean()) / column[c].std() for c in ["y", "zeros", "tied"]])
for arm in ["arm", "small"]:
    g = column[arm]
    for ridge in [100.0, 3.0, 0.1]:

        def score(b):
            p = 1 / (1 + np.exp(-(b[0] + x @ b[1:])))
            return np.concatenate([[np.sum(g - p)], x.T @ (g - p) - ridge * b[1:]])

        b = root(score, np.zeros(4), tol=1e-14).x
        for name, value in zip(["intercept", "y", "zeros", "tied"], b):
            put(f"{arm} {ridge}", name, value)
    for name in ["y", "tied"]:
        s = column[name]
        one, other = s[g == 1], s[g == 0]
        below = (one[:, None] > other[None, :]) + 0.5 * (one[:, None] == other[None, :])
        auc = below.mean()
        error = np.sqrt(np.var(below.mean(axis=1), ddof=1) / len(one) + np.var(below.mean(axis=0), ddof=1) / len(other))
        put(f"{arm} {name}", "auc", auc)
        put(f"{arm} {name}", "auc_lower", max(0, auc - 1.959963984540054 * error))
        put(f"{arm} {name}", "auc_upper", min(1, auc + 1.959963984540054 * error))
        for sensitivity in [0.9, 0.95, 0.99]:
            threshold = max(t for t in one if (one >= t).mean() >= sensitivity - 1e-12)
            sick, well = (one >= threshold).mean(), (other >= threshold).mean()
            case = f"{arm} {name} {sensitivity}"
            put(case, "threshold", threshold)
            put(case, "sensitivity", sick)
            put(case, "specificity", 1 - well)
            put(case, "ppv", 150 * sick / (150 * sick + 850 * well))
            put(case, "npv", 850 * (1 - well) / (850 * (1 - well) + 150 * (1 - sick)) if well < 1 else np.nan)

out.append((f"python {sys.version.split()[0]}", "versions", f"scipy {scipy.__version__} numpy {np.__version__}"))
with open(f"{target}/triage-numpy.tsv", "w") as f:
    f.write("case\tquantity\tvalue\n" + "".join("\t".join(row) + "\n" for row in out))

"""Makes scipy.tsv from rank-inputs.tsv: python rank.py ../resources/stats

The far tails, and what R does not give: p-values down to 1e-300, the conditional odds ratio to all
digits, DeLong's comparison by its definition.
"""
import csv
import sys

import numpy as np
import scipy
from scipy import stats
from scipy.stats.contingency import odds_ratio

target = sys.argv[1]
with open(f"{target}/rank-inputs.tsv") as f:
    rows = list(csv.DictReader(f, delimiter="\t"))
column = {name: np.array([float(r[name]) for r in rows]) for name in rows[0]}
out = []


def put(case, quantity, value):
    out.append((case, quantity, repr(float(value))))


def placements(values, arm):
    """Share of the other arm below each subject, ties one half."""
    one, other = values[arm == 1], values[arm == 0]
    below = (one[:, None] > other[None, :]) + 0.5 * (one[:, None] == other[None, :])
    return below.mean(axis=1), 1 - below.mean(axis=0)


def drawn(values, n1):
    """Variance of the AUC of an arm that is drawn at random."""
    n = len(values)
    t = np.unique(values, return_counts=True)[1]
    return ((n + 1) - (t**3 - t).sum() / (n * (n - 1))) / 12 / (n1 * (n - n1))


for arm in ["arm", "small"]:
    for y in ["y", "zeros", "tied"]:
        up, down = placements(column[y], column[arm])
        variance = np.var(up, ddof=1) / len(up) + np.var(down, ddof=1) / len(down)
        put(f"{y} {arm}", "auc", up.mean())
        put(f"{y} {arm}", "auc_error", np.sqrt(max(variance, drawn(column[y], len(up)))))
    (a1, a0), (b1, b0) = placements(column["y"], column[arm]), placements(column["zeros"], column[arm])
    error = np.sqrt(np.var(a1 - b1, ddof=1) / len(a1) + np.var((1 - a0) - (1 - b0), ddof=1) / len(a0))
    z = (a1.mean() - b1.mean()) / error
    put(f"y zeros {arm}", "delong_z", z)
    put(f"y zeros {arm}", "delong_p", 2 * stats.norm.sf(abs(z)))

i = np.arange(2000)
for every in [20, 7, 3]:
    arm = (i >= 1000) ^ (i % every == 0)
    put(f"steep {every}", "mann_whitney_p", stats.mannwhitneyu(i[arm], i[~arm], method="asymptotic").pvalue)
    put(f"steep {every}", "spearman_p", stats.spearmanr(i, (i * 7919) % 2000 * (1.05 + 1 / every) + i).pvalue)
    put(f"steep {every}", "kruskal_p", stats.kruskal(i[arm], i[~arm]).pvalue)
for table in [(12, 5, 30, 200), (3, 1, 1, 3), (200, 30, 40, 150), (66, 1, 9, 284), (59, 3, 10, 367)]:
    cells = np.array(table).reshape(2, 2)
    put(" ".join(map(str, table)), "conditional_odds", odds_ratio(cells, kind="conditional").statistic)
    put(" ".join(map(str, table)), "sample_odds", odds_ratio(cells, kind="sample").statistic)
out.append((f"python {sys.version.split()[0]}", "versions", f"scipy {scipy.__version__} numpy {np.__version__}"))
with open(f"{target}/rank-scipy.tsv", "w") as f:
    f.write("case\tquantity\tvalue\n" + "".join("\t".join(row) + "\n" for row in out))

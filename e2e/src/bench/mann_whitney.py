"""The peer of MannWhitneyBenchmark: scipy.stats.mannwhitneyu in a loop over what it wrote, and how far apart the p are.

    python mann_whitney.py FOLDER
"""

import json
import pathlib
import sys
import time

import numpy as np
import scipy
from scipy.stats import mannwhitneyu

SUBJECTS = 2000


def main(folder):
    features, arms, ours = (np.fromfile(pathlib.Path(folder) / name, "<f8") for name in ("features", "arms", "p"))
    features, arms = features.reshape(-1, SUBJECTS), arms.reshape(-1, SUBJECTS) == 1
    start = time.process_time()
    p = np.array([mannwhitneyu(x[arm], x[~arm], method="asymptotic").pvalue for x in features for arm in arms])
    seconds = time.process_time() - start
    apart = float(np.max(np.abs(ours - p) / p))
    told = {"perSecond": len(p) / seconds, "tests": len(p), "least": float(p.min()), "apart": apart}
    print(json.dumps(told | {"version": f"SciPy {scipy.__version__}"}))


if __name__ == "__main__":
    main(*sys.argv[1:])

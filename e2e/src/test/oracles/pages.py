"""Numbers that the report's pages tell, against the tables that they are of, by NumPy and SciPy alone.

python pages.py RUN    # the folder of a run; needs duckdb

Tables of a page that name their file must have its rows; counts, forests, heat map, volcano, site effects, signature and the
places of patients are computed again. Pages tell five digits. Prints per table how many numbers there are and the largest
relative difference; ends with 1 if one is too large.
"""

import json
import sys
from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Context
from pathlib import Path

import numpy as np
from scipy import stats

import ranks
from compared import Compared, number, rows
from patients import BACKGROUND, Patients, parquet

DIGITS = 6e-5
KEY = ("level", "stratum", "channel", "attribute")


def page(file):
    html = file.read_text(encoding="utf-8")
    before = '<script type="application/json" id="data">'
    start = html.index(before) + len(before)
    return json.loads(html[start : html.index("</script>", start)])


FIVE = Context(prec=5, rounding=ROUND_HALF_UP)
WHOLE = ("associations significant", "cohort join", "survival hazards", "survival logrank")  # no part of their files


NAMES = ("level", "stratum", "attribute", "endpoint", "group", "column", "slide", "region")  # stage 0 is no number


def shown(cell, column):
    """A cell of a CSV as a page has it: five digits, text, or None."""
    value = np.nan if column in NAMES else number(cell)
    return None if cell == "" else cell if np.isnan(value) else value if value % 1 == 0 else float(FIVE.create_decimal(value))


class Report:
    def __init__(self, run):
        self.run = Path(run)
        self.patients = Patients(run)
        self.tables = {}
        for file in sorted((self.run / "report").glob("*.html")):
            blocks = page(file).get("page", {}).get("blocks", [])
            for block in blocks:
                table = block.get("numbers", block)
                if "rows" in table and "id" in table:
                    self.tables[f"{file.stem} {table['id']}"] = table
        files = self.patients.analysis.glob("associations*.parquet/*/*.parquet")
        self.tests = [row for file in files for row in parquet(file)]

    def of(self, name):
        """Rows of a table as columns to cells."""
        table = self.tables.get(name, {"columns": [], "rows": []})
        return [dict(zip(table["columns"], row)) for row in table["rows"]]

    def copied(self, compared):
        """Rows that stand in a file under analysis/."""
        for name, table in self.tables.items():
            file = (self.run / "report" / (table.get("file") or "")).resolve()
            if file.suffix != ".csv" or not file.exists():
                continue
            told = rows(file)
            columns = [c for c in table["columns"] if told and c in told[0]]
            there = Counter(tuple(shown(row[c], c) for c in columns) for row in told)
            for row in table["rows"]:
                cells = tuple(dict(zip(table["columns"], row))[c] for c in columns)
                cells = tuple(float(c) if isinstance(c, (int, float)) and not isinstance(c, bool) else c for c in cells)
                compared.words(f"page {name}", there[cells] > 0, True, str(cells))
            if name in WHOLE:
                compared(f"page {name} rows", len(table["rows"]) + table["left"], len(told), name)

    def counts(self, compared):
        found = defaultdict(list)
        for row in self.tests:
            found[tuple(row[c] for c in KEY)].append(row)
        for row in self.of("associations counts"):
            of = [t for key, t in found.items() if row["level"] in (key[0], "all levels") and self.what(t) == row["of"]]
            least = lambda t, column: min((r[column] for r in t if r[column] is not None), default=np.inf)
            ours = {
                "tested": len(of),
                "channels": len({t[0]["channel"] for t in of}),
                "Bonferroni < 0.05": sum(least(t, "bonferroni") < 0.05 for t in of),
                "specific": sum(any(r["significant"] and r["specific"] for r in t) for t in of),
                "stable": sum(any(r["significant"] and r["stable"] for r in t) for t in of),
            }
            limits = [c for c in row if c.startswith("q < ")]
            ours |= {c: sum(least(t, "q") < float(c[4:]) for t in of) for c in limits}
            ours["relevant"] = sum(least(t, "q_relevant") < max(float(c[4:]) for c in limits) for t in of)
            for column, n in ours.items():
                compared("page counts", row[column], n, f"{row['level']} {row['of']} {column}")
        for row in self.of("associations by-channel"):
            of = {tuple(r[c] for c in KEY) for r in self.tests if r["significant"] and r["channel"] == row["name"]}
            compared("page by-channel", row["value"], len(of), row["name"])

    @staticmethod
    def what(tests):
        if tests[0]["channel"] in BACKGROUND:
            return "background (TRITC, Cy5)"
        return "pairs" if any(t["feature"] == "or_density" for t in tests) else "channels"

    def figures(self, compared):
        """Forest of the strongest, heat map and volcano of one stratum."""
        told = rows(self.patients.analysis / "associations_significant.csv")
        strongest = sorted((r for r in told if r["effect_kind"] in ("delta", "rho")), key=lambda r: number(r["p"]))
        for row, r in zip(self.of("associations strongest"), strongest):
            where = f"{r['channel']} {r['feature']} ~ {r['attribute']}, {r['stratum']}"
            effect, error = number(r["effect"]), abs(number(r["effect"])) / stats.norm.isf(number(r["p"]) / 2)
            compared("page strongest", row["value"], effect, where, enough=DIGITS)
            compared("page strongest", row["lower"], max(-1, effect - 1.96 * error), where, 1, DIGITS)
            compared("page strongest", row["upper"], min(1, effect + 1.96 * error), where, 1, DIGITS)
        singles = [r for r in self.tests if r["feature"] == "density" and r["level"] == "pan-cancer"]
        here = {(r["channel"], r["attribute"]): r for r in singles}
        for row in self.of("associations heat"):
            r = here[row["channel"], row["attribute"]]
            compared.words("page heat map", r["effect_kind"] in ("delta", "rho", "hr"), True, "has a direction")
            none = 1 if r["effect_kind"] == "hr" else 0
            signed = np.sign(r["effect"] - none) * min(10, -np.log10(max(r["p"], 1e-300)))
            where = f"{row['channel']} {row['attribute']}"
            for column, ours in (("effect", r["effect"]), ("p", r["p"]), ("q", r["q"]), ("signed", signed)):
                compared("page heat map", row[column], ours, where, max(abs(ours), 1e-3), DIGITS)
        drawn = [r for r in singles if r["effect_kind"] in ("delta", "rho")]
        volcano = self.of("associations volcano")
        compared("page volcano", sum(r["tests"] for r in volcano), len(drawn), "tests")
        points = [r for r in volcano if r["group"] == "significant"]
        compared("page volcano", len(points), sum(r["significant"] for r in drawn), "significant")

    def sites(self, compared):
        """Over patients whose site is known, types taken together."""
        site = self.patients.site
        for row in self.of("cohort site-share"):
            density = self.patients.numbers(row["name"] + "_density")
            known = np.flatnonzero((site != "") & ~np.isnan(density))
            _, share, p = ranks.categories(density, site, [known])
            compared("page site share", row["value"], max(0, share), row["name"], max(share, 1e-3), DIGITS)
            compared("page site p", row["p"], p, row["name"], enough=DIGITS)
        for row in self.of("cohort site-medians"):
            density = self.patients.numbers(row["channel"] + "_density")
            known = (site != "") & ~np.isnan(density)
            of = density[known & (site == row["site"])]
            median, where = np.median(of), f"{row['site']} {row['channel']}"
            compared("page site median", row["median"], median, where, enough=DIGITS)
            compared("page site patients", row["patients"], len(of), where)
            place = 100 * np.mean((density[known] < median) + 0.5 * (density[known] == median))
            compared("page site percentile", row["percentile"], place, where, enough=DIGITS)

    def signature(self, compared):
        told = json.loads((self.patients.analysis / "signature.json").read_text())
        for row in self.of("survival concordances"):
            for column in ("value", "lower", "upper"):
                compared("page signature", row[column], told["concordance"][row["name"]][column], row["name"], enough=DIGITS)
        for row in self.of("survival gains"):
            gain = next(g for g in told["gains"] if g["against"] == row["against"])
            for column in ("gain", "lower", "upper", "p"):
                compared("page signature", row[column], gain[column], row["against"], max(abs(gain[column]), 1e-3), DIGITS)
        weights = dict(zip(told["model"]["channels"], told["model"]["coefficients"]))
        for row in self.of("survival weights"):
            compared("page signature", row["value"], weights[row["name"]], row["name"], enough=DIGITS)


def main(run):
    compared = Compared()
    report = Report(run)
    report.copied(compared)
    report.counts(compared)
    report.figures(compared)
    report.sites(compared)
    report.signature(compared)
    sys.exit(0 if compared.told() else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])

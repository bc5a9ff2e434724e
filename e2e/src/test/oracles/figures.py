"""Figures, facts and sentences of the report's pages, made again from the tables that they are drawn of, by NumPy alone.

python figures.py RUN    # the folder of a run; needs duckdb

pages.py has the tables that stand in a file and what is computed for a page; here is all that is taken over from tables under
another name: flow, Table 1, attrition, volcano, tests not made, curves with their sentences, forests, areas, points of
operation, facts of signature and of concordance, checks, work. Prints per quantity how many numbers there are and the largest
difference; ends with 1 if one is too large.
"""

import json
import sys
from collections import Counter, defaultdict

import numpy as np

from compared import Compared, number, rows
from pages import DIGITS, Report, page, shown
from sentences import alike, known, of, probability, share

STEPS = {
    "manifest": "In the manifest",
    "results": "With a usable result",
    "slide-rule": "Slides that stand for a patient",
    "clinical": "With a clinical record",
    "analysed": "Analysed",
}
REASONS = {
    "FrozenBesideDiagnostic": "frozen, beside a diagnostic slide of the same patient",
    "NoClinicalRow": "no clinical record",
    "NoValidPixels": "no valid pixels",
}


def place(row):
    return "all types" if row["stratum"] == "all" else row["stratum"]


class Figures:
    def __init__(self, run, compared):
        self.report, self.compared = Report(run), compared
        self.run, self.analysis = self.report.run, self.report.patients.analysis
        self.small = self.report.patients.asked()["smallCells"]

    def table(self, name):
        file = self.analysis / name
        return rows(file) if file.exists() else []

    def json(self, name):
        file = self.analysis / name
        return json.loads(file.read_text()) if file.exists() else {}

    def blocks(self, name, kind):
        file = self.run / "report" / f"{name}.html"
        return [b for b in page(file)["page"]["blocks"] if b["kind"] == kind] if file.exists() else []

    def same(self, name, ours):
        """A table of a page has these rows, in this order; numbers to five digits."""
        told = self.report.of(name)
        self.compared(f"{name} rows", len(told), len(ours), "rows")
        for i, (row, again) in enumerate(zip(told, ours)):
            for (column, cell), value in zip(row.items(), again, strict=True):
                where = f"row {i} {column}"
                if isinstance(value, str) or value is None:
                    self.compared.words(f"{name} words", cell, value, where)
                else:
                    self.compared(name, cell, value, where, max(abs(value), 1e-6), DIGITS)

    def facts(self, name, at, ours):
        told = self.blocks(name, "Facts")
        for (what, cell), (again, value) in zip(told[at]["pairs"], ours, strict=True):
            self.compared.words(f"{name} facts", what, again, "name")
            alike(self.compared, f"{name} facts", f"{cell}", f"{value}", what)

    def cohort(self):
        flow = [{**r, "row": i} for i, r in enumerate(self.table("flow.csv"))]
        for block in self.blocks("cohort", "Flow"):
            steps = list(dict.fromkeys(r["step"] for r in flow))
            self.compared.words("flow steps", [s["name"] for s in block["steps"]], [STEPS[s] for s in steps], "names")
            for told, step in zip(block["steps"], steps):
                here = [r for r in flow if r["step"] == step]
                left = [int(here[-1][c]) for c in ("slides", "patients")]
                self.compared.words("flow left", [told["slides"], told["patients"]], left, step)
                lost = [[r["row"], int(r["lost_slides"]), int(r["lost_patients"]), r["reason"]] for r in here if r["reason"]]
                lost = [[*numbers, REASONS.get(why, why)] for *numbers, why in lost]
                self.compared.words("flow losses", [list(loss.values()) for loss in told["losses"]], lost, step)
        first = {}
        for row in self.table("table1.csv"):
            first.setdefault((row["variable"], row["level"]), {})[row["stratum"]] = row["text"]
        for row in self.report.of("cohort table1"):
            texts = first[row.pop("variable"), row.pop("level")]
            self.compared.words("cohort table1", row, {s: texts.get(s) for s in row}, str(texts))
        attrition = []
        for row in self.table("attrition.csv"):
            cells = {c: shown(row[c], c) for c in ("attribute", "level", "analysed", "lost", "test", "p")}
            if row["level"] or row["attribute"] == "patients":
                few = {c: f"<{self.small}" for c in ("analysed", "lost") if 0 < number(row[c]) < self.small}
                cells |= few
            attrition.append(list(cells.values()))
        self.same("cohort attrition", attrition)

    def associations(self):
        singles = [r for r in self.report.tests if (r["level"], r["feature"]) == ("pan-cancer", "density")]
        drawn = [r for r in singles if r["effect_kind"] in ("delta", "rho")]
        evidence = lambda r: -np.log10(max(r["p"], 1e-300))
        found = sorted((r for r in drawn if r["significant"]), key=lambda r: (r["p"], r["channel"], r["attribute"]))
        points = [[r["channel"], r["attribute"], r["effect"], evidence(r), r["q"], "significant", 1] for r in found[:1200]]
        nearest = lambda v, by: np.sign(v) * np.floor(abs(v) * by + 0.5) / by
        squares = Counter((nearest(r["effect"], 25) + 0.0, nearest(evidence(r), 5)) for r in drawn if not r["significant"])
        rest = [[None, None, x, y, None, "not significant", n] for (x, y), n in sorted(squares.items())]
        if self.report.of("associations volcano"):
            self.same("associations volcano", points + rest)
        reasons = Counter()
        for row in self.table("not_tested.csv"):
            reasons[row["level"], row["reason"]] += int(row["tests"])
        if reasons:
            self.same("associations not-tested", [[*key, n] for key, n in sorted(reasons.items())])

    def survival(self):
        hazards = sorted(self.table("survival.csv"), key=lambda r: np.nan_to_num(number(r["p"]), nan=np.inf))
        for model in ("adjusted", "univariable"):
            fitted = [r for r in hazards if r["model"] == model and r["hr"]][:30]
            name = lambda r: f"{r['channel']} {r['feature']}, {r['endpoint']}, {r['stratum']}"
            if fitted:
                cells = ("hr", "lower", "upper", "p")
                self.same(f"survival forest-{model}", [[name(r), *(number(r[c]) for c in cells)] for r in fitted])
        panel = lambda r: f"{r['endpoint']} by {r['by']}, {place(r)}"
        points = defaultdict(list)
        for row in self.table("kaplan_meier.csv"):
            points[panel(row), row["group"]].append([shown(row[c], c) for c in ("time", "at_risk", "survival", "lower", "upper")])
        for row in self.report.of("survival curves"):
            key, point = (row["panel"], row["group"]), list(row.values())[2:]
            self.compared.words("survival curves", point in points[key], True, f"{key} {point}")
        tests = {panel(r): r for r in self.table("logrank.csv")}
        for block in self.blocks("survival", "Plot"):
            for name, text in block["options"].get("says", {}).items():
                row = tests[name]
                test = f"{number(row['chi2']):.17g} on {row['df'].split('.')[0]} df, {probability(number(row['p']))}"
                who = f"{of(int(row['n']), 'patient')}, {of(int(row['events']), 'event')}."
                alike(self.compared, "survival log-rank", text, f"Log-rank: chi squared {test}; {who}", name)
        told = self.json("signature.json")
        if told and not told["notFitted"]:
            null = told["null"] or {}
            good = f"{probability(null.get('p'))} ({null.get('exceeding', '')} of {null.get('permutations', '')} as good)"
            of_groups = probability(told["logrank"]["p"])
            facts = ["Endpoint", told["endpoint"]], ["Patients", told["n"]], ["Events", told["events"]]
            self.facts("survival", 0, [*facts, ["Log-rank of high against low", of_groups], ["With outcomes permuted", good]])

    def triage(self):
        scores = defaultdict(list)
        for row in self.table("triage.csv"):
            scores[row["attribute"], row["score"]].append(row)
        areas = [[", ".join(key), *(number(at[0][c]) for c in ("auc", "auc_lower", "auc_upper"))] for key, at in scores.items()]
        if areas:
            self.same("triage area-plot", areas)
        said = [b["text"] for b in self.blocks("triage", "Paragraph") if b["text"].startswith("Whoever tests")]
        for attribute in dict.fromkeys(a for a, _ in scores):
            drawn = [(s, r) for (a, s), at in scores.items() if a == attribute for r in at if r["auc"]]
            roc = [[s, 1 - number(r["specificity"]), number(r["sensitivity"])] for s, r in drawn]
            named = [n for n in self.report.tables if n.startswith("triage roc-") and len(self.report.of(n)) == len(roc)]
            self.compared.words("triage roc", bool(named), bool(roc), attribute)
            for name in named[:1]:
                self.same(name, roc)
            point = next((r for s, r in drawn if s == "maps" and number(r["sensitivity"]) >= 0.95), None)
            if point:
                at = {c: share(number(point[c])) for c in ("sensitivity", "specificity", "prevalence", "ppv", "npv")}
                score = known(number(point["threshold"]))
                finds = f"Whoever tests all patients with a score of {score} or more finds {at['sensitivity']} of the positive ones"
                spares = f"and spares {at['specificity']} of the others the test. At a prevalence of {at['prevalence']}"
                tested = f"{at['ppv']} of those tested would be positive, and of those not tested {at['npv']} negative."
                alike(self.compared, "triage sentence", said.pop(0), f"{finds} {spares}, {tested}", attribute)

    def concordance(self):
        found = self.json("concordance.json")
        if not found or found.get("refused"):
            return
        a, t, ratio = ((found[k] or {}) for k in ("activations", "associations", "countRatio"))
        tables = 0
        if a:
            here = [["Subtype and channel pairs", a["cells"]], ["Pooled", known(a["pooled"])]]
            here += [["Less the channel's mean", known(a["centred"])]]
            here += [["Pooled with subtypes relabelled, mean", known(a["shuffled"])]]
            here += [["Less the mean: as high with subtypes relabelled", probability(a["nullP"])]]
            self.facts("concordance", tables, [*here, ["Fewest patients on a side", a["minPatients"]]])
            tables += 1
            group = lambda c: "background" if c in ("TRITC", "Cy5") else "marker"
            self.same("concordance per-channel", [[c, group(c), v] for c, v in a["perChannel"].items()])
            self.same("concordance points", [[p["subtype"], p["channel"], p["here"], p["there"]] for p in found["points"]])
        if not t:
            return
        equal = ratio.get("equalN") or {}
        middle = f"{known(equal.get('lower'))} to {known(equal.get('upper'))}, {equal.get('draws', '')} draws"
        self.facts(
            "concordance",
            tables,
            [
                ["Tests made in both", t["universe"]],
                ["Significant tests here", t["significantHere"]],
                ["Significant tests there", t["significantThere"]],
                ["In both, same sign", t["shared"]],
                ["In both, opposite sign", t["opposite"]],
                ["Sign agreement", known(t["signAgreement"])],
                ["Fisher, one-sided", probability(t["fisherP"])],
                ["Odds ratio, sample", known(t["oddsSample"])],
                ["Odds ratio, conditional", known(t["oddsConditional"])],
                ["Odds ratio within attributes", known(t["oddsWithinAttributes"])],
                ["Within attributes", probability(t["pWithinAttributes"])],
                ["Channels relabelled", probability(t["pChannelsRelabelled"])],
                ["Densities significant here for each there", known(ratio.get("common"))],
                ["The same at equal numbers of patients", f"{known(equal.get('median'))} ({middle})"],
            ],
        )

    def work(self):
        """What was worked on, from the ledger; other times are sums of this machine's clocks."""
        ledger = rows(self.run / "ledger.csv")
        seconds = [number(r["seconds"]) for r in ledger if number(r["seconds"]) > 0]
        told = dict(self.blocks("methods", "Facts")[0]["pairs"])
        ours = {
            "Slides worked on": len(seconds),
            "Tiles in their results": sum(int(r["tiles"] or 0) for r in ledger),
            "Worker-hours": f"{sum(seconds) / 3600:.17f}",
        }
        ours |= {"Worker-seconds per slide": f"{np.mean(seconds):.17f}"} if seconds else {}
        for what, value in ours.items():
            alike(self.compared, "methods work", f"{told[what]}", f"{value}", what)
        checks = json.loads((self.run / "validation.json").read_text())["checks"]
        of = lambda c: [c["name"], c["result"], c["value"], c["threshold"], c["action"], c["sentence"]]
        self.same("validation checks", [of(c) for c in checks])


def main(run):
    compared = Compared()
    figures = Figures(run, compared)
    for part in (figures.cohort, figures.associations, figures.survival, figures.triage, figures.concordance, figures.work):
        part()
    sys.exit(0 if compared.told() else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])

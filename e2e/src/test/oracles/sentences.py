"""Sentences of the report's summary and of its reproduction page, made again from the tables that they speak of.

python sentences.py RUN    # the folder of a run; needs duckdb

Each sentence of the summary must be there, in its order, with its numbers, and lead to the row of a page that it is of; so
must each line of the reproduction page. Numbers are compared as far as they are told: half of their last digit. Prints per
kind of sentence how many numbers and words there are and the largest difference, in last digits; ends with 1 if one is too large.
"""

import csv
import json
import re
import sys
from decimal import Decimal
from pathlib import Path

import numpy as np

from compared import Compared, number, rows
from pages import page
from patients import BACKGROUND, Patients

NUMBER = re.compile(r"(?<![A-Za-z\d])-?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?(?![A-Za-z\d])")
HALF = 0.5 + 1e-6
SHOWN = 3000  # rows of a table that a page has
REASONS = {
    "FrozenBesideDiagnostic": "frozen, beside a diagnostic slide of the same patient",
    "NoClinicalRow": "no clinical record",
    "NoValidPixels": "no valid pixels",
}


def alike(compared, what, told, ours, where):
    """Texts with numbers: `ours` has all their digits, `told` those that people read."""
    compared.words(f"{what} words", NUMBER.sub("#", told), NUMBER.sub("#", ours), where)
    for a, b in zip(NUMBER.findall(told), NUMBER.findall(ours)):
        last = Decimal(10) ** Decimal(a.replace(",", "")).as_tuple().exponent
        off = (Decimal(a.replace(",", "")) - Decimal(b.replace(",", ""))) / last
        compared(f"{what} numbers", float(off), 0.0, f"{where}: {told}", 1, HALF)


def share(value):
    return f"{100 * value:.17g} %" if not np.isnan(value) else "an unknown share"


def known(value):
    return "unknown" if value is None or np.isnan(value) else f"{value:.17g}"


def probability(p):
    """Below a thousandth people read one digit."""
    return "p unknown" if p is None or np.isnan(p) else f"p = {p:.17e}" if p < 0.001 else f"p = {p:.17g}"


def in_words(row):
    """A feature of a channel, which is a protein's or the background's."""
    words = {"mean_probability": "mean {} probability", "snr": "{} signal-to-noise ratio", "morans_i": "{} clustering (Moran's I)"}
    what = words.get(row["feature"], "{} " + row["feature"]).format(row["channel"])
    return what + " (a background channel, which shows no protein)" * (row["channel"] in BACKGROUND)


def of(n, one):
    return f"{n} {one}" + ("" if n == 1 else "s")


class Tables:
    def __init__(self, run):
        self.run = Path(run)
        self.analysis = self.run / "analysis"
        told = json.loads((self.run / "run.json").read_text())
        self.settings = told["analyses"]["settings"]
        self.small = self.settings["smallCells"]
        asked = self.settings["associations"]
        self.rate = asked["falseDiscoveryRate"] if asked else 0.05
        self.dictionary = []
        if self.has("dictionary.tsv"):
            with open(self.analysis / "dictionary.tsv", newline="", encoding="utf-8") as text:
                self.dictionary = list(csv.DictReader(text, delimiter="\t"))

    def has(self, name):
        return (self.analysis / name).exists()

    def of(self, name):
        return rows(self.analysis / name) if self.has(name) else []

    def by(self, name, column):
        """The smallest first, what has none last."""
        return sorted(self.of(name), key=lambda r: np.nan_to_num(number(r[column]), nan=np.inf))

    def json(self, name):
        return json.loads((self.analysis / name).read_text()) if self.has(name) else {}

    def compared(self):
        """The comparison with another run, where there is one."""
        found = self.json("concordance.json")
        return found if found and not found.get("refused") else None

    def adjusted(self):
        """Columns that tests were adjusted for."""
        named = Patients(self.run).adjusting("all") if self.has("dictionary.tsv") else []
        return ", ".join(named) or "age, sex and stage as far as the tables have them"

    @staticmethod
    def counted(found, background):
        """One of each stratum, channel and attribute, whatever the feature."""
        here = (r for r in found if (r["channel"] in BACKGROUND) == background)
        return len({(r["level"], r["stratum"], r["channel"], r["attribute"]) for r in here})

    def arm(self, attribute):
        """A binary attribute, and who is with it where its name does not say so."""
        column = next((d for d in self.dictionary if d["column"] == attribute and d["kind"] == "binary"), None)
        level = column["levels"].split(" < ")[-1].split("|")[0] if column else "1"
        return attribute if level in ("", "1") else f"{attribute} = {level}"

    def few(self, n):
        return f"fewer than {self.small}" if 0 < n < self.small else f"{n}"


class Summary:
    """Sentences in order, each with where it leads to."""

    def __init__(self, tables, report):
        self.t, self.report, self.said = tables, report, []

    def say(self, text, href):
        self.said.append((text, href))

    def there(self, name):
        return (self.report / name).exists()

    def all(self):
        self.trust()
        self.cohort()
        self.associations()
        self.survival()
        self.triage()
        self.elsewhere()
        return self.said

    def trust(self):
        file = self.t.run / "validation.json"
        if not file.exists():
            self.say("This run was not put to the checks that guard its claims.", "methods.html")
            return
        checks = json.loads(file.read_text())["checks"]
        failed = [c["name"] for c in checks if c["result"] == "Failed"]
        if not failed:
            put = sum(c["result"] != "NotApplicable" for c in checks)
            self.say(f"The run passed all {put} checks that it could be put to.", "validation.html#checks-0")
        else:
            reason = "what follows is not to be relied on before the reason is known."
            first = next(i for i, c in enumerate(checks) if c["result"] == "Failed")
            self.say(f"Checks failed ({', '.join(failed)}): {reason}", f"validation.html#checks-{first}")

    def cohort(self):
        flow = self.t.of("flow.csv")
        if not flow or not self.there("cohort.html"):
            return
        (slides, patients), (left, stayed) = ([int(float(r[c])) for c in ("slides", "patients")] for r in (flow[0], flow[-1]))
        could = f"{left} slides of {self.t.few(stayed)} patients could be analysed."
        self.say(f"Of {slides} slides of {self.t.few(patients)} patients, {could}", f"cohort.html#flow-{len(flow) - 1}")
        for i, row in enumerate(flow):
            lost = int(float(row["lost_patients"] or 0))
            if lost >= max(self.t.small, patients // 50):
                self.say(f"{lost} patients were lost: {REASONS.get(row['reason'], row['reason'])}.", f"cohort.html#flow-{i}")

    def associations(self):
        if not self.there("associations.html"):
            return
        found = self.t.by("associations_significant.csv", "p")
        markers, beside = (self.t.counted(found, background) for background in (False, True))
        held = "between a channel and a clinical or genetic attribute held after correction for the number of tests"
        none = f"beside them {beside} of background channels, which show no protein."
        self.say(f"{of(markers, 'association')} {held}; {none}", "associations.html#counts-0")
        told = set()
        for i, row in enumerate(found):
            key = row["stratum"], row["channel"], row["attribute"]
            if len(told) < 5 and self.tellable(row) and key not in told:
                told.add(key)
                self.say(self.association(row), f"associations.html#significant-{i}")
        if found and not told:
            why = "each is of a background channel, does not stand beside those or without one of the sites"
            rest = "has no direction, or is of a small group."
            self.say(f"None of them can be told in words: {why}, {rest}", "associations.html#significant-0")

    def tellable(self, row):
        """On its own feet, and of no small group."""
        n, n1, kind = int(row["n"]), int(float(row["n1"] or 0)), row["effect_kind"]
        small = n < self.t.small or (kind == "delta" and min(n1, n - n1) < self.t.small)
        doubted = row["specific"] == "false" or row["stable"] == "false" or row["channel"] in BACKGROUND
        return not small and not doubted and kind != "epsilon2"

    def association(self, row):
        effect, kind, attribute = float(row["effect"]), row["effect_kind"], row["attribute"]
        where = "Over all types" if row["stratum"] == "all" else f"In {row['stratum']}"
        what = in_words(row)
        if kind == "delta":
            one = "of one patient with it and one without,"
            pairs = f"the first has the higher one in {50 * (1 + effect):.17g} of 100 pairs."
            return f"{where}, patients with {self.t.arm(attribute)} had {'higher' if effect > 0 else 'lower'} {what}: {one} {pairs}"
        if kind == "hr":
            return f"{where}, each standard deviation more of {what} went with {effect:.17g} times the hazard ({attribute})."
        way = "rose" if effect > 0 else "fell"
        return f"{where}, {what} {way} as {attribute} rose (rank correlation {effect:.17g})."

    def survival(self):
        if not self.there("survival.html"):
            return
        hazards, told, adjusted = self.t.by("survival.csv", "p"), 0, self.t.adjusted()
        of_all_types = [(r["model"], r["level"]) == ("adjusted", "pan-cancer") for r in hazards]
        fitted = any(asked and r["hr"] for asked, r in zip(of_all_types, hazards))
        for i, r in enumerate(hazards):
            if told < 3 and of_all_types[i] and number(r["q"]) < 0.05:
                hr, lower, upper = (known(number(r[c])) for c in ("hr", "lower", "upper"))
                each = f"with each standard deviation more of {in_words(r)} the hazard was {hr} times as high"
                taken = f"(95 % interval {lower} to {upper}), with {adjusted} taken into account."
                self.say(f"{r['endpoint']}: {each} {taken}", f"survival.html#hazards-{i}")
                told += 1
        if hazards and told == 0:
            none = f"No channel is tied to survival over all types (q < 0.05) with {adjusted} taken into account."
            unknown = "Whether a channel is tied to survival over all types is not known"
            neither = f"{unknown}: no model with {adjusted} taken into account could be fitted."
            self.say(none if fitted else neither, f"survival.html#hazards-{next((i for i, it_is in enumerate(of_all_types[:SHOWN]) if it_is), 0)}")
        gains = self.t.json("signature.json").get("gains", [])
        for i, gain in enumerate(gains):
            better = "ordered patients better" if gain["lower"] > 0 else "were not shown to order patients better"
            much = f"gain in concordance {known(gain['gain'])}, 95 % interval {known(gain['lower'])} to {known(gain['upper'])}"
            self.say(f"All channels together {better} than {gain['against']} alone ({much}).", f"survival.html#gains-{i}")
        file = self.t.run / "validation.json"
        checks = json.loads(file.read_text())["checks"] if file.exists() else []
        paired = {c["name"]: (i, c["result"]) for i, c in enumerate(checks)}.get("Quality")
        if gains and not (paired and paired[1] == "Passed"):
            network = "No check of this run tells its network from one of random weights"
            order = "whose maps can order patients as well: only paired mIF does."
            self.say(f"{network}, {order}", f"validation.html#checks-{paired[0]}" if paired else "methods.html")

    def triage(self):
        areas = {}
        for row in self.t.of("triage.csv"):
            areas.setdefault((row["attribute"], row["score"]), []).append(row)
        for i, ((attribute, score), points) in enumerate(areas.items()):
            found = [p for p in points if number(p["sensitivity"]) >= 0.95]
            if score == "maps" and found and int(points[0]["positives"]) >= self.t.small:
                sensitivity, specificity = number(found[0]["sensitivity"]), number(found[0]["specificity"])
                whom = f"To find {share(sensitivity)} of the patients with {self.t.arm(attribute)} by the maps alone"
                more = f"{share(1 - specificity)} of those without it would be tested as well"
                auc, lower, upper = (known(number(points[0][c])) for c in ("auc", "auc_lower", "auc_upper"))
                area = f"area under the curve {auc} (95 % interval {lower} to {upper})."
                self.say(f"{whom}, {more}; {area}", f"triage.html#areas-{i}")

    def elsewhere(self):
        found = self.t.compared()
        both = found and found["associations"]
        if both:
            tested = f"Of {both['significantHere']} significant tests that could be made in '{found['other']['name']}', too"
            same = f"{both['shared']} were found there with the same direction"
            self.say(f"{tested}, {same} and {both['opposite']} with the opposite one.", "concordance.html#both-3")
            differ = found["choices"]
            if differ is None:
                self.say("Whether the two runs were computed alike is not known.", "concordance.html")
            elif differ:
                names = f"{of(len(differ), 'choice')} ({', '.join(d['name'] for d in differ)})"
                rest = "so that not every number of theirs can be compared."
                self.say(f"The two runs were not computed alike: they differ in {names}, {rest}", "concordance.html#choices-0")


class Reproduction:
    """Figure to what this run has in its place."""

    NOT_HERE = "not computed in this run"

    def __init__(self, tables):
        self.t = tables

    def all(self):
        people, found = self.t.of("patients.csv"), self.t.of("associations_significant.csv")
        people = [p for p in people if number(p["tiles"]) > 0]
        columns = list(people[0]) if people else []
        markers = [c for c in columns if c.endswith("_density") and "/" not in c and "|" not in c]
        markers = [c for c in markers if c[: -len("_density")] not in BACKGROUND]
        kinds = [f"{of(len({p[c] for p in people} - {''}), c)}" for c in ("type", "subtype", "site")]
        counted = self.t.counted(found, False)
        if not self.t.has("associations_significant.csv"):
            named = lambda *_: self.NOT_HERE
        else:
            named = lambda *asked: self.named(found, *asked)
        here = {
            "Training data": "the bundle as it was given",
            "Cohort": ", ".join([of(len(people), "patient"), *kinds]),
            "Virtual images": f"{len(markers) * len(people)} (patients x {of(len(markers), 'channel')})",
            "Significant associations": f"{counted}" if self.t.has("associations_significant.csv") else self.NOT_HERE,
            "MSI-high and TMB-high raise CD138": self.raised(named),
            "GigaTIME-Flash": self.NOT_HERE,
        }
        for attribute in ("TMB", "KRAS", "KMT2D"):
            here[f"CD138, CD20, CD4 with {attribute}"] = named(["CD138", "CD20", "CD4"], attribute)
        for pair in (("CD138", "CD68"), ("PD-L1", "Caspase3-D")):
            here[f"Combination {pair[0]}/{pair[1]}"] = self.combination(pair)
        return here | self.external() | self.signature()

    def raised(self, named):
        if not self.t.has("associations_significant.csv"):
            return self.NOT_HERE
        return f"MSI: {named(['CD138'], 'MSI')}; TMB-high: {named(['CD138'], 'TMB-high')}"

    @staticmethod
    def named(found, channels, attribute):
        name = re.compile(re.escape(attribute) + r"(?![^\W_])")
        asked = [r for r in found if r["channel"] in channels and name.match(r["attribute"])]
        way = lambda r: "up" if number(r["effect"]) > (r["effect_kind"] == "hr") else "down"
        told = {f"{r['channel']} {'differs' if r['effect_kind'] == 'epsilon2' else way(r)}" for r in asked}
        return ", ".join(sorted(told)) or "none significant"

    def combination(self, pair):
        if not self.t.has("combinations.csv"):
            return self.NOT_HERE
        asked = [r for r in self.t.of("combinations.csv") if {r["channel_a"], r["channel_b"]} == set(pair)]
        beats = [r for r in asked if number(r["gain"]) > 0 and number(r["q"]) < self.t.rate]
        beats = [r for r in beats if not number(r["against_background"]) <= 0]
        return "better than both parts for " + of(len({r["attribute"] for r in beats}), "attribute")

    def external(self):
        names = ("Activations in a second cohort", "Overlap of associations", "More associations than in TCGA")
        found = self.t.compared()
        if not found:
            return dict.fromkeys(names, self.NOT_HERE)
        means, tests, ratio = ((found[k] or {}) for k in ("activations", "associations", "countRatio"))
        equal = (ratio.get("equalN") or {}).get("median")
        texts = (
            f"pooled {known(means.get('pooled'))}, less the channel's mean {known(means.get('centred'))}",
            f"{probability(tests.get('fisherP'))}; channels relabelled {probability(tests.get('pChannelsRelabelled'))}",
            f"{known(ratio.get('common'))}; at equal numbers {known(equal)}",
        )
        return dict(zip(names, texts))

    def signature(self):
        found = self.t.json("signature.json").get("concordance")
        told = [f"{name} {known((of or {}).get('value'))}" for name, of in (found or {}).items()]
        return {"Signature beside CD3 and CD8": "C: " + ", ".join(told) if found else self.NOT_HERE}


def leads(compared, report, text, href):
    """The row exists, and the sentence has its names."""
    file, _, anchor = (href or "").partition("#")
    compared.words("summary leads to", file == "" or (report / file).exists(), True, href)
    table, _, row = anchor.rpartition("-")
    blocks = page(report / file)["page"]["blocks"] if anchor else []
    for block in blocks:
        if block["kind"] == "Facts" and block.get("id") == table and int(row) < len(block["pairs"]):
            compared.words("summary leads to", "same sign" in block["pairs"][int(row)][0], True, href)
            return
        there = block.get("numbers", block)
        if there.get("id") == table and int(row) < len(there["rows"]):
            cells = dict(zip(there["columns"], there["rows"][int(row)]))
            cells |= {"words": in_words(cells)} if "feature" in cells else {}
            named = ("words", "attribute", "endpoint", "against", "check", "choice")
            denied = text.startswith(("No ", "None ", "Whether ", "The run passed"))  # is of all rows, and leads to the first
            names = [cells[c] for c in named if c in cells and not denied]
            compared.words("summary leads to", all(str(n) in text for n in names), True, f"{href}: {text}")
            return
        if block["kind"] == "Flow" and table == "flow":
            there = {r["row"] for step in block["steps"] for r in (step, *step["losses"])}
            compared.words("summary leads to", int(row) in there, True, href)
            return
    compared.words("summary leads to", anchor, "", f"{href}: no such row")


def main(run):
    compared, tables, report = Compared(), Tables(run), Path(run) / "report"
    blocks = page(report / "summary.html")["page"]["blocks"]
    told = [(b["text"], b.get("href")) for b in blocks if b["kind"] == "Paragraph" or b.get("href")]
    compared.words("summary limits", told[-1][0].startswith("Nothing here guides the care of a patient"), True, "last")
    ours = Summary(tables, report).all()
    compared("summary sentences", len(told) - 1, len(ours), str(told))
    for (text, href), (again, to) in zip(told, ours):
        alike(compared, "summary", text, again, to)
        compared.words("summary href", href, to, text)
        leads(compared, report, text, href)
    table = next(b for b in page(report / "reproduction.html")["page"]["blocks"] if b.get("id") == "reproduction")
    here = Reproduction(tables).all()
    compared("reproduction lines", len(table["rows"]), len(here), "lines")
    for row in table["rows"]:
        cells = dict(zip(table["columns"], row))
        alike(compared, "reproduction", cells["this run"], here.get(cells["figure"], "no such figure"), cells["figure"])
    sys.exit(0 if compared.told() else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])

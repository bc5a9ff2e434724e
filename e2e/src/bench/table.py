"""What the benchmark makes of its readings: medians, ratios, a table. Pure; tried by `python table.py`."""

import statistics
from dataclasses import dataclass, field


@dataclass
class Row:
    """One line of the table. `ratio` is what stands against `bar`; `least` tells which way is better."""

    what: str
    against: str
    ours: str
    peer: str
    ratio: float
    bar: float
    least: bool = True
    note: str = ""
    unit: str = "x"
    strict: bool = False  # the bar itself does not do
    readings: dict = field(default_factory=dict)

    @property
    def met(self):
        better = self.ratio >= self.bar if self.least else self.ratio <= self.bar
        return better and not (self.strict and self.ratio == self.bar)

    def cells(self):
        sign = (">" if self.least else "<") + ("" if self.strict else "=")
        verdict = "met" if self.met else "**not met**"
        ratio = f"{self.ratio:.2f} {self.unit}"
        return (self.what, self.against, self.ours, self.peer, ratio, f"{sign} {self.bar:g} {self.unit}", verdict, self.note)


def rate(readings):
    """Median of tiles per second."""
    return statistics.median(r["tiles"] / r["seconds"] for r in readings)


def speed(what, against, ours, peer, bar, note=""):
    """A row from readings that were taken in turns: the ratio is that of the medians."""
    a, b = rate(ours), rate(peer)
    return Row(
        what, against, f"{a:.3f} tiles/s", f"{b:.3f} tiles/s", a / b, bar, note=note, readings={"ours": ours, "peer": peer}
    )


def shares_differ(ours, valid, peer, pixels):
    """Largest difference of the positive share over the channels."""
    if len(ours) != len(peer):
        raise ValueError(f"{len(ours)} channels against {len(peer)}")
    return max(abs(a / valid - b / pixels) for a, b in zip(ours, peer))


HEADS = ("What", "Against", "CohortRun", "Peer", "Ratio", "Bar", "Verdict", "Note")


def markdown(rows):
    lines = [HEADS, ("---",) * len(HEADS), *(r.cells() for r in rows)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


END = "<!-- /measured -->"


def placed(page, machine, block):
    """The page with a machine's block: in place of what it measured before, else ahead of the other machines'."""
    start = f"<!-- measured on {machine} -->"
    if start in page:
        head, rest = page.split(start, 1)
        tail = rest.split(END, 1)[1]
    else:
        at = page.index("<!-- measured on ")
        head, tail = page[:at], "\n\n" + page[at:]
    return f"{head}{start}\n{block}{END}{tail}"


def check():
    fast, slow = [{"tiles": 42, "seconds": s} for s in (20, 21, 60)], [{"tiles": 42, "seconds": s} for s in (42, 42, 42)]
    row = speed("a", "b", fast, slow, 1.45)
    assert abs(row.ratio - 2) < 1e-9 and row.met, row
    assert not speed("a", "b", slow, fast, 1.45).met
    assert Row("head", "", "", "", 3.1, 3, least=False).cells()[-2] == "**not met**"
    assert not Row("start", "", "", "", 5.0, 5, least=False, strict=True).met
    assert shares_differ([1, 5], 10, [20, 40], 100) == 0.1
    try:
        shares_differ([1], 10, [1, 2], 10)
    except ValueError:
        pass
    else:
        raise AssertionError("channels that are missing go unnoticed")
    page = "x\n<!-- measured on A -->\nold\n<!-- /measured -->\ny\n"
    again = placed(page, "A", markdown([row]))
    assert "old" not in again and again.startswith("x\n") and again.endswith("y\n") and "2.00 x" in again, again
    other = placed(page, "B", "new\n")
    assert other == page.replace("x\n", "x\n<!-- measured on B -->\nnew\n<!-- /measured -->\n\n"), other
    assert placed(other, "B", "newer\n") == other.replace("new", "newer"), other
    assert len({line.count("|") for line in markdown([row]).splitlines()}) == 1


if __name__ == "__main__":
    check()
    print("table.py: right")

"""Survival curves of one comparison, from the tables of a run, as SVG."""

import csv
import sys
from html import escape
from pathlib import Path

COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00"]
LEFT, TOP, WIDTH, HEIGHT, LINE = 90, 40, 620, 320, 18
YEAR = 365.25


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def comparison(analysis, by):
    """Rows by group, of the first endpoint, over all types."""
    found = [r for r in rows(analysis / "kaplan_meier.csv") if r["by"] == by and r["level"] == "pan-cancer"]
    if not found:
        known = sorted({r["by"] for r in rows(analysis / "kaplan_meier.csv")})
        sys.exit(f"{analysis}/kaplan_meier.csv has no comparison by '{by}'; it has: {', '.join(known)}")
    groups = {}
    for row in found:
        if row["endpoint"] == found[0]["endpoint"]:
            groups.setdefault(row["group"], []).append(row)
    return found[0]["endpoint"], groups


def draw(endpoint, by, groups, test):
    years = max(float(r["time"]) for of in groups.values() for r in of) / YEAR
    x = lambda time: LEFT + WIDTH * time / YEAR / years
    y = lambda share: TOP + HEIGHT * (1 - share)
    text = lambda at, up, words, anchor="middle", colour="#1b2330": (
        f'<text x="{at:.1f}" y="{up:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>')
    parts = [text(LEFT, 22, f"{endpoint} by {by}{test}", "start")]
    for share in (0, 0.25, 0.5, 0.75, 1):
        parts.append(f'<path d="M{LEFT} {y(share):.1f}h{WIDTH}" stroke="#e6e9ed"/>' + text(LEFT - 8, y(share) + 4, f"{share:g}", "end"))
    ticks = range(0, int(years) + 1, 1 if years <= 10 else 5)
    for tick in ticks:
        parts.append(text(x(tick * YEAR), TOP + HEIGHT + 18, str(tick)))
    parts.append(text(LEFT + WIDTH / 2, TOP + HEIGHT + 36, "years; below: patients at risk"))
    for g, (group, of) in enumerate(groups.items()):
        colour = COLOURS[g % len(COLOURS)]
        path = f"M{x(0):.1f} {y(1):.1f}" + "".join(f"H{x(float(r['time'])):.1f}V{y(float(r['survival'])):.1f}" for r in of)
        parts.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        line = TOP + HEIGHT + 58 + LINE * g
        parts.append(text(LEFT - 24, line, group, "end", colour))
        for tick in ticks:
            later = [r for r in of if float(r["time"]) >= tick * YEAR]
            parts.append(text(x(tick * YEAR), line, later[0]["at_risk"] if later else "0"))
    height = TOP + HEIGHT + 70 + LINE * len(groups)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 20}" height="{height}" font-family="sans-serif" font-size="12">'
            f'<rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n')


def main():
    if len(sys.argv) != 4:
        sys.exit("usage: curves.py RUN/analysis BY OUT.svg")
    analysis, by, out = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    endpoint, groups = comparison(analysis, by)
    tests = [r for r in rows(analysis / "logrank.csv") if r["by"] == by and r["endpoint"] == endpoint and r["level"] == "pan-cancer"]
    test = f", log-rank p = {float(tests[0]['p']):.2g}" if tests else ""
    out.write_text(draw(endpoint, by, groups, test), encoding="utf-8")
    print(out)


if __name__ == "__main__":
    main()

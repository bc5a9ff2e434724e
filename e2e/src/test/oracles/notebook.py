"""Runs the code cells of a notebook from top to bottom, as Jupyter would."""

import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    notebook = json.load(file)
if notebook["nbformat"] != 4:
    sys.exit(f"{sys.argv[1]}: nbformat {notebook['nbformat']}, not 4")
names = {}
for cell in notebook["cells"]:
    if cell["cell_type"] == "code":
        exec(compile("".join(cell["source"]), f"{sys.argv[1]}:{cell['id']}", "exec"), names)

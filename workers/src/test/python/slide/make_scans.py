"""Masks and tile lists of the quickstart's scans, decoded by OpenSlide: see README.md beside this file."""

import json

import cv2
import numpy as np
import openslide

import make_fixtures
import rules

ROOT = make_fixtures.ROOT


def scan(name, path, mpp):
    slide = openslide.OpenSlide(ROOT / path)
    downs = list(slide.level_downsamples)

    def level(k):
        w, h = slide.level_dimensions[k]
        return np.array(slide.read_region((0, 0), k, (w, h)))[..., :3].astype(np.int64)

    w, h = slide.dimensions
    k = rules.coarsest(downs, mpp, 8)
    area = level(k)[:rules.half_up(h / downs[k]), :rules.half_up(w / downs[k])]
    giga = min(2, len(downs) - 1)
    masks = {
        "default": rules.default_mask(area, mpp, downs[k])[:2],
        "gigatime": (rules.gigatime_mask(level(giga)), downs[giga]),
    }
    grids = []
    for profile, (mask, cell) in masks.items():
        make_fixtures.write_mask(f"scan-{name}-{profile}", mask)
        for target, tile in ((0.5, 512), (0.5, 256), (1.0, 256), (0.4, 256)):
            read_level, read, stride = rules.read_plan(downs, mpp, target, tile)
            tiles = rules.grid((0, 0, w, h), stride, mask, cell, (0, 0), 0.1)
            grids.append({"profile": profile, "target": target, "tile": tile, "level": read_level, "read": read,
                          "stride": stride, "tiles": [list(t) for t in tiles]})
            print(name, profile, target, tile, read_level, read, stride, len(tiles))
    return {"name": name, "path": path.replace("../../../examples/quickstart/", ""), "mpp": mpp, "grids": grids}


def main():
    quick = "../../../examples/quickstart/slides/"
    scans = [
        scan("cmu-1", quick + "CMU-1-Small-Region.svs", 0.499),
        scan("tcga", quick + "TCGA-CR-7395-01A-01-TS1.svs", 0.5),
    ]
    found = {"versions": {"openslide": openslide.__library_version__, "opencv": cv2.__version__}, "scans": scans}
    (make_fixtures.OUT / "scans.json").write_text(json.dumps(found, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()

"""Masks and tile lists of real scans, decoded by OpenSlide: see README.md beside this file."""

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

    w, h = slide.dimensions
    left, top, w, h = (int(slide.properties.get(f"openslide.bounds-{k}", v)) for k, v in
                       (("x", 0), ("y", 0), ("width", w), ("height", h)))

    def read(k, corner, size):
        return rules.composite(np.array(slide.read_region(corner, k, size)).astype(np.int64), (255, 255, 255))

    k = rules.coarsest(downs, mpp, 8)
    area = read(k, (left, top), (rules.half_up(w / downs[k]), rules.half_up(h / downs[k])))
    giga = min(2, len(downs) - 1)
    masks = {
        "default": (*rules.default_mask(area, mpp, downs[k])[:2], (left, top)),
        "gigatime": (rules.gigatime_mask(read(giga, (0, 0), slide.level_dimensions[giga])), downs[giga], (0, 0)),
    }
    grids = []
    for profile, (mask, cell, corner) in masks.items():
        make_fixtures.write_mask(f"scan-{name}-{profile}", mask)
        for target, tile in ((0.5, 512), (0.5, 256), (1.0, 256), (0.4, 256)):
            read_level, read_px, stride = rules.read_plan(downs, mpp, target, tile)
            tiles = rules.grid((left, top, w, h), stride, mask, cell, corner, 0.1)
            grids.append({"profile": profile, "target": target, "tile": tile, "level": read_level, "read": read_px,
                          "stride": stride, "tiles": [list(t) for t in tiles]})
            print(name, profile, target, tile, read_level, read_px, stride, len(tiles))
    return {"name": name, "path": path.replace("../../../examples/quickstart/", "").replace("resources/", ""), "mpp": mpp, "grids": grids}


def main():
    quick = "../../../examples/quickstart/slides/"
    scans = [
        scan("cmu-1", quick + "CMU-1-Small-Region.svs", 0.499),
        scan("mirax", "resources/slides/made/mirax/cmu1.mrxs", 0.499),
        scan("tcga", quick + "TCGA-CR-7395-01A-01-TS1.svs", 0.5),
    ]
    found = {"versions": {"openslide": openslide.__library_version__, "opencv": cv2.__version__}, "scans": scans}
    (make_fixtures.OUT / "scans.json").write_text(json.dumps(found, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()

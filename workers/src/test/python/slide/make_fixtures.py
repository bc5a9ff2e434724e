"""Writes workers/src/test/resources/geometry: see README.md beside this file."""

import hashlib
import json
import pathlib

import cv2
import numpy as np
import tifffile

import painted
import rules

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "resources" / "geometry"
ROI = [[[900, 500], [3000, 500], [3000, 2700], [900, 2700]], [[1500, 900], [2200, 900], [2200, 1600], [1500, 1600]]]


def sha(array):
    return hashlib.sha256(np.ascontiguousarray(array, dtype=np.uint8).tobytes()).hexdigest()


def write_mask(name, mask):
    cv2.imwrite(str(OUT / f"{name}.png"), mask.astype(np.uint8) * 255, [cv2.IMWRITE_PNG_BILEVEL, 1])


def in_rings(rings):
    """Even-odd by OpenCV's point test, ring by ring."""
    contours = [np.array(r, np.float32).reshape(-1, 1, 2) for r in rings]
    return lambda x, y: sum(cv2.pointPolygonTest(c, (x, y), False) > 0 for c in contours) % 2 == 1


def case(name, mpp, target, tile, downsamples, bounds, profile="default", least=0.1, roi=None, background=(255, 255, 255)):
    levels = [painted.level(d) for d in downsamples]
    corner = bounds[:2]
    if profile == "default":
        k = rules.coarsest(downsamples, mpp, 8)
        d = downsamples[k]
        size = rules.half_up(bounds[2] / d), rules.half_up(bounds[3] / d)
        area = painted.region(levels[k], d, *corner, *size)
        mask, cell, _ = rules.default_mask(rules.composite(area, background), mpp, d)
    else:
        k = min(2, len(levels) - 1)
        mask = rules.gigatime_mask(rules.composite(levels[k], background))
        cell, corner = downsamples[k], (0, 0)
    level, read, stride = rules.read_plan(downsamples, mpp, target, tile)
    inside = in_rings(roi) if roi else lambda x, y: True
    tiles = rules.grid(bounds, stride, mask, cell, corner, least, inside)
    write_mask(name, mask)
    samples = []
    for i in sorted({0, len(tiles) // 3, len(tiles) // 2, len(tiles) - 1}):
        x, y = tiles[i][2:4]
        rgba = painted.region(levels[level], downsamples[level], x, y, read, read)
        rgb = rules.resample(rules.composite(rgba, background), tile)
        black, variance, focus = rules.quality(rgb)
        samples.append({
            "index": i, "rgb": sha(rgb), "black": black, "variance": variance, "focus": focus,
            "transparent": float((255 - rgba[..., 3].astype(float)).mean() / 255),
            "valid": sha(rules.valid(mask, cell, corner, x, y, stride, tile)),
        })
    return {
        "name": name, "mpp": mpp, "target": target, "tile": tile, "downsamples": downsamples, "bounds": list(bounds),
        "profile": profile, "least": least, "roi": roi, "level": level, "read": read, "stride": stride, "cell": cell,
        "tiles": [list(t) for t in tiles], "samples": samples,
    }


def pictures():
    """Masks of the real tiles, as slides of one level at 0.5 um."""
    for file in sorted((ROOT / "resources/slides/tiles").glob("*.png")):
        rgb = cv2.imread(str(file))[..., ::-1].astype(np.int64)
        write_mask("tile-" + file.stem, rules.default_mask(rgb, 0.5, 1.0)[0])
        write_mask("tile-gigatime-" + file.stem, rules.gigatime_mask(rgb))


def real(name, path, mpp):
    """Masks and tile lists of a lossless file; levels as tifffile reads them."""
    with tifffile.TiffFile(ROOT / "resources" / path) as tif:
        series = tif.series[0]
        levels = [np.moveaxis(a, 0, -1) if a.shape[0] == 3 else a for a in (s.asarray() for s in series.levels)]
    h, w = levels[0].shape[:2]
    downs = [(w / a.shape[1] + h / a.shape[0]) / 2 for a in levels]
    k = rules.coarsest(downs, mpp, 8)
    mask, cell, _ = rules.default_mask(levels[k].astype(np.int64), mpp, downs[k])
    giga = min(2, len(levels) - 1)
    write_mask(f"real-{name}-default", mask)
    write_mask(f"real-{name}-gigatime", rules.gigatime_mask(levels[giga]))
    out = []
    for target, tile in ((0.5, 128), (1.0, 100), (0.4, 128)):
        level, read, stride = rules.read_plan(downs, mpp, target, tile)
        tiles = rules.grid((0, 0, w, h), stride, mask, cell, (0, 0), 0.1)
        first = []
        for t in tiles[:3]:
            x, y = (rules.half_up(v / downs[level]) for v in t[2:4])
            part = levels[level][y:y + read, x:x + read]
            first.append(sha(rules.resample(part, tile)) if part.shape[:2] == (read, read) else None)
        out.append({"target": target, "tile": tile, "level": level, "read": read, "stride": stride,
                    "tiles": [list(t) for t in tiles], "rgb": first})
    return {"name": name, "path": path, "mpp": mpp, "grids": out}


def resized():
    """Pictures of a fixed pattern, enlarged and shrunk."""
    out = []
    for r, t in ((64, 32), (96, 32), (53, 32), (40, 32), (67, 64), (33, 32), (51, 64), (20, 64), (63, 64), (7, 3), (1, 5), (5, 1)):
        y, x, c = np.mgrid[0:r, 0:r, 0:3]
        rgb = (x * 37 + y * 91 + c * 53 + x * y % 17 * 11) % 256
        ours = rules.resample(rgb, t)
        theirs = cv2.resize(rgb.astype(np.uint8), (t, t), interpolation=cv2.INTER_AREA if r > t else cv2.INTER_LINEAR)
        out.append({"r": r, "t": t, "rgb": sha(ours),
                    "opencvLargestDifference": int(np.abs(ours.astype(int) - theirs.reshape(ours.shape)).max())})
    return out


def otsu():
    rng = np.random.default_rng(7)
    out = []
    for i in range(40):
        h = rng.integers(0, 50, 256) * (rng.random(256) < (i + 1) / 40) if i else np.eye(256, dtype=int)[77] * 9
        grey = np.repeat(np.arange(256), h).astype(np.uint8)[None]
        out.append({"histogram": h.tolist(), "threshold": int(cv2.threshold(grey, 0, 255, cv2.THRESH_OTSU)[0])})
    return out


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    whole = (0, 0, painted.WIDTH, painted.HEIGHT)
    pyramid = [1.0, 4.0002, 16.01]
    cases = [
        case("shrunk", 0.25, 0.5, 64, pyramid, painted.BOUNDS),
        case("exact-4.0002", 0.25, 1.0, 64, pyramid, painted.BOUNDS),
        case("enlarged", 0.25, 0.2, 96, pyramid, painted.BOUNDS),
        case("one-level", 0.25, 0.5, 128, [1.0], whole),
        case("shrunk-2.0005", 0.3, 0.7, 64, [1.0, 2.0005], painted.BOUNDS),
        case("gigatime", 0.25, 0.5, 64, pyramid, painted.BOUNDS, profile="gigatime"),
        case("coarse", 9.0, 9.0, 16, [1.0, 4.0], whole, least=0.2),
        case("roi", 0.25, 0.5, 64, pyramid, painted.BOUNDS, roi=ROI),
        case("every-tile", 0.25, 2.0, 64, pyramid, whole, least=0.0),
        case("grey-background", 0.25, 0.5, 128, pyramid, whole, least=0.0, background=(200, 210, 220)),
    ]
    cases[-1]["background"] = [200, 210, 220]
    pictures()
    found = {
        "versions": {"numpy": np.__version__, "opencv": cv2.__version__},
        "cases": cases,
        "real": [
            real("crop", "slides/derived/cmu1-crop.ome.tif", 0.499),
            real("strips", "slides/derived/cmu1-strip-single-level.tif", 0.499),
        ],
        "resized": resized(),
        "otsu": otsu(),
    }
    (OUT / "geometry.json").write_text(json.dumps(found, indent=None, separators=(",", ":")).replace('{"name"', '\n{"name"') + "\n")
    for c in cases:
        print(c["name"], c["level"], c["read"], c["stride"], len(c["tiles"]))
    for r in found["real"]:
        print(r["name"], [(g["level"], g["read"], len(g["tiles"]), g["rgb"]) for g in r["grids"]])
    print(found["resized"])


if __name__ == "__main__":
    main()

"""A small MIRAX slide made from the CMU-1 region, whose scanned area starts away from the origin: see README.md beside this file.

Facts of the format are those that OpenSlide's reader relies on: Slidedat.ini names levels and files, Index.dat points at
the images of each level, Data0000.dat holds them one after the other as JPEG.
"""

import io
import struct

import openslide
from PIL import Image

import make_fixtures

ACROSS, DOWN = 8, 8  # images of the whole slide
LEFT, TOP = 2, 1  # images left of and above the scanned area
COLUMNS, ROWS = 5, 6  # images of the scanned area
SIDE = 256
LEVELS = 3
SLIDE_ID = "C0C0A000000000000000000000000001"
OUT = make_fixtures.ROOT / "resources" / "slides" / "made" / "mirax"


def pixels():
    source = openslide.OpenSlide(
        make_fixtures.ROOT / "../../../examples/quickstart/slides/CMU-1-Small-Region.svs")
    whole = Image.new("RGB", (ACROSS * SIDE, DOWN * SIDE), (255, 255, 255))
    region = source.read_region((300, 400), 0, (COLUMNS * SIDE, ROWS * SIDE)).convert("RGB")
    whole.paste(region, (LEFT * SIDE, TOP * SIDE))
    return whole


def images(whole, level):
    """Images of a level that touch the scanned area: index in level 0, JPEG."""
    step = 2 ** level
    small = whole.resize((whole.width // step, whole.height // step), Image.Resampling.BOX)
    for y in range(0, DOWN, step):
        for x in range(0, ACROSS, step):
            if x + step <= LEFT or x >= LEFT + COLUMNS or y + step <= TOP or y >= TOP + ROWS:
                continue
            data = io.BytesIO()
            box = (x // step * SIDE, y // step * SIDE, (x // step + 1) * SIDE, (y // step + 1) * SIDE)
            small.crop(box).save(data, "JPEG", quality=60)
            yield y * ACROSS + x, data.getvalue()


def slidedat():
    lines = [
        "[GENERAL]", "SLIDE_VERSION = 01.02", f"SLIDE_ID = {SLIDE_ID}", f"IMAGENUMBER_X = {ACROSS}",
        f"IMAGENUMBER_Y = {DOWN}", "OBJECTIVE_MAGNIFICATION = 20", "CameraImageDivisionsPerSide = 1",
        "[HIERARCHICAL]", "INDEXFILE = Index.dat", "HIER_COUNT = 1", "NONHIER_COUNT = 0",
        "HIER_0_NAME = Slide zoom level", f"HIER_0_COUNT = {LEVELS}",
    ]
    lines += [f"HIER_0_VAL_{k}_SECTION = LAYER_0_LEVEL_{k}_SECTION" for k in range(LEVELS)]
    lines += ["[DATAFILE]", "FILE_COUNT = 1", "FILE_0 = Data0000.dat"]
    for k in range(LEVELS):
        lines += [
            f"[LAYER_0_LEVEL_{k}_SECTION]", "OVERLAP_X = 0", "OVERLAP_Y = 0",
            f"MICROMETER_PER_PIXEL_X = {0.499 * 2 ** k:.6f}", f"MICROMETER_PER_PIXEL_Y = {0.499 * 2 ** k:.6f}",
            "IMAGE_FORMAT = JPEG", "IMAGE_FILL_COLOR_BGR = 16777215", f"DIGITIZER_WIDTH = {SIDE}",
            f"DIGITIZER_HEIGHT = {SIDE}", f"IMAGE_CONCAT_FACTOR = {0 if k == 0 else 1}",
        ]
    return "\r\n".join(lines) + "\r\n"


def main():
    folder = OUT / "cmu1"
    folder.mkdir(parents=True, exist_ok=True)
    whole = pixels()
    data = bytearray()
    pages = []
    for level in range(LEVELS):
        entries = []
        for index, jpeg in images(whole, level):
            entries.append((index, len(data), len(jpeg), 0))
            data += jpeg
        pages.append(entries)

    head = b"01.02" + SLIDE_ID.encode()
    table = len(head) + 8
    at = table + 4 * LEVELS
    pointers, blocks = [], b""
    for entries in pages:
        pointers.append(at + len(blocks))
        page = at + len(blocks) + 8
        blocks += struct.pack("<ii", 0, page) + struct.pack("<ii", len(entries), 0)
        blocks += b"".join(struct.pack("<iiii", *e) for e in entries)
    index = head + struct.pack("<ii", table, 0) + struct.pack(f"<{LEVELS}i", *pointers) + blocks

    (folder / "Slidedat.ini").write_text(slidedat(), newline="")
    (folder / "Index.dat").write_bytes(index)
    (folder / "Data0000.dat").write_bytes(data)
    (OUT / "cmu1.mrxs").write_bytes(b"")
    slide = openslide.OpenSlide(OUT / "cmu1.mrxs")
    print(slide.level_dimensions, slide.level_downsamples, len(data))
    for key, value in slide.properties.items():
        if key.startswith("openslide."):
            print(key, value)


if __name__ == "__main__":
    main()

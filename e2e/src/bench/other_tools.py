"""The same network in the tools that people would use instead, on the same tiles of a slide.

    python other_tools.py lazyslide|tiatoolbox gigatime CHECKPOINT SLIDE TILES.json THREADS

Counted is what stands between the open call and the tool's own result; imports, loading the network, and counting
positives in the result are not. TILES.json lists [x, y] of tiles of 512 px at level 0.
"""

import json
import sys
import tempfile
import time

import numpy as np
import torch

TILE, WINDOW = 512, 256


def lazyslide(checkpoint, slide, tiles):
    import lazyslide as zs
    from lazyslide_models.style_transfer.gigatime import GigaTIME
    from wsidata import open_wsi
    from wsidata.io import subset_tiles

    network = GigaTIME(model_path=checkpoint)
    start = time.perf_counter()
    wsi = open_wsi(slide, store=None)
    zs.pp.tile_tissues(wsi, WINDOW, background_filter=False)
    windows = wsi.shapes["tiles"].bounds
    wanted = {tuple(tile) for tile in tiles}
    subset_tiles(wsi, "tiles", [(x - x % TILE, y - y % TILE) in wanted for x, y in zip(windows.minx, windows.miny)])
    zs.tl.virtual_stain(wsi, network, image_key="maps", device="cpu", batch_size=1, pbar=False)
    seconds = time.perf_counter() - start
    maps = wsi.images["maps"].data  # [channel, y, x]
    return seconds, (maps > 0.5).sum(axis=(1, 2))


def tiatoolbox(checkpoint, slide, tiles):
    import openslide
    import zarr
    from networks import load
    from tiatoolbox.models.engine.io_config import IOSegmentorConfig
    from tiatoolbox.models.engine.semantic_segmentor import SemanticSegmentor
    from tiatoolbox.models.models_abc import ModelABC

    mean, sd = (torch.tensor(v).view(1, 3, 1, 1) for v in ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)))

    class GigaTime(ModelABC):
        def __init__(self):
            super().__init__()
            self.network = load("gigatime", checkpoint)

        def forward(self, images):
            return self.network(images)

        @staticmethod
        def infer_batch(model, batch, *, device):
            x = (batch.permute(0, 3, 1, 2).float() / 255 - mean) / sd
            with torch.inference_mode():
                return torch.sigmoid(model(x)).permute(0, 2, 3, 1).numpy()

    segmentor = SemanticSegmentor(GigaTime(), batch_size=1, num_workers=0, device="cpu", verbose=False)
    whole = {"units": "baseline", "resolution": 1.0}
    config = IOSegmentorConfig(
        input_resolutions=[whole],
        output_resolutions=[whole],
        patch_input_shape=(WINDOW, WINDOW),
        patch_output_shape=(WINDOW, WINDOW),
        stride_shape=(WINDOW, WINDOW),
    )
    width, height = openslide.OpenSlide(slide).dimensions
    mask = np.zeros((height // WINDOW, width // WINDOW), np.uint8)  # one pixel a window
    for x, y in tiles:
        mask[y // WINDOW : (y + TILE) // WINDOW, x // WINDOW : (x + TILE) // WINDOW] = 1
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        out = segmentor.run(
            images=[slide],
            masks=[mask],
            patch_mode=False,
            ioconfig=config,
            auto_get_mask=False,
            return_probabilities=True,
            output_type="zarr",
            save_dir=f"{folder}/out",
        )
        seconds = time.perf_counter() - start
        (path,) = out.values()
        maps = zarr.open(str(path), mode="r")["probabilities"]  # [y, x, channel]
        positives = sum((maps[y : y + WINDOW] > 0.5).sum((0, 1)) for y in range(0, maps.shape[0], WINDOW))
        return seconds, positives


def main(tool, arch, checkpoint, slide, tiles, threads):
    assert arch == "gigatime", arch
    torch.set_num_threads(int(threads))
    tiles = json.load(open(tiles))
    seconds, positives = {"lazyslide": lazyslide, "tiatoolbox": tiatoolbox}[tool](checkpoint, slide, tiles)
    print(json.dumps({"seconds": seconds, "tiles": len(tiles), "positives": np.asarray(positives).astype(int).tolist()}))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Reads maps.ome.zarr with zarr and ome-zarr, sharing no code with the writer; prints channels, levels and the finest scale."""

import json
import sys

import zarr
from ome_zarr.io import parse_url
from ome_zarr.reader import Reader

path = sys.argv[1]
group = zarr.open(path, "r")
node = list(Reader(parse_url(path))())[0]
finest = node.metadata["coordinateTransformations"][0]
print(
    json.dumps(
        {
            "channels": node.metadata["channel_names"],
            "shapes": [list(level.shape) for level in node.data],
            "scale": finest[0]["scale"],
            "translation": finest[1]["translation"],
            "type": str(group["0"].dtype),
            "mean": float(group["0"][:].mean()),
        }
    )
)

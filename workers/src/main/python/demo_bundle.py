"""Makes the built-in demo bundle. Run once with PyTorch 2.7.1; the result is committed.

    python demo_bundle.py SLIDES OUT

SLIDES holds CMU-1-Small-Region.svs and TCGA-CR-7395-01A-01-TS1.svs; OUT receives bundle.json,
model.pt and golden.npz. Nothing is learned: weights are written down below (demo_weights.py), and
spread and bias of each map are set so that it covers a wanted share of the tissue of both slides.
"""

import hashlib
import json
import pathlib
import sys
from typing import List

import numpy as np
import tifffile
import torch
import torch.nn as nn
import torch.nn.functional as F

from demo_weights import CHANNELS, FEATURES, MIXES, STAINS

MEAN = (0.485, 0.456, 0.406)
SD = (0.229, 0.224, 0.225)
WINDOW = 256
GOLDEN_STRIDE = 8
SLIDES = ("CMU-1-Small-Region.svs", "TCGA-CR-7395-01A-01-TS1.svs")
GOLDEN_AT = ((1356, 956), (512, 256))  # (y, x) in the first slide


class Demo(nn.Module):
    """Stains by optical density, blurred at five scales (1 to 16 um), mixed twice."""

    def __init__(self):
        super().__init__()
        # Parameters, not buffers: the strict load sees only those.
        self.mean = nn.Parameter(torch.tensor(MEAN).view(1, 3, 1, 1))
        self.sd = nn.Parameter(torch.tensor(SD).view(1, 3, 1, 1))
        self.stains = nn.Conv2d(3, 4, 1, bias=False)
        self.blur = nn.Conv2d(4, 4, 3, groups=4, bias=False)
        self.mix = nn.Conv2d(20, len(MIXES), 1)
        self.maps = nn.Conv2d(len(MIXES), len(CHANNELS), 1)
        self.detail = nn.Conv2d(4, len(CHANNELS), 1, bias=False)

    def forward(self, x):
        rgb = torch.clamp(x * self.sd + self.mean, 1.0 / 256.0, 1.0)
        density = -torch.log(rgb)
        full = self.stains(density / (density + 0.7))  # saturates: dark scans stay comparable
        level = F.avg_pool2d(full, 2)
        size = level.shape[2:]
        levels: List[torch.Tensor] = []
        for k in range(5):
            level = self.blur(F.pad(level, [1, 1, 1, 1], mode="replicate"))
            if k == 0:
                levels.append(level)
            else:
                levels.append(F.interpolate(level, size=size, mode="bilinear", align_corners=False))
            if k < 4:
                level = F.avg_pool2d(level, 2)
        coarse = self.maps(torch.relu(self.mix(torch.cat(levels, 1))))
        up = F.interpolate(coarse, scale_factor=2.0, mode="bilinear", align_corners=False)
        return up + self.detail(full)


def normalise(windows_u8):
    x = torch.tensor(windows_u8).permute(0, 3, 1, 2).float() / 255
    return (x - torch.tensor(MEAN).view(1, 3, 1, 1)) / torch.tensor(SD).view(1, 3, 1, 1)


def windows(pixels):
    height, width, _ = pixels.shape
    return np.stack(
        [
            pixels[y : y + WINDOW, x : x + WINDOW]
            for y in range(0, height - WINDOW + 1, WINDOW)
            for x in range(0, width - WINDOW + 1, WINDOW)
        ]
    )


def write_down(net):
    """The weights that are stated rather than set from slides."""
    stains = np.array(STAINS)
    stains /= np.linalg.norm(stains, axis=1)[:, None]
    unmix = np.concatenate([np.linalg.inv(stains).T, np.full((1, 3), 1 / 3)])
    net.stains.weight.copy_(torch.tensor(unmix, dtype=torch.float32).view(4, 3, 1, 1))
    binomial = torch.tensor([[1, 2, 1], [2, 4, 2], [1, 2, 1]], dtype=torch.float32) / 16
    net.blur.weight.copy_(binomial.expand(4, 1, 3, 3))
    for layer in (net.mix, net.maps):
        layer.weight.zero_()
        layer.bias.zero_()
    net.detail.weight.zero_()
    for i, (_, weights, offset) in enumerate(MIXES):
        for (level, stain), value in weights.items():
            net.mix.weight[i, level * 4 + FEATURES.index(stain), 0, 0] = value
        net.mix.bias[i] = offset


def calibrate(net, slides):
    names = [name for name, _, _ in MIXES]
    hidden = []
    hook = net.mix.register_forward_hook(lambda m, i, o: hidden.append(torch.relu(o)))
    for x in slides:
        for part in x.split(32):
            net(part)
    hook.remove()
    hidden = torch.cat(hidden)
    tissue = hidden[:, names.index("glass")] <= 0
    spread = [float(hidden[:, i][tissue].std().clamp_min(1e-3)) for i in range(len(names))]
    for c, channel in enumerate(CHANNELS):
        for name, value in channel["mix"].items():
            net.maps.weight[c, names.index(name), 0, 0] = value / spread[names.index(name)]
        for stain, value in channel["detail"].items():
            net.detail.weight[c, FEATURES.index(stain), 0, 0] = value * 5
    raw = [torch.cat([net(part)[:, :, ::2, ::2] for part in x.split(32)]) for x in slides]
    masks = tissue.split([len(x) for x in slides])
    for c, channel in enumerate(CHANNELS):
        inside = [r[:, c][m] for r, m in zip(raw, masks)]
        gain = channel["contrast"] / float(torch.cat(inside).std())
        cut = np.mean([np.quantile(v.numpy(), 1 - channel["density"]) for v in inside])
        net.maps.weight[c] *= gain
        net.detail.weight[c] *= gain
        net.maps.bias[c] = float(-cut * gain)
        net.maps.weight[c, names.index("glass"), 0, 0] = -100


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def main(slide_dir, out):
    out.mkdir(parents=True, exist_ok=True)
    pixels = [tifffile.TiffFile(slide_dir / name).series[0].asarray() for name in SLIDES]
    net = Demo().eval()
    with torch.no_grad():
        write_down(net)
        calibrate(net, [normalise(windows(p)) for p in pixels])
        golden = np.stack([pixels[0][y : y + WINDOW, x : x + WINDOW] for y, x in GOLDEN_AT])
        logits = net(normalise(golden)).numpy()[:, :, ::GOLDEN_STRIDE, ::GOLDEN_STRIDE]
    net.requires_grad_(False)
    torch.jit.script(net).save(str(out / "model.pt"))
    np.savez_compressed(out / "golden.npz", input_u8=golden, logits_f32=np.ascontiguousarray(logits))
    digests = {n: sha256((out / n).read_bytes()) for n in ("model.pt", "golden.npz")}
    for name, tensor in net.state_dict().items():
        shape = ",".join(str(d) for d in tensor.shape)
        data = sha256(tensor.contiguous().numpy().astype("<f4").tobytes())
        digests["tensor:" + name] = f"float32[{shape}] {data}"
    bundle = {
        "id": "demo",
        "version": "1",
        "runtime": "torchscript",
        "mpp": 0.5,
        "tilePx": 512,
        "windowPx": WINDOW,
        "mean": MEAN,
        "sd": SD,
        "channels": [
            {
                "id": c["id"],
                "role": c.get("role", "marker"),
                "threshold": 0.5,
                "colour": int(c["colour"], 16),
            }
            for c in CHANNELS
        ],
        "tolerances": {"fp32": 1e-4, "reducedMean": 0.03, "reducedDensity": 0.02},
        "digests": dict(sorted(digests.items())),
        "licence": "Apache-2.0",
        "intendedUse": "Demonstration only: stain-based maps, not proteins; research software,"
        " no clinical use",
        "demo": True,
    }
    (out / "bundle.json").write_text(json.dumps(bundle, indent=2) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))

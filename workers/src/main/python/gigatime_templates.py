"""Exports the templates that `cohort model import` fills: TorchScript archives without their numbers.

    python gigatime_templates.py ../resources/io/cohortrun/workers/model/imported
    python gigatime_templates.py --check CHECKPOINT.pth GOLDEN.npz

With PyTorch 2.7.1; the results are committed. NAME.zip holds the archive's entries but for the tensors;
NAME.tsv says of each tensor which entry it belongs into, and its shape. PyTorch writes the constants of a
layer in the order of Python's hash seed: another export may differ there and nowhere else. --check folds a
checkpoint as the Java import does, runs the network and prints the largest difference from the golden logits.
"""

import io
import pathlib
import sys
import zipfile

import torch

from gigatime_networks import GigaTime, GigaTimeFlash

NETWORKS = {"gigatime": GigaTime, "gigatime-flash": GigaTimeFlash}
EARLIEST = (1980, 1, 1, 0, 0, 0)


def export(name, out):
    net = NETWORKS[name]().eval().requires_grad_(False)
    for i, tensor in enumerate(net.parameters()):
        tensor.fill_(i + 1)  # finds the tensor's entry again
    saved = io.BytesIO()
    torch.jit.save(torch.jit.script(net), saved)
    names = {i + 1: (key, tensor) for i, (key, tensor) in enumerate(net.named_parameters())}
    lines = []
    with zipfile.ZipFile(saved) as archive, zipfile.ZipFile(out / f"{name}.zip", "w") as template:
        for entry in archive.namelist():
            root, _, path = entry.partition("/")
            data = archive.read(entry)
            if path.startswith("data/"):
                key, tensor = names.pop(int(torch.frombuffer(bytearray(data), dtype=torch.float32)[0]))
                assert len(data) == 4 * tensor.numel()
                lines.append(f"{key}\t{path}\t{','.join(map(str, tensor.shape))}\n")
            elif not path.endswith(".debug_pkl") and path != ".data/serialization_id":
                info = zipfile.ZipInfo(path, EARLIEST)
                info.compress_type = zipfile.ZIP_DEFLATED
                template.writestr(info, data, compresslevel=9)
    assert not names, names
    (out / f"{name}.tsv").write_text("".join(lines))


def merged(weights, name):
    """A linear layer with its adapter: scale 16 / 8."""
    w = weights[f"{name}.base_layer.weight"]
    w = w + 2 * weights[f"{name}.lora_B.default.weight"] @ weights[f"{name}.lora_A.default.weight"]
    return w, weights[f"{name}.base_layer.bias"]


def fold_gigatime(weights):
    folded = {}
    for key in [k for k in weights if k.endswith(("conv1.weight", "conv2.weight"))]:
        conv = key.removesuffix(".weight")
        norm = conv.replace(".conv", ".bn")
        scale = weights[f"{norm}.weight"] / torch.sqrt(weights[f"{norm}.running_var"] + 1e-5)
        bias = (weights[f"{conv}.bias"] - weights[f"{norm}.running_mean"]) * scale
        folded[key] = weights[key] * scale.view(-1, 1, 1, 1)
        folded[f"{conv}.bias"] = bias + weights[f"{norm}.bias"]
    folded.update({k: v for k, v in weights.items() if k.startswith("final.")})
    return folded


def fold_flash(weights):
    vit = "encoder.base_model.model."
    grid = weights[vit + "pos_embed"][:, 1:].reshape(1, 14, 14, -1).permute(0, 3, 1, 2)
    grid = torch.nn.functional.interpolate(grid, size=(16, 16), mode="bicubic", align_corners=False)
    folded = {"positions": grid.flatten(2).transpose(1, 2)}
    for part in ("weight", "bias"):
        folded[f"patch.{part}"] = weights[f"{vit}patch_embed.proj.{part}"]
        folded[f"final.{part}"] = weights[f"final_conv.{part}"]
        for k in "1234":
            for ours, theirs in (("conv1", 0), ("conv2", 2)):
                folded[f"decoder{k}.{ours}.{part}"] = weights[f"decoder{k}.{theirs}.{part}"]
    folded.update({k: v for k, v in weights.items() if k.startswith("skip")})
    for i in range(12):
        block, to = f"{vit}blocks.{i}.", f"blocks.{i}."
        for norm in ("norm1", "norm2"):
            for part in ("weight", "bias"):
                folded[f"{to}{norm}.{part}"] = weights[f"{block}{norm}.{part}"]
        folded[to + "attn.qkv.weight"], folded[to + "attn.qkv.bias"] = merged(weights, block + "attn.qkv")
        w, b = merged(weights, block + "attn.proj")
        one, two = weights[block + "ls1.gamma"], weights[block + "ls2.gamma"]
        folded[to + "attn.proj.weight"], folded[to + "attn.proj.bias"] = one[:, None] * w, one * b
        for part in ("weight", "bias"):
            folded[f"{to}fc1.{part}"] = weights[f"{block}mlp.fc1.{part}"]
        folded[to + "fc2.weight"] = two[:, None] * weights[block + "mlp.fc2.weight"]
        folded[to + "fc2.bias"] = two * weights[block + "mlp.fc2.bias"]
    return folded


def check(checkpoint, golden):
    import numpy as np

    weights = {k: v.double() for k, v in torch.load(checkpoint, weights_only=True).items()}
    name = "gigatime" if "final.weight" in weights else "gigatime-flash"
    folded = fold_gigatime(weights) if name == "gigatime" else fold_flash(weights)
    net = NETWORKS[name]().eval()
    net.load_state_dict({k: v.float() for k, v in folded.items()})
    pair = np.load(golden)
    x = torch.tensor(pair["input_u8"]).permute(0, 3, 1, 2).float() / 255
    mean, sd = (torch.tensor(v).view(1, 3, 1, 1) for v in ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)))
    with torch.inference_mode():
        logits = torch.jit.script(net)((x - mean) / sd).numpy()
    print(name, "largest difference of a logit:", np.abs(logits - pair["logits_f32"]).max())


if __name__ == "__main__":
    if sys.argv[1] == "--check":
        check(sys.argv[2], sys.argv[3])
    else:
        with torch.no_grad():
            for network in NETWORKS:
                export(network, pathlib.Path(sys.argv[1]))

"""Golden pairs of made-up checkpoints, by the networks as published: nothing merged, nothing folded.

    python gigatime_oracle.py ../resources/checkpoints

MadeCheckpoints.java makes the same checkpoints: a value is a formula of the tensor's name and the element's
place. PyTorch 2.7.1 on a CPU, eager; every 16th pixel of one window is kept.
"""

import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

WIDTHS = (32, 64, 128, 256, 512)
VIT = "encoder.base_model.model."


def even(name, count):
    """Evenly distributed in [-1, 1): the upper 24 bits of splitmix64, seeded by FNV-1a of the name."""
    with np.errstate(over="ignore"):
        seed = np.uint64(0xCBF29CE484222325)
        for byte in name.encode():
            seed = (seed ^ np.uint64(byte)) * np.uint64(0x100000001B3)
        z = seed + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(40)).astype(np.float64) / 2**23 - 1


class Made:
    """Tensors on demand."""

    def __init__(self, kind):
        self.kind = kind

    def __call__(self, name, *shape):
        u = even(name, int(np.prod(shape)))
        if name.endswith("running_var"):
            values = 1 + 0.5 * u
        elif name.endswith("gamma"):
            values = 0.3 + 0.1 * u
        elif len(shape) == 1 and name.endswith("weight"):
            values = 1 + 0.2 * u
        elif name.endswith("weight"):
            less = 16 if name.startswith("final_conv") or ".lora_B." in name else 1
            values = np.sqrt(6 / np.prod(shape[1:])) * u / less
        else:
            values = 0.1 * u
        return torch.tensor(values.astype(np.float32).reshape(shape)).to(self.kind).float()


def up(x):
    return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=True)


def gigatime(x):
    made = Made(torch.float32)

    def block(name, x, width):
        for k in "12":
            w = made(f"{name}.conv{k}.weight", width, x.shape[1], 3, 3)
            x = F.conv2d(x, w, made(f"{name}.conv{k}.bias", width), padding=1)
            mean, var, scale, shift = (
                made(f"{name}.bn{k}.{part}", width) for part in ("running_mean", "running_var", "weight", "bias")
            )
            x = F.relu(F.batch_norm(x, mean, var, scale, shift, eps=1e-5))
        return x

    maps = {}
    for total in range(5):
        for column in range(total + 1):
            depth = total - column
            if column:
                left = [maps[depth, j] for j in range(column)]
                seen = torch.cat(left + [up(maps[depth + 1, column - 1])], 1)
            else:
                seen = F.max_pool2d(maps[depth - 1, 0], 2) if depth else x
            maps[depth, column] = block(f"conv{depth}_{column}", seen, WIDTHS[depth])
    return F.conv2d(maps[0, 4], made("final.weight", 23, 32, 1, 1), made("final.bias", 23))


def flash(x):
    made = Made(torch.float16)
    vit = lambda name, *shape: made(VIT + name, *shape)
    adapted = lambda name, x, out: F.linear(
        x, made(name + ".base_layer.weight", out, 384), made(name + ".base_layer.bias", out)
    ) + 2 * F.linear(
        F.linear(x, made(name + ".lora_A.default.weight", 8, 384)), made(name + ".lora_B.default.weight", out, 8)
    )
    grid = lambda x: x.transpose(1, 2).reshape(1, 384, 16, 16)
    positions = vit("pos_embed", 1, 197, 384)[:, 1:].reshape(1, 14, 14, 384).permute(0, 3, 1, 2)
    positions = F.interpolate(positions, size=(16, 16), mode="bicubic", align_corners=False)
    x = F.conv2d(x, vit("patch_embed.proj.weight", 384, 3, 16, 16), vit("patch_embed.proj.bias", 384), stride=16)
    x = (x + positions).flatten(2).transpose(1, 2)
    kept = []
    for i in range(12):
        b = f"blocks.{i}."
        norm = lambda k, x: F.layer_norm(x, (384,), vit(f"{b}norm{k}.weight", 384), vit(f"{b}norm{k}.bias", 384), 1e-6)
        q, k, v = adapted(VIT + b + "attn.qkv", norm(1, x), 1152).reshape(256, 3, 6, 64).permute(1, 2, 0, 3)
        a = (torch.softmax(q @ k.transpose(1, 2) / 8, -1) @ v).transpose(0, 1).reshape(1, 256, 384)
        x = x + vit(b + "ls1.gamma", 384) * adapted(VIT + b + "attn.proj", a, 384)
        one, two = F.linear(
            norm(2, x), vit(b + "mlp.fc1.weight", 2048, 384), vit(b + "mlp.fc1.bias", 2048)
        ).split(1024, -1)
        y = F.linear(F.silu(one) * two, vit(b + "mlp.fc2.weight", 384, 1024), vit(b + "mlp.fc2.bias", 384))
        x = x + vit(b + "ls2.gamma", 384) * y
        if i in (3, 5, 8, 11):
            kept.append(grid(x))

    def decoder(k, x):
        out = x.shape[1] // 2
        for i in (0, 2):
            w = made(f"decoder{k}.{i}.weight", out, x.shape[1], 3, 3)
            x = F.relu(F.conv2d(x, w, made(f"decoder{k}.{i}.bias", out), padding=1))
        return up(x)

    def skip(k, x):
        out = 384 >> (4 - k)
        for i in range(4 - k):
            w = made(f"skip{k}.{i}.weight", x.shape[1], out, 2, 2)
            x = F.conv_transpose2d(x, w, made(f"skip{k}.{i}.bias", out), stride=2)
        return x

    y = decoder(4, kept[3])
    for k in (3, 2, 1):
        y = decoder(k, y + skip(k, kept[k - 1]))
    return F.conv2d(y, made("final_conv.weight", 23, 24, 1, 1), made("final_conv.bias", 23))


def main(out):
    y, x, c = np.meshgrid(np.arange(256), np.arange(256), np.arange(3), indexing="ij")
    window = ((x // 8 * 13 + y // 8 * 29 + x * y // 512 + c * 71) % 256).astype(np.uint8)
    rgb = torch.tensor(window).permute(2, 0, 1)[None].float() / 255
    mean, sd = (torch.tensor(v).view(1, 3, 1, 1) for v in ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)))
    for name, network in (("gigatime", gigatime), ("gigatime-flash", flash)):
        with torch.inference_mode():
            logits = network((rgb - mean) / sd).numpy()
        print(name, "logits", logits.min(), logits.mean(), logits.max(), "sd", logits.std())
        np.savez_compressed(
            out / f"made-{name}-golden.npz",
            input_u8=window[None],
            logits_f32=np.ascontiguousarray(logits[:, :, ::16, ::16]),
        )


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))

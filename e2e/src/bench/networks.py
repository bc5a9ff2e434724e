"""The two published networks as they are published: batch norms and adapters stand beside the weights.

Written from docs/import.md's facts; names are those of the checkpoints, so `load_state_dict` is strict.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F

WIDTHS = (32, 64, 128, 256, 512)
CLASSES = 23


def up(x):
    return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=True)


class Block(nn.Module):
    def __init__(self, wide, out):
        super().__init__()
        self.conv1 = nn.Conv2d(wide, out, 3, padding=1)
        self.bn1 = nn.BatchNorm2d(out)
        self.conv2 = nn.Conv2d(out, out, 3, padding=1)
        self.bn2 = nn.BatchNorm2d(out)

    def forward(self, x):
        return F.relu(self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x))))))


class GigaTime(nn.Module):
    """Nested U-Net: convI_J sees all convI_<J and the enlarged conv(I+1)_(J-1)."""

    def __init__(self):
        super().__init__()
        for depth, width in enumerate(WIDTHS):
            for column in range(5 - depth):
                above = 3 if depth == 0 else WIDTHS[depth - 1]
                wide = column * width + WIDTHS[depth + 1] if column else above
                self.add_module(f"conv{depth}_{column}", Block(wide, width))
        self.final = nn.Conv2d(WIDTHS[0], CLASSES, 1)

    def forward(self, x):
        maps = {}
        for total in range(5):
            for column in range(total + 1):
                depth = total - column
                if column:
                    seen = [maps[depth, j] for j in range(column)] + [up(maps[depth + 1, column - 1])]
                    seen = torch.cat(seen, 1)
                else:
                    seen = F.max_pool2d(maps[depth - 1, 0], 2) if depth else x
                maps[depth, column] = getattr(self, f"conv{depth}_{column}")(seen)
        return self.final(maps[0, 4])


class Adapted(nn.Module):
    """A linear layer with its low-rank adapter, not merged: rank 8, alpha 16."""

    def __init__(self, wide, out):
        super().__init__()
        self.base_layer = nn.Linear(wide, out)
        self.lora_A = nn.ModuleDict({"default": nn.Linear(wide, 8, bias=False)})
        self.lora_B = nn.ModuleDict({"default": nn.Linear(8, out, bias=False)})

    def forward(self, x):
        return self.base_layer(x) + 2 * self.lora_B["default"](self.lora_A["default"](x))


class Attention(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.qkv = Adapted(width, 3 * width)
        self.proj = Adapted(width, width)

    def forward(self, x):
        n, length, width = x.shape
        q, k, v = self.qkv(x).reshape(n, length, 3, 6, width // 6).permute(2, 0, 3, 1, 4)
        return self.proj(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(n, length, width))


class Mlp(nn.Module):
    def __init__(self, width, hidden):
        super().__init__()
        self.fc1 = nn.Linear(width, 2 * hidden)
        self.fc2 = nn.Linear(hidden, width)

    def forward(self, x):
        gate, value = self.fc1(x).chunk(2, dim=-1)
        return self.fc2(F.silu(gate) * value)


class Scale(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return x * self.gamma


class Layer(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.norm1 = nn.LayerNorm(width, eps=1e-6)
        self.attn = Attention(width)
        self.ls1 = Scale(width)
        self.norm2 = nn.LayerNorm(width, eps=1e-6)
        self.mlp = Mlp(width, 1024)
        self.ls2 = Scale(width)

    def forward(self, x):
        x = x + self.ls1(self.attn(self.norm1(x)))
        return x + self.ls2(self.mlp(self.norm2(x)))


class Vit(nn.Module):
    """Outputs of blocks 3, 5, 8 and 11 as 16x16 maps; class token and final norm are held, not used."""

    def __init__(self, width=384):
        super().__init__()
        self.cls_token = nn.Parameter(torch.zeros(1, 1, width))
        self.pos_embed = nn.Parameter(torch.zeros(1, 197, width))
        self.patch_embed = nn.ModuleDict({"proj": nn.Conv2d(3, width, 16, stride=16)})
        self.blocks = nn.ModuleList(Layer(width) for _ in range(12))
        self.norm = nn.LayerNorm(width, eps=1e-6)

    def forward(self, x):
        grid = self.pos_embed[:, 1:].reshape(1, 14, 14, -1).permute(0, 3, 1, 2)
        grid = F.interpolate(grid, size=(16, 16), mode="bicubic", align_corners=False)
        x = (self.patch_embed["proj"](x) + grid).flatten(2).transpose(1, 2)
        kept = []
        for i, block in enumerate(self.blocks):
            x = block(x)
            if i in (3, 5, 8, 11):
                kept.append(x.transpose(1, 2).reshape(x.shape[0], -1, 16, 16))
        return kept


class Held(nn.Module):
    """A name in front of names."""

    def __init__(self, name, module):
        super().__init__()
        self.add_module(name, module)


class GigaTimeFlash(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = Held("base_model", Held("model", Vit()))
        for k, wide in ((4, 384), (3, 192), (2, 96), (1, 48)):
            out = wide // 2
            convs = nn.Conv2d(wide, out, 3, padding=1), nn.Conv2d(out, out, 3, padding=1)
            self.add_module(f"decoder{k}", nn.Sequential(convs[0], nn.ReLU(), convs[1], nn.ReLU()))
        for k, steps in ((3, 1), (2, 2), (1, 3)):
            out = 384 >> steps
            ups = (nn.ConvTranspose2d(out if i else 384, out, 2, stride=2) for i in range(steps))
            self.add_module(f"skip{k}", nn.Sequential(*ups))
        self.final_conv = nn.Conv2d(24, CLASSES, 1)

    def forward(self, x):
        maps = self.encoder.base_model.model(x)
        y = up(self.decoder4(maps[3]))
        y = up(self.decoder3(y + self.skip3(maps[2])))
        y = up(self.decoder2(y + self.skip2(maps[1])))
        y = up(self.decoder1(y + self.skip1(maps[0])))
        return self.final_conv(y)


NETWORKS = {"gigatime": GigaTime, "gigatime-flash": GigaTimeFlash}


def load(arch, checkpoint):
    """In evaluation mode, float32, strictly."""
    network = NETWORKS[arch]()
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    network.load_state_dict(state)
    return network.float().eval().requires_grad_(False)

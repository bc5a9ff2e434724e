"""The two published networks, written from their description, with folded weights.

Batch norms are folded into their convolutions, LoRA adapters and layer scales into their linear layers, and
the grid of positions has the size of the input already: io.cohortrun.workers.model.imported does all that.
The type of the weights is the type of the arithmetic; inputs and logits are float32.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F

WIDTHS = (32, 64, 128, 256, 512)
CLASSES = 23


def up(x):
    return F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=True)


class Block(nn.Module):
    """Two 3x3 convolutions, each followed by a rectifier."""

    def __init__(self, wide, out):
        super().__init__()
        self.conv1 = nn.Conv2d(wide, out, 3, padding=1)
        self.conv2 = nn.Conv2d(out, out, 3, padding=1)

    def forward(self, x):
        return F.relu_(self.conv2(F.relu_(self.conv1(x))))


class GigaTime(nn.Module):
    """Nested U-Net: convI_J sees all convI_<J and the enlarged conv(I+1)_(J-1)."""

    def __init__(self):
        super().__init__()
        for depth, width in enumerate(WIDTHS):
            for column in range(5 - depth):
                if column == 0:
                    wide = 3 if depth == 0 else WIDTHS[depth - 1]
                else:
                    wide = column * width + WIDTHS[depth + 1]
                self.add_module(f"conv{depth}_{column}", Block(wide, width))
        self.final = nn.Conv2d(WIDTHS[0], CLASSES, 1)

    def forward(self, x):
        x = x.to(self.final.weight.dtype).contiguous(memory_format=torch.channels_last)
        x0_0 = self.conv0_0(x)
        x1_0 = self.conv1_0(F.max_pool2d(x0_0, 2))
        x0_1 = self.conv0_1(torch.cat([x0_0, up(x1_0)], 1))
        x2_0 = self.conv2_0(F.max_pool2d(x1_0, 2))
        x1_1 = self.conv1_1(torch.cat([x1_0, up(x2_0)], 1))
        x0_2 = self.conv0_2(torch.cat([x0_0, x0_1, up(x1_1)], 1))
        x3_0 = self.conv3_0(F.max_pool2d(x2_0, 2))
        x2_1 = self.conv2_1(torch.cat([x2_0, up(x3_0)], 1))
        x1_2 = self.conv1_2(torch.cat([x1_0, x1_1, up(x2_1)], 1))
        x0_3 = self.conv0_3(torch.cat([x0_0, x0_1, x0_2, up(x1_2)], 1))
        x4_0 = self.conv4_0(F.max_pool2d(x3_0, 2))
        x3_1 = self.conv3_1(torch.cat([x3_0, up(x4_0)], 1))
        x2_2 = self.conv2_2(torch.cat([x2_0, x2_1, up(x3_1)], 1))
        x1_3 = self.conv1_3(torch.cat([x1_0, x1_1, x1_2, up(x2_2)], 1))
        x0_4 = self.conv0_4(torch.cat([x0_0, x0_1, x0_2, x0_3, up(x1_3)], 1))
        return self.final(x0_4).float().contiguous()


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)

    def forward(self, x):
        n, length, width = x.shape
        qkv = self.qkv(x).reshape(n, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2])
        return self.proj(y.transpose(1, 2).reshape(n, length, width))


class Layer(nn.Module):
    """A transformer block; layer scales are folded into proj and fc2."""

    def __init__(self, width, heads, hidden):
        super().__init__()
        self.norm1 = nn.LayerNorm(width, eps=1e-6)
        self.attn = Attention(width, heads)
        self.norm2 = nn.LayerNorm(width, eps=1e-6)
        self.fc1 = nn.Linear(width, 2 * hidden)
        self.fc2 = nn.Linear(hidden, width)

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        gate, value = self.fc1(self.norm2(x)).chunk(2, dim=-1)
        return x + self.fc2(F.silu(gate) * value)


class Decoder(nn.Module):
    def __init__(self, wide, out):
        super().__init__()
        self.conv1 = nn.Conv2d(wide, out, 3, padding=1)
        self.conv2 = nn.Conv2d(out, out, 3, padding=1)

    def forward(self, x):
        return up(F.relu_(self.conv2(F.relu_(self.conv1(x)))))


class GigaTimeFlash(nn.Module):
    """ViT with packed SwiGLU, four of its outputs as 16x16 maps, convolutional decoder with skips."""

    WIDTH, HEADS, DEPTH, HIDDEN, GRID = 384, 6, 12, 1024, 16

    def __init__(self):
        super().__init__()
        width = self.WIDTH
        self.patch = nn.Conv2d(3, width, 16, stride=16)
        self.positions = nn.Parameter(torch.zeros(1, self.GRID * self.GRID, width))
        self.blocks = nn.ModuleList(Layer(width, self.HEADS, self.HIDDEN) for _ in range(self.DEPTH))
        self.decoder4 = Decoder(width, width // 2)
        self.decoder3 = Decoder(width // 2, width // 4)
        self.decoder2 = Decoder(width // 4, width // 8)
        self.decoder1 = Decoder(width // 8, width // 16)
        self.skip3 = self.skip(1)
        self.skip2 = self.skip(2)
        self.skip1 = self.skip(3)
        self.final = nn.Conv2d(width // 16, CLASSES, 1)

    def skip(self, steps):
        out = self.WIDTH >> steps
        sides = [self.WIDTH] + [out] * steps
        return nn.Sequential(*(nn.ConvTranspose2d(a, b, 2, stride=2) for a, b in zip(sides, sides[1:])))

    def grid(self, x):
        return x.transpose(1, 2).reshape(x.shape[0], x.shape[2], 16, 16)

    def forward(self, x):
        x = self.patch(x.to(self.final.weight.dtype)).flatten(2).transpose(1, 2) + self.positions
        maps = []
        for i, block in enumerate(self.blocks):
            x = block(x)
            if i == 3 or i == 5 or i == 8 or i == 11:
                maps.append(self.grid(x))
        y = self.decoder4(maps[3])
        y = self.decoder3(y + self.skip3(maps[2]))
        y = self.decoder2(y + self.skip2(maps[1]))
        y = self.decoder1(y + self.skip1(maps[0]))
        return self.final(y).float().contiguous()

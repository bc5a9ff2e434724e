"""The two published networks, written from their description, with folded weights.

Batch norms are folded into their convolutions, LoRA adapters and layer scales into their linear layers, and
the grid of positions has the size of the input already: io.cohortrun.workers.model.imported does all that.
The type of the weights is the type of the arithmetic; inputs and logits are float32.

On a CPU a convolution is oneDNN's, channels last, with its rectifier, and one over several inputs adds up their
products, so that they are never copied beside each other. Its weights are laid out in the first call; no other
call may be under way then, which the golden gate at loading sees to.
"""

from typing import List

import torch
import torch.nn as nn
import torch.nn.functional as F

WIDTHS = (32, 64, 128, 256, 512)
CLASSES = 23


def up(x):
    return F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=True)


def emulated(x):
    """oneDNN refuses bfloat16 on CPUs without it."""
    return x.dtype == torch.bfloat16 and not torch.ops.mkldnn._is_mkldnn_bf16_supported()


class Conv(nn.Module):
    """3x3, rectified, of inputs that stand for their concatenation."""

    packed: List[torch.Tensor]

    def __init__(self, inputs, out):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(out, sum(inputs), 3, 3))
        self.bias = nn.Parameter(torch.zeros(out))
        self.packed = []

    def forward(self, inputs: List[torch.Tensor]):
        if inputs[0].is_cuda or emulated(inputs[0]):
            x = torch.cat(inputs, 1) if len(inputs) > 1 else inputs[0]
            return F.relu_(F.conv2d(x, self.weight, self.bias, padding=1))
        if len(self.packed) == 0:
            self.packed = self.pack(inputs)
        one = [1, 1]
        last = len(inputs) - 1
        act = "relu" if last == 0 else "none"
        y = torch.ops.mkldnn._convolution_pointwise(
            inputs[0], self.packed[0], self.bias, one, one, one, 1, act, [], ""
        )
        for k in range(1, len(inputs)):
            y = torch.ops.mkldnn._convolution_pointwise_(
                y, inputs[k], self.packed[k], None, one, one, one, 1, "add", None, "relu" if k == last else None, [], None
            )
        return y

    def pack(self, inputs: List[torch.Tensor]) -> List[torch.Tensor]:
        packed: List[torch.Tensor] = []
        start = 0
        for x in inputs:
            weight = self.weight[:, start : start + x.size(1)].contiguous()
            start += x.size(1)
            one = [1, 1]
            packed.append(torch.ops.mkldnn._reorder_convolution_weight(weight, one, one, one, 1, x.size()))
        return packed


class Final(nn.Module):
    """1x1: logits float32 [n, CLASSES, h, w], contiguous, of channels that come last."""

    def __init__(self, wide):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(CLASSES, wide, 1, 1))
        self.bias = nn.Parameter(torch.zeros(CLASSES))

    def forward(self, x):
        n, wide, height, width = x.size()
        pixels = x.permute(0, 2, 3, 1).reshape(n, height * width, wide).transpose(1, 2)
        weight = self.weight.view(1, -1, wide).expand(n, -1, wide)
        return torch.baddbmm(self.bias.view(1, -1, 1), weight, pixels).view(n, -1, height, width).float()


class Block(nn.Module):
    """Two convolutions."""

    def __init__(self, inputs, out):
        super().__init__()
        self.conv1 = Conv(inputs, out)
        self.conv2 = Conv([out], out)

    def forward(self, inputs: List[torch.Tensor]):
        return self.conv2([self.conv1(inputs)])


class GigaTime(nn.Module):
    """Nested U-Net: convI_J sees all convI_<J and the enlarged conv(I+1)_(J-1)."""

    def __init__(self):
        super().__init__()
        for depth, width in enumerate(WIDTHS):
            for column in range(5 - depth):
                above = 3 if depth == 0 else WIDTHS[depth - 1]
                inputs = [width] * column + [WIDTHS[depth + 1]] if column else [above]
                self.add_module(f"conv{depth}_{column}", Block(inputs, width))
        self.final = Final(WIDTHS[0])

    def forward(self, x):
        x = x.to(self.final.weight.dtype).contiguous(memory_format=torch.channels_last)
        x0_0 = self.conv0_0([x])
        x1_0 = self.conv1_0([F.max_pool2d(x0_0, 2)])
        x0_1 = self.conv0_1([x0_0, up(x1_0)])
        x2_0 = self.conv2_0([F.max_pool2d(x1_0, 2)])
        x1_1 = self.conv1_1([x1_0, up(x2_0)])
        x0_2 = self.conv0_2([x0_0, x0_1, up(x1_1)])
        x3_0 = self.conv3_0([F.max_pool2d(x2_0, 2)])
        x2_1 = self.conv2_1([x2_0, up(x3_0)])
        x1_2 = self.conv1_2([x1_0, x1_1, up(x2_1)])
        x0_3 = self.conv0_3([x0_0, x0_1, x0_2, up(x1_2)])
        x4_0 = self.conv4_0([F.max_pool2d(x3_0, 2)])
        x3_1 = self.conv3_1([x3_0, up(x4_0)])
        x2_2 = self.conv2_2([x2_0, x2_1, up(x3_1)])
        x1_3 = self.conv1_3([x1_0, x1_1, x1_2, up(x2_2)])
        x0_4 = self.conv0_4([x0_0, x0_1, x0_2, x0_3, up(x1_3)])
        return self.final(x0_4)


class Linear(nn.Module):
    """oneDNN's product on a CPU, with weights laid out in the first call as those of Conv are."""

    packed: List[torch.Tensor]

    def __init__(self, wide, out):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(out, wide))
        self.bias = nn.Parameter(torch.zeros(out))
        self.packed = []

    def forward(self, x):
        if x.is_cuda or emulated(x):
            return F.linear(x, self.weight, self.bias)
        if len(self.packed) == 0:
            self.packed = [torch.ops.mkldnn._reorder_linear_weight(self.weight, x.size(0) * x.size(1))]
        return torch.ops.mkldnn._linear_pointwise(x, self.packed[0], self.bias, "none", [], "")


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.qkv = Linear(width, 3 * width)
        self.proj = Linear(width, width)

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
        self.fc1 = Linear(width, 2 * hidden)
        self.fc2 = Linear(hidden, width)

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        gate, value = self.fc1(self.norm2(x)).chunk(2, dim=-1)
        return x + self.fc2(F.silu(gate) * value)


class Decoder(nn.Module):
    def __init__(self, wide, out):
        super().__init__()
        self.conv1 = Conv([wide], out)
        self.conv2 = Conv([out], out)

    def forward(self, x):
        return up(self.conv2([self.conv1([x])]))


class Enlarge(nn.Module):
    """Transposed convolution 2x2 of step 2, as one product: each pixel becomes four, channels last."""

    def __init__(self, wide, out):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(wide, out, 2, 2))
        self.bias = nn.Parameter(torch.zeros(out))

    def forward(self, x):
        n, wide, height, width = x.size()
        weight = self.weight.permute(2, 3, 1, 0).reshape(-1, wide)  # [2 * 2 * out, wide]
        four = F.linear(x.permute(0, 2, 3, 1), weight, self.bias.repeat(4)).view(n, height, width, 2, 2, -1)
        return four.permute(0, 1, 3, 2, 4, 5).reshape(n, 2 * height, 2 * width, -1).permute(0, 3, 1, 2)


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
        self.final = Final(width // 16)

    def skip(self, steps):
        out = self.WIDTH >> steps
        sides = [self.WIDTH] + [out] * steps
        return nn.Sequential(*(Enlarge(a, b) for a, b in zip(sides, sides[1:])))

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
        return self.final(y)

"""Exports the feature head: logits of one tile in, integers out. Run once, result is committed.

    python feature_head.py ../resources/io/cohortrun/workers/model/head.pt

Every number is an exact integer: comparisons give q and the positives, and each float32 sum
stays below 2**24 for tiles up to 2048 px. io.cohortrun.workers.model.HeadOracle says the same in plain Java.
Per channel, each step writes into a buffer that is used again: fresh memory costs more than the arithmetic.
"""

import sys
from typing import List

import torch


class Head(torch.nn.Module):
    """Model-independent: channels come from the logits, everything else from the inputs."""

    def forward(
        self,
        logits: torch.Tensor,  # float32 [n * n, C, window, window], windows row-major
        valid: torch.Tensor,  # uint8 [T, T]
        thresholds: torch.Tensor,  # float32 [C], on the logit
        base: torch.Tensor,  # uint8 [K], edges of q below the k-th cell of the logit
        edge: torch.Tensor,  # float32 [K], the one edge of q inside that cell, or NaN
        cells: torch.Tensor,  # float32 [2]: a logit z lies in cell floor((z + first) * second)
        shape: torch.Tensor,  # int64 [3]: T, window, side of the map or 0
        positive: torch.Tensor,  # float32 [>= C, T * T], to work in; rows from C on are zero
    ) -> List[torch.Tensor]:
        side = int(shape[0])
        window = int(shape[1])
        map_px = int(shape[2])
        scale = float(cells[1])
        first = cells[0] * cells[1]
        last = float(base.size(0) - 1)
        n = side // window
        logits = logits.contiguous()
        channels = logits.size(1)
        f32 = torch.empty([0], dtype=torch.float32, device=logits.device)
        i64 = torch.empty([0], dtype=torch.int64, device=logits.device)
        below = base.to(torch.float32)
        inside = valid > 0
        every = bool(inside.all())
        # As the logits lie: window by window.
        by_window = inside.reshape(n, window, n, window).permute(0, 2, 1, 3).reshape(-1, window, window)
        counts = by_window.to(torch.float32)
        outside = (~by_window).to(torch.int16) * 256
        weight = inside.to(torch.float32)
        for k in range(1, n):
            weight[k * window - 1 : k * window + 1] = 0.0
            weight[:, k * window - 1 : k * window + 1] = 0.0
        inner_weight = weight[1:-1, 1:-1].contiguous()

        lowest = f32.new_empty([channels])
        histogram = i64.new_empty([channels, 256])
        rows = f32.new_empty([channels, side - 2])
        border = f32.new_empty([channels, 4, 2, side])
        canvas = f32.new_empty([channels, 8, 8])
        maps = base.new_empty([channels, map_px * map_px])

        pixels = [n * n, window, window]
        place = f32.new_empty(pixels)
        at = torch.empty(pixels, dtype=torch.int32, device=logits.device)
        above = f32.new_empty(pixels)
        q = f32.new_empty(pixels)
        q16 = torch.empty(pixels, dtype=torch.int16, device=logits.device)
        tile = f32.new_empty([side, side])
        dx = f32.new_empty([side - 2, side - 2])
        dy = f32.new_empty([side - 2, side - 2])
        minus_one = f32.new_full([1], -1.0)

        for c in range(channels):
            z = logits[:, c]
            lowest[c] = z.amin()  # NaN if any is
            over = positive[c].view(pixels)
            torch.gt(z, thresholds[c], out=over)
            if not every:
                over.mul_(counts)

            torch.add(first, z, alpha=scale, out=place)
            at.copy_(place.clamp_(0.0, last)).clamp_min_(0)  # a NaN must not fault, it is reported
            torch.index_select(edge, 0, at.view(-1), out=above.view(-1))
            torch.index_select(below, 0, at.view(-1), out=q.view(-1))
            q.add_(torch.ge(z, above, out=place))
            q16.copy_(q)
            if not every:
                q16.add_(outside)
            histogram[c] = torch.bincount(q16.view(-1), minlength=512)[:256]
            for k in range(n * n):
                top = k // n * window
                left = k % n * window
                tile[top : top + window, left : left + window] = q[k]

            # Twice numpy.gradient of what is not border, so that differences stay integers. The root
            # of 64 s - 1 rounds as that of 64 s does, and float32 holds 64 s - 1 for differences < 256.
            torch.sub(tile[1:-1, 2:], tile[1:-1, :-2], out=dx)
            torch.sub(tile[2:, 1:-1], tile[:-2, 1:-1], out=dy)
            torch.addcmul(minus_one, dx, dx, value=64.0, out=dx)
            dx.addcmul_(dy, dy, value=64.0).clamp_min_(0.25).sqrt_().round_().mul_(inner_weight)
            torch.sum(dx, 1, out=rows[c])
            border[c, 0] = tile[:2]
            border[c, 1] = tile[-2:].flip(0)
            border[c, 2] = tile[:, :2].t()
            border[c, 3] = tile[:, -2:].flip(1).t()

            cell = side // 8
            torch.sum(tile.view(8, cell, side).sum(1).view(8, 8, cell), 2, out=canvas[c])
            if map_px == side:
                maps[c] = tile.reshape(-1).to(torch.int16)
            elif map_px > 0:
                k = side // map_px
                sums = tile.view(map_px, k, side).sum(1).to(torch.int64)
                total = sums.view(map_px, map_px, k).sum(2)
                mean = torch.div(2 * total + k * k, 2 * k * k, rounding_mode="floor")
                maps[c] = mean.reshape(-1)

        # The four lines of the border: differences across it, and along it at its ends, count twice.
        line = border[:, :, 0].to(torch.float64)
        across = 2 * (border[:, :, 1].to(torch.float64) - line)
        along = torch.empty_like(line)
        along[..., 1:-1] = line[..., 2:] - line[..., :-2]
        along[..., 0] = 2 * (line[..., 1] - line[..., 0])
        along[..., -1] = 2 * (line[..., -1] - line[..., -2])
        magnitude = torch.floor(torch.sqrt(64 * (across * across + along * along)) + 0.5)
        lines = torch.stack([weight[0], weight[-1], weight[:, 0], weight[:, -1]]).to(torch.int64)
        lines[2:, 0] = 0  # corners count once
        lines[2:, -1] = 0
        gradient = rows.to(torch.int64).sum(1) + (magnitude.to(torch.int64) * lines).sum([1, 2])

        area = (side // 8) * (side // 8)
        sums = canvas.to(torch.int64).reshape(-1)
        means = torch.div(2 * sums + area, 2 * area, rounding_mode="floor").to(torch.uint8)
        pairs = torch.mm(positive, positive.t())[:channels, :channels].to(torch.int64)
        counted = torch.stack([inside.sum(), (weight > 0).sum(), torch.isnan(lowest).sum()])
        integers = torch.cat([pairs.reshape(-1), histogram.reshape(-1), gradient, counted])
        return [integers, torch.cat([means, maps.reshape(-1)])]


if __name__ == "__main__":
    torch.jit.script(Head().eval()).save(sys.argv[1])

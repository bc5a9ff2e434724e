"""Exports the feature head: logits of one tile in, integers out. Run once, result is committed.

    python feature_head.py ../resources/io/cohortrun/workers/model/head.pt

Every number is an exact integer: comparisons give q and the positives, and each float32 sum
stays below 2**24 for tiles up to 2048 px. io.cohortrun.workers.model.HeadOracle says the same in plain Java.
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
    ) -> List[torch.Tensor]:
        side = int(shape[0])
        window = int(shape[1])
        map_px = int(shape[2])
        shift = float(cells[0])
        scale = float(cells[1])
        last = float(base.size(0) - 1)
        n = side // window
        channels = logits.size(1)
        device = logits.device
        inside = valid.reshape(-1) > 0
        every = bool(inside.all())
        weight = inside.to(torch.float32).reshape(side, side)
        outside = (1.0 - weight) * 256.0
        for k in range(1, n):
            weight[k * window - 1 : k * window + 1] = 0.0
            weight[:, k * window - 1 : k * window + 1] = 0.0

        positive = torch.empty([channels, side * side], dtype=torch.float32, device=device)
        histogram = torch.empty([channels, 256], dtype=torch.int64, device=device)
        gradient = torch.empty([channels], dtype=torch.int64, device=device)
        lowest = torch.empty([channels], dtype=torch.float32, device=device)
        canvas = torch.empty([channels, 64], dtype=torch.uint8, device=device)
        maps = torch.empty([channels, map_px * map_px], dtype=torch.uint8, device=device)
        dx = torch.empty([side, side], dtype=torch.float32, device=device)
        dy = torch.empty([side, side], dtype=torch.float32, device=device)
        cell = side // 8

        for c in range(channels):
            z = logits[:, c].reshape(n, n, window, window).permute(0, 2, 1, 3).reshape(-1)
            lowest[c] = z.amin()  # NaN if any is
            over = z > thresholds[c]
            positive[c] = over if every else over.logical_and_(inside)

            place = z.add(shift).mul_(scale).clamp_(0.0, last)
            at = place.to(torch.int32).clamp_min_(0)  # a NaN must not fault, it is reported
            q = torch.index_select(base, 0, at).to(torch.float32)
            q.add_(z >= torch.index_select(edge, 0, at))
            q = q.reshape(side, side)
            if every:
                histogram[c] = torch.bincount(q.reshape(-1).to(torch.uint8), minlength=256)
            else:
                shifted = (q + outside).reshape(-1).to(torch.int16)
                histogram[c] = torch.bincount(shifted, minlength=512)[:256]

            # Twice numpy.gradient, so that differences stay integers.
            torch.sub(q[:, 2:], q[:, : side - 2], out=dx[:, 1 : side - 1])
            dx[:, 0] = 2 * (q[:, 1] - q[:, 0])
            dx[:, side - 1] = 2 * (q[:, side - 1] - q[:, side - 2])
            torch.sub(q[2:], q[: side - 2], out=dy[1 : side - 1])
            dy[0] = 2 * (q[1] - q[0])
            dy[side - 1] = 2 * (q[side - 1] - q[side - 2])
            square = dx.mul_(dx).addcmul_(dy, dy)
            if bool(square.amax() >= 65536.0):
                exact = torch.sqrt(square.to(torch.float64) * 64.0)
                magnitude = torch.floor(exact + 0.5).to(torch.float32)
            else:
                # 0.75 lies between the integers that round differently; exact in float32 to 65535.
                shy = square.mul_(64.0).sub_(0.75).clamp_min_(0.0)
                magnitude = shy.sqrt_().add_(0.5).floor_()
            gradient[c] = magnitude.mul_(weight).sum(1).to(torch.int64).sum()

            sums = q.reshape(side, 8, cell).sum(2).reshape(8, cell, 8).sum(1).to(torch.int64)
            area = cell * cell
            mean = torch.div(2 * sums + area, 2 * area, rounding_mode="floor")
            canvas[c] = mean.reshape(-1).to(torch.uint8)
            if map_px > 0:
                k = side // map_px
                rows = q.reshape(side, map_px, k).sum(2).to(torch.int64)
                total = rows.reshape(map_px, k, map_px).sum(1)
                mean = torch.div(2 * total + k * k, 2 * k * k, rounding_mode="floor")
                maps[c] = mean.reshape(-1).to(torch.uint8)

        pairs = torch.mm(positive, positive.t()).to(torch.int64)
        counted = torch.stack(
            [
                inside.sum(),
                (weight > 0).sum(),
                torch.isnan(lowest).sum(),
            ]
        )
        integers = torch.cat([pairs.reshape(-1), histogram.reshape(-1), gradient, counted])
        return [integers, torch.cat([canvas.reshape(-1), maps.reshape(-1)])]


if __name__ == "__main__":
    torch.jit.script(Head().eval()).save(sys.argv[1])

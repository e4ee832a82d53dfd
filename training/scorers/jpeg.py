"""What JPEG does to a picture, on whole batches and on any device: 4:2:0 chroma, 8x8 cosine blocks, quantisation."""

import math
from functools import cache

import torch
import torch.nn.functional as F

LUMA = (
    (16, 11, 10, 16, 24, 40, 51, 61), (12, 12, 14, 19, 26, 58, 60, 55), (14, 13, 16, 24, 40, 57, 69, 56),
    (14, 17, 22, 29, 51, 87, 80, 62), (18, 22, 37, 56, 68, 109, 103, 77), (24, 35, 55, 64, 81, 104, 113, 92),
    (49, 64, 78, 87, 103, 121, 120, 101), (72, 92, 95, 98, 112, 100, 103, 99),
)  # fmt: skip
CHROMA = (
    (17, 18, 24, 47, 99, 99, 99, 99), (18, 21, 26, 66, 99, 99, 99, 99), (24, 26, 56, 99, 99, 99, 99, 99),
    (47, 66, 99, 99, 99, 99, 99, 99), *((99,) * 8 for _ in range(4)),
)  # fmt: skip
"""Tables K.1 and K.2 of ITU T.81, at quality 50."""

TO_YCC = ((0.299, 0.587, 0.114), (-0.168736, -0.331264, 0.5), (0.5, -0.418688, -0.081312))


def jpeg(x: torch.Tensor, quality: torch.Tensor) -> torch.Tensor:
    """float32 [N,3,H,W] in 0..1 with sides that 16 divides, quality [N] in 1..100 -> the same after a round trip."""
    to_ycc, to_rgb, luma, chroma, cosines = _constants(x.device)
    ycc = torch.einsum("oc,nchw->nohw", to_ycc, x * 255)
    scale = torch.where(quality < 50, 5000 / quality, 200 - 2 * quality)[:, None, None]
    bright = _quantise(ycc[:, :1] - 128, luma, scale, cosines) + 128
    colour = F.interpolate(_quantise(F.avg_pool2d(ycc[:, 1:], 2), chroma, scale, cosines), scale_factor=2.0, mode="bilinear")
    back = torch.einsum("oc,nchw->nohw", to_rgb, torch.cat([bright, colour], 1))
    return (back / 255).clamp(0, 1)


def _quantise(x: torch.Tensor, table: torch.Tensor, scale: torch.Tensor, cosines: torch.Tensor) -> torch.Tensor:
    """[N,C,H,W], table [8,8], scale [N,1,1] in per cent of the table -> [N,C,H,W]."""
    n, c, height, width = x.shape
    step = ((table * scale + 50) / 100).floor().clamp(1, 255)[:, None, None, None]
    blocks = x.reshape(n, c, height // 8, 8, width // 8, 8).transpose(3, 4)
    levels = ((cosines @ blocks @ cosines.T) / step).round() * step
    return (cosines.T @ levels @ cosines).transpose(3, 4).reshape(n, c, height, width)


@cache
def _constants(device: torch.device) -> tuple[torch.Tensor, ...]:
    rows = torch.arange(8)
    cosines = torch.cos((2 * rows[None] + 1) * rows[:, None] * math.pi / 16) / 2
    cosines[0] /= math.sqrt(2)
    to_rgb = torch.linalg.inv(torch.tensor(TO_YCC, dtype=torch.float64, device="cpu"))
    tables = (TO_YCC, to_rgb, LUMA, CHROMA, cosines)
    return tuple(torch.as_tensor(t, dtype=torch.float32, device=device) for t in tables)

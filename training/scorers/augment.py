"""Make crisp renders look like what the scorers will really see: softer, shifted, recoloured images.

StyleGAN output is blurrier than a render and jumps less in brightness than a photograph, so blur and
resampling are frequent and strong; geometry is gentle because every image is FFHQ-aligned.
"""

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F

from .jpeg import jpeg
from .labels import SEGMENTS

PHOTO_SIZES_PX = (40, 48, 56, 64, 80, 96)
"""Sides an image is shrunk to and brought back from; one for a whole half batch, which is cheap."""

SCENERY = tuple(SEGMENTS.index(name) for name in ("background", "hair", "cloth"))
"""Classes that say nothing of who somebody is."""


@dataclass(frozen=True)
class Strength:
    """How far an augmentation may go. Shares are probabilities per image."""

    gain: float = 0.25
    """Brightness factor and contrast factor within exp(±gain)."""
    tint: float = 0.06
    """Each channel's factor within exp(±tint)."""
    grey_share: float = 0.0
    """Share turned to grey, to take skin and hair colour away."""
    blur_share: float = 0.5
    blur_px: float = 2.2
    """Largest Gaussian sigma, px of the 128 px image."""
    noise: float = 0.05
    """Largest noise sigma, of a 0..1 range."""
    jpeg_share: float = 0.1
    shift: float = 0.03
    """Largest shift as a share of the side."""
    zoom: float = 0.06
    turn_deg: float = 5.0
    scenery_share: float = 0.0
    """Share whose hair, background and clothes are replaced."""
    cutout_share: float = 0.0


def uniform(n: int, low: float, high: float) -> torch.Tensor:
    """float32 [n] in low..high."""
    return torch.rand(n) * (high - low) + low


@dataclass
class Batch:
    """image: float32 [N,3,H,W] in 0..1 while augmenting; segments: int64 [N,H,W];
    points: float32 [N,5,2] in 0..1; flipped: bool [N], true where left and right were exchanged."""

    image: torch.Tensor
    segments: torch.Tensor
    points: torch.Tensor
    flipped: torch.Tensor


def augment(images: torch.Tensor, segments: torch.Tensor, points: torch.Tensor, s: Strength) -> Batch:
    """uint8 [N,3,H,W], uint8 [N,H,W], float32 [N,5,2], on one device -> Batch whose image is in [-1,1], there."""
    with images.device:
        return _augment(images, segments, points, s)


def _augment(images: torch.Tensor, segments: torch.Tensor, points: torch.Tensor, s: Strength) -> Batch:
    batch = _move(images.float() / 255, segments, points, s)
    x = batch.image
    if s.scenery_share:
        x = _replace_scenery(x, batch.segments, s.scenery_share)
    if s.cutout_share:
        x = _cut_out(x, s.cutout_share)
    x = _resample(x)
    x = _blur(x, s)
    x = _recolour(x, s)
    x = (x + torch.randn_like(x) * uniform(len(x), 0, s.noise)[:, None, None, None]).clamp(0, 1)
    x = _jpeg(x, s.jpeg_share)
    batch.image = (x * 2 - 1).contiguous(memory_format=torch.channels_last)
    return batch


def _move(image: torch.Tensor, segments: torch.Tensor, points: torch.Tensor, s: Strength) -> Batch:
    """Random similarity about the centre plus mirror, for image, label map and points alike."""
    n = len(image)
    flip = torch.rand(n) < 0.5
    angle = uniform(n, -math.radians(s.turn_deg), math.radians(s.turn_deg))
    scale = torch.exp(uniform(n, -s.zoom, s.zoom))
    shift = torch.stack([uniform(n, -2 * s.shift, 2 * s.shift), uniform(n, -2 * s.shift, 2 * s.shift)], 1)
    cos, sin = torch.cos(angle) * scale, torch.sin(angle) * scale
    mirror = torch.where(flip, -1.0, 1.0)
    # Maps output positions to input positions, both -1..1, as grid_sample wants it.
    matrix = torch.stack([torch.stack([cos * mirror, -sin], 1), torch.stack([sin * mirror, cos], 1)], 1)
    grid = F.affine_grid(torch.cat([matrix, shift[:, :, None]], 2), list(image.shape), align_corners=False)
    image = F.grid_sample(image, grid, padding_mode="border", align_corners=False)
    labels = F.grid_sample(segments[:, None].float(), grid, "nearest", "border", align_corners=False)
    moved = torch.linalg.solve(matrix, (points * 2 - 1 - shift[:, None]).transpose(1, 2)).transpose(1, 2)
    moved = moved / 2 + 0.5
    # A mirrored right eye is a left eye.
    moved = torch.where(flip[:, None, None], moved[:, [1, 0, 2, 4, 3]], moved)
    return Batch(image, labels[:, 0].round().long(), moved, flip)


def _replace_scenery(x: torch.Tensor, segments: torch.Tensor, share: float) -> torch.Tensor:
    """Hair, background and clothes become a flat colour or another image's pixels."""
    n = len(x)
    mask = torch.isin(segments, torch.tensor(SCENERY))[:, None] & (torch.rand(n) < share)[:, None, None, None]
    flat = torch.rand(n, 3, 1, 1).expand_as(x)
    other = torch.where((torch.rand(n) < 0.5)[:, None, None, None], flat, x[torch.randperm(n)])
    return torch.where(mask, other, x)


def _cut_out(x: torch.Tensor, share: float) -> torch.Tensor:
    """A grey rectangle of an eighth to three eighths of each side somewhere on some images."""
    n, _, height, width = x.shape
    size = uniform(2 * n, 0.125, 0.375).view(2, n)
    top, left = torch.rand(2, n) * (1 - size)
    ys, xs = torch.arange(height) / height, torch.arange(width) / width
    rows = (ys >= top[:, None]) & (ys < (top + size[0])[:, None])
    columns = (xs >= left[:, None]) & (xs < (left + size[1])[:, None])
    hole = rows[:, :, None] & columns[:, None, :] & (torch.rand(n) < share)[:, None, None]
    return torch.where(hole[:, None], 0.5, x)


def _resample(x: torch.Tensor) -> torch.Tensor:
    """The first half of the batch is shrunk and enlarged again; batches arrive shuffled."""
    half, side = len(x) // 2, PHOTO_SIZES_PX[_draw(len(PHOTO_SIZES_PX))]
    small = F.interpolate(x[:half], size=(side, side), mode="bilinear", antialias=True, align_corners=False)
    mode = ("bicubic", "bilinear")[_draw(2)]
    back = F.interpolate(small, size=x.shape[2:], mode=mode, align_corners=False)
    keep = (torch.rand(half) < 0.4)[:, None, None, None]
    return torch.cat([torch.where(keep, x[:half], back), x[half:]])


def _blur(x: torch.Tensor, s: Strength) -> torch.Tensor:
    """Separable Gaussian with its own sigma for every image, as matrices: on square images two products
    are several times faster on a CPU than a depthwise convolution."""
    n, side = len(x), x.shape[3]
    chosen = torch.rand(n) < s.blur_share
    sigma = torch.where(chosen, uniform(n, 0.3, s.blur_px), 0.05)
    matrix = _gaussian_matrix(sigma, side)
    return torch.matmul(torch.matmul(matrix, x), matrix.transpose(2, 3))


def _gaussian_matrix(sigma: torch.Tensor, size: int) -> torch.Tensor:
    """[N] -> [N,1,size,size], rows sum to 1, so edges are renormalised instead of darkened."""
    position = torch.arange(size)
    distance = (position[:, None] - position[None]).float()
    weights = torch.exp(-0.5 * (distance / sigma[:, None, None]) ** 2)
    return (weights / weights.sum(2, keepdim=True))[:, None]


def _recolour(x: torch.Tensor, s: Strength) -> torch.Tensor:
    n = len(x)
    grey = x.mean(1, keepdim=True)
    saturation = torch.where(torch.rand(n) < s.grey_share, 0.0, torch.exp(uniform(n, -s.gain, s.gain)))
    x = grey + (x - grey) * saturation[:, None, None, None]
    middle = x.mean((1, 2, 3), keepdim=True)
    x = middle + (x - middle) * torch.exp(uniform(n, -s.gain, s.gain))[:, None, None, None]
    tint = torch.exp(uniform(3 * n, -s.tint, s.tint)).view(n, 3, 1, 1)
    return x * tint * torch.exp(uniform(n, -s.gain, s.gain))[:, None, None, None]


def _jpeg(x: torch.Tensor, share: float) -> torch.Tensor:
    """A stretch of the batch goes through JPEG at quality 40 to 95."""
    count = round(share * len(x))
    start = _draw(len(x) - count + 1)
    damaged = jpeg(x[start : start + count], uniform(count, 40, 95).round())
    return torch.cat([x[:start], damaged, x[start + count :]])


def _draw(count: int) -> int:
    """0..count-1, drawn where reading it waits for no device."""
    return int(torch.randint(count, (), device="cpu"))

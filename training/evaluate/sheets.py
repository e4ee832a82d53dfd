"""Pictures to look at: uncurated samples, nearest renders, interpolations, ages."""

import os
from pathlib import Path

import numpy as np
from PIL import Image

from .pack import Pack

PSI = 0.7
STEPS = 9
PAIRS = ((0, 1), (2, 3), (4, 5), (6, 7))
"""Seeds between which is interpolated."""

AGEING = (0, 1, 2, 3)
"""Seeds whose age is swept."""


def grid(images: np.ndarray, columns: int, path: Path, quality: int = 90) -> None:
    """uint8 [N,3,H,W] -> one WebP, row by row."""
    n, _, height, width = images.shape
    rows = -(-n // columns)
    canvas = np.zeros((rows * columns, height, width, 3), np.uint8)
    canvas[:n] = images.transpose(0, 2, 3, 1)
    tiles = canvas.reshape(rows, columns, height, width, 3).transpose(0, 2, 1, 3, 4)
    part = path.with_suffix(f".{os.getpid()}.webp")
    Image.fromarray(tiles.reshape(rows * height, columns * width, 3)).save(part, quality=quality, method=4)
    part.replace(path)


def side_by_side(left: np.ndarray, right: np.ndarray, columns: int, path: Path) -> None:
    """Pairs of images beside each other, `columns` pairs a row; the left ones are brought to the size of the right."""
    side = right.shape[2]
    scaled = [np.asarray(Image.fromarray(x.transpose(1, 2, 0)).resize((side, side), Image.Resampling.BOX)) for x in left]
    both = np.stack([np.stack(scaled).transpose(0, 3, 1, 2), right], 1)
    grid(both.reshape(-1, 3, side, side), 2 * columns, path)


def interpolations(pack: Pack, path: Path) -> None:
    """A row for each of PAIRS: straight lines in W between two seeds."""
    share = np.linspace(0, 1, STEPS, dtype=np.float32)[:, None, None]
    rows = []
    for a, b in PAIRS:
        first, second = pack.latents(range(a, a + 1), PSI), pack.latents(range(b, b + 1), PSI)
        rows.append(pack.draw(first + share * (second - first)))
    grid(np.concatenate(rows), STEPS, path)


def ages(pack: Pack, path: Path) -> None:
    """A row for each of AGEING: the direction `age` through its useful range, the sample itself in the middle."""
    direction = pack.direction("age")
    low, high = direction["range"]
    strength = np.concatenate([np.linspace(low, 0, STEPS // 2, endpoint=False), np.linspace(0, high, STEPS // 2 + 1)])
    rows = [np.repeat(pack.latents(range(s, s + 1), PSI), STEPS, 0) for s in AGEING]
    grid(np.concatenate([pack.draw(pack.moved(ws, direction, strength)) for ws in rows]), STEPS, path)

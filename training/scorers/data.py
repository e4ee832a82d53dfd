"""Decode the renders once: a folder of images and label maps -> 128 px uint8 arrays, cached in one .npz."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from .labels import Labels, read_labels

IMAGE_PX = 128
"""Side of the nets' input."""


@dataclass(frozen=True)
class Renders:
    """images: uint8 [M,3,128,128] RGB; segments: uint8 [M,128,128], indices into SEGMENTS."""

    images: np.ndarray
    segments: np.ndarray
    labels: Labels


def load_renders(folder: Path, cache: Path) -> Renders:
    """Everything drawn so far in `folder`. What `cache` holds is not decoded again (400 pictures a second otherwise);
    pictures that came since are added to it."""
    labels = read_labels(folder)
    known: dict[str, int] = {}
    if cache.exists():
        with np.load(cache) as arrays:
            names, old = arrays["names"].tolist(), (arrays["images"], arrays["segments"])
        if names == labels.file:
            return Renders(*old, labels)
        known = {name: i for i, name in enumerate(names)}
    images, segments = _empty(len(labels.file))
    new = [i for i, name in enumerate(labels.file) if name not in known]
    if known:
        kept = [i for i, name in enumerate(labels.file) if name in known]
        rows = [known[labels.file[i]] for i in kept]
        images[kept], segments[kept] = old[0][rows], old[1][rows]
    images[new], segments[new] = decode(folder, [labels.file[i] for i in new])
    cache.parent.mkdir(parents=True, exist_ok=True)
    part = cache.with_suffix(f".{os.getpid()}.npz")
    np.savez(part, images=images, segments=segments, names=np.array(labels.file))
    part.replace(cache)
    return Renders(images, segments, labels)


def decode(folder: Path, files: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Names of pictures of any size -> uint8 [N,3,128,128] and uint8 [N,128,128]."""
    images, segments = _empty(len(files))

    def read(row: int) -> None:
        with Image.open(folder / files[row]) as image:
            images[row] = shrink(image.convert("RGB"), Image.Resampling.BOX).transpose(2, 0, 1)
        with Image.open(folder / f"{files[row].removesuffix('.webp')}.seg.png") as image:
            segments[row] = shrink(image, Image.Resampling.NEAREST)

    with ThreadPoolExecutor(os.cpu_count()) as pool:  # decoding and resizing release the interpreter
        list(pool.map(read, range(len(files))))
    return images, segments


def _empty(count: int) -> tuple[np.ndarray, np.ndarray]:
    return np.empty((count, 3, IMAGE_PX, IMAGE_PX), np.uint8), np.empty((count, IMAGE_PX, IMAGE_PX), np.uint8)


def shrink(image: Image.Image, filter: Image.Resampling) -> np.ndarray:
    """PIL image of any size -> uint8 [128,128] or [128,128,3]. Box for colour, nearest for labels."""
    return np.asarray(image if image.size == (IMAGE_PX, IMAGE_PX) else image.resize((IMAGE_PX, IMAGE_PX), filter))


def to_input(images: np.ndarray) -> np.ndarray:
    """uint8 [N,3,H,W] -> float32 of the same shape, range [-1,1]: what every net takes."""
    return images.astype(np.float32) / 127.5 - 1

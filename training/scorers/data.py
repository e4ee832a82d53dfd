"""Decode the renders once: train.tar -> 128 px uint8 arrays, cached in one .npz."""

import io
import os
import tarfile
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

    def take(self, index: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self.images[index], self.segments[index]


def load_renders(heads: Path, cache: Path) -> Renders:
    """Read the cache, or fill it from `heads/train.tar` first (half a minute)."""
    labels = read_labels(heads / "labels.jsonl")
    if not cache.exists():
        _decode(heads / "train.tar", labels.file, cache)
    with np.load(cache) as arrays:
        images, segments = arrays["images"], arrays["segments"]
    if len(images) != len(labels.file):
        raise ValueError(f"Expected {len(labels.file)} images in {cache} but received {len(images)}; delete it")
    return Renders(images, segments, labels)


def _decode(tar_path: Path, files: list[str], cache: Path) -> None:
    row = {name: i for i, name in enumerate(files)}
    images = np.zeros((len(files), 3, IMAGE_PX, IMAGE_PX), np.uint8)
    segments = np.zeros((len(files), IMAGE_PX, IMAGE_PX), np.uint8)
    seen = np.zeros((len(files), 2), bool)
    with tarfile.open(tar_path) as tar:
        for member in tar:
            name = Path(member.name).name
            if name.endswith(".seg.png"):
                i = row[name.removesuffix(".seg.png") + ".webp"]
                segments[i] = shrink(_open(tar, member), Image.Resampling.NEAREST)
                seen[i, 1] = True
            elif name in row:
                i = row[name]
                images[i] = shrink(_open(tar, member).convert("RGB"), Image.Resampling.BOX).transpose(2, 0, 1)
                seen[i, 0] = True
    if not seen.all():
        raise ValueError(f"Expected an image and a label map for every label but received none for {files[int(np.argmin(seen.all(1)))]}")
    cache.parent.mkdir(parents=True, exist_ok=True)
    part = cache.with_suffix(f".{os.getpid()}.npz")
    np.savez(part, images=images, segments=segments)
    part.replace(cache)


def _open(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Image.Image:
    return Image.open(io.BytesIO(tar.extractfile(member).read()))


def shrink(image: Image.Image, filter: Image.Resampling) -> np.ndarray:
    """PIL image of any size -> uint8 [128,128] or [128,128,3]. Box for colour, nearest for labels."""
    return np.asarray(image.resize((IMAGE_PX, IMAGE_PX), filter))


def to_input(images: np.ndarray) -> np.ndarray:
    """uint8 [N,3,H,W] -> float32 of the same shape, range [-1,1]: what every net takes."""
    return images.astype(np.float32) / 127.5 - 1

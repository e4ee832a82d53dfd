"""Image files and noise -> OpenGL textures, each loaded once."""

from functools import cache
from pathlib import Path

import moderngl
import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter

from .odds import STYLES

FILTER = (moderngl.LINEAR_MIPMAP_NEAREST, moderngl.LINEAR)


class Textures:
    """`get` takes a path below the assets' root, without `.png`. `mean(path)`: luminance (0..1) where it is opaque."""

    def __init__(self, context: moderngl.Context, root: Path) -> None:
        self._context, self._root = context, root
        self.get = cache(self._load)
        self.mean = cache(self._mean)
        self.noise = self._upload(noise())

    def pixels(self, path: str) -> np.ndarray:
        """uint8 (h, w, 4), top row first. Colour is spread under transparent texels, so that edges do not darken."""
        return np.asarray(Image.open(self._root / f"{path}.png").convert("RGBA"))

    def _load(self, path: str) -> moderngl.Texture:
        a = self.pixels(path).astype(np.float32)
        opaque = a[..., 3:] / 255
        spread = [
            gaussian_filter(a[..., c] * opaque[..., 0], 6) / (gaussian_filter(opaque[..., 0], 6) + 1e-3)
            for c in range(3)
        ]
        a[..., :3] = a[..., :3] * opaque + np.stack(spread, 2) * (1 - opaque)
        if path.startswith("textures/") and Path(path).name in STYLES:
            a[..., :3] *= even_light(a)[..., None]
        return self._upload(a.clip(0, 255).astype(np.uint8)[::-1])

    def _mean(self, path: str) -> float:
        a = self.pixels(path).astype(np.float32) / 255
        return float(((a[..., :3] @ [0.3, 0.6, 0.1]) * a[..., 3]).sum() / a[..., 3].sum())

    def _upload(self, a: np.ndarray) -> moderngl.Texture:
        texture = self._context.texture((a.shape[1], a.shape[0]), 4, np.ascontiguousarray(a).tobytes())
        texture.build_mipmaps()
        texture.filter = FILTER
        return texture


def even_light(a: np.ndarray) -> np.ndarray:
    """Factors (h, w) that take the highlights painted into a hair texture away and leave its strands."""
    lum, opaque = a[..., :3] @ [0.3, 0.6, 0.1], a[..., 3] / 255
    near = gaussian_filter(lum * opaque, 18) / (gaussian_filter(opaque, 18) + 1e-2)
    return np.clip(((lum * opaque).sum() / opaque.sum() / (near + 2)) ** 0.8, 0.2, 4)


def noise(size: int = 256) -> np.ndarray:
    """Tiling uint8 (size, size, 4): red, green pores; blue blotches; alpha strands, longer than wide."""
    rng = np.random.default_rng(7)

    def layer(sigma) -> np.ndarray:
        x = gaussian_filter(rng.standard_normal((size, size)), sigma, mode="wrap")
        return np.clip(0.5 + 0.22 * x / x.std(), 0, 1)

    rank = layer((1.6, 0.7)).ravel().argsort().argsort().reshape(size, size) / size**2
    return (np.stack([layer(0.8), layer(0.8), layer(2.2), rank], 2) * 255).astype(np.uint8)

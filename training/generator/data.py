"""The renders as arrays: images, label maps, and the codes they were drawn from.

    Heads(renders, cache, workers).grow()   -> how many pictures there are now

`renders` holds `<id>_<variant>.webp` and `.seg.png`, all of one size, as training/renders/run.py draws them, and may still
be filling. `cache` is a folder of flat files that only grow: image.u8 (n, s, s, 3), label.u8 (n, s, s), head.f32 (n, all
of prior.FIELDS), and names.txt, whose lines count what is complete. Ids with id % 8 == 7 are held out of training; ids
from 900000 are for evaluation and never read.
"""

import multiprocessing
import re
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from ..renders.parameters import RESERVED, parameters
from . import prior
from .code import encode

WEIGHT = torch.tensor([0.6, 1.2, 1, 1.6, 3, 3, 4, 2.5, 1.1, 0.7, 0.6])
"""Of each label in a loss: background, skin, ear, nose, lips, mouth, eye, brow, hair, neck, cloth."""

HELD_OUT = 7
WIDTH = sum(prior.FIELDS.values())


def read(path):
    """A render's .webp -> name, image, label map, head as a row; or None while it is being written."""
    name = path.stem
    try:
        image = np.asarray(Image.open(path).convert("RGB"))
        label = np.asarray(Image.open(path.with_suffix(".seg.png")))
    except OSError:
        return None
    head = prior.from_renderer([parameters(*map(int, name.split("_")))])
    return name, image, label, torch.cat(list(head.values()), 1).numpy()


class Heads:
    """image: (n, s, s, 3) uint8; label: (n, s, s) uint8; code: (n, CODE) float32; ids: (n,). On `device` if it is a GPU."""

    def __init__(self, renders, cache, workers=1, device="cpu"):
        self.renders, self.cache, self.workers, self.device = Path(renders), Path(cache), workers, device
        self.cache.mkdir(parents=True, exist_ok=True)
        self.names = []

    def grow(self):
        """Take in what was drawn since the last call."""
        listed = self.cache / "names.txt"
        known = listed.read_text().split("\n")[:-1] if listed.exists() else []
        have = set(known)
        fresh = sorted(
            p
            for p in self.renders.glob("*.webp")
            if p.stem not in have and re.fullmatch(r"\d+_\d+", p.stem) and int(p.stem.split("_")[0]) < RESERVED
        )
        if fresh:
            self._append(fresh, len(known), listed)
            known = listed.read_text().split("\n")[:-1]
        if len(known) > len(self.names):
            self._open(known)
        return len(self.names)

    def split(self):
        """indices: (train, held out)"""
        held = self.ids % 8 == HELD_OUT
        return torch.nonzero(~held)[:, 0], torch.nonzero(held)[:, 0]

    def batch(self, i, res):
        """indices -> images (k, 3, res, res) in [-1, 1], loss weights (k, 1, res, res), codes (k, CODE)"""
        i = i.to(self.image.device)
        x = self.image[i].permute(0, 3, 1, 2).to(self.device).float() / 127.5 - 1
        w = WEIGHT.to(self.device)[self.label[i].to(self.device).int()][:, None]
        shrink = lambda t: torch.nn.functional.avg_pool2d(t, t.shape[-1] // res) if t.shape[-1] > res else t
        return shrink(x), shrink(w), self.code[i]

    def _append(self, paths, count, listed):
        size = Image.open(paths[0]).size[0]
        files = [open(self.cache / name, "ab") for name in ("image.u8", "label.u8", "head.f32")]
        for file, row in zip(files, (size * size * 3, size * size, WIDTH * 4)):
            file.truncate(count * row)  # what a crash left behind the last complete picture
        pool = ProcessPoolExecutor(self.workers, multiprocessing.get_context("spawn")) if self.workers > 1 else None
        rows = pool.map(read, paths, chunksize=32) if pool else map(read, paths)
        done = []
        for row in rows:
            if row is None:
                continue
            name, image, label, head = row
            if image.shape != (size, size, 3) or label.shape != (size, size):
                raise ValueError(f"Expected {name} to be of {size} px but received {image.shape} and {label.shape}")
            for file, array in zip(files, (image, label, head)):
                file.write(array.tobytes())
            done.append(name)
        if pool:
            pool.shutdown()
        for file in files:
            file.close()
        with open(listed, "a") as out:
            out.writelines(f"{name}\n" for name in done)

    def _open(self, names):
        n, size = len(names), round(((self.cache / "label.u8").stat().st_size / len(names)) ** 0.5)
        view = lambda name, kind, shape: torch.from_numpy(np.memmap(self.cache / name, kind, "c", shape=shape))
        head = view("head.f32", np.float32, (n, WIDTH)).split(list(prior.FIELDS.values()), 1)
        self.names, self.ids = names, torch.tensor([int(name.split("_")[0]) for name in names])
        self.image, self.label = (
            view("image.u8", np.uint8, (n, size, size, 3)),
            view("label.u8", np.uint8, (n, size, size)),
        )
        if self.device != "cpu":
            self.image, self.label = self.image.to(self.device), self.label.to(self.device)
        self.code = torch.cat(
            [encode(dict(zip(prior.FIELDS, part))) for part in zip(*(t.split(2048) for t in head))]
        ).to(self.device)

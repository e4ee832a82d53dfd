"""Arrays that are computed once: a file a name, written aside and renamed."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np


class Cache:
    """A folder of .npy files. Names must say all that an array depends on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def array(self, name: str, make: Callable[[], np.ndarray]) -> np.ndarray:
        path = self.folder / f"{name}.npy"
        if not path.exists():
            part = path.with_suffix(f".{os.getpid()}.part")
            with open(part, "wb") as file:
                np.save(file, make())
            part.replace(path)
        return np.load(path)

    def pieces(self, name: str, count: int, size: int, make: Callable[[range], np.ndarray]) -> np.ndarray:
        """`count` rows in pieces of `size`, so that a run that stopped goes on with the next piece."""
        spans = [range(i, min(i + size, count)) for i in range(0, count, size)]
        return np.concatenate([self.array(f"{name}-{s.start}-{s.stop}", lambda s=s: make(s)) for s in spans])

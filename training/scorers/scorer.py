"""Run an exported scorer on one core, the way the product runs it."""

import time
from pathlib import Path

import numpy as np
import onnxruntime

from .data import IMAGE_PX

CHUNK = 32


class Scorer:
    """Owns one onnxruntime session."""

    def __init__(self, path: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self._names = [output.name for output in self._session.get_outputs()]

    def __call__(self, image: np.ndarray) -> dict[str, np.ndarray]:
        """float32 [N,3,128,128] in [-1,1] -> every output by name."""
        parts = [self._session.run(None, {"image": image[i : i + CHUNK]}) for i in range(0, len(image), CHUNK)]
        return {name: np.concatenate([part[k] for part in parts]) for k, name in enumerate(self._names)}

    def milliseconds(self, repeats: int = 60) -> float:
        """Median time of one image; the median because the machine may be busy with other things."""
        image = np.random.default_rng(0).uniform(-1, 1, (1, 3, IMAGE_PX, IMAGE_PX)).astype(np.float32)
        times = []
        for _ in range(repeats):
            started = time.perf_counter()
            self._session.run(None, {"image": image})
            times.append(time.perf_counter() - started)
        return 1000 * float(np.median(times))

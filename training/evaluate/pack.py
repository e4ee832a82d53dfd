"""A pack as the product uses it, run by onnxruntime on one core or a few."""

import hashlib
import json
from functools import cached_property
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image

CHUNK = 16


class Pack:
    """Owns the sessions. Images are uint8 [N,3,R,R], RGB, R the generator's resolution; latents float32 [N,layers,wDim]."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self.folder, self._threads = folder, threads
        self.manifest = json.loads((folder / "pack.json").read_text())
        self.generator, self.scorers = self.manifest["generator"], self.manifest["scorers"]

    def session(self, path: str) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.log_severity_level = 3  # constant noise is an input with a default, of which it would warn
        return onnxruntime.InferenceSession(self.folder / path, options, providers=["CPUExecutionProvider"])

    def version(self, *names: str) -> str:
        """Short hash of some networks, such as `mapping` or `parsing`: the same as long as they are."""
        entries = [self.generator[n] if n in self.generator else self.scorers[n]["file"] for n in names]
        return hashlib.sha256("".join(e["sha256"] for e in entries).encode()).hexdigest()[:10]

    @cached_property
    def _mapping(self) -> onnxruntime.InferenceSession:
        return self.session(self.generator["mapping"]["path"])

    @cached_property
    def _synthesis(self) -> onnxruntime.InferenceSession:
        return self.session(self.generator["synthesis"]["path"])

    @cached_property
    def _scorer(self) -> dict[str, onnxruntime.InferenceSession]:
        return {name: self.session(entry["file"]["path"]) for name, entry in self.scorers.items()}

    def latents(self, seeds: range, psi: float) -> np.ndarray:
        """Latents of numpy's legacy seeds, truncated on every layer."""
        z = np.stack([np.random.RandomState(s).randn(self.generator["zDim"]) for s in seeds]).astype(np.float32)
        factor = np.full(self.generator["numWs"], psi, np.float32)
        return self._mapping.run(None, {"z": z, "psi": factor})[0]

    def draw(self, ws: np.ndarray) -> np.ndarray:
        """Latents -> images, with constant noise, rounded to bytes as the product writes them."""
        parts = [self._synthesis.run(None, {"ws": ws[i : i + CHUNK]})[0] for i in range(0, len(ws), CHUNK)]
        return ((np.concatenate(parts) + 1) * 127.5).round().clip(0, 255).astype(np.uint8)

    def run(self, scorer: str, images: np.ndarray) -> dict[str, np.ndarray]:
        """Every output of a scorer by name; larger images are shrunk with a box filter."""
        session = self._scorer[scorer]
        names = [output.name for output in session.get_outputs()]
        parts = [session.run(None, {"image": x}) for x in inputs(images, self.scorers[scorer]["size"])]
        return {name: np.concatenate([part[k] for part in parts]) for k, name in enumerate(names)}

    def attributes(self, images: np.ndarray) -> dict[str, np.ndarray]:
        """Attribute names of the manifest -> float32 [N]."""
        found = self.run("attributes", images)
        return {a["name"]: found[a["output"]][:, a["column"]] for a in self.scorers["attributes"]["attributes"]}

    def embeddings(self, images: np.ndarray) -> np.ndarray:
        """Identity, unit length: [N,dim]."""
        return self.run("identity", images)["embedding"]

    def direction(self, name: str) -> dict:
        """Entry of the manifest, and its `normal`, float32 [wDim]."""
        entry = next(d for d in self.manifest["directions"] if d["name"] == name)
        return {**entry, "normal": np.load(self.folder / entry["file"]["path"]).reshape(-1)}

    def moved(self, ws: np.ndarray, direction: dict, strength: float | np.ndarray) -> np.ndarray:
        """Latents [N,layers,wDim] moved by a strength, or by one each [N], on the layers of the direction."""
        first, end = direction["layers"]
        result = ws.copy()
        result[:, first:end] += np.multiply.outer(np.broadcast_to(strength, len(ws)), direction["normal"])[:, None]
        return result.astype(np.float32)


def inputs(images: np.ndarray, size: int):
    """uint8 [N,3,R,R] -> float32 chunks [<=16,3,size,size] in [-1,1]."""
    for i in range(0, len(images), CHUNK):
        part = images[i : i + CHUNK]
        if part.shape[2] != size:
            small = [Image.fromarray(x.transpose(1, 2, 0)).resize((size, size), Image.Resampling.BOX) for x in part]
            part = np.stack([np.asarray(x) for x in small]).transpose(0, 3, 1, 2)
        yield part.astype(np.float32) / 127.5 - 1

"""The feature space in which samples and renders are compared: our own nets, not ones trained on photographs.

Of the parsing net: the last rectified maps at a quarter, an eighth and a sixteenth of its input's side on the way down
(32, 64 and 96 channels at 32, 16 and 8 px), each channel's mean and standard deviation over the map: 384 numbers. Of the
identity net: the embedding, 128 numbers. Every number is then standardised by its mean and standard deviation over the
held-out renders. So half of what counts is shape and texture at all places, a quarter who somebody is.
"""

import numpy as np
import onnx
import onnxruntime
from onnx import shape_inference

from .pack import Pack, inputs

SHARES = (4, 8, 16)


class Features:
    """Owns a session of the parsing net whose inner maps are outputs."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self.version = pack.version("parsing", "identity")
        model = onnx.load(pack.folder / pack.scorers["parsing"]["file"]["path"])
        names = _maps(model, pack.scorers["parsing"]["size"])
        model.graph.output.extend(onnx.ValueInfoProto(name=name) for name in names)
        self._session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        self._names = names

    def __call__(self, images: np.ndarray) -> np.ndarray:
        """uint8 [N,3,R,R] -> float32 [N,512], not yet standardised."""
        parts = []
        for x in inputs(images, self._pack.scorers["parsing"]["size"]):
            maps = self._session.run(self._names, {"image": x})
            parts.append(np.concatenate([f(m, axis=(2, 3)) for m in maps for f in (np.mean, np.std)], 1))
        return np.concatenate([np.concatenate(parts), self._pack.embeddings(images)], 1).astype(np.float32)


def _maps(model: onnx.ModelProto, size: int) -> list[str]:
    """Names of the last Relu output of each side, before the first Resize."""
    graph = shape_inference.infer_shapes(model).graph
    side = {v.name: v.type.tensor_type.shape.dim[-1].dim_value for v in graph.value_info}
    end = next(i for i, node in enumerate(graph.node) if node.op_type == "Resize")
    relus = [node.output[0] for node in graph.node[:end] if node.op_type == "Relu"]
    # The decoder narrows the coarsest map before it enlarges it: that Relu is not of the encoder.
    encoder = relus[:-1]
    return [[name for name in encoder if side.get(name) == size // share][-1] for share in SHARES]


def standardise(reference: np.ndarray, *others: np.ndarray) -> list[np.ndarray]:
    """Columns shifted and scaled by the reference's mean and standard deviation: [reference, *others], float64."""
    mean, scale = reference.mean(0, dtype=np.float64), reference.std(0, dtype=np.float64) + 1e-6
    return [(x - mean) / scale for x in (reference, *others)]

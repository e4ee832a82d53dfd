"""The small meshes of a face: brows and lashes that lie on the skin, eyes that look somewhere, the five landmarks."""

import numpy as np
from scipy.spatial import cKDTree

from .body import Body
from .camera import rotation
from .regions import Regions


class Face:
    def __init__(self, body: Body, regions: Regions) -> None:
        self.body = body
        self._near = {}
        front = np.flatnonzero((body.neutral[: body.count, 2] > 0.7) & ~regions.mouth)
        tree = cKDTree(body.neutral[front])
        for number, mesh in body.brows.items():
            far, rows = tree.query(mesh.fit(body.neutral), 3)
            weight = 1 / (far + 0.01)
            self._near[number] = front[rows], (weight / weight.sum(1, keepdims=True)).astype(np.float32)
        still = body.eyes.fit(body.neutral)
        self.right, self.left = np.flatnonzero(still[:, 0] < 0), np.flatnonzero(still[:, 0] > 0)
        self.lips = np.flatnonzero(regions.label == 4)
        self.nose = np.flatnonzero(regions.label == 3)

    def brows(self, v: np.ndarray, normal: np.ndarray, number: int) -> np.ndarray:
        """Vertices of a brow mesh, 0.5 to 1.2 mm above the skin wherever the mesh would float or sink."""
        h = self.body.brows[number].fit(v)
        rows, weight = self._near[number]
        height = (((h[:, None] - v[rows]) * normal[rows]).sum(2) * weight).sum(1)
        out = (normal[rows] * weight[:, :, None]).sum(1)
        return h + out * (np.clip(height, 0.008, 0.014) - height)[:, None]

    def eyes(self, v: np.ndarray, gaze: list[float]) -> tuple[np.ndarray, np.ndarray]:
        """-> vertices turned about each eye's centre by `gaze` (degrees to the picture's right, down), centres (2, 3)."""
        e = self.body.eyes.fit(v)
        turn = rotation(*gaze).astype(np.float32)
        centres = []
        for rows in (self.right, self.left):
            centre = (e[rows].min(0) + e[rows].max(0)) / 2
            centres.append(centre)
            e[rows] = (e[rows] - centre) @ turn.T + centre
        return e, np.array(centres)

    def marks(self, v: np.ndarray) -> dict[str, np.ndarray]:
        """Five landmarks on the head; right is the head's own right."""
        e, lips, nose = self.body.eyes.fit(v), v[self.lips], v[self.nose]
        return dict(
            eye_right=e[self.right].mean(0),
            eye_left=e[self.left].mean(0),
            nose=nose[nose[:, 2].argmax()],
            mouth_right=lips[lips[:, 0].argmin()],
            mouth_left=lips[lips[:, 0].argmax()],
        )

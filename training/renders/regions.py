"""What is where on the head, found once on the neutral base mesh and carried along by its vertices.

`Regions` holds, for the drawn vertices of `Body`: `label` (n,) rows of SEGMENTS, and weights 0..1 (n,): `beard`,
`cheeks`, `moustache`, `sideburns`, `scalp`, `temples`, `tufts` (scalp where fur may stand), `lips`, `ruddy`, `open` (ambient light that gets there).
Heights and depths in the code are decimetres of the neutral mesh, whose eyes are at y 7.28 and chin at y 6.16.
"""

import numpy as np
from scipy.spatial import cKDTree

from .body import Body

SEGMENTS = ("background", "skin", "ear", "nose", "lips", "mouth", "eye", "brow", "hair", "neck", "cloth")


def ramp(x: np.ndarray, low: float, high: float) -> np.ndarray:
    """0 at `low`, 1 at `high` (which may be the smaller), smooth between."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


class Regions:
    def __init__(self, body: Body) -> None:
        n = body.count
        x, y, z = (body.neutral[:n, k] for k in range(3))
        side = abs(x)
        lips, nose = (
            self._moved(body, ["mouth/mouth-upperlip-volume-incr", "mouth/mouth-lowerlip-volume-incr"]),
            self._moved(body, ["nose/nose-volume-incr", "nose/nose-scale-horiz-incr"]),
        )
        ears = self._moved(body, ["ears/l-ear-scale-incr", "ears/r-ear-scale-incr"])
        self.open = self._openness(body)
        self.lips = ramp(lips, 0.25, 0.5) * (z > 1.4)
        self.mouth = (
            (side < 0.3)
            & (abs(y - 6.6) < 0.32)
            & (z < 1.43 - 0.9 * side**2)
            & (z > 0.4)
            & (y > 6.3)
            & (self.open < 0.5)
        )
        self.ear = ears > 0.3

        cheek_line = 6.60 + 0.62 * np.clip((side - 0.24) / 0.44, 0, 1) ** 1.5
        below = (
            ramp(cheek_line - y, -0.14, 0.15)
            * ramp(y, 5.98, 6.26)
            * ramp(z, 0.5, 0.72)
            * (1 - ramp(lips, 0.1, 0.3))
            * ~self.mouth
        )
        self.cheeks = below * ramp(side, 0.24, 0.34)
        self.beard = below * ramp(side, 0.36, 0.24)
        self.moustache = (
            ramp(side, 0.34, 0.16)
            * ramp(y, 6.56, 6.66)
            * ramp(y, 6.86, 6.75)
            * ramp(z, 1.35, 1.42)
            * (1 - ramp(lips, 0.15, 0.4))
            * (1 - ramp(nose, 0.5, 0.8))
            * ~self.mouth
        )
        self.sideburns = (
            ramp(side, 0.58, 0.66)
            * ramp(z, 0.55, 0.66)
            * ramp(z, 0.98, 0.86)
            * ramp(y, 6.85, 7.0)
            * ramp(y, 7.75, 7.5)
            * ~self.ear
        )

        behind = np.interp(z, [-0.5, 0.25, 0.45, 0.62], [6.62, 6.75, 7.1, 7.3])
        before = np.interp(side, [0, 0.25, 0.42, 0.52, 0.6, 0.66, 0.72], [8.0, 8.02, 7.98, 7.86, 7.68, 7.48, 7.3])
        hairline = np.where(z > 0.62, before, behind)
        self.above = y - hairline
        self.scalp = ramp(self.above, -0.05, 0.13) * ~self.ear
        self.tufts = ears < 0.15
        self.temples = ramp(z, 0.5, 1.2) * (0.25 + 0.75 * ramp(side, 0.0, 0.5)) + 0.3 * ramp(y, 8.2, 8.45) * ramp(
            z, 0.9, 0.3
        )

        spot = lambda cx, cy, r: np.exp(-((side - cx) ** 2 + (y - cy) ** 2) / r**2) * (z > 0.9)
        self.ruddy = np.clip(spot(0.42, 6.92, 0.2) + 0.8 * spot(0, 6.95, 0.12) + 0.6 * self.ear, 0, 1)
        self.label = self._labels(x, y, z, ears, nose, lips)

    @staticmethod
    def _moved(body: Body, names: list[str]) -> np.ndarray:
        """How far targets move each vertex, as a share of the most."""
        far = np.zeros(body.count)
        for name in names:
            rows, moved = body.target(name)
            drawn = rows < body.count
            far[rows[drawn]] = np.maximum(far[rows[drawn]], np.linalg.norm(moved[drawn], axis=1))
        return far / far.max()

    def _labels(self, x, y, z, ears, nose, lips) -> np.ndarray:
        label = np.full(len(x), SEGMENTS.index("skin"))
        label[nose > 0.35] = SEGMENTS.index("nose")
        label[ears > 0.12] = SEGMENTS.index("ear")
        label[lips > 0.38] = SEGMENTS.index("lips")
        label[self.mouth] = SEGMENTS.index("mouth")
        chin = 6.16
        neck = (y < chin - 0.05 + 0.45 * np.clip(0.9 - z, 0, 1.2)) & (label == SEGMENTS.index("skin"))
        label[neck] = SEGMENTS.index("neck")
        return label

    @staticmethod
    def _openness(body: Body) -> np.ndarray:
        """Ambient occlusion by discs: every vertex stands for its share of the surface (Bunnell, GPU Gems 2, ch. 14)."""
        p = body.neutral[: body.count]
        normal = body.normals(p)
        corner = p[body.normals.tri]
        share = np.linalg.norm(np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]), axis=1) / 6
        area = np.bincount(body.normals.tri.ravel(), np.repeat(share, 3), len(p))
        open_ = np.zeros(len(p))
        _, near = cKDTree(p).query(p, 220)
        for rows in np.array_split(np.arange(len(p)), 20):
            away = p[near[rows]] - p[rows, None]
            d2 = (away**2).sum(2) + 1e-4
            away /= np.sqrt(d2)[:, :, None]
            seen = np.clip((away * normal[rows, None]).sum(2), 0, 1) * np.clip(
                -(away * normal[near[rows]]).sum(2), 0, 1
            )
            open_[rows] = (seen * area[near[rows]] / (np.pi * d2 + area[near[rows]])).sum(1)
        return np.clip(1.06 - 1.15 * open_, 0.05, 1)

"""Hair meshes laid on a head: never inside it, and each mesh in many looks.

`Hair(body, regions)` prepares; `fit(v, normal, look, marks)` -> vertices of the mesh `look['hair']`.
A vertex that lies under the skin of the nearest scalp is moved out along that skin's normal, so neither volume nor
length, waves or a mirrored parting can make hair cut the head. `cover(name)` tells which skin has hair above it.
"""

import numpy as np
from scipy.spatial import cKDTree

from .body import Body
from .meshes import unit
from .odds import LONG
from .regions import Regions, ramp

NEIGHBOURS = 3
CLEARANCE = 0.018
SLIM = {"bob01": 0.92}
"""Meshes that stand too far off at the sides, and by how much."""


class Hair:
    def __init__(self, body: Body, regions: Regions) -> None:
        self.body = body
        solid = np.flatnonzero(~regions.ear & ~regions.mouth & ~(regions.label == 4))
        neutral = body.neutral[: body.count]
        self._near: dict[tuple[str, float], tuple[np.ndarray, ...]] = {}
        self.cover: dict[str, np.ndarray] = {}
        tree = cKDTree(neutral[solid])
        wide = ramp(regions.above, -0.06, 0.12) * ~regions.ear
        for name, mesh in body.hair.items():
            lying = mesh.fit(body.neutral)
            for side in (-1.0, 1.0):
                far, rows = tree.query(lying * [side, 1, 1], NEIGHBOURS)
                weight = 1 / (far + 0.02)
                self._near[name, side] = (
                    solid[rows],
                    (weight / weight.sum(1, keepdims=True)).astype(np.float32),
                    ramp(far[:, 0], 0.4, 0.2).astype(np.float32),
                )
            dense = np.concatenate([lying, lying[mesh.normals.tri].mean(1)])
            for side in (-1.0, 1.0):
                far, _ = cKDTree(dense * [side, 1, 1]).query(neutral)
                self.cover[name, side] = ramp(far, 0.2, 0.1) * wide

    def fit(self, v: np.ndarray, normal: np.ndarray, look: dict, marks: dict[str, np.ndarray]) -> np.ndarray:
        """v (n, 3) of the body and its normals (count, 3) -> (m, 3)."""
        name, side = look["hair"], look["parting"]
        h = self.body.hair[name].fit(v)
        if side < 0:
            h = h * np.float32([-1, 1, 1])
        h = h * np.float32([SLIM.get(name, 1), 1, 1])
        eyes = (marks["eye_right"] + marks["eye_left"]) / 2
        apart = np.linalg.norm(marks["eye_left"] - marks["eye_right"])
        centre = eyes + [0, 0.3 * apart, -1.1 * apart]
        away = h - centre
        h = (
            h
            + away
            * (ramp(away[:, 1], -1.2 * apart, 0.4 * apart) * (0.085 if name in LONG else 0.08) * look["hair_vol"])[
                :, None
            ]
        )
        h = h + self._waves(h, centre, apart, look)
        low = np.clip(centre[1] - 0.6 * apart - h[:, 1], 0, None)
        if name not in LONG:
            h[:, 1] -= low * 0.5 * (look["hair_len"] - 0.5)
        return self._outside(h.astype(np.float32), v, normal, name, side)

    @staticmethod
    def _waves(h: np.ndarray, centre: np.ndarray, apart: float, look: dict) -> np.ndarray:
        """Sideways displacement that grows towards the ends, out of step from one side of the head to the other."""
        drop = np.clip((centre[1] + 0.9 * apart - h[:, 1]) / apart, 0, 3)
        around = np.arctan2(h[:, 0] - centre[0], h[:, 2] - centre[2])
        phase = h[:, 1] * look["hair_wave_freq"] + 2.5 * np.sin(2 * around)
        amount = 0.035 * apart * look["hair_wave"] * np.minimum(drop, 1.5)
        out = np.stack([np.sin(around), np.zeros_like(around), np.cos(around)], 1)
        along = np.stack([np.cos(around), np.zeros_like(around), -np.sin(around)], 1)
        return amount[:, None] * (np.sin(phase)[:, None] * out + np.cos(1.3 * phase)[:, None] * along)

    def _outside(self, h: np.ndarray, v: np.ndarray, normal: np.ndarray, name: str, side: float) -> np.ndarray:
        rows, weight, close = self._near[name, side]
        skin, out = v[rows], normal[rows]
        mean = unit((out * weight[:, :, None]).sum(1))
        for _ in range(2):
            height = (((h[:, None] - skin) * out).sum(2) * weight).sum(1)
            h = h + mean * (close * np.maximum(CLEARANCE - height, 0))[:, None]
        return h

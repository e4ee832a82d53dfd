"""The head part of MakeHuman's base mesh, its targets, and the proxies that follow it."""

import json
from functools import cache
from pathlib import Path

import numpy as np

from .meshes import Normals, Proxy, read_obj, triangulate
from .odds import PAINTED, STYLES

LOWEST = 4.4
"""Height below which nothing can come into the picture."""

FACE_GROUPS = ("head", "forehead", "eyebrows", "eyes", "nose", "mouth", "ears", "chin", "cheek")


class Body:
    """`neutral` (n, 3): first the `skin` vertices that are drawn, then helpers that proxies are pinned to."""

    def __init__(self, root: Path) -> None:
        self.root = root
        vertices, self.vt, groups = read_obj(root / "base.obj")
        faces = [f for f in groups["body"] if all(vertices[v, 1] > LOWEST for v, _ in f)]
        self.eyes = Proxy(root / "eyes/high-poly.mhclo")
        self.teeth = Proxy(root / "teeth/teeth_base.mhclo")
        self.lashes = Proxy(root / "eyelashes/eyelashes02.mhclo")
        self.brows = {n: Proxy(root / f"eyebrows/eyebrow{n:03d}.mhclo") for n in range(1, 13)}
        self.hair = {name: Proxy(root / f"hair/{name}.mhclo") for name in STYLES if name not in PAINTED}
        proxies = [self.eyes, self.teeth, self.lashes, *self.brows.values(), *self.hair.values()]
        drawn = sorted({v for f in faces for v, _ in f})
        pinned = sorted(set(np.concatenate([p.references() for p in proxies]).tolist()) - set(drawn))
        kept = np.array(drawn + pinned)
        self.row = np.full(len(vertices), -1)
        self.row[kept] = np.arange(len(kept))
        self.count = len(drawn)
        self.neutral = vertices[kept]
        for proxy in proxies:
            proxy.renumber(self.row)
        self.corners, self.tri = triangulate([[(self.row[v], t) for v, t in f] for f in faces])
        self.normals = Normals(self.corners[self.tri][:, :, 0], self.count)
        self.modifiers = self._modifiers()
        self.asymmetry = sorted({p.name[:-9] for p in (root / "targets/asym").glob("asym-*-l.target")})
        self.target = cache(self._target)

    def _modifiers(self) -> list[tuple[str, str, str | None, str | None]]:
        """(group, target, name of the low end, name of the high end) of every face modifier, in the file's order."""
        listed = json.loads((self.root / "modeling_modifiers.json").read_text())
        return [
            (g["group"], m["target"], m.get("min"), m.get("max"))
            for g in listed
            if g["group"] in FACE_GROUPS
            for m in g["modifiers"]
            if "target" in m
        ]

    def _target(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """-> rows (k,) and displacements (k, 3) float32; empty where the target is not there or moves nothing kept."""
        path = self.root / f"targets/{name}.target"
        lines = [line.split() for line in path.read_text().splitlines() if line[:1].isdigit()] if path.exists() else []
        if not lines:
            return np.zeros(0, int), np.zeros((0, 3), np.float32)
        rows = self.row[np.array([int(t[0]) for t in lines])]
        moved = np.array([t[1:4] for t in lines], np.float32)
        return rows[rows >= 0], moved[rows >= 0]

    def add(self, vertices: np.ndarray, name: str, weight: float) -> None:
        """vertices += weight * target, in place."""
        if abs(weight) > 1e-3:
            rows, moved = self.target(name)
            vertices[rows] += np.float32(weight) * moved

"""MakeHuman's files as arrays.

`read_obj`, `triangulate`, `Proxy` (a mesh that is pinned to triangles of the base mesh, .mhclo), `Normals`.
Positions are in decimetres, y up, z towards the viewer.
"""

from pathlib import Path

import numpy as np
from scipy import sparse


def read_obj(path: Path) -> tuple[np.ndarray, np.ndarray, dict[str, list]]:
    """-> vertices (n, 3), texture coordinates (m, 2), faces by group: lists of (vertex, texture) index pairs."""
    v, vt, groups, group = [], [], {}, ""
    with open(path) as lines:
        for line in lines:
            t = line.split()
            if not t:
                continue
            if t[0] == "v":
                v.append([float(x) for x in t[1:4]])
            elif t[0] == "vt":
                vt.append([float(x) for x in t[1:3]])
            elif t[0] == "g":
                group = t[1]
            elif t[0] == "f":
                corner = [(x.split("/") + ["1"])[:2] for x in t[1:]]
                groups.setdefault(group, []).append([(int(a) - 1, int(b) - 1 if b else 0) for a, b in corner])
    return np.array(v, np.float32), np.array(vt or [[0, 0]], np.float32), groups


def triangulate(faces: list) -> tuple[np.ndarray, np.ndarray]:
    """Faces of (vertex, texture) pairs -> distinct pairs (n, 2) and triangles (m, 3) of rows of them."""
    rows: dict[tuple[int, int], int] = {}
    triangles = []
    for face in faces:
        k = [rows.setdefault(corner, len(rows)) for corner in face]
        triangles += [[k[0], k[i], k[i + 1]] for i in range(1, len(k) - 1)]
    return np.array(list(rows)), np.array(triangles)


def unit(x: np.ndarray) -> np.ndarray:
    """Rows scaled to length one; zero rows stay zero."""
    return x / np.maximum(np.sqrt((x * x).sum(1, keepdims=True)), 1e-9)


class Normals:
    """Vertex normals and strand directions of one topology. tri: (m, 3) rows of vertices."""

    def __init__(self, tri: np.ndarray, count: int) -> None:
        self.tri = tri
        m = len(tri)
        self._spread = sparse.csr_matrix(
            (np.ones(3 * m, np.float32), (tri.T.ravel(), np.tile(np.arange(m), 3))), (count, m)
        )

    def __call__(self, position: np.ndarray) -> np.ndarray:
        a, b, c = (position[self.tri[:, k]] for k in range(3))
        return unit(self._spread @ np.cross(b - a, c - a))

    def strands(self, position: np.ndarray, uv: np.ndarray) -> np.ndarray:
        """uv (m, 3, 2) of each triangle's corners -> per vertex, the direction along which the texture's v runs."""
        a, b, c = (position[self.tri[:, k]] for k in range(3))
        d1, d2 = uv[:, 1] - uv[:, 0], uv[:, 2] - uv[:, 0]
        sign = np.sign(d1[:, 0] * d2[:, 1] - d2[:, 0] * d1[:, 1])[:, None]
        return unit(self._spread @ (((c - a) * d1[:, :1] - (b - a) * d2[:, :1]) * sign))


class Proxy:
    """A mesh pinned to the base mesh. `pins` (n, 3) are rows of the base mesh; `Body` renumbers them to its own."""

    def __init__(self, path: Path) -> None:
        self.scale: dict[int, tuple[int, int, float]] = {}
        rows, obj = self._read(path)
        self.pins = np.array([r[0] for r in rows])
        self.weights = np.array([r[1] for r in rows], np.float32)
        self.offsets = np.array([r[2] for r in rows], np.float32)
        _, self.vt, groups = read_obj(path.with_name(obj))
        self.corners, self.tri = triangulate([face for group in groups.values() for face in group])
        self.normals = Normals(self.corners[self.tri][:, :, 0], len(rows))
        self.uv = self.vt[self.corners[self.tri][:, :, 1]]

    def _read(self, path: Path) -> tuple[list, str]:
        rows, obj, listing = [], "", False
        for line in path.read_text().splitlines():
            t = line.split()
            if not t or t[0][0] == "#":
                continue
            if t[0] == "obj_file":
                obj = t[1]
            elif t[0] in ("x_scale", "y_scale", "z_scale"):
                self.scale["xyz".index(t[0][0])] = (int(t[1]), int(t[2]), float(t[3]))
            elif t[0] == "verts":
                listing = True
            elif listing and t[0].isdigit():
                pinned = len(t) > 1
                rows.append(
                    ([int(x) for x in t[:3]], [float(x) for x in t[3:6]], [float(x) for x in t[6:9]])
                    if pinned
                    else ([int(t[0])] * 3, [1, 0, 0], [0, 0, 0])
                )
            elif listing and t[0] in ("delete_verts", "weights"):
                break
        return rows, obj

    def references(self) -> np.ndarray:
        """Every row of the base mesh that `fit` reads."""
        return np.unique(np.concatenate([self.pins.ravel(), *([a, b] for a, b, _ in self.scale.values())])).astype(int)

    def renumber(self, row: np.ndarray) -> None:
        """row[old] -> new, for a base mesh that has been cut down."""
        self.pins = row[self.pins]
        self.scale = {axis: (int(row[a]), int(row[b]), d) for axis, (a, b, d) in self.scale.items()}

    def fit(self, base: np.ndarray) -> np.ndarray:
        """base: vertices of the (cut down) base mesh -> this mesh's vertices (n, 3)."""
        scale = np.ones(3, np.float32)
        for axis, (a, b, d) in self.scale.items():
            scale[axis] = abs(base[a, axis] - base[b, axis]) / d
        return np.einsum("nkc,nk->nc", base[self.pins], self.weights) + self.offsets * scale

"""Vertex data on the device: one `Surface` a mesh, written anew for every picture and bound to any program."""

import moderngl
import numpy as np

WIDTH = {"P": 3, "N": 3, "UV": 2, "M": 4, "T": 3, "R": 1, "F": 2}
"""Floats of each attribute: position, normal, texture, weights, strand direction, label, fur."""


class Surface:
    def __init__(self, context: moderngl.Context, corners: np.ndarray, tri: np.ndarray, vt: np.ndarray) -> None:
        """corners (n, 2) of (vertex, texture) rows; tri (m, 3) of rows of corners."""
        self._context = context
        self.rows, self.tri = corners[:, 0], tri.astype(np.int32)
        self._buffers: dict[str, moderngl.Buffer] = {}
        self._arrays: dict[tuple[int, str], moderngl.VertexArray] = {}
        self._index: dict[str, moderngl.Buffer] = {}
        self._length: dict[str, int] = {}
        self._store("UV", vt[corners[:, 1]])
        self.order("all", self.tri)

    def write(self, **attributes: np.ndarray) -> None:
        """Attributes (vertices, width) of the mesh's vertices; corners are gathered here."""
        for name, values in attributes.items():
            self._store(name, values[self.rows])

    def order(self, name: str, tri: np.ndarray) -> None:
        """Name a list of triangles (k, 3), k at most that of all, in drawing order."""
        data = np.ascontiguousarray(tri, np.int32)
        if name not in self._index:
            self._index[name] = self._context.buffer(reserve=self.tri.nbytes, dynamic=True)
        if len(data):
            self._index[name].write(data.tobytes())
        self._length[name] = data.size

    def draw(self, program: moderngl.Program, order: str = "all", instances: int = 1) -> None:
        if not self._length[order]:
            return
        key = program.glo, order
        if key not in self._arrays:
            content = [(buffer, f"{WIDTH[name]}f", name) for name, buffer in self._buffers.items() if name in program]
            self._arrays[key] = self._context.vertex_array(program, content, self._index[order])
        self._arrays[key].render(vertices=self._length[order], instances=instances)

    def _store(self, name: str, values: np.ndarray) -> None:
        data = np.ascontiguousarray(values, np.float32).tobytes()
        if name not in self._buffers:
            self._buffers[name] = self._context.buffer(reserve=len(data), dynamic=True)
        self._buffers[name].orphan()
        self._buffers[name].write(data)

"""The shaders of every surface, compiled: `p_*` draw the picture, `p_depth*` the lamp's view, `l_*` the label map."""

import moderngl
import numpy as np

from . import fur, labelmap, shaders

SWELL = ".035"
"""How far cloth stands off the skin, dm."""


class Programs:
    def __init__(self, context: moderngl.Context) -> None:
        make = lambda vertex, fragment: context.program(vertex_shader=vertex, fragment_shader=fragment)
        surface = lambda fragment, swell="0.": make(shaders.VERTEX.replace("SWELL", swell), shaders.COMMON + fragment)
        self.p_skin, self.p_hair, self.p_eye = surface(shaders.SKIN, SWELL), surface(shaders.HAIR), surface(shaders.EYE)
        self.p_flat, self.p_teeth = surface(shaders.FLAT), surface(shaders.TEETH)
        self.p_fur = make(fur.VERTEX, shaders.COMMON + fur.FRAGMENT)
        self.lit = (self.p_skin, self.p_hair, self.p_eye, self.p_flat, self.p_teeth, self.p_fur)
        self.backdrop = make(shaders.BACKDROP_VERTEX, shaders.BACKDROP)
        self.p_depth, self.p_depth_cut = (
            make(shaders.DEPTH_VERTEX, shaders.DEPTH),
            make(shaders.DEPTH_VERTEX, shaders.DEPTH_CUT),
        )
        self.l_skin, self.l_hair, self.l_plain = (
            make(labelmap.VERTEX, f) for f in (labelmap.SKIN, labelmap.HAIR, labelmap.PLAIN)
        )
        self.l_fur = make(fur.VERTEX, labelmap.FUR)


def send(program: moderngl.Program, uniforms: dict) -> None:
    """Write those uniforms that the program has; matrices are given row by row."""
    for name, value in uniforms.items():
        if name not in program:
            continue
        if isinstance(value, int):
            program[name].value = value
        else:
            a = np.asarray(value, np.float32)
            program[name].write(np.ascontiguousarray(a.T if a.ndim == 2 and a.shape[0] == a.shape[1] else a).tobytes())

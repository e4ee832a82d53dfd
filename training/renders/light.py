"""Lamps, background and clothes: parameters -> what the shaders want to know, as {uniform name: value}.

One key lamp with a shadow, one fill from the other side, and a hemisphere of sky and ground.
"""

import colorsys
import math

import numpy as np

from .camera import Camera, look_at, orthographic


def lamps(look: dict, camera: Camera, apart: float) -> dict:
    """`apart`: distance between the eyes. Colours are linear; directions point to the lamp."""
    azimuth, elevation, power, warm, ambient, fill_warm, fill = look["light"]
    a, e = math.radians(azimuth), math.radians(elevation)
    key = np.array([math.sin(a) * math.cos(e), math.sin(e), math.cos(a) * math.cos(e)])
    other = np.array([-key[0] * 0.9 - 0.2, 0.15, 0.7])
    glint = key * [0.6, 0.35, 1] + [0, 0.22, 0.8]
    sky = np.array([1 - 0.1 * warm, 1, 1.03 + 0.2 * abs(warm)]) * ambient * 0.9
    target = camera.centre - [0, apart * 0.6, 0]
    return dict(
        L=key,
        key=np.array([1 + warm, 1, 1 - warm]) * power * 1.12,
        sky=sky,
        ground=sky * [0.58, 0.5, 0.45],
        fillL=other / np.linalg.norm(other),
        fillc=np.array([1 - fill_warm, 1, 1 + fill_warm]) * fill * 0.5,
        glint=glint / np.linalg.norm(glint),
        lclip=orthographic(apart * 3.6, 1, apart * 40) @ look_at(camera.centre + key * apart * 18, target),
    )


def backdrop(look: dict) -> dict:
    """Two nearly grey tones, a gradient between them, a soft glow behind the head, darker corners."""
    first, second, hue, colour, gx, gy, offset, vignette = look["bg"]
    low = 0.03 + 0.62 * first**1.3
    high = min(0.85, max(0.02, low * math.exp((second - 0.5) * 1.4)))
    tint = np.array(colorsys.hsv_to_rgb(hue, 0.32 * colour, 1.0))
    return dict(a=tint * low, b=tint[[1, 2, 0]] ** 0.3 * tint**0.7 * high, g=[gx, gy, offset, 0.25 + 0.5 * vignette])


def clothes(look: dict, lips_low: float, apart: float) -> dict:
    """A neckline across the shoulders: round, pointed or high, plain or striped."""
    c = look["cloth"]
    cut = c[7]
    depth, round_, point = (
        (0.72, 0.06, 0.0)
        if cut < 0.15
        else (1.15 + 0.25 * c[6], 0.1, 0.75)
        if cut > 0.72
        else (1.05 + 0.6 * c[6], 0.1 + 0.3 * c[3], 0.0)
    )
    colour = lambda h, s, v: np.array(colorsys.hsv_to_rgb(h, 0.65 * s * s, 0.02 + 0.75 * v**1.8))
    base = colour(c[0], c[1], c[2])
    return dict(
        neckline=[lips_low - apart * depth, round_, point, 0.0],
        clothc=base,
        clothc2=base if c[5] < 0.8 else colour(c[4], c[1], 1 - c[2]),
        clothf=[c[4] * 3.14, 40.0 + 50 * c[3]],
    )

"""Skin: its colour from very light to very dark, the two textures that age mixes, and what is painted upon it.

Textures give only what varies within a face: each is divided by its own mean over the cheeks, so that `skin_tone`
alone says how dark somebody is.
"""

import numpy as np

from .body import Body
from .regions import Regions

TONES = (
    np.array(
        [
            (230, 195, 174),
            (226, 187, 162),
            (218, 175, 147),
            (205, 158, 127),
            (184, 136, 104),
            (154, 107, 78),
            (120, 80, 58),
            (87, 58, 44),
            (62, 43, 34),
        ]
    )
    / 255
)
"""sRGB, even steps of `skin_tone`."""

HAIR = {
    "black": (0.02, 0.017, 0.0155), "darkbrown": (0.05, 0.03, 0.019), "brown": (0.115, 0.066, 0.038), "lightbrown": (0.24, 0.145, 0.08),
    "blond": (0.50, 0.335, 0.165), "auburn": (0.22, 0.075, 0.032), "grey": (0.2, 0.197, 0.194), "white": (0.44, 0.432, 0.42),
}  # fmt: skip
"""Linear light."""

IRIS = {"brown": (1.35, 0.92, 0.6, 0.25), "brownlight": (1.1, 1.0, 0.85, 0.8), "deepblue": (0.85, 1.0, 1.2, 0.55)}
"""Colour that replaces a texture's own, and the share of its own that is left: brown is painted red, deep blue violet."""


def linear(srgb: np.ndarray) -> np.ndarray:
    """As the shaders do it, with a gamma of two."""
    return srgb**2


def tone(person: dict) -> np.ndarray:
    """Linear albedo (3,)."""
    at = person["skin_tone"] * (len(TONES) - 1)
    k = min(int(at), len(TONES) - 2)
    colour = linear(TONES[k] + (TONES[k + 1] - TONES[k]) * (at - k))
    return colour * np.exp(person["undertone"] * np.array([0.0, -0.02, -0.06]))


def hair_colour(look: dict) -> np.ndarray:
    """Linear albedo (3,)."""
    jitter = np.array(look["hair_jitter"])
    jitter = (
        jitter[0] * 1.5 + np.array([0, 0, 0.02])
        if look["hair_colour"] in ("grey", "white")
        else 1.2 * jitter[0] + jitter[1] * np.array([0, -0.35, -0.8]) + jitter[2] * np.array([0, 0, 0.4])
    )
    return np.minimum(np.array(HAIR[look["hair_colour"]]) * np.exp(jitter), 0.72)


def beard_colour(person: dict, look: dict) -> np.ndarray:
    """A little nearer to the natural colour than the hair, and never as light as blond or white hair."""
    grey = look["hair_colour"] in ("grey", "white")
    natural = np.array(HAIR[person["natural"]])
    return np.minimum((1.05 if grey else 0.8) * hair_colour(look) + (0.0 if grey else 0.1) * natural, 0.42)


def textures(person: dict, look: dict) -> tuple[str, str, float]:
    """-> names of the younger and the older skin, and the share of the older."""
    sex = "male" if person["male"] > 0.5 and look["age"] > 14 else "female"
    descent = max(person["eth"], key=person["eth"].get)
    stages, first, last = (("young", "middleage"), 22, 50) if look["age"] < 50 else (("middleage", "old"), 50, 76)
    share = min(1.0, max(0.0, (look["age"] - first) / (last - first)))
    return f"{stages[0]}_{descent}_{sex}", f"{stages[1]}_{descent}_{sex}", share


def cheek_mean(body: Body, image: np.ndarray) -> np.ndarray:
    """image (h, w, 3) uint8, top row first -> mean linear colour (3,) over the middle of the face."""
    position = body.neutral[body.corners[:, 0]]
    middle = (
        (position[:, 2] > 1.1)
        & (position[:, 1] > 6.7)
        & (position[:, 1] < 7.1)
        & (abs(position[:, 0]) < 0.6)
        & (abs(position[:, 0]) > 0.15)
    )
    uv = body.vt[body.corners[middle, 1]]
    h, w = image.shape[:2]
    return linear(image[((1 - uv[:, 1]) * h).astype(int), (uv[:, 0] * w).astype(int)] / 255).mean(0)


def paint(regions: Regions, cover: np.ndarray | None, person: dict, look: dict) -> np.ndarray:
    """-> (n, 6) weights 0..1 a vertex: hair painted on the skin, ruddiness, openness, lips, fur density, fur length.

    cover: which skin has a hair mesh above it, or None for bald and cropped heads.
    """
    bald = look["hair"] == "bald"
    scalp = regions.scalp
    if look["age"] > 25 and person["male"] > 0.5:
        recede = person["recede"] * min(1, (look["age"] - 25) / 35)
        scalp = scalp * np.clip(1 - 1.1 * recede * regions.temples, 0, 1)
    if bald:
        scalp = scalp * np.clip(1 - regions.temples - 0.4, 0.15, 1)
    beard = (
        regions.beard * look["beard_chin"]
        + regions.cheeks * look["beard_cheeks"]
        + regions.moustache * look["moustache"]
    )
    beard = np.clip(beard, 0, 1) * (look["beard"] > 0)
    sides = regions.sideburns * look["sideburns"] * (look["hair"] != "bald")
    grown = min(1.0, look["beard"] / 0.4)
    painted = np.maximum(beard * (0.28 + 0.5 * grown), sides * 0.7)
    painted = np.maximum(
        painted, scalp * (0.42 * look["scalp"] if bald else 0.8 if look["hair"] in ("buzz", "afro01") else 0)
    )
    if cover is not None:
        painted = np.maximum(painted, cover * 0.9)
    fur = beard * np.clip((look["beard"] - 0.1) / 0.25, 0, 1)
    length = beard * (0.012 + 0.11 * max(0.0, look["beard"] - 0.25)) * (1 + 0.8 * regions.beard)
    if look["hair"] in ("buzz", "afro01"):
        most = 0.012 + 0.05 * look["hair_len"] if look["hair"] == "buzz" else 0.1 + 0.4 * look["hair_vol"]
        fur, length = np.maximum(fur, scalp * regions.tufts), np.maximum(length, scalp * most)
    return np.stack([painted, regions.ruddy, regions.open, regions.lips, fur, length], 1).astype(np.float32)

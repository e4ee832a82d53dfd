"""Parameters -> vertices of the base mesh.

    shape(body, person, look) -> float32 (n, 3)

Macro targets span sex, age, descent and build; modifiers the face; asymmetry and expression units the rest.
"""

from functools import lru_cache

import numpy as np

from .body import Body

CHILD = {
    "head/head-age-decr": 0.5, "eyes/r-eye-scale-incr": 0.55, "eyes/l-eye-scale-incr": 0.55, "nose/nose-scale-vert-decr": 0.3,
    "nose/nose-scale-horiz-decr": 0.3, "nose/nose-scale-depth-decr": 0.25, "nose/nose-point-up": 0.4, "chin/chin-height-decr": 0.35,
    "chin/chin-width-decr": 0.3, "chin/chin-prominent-decr": 0.2, "cheek/r-cheek-volume-incr": 0.45, "cheek/l-cheek-volume-incr": 0.45,
    "forehead/forehead-scale-vert-incr": 0.3, "mouth/mouth-scale-horiz-decr": 0.25, "nose/nose-hump-decr": 0.4, "head/head-round": 0.25,
}  # fmt: skip
"""What the child macro leaves to be done for an eight-year-old."""

AMPLITUDE = {"head": 0.11, "ears": 0.15, "nose": 0.15, "mouth": 0.13}
STRANGE = (
    "head-age",
    "head-trans",
    "head-angle",
    "mouth-trans",
    "head-square",
    "head-triangular",
    "head-invertedtriangular",
    "head-diamond",
)
"""Targets that distort a face before they characterise it."""


def shape(body: Body, person: dict, look: dict) -> np.ndarray:
    v = body.neutral + _features(body, person["id"], tuple(person["micro"]), tuple(person["asym"]))
    _macro(body, v, person, look["age"])
    _express(body, v, person, look)
    return v


@lru_cache(maxsize=2)
def _features(body: Body, _id: int, micro: tuple, asym: tuple) -> np.ndarray:
    """What a face keeps at every age: displacements (n, 3)."""
    v = np.zeros_like(body.neutral)
    for draw, (group, target, low, high) in zip(micro, body.modifiers):
        if target.startswith("l-"):
            continue  # moves with its right half
        weight = draw * AMPLITUDE.get(group, 0.2) * (0.35 if target in STRANGE else 1)
        end = "" if low is None else f"-{high if weight > 0 else low}"
        weight = min(0.8, max(0.0, weight) if low is None else abs(weight))
        for name in [target] + ([target.replace("r-", "l-", 1)] if target.startswith("r-") else []):
            body.add(v, f"{group}/{name}{end}", weight)
    for draw, target in zip(asym, body.asymmetry):
        body.add(v, f"asym/{target}-{'l' if draw < 0 else 'r'}", 0.25 * draw * draw)
    return v


def _macro(body: Body, v: np.ndarray, person: dict, age: float) -> None:
    stages = {"child": min(1, max(0, (25 - age) / 13)), "old": max(0, (age - 25) / 65)}
    stages["young"] = 1 - sum(stages.values())
    young = min(1, max(0, (17 - age) / 8))
    mature = min(1, max(0.25, (age - 8) / 10))
    male = 0.5 + (person["male"] - 0.5) * mature
    weight, muscle = (min(1, max(-1, x)) for x in (person["weight"], person["muscle"] * mature))
    builds = (("averagemuscle", 1 - abs(muscle)), ("maxmuscle" if muscle > 0 else "minmuscle", abs(muscle)))
    weights = (("averageweight", 1 - abs(weight)), ("maxweight" if weight > 0 else "minweight", abs(weight)))
    for sex, s in (("male", male), ("female", 1 - male)):
        for stage, a in stages.items():
            for descent, share in person["eth"].items():
                body.add(v, f"macrodetails/{descent}-{sex}-{stage}", s * a * share)
            for b, bw in builds:
                for w, ww in weights:
                    body.add(v, f"macrodetails/universal-{sex}-{stage}-{b}-{w}", s * a * bw * ww)
    for name, most in CHILD.items():
        body.add(v, name, most * young)


def _express(body: Body, v: np.ndarray, person: dict, look: dict) -> None:
    smile, opened = look["smile"], look["mouth_open"]
    units = {
        "mouth-corner-puller": smile,
        "mouth-part-later" if smile else "mouth-open": opened * (1 if smile else 0.6),
    }
    for side in ("left", "right"):
        units[f"eye-{side}-slit"] = 0.25 * smile
        units[f"eyebrows-{side}-{'up' if look['brow_up'] > 0 else 'down'}"] = min(0.7, abs(look["brow_up"]))
        units[f"eye-{side}-closure"] = min(0.5, look["blink"])
    for side in ("left", "right"):
        key = f"eyebrows-{side}-down"
        units[key] = min(0.9, units.get(key, 0) + 0.6 * look["frown"])
    for name, weight in units.items():
        for descent, share in person["eth"].items():
            body.add(v, f"expression/units/{descent}/{name}", weight * share)

"""Labels of the renders: one numpy column per quantity, and the split by identity."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SEGMENTS = ("background", "skin", "ear", "nose", "lips", "mouth", "eye", "brow", "hair", "neck", "cloth")
HAIR_COLOURS = ("black", "darkbrown", "brown", "lightbrown", "blond", "auburn", "grey", "white")
DESCENTS = ("caucasian", "african", "asian")
POINTS = ("eye_right", "eye_left", "nose", "mouth_right", "mouth_left")

RENDER_PX = 256
NO_COLOUR = -1
"""Hair-colour index of a bald head: the label exists but nothing of it is to be seen."""

HOLDOUT_MODULUS = 8
HOLDOUT_REMAINDER = 7


@dataclass(frozen=True)
class Labels:
    """Columns over M images, in the order of `labels.jsonl`.

    file: M names; id: int64 [M]; male: float32 [M] 0..1; descent: float32 [M,3], shares that
    sum to 1, in the order of DESCENTS; age: years; smile, mouth_open,
    hair_length, blink: 0..1; hair_colour: int64 [M], an index into HAIR_COLOURS or NO_COLOUR;
    yaw, pitch: degrees; points: float32 [M,5,2] as (x, y) in 0..1 of the image's width and height.
    """

    file: list[str]
    id: np.ndarray
    male: np.ndarray
    descent: np.ndarray
    age: np.ndarray
    smile: np.ndarray
    mouth_open: np.ndarray
    hair_length: np.ndarray
    hair_colour: np.ndarray
    yaw: np.ndarray
    pitch: np.ndarray
    blink: np.ndarray
    points: np.ndarray


def read_labels(path: Path) -> Labels:
    """Read `labels.jsonl`. The renderer may ask for more than a fully open mouth; clip to 1."""
    rows = [json.loads(line) for line in path.read_text().splitlines()]

    def column(name: str) -> np.ndarray:
        return np.array([row[name] for row in rows], np.float32)

    def colour(row: dict) -> int:
        return NO_COLOUR if row["hair"] == "bald" else HAIR_COLOURS.index(row["hair_colour"])

    return Labels(
        file=[row["file"] for row in rows],
        id=np.array([row["id"] for row in rows], np.int64),
        male=column("male"),
        descent=np.array([[row["ethnicity"][d] for d in DESCENTS] for row in rows], np.float32),
        age=column("age"),
        smile=column("smile").clip(0, 1),
        mouth_open=column("mouth_open").clip(0, 1),
        hair_length=column("hair_length"),
        hair_colour=np.array([colour(row) for row in rows], np.int64),
        yaw=column("yaw"),
        pitch=column("pitch"),
        blink=column("blink").clip(0, 1),
        points=np.array([[row["landmarks"][p] for p in POINTS] for row in rows], np.float32) / RENDER_PX,
    )


def held_out(ids: np.ndarray) -> np.ndarray:
    """int64 [M] identity numbers -> bool [M], true where only evaluation may look."""
    return ids % HOLDOUT_MODULUS == HOLDOUT_REMAINDER

"""Labels of the renders: one numpy column per quantity, and the split by identity."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.renders.odds import COLOURS
from training.renders.parameters import RESERVED

SEGMENTS = ("background", "skin", "ear", "nose", "lips", "mouth", "eye", "brow", "hair", "neck", "cloth")
HAIR_COLOURS = COLOURS
POINTS = ("eye_right", "eye_left", "nose", "mouth_right", "mouth_left")

NO_COLOUR = -1
"""Hair-colour index of a bald head: the label exists but nothing of it is to be seen."""

HOLDOUT_MODULUS = 8
HOLDOUT_REMAINDER = 7


@dataclass(frozen=True)
class Labels:
    """Columns over M images, in the order of their names.

    file: M names; id, group: int64 [M], images of one id and one group show a person at one age and with one hair style;
    male, skin_tone: float32 [M] 0..1, male above 0.5, darkest at 1; age: years; smile, mouth_open, hair_length, blink,
    beard: 0..1; hair_colour: int64 [M], an index into HAIR_COLOURS or NO_COLOUR; yaw, pitch: degrees;
    points: float32 [M,5,2] as (x, y) in 0..1 of the image's width and height.
    """

    file: list[str]
    id: np.ndarray
    group: np.ndarray
    male: np.ndarray
    age: np.ndarray
    smile: np.ndarray
    mouth_open: np.ndarray
    hair_length: np.ndarray
    hair_colour: np.ndarray
    yaw: np.ndarray
    pitch: np.ndarray
    blink: np.ndarray
    beard: np.ndarray
    skin_tone: np.ndarray
    points: np.ndarray

    def take(self, rows: np.ndarray) -> "Labels":
        """Of the images `rows` alone."""
        columns = vars(self).items()
        return Labels(**{name: [c[i] for i in rows] if isinstance(c, list) else c[rows] for name, c in columns})


def read_labels(folder: Path) -> Labels:
    """Labels of every picture drawn so far: of `labels.*.jsonl`, one file a stretch of identities.

    The line that is being written while the renderer runs is left out. It may ask for more than a fully open mouth, which
    is clipped to 1."""
    rows = [row for path in sorted(folder.glob("labels.*.jsonl")) for row in _rows(path)]
    if not rows:
        raise ValueError(f"Expected labels.*.jsonl of training.renders.run in {folder} but received none")
    rows.sort(key=lambda row: row["file"])

    def column(name: str) -> np.ndarray:
        return np.array([row[name] for row in rows], np.float32)

    def colour(row: dict) -> int:
        return NO_COLOUR if row["hair"] == "bald" else HAIR_COLOURS.index(row["hair_colour"])

    points = [[row["landmarks"][p] for p in POINTS] for row in rows]
    return Labels(
        file=[row["file"] for row in rows],
        id=np.array([row["id"] for row in rows], np.int64),
        group=np.array([row["group"] for row in rows], np.int64),
        male=column("male"),
        age=column("age"),
        smile=column("smile").clip(0, 1),
        mouth_open=column("mouth_open").clip(0, 1),
        hair_length=column("hair_length"),
        hair_colour=np.array([colour(row) for row in rows], np.int64),
        yaw=column("yaw"),
        pitch=column("pitch"),
        blink=column("blink").clip(0, 1),
        beard=column("beard").clip(0, 1),
        skin_tone=column("skin_tone"),
        points=np.array(points, np.float32) / column("size")[:, None, None],
    )


def _rows(path: Path) -> list[dict]:
    text = path.read_text()
    return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]


def held_out(ids: np.ndarray) -> np.ndarray:
    """int64 [M] identity numbers -> bool [M], true where only evaluation may look."""
    return (ids % HOLDOUT_MODULUS == HOLDOUT_REMAINDER) | (ids >= RESERVED)

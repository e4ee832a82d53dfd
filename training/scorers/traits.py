"""The renderer's parameters of an identity: what stays when age, hair, expression, light and pose change."""

from functools import cache

import numpy as np

from training.renders.odds import COLOURS, EYES
from training.renders.parameters import MICRO, identity

BROWS = 12
REFERENCE = 2000
"""Identities by which the columns are standardised: always the same, however many were drawn."""

NUMBERS = ("skin_tone", "undertone", "male", "weight", "muscle", "brow_weight", "freckles", "lip_tone")
DESCENTS = ("caucasian", "african", "asian")
TRAITS = len(DESCENTS) + len(NUMBERS) + MICRO + len(EYES) + BROWS + len(COLOURS)


def identity_parameters(ids: np.ndarray) -> np.ndarray:
    """Identity numbers [M] -> float32 [M,TRAITS], each column standardised. Asymmetries are left out: training mirrors."""
    distinct, member = np.unique(ids, return_inverse=True)
    values = np.array([_draw(int(i)) for i in distinct], np.float32)
    mean, scale = _scale()
    return ((values - mean) / scale)[member]


@cache
def _scale() -> tuple[np.ndarray, np.ndarray]:
    values = np.array([_draw(i) for i in range(REFERENCE)], np.float32)
    return values.mean(0), values.std(0) + 0.05


def _draw(number: int) -> list[float]:
    person = identity(number)
    one_hot = [float(person["eye"] == e) for e in EYES]
    one_hot += [float(person["brow"] == b) for b in range(1, BROWS + 1)]
    one_hot += [float(person["natural"] == c) for c in COLOURS]
    return [*(person["eth"][d] for d in DESCENTS), *(person[n] for n in NUMBERS), *person["micro"], *one_hot]

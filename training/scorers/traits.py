"""The renderer's parameters of an identity: what stays when age, hair, expression, light and pose change."""

import random

import numpy as np

MICRO = 135
"""Shape parameters that the renderer reads, of those that it draws."""

EYES = ("blue", "bluegreen", "brown", "brownlight", "deepblue", "green", "grey", "ice", "lightblue")
HAIR_COLOURS = ("black", "darkbrown", "brown", "lightbrown", "blond", "auburn")
BROWS = 12


def identity_parameters(ids: np.ndarray) -> np.ndarray:
    """Identity numbers [M] -> float32 [M,T], each column standardised over the distinct identities."""
    distinct, member = np.unique(ids, return_inverse=True)
    values = np.array([_draw(int(i)) for i in distinct], np.float32)
    return ((values - values.mean(0)) / (values.std(0) + 1e-6))[member]


def _draw(number: int) -> list[float]:
    """The draws of `identity` in render_heads.py, in its order, as numbers."""
    r = random.Random(f"identity-{number}")
    descent = [r.random() ** 2 for _ in range(3)]
    leading = r.randrange(3)
    descent[leading] += 1.6
    male = min(1, max(0, r.betavariate(8, 1.2) if r.random() < 0.5 else r.betavariate(1.2, 8)))
    weight, muscle = r.gauss(0, 0.45), r.gauss(0, 0.3)
    micro = [r.gauss(0, 1) for _ in range(400)]
    for _ in range(40):
        r.random(), r.random()
    tone = [r.gauss(0, 0.05) for _ in range(4)]
    eye = r.choices(EYES, [4, 2, 14, 8, 2, 4, 3, 1, 2])[0] if leading == 0 else r.choice(["brown", "brown", "brownlight"])
    brow = r.randint(1, BROWS)
    shares = [d / sum(descent) for d in descent]
    one_hot = [float(eye == e) for e in EYES] + [float(brow == b) for b in range(1, BROWS + 1)]
    return [*shares, male, weight, muscle, *micro[:MICRO], *tone, *one_hot]

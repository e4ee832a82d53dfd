"""How often what occurs: the tables behind the random choices, kept apart so that they can be read at a glance."""

COLOURS = ("black", "darkbrown", "brown", "lightbrown", "blond", "auburn", "grey", "white")
EYES = ("blue", "bluegreen", "brown", "brownlight", "deepblue", "green", "grey", "ice", "lightblue")
STYLES = (
    "bald",
    "buzz",
    "short01",
    "short02",
    "short03",
    "short04",
    "bob01",
    "bob02",
    "long01",
    "ponytail01",
    "braid01",
    "afro01",
)
PAINTED = ("bald", "buzz", "afro01")
"""Styles without a mesh: bare skin, or fur upon it."""

LONG = ("bob01", "bob02", "long01", "ponytail01", "braid01")
"""Meshes whose ends hang free, so that they can be cut shorter."""

MALE = dict(zip(STYLES, (7, 13, 20, 17, 6, 17, 1, 1, 3, 4, 1, 5)))
FEMALE = dict(zip(STYLES, (0.5, 2, 4, 5, 4, 4, 13, 11, 24, 14, 10, 5)))

EYES_LIGHT = (5, 2, 9, 8, 2, 5, 3, 1, 3)
EYES_DARK = (0.1, 0.1, 20, 9, 0.1, 0.4, 0.3, 0.05, 0.1)
NATURAL_LIGHT = (1.2, 2.5, 3.5, 4, 5.5, 3.5)
NATURAL_DARK = (7, 5, 2.2, 0.3, 0.1, 0.4)


def style_odds(male: bool, age: float, descent: dict[str, float]) -> list[float]:
    """Weights of STYLES. Boys and young men are not bald; tight curls go with African descent."""
    table = dict(MALE if male else FEMALE)
    table["bald"] *= 0 if age < 22 else min(2.5, 0.3 + (age - 22) / 25)
    table["buzz"] *= 0.6 + descent["african"]
    table["afro01"] *= 0.3 + 4 * descent["african"]
    if age < 14:
        table["buzz"] *= 0.4
    return [table[name] for name in STYLES]


def descent_odds(tone: float) -> list[float]:
    """Weights of caucasian, african, asian for a skin of `tone`, 0 lightest to 1 darkest."""
    return [max(0.02, 1.35 - 2.1 * tone), max(0.02, 2.2 * tone - 0.85), max(0.05, 1.0 - 3.0 * abs(tone - 0.38))]

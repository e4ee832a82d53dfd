"""Who is drawn and how: every random choice is made here, and nothing here needs OpenGL or numpy.

    identity(i)            -> dict of what stays with a person
    variant(identity, k)   -> dict of what one picture of that person adds
    parameters(i, k)       -> both as one flat dict of numbers, lists of numbers and names

All three are pure functions of their arguments. Variants 0 and 1 are one *group*: the same hair, the same age within
two years, another pose, light, expression and background. Every other variant is a group of its own.
Identities from 900000 up are reserved for evaluation.
"""

import random

from . import odds

RESERVED = 900_000
MICRO = 138
ASYMMETRY = 30


def identity(i: int) -> dict:
    r = random.Random(f"identity-{i}")
    tone = r.random()
    share = [0.35 * r.random() ** 2 for _ in range(3)]
    leading = r.choices(range(3), odds.descent_odds(tone))[0]
    share[leading] += 1
    eth = dict(zip(("caucasian", "african", "asian"), (s / sum(share) for s in share)))
    light = leading == 0 and tone < 0.55
    return dict(
        id=i,
        eth=eth,
        skin_tone=tone,
        undertone=r.gauss(0, 1),
        male=min(1.0, max(0.0, r.betavariate(9, 1.1) if r.random() < 0.5 else r.betavariate(1.1, 9))),
        weight=r.gauss(0, 0.35),
        muscle=r.gauss(0, 0.3),
        micro=[r.gauss(0, 1) for _ in range(MICRO)],
        asym=[r.uniform(-1, 1) for _ in range(ASYMMETRY)],
        eye=r.choices(odds.EYES, odds.EYES_LIGHT if light else odds.EYES_DARK)[0],
        brow=r.randint(1, 12),
        brow_weight=r.uniform(0.55, 1.0),
        natural=r.choices(odds.COLOURS[:6], odds.NATURAL_LIGHT if light else odds.NATURAL_DARK)[0],
        freckles=r.uniform(0.3, 1) if light and r.random() < 0.14 else 0.0,
        blush=r.uniform(0.2, 1.0),
        lip_tone=r.gauss(0, 1),
        recede=r.random(),
    )


def variant(person: dict, k: int) -> dict:
    group = max(0, k - 1)
    return dict(variant=k, group=group, **_look(person, group, k), **_moment(person, k))


def parameters(i: int, k: int) -> dict:
    """-> name: float, list of floats, or str (`eye`, `natural`, `hair`, `hair_colour`). Descent is spread to three names."""
    person = identity(i)
    flat = {**person, **variant(person, k)}
    flat.update({f"eth_{name}": share for name, share in flat.pop("eth").items()})
    return flat


def _look(person: dict, group: int, k: int) -> dict:
    """What months do not change. Drawn once a group, but for the age, which differs a little within it."""
    r = random.Random(f"look-{person['id']}-{group}")
    age = r.uniform(8, 85)
    male = person["male"] > 0.5
    hair = r.choices(odds.STYLES, odds.style_odds(male, age, person["eth"]))[0]
    grey = r.random() < min(0.95, max(0, (age - 45) / 28))
    dyed = r.random() < (0.03 if male else 0.14)
    colour = (
        r.choice(("grey", "grey", "white"))
        if grey
        else r.choice(odds.COLOURS[:6])
        if dyed and person["skin_tone"] < 0.7
        else person["natural"]
    )
    kind = (
        r.choices(("none", "stubble", "goatee", "moustache", "full"), (50, 24, 8, 4, 14))[0]
        if male and age >= 19
        else "none"
    )
    length = {"none": 0.0, "stubble": r.uniform(0.12, 0.35), "full": r.uniform(0.4, 1)}.get(kind, r.uniform(0.35, 0.8))
    look = dict(
        hair=hair,
        hair_colour=colour,
        hair_jitter=[r.gauss(0, 0.14) for _ in range(3)],
        hair_len=r.random(),
        hair_vol=r.betavariate(1.6, 2.4),
        hair_wave=max(0.0, r.uniform(-0.35, 1)) * (0.5 if hair not in odds.LONG else 1),
        hair_wave_freq=r.uniform(3, 8),
        hair_fringe=r.random(),
        parting=r.choice((-1.0, 1.0)),
        scalp=r.random() ** 1.5 if hair == "bald" else 1.0,
        beard=length,
        beard_cheeks=0.0 if kind in ("goatee", "moustache") else r.uniform(0.75, 1),
        beard_chin=0.0 if kind == "moustache" else 1.0,
        moustache=r.uniform(0.0, 0.4) if kind == "full" and r.random() < 0.12 else 1.0,
        sideburns=r.uniform(0.2, 1) if male and age >= 17 else 0.2,
    )
    wobble = random.Random(f"years-{person['id']}-{k}").uniform(-2, 2) if k == 1 else 0.0
    return dict(age=min(85.0, max(8.0, age + wobble)), **look)


def _moment(person: dict, k: int) -> dict:
    """What the next second may change: expression, pose, light, background, clothes."""
    r = random.Random(f"moment-{person['id']}-{k}")
    smile = r.uniform(0.35, 1) if r.random() < 0.5 else 0.0
    opened = r.random() < (0.6 if smile else 0.22)
    yaw = min(25.0, max(-25.0, r.gauss(0, 11)))
    return dict(
        smile=smile,
        mouth_open=r.uniform(0.15, 0.8 if smile else 0.6) if opened else 0.0,
        brow_up=r.gauss(0.1, 0.22),
        frown=max(0.0, r.gauss(-0.3, 0.25)),
        blink=max(0.0, r.gauss(-0.12, 0.18)),
        yaw=yaw,
        pitch=min(12.0, max(-12.0, r.gauss(1, 5))),
        gaze=[min(14.0, max(-14.0, -0.6 * yaw + r.gauss(0, 3))), r.gauss(0, 2.5)],
        light=[
            r.uniform(-65, 65),
            r.uniform(5, 50),
            r.uniform(0.5, 0.95),
            r.gauss(0, 0.04),
            r.uniform(0.38, 0.7),
            r.uniform(-0.07, 0.07),
            r.uniform(0.2, 0.5),
        ],
        gloss=r.random(),
        lipstick=r.uniform(0.3, 1) if person["male"] < 0.5 and r.random() < 0.35 else 0.0,
        bg=[
            r.random(),
            r.random(),
            r.random(),
            r.random() ** 2,
            r.uniform(-1, 1),
            r.uniform(-1, 1),
            r.uniform(-0.5, 0.5),
            r.random(),
        ],
        cloth=[r.random() for _ in range(8)],
    )

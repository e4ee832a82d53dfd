"""Heads as tensors: what the renderer draws (training/renders/parameters.py), and f(z), which draws one from a Gaussian.

A *head* is a dict of float32 tensors, one row a head; FIELDS names them and their widths. Choices (hair style, hair
colour, eye, brow) are rows of weights that sum to one, so that a head half-way between two styles can be written.

    from_renderer([parameters(i, k), ...])   renders' own parameters -> head
    from_normal(z)                           z (n, 512) ~ N(0, I)    -> head, deterministic, on z's device

`from_normal` reads the direction of z alone (z is scaled to length sqrt(512)), as a StyleGAN2 mapping network does. It is
balanced as the renderer is, and smooth: where the renderer throws a die, it multiplies by a soft share.
"""

import torch

from ..renders import odds

Z = 512
MICRO = [*range(41), *range(58, 112), *range(123, 130), *range(134, 138)]
"""The base mesh's face modifiers, less the left halves, which the renderer moves with their right halves."""

ASYMMETRY = 29
"""Asymmetry targets of the base mesh; the renderer's further draws go unused."""

DESCENTS = ("caucasian", "african", "asian")
HAIR, COLOUR, EYE, BROW = odds.STYLES, odds.COLOURS, odds.EYES, tuple(range(1, 13))
CHOICES = dict(hair=HAIR, hair_colour=COLOUR, eye=EYE, brow=BROW)
FIELDS = dict(
    descent=3, skin_tone=1, undertone=1, male=1, weight=1, muscle=1, micro=len(MICRO), asym=ASYMMETRY, eye=len(EYE),
    brow=len(BROW), brow_weight=1, freckles=1, blush=1, lip_tone=1, recede=1,
    age=1, hair=len(HAIR), hair_colour=len(COLOUR), hair_jitter=3, hair_len=1, hair_vol=1, hair_wave=1, hair_wave_freq=1,
    hair_fringe=1, parting=1, scalp=1, beard=1, beard_cheeks=1, beard_chin=1, moustache=1, sideburns=1,
    smile=1, mouth_open=1, brow_up=1, frown=1, blink=1, yaw=1, pitch=1, gaze=2, light=7, gloss=1, lipstick=1, bg=8, cloth=8,
)  # fmt: skip
"""Named and measured as in the renderer's parameters: years, degrees, shares."""


def from_renderer(rows):
    """Dicts of `parameters(i, k)` -> head."""

    def field(row, name):
        if name == "descent":
            return [row[f"eth_{d}"] for d in DESCENTS]
        if name == "micro":
            return [row["micro"][i] for i in MICRO]
        if name == "asym":
            return [x * abs(x) for x in row["asym"][:ASYMMETRY]]
        if name in CHOICES:
            return [float(row[name] == option) for option in CHOICES[name]]
        return row[name] if isinstance(row[name], list) else [row[name]]

    return {name: torch.tensor([field(row, name) for row in rows]) for name in FIELDS}


def ramp(x, low, high):
    """0 at `low`, 1 at `high` (which may be the smaller), straight between."""
    return ((x - low) / (high - low)).clamp(0, 1)


# ---- f(z): who is drawn ------------------------------------------------------------------------------

SHARP = 8.0
"""Of the soft choices; higher is nearer to one style a head, and harder for a mapping network."""

# Beards: bare, stubble, goatee, moustache, full; how often, how long, and where they grow.
BEARD_ODDS = (50, 24, 8, 4, 14)
BEARD_LENGTH = ((0.0, 0.0), (0.12, 0.35), (0.35, 0.8), (0.35, 0.8), (0.4, 1.0))
BEARD_CHEEKS, BEARD_CHIN = (0.9, 0.9, 0.0, 0.0, 0.9), (1.0, 1.0, 1.0, 0.0, 1.0)


def choice(z, odds):
    """z (n, k) Gaussian, odds (n, k) or (k,) > 0 -> (n, k) weights, nearly one-hot, each option about as often as its odds say."""
    gumbel = -torch.log(-torch.special.log_ndtr(z))
    return torch.softmax((torch.log(odds) + gumbel) * SHARP, 1)


class Stream:
    """Hands out the columns of z, each once."""

    def __init__(self, z):
        self.z, self.at = z * torch.rsqrt(z.square().mean(1, keepdim=True) + 1e-8), 0

    def normal(self, k=1):
        self.at += k
        return self.z[:, self.at - k : self.at]

    def uniform(self, low=0.0, high=1.0, k=1):
        return low + (high - low) * torch.special.ndtr(self.normal(k))

    def choice(self, odds):
        return choice(self.normal(odds.shape[-1]), odds)


def from_normal(z):
    """z (n, 512) -> head. Ages even from 8 to 85, as many women as men; hair greys with age; beards grow on men."""
    s, const = Stream(z), z.new_tensor
    h = dict(age=s.uniform(8, 85), male=0.5 + 0.45 * torch.tanh(3 * s.normal()))
    man, adult = ramp(h["male"], 0.35, 0.65), ramp(h["age"], 16, 21)
    h.update(_descent(s))
    african, pale = h["descent"][:, 1:2], h["descent"][:, :1] * ramp(h["skin_tone"], 0.65, 0.45)
    between = lambda t, a, b: (1 - t) * const(a) + t * const(b)
    normed = lambda x: x / x.sum(-1, keepdim=True)

    smiling = s.uniform()
    h["smile"] = 0.35 * ramp(smiling, 0.46, 0.54) + 0.65 * ramp(smiling, 0.54, 1)
    mouth, wide = s.uniform(), ramp(h["smile"], 0, 0.35)
    h["mouth_open"] = wide * 0.8 * ramp(mouth, 0.4, 1) + (1 - wide) * 0.6 * ramp(mouth, 0.78, 1)
    h["yaw"], h["pitch"] = (11 * s.normal()).clamp(-25, 25), (1 + 5 * s.normal()).clamp(-12, 12)

    styles = between(man, [odds.FEMALE[n] for n in HAIR], [odds.MALE[n] for n in HAIR])
    grown = torch.ones_like(styles)
    grown[:, HAIR.index("bald")] = (ramp(h["age"], 20, 24) * (0.3 + (h["age"] - 22) / 25).clamp(0.1, 2.5))[:, 0]
    grown[:, HAIR.index("buzz")] = (0.6 + african)[:, 0]
    grown[:, HAIR.index("afro01")] = (0.3 + 4 * african)[:, 0]
    h["hair"] = s.choice(normed(styles * grown + 1e-4))
    grey = ramp(h["age"], 45, 73) * 0.9
    natural = normed(between((2 * pale).clamp(0, 1), odds.NATURAL_DARK, odds.NATURAL_LIGHT)) * 0.94 + 0.01
    h["hair_colour"] = s.choice(torch.cat([(1 - grey) * natural, grey * 0.67 + 1e-3, grey * 0.33 + 1e-3], 1))
    h["eye"] = s.choice(normed(between((2 * pale).clamp(0, 1), odds.EYES_DARK, odds.EYES_LIGHT)))
    h["brow"] = s.choice(torch.ones_like(s.z[:, : len(BROW)]) / len(BROW))
    h["hair_jitter"], h["hair_len"], h["hair_vol"] = (
        0.13 * s.normal(3),
        s.uniform(),
        (0.4 + 0.2 * s.normal()).clamp(0.02, 0.98),
    )
    long = (h["hair"] * const([float(n in odds.LONG) for n in HAIR])).sum(1, keepdim=True)
    h["hair_wave"] = s.uniform(-0.35, 1).clamp(min=0) * (0.5 + 0.5 * long)
    h["hair_wave_freq"], h["hair_fringe"] = s.uniform(3, 8), s.uniform()
    h["parting"], h["scalp"] = torch.tanh(5 * s.normal()), 1 - h["hair"][:, :1] * s.uniform()

    kind = s.choice(normed(const(BEARD_ODDS)))
    lengths = const(BEARD_LENGTH)
    h["beard"] = (
        man * adult * (kind * (lengths[:, 0] + (lengths[:, 1] - lengths[:, 0]) * s.uniform())).sum(1, keepdim=True)
    )
    h["beard_cheeks"] = (kind * const(BEARD_CHEEKS)).sum(1, keepdim=True)
    h["beard_chin"] = (kind * const(BEARD_CHIN)).sum(1, keepdim=True)
    h["moustache"] = torch.ones_like(h["beard"])
    h["sideburns"] = 0.2 + man * adult * s.uniform(0, 0.8)

    h["weight"], h["muscle"], h["undertone"] = 0.35 * s.normal(), 0.3 * s.normal(), s.normal()
    h["brow_weight"], h["blush"], h["lip_tone"], h["recede"] = (
        s.uniform(0.55, 1),
        s.uniform(0.2, 1),
        s.normal(),
        s.uniform(),
    )
    h["freckles"] = pale * ramp(s.uniform(), 0.84, 1)
    h["lipstick"] = (1 - man) * ramp(h["age"], 13, 18) * ramp(s.uniform(), 0.65, 1)
    h["gloss"] = s.uniform()
    h["brow_up"], h["frown"] = 0.1 + 0.22 * s.normal(), (-0.3 + 0.25 * s.normal()).clamp(min=0)
    h["blink"] = (-0.12 + 0.18 * s.normal()).clamp(min=0)
    h["gaze"] = torch.cat([(-0.6 * h["yaw"] + 3 * s.normal()).clamp(-14, 14), 2.5 * s.normal()], 1)
    h["light"] = torch.cat(
        [s.uniform(-65, 65), s.uniform(5, 50), s.uniform(0.5, 0.95), 0.04 * s.normal(), s.uniform(0.38, 0.7),
         s.uniform(-0.07, 0.07), s.uniform(0.2, 0.5)], 1)  # fmt: skip
    h["bg"] = torch.cat(
        [s.uniform(k=3), s.uniform().square(), s.uniform(-1, 1, 2), s.uniform(-0.5, 0.5), s.uniform()], 1
    )
    h["cloth"] = s.uniform(k=8)
    h["micro"] = 0.9 * s.normal(len(MICRO))
    skew = s.uniform(-1, 1, ASYMMETRY)
    h["asym"] = skew * skew.abs()
    return h


def _descent(s):
    """Skin even from light to dark; descent follows it, as in odds.descent_odds."""
    tone = s.uniform()
    leading = torch.cat(
        [
            (1.35 - 2.1 * tone).clamp(min=0.02),
            (2.2 * tone - 0.85).clamp(min=0.02),
            (1 - 3 * (tone - 0.38).abs()).clamp(min=0.05),
        ],
        1,
    )
    share = s.choice(leading / leading.sum(1, keepdim=True)) + 0.35 * s.uniform(k=3).square()
    return dict(skin_tone=tone, descent=share / share.sum(1, keepdim=True))

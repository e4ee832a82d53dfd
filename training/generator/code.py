"""The code: the quantities of a head that its picture depends on, so that W can be a linear function of them.

    encode(head)   head (prior.FIELDS) -> (n, CODE) float32, about zero mean and unit variance
    parts(head)    the same by name: {name: (n, k)}; `place(name)` -> its slice of the code

What the renderer bends is bent here (training/renders: shape, skin, hair, light): ramps of age, the share of a second
texture, lamps as vectors, backdrops as colours; and what counts with some hair only is multiplied by the share of it.
"""

import math

import torch

from ..renders import odds
from . import prior
from .prior import HAIR, ramp

MESHES = [k for k, name in enumerate(HAIR) if name not in odds.PAINTED]
LONG = [k for k, name in enumerate(HAIR) if name in odds.LONG]
SHORT = [k for k in MESHES if k not in LONG]
CROPPED = [HAIR.index(name) for name in ("bald", "buzz", "afro01")]


def encode(head):
    return torch.cat(list(parts(head).values()), 1)


def parts(h):
    age, male, hair = h["age"], h["male"], h["hair"]
    share = lambda rows: hair[:, rows].sum(1, keepdim=True)
    long, short, cropped = share(LONG), share(SHORT), share(CROPPED)
    bald, buzz, afro = (hair[:, HAIR.index(name), None] for name in ("bald", "buzz", "afro01"))
    man = 0.5 + 0.5 * torch.tanh((male - 0.5) * 20)
    wide = ramp(h["smile"], 0, 0.35)  # smiling mouths open by another target
    fringe = (1 - h["hair_fringe"]).clamp(min=0) ** 1.5
    return dict(
        descent=h["descent"] * 3 - 1,
        texture=torch.softmax(40 * h["descent"], 1) * 2 - 0.67,  # the skin texture is the leading descent's
        tone=torch.cat([h["skin_tone"] * 3.4 - 1.7, (h["skin_tone"] - 0.5).square() * 10 - 0.8], 1),
        undertone=h["undertone"],
        sex=torch.cat([(male - 0.5) * 2.5, man * 2 - 1, (male - 0.5) * (ramp(age, 8, 18) * 0.75 + 0.25) * 2.5], 1),
        age=torch.cat([(age - 46) / 22, ramp(age, 25, 12) * 3 - 0.5, ramp(age, 17, 9) * 3 - 0.3, ramp(age, 25, 85) * 3 - 1.1,
                       ramp(age, 22, 50) * 2 - 1.2, ramp(age, 50, 76) * 2 - 0.6], 1),
        build=torch.cat([h["weight"].clamp(-1, 1) * 2, h["muscle"].clamp(-1, 1) * 3 * ramp(age, 5, 18)], 1),
        micro=h["micro"], asym=h["asym"] * 2,
        eye=h["eye"] * 2 - 0.2, brow=h["brow"] * 2 - 0.2, brow_weight=(h["brow_weight"] - 0.78) * 7,
        freckles=h["freckles"] * 4 - 0.2, blush=(h["blush"] - 0.6) * 4, lips=torch.cat([h["lip_tone"] * 0.5, h["lipstick"] * 3 - 0.4], 1),
        gloss=(h["gloss"] - 0.5) * 2,
        hair=hair * 2 - 0.17, colour=h["hair_colour"] * 2 - 0.25, jitter=h["hair_jitter"] * 8,
        recede=h["recede"] * ramp(age, 25, 60) * man * cropped * 3 - 0.2,
        length=torch.cat([(h["hair_len"] - 0.5) * x * 3.4 for x in (long, short, buzz)], 1),
        volume=torch.cat([(h["hair_vol"] - 0.4) * x * 5 for x in (long + short, afro)], 1),
        waves=torch.cat([h["hair_wave"] * long * 3 - 0.4, h["hair_wave"] * short * 6 - 0.4, h["hair_wave"] * (long + short) * (h["hair_wave_freq"] - 5.5)], 1),
        fringe=torch.cat([(fringe - 0.4) * x * 3 for x in (long, short)], 1),
        parting=h["parting"] * hair[:, MESHES] * 2,
        scalp=(h["scalp"] - 0.4) * bald * 3,
        beard=_beard(h), sideburns=(h["sideburns"] - 0.4) * (1 - bald) * 3,
        smile=torch.cat([h["smile"] * 2.6 - 0.9, wide * 2 - 1], 1),
        mouth=torch.cat([h["mouth_open"] * wide * 4 - 0.4, h["mouth_open"] * (1 - wide) * 6 - 0.3], 1),
        brows=torch.cat([h["brow_up"].clamp(0, 0.7) * 5, h["brow_up"].clamp(-0.7, 0) * 5, h["frown"] * 6], 1),
        blink=h["blink"].clamp(max=0.5) * 6,
        pose=torch.cat([h["yaw"] / 11, (h["pitch"] - 1) / 5], 1), gaze=h["gaze"] / h["gaze"].new_tensor([6.0, 2.5]),
        light=_light(h["light"]), backdrop=_backdrop(h["bg"]), clothes=_clothes(h["cloth"]),
    )  # fmt: skip


def _beard(h):
    """Whether and how long, for chin, cheeks and upper lip apart; bushiness."""
    there, grown = ramp(h["beard"], 0, 0.12), h["beard"].clamp(max=1)
    where = torch.cat([h["beard_chin"], h["beard_cheeks"], h["moustache"]], 1)
    return torch.cat([there * where * 2 - 0.4, grown * where * 3 - 0.3, (grown - 0.25).clamp(min=0) * 4 - 0.2], 1)


def _light(light):
    """Lamp's direction as a vector; strengths and warmths."""
    a, e = torch.deg2rad(light[:, :1]), torch.deg2rad(light[:, 1:2])
    towards = [a.sin() * e.cos() * 2, a.cos() * e.cos() * 3 - 2, e.sin() * 3 - 1.4]
    centre, scale = light.new_tensor([0.72, 0, 0.54, 0, 0.35]), light.new_tensor([7.0, 20, 10, 22, 11])
    return torch.cat([*towards, (light[:, 2:] - centre) * scale], 1)


def _backdrop(bg):
    """Both tones as display colours, the gradient between them, the vignette."""
    low = 0.03 + 0.62 * bg[:, :1].clamp(min=0) ** 1.3
    high = (low * torch.exp((bg[:, 1:2] - 0.5) * 1.4)).clamp(0.02, 0.85)
    tint = _rgb(bg[:, 2:3], 0.32 * bg[:, 3:4], torch.ones_like(low))
    first, second = (tint * low).sqrt(), (tint[:, [1, 2, 0]] ** 0.3 * tint**0.7 * high).sqrt()
    step = (second - first).mean(1, keepdim=True)
    across = torch.cat([bg[:, 4:6] * 1.7, bg[:, 6:7] * 3], 1)
    return torch.cat([first * 4 - 2, second * 4 - 2, across, step * across * 3, (bg[:, 7:] - 0.5) * 3.4], 1)


def _clothes(c):
    """Colour, stripes and cut of the neckline. Cuts meet within a hundredth of the die that chooses them."""
    step = lambda x, at: torch.sigmoid((x - at) * 400)
    colour = lambda hue, strong, bright: _rgb(
        hue, 0.65 * strong.square(), 0.02 + 0.75 * bright.clamp(0, 1) ** 1.8
    ).sqrt()
    first, second = colour(c[:, :1], c[:, 1:2], c[:, 2:3]), colour(c[:, 4:5], c[:, 1:2], 1 - c[:, 2:3])
    striped, pointed = step(c[:, 5:6], 0.8), step(c[:, 7:], 0.72)
    high = 1 - step(c[:, 7:], 0.15)
    turn = 2 * math.pi * c[:, 4:5]
    depth = 0.72 * high + (1.15 + 0.25 * c[:, 6:7]) * pointed + (1.05 + 0.6 * c[:, 6:7]) * (1 - high - pointed)
    stripes = torch.cat([second - first, turn.cos() * 0.7, turn.sin() * 0.7, c[:, 3:4] - 0.5, torch.ones_like(turn)], 1)
    return torch.cat(
        [
            first * 4 - 2,
            stripes * striped * 2 - 0.1,
            (depth - 1.2) * 4,
            high - 0.15,
            pointed - 0.28,
            (1 - high - pointed) * (c[:, 3:4] - 0.5) * 4,
        ],
        1,
    )


def _rgb(hue, saturation, value):
    """(n, 1) each -> (n, 3), as colorsys.hsv_to_rgb."""
    k = (hue.new_tensor([5.0, 3.0, 1.0]) + hue * 6) % 6
    return value - value * saturation * torch.minimum(k, 4 - k).clamp(0, 1)


_PLACES, CODE = {}, 0
for _name, _part in parts({name: torch.zeros(1, k) for name, k in prior.FIELDS.items()}).items():
    _PLACES[_name] = slice(CODE, CODE + _part.shape[1])
    CODE += _part.shape[1]


def place(name):
    return _PLACES[name]

"""The prior of heads: what the renderer may draw, as tensors, and f(z), which draws it from a Gaussian.

A *head* is a dict of float32 tensors, one row a head (FIELDS names them and their widths). Choices (hair mesh, hair
colour, eye, brow) are rows of weights that sum to one, so a head half-way between two hair styles can be written.

    from_renderer(identity, variant)   a render's own parameters -> head
    from_normal(z)                     z (n, 512) ~ N(0, I)      -> head, a deterministic function
    encode(head)                       head -> (n, CODE) float32, about zero mean and unit variance

`from_normal` reads the direction of z alone (z is scaled to length sqrt(512)), as a StyleGAN2 mapping network does.
"""
import math

import torch

Z = 512
# The base mesh's modifiers, less the left halves, which the renderer moves with their right halves.
MICRO = [*range(41), *range(58, 112), *range(123, 130), *range(134, 138)]
HAIR = ['bald', 'short01', 'short02', 'short03', 'short04', 'bob01', 'bob02', 'long01', 'ponytail01', 'braid01', 'afro01']
COLOUR = ['black', 'darkbrown', 'brown', 'lightbrown', 'blond', 'auburn', 'grey', 'white']
EYE = ['blue', 'bluegreen', 'brown', 'brownlight', 'deepblue', 'green', 'grey', 'ice', 'lightblue']
LONG = torch.tensor([h in ('bob01', 'bob02', 'long01', 'ponytail01', 'braid01') for h in HAIR]).float()
FIELDS = dict(race=3, male=1, weight=1, muscle=1, micro=len(MICRO), asym=29, tone=4, eye=9, brow=12, colour=8, hair=11, age=1,
              jitter=3, length=1, volume=1, fringe=1, smile=1, mouth=1, brow_up=1, blink=1, yaw=1, pitch=1, light=7, bg=16, cloth=8)


def from_renderer(identity, variant):
    """The dicts of render_heads.identity() and .variant() -> {field: list}."""
    a, b, one = identity, variant, lambda v, options: [float(v == o) for o in options]
    return dict(race=list(a['eth'].values()), male=[a['male']], weight=[a['weight']], muscle=[a['muscle']], micro=[a['micro'][i] for i in MICRO],
                asym=[(1 if s < .5 else -1) * x * x for s, x in a['asym'][:29]], tone=a['tone'], eye=one(a['eye'], EYE), brow=one(a['brow'], range(1, 13)),
                colour=one(b['hair_colour'], COLOUR), hair=one(b['hair'], HAIR), age=[b['age']], jitter=b['hair_jitter'], length=[b['hair_len']],
                volume=[b['hair_vol']], fringe=[b['hair_fringe']], smile=[b['smile']], mouth=[max(0., b['mouth_open'])], brow_up=[b['brow_up']],
                blink=[b['blink']], yaw=[b['yaw']], pitch=[b['pitch']], light=b['light'], bg=b['bg'], cloth=b['cloth'])


def encode(h):
    """head -> (n, CODE): the quantities the picture depends on, so that W can be a linear function of them."""
    age, male, race, smile, light, bg, cloth = (h[k] for k in ('age', 'male', 'race', 'smile', 'light', 'bg', 'cloth'))
    ramp = lambda x, lo, hi: ((x - lo) / (hi - lo)).clamp(0, 1)
    skin = torch.softmax(40 * race, 1)                                      # the skin texture is the strongest one's
    az, el = torch.deg2rad(light[:, :1]), torch.deg2rad(light[:, 1:2])
    shade = lambda k: (bg[:, k:k + 3] * .28 + .6 * bg[:, k + 1:k + 2]) * (.3 + .7 * bg[:, 15:])
    shirt = lambda k: cloth[:, k:k + 3] ** 1.6
    stripes = torch.sigmoid((cloth[:, 3:4] - .75) * 200)
    wide = (smile > .3).float()                                              # smiling mouths open by another target
    tail = (h['hair'] * LONG).sum(1, keepdim=True)
    parts = [
        race * 3 - 1, skin * 2 - .67, (male - .5) * 2.5, torch.tanh((male - .5) * 20), h['weight'].clamp(-1, 1) * 2, h['muscle'].clamp(-1, 1) * 3,
        h['micro'], h['asym'] * 2, h['tone'] * 20, h['eye'] * 2 - .2, h['brow'] * 2 - .2, h['colour'] * 2 - .25, h['hair'] * 2 - .2,
        (age - 40) / 20, ramp(age, 9, 25) * 2 - 1.6, ramp(age, 45, 85) * 2 - .5, h['jitter'] * 8, h['length'] * 8 * tail, h['length'] * 8 * (1 - tail),
        (h['volume'] - .035) * 30, torch.sin(h['fringe']), torch.cos(h['fringe']) - .5, (smile - .35) * 3, h['mouth'].clamp(max=.8) * wide * 3, h['mouth'].clamp(max=.8) * (1 - wide) * 4,
        h['brow_up'].clamp(0, .7) * 5, h['brow_up'].clamp(-.7, 0) * 5, h['blink'].clamp(max=.5) * 6, h['yaw'] / 13, (h['pitch'] - 2) / 6,
        torch.sin(az) * torch.cos(el) * 2, torch.cos(az) * torch.cos(el) * 3 - 2, torch.sin(el) * 3 - 1.5, (light[:, 2:3] - .7) * 6, light[:, 3:4] * 12,
        (light[:, 4:5] - .5) * 7, light[:, 5:6] * 12, (light[:, 6:] - .32) * 10,
        shade(0) * 5 - 1.3, shade(3) * 5 - 1.3, shade(6) * 5 - 1.3, (bg[:, 9:13] - .5) * 3.4, (bg[:, 13:15] - .5) * 3.4, (bg[:, 11:12] - .5) * (bg[:, 9:10] - .5) * 8,
        shirt(0) * 3 - 1, shirt(4) * stripes * 3 - .4, stripes * 2 - .5, (cloth[:, 3:] - .5) * 3.4]
    return torch.cat(parts, 1)


HAIR_AT = 3 + 3 + 4 + len(MICRO) + 29 + 4 + 9 + 12 + 8      # where the hair's weights are in the code
CODE = 244


# ---- f(z): who is drawn ------------------------------------------------------------------------------

SHARP = 8.          # of the soft choices; higher is nearer to one style a head, and harder for a mapping network
# Relative frequencies. bob01 has no renders; bob02 and short03 hide an eye or cut the scalp, so they are rare.
HAIR_MALE = [.14, .25, .22, .05, .22, 1e-4, .005, .03, .02, .015, .05]
HAIR_FEMALE = [.03, .05, .07, .01, .06, 1e-4, .05, .32, .19, .12, .10]
COLOUR_LIGHT = [.10, .18, .20, .16, .20, .16]
COLOUR_DARK = [.50, .26, .14, .04, .03, .03]
EYE_LIGHT = [5, 2, 10, 8, 2, 5, 3, 1, 3]
EYE_DARK = [.2, .2, 20, 10, .2, .5, .5, .05, .2]


def choice(z, odds):
    """z (n, k) Gaussian, odds (n, k) or (k,) -> (n, k) weights, nearly one-hot, each option as often as its odds say."""
    gumbel = -torch.log(-torch.special.log_ndtr(z))
    return torch.softmax((torch.log(odds) + gumbel) * SHARP, 1)


def from_normal(z):
    """z (n, 512) -> head. Ages even from 9 to 85, as many women as men, mild correlation of grey with age."""
    z = z * torch.rsqrt(z.square().mean(1, keepdim=True) + 1e-8)
    at = 0

    def take(k=1):
        nonlocal at
        at += k
        return z[:, at - k:at]

    u = lambda k=1: torch.special.ndtr(take(k))
    mix = lambda t, a, b: (1 - t) * torch.tensor(a) + t * torch.tensor(b)
    h = dict(age=9 + 76 * u(), male=.5 + .42 * torch.tanh(3 * take()), smile=((u() - .42) / .58).clamp(0, 1) * .95)
    race = choice(take(3), torch.ones(3)) * 1.6 + u(3).square() * .7
    h['race'] = race / race.sum(1, keepdim=True)
    light = h['race'][:, :1]                                                   # 'caucasian'
    h['hair'] = choice(take(len(HAIR)), mix(h['male'], HAIR_FEMALE, HAIR_MALE))
    grey = .04 + .5 * ((h['age'] - 42) / 36).clamp(0, 1)
    natural = (1 - grey) * mix((light * 2 - .3).clamp(0, 1), COLOUR_DARK, COLOUR_LIGHT)
    h['colour'] = choice(take(len(COLOUR)), torch.cat([natural, grey * .6, grey * .4], 1))
    h['yaw'], h['pitch'] = 10 * take(), 2 + 5 * take()
    h['mouth'] = torch.where(h['smile'] > .3, .08 + .3 * take(), -.15 + .2 * take()).clamp(min=0)
    h['eye'] = choice(take(9), mix((light * 2 - .4).clamp(0, 1), EYE_DARK, EYE_LIGHT))
    h['brow'] = choice(take(12), torch.ones(12))
    h['jitter'], h['length'], h['volume'], h['fringe'] = .12 * take(3), .12 * take(), .015 + (.02 + .03 * take()).abs(), take()
    h['brow_up'], h['blink'] = .22 * take(), (.15 * take() - .12).clamp(min=0)
    h['weight'], h['muscle'], h['tone'] = .42 * take(), .3 * take(), .05 * take(4)
    span = lambda lo, hi: lo + (hi - lo) * u()
    h['light'] = torch.cat([span(-65, 65), span(8, 55), span(.5, .92), .06 * take(), span(.38, .74), span(-.1, .1), span(.18, .48)], 1)
    h['bg'], h['cloth'] = u(16), u(8)
    h['micro'] = .9 * take(len(MICRO))
    s = 2 * u(29) - 1
    h['asym'] = s * s.abs()
    return h

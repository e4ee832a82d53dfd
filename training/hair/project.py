"""Asks whether grown hair is better once the generator has drawn it: projects pairs back and measures both.

    python -m training.hair.project --pairs hair-pairs --generator generator.npz --out build/projected

The pairs are those of `diptych grow` on sampled heads, with their maps. Each *after* is approached by Adam from the
head's own latent, in W+ (a latent a layer) and in W (one for all), with the square error of the whole picture and,
within the mask of hair and shadow, that of its three largest scales and of their gradients. `generator.npz` is the
export that the pack was built from (`training.generator.export`); that it draws the pack's pictures is checked first.

  high band     root mean square of luma above a Gaussian of BAND_PX px over opaque hair, as a share of the composite's
  fine band     the same above FINE_PX px
  same strands  correlation of both high bands
  orientation   mean angle to the composite's orientation map, weighted by both responses (MichiGAN's 32 line filters)
  colour        CIE76 difference of the mean colours of opaque hair
  outside       mean difference outside the mask, levels of 255
  face          the same over what the parser calls face, outside the mask
  identity      cosine of the scorer's embeddings of both
  seconds       of one core, a picture

Prints medians over the pairs, and draws sheet.png: before, composite, the start, then each variant.
"""

import argparse
import hashlib
import json
import struct
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from scipy.ndimage import binary_erosion, convolve, gaussian_filter

from training.evaluate.pack import Pack
from training.generator import networks
from training.generator.sheets import sheet

SPACES = "W+", "W"
STEPS = 50, 200
RATE = 0.1
BATCH = 4
BAND_PX = 2.5
"""The radius at which `grow` splits, 10 px at 512 px, for 128 px."""
FINE_PX = 1
OPAQUE = 0.9
RIM_PX = 2
"""Hair this near to what is not hair is left out: its outline is no texture."""
BALDNESS = 0, 0.25, 0.5, 0.75, 1
"""Shares of the way to a bald head that `grow` tries."""
FACE = "skin", "nose", "lips", "mouth", "eye", "brow"


def first_uniform(seed, index, stage):
    """The first number of streamOf(seed, index, stage) in src/random.ts."""
    a, b, c, n = struct.unpack(">4I", hashlib.sha256(f"{seed}/{index}/{stage}".encode()).digest()[:16])
    high = (a + b + n) % 2**32
    low = ((b ^ (b >> 9)) + (c + (c << 3)) + n + 1) % 2**32
    return ((high >> 5) * 2**26 + (low >> 6)) / 2**53


def read(pairs):
    """Folder of a dataset -> recipe, indices, and by name before, after uint8 [N,3,R,R], mask, hair float32 [N,R,R]."""
    recipe = json.loads((pairs / "recipe.json").read_text())
    indices = [r["index"] for r in map(json.loads, (pairs / "records.jsonl").open()) if r["verdict"] == "kept"]
    images = {}
    for name in ("before", "after", "mask", "hair"):
        files = [next(pairs.glob(f"*/{name}/*/{index:09}.*")) for index in indices]
        x = np.stack([np.asarray(Image.open(f).convert("RGB" if name in ("before", "after") else "L")) for f in files])
        images[name] = x.transpose(0, 3, 1, 2) if x.ndim == 4 else x.astype(np.float32) / 255
    return recipe, indices, images


def own_latents(pack, recipe, indices, before):
    """-> [N,layers,wDim]: of the heads as sampled, moved towards bald as far as comes nearest to *before*."""
    seeds = [int(first_uniform(recipe["seed"], i, "candidate") * 2**32) for i in indices]
    ws = pack.latents(seeds, recipe["psi"])
    if not recipe["remove"]:
        return ws
    bald = pack.direction("bald-to-hair")
    tried = np.stack([pack.moved(ws, bald, share * bald["range"][0]) for share in BALDNESS])
    off = [np.square(pack.draw(t).astype(np.float32) - before).mean((1, 2, 3)) for t in tried]
    return tried[np.argmin(off, 0), np.arange(len(ws))]


def loss(x, target, mask):
    """Sum over the pictures; mask [N,1,R,R] of 0 and 1."""
    total = (x - target).square().mean((1, 2, 3)).sum()
    for k in range(3):
        if k:
            x, target, mask = (F.avg_pool2d(t, 2) for t in (x, target, mask))
        d = (x - target) * mask
        total = total + d.square().mean((1, 2, 3)).sum()
        for along in (2, 3):
            total = total + d.diff(dim=along).square().mean((1, 2, 3)).sum()
    return total


def project(synthesis, ws, target, mask, space):
    """ws [N,layers,wDim], target [N,3,R,R] in [-1,1] -> {steps: pictures}, and seconds a step and picture."""
    start = ws if space == "W+" else ws.mean(1, keepdim=True)
    latent = start.clone().requires_grad_(True)
    adam = torch.optim.Adam([latent], RATE)
    out, begun = {}, time.process_time()
    for step in range(1, max(STEPS) + 1):
        adam.zero_grad()
        loss(synthesis(latent.expand_as(ws), "const"), target, mask).backward()
        adam.step()
        if step in STEPS:
            out[step] = synthesis(latent.detach().expand_as(ws), "const").detach()
    return out, (time.process_time() - begun) / max(STEPS) / len(ws)


def luma(images):
    """uint8 [N,3,R,R] -> float [N,R,R], levels."""
    return np.tensordot(images.astype(np.float64), (0.299, 0.587, 0.114), (1, 0))


def high_bands(images, opaque, radius):
    """-> of each picture, luma above a Gaussian over its opaque hair, levels [hair]."""
    y, blur = luma(images), lambda x: gaussian_filter(x, (0, radius, radius))
    high = y - blur(y * opaque) / blur(opaque.astype(float)).clip(1e-6)
    return [h[o] for h, o in zip(high, opaque)]


def orientation(images, hair):
    """-> cosine and sine of the doubled angle, weighted by response and smoothed, and the response; [N,R,R] each."""
    j, i = np.mgrid[-8:9, -8:9]
    blob = np.exp(-(i**2 + j**2) / 8)
    responses = []
    for theta in np.arange(32) * np.pi / 32:
        across, along = j * np.cos(theta) + i * np.sin(theta), i * np.cos(theta) - j * np.sin(theta)
        responses.append(convolve(luma(images), (2 * np.exp(-(across**2 + along**2 / 4) / 2) - blob)[None]))
    best = np.argmax(responses, 0)
    response = np.max(responses, 0).clip(0) * hair
    smooth = lambda f: gaussian_filter(f(best * np.pi / 16) * response, (0, 4, 4))
    return smooth(np.cos), smooth(np.sin), response


def angle_between(a, b, opaque):
    """Two `orientation` -> mean degrees, [N]."""
    apart = np.abs(np.arctan2(a[1], a[0]) - np.arctan2(b[1], b[0])) / 2
    apart = np.degrees(np.minimum(apart, np.pi - apart))
    weight = a[2] * b[2] * opaque
    return (apart * weight).sum((1, 2)) / weight.sum((1, 2))


def lab(rgb):
    """Linear RGB [N,3] -> CIELAB (D65)."""
    to_xyz = [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]
    t = rgb @ np.array(to_xyz).T / (0.95047, 1, 1.08883)
    x, y, z = np.where(t > (6 / 29) ** 3, np.cbrt(t), t * 841 / 108 + 4 / 29).T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], 1)


def mean_colour(images, opaque):
    """CIELAB of the mean of linear light over the hair, [N,3]."""
    s = images / 255
    linear = np.where(s > 0.04045, ((s + 0.055) / 1.055) ** 2.4, s / 12.92)
    return lab(np.stack([x[:, o].mean(1) for x, o in zip(linear, opaque)]))


def measure(pack, composite, images, mask, hair, face):
    """-> {metric: [N]}."""
    opaque, outside = binary_erosion(hair >= OPAQUE, np.ones((1, 3, 3)), iterations=RIM_PX), mask == 0
    apart = np.abs(images.astype(np.float32) - composite).mean(1)
    over = lambda where: np.array([d[w].mean() for d, w in zip(apart, where)])
    bands = {radius: [high_bands(x, opaque, radius) for x in (images, composite)] for radius in (BAND_PX, FINE_PX)}
    energy = lambda radius: np.sqrt([np.square(a).mean() / np.square(b).mean() for a, b in zip(*bands[radius])])
    return {
        "high band": energy(BAND_PX),
        "fine band": energy(FINE_PX),
        "same strands": np.array([np.corrcoef(a, b)[0, 1] for a, b in zip(*bands[BAND_PX])]),
        "orientation": angle_between(orientation(composite, hair), orientation(images, hair), opaque),
        "colour": np.linalg.norm(mean_colour(images, opaque) - mean_colour(composite, opaque), axis=1),
        "outside": over(outside),
        "face": over(face & outside),
        "identity": (pack.embeddings(images) * pack.embeddings(composite)).sum(1),
    }


def as_bytes(x):
    return ((x + 1) * 127.5).round().clamp(0, 255).byte().contiguous().numpy()


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--pairs", type=Path, required=True)
    ap.add_argument("--generator", type=Path, required=True)
    ap.add_argument("--pack", type=Path, default=Path("models/heads"))
    ap.add_argument("--out", type=Path, default=Path("build/projected"))
    ap.add_argument("--spaces", nargs="+", choices=SPACES, default=SPACES)
    o = ap.parse_args()
    torch.set_num_threads(1)
    pack, (recipe, indices, pairs) = Pack(o.pack), read(o.pairs)
    arrays = dict(np.load(o.generator))
    res = pack.generator["resolution"]
    generator = networks.Generator(res, arrays[f"synthesis.b{res}.conv1.weight"].shape[0] * res)
    networks.load_official(generator, arrays)
    synthesis = generator.synthesis.requires_grad_(False)
    before, composite, mask, hair = (pairs[k] for k in ("before", "after", "mask", "hair"))
    ws = own_latents(pack, recipe, indices, before)
    start = as_bytes(torch.cat([synthesis(w, "const") for w in torch.from_numpy(ws).split(BATCH)]))
    worst = np.abs(start.astype(int) - pack.draw(ws)).max()
    if worst > 1:
        raise SystemExit(f"Expected the generator of {o.pack} for --generator but received one {worst} levels off it")
    classes = pack.scorers["parsing"]["classes"]
    face = np.isin(pack.run("parsing", composite)["logits"].argmax(1), [classes.index(c) for c in FACE])
    target, inside = torch.from_numpy(composite).float() / 127.5 - 1, torch.from_numpy(mask > 0).float()[:, None]

    variants, seconds = {"start": start}, {}
    for space in o.spaces:
        parts = []
        for batch in torch.arange(len(ws)).split(BATCH):
            out, a_step = project(synthesis, torch.from_numpy(ws)[batch], target[batch], inside[batch], space)
            parts.append(out)
            print(f"{space}: {batch[-1] + 1} of {len(ws)}, {a_step:.3f} s a step", flush=True)
        for steps in STEPS:
            variants[f"{space} {steps}"] = np.concatenate([as_bytes(part[steps]) for part in parts])
            seconds[f"{space} {steps}"] = a_step * steps

    o.out.mkdir(parents=True, exist_ok=True)
    columns = [before, composite, *variants.values()]
    rows = torch.from_numpy(np.stack(columns, 1)).flatten(0, 1) / 127.5 - 1
    sheet(rows, o.out / "sheet.png", len(columns))
    for name, images in variants.items():
        folder = o.out / name.replace(" ", "-").replace("+", "-plus").lower()
        folder.mkdir(exist_ok=True)
        for index, x in zip(indices, images):
            Image.fromarray(x.transpose(1, 2, 0)).save(folder / f"{index:09}.png")
    for name, images in {"composite": composite, **variants}.items():
        values = measure(pack, composite, images, mask, hair, face)
        values["seconds"] = np.array(seconds.get(name, 0))
        print(f"{name:10}", *(f"{k} {np.median(v):.3f}" for k, v in values.items()), sep="  ")


if __name__ == "__main__":
    main()

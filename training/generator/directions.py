"""The directions that the generator has by construction, as `.npy` files for `diptych direction fit --specs`.

    python -m training.generator.directions --model build/generator/last.pt --out build/directions

W is a linear function of the renderer's code, so the way in which a picture changes with one quantity of the renderer,
all others held still, is one known vector of W: the code's mean change mapped to W. Nothing has to be fitted, and
nothing comes along that the renderer did not tie to it. Each file: (1, 256) float32, unit length.
"""

import argparse
import io
from pathlib import Path

import numpy as np
import torch

from . import networks, prior
from .code import CODE, encode

TARGETS = ("black", "brown", "blond", "auburn", "grey", "white")
CROPPED = ("buzz", "short01", "short04")
BARE = dict(beard=0.0, beard_cheeks=0.9, beard_chin=1.0, moustache=1.0)
HEADS = 4000
SEED = 11


def mixture(names, of):
    """(len(of),) equal weights on `names`, as the prior's soft choices are encoded."""
    return torch.tensor([1 / len(names) if name in names else 0.0 for name in of])


def changes():
    """name -> (fields of the head before, the same after); values are numbers or weight vectors."""
    one = lambda field, before, after: ({field: before}, {field: after})
    hair = lambda before, after: one("hair", mixture(before, prior.HAIR), mixture(after, prior.HAIR))
    colour = lambda c: one(
        "hair_colour", mixture([o for o in prior.COLOUR if o != c], prior.COLOUR), mixture([c], prior.COLOUR)
    )
    longer = hair(CROPPED, ("long01",))
    return {
        'age': one('age', 18.0, 70.0), 'gender': one('male', 0.08, 0.92), 'smile': one('smile', 0.0, 0.9),
        'mouth-open': one('mouth_open', 0.0, 0.6), 'beard': (BARE, dict(BARE, beard=0.7)), 'skin-tone': one('skin_tone', 0.1, 0.8),
        'hair-length': (longer[0], dict(longer[1], hair_len=0.9)), 'bald-to-hair': hair(('bald',), CROPPED),
        'yaw': one('yaw', -15.0, 15.0), 'pitch': one('pitch', -8.0, 10.0),
        **{f'hair-colour:{c}': colour(c) for c in TARGETS},
    }  # fmt: skip


def direction(to_w, head, before, after):
    """Mean change of w over `head` when some of its fields go from `before` to `after`: (256,) float64, unit length."""

    def code(values):
        filled = {name: torch.as_tensor(v, dtype=torch.float32).expand_as(head[name]) for name, v in values.items()}
        return encode({**head, **filled}).mean(0)

    moved = (to_w.double() @ (code(after) - code(before)).double()).numpy()
    return moved / np.linalg.norm(moved)


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--model", type=Path, required=True, help="last.pt of the training")
    args.add_argument("--out", type=Path, default=Path("build/directions"))
    options = args.parse_args()
    to_w = torch.load(options.model, map_location="cpu", weights_only=True)["ema"]["to_w.weight"].float()
    assert to_w.shape == (networks.W, CODE), f"Expected to_w of {networks.W} x {CODE} but received {tuple(to_w.shape)}"
    torch.manual_seed(SEED)
    head = prior.from_normal(torch.randn(HEADS, 512))
    options.out.mkdir(parents=True, exist_ok=True)
    for name, change in changes().items():
        buffer = io.BytesIO()
        np.save(buffer, direction(to_w, head, *change).astype(np.float32)[None])
        (options.out / f"{name.replace(':', '-')}.npy").write_bytes(buffer.getvalue())


if __name__ == "__main__":
    main()

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

HAIR = ('bald', 'short01', 'short02', 'short03', 'short04', 'bob01', 'bob02', 'long01', 'ponytail01', 'braid01', 'afro01')
COLOURS = ('black', 'darkbrown', 'brown', 'lightbrown', 'blond', 'auburn', 'grey', 'white')
TARGETS = ('black', 'brown', 'blond', 'auburn', 'grey', 'white')
CROPPED = ('short01', 'short02', 'short04')
HEADS = 4000
SEED = 11


def mixture(names, of):
    """(len(of),) equal weights on `names`, as the prior's soft choices are encoded."""
    return torch.tensor([1 / len(names) if name in names else 0. for name in of])


def changes():
    """name -> (part of the head, its value before, its value after); values are numbers or weight vectors."""
    hair = lambda before, after: ('hair', mixture(before, HAIR), mixture(after, HAIR))
    return {
        'age': ('age', 18., 70.), 'gender': ('male', .08, .92), 'smile': ('smile', 0., .9), 'mouth-open': ('mouth', 0., .6),
        'hair-length': hair(CROPPED, ('long01',)), 'bald-to-hair': hair(('bald',), CROPPED),
        'yaw': ('yaw', -15., 15.), 'pitch': ('pitch', -8., 10.),
        **{f'hair-colour:{c}': ('colour', mixture([o for o in COLOURS if o != c], COLOURS), mixture([c], COLOURS)) for c in TARGETS},
    }


def direction(to_w, head, part, before, after):
    """Mean change of w over `head` when one part goes from `before` to `after`: (256,) float64, unit length."""
    def code(value):
        filled = torch.as_tensor(value, dtype=head[part].dtype).expand_as(head[part])
        return prior.encode({**head, part: filled}).mean(0)
    moved = (to_w.double() @ (code(after) - code(before)).double()).numpy()
    return moved / np.linalg.norm(moved)


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument('--model', type=Path, required=True, help='last.pt of the training')
    args.add_argument('--out', type=Path, default=Path('build/directions'))
    options = args.parse_args()
    to_w = torch.load(options.model, map_location='cpu', weights_only=True)['ema']['to_w.weight']
    assert to_w.shape == (networks.W, prior.CODE), f'Expected to_w of {networks.W} x {prior.CODE} but received {tuple(to_w.shape)}'
    torch.manual_seed(SEED)
    head = prior.from_normal(torch.randn(HEADS, 512))
    options.out.mkdir(parents=True, exist_ok=True)
    for name, change in changes().items():
        buffer = io.BytesIO()
        np.save(buffer, direction(to_w, head, *change).astype(np.float32)[None])
        (options.out / f"{name.replace(':', '-')}.npy").write_bytes(buffer.getvalue())


if __name__ == '__main__':
    main()

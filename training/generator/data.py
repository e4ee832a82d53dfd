"""The renders as arrays: images, what matters in them, and the codes they were drawn from.

    load(heads, cache) -> Heads(image (n, 3, 128, 128) uint8, weight (n, 1, 128, 128) uint8 in 1/32, code (n, CODE), ids (n,))

`heads` holds `train/<id>_<variant>.{webp,seg.png}` (or `train.tar`) and `render_heads.py`. Ids with id % 8 == 7 are
held out of training; ids from 900000 are for evaluation and never read.
"""
import importlib.util
import io
import re
import sys
import tarfile
import types
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from . import prior

SIZE = 128
# Loss weight of each label: background, skin, ear, nose, lips, mouth, eye, brow, hair, neck, cloth.
WEIGHT = np.array([.6, 1.2, 1, 1.6, 3, 3, 4, 2.5, 1.1, .7, .6])


@dataclass
class Heads:
    image: torch.Tensor
    weight: torch.Tensor
    code: torch.Tensor
    ids: torch.Tensor

    def split(self):
        """indices: (train, held out)"""
        held = self.ids % 8 == 7
        return torch.nonzero(~held)[:, 0], torch.nonzero(held)[:, 0]


def renderer(path):
    """render_heads.py as a module; only its random choices are used, so a missing OpenGL binding is no obstacle."""
    if importlib.util.find_spec('moderngl') is None:
        sys.modules['moderngl'] = types.ModuleType('moderngl')
    spec = importlib.util.spec_from_file_location('render_heads', path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def files(heads):
    """-> {name: bytes reader} of the renders, from a folder or a tar."""
    folder = next((d for d in (heads / 'train', heads) if any(d.glob('*_0.webp'))), None)
    if folder:
        return {p.name: p.read_bytes for p in folder.iterdir()}
    tar = tarfile.open(heads / 'train.tar')
    return {Path(m.name).name: (lambda m=m: tar.extractfile(m).read()) for m in tar.getmembers() if m.isfile()}


def load(heads, cache, renders=None):
    heads, cache = Path(heads), Path(cache)
    if not cache.exists():
        have = files(Path(renders or heads))
        names = sorted(n[:-5] for n in have if re.fullmatch(r'\d+_\d+\.webp', n) and int(n.split('_')[0]) < 900_000)
        image = [np.asarray(Image.open(io.BytesIO(have[n + '.webp']())).convert('RGB').resize((SIZE, SIZE), Image.BOX)) for n in names]
        weight = [weights(np.asarray(Image.open(io.BytesIO(have[n + '.seg.png']())))) for n in names]
        module = renderer(heads / 'render_heads.py')
        rows = []
        for i, k in (map(int, n.split('_')) for n in names):
            person = module.identity(i)
            rows.append(prior.from_renderer(person, module.variant(person, k)))
        head = {f: torch.tensor([r[f] for r in rows], dtype=torch.float32) for f in prior.FIELDS}
        cache.parent.mkdir(parents=True, exist_ok=True)
        np.savez(cache, image=np.stack(image).transpose(0, 3, 1, 2), weight=np.stack(weight), code=prior.encode(head).numpy(), ids=np.array([int(n.split('_')[0]) for n in names]))
    a = np.load(cache)
    return Heads(torch.from_numpy(a['image']), torch.from_numpy(a['weight']), torch.from_numpy(a['code']), torch.from_numpy(a['ids']))


def weights(label):
    """label map (256, 256) -> (1, 128, 128) uint8, 32 for a weight of one."""
    w = WEIGHT[label]
    return (w.reshape(SIZE, w.shape[0] // SIZE, SIZE, -1).mean((1, 3)) * 32).round().astype(np.uint8)[None]

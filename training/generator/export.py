"""Write a trained model and its mapping network as an official StyleGAN2: generator.npz, golden.npz and two sheets.

    python -m training.generator.export --mapping build/generator/mapping.pt --out build/generator/export
    python -m training.generator.export ... --model build/generator/last.pt

With --model, the synthesis network is that model's, trained on since the mapping network was fitted to it.

generator.npz   float32 arrays under stylegan2-ada-pytorch's parameter names (z 512, w 256; 12 ws at 128 px, 14 at 256)
golden.npz      z of seeds 0-3 (numpy RandomState), w, ws at psi 0.7, images at psi 1 and 0.7 with constant noise
seeds-0-63-*    uncurated
The folder is written aside and renamed; the export is checked against `reference.py`, which shares no code with training.
"""

import argparse
import os
import shutil
from pathlib import Path

import numpy as np
import torch

from . import networks, reference
from .sheets import sheet


def generator(state, mapping, shape):
    """State dicts of a `positive` train.Model and of its networks.Mapping -> networks.Generator."""
    g = networks.Generator(**shape)
    g.synthesis.load_state_dict({k[len("synthesis.") :]: v for k, v in state.items() if k.startswith("synthesis.")})
    g.mapping.load_state_dict(mapping)
    return g.requires_grad_(False).to(memory_format=torch.channels_last)


def write(g, out):
    """-> largest difference from the reference over the golden images."""
    out = Path(out)
    temp = out.with_name(f"{out.name}.{os.getpid()}")
    temp.mkdir(parents=True)
    arrays = networks.official_state(g)
    np.savez(temp / "generator.npz", **arrays)
    z = torch.from_numpy(
        np.concatenate([np.random.RandomState(s).randn(1, networks.Z) for s in range(64)]).astype(np.float32)
    )
    w = g.mapping(z)
    near = g.mapping.w_avg + 0.7 * (w - g.mapping.w_avg)
    draw = lambda w: torch.cat([g.synthesis(x, "const") for x in w.split(16)]).contiguous()
    images = dict(psi1=draw(w), psi07=draw(near))
    np.savez(
        temp / "golden.npz",
        z=z[:4].numpy(),
        w=w[:4].numpy(),
        ws_psi07=near[:4, None].repeat(1, g.synthesis.num_ws, 1).numpy(),
        image_psi07=images["psi07"][:4].numpy(),
        image_psi1=images["psi1"][:4].numpy(),
    )
    for name, x in images.items():
        sheet(x, temp / f"seeds-0-63-{name}.png")
    ref = reference.generate(arrays, z[:1].numpy())
    worst = max(np.abs(ref[k] - images[k][:1].numpy()).max() for k in images)
    if worst >= 1e-3:
        raise SystemExit(f"Expected the export to differ from its reference by less than 0.001 but received {worst}")
    if out.exists():
        old = out.with_name(f"{out.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        out.rename(old)
    temp.rename(out)
    return worst


def main(argv=None):
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--mapping", type=Path, required=True)
    ap.add_argument("--model", type=Path)
    ap.add_argument("--out", type=Path, required=True)
    o = ap.parse_args(argv)
    torch.set_num_threads(1)
    fitted = torch.load(o.mapping, map_location="cpu", weights_only=True)
    model = torch.load(o.model, map_location="cpu", weights_only=True) if o.model else dict(fitted, ema=fitted["state"])
    if o.model and model["kind"] != "adversarial":
        raise SystemExit(
            f"Expected {o.model} to have been trained with --mapping but received one of {model['kind']}, whose W has moved"
        )
    g = generator({k: v.float() for k, v in model["ema"].items()}, fitted["mapping"], model["shape"])
    print("largest difference from the reference", write(g, o.out))


if __name__ == "__main__":
    main()

"""A StyleGAN2 of CC0 heads, from renders to an export, in one command.

    python -m training.generator.run --renders build/renders --out build/generator --minutes 90

The renderer's parameters are known for every render, so the generator is not left to discover them:

    prior.py        what a head is; f(z), which draws one from a Gaussian
    code.py         a head's code: the quantities that the picture depends on
    data.py         renders -> images, label maps (eyes, brows and mouths count more in a loss) and codes
    train.py        code -> W (linear, so attributes are directions in W by construction) -> image, by regression at 64 px,
                    then 128 px with the energy of edges
    fit_mapping.py  the official mapping network z -> W, fitted to f with unlimited fresh z
    train.py        again, if asked: W stays, the synthesis network is sharpened against a discriminator, which judges
                    renders' reconstructions with their codes and what the mapping network draws without
    export.py       official names, golden values, sheets; checked against reference.py, which shares no code with them

`networks.py`, `muon.py`, `losses.py`, `adversary.py`, `augment.py`, `sheets.py` are their parts. Every step is a command
of its own (`python -m training.generator.<step> --help`) and can be resumed. Ids with id % 8 == 7 are held out of training.
`training/gpu.py` does the same at 256 px on one GPU.

On a CPU much of a step goes into page faults unless glibc keeps what it frees; set, before starting,
    OMP_WAIT_POLICY=passive MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=20000000000 MALLOC_TOP_PAD_=500000000 MALLOC_ARENA_MAX=1
Seen on one core without AVX-512, by its own time: 13 images a second at 64 px, 7 at 128 px. There bf16 is far slower.
Starting from another model's synthesis network and linear map pays at once: after 320 images at 64 px, a training loss of 1.2
rather than 3.0 from scratch.
"""

import argparse
from pathlib import Path

from . import export, fit_mapping, train

STAGES = [
    (0.25, ["--resolution", "64"]),
    (0.25, ["--resolution", "128", "--energy", "1"]),
    (0.30, ["--resolution", "128", "--energy", "1.5", "--decay", ".65"]),
]
"""Part of the time, and the options of each stage of the regression."""

MAPPING, ADVERSARIAL = (
    0.2,
    ["--resolution", "128", "--adversarial", "1", "--pixel", "5", "--lr", ".002", "--decay", ".3"],
)
"""Part of the time for the mapping network; options of what may follow it."""


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--renders", required=True, help="folder of <id>_<variant>.webp and .seg.png")
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--init-synthesis", help="checkpoint to take the synthesis network of")
    ap.add_argument("--minutes", type=float, default=90, help="without the adversarial stage")
    ap.add_argument("--adversarial", type=float, default=0, help="minutes of a last stage against a discriminator")
    ap.add_argument("--threads", type=int, default=2)
    o = ap.parse_args()
    last, mapping = o.out / "last.pt", o.out / "mapping.pt"
    common = ["--renders", o.renders, "--out", str(o.out), "--threads", str(o.threads)]
    for k, (part, more) in enumerate(STAGES):
        begin = ["--resume", str(last)] if k else ["--init-synthesis", o.init_synthesis] if o.init_synthesis else []
        train.main(common + begin + more + ["--minutes", str(part * o.minutes)])
    fit_mapping.main(
        [
            "--model",
            str(last),
            "--out",
            str(mapping),
            "--minutes",
            str(MAPPING * o.minutes),
            "--threads",
            str(o.threads),
        ]
    )
    if o.adversarial:
        train.main(
            common + ADVERSARIAL + ["--resume", str(last), "--mapping", str(mapping), "--minutes", str(o.adversarial)]
        )
    export.main(
        ["--mapping", str(mapping), "--out", str(o.out / "export"), *(["--model", str(last)] if o.adversarial else [])]
    )


if __name__ == "__main__":
    main()

"""A StyleGAN2 of CC0 heads, from renders to an export, in one command.

    python -m training.generator.run --heads ../shared/heads --out build/generator --minutes 90

The renderer's parameters are known for every render, so the generator is not left to discover them:

    prior.py        what a head is; f(z), which draws one from a Gaussian; its code, the quantities the picture depends on
    data.py         renders -> images, weights (eyes, brows and mouths count more) and codes
    train.py        code -> W (linear, so attributes are directions in W by construction) -> image, by regression at 64 px,
                    then 128 px with the energy of edges; at last, if asked, with a discriminator that sees unseen heads too
    fit_mapping.py  the official mapping network z -> W, fitted to f with unlimited fresh z
    export.py       official names, golden values, sheets; checked against reference.py, which shares no code with them

`networks.py`, `muon.py`, `losses.py`, `adversary.py`, `sheets.py` are their parts. Every step is a command of its own
(`python -m training.generator.<step> --help`) and can be resumed. Ids with id % 8 == 7 are held out of training.

On a CPU much of a step goes into page faults unless glibc keeps what it frees; set, before starting,
    OMP_WAIT_POLICY=passive MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=20000000000 MALLOC_TOP_PAD_=500000000 MALLOC_ARENA_MAX=1
Seen on one of two shared cores: 8 to 10 images a second at 128 px. Held-out loss (96 images, the pyramid alone): 0.746
after 11,900 images, 0.719 after 14,300; with the energy of edges 0.663 after 18,600, 0.630 after 22,700; with the rate
decayed 0.593 after 30,100. That run began from an earlier generator, and had no adversarial stage.
"""
import argparse
from pathlib import Path

import torch

from . import export, fit_mapping, train

# Part of the time, and the options of each stage. What is left goes to the mapping network.
STAGES = [(.25, ['--resolution', '64']), (.25, ['--resolution', '128', '--energy', '1']), (.30, ['--resolution', '128', '--energy', '1.5', '--decay', '.65'])]
# With a GPU or hours to spare, out of the mapping's time. It runs; what it does for the pictures has not been measured.
ADVERSARIAL = (.10, ['--resolution', '128', '--energy', '.5', '--adversarial', '.02', '--freeze-w', '--muon', '.002', '--lr', '.001', '--decay', '.7'])


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--heads', required=True, help='folder with render_heads.py and train.tar, or train/')
    ap.add_argument('--renders', help='where the unpacked renders are, if elsewhere')
    ap.add_argument('--out', type=Path, required=True)
    ap.add_argument('--init', help='generator.npz to start from')
    ap.add_argument('--minutes', type=float, default=90)
    ap.add_argument('--adversarial', action='store_true', help='a last stage against a discriminator')
    ap.add_argument('--threads', type=int, default=2)
    o = ap.parse_args()
    last = o.out / 'last.pt'
    common = ['--heads', o.heads, '--out', str(o.out), '--threads', str(o.threads)] + (['--renders', o.renders] if o.renders else [])
    stages = STAGES + [ADVERSARIAL] * o.adversarial
    for k, (part, more) in enumerate(stages):
        begin = ['--resume', str(last)] if k else ['--init', o.init] if o.init else []
        train.main(common + begin + more + ['--minutes', str(part * o.minutes)])
    state = fit_mapping.positive(torch.load(last, map_location='cpu')['ema'])
    mapping = fit_mapping.fit(state, (1 - sum(part for part, _ in stages)) * o.minutes)
    torch.save(dict(mapping=mapping.state_dict(), state=state), o.out / 'mapping.pt')
    print('largest difference from the reference', export.write(export.generator(state, mapping.state_dict()), o.out / 'export'))


if __name__ == '__main__':
    main()

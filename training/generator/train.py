"""Train the synthesis network and the linear map code -> W on renders, then sharpen it against a discriminator.

    python -m training.generator.train --heads ../shared/heads --out build/generator --minutes 25 --resolution 64
    python -m training.generator.train ... --resume build/generator/last.pt --energy 1.5 --decay .6
    python -m training.generator.train ... --resume build/generator/last.pt --energy .5 --adversarial .02 --freeze-w

`last.pt` (every four minutes and at the end) holds model, ema, optimisers, the discriminator and the images seen;
`s<images>.png` shows renders above their reconstructions (half of them held out) and unseen heads f(z) below.
CPU or one GPU. W is a linear function of the code, so every attribute of the renderer is a direction in W.
"""
import argparse
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from . import adversary, data, losses, networks, prior
from .muon import Muon
from .sheets import sheet


class Model(nn.Module):
    """code (n, CODE) -> RGB (n, 3, res, res), about [-1, 1]."""

    def __init__(self, init=None, w_init=None):
        super().__init__()
        self.to_w, self.synthesis = nn.Linear(prior.CODE, networks.W), networks.Synthesis()
        if init:
            networks.load_official(self.synthesis, dict(np.load(init)), 'synthesis.')
        if w_init:
            self.to_w.load_state_dict(torch.load(w_init))

    def forward(self, code, **options):
        return self.synthesis(self.to_w(code), **options)


def optimisers(model, o):
    """-> [(optimiser, rate)]: Muon for the convolutions, Adam for the rest, slower for the linear map, whose columns of
    slight parameters would else be noise (at the full rate, by model less ema, about a fifth of W's spread)."""
    conv, linear, rest = [], [], []
    for name, p in model.named_parameters():
        if 'noise' not in name:
            (linear if name.startswith('to_w') else conv if p.ndim == 4 and 'torgb' not in name else rest).append(p)
    adam = lambda params, lr: (torch.optim.Adam(params, lr, (.9, .99), eps=1e-10), lr)
    return [adam(rest, o.lr), (Muon(conv, o.muon), o.muon)] + ([] if o.freeze_w else [adam(linear, o.lr * .3)])


class Run:
    def __init__(self, o):
        self.o, self.dev = o, 'cuda' if torch.cuda.is_available() else 'cpu'
        self.heads = data.load(o.heads, o.cache or Path(o.out) / 'heads.npz', o.renders)
        self.train, self.held = self.heads.split()
        place = lambda m: m.to(self.dev, memory_format=torch.channels_last)
        self.model, self.ema = place(Model(o.init, o.w_init)), place(Model()).requires_grad_(False)
        self.ema.load_state_dict(self.model.state_dict())
        rated, self.images = optimisers(self.model, o), 0
        self.opts = [opt for opt, _ in rated]
        self.adversary = adversary.Adversary(place, o.resolution) if o.adversarial else None
        if o.resume:
            k = torch.load(o.resume, map_location=self.dev)
            self.images = k['images']
            self.model.load_state_dict(k['model'])
            self.ema.load_state_dict(k['ema'])
            if len(k['opts']) >= len(self.opts):                                  # the last, the linear map's, may be frozen now
                for opt, state in zip(self.opts, k['opts']):
                    opt.load_state_dict(state)
            if self.adversary and k.get('adversary'):
                self.adversary.load_state_dict(k['adversary'])
        for opt, lr in rated:
            opt.param_groups[0].update(lr=lr, full=lr)
        self.fixed = prior.encode(prior.from_normal(torch.randn(32, prior.Z, generator=torch.Generator().manual_seed(5)))).to(self.dev)

    def batch(self, i):
        """indices -> images in [-1, 1], loss weights, codes"""
        x, w = self.heads.image[i].to(self.dev).float() / 127.5 - 1, self.heads.weight[i].to(self.dev).float() / 32
        k = x.shape[-1] // self.o.resolution
        return F.avg_pool2d(x, k), F.avg_pool2d(w, k), self.heads.code[i].to(self.dev)

    @torch.no_grad()
    def save(self):
        out, r = Path(self.o.out), self.o.resolution
        torch.save(dict(model=self.model.state_dict(), ema=self.ema.state_dict(), opts=[a.state_dict() for a in self.opts], images=self.images,
                        adversary=self.adversary.state_dict() if self.adversary else None), out / 'last.tmp')
        (out / 'last.tmp').rename(out / 'last.pt')
        show = torch.cat([self.train[::len(self.train) // 8][:8], self.held[::len(self.held) // 8][:8]])
        x, _, c = self.batch(show)
        y = torch.cat([self.ema(c, noise='none', res=r), self.ema(self.fixed, noise='none', res=r)])
        rows = [t.reshape(-1, 8, *x.shape[1:]) for t in (x, y)]
        sheet(torch.cat([rows[0][0], rows[1][0], rows[0][1], rows[1][1], *rows[1][2:]]), out / f's{self.images:07d}.png')
        check = self.held[::max(1, len(self.held) // 96)][:96].split(16)
        loss = [losses.pyramid(self.ema(c, noise='none', res=r), x, w).item() for x, w, c in map(self.batch, check)]
        print(f'{self.images} held-out loss {np.mean(loss):.4f}', flush=True)

    def step(self, rate):
        o = self.o
        for opt in self.opts:
            opt.param_groups[0]['lr'] = opt.param_groups[0]['full'] * rate
            opt.zero_grad(set_to_none=True)
        x, w, c = self.batch(self.train[torch.randint(len(self.train), (o.batch,))])
        fake = self.model(c, noise='none', res=o.resolution)
        loss = losses.pyramid(fake, x, w)
        shown = [loss.item()]
        if o.energy:
            edges = losses.energy(fake, x, w)
            loss = loss + o.energy * edges
            shown.append(edges.item())
        if self.adversary:
            unseen = self.model(adversary.unseen_codes(o.batch // 2).to(self.dev), noise='none', res=o.resolution)
            fool, match = self.adversary.judge(fake, x, unseen)
            loss = loss + o.adversarial * fool + o.matching * match
            shown += [fool.item(), match.item()]
        loss.backward()
        for opt in self.opts:
            opt.step()
        if self.adversary:
            shown.append(self.adversary.learn(x, fake.detach(), unseen.detach()))
        self.images += o.batch
        with torch.no_grad():
            torch._foreach_lerp_(list(self.ema.parameters()), list(self.model.parameters()), 1 - o.ema)
        return np.array(shown)

    def go(self):
        o, start, first, steps, last, mean = self.o, time.time(), self.images, 0, 0, None
        while (t := time.time() - start) < o.minutes * 60:
            left = 1 - t / (o.minutes * 60)
            seen = self.step(min(1, (steps + 1) / 30) * (1 if left > o.decay else max(.02, left / o.decay)))
            mean, steps = seen if mean is None else .97 * mean + .03 * seen, steps + 1
            if steps % 50 == 0:
                print(f'{self.images} {t:.0f} s {(self.images - first) / t:.1f} img/s loss {np.round(mean, 4)}', flush=True)
            if t - last > 240:
                self.save()
                last = t
        self.save()


def options():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--heads', required=True, help='folder with render_heads.py and the renders')
    ap.add_argument('--renders', help='where the unpacked renders are, if elsewhere')
    ap.add_argument('--cache', help='decoded renders (default: OUT/heads.npz)')
    ap.add_argument('--out', required=True)
    ap.add_argument('--init', help='generator.npz to start the synthesis network from')
    ap.add_argument('--w-init', help='state dict to start the linear map from')
    ap.add_argument('--resume')
    ap.add_argument('--minutes', type=float, default=60)
    ap.add_argument('--resolution', type=int, default=128)
    ap.add_argument('--batch', type=int, default=8)
    ap.add_argument('--lr', type=float, default=.003)
    ap.add_argument('--muon', type=float, default=.008, help='RMS change of a convolution weight a step (they are unit variance)')
    ap.add_argument('--decay', type=float, default=0, help='part of the time over which the rate falls to nothing')
    ap.add_argument('--ema', type=float, default=.99)
    ap.add_argument('--energy', type=float, default=0, help='weight of the energy of edges')
    ap.add_argument('--adversarial', type=float, default=0)
    ap.add_argument('--matching', type=float, default=.5, help='weight of the discriminator features of a render and its reconstruction')
    ap.add_argument('--freeze-w', action='store_true', help='leave the linear map, so that a fitted mapping network stays valid')
    ap.add_argument('--threads', type=int, default=1)
    ap.add_argument('--seed', type=int, default=0)
    return ap


def main(argv=None):
    o = options().parse_args(argv)
    torch.set_num_threads(o.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(o.seed)
    Path(o.out).mkdir(parents=True, exist_ok=True)
    Run(o).go()


if __name__ == '__main__':
    main()

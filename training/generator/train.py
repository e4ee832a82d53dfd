"""Train the synthesis network and the linear map code -> W on renders, then sharpen it against a discriminator.

    python -m training.generator.train --renders DIR --out build/generator --minutes 25 --resolution 64
    python -m training.generator.train ... --resume build/generator/last.pt --energy 1.5 --decay .6
    python -m training.generator.train ... --resume build/generator/last.pt --adversarial 1 --pixel 10 --mapping build/generator/mapping.pt

`last.pt` (every few minutes and at the end) holds shape, model, ema, optimisers, the discriminator and the images seen;
`s<images>.png` shows renders above their reconstructions (half of them held out) and unseen heads f(z) below. Renders
that appear while it runs are taken in at every checkpoint. W is a linear function of the code, so every attribute of the
renderer is a direction in W. CPU, or one GPU with bf16 convolutions; what is kept is float32.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from . import adversary, data, losses, networks, prior
from .code import CODE, encode
from .muon import Muon
from .sheets import sheet


class Model(nn.Module):
    """code (n, CODE) -> RGB (n, 3, res, res), about [-1, 1]."""

    def __init__(self, res, base):
        super().__init__()
        self.to_w, self.synthesis = nn.Linear(CODE, networks.W), networks.Synthesis(res, base)

    def forward(self, code, **options):
        return self.synthesis(self.to_w(code), **options)

    def take_synthesis(self, state):
        """Whatever fits of another model's synthesis network; the rest stays as it is."""
        own = self.synthesis.state_dict()
        other = {k[len("synthesis.") :]: v for k, v in state.items() if k.startswith("synthesis.")}
        self.synthesis.load_state_dict(
            {k: other[k] if k in other and other[k].shape == v.shape else v for k, v in own.items()}
        )


def optimisers(model, o):
    """-> [(optimiser, rate)]. Regression: Muon for the convolutions, Adam for the rest, slower for the linear map, whose
    columns of slight parameters would else be noise (at the full rate, by model less ema, about a fifth of W's spread).
    Against a discriminator: Adam without momentum, as StyleGAN2, and the linear map is left as it is."""
    conv, linear, rest = [], [], []
    for name, p in model.named_parameters():
        if "noise" not in name:
            (linear if name.startswith("to_w") else conv if p.ndim == 4 and "torgb" not in name else rest).append(p)
    if o.adversarial:
        return [(torch.optim.Adam(conv + rest, o.lr, (0.0, 0.99), eps=1e-8), o.lr)]
    adam = lambda params, lr: (torch.optim.Adam(params, lr, (0.9, 0.99), eps=1e-10), lr)
    return [adam(rest, o.lr), (Muon(conv, o.muon), o.muon), adam(linear, o.lr * 0.3)]


class Run:
    def __init__(self, o):
        self.o, self.dev = o, "cuda" if torch.cuda.is_available() else "cpu"
        self.heads = data.Heads(o.renders, o.cache or Path(o.out) / "cache", o.workers, self.dev)
        self.heads.grow()
        self.train, self.held = self.heads.split()
        k = torch.load(o.resume, map_location="cpu", weights_only=True) if o.resume else {}
        self.shape = k.get("shape", dict(res=o.size, base=o.base))
        place = lambda m: m.to(self.dev, memory_format=torch.channels_last)
        self.model, self.ema = place(Model(**self.shape)), place(Model(**self.shape)).requires_grad_(False)
        self.images, kind = k.get("images", 0), "adversarial" if o.adversarial else "regression"
        self.mapping = place(networks.Mapping()).requires_grad_(False) if o.mapping else None
        self._begin(k)
        rated = optimisers(self.model, o)
        self.opts, self.kind = [opt for opt, _ in rated], kind
        self.adversary = adversary.Adversary(place, o.resolution, o.adversary_base, r1=o.r1) if o.adversarial else None
        if k.get("kind") == kind:
            for opt, state in zip(self.opts, k.get("opts", ())):
                opt.load_state_dict(state)
            if self.adversary and k.get("adversary"):
                self.adversary.load_state_dict(k["adversary"])
        for opt, lr in rated:
            opt.param_groups[0].update(lr=lr, full=lr)
        self.fixed = encode(prior.from_normal(torch.randn(32, prior.Z, generator=torch.Generator().manual_seed(5)))).to(
            self.dev
        )

    def _begin(self, k):
        """Weights: of a checkpoint (which may lack all but the ema), of another model's synthesis, or of a fitted mapping's model."""
        o = self.o
        if k:
            self.model.load_state_dict(k.get("model", k["ema"]))
            self.ema.load_state_dict(k["ema"])
        else:
            if o.init_synthesis:
                self.model.take_synthesis(torch.load(o.init_synthesis, map_location="cpu", weights_only=True)["ema"])
            if o.w_init:
                self.model.to_w.load_state_dict(torch.load(o.w_init, weights_only=True))
            self.ema.load_state_dict(self.model.state_dict())
        if self.mapping:
            fitted = torch.load(o.mapping, map_location="cpu", weights_only=True)
            self.mapping.load_state_dict(fitted["mapping"])
            if k.get("kind") != "adversarial":
                for m in (self.model, self.ema):
                    m.load_state_dict(fitted["state"])

    def draw(self, model, **inputs):
        """code or w -> pictures, float32; convolutions in bf16 on a GPU."""
        with torch.autocast(self.dev, torch.bfloat16, enabled=self.dev == "cuda"):
            w = inputs["w"] if "w" in inputs else model.to_w(inputs["code"].float())
            return model.synthesis(w, noise="none", res=self.o.resolution)

    @torch.no_grad()
    def save(self):
        out, r = Path(self.o.out), self.o.resolution
        torch.save(
            dict(
                shape=self.shape,
                kind=self.kind,
                images=self.images,
                model=self.model.state_dict(),
                ema=self.ema.state_dict(),
                opts=[a.state_dict() for a in self.opts],
                adversary=self.adversary.state_dict() if self.adversary else None,
            ),
            out / "last.tmp",
        )
        (out / "last.tmp").replace(out / "last.pt")
        pick = lambda rows: rows[torch.linspace(0, len(rows) - 1, 8).long()]
        x, _, c = self.heads.batch(torch.cat([pick(self.train), pick(self.held)]), r)
        y = torch.cat([self.draw(self.ema, code=c), self.draw(self.ema, code=self.fixed)])
        rows = [t.reshape(-1, 8, *x.shape[1:]) for t in (x, y)]
        sheet(
            torch.cat([rows[0][0], rows[1][0], rows[0][1], rows[1][1], *rows[1][2:]]), out / f"s{self.images:07d}.png"
        )
        check = self.held[:96].split(16)
        loss = [
            losses.pyramid(self.draw(self.ema, code=c), x, w).item()
            for x, w, c in (self.heads.batch(i, r) for i in check)
        ]
        print(f"{self.images} held-out loss {np.mean(loss):.4f} of {len(self.heads.names)} pictures", flush=True)

    def grow(self):
        self.heads.grow()
        self.train, self.held = self.heads.split()

    def unseen(self, n):
        """n w of heads without a render: of the fitted mapping network, if there is one, as users will draw them."""
        if not self.mapping:
            return self.model.to_w(adversary.unseen_codes(n, self.dev))
        return self.mapping(torch.randn(n, prior.Z, device=self.dev))

    def step(self, rate):
        o = self.o
        for opt in self.opts:
            opt.param_groups[0]["lr"] = opt.param_groups[0]["full"] * rate
            opt.zero_grad(set_to_none=True)
        x, w, c = self.heads.batch(self.train[torch.randint(len(self.train), (o.batch,))], o.resolution)
        fake = self.draw(self.model, code=c)
        loss = losses.pyramid(fake, x, w)
        shown = [loss.detach()]
        if o.energy:
            edges = losses.energy(fake, x, w)
            loss = loss + o.energy * edges
            shown.append(edges.detach())
        if self.adversary:
            unseen = self.draw(self.model, w=self.unseen(o.batch // 2))
            with torch.autocast(self.dev, torch.bfloat16, enabled=self.dev == "cuda"):
                fool, match = self.adversary.judge(fake, x, c, unseen)
            loss = o.pixel * loss + o.adversarial * fool + o.matching * match
            shown += [fool.detach(), match.detach()]
        loss.backward()
        for opt in self.opts:
            opt.step()
        if self.adversary:
            with torch.autocast(self.dev, torch.bfloat16, enabled=self.dev == "cuda"):
                shown.append(self.adversary.learn(x, fake.detach(), c, unseen.detach()))
        self.images += o.batch
        with torch.no_grad():
            beta = 0.5 ** (o.batch / max(min(o.half_life, 0.05 * self.images), 1))
            torch._foreach_lerp_(list(self.ema.parameters()), list(self.model.parameters()), 1 - beta)
        return torch.stack(shown)

    def go(self):
        o, start, first, steps, last, mean = self.o, time.time(), self.images, 0, 0, None
        warm = 300 if self.adversary else 30
        while (t := time.time() - start) < o.minutes * 60:
            left = 1 - t / (o.minutes * 60)
            seen = self.step(min(1, (steps + 1) / warm) * (1 if left > o.decay else max(0.02, left / o.decay)))
            mean, steps = seen if mean is None else 0.97 * mean + 0.03 * seen, steps + 1
            if steps % o.say == 0:
                more = f" augmentation {self.adversary.strength:.2f}" if self.adversary else ""
                print(
                    f"{self.images} {t:.0f} s {(self.images - first) / t:.1f} img/s loss {np.round(mean.tolist(), 4)}{more}",
                    flush=True,
                )
            if t - last > o.save_every * 60:
                self.grow()
                self.save()
                last = t
        self.save()


def options():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--renders", required=True, help="folder of <id>_<variant>.webp and .seg.png; may still be filling")
    ap.add_argument("--cache", help="folder of decoded renders (default: OUT/cache)")
    ap.add_argument("--out", required=True)
    ap.add_argument("--workers", type=int, default=1, help="processes that decode renders")
    ap.add_argument("--size", type=int, default=128, help="side of the finished pictures, px")
    ap.add_argument("--base", type=int, default=3072, help="channels of the generator at 1 px (most 256)")
    ap.add_argument("--init-synthesis", help="checkpoint to take the synthesis network of, as far as it fits")
    ap.add_argument("--w-init", help="state dict to start the linear map from")
    ap.add_argument("--resume", help="checkpoint to go on from")
    ap.add_argument("--minutes", type=float, default=60)
    ap.add_argument("--resolution", type=int, default=128, help="to train at now, px")
    ap.add_argument("--batch", type=int, default=8, help="a multiple of 8")
    ap.add_argument("--lr", type=float, default=0.003)
    ap.add_argument(
        "--muon", type=float, default=0.008, help="RMS change of a convolution weight a step (they are unit variance)"
    )
    ap.add_argument("--decay", type=float, default=0, help="part of the time over which the rate falls to nothing")
    ap.add_argument("--half-life", type=float, default=550, help="of the ema, images")
    ap.add_argument("--energy", type=float, default=0, help="weight of the energy of edges")
    ap.add_argument("--adversarial", type=float, default=0, help="weight of fooling the discriminator")
    ap.add_argument(
        "--pixel",
        type=float,
        default=10,
        help="against a discriminator, weight of the reconstruction losses; its slope falls with the side, so 10 at 256 px is as much as 5 at 128 px",
    )
    ap.add_argument(
        "--matching",
        type=float,
        default=5,
        help="weight of the discriminator features of a render and its reconstruction",
    )
    ap.add_argument("--r1", type=float, default=1)
    ap.add_argument("--adversary-base", type=int, default=3072, help="channels of the discriminator at 1 px")
    ap.add_argument("--mapping", help="mapping.pt of fit_mapping: its model is trained, its heads are judged")
    ap.add_argument("--save-every", type=float, default=4, help="minutes")
    ap.add_argument("--say", type=int, default=50, help="steps between two lines")
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--seed", type=int, default=0)
    return ap


def main(argv=None):
    o = options().parse_args(argv)
    torch.set_num_threads(o.threads)
    torch.set_flush_denormal(True)
    torch.set_float32_matmul_precision("high")
    torch.backends.cudnn.allow_tf32 = torch.backends.cudnn.benchmark = True
    torch.manual_seed(o.seed)
    Path(o.out).mkdir(parents=True, exist_ok=True)
    Run(o).go()


if __name__ == "__main__":
    main()

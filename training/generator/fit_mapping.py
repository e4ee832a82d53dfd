"""Fit the official mapping network (z -> w) to a trained model's analytic one, z -> f(z) -> code -> w.

    python -m training.generator.fit_mapping --model build/generator/last.pt --out build/generator/mapping.pt --minutes 10

On a GPU, `--batch 4096 --lr .002` and two minutes do.

The target is a known function, so every batch is fresh. Errors are weighed by what the synthesis network's styles make
of them (the sum over layers of A'A, A a layer's affine map), as a part of w that no layer reads does not matter.
The mapping network ends in a leaky rectifier, and W's origin is free: `positive` moves it so that w is above zero and
the rectifier idles. The last layer is then linear, and is solved for exactly whenever the model has changed.
"""

import argparse
import math
import time
from pathlib import Path

import torch

from . import networks, prior
from .code import CODE, encode, place


def style_metric(state):
    """(256, 256): square root of the sum over layers of A'A / channels; |metric @ dw|^2 is the change of the styles."""
    a = [v.double() for k, v in state.items() if k.startswith("synthesis") and k.endswith("affine.weight")]
    m = sum(x.t() @ x / x.shape[0] for x in a) / len(a)
    e, v = torch.linalg.eigh(m)
    return (v * e.clamp(min=0).sqrt() @ v.t()).float()


def target(state, z):
    return torch.nn.functional.linear(encode(prior.from_normal(z)), state["to_w.weight"], state["to_w.bias"])


def start(mapping):
    """Equalised learning rate of 0.01 is meant for adversarial training: here weights are trained as used, then divided back."""
    for k in range(8):
        layer = getattr(mapping, f"fc{k}")
        layer.weight.data *= layer.gain
        layer.bias.data *= layer.lr_mul
        layer.gain, layer.lr_mul = 1.0, 1.0


def finish(mapping):
    for k in range(8):
        layer = getattr(mapping, f"fc{k}")
        layer.gain, layer.lr_mul = 0.01 / math.sqrt(layer.weight.shape[1]), 0.01
        layer.weight.data /= layer.gain
        layer.bias.data /= layer.lr_mul


@torch.no_grad()
def positive(state, sigmas=4.5):
    """The same model with w moved above zero: to_w's bias takes the shift, every affine's bias takes it back."""
    w = target(state, torch.randn(16384, networks.Z, generator=torch.Generator().manual_seed(1)))
    shift = sigmas * w.std(0) - w.mean(0)
    out = {k: v.clone() for k, v in state.items()}
    out["to_w.bias"] += shift
    for k in state:
        if k.endswith("affine.bias"):
            out[k] -= state[k[:-4] + "weight"] @ shift / math.sqrt(networks.W)
    return out


@torch.no_grad()
def solve_last(mapping, state, n=40000):
    """Least squares of the last layer, on the seven before it."""
    dev = mapping.w_avg.device
    gram, right = (torch.zeros(networks.W + 1, k, device=dev).double() for k in (networks.W + 1, networks.W))
    for _ in range(n // 4000):
        z = torch.randn(4000, networks.Z, device=dev)
        x = z * torch.rsqrt(z.square().mean(1, keepdim=True) + 1e-8)
        for k in range(7):
            x = getattr(mapping, f"fc{k}")(x)
        x = torch.cat([x, torch.ones_like(x[:, :1])], 1).double()
        gram += x.t() @ x
        right += x.t() @ (target(state, z) / networks.GAIN).double()
    ridge = 1e-6 * gram.diagonal().mean() * torch.eye(len(gram), device=dev).double()
    a = torch.linalg.solve(gram + ridge, right).float()
    last = mapping.fc7
    last.weight.copy_(a[:-1].t() / last.gain)
    last.bias.copy_(a[-1] / last.lr_mul)


@torch.no_grad()
def report(mapping, state, metric, n=8192):
    """R^2 of w, of the styles, along each hair style's own direction in W, and along some quantities' own."""
    z = torch.randn(n, networks.Z, device=metric.device)
    w, goal = mapping(z), target(state, z)
    r2 = lambda a, b: 1 - ((a - b).square().sum() / (b - b.mean(0)).square().sum()).item()
    along = lambda columns: torch.nn.functional.normalize(state["to_w.weight"] @ columns, dim=0).t()
    unit, k = torch.eye(CODE, device=metric.device), len(prior.HAIR)
    styles = along(unit[:, place("hair")] @ (torch.eye(k, device=metric.device) - 1 / k))
    others = {
        name: along(unit[:, place(name)].sum(1, keepdim=True))[0] for name in ("age", "sex", "smile", "beard", "tone")
    }
    line = " ".join(f"{name} {r2(w @ d, goal @ d):.3f}" for name, d in [*zip(prior.HAIR, styles), *others.items()])
    return f"R2 w {r2(w, goal):.4f} styles {r2(w @ metric, goal @ metric):.4f}; {line}"


def fit(state, minutes, batch=256, lr=0.0015, mapping=None, say=print):
    """state: a `positive` model, wherever it is to be fitted -> Mapping, there."""
    dev = state["to_w.bias"].device
    metric = style_metric(state)
    mapping = (mapping or networks.Mapping()).to(dev)
    start(mapping)
    params = list(mapping.parameters())
    solve_last(mapping, state)
    say("least squares of the last layer: " + report(mapping, state, metric))
    opt = torch.optim.Adam(params, lr, (0.9, 0.99))
    t0, step = time.time(), 0
    draw = lambda n: torch.randn(n, networks.Z, device=dev)
    spread = (target(state, draw(8192)) @ metric).var(0).sum()
    while (t := (time.time() - t0) / 60 / minutes) < 1:
        for g in opt.param_groups:
            g["lr"] = lr * min(1, step / 100) * (1 - t) + 1e-6
        z = draw(batch)
        loss = ((mapping(z) - target(state, z)) @ metric).square().sum(1).mean() / spread
        opt.zero_grad(set_to_none=True)
        loss.backward()
        opt.step()
        step += 1
        if step % 500 == 0:
            say(f"{step} unexplained {loss.item():.4f} {(time.time() - t0) / step * 1e3:.0f} ms")
    finish(mapping)
    with torch.no_grad():
        mapping.w_avg.copy_(torch.cat([mapping(draw(4096)) for _ in range(8)]).mean(0))
    say(report(mapping, state, metric))
    return mapping


def fitted(model, minutes, batch=256, lr=0.0015, begin=None, say=lambda line: print(line, flush=True)):
    """last.pt's dict -> what mapping.pt holds: dict(shape, mapping, state), on the CPU."""
    dev = "cuda" if torch.cuda.is_available() else "cpu"
    state = {k: v.to(dev) for k, v in positive(model["ema"]).items()}
    mapping = networks.Mapping()
    if begin:
        mapping.load_state_dict(begin["mapping"])
    mapping = fit(state, minutes, batch, lr, mapping, say)
    here = lambda d: {k: v.cpu() for k, v in d.items()}
    return dict(shape=model["shape"], mapping=here(mapping.state_dict()), state=here(state))


def main(argv=None):
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--model", type=Path, required=True, help="last.pt of the training")
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--minutes", type=float, default=10)
    ap.add_argument("--batch", type=int, default=256)
    ap.add_argument("--lr", type=float, default=0.0015)
    ap.add_argument("--start", type=Path, help="an earlier mapping.pt to go on from")
    ap.add_argument("--threads", type=int, default=1)
    o = ap.parse_args(argv)
    torch.set_num_threads(o.threads)
    torch.manual_seed(0)
    read = lambda path: torch.load(path, map_location="cpu", weights_only=True)
    temp = o.out.with_suffix(".tmp")
    torch.save(fitted(read(o.model), o.minutes, o.batch, o.lr, read(o.start) if o.start else None), temp)
    temp.replace(o.out)


if __name__ == "__main__":
    main()

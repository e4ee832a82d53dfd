"""The generator at 256 px on one GPU in about half an hour, called again and again for a few minutes each.

    python -m training.gpu --assets assets.tar.xz --work /tmp/heads --out OUT --wait 560 --minutes 25

The first call starts the work in a process session of its own; every call then waits, at most --wait seconds, and copies
what is worth keeping to --out: ema.pt and adversary.pt (float16), mapping.pt, the newest sheet, and log.txt,
each below 16 MiB. With --carry, a folder with these files, work that was lost goes on from them on another
machine: only the renders are drawn again. On a CPU, `--smoke` runs all of it with a few tiny pictures.

    render       all cores, on to the end; what follows begins when there are enough pictures, and takes in the rest
    regression   64, 128, 256 px, from the renderer's parameters
    mapping      z -> W, fitted to the analytic prior
    adversarial  whatever time is left, with the rate falling over the last third; then the export, as generator.npz in --work
"""

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import time
from dataclasses import dataclass
from pathlib import Path

import torch

EXPORT_MINUTES = 0.6
PATIENCE = 150
"""Seconds to the first picture. A pool whose workers all fail starts them again without end."""


@dataclass(frozen=True)
class Plan:
    """How much of everything. `regression`: (px, minutes, more options)."""

    size: int
    ids: int
    enough: int
    base: int
    batch: int
    regression: tuple
    mapping: float
    mapping_batch: int
    save_every: float
    say: int


LEARN = (64, 1.5, ()), (128, 1.5, ("--energy", "1")), (256, 3, ("--energy", "1.5", "--decay", ".4"))
TRY = (16, 0.1, ()), (32, 0.1, ("--energy", "1"))
FULL = Plan(
    size=256, ids=7500, enough=6000, base=8192, batch=64, regression=LEARN, mapping=1.5, mapping_batch=4096,
    save_every=1.5, say=200,
)  # fmt: skip
SMOKE = Plan(
    size=32, ids=16, enough=48, base=256, batch=8, regression=TRY, mapping=0.1, mapping_batch=64,
    save_every=0.1, say=5,
)  # fmt: skip


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--assets", type=Path, required=True, help="assets.tar.xz, or the folder it unpacks to")
    ap.add_argument("--work", type=Path, required=True, help="folder on the local disk; about 10 GB")
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--carry", type=Path, help="folder with what an earlier run left in --out")
    ap.add_argument("--minutes", type=float, default=25, help="of the whole work")
    ap.add_argument("--wait", type=float, default=560, help="seconds")
    ap.add_argument("--workers", type=int, default=max(1, os.cpu_count() - 2), help="processes that draw and decode")
    ap.add_argument("--smoke", action="store_true")
    ap.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    o = ap.parse_args()
    o.assets, o.work, o.out = o.assets.resolve(), o.work.resolve(), o.out.resolve()
    o.work.mkdir(parents=True, exist_ok=True)
    if o.inside:
        return Work(o).go()
    started = time.monotonic()
    begin(o)
    while time.monotonic() - started < o.wait and not (o.work / "done").exists() and alive(o.work):
        time.sleep(1)
    o.out.mkdir(parents=True, exist_ok=True)
    keep(o.work, o.out)
    print((o.work / "log.txt").read_text()[-3000:])
    state = "finished" if (o.work / "done").exists() else "going on: call again" if alive(o.work) else "stopped"
    print(state)
    sys.exit(state == "stopped")


def begin(o):
    """Start the work, unless it is going on or done. It runs from a copy of these scripts, which the next call may replace."""
    if (o.work / "done").exists() or alive(o.work):
        return
    if o.carry and not (o.work / "last.pt").exists():
        bring(o.carry, o.work)
    shutil.copytree(Path(__file__).parent, o.work / "src" / "training", dirs_exist_ok=True)
    inside = [
        "--inside",
        "--assets",
        o.assets,
        "--work",
        o.work,
        "--out",
        o.out,
        "--minutes",
        o.minutes,
        "--workers",
        o.workers,
        *["--smoke"] * o.smoke,
    ]
    command = [sys.executable, "-m", "training.gpu", *map(str, inside)]
    with open(o.work / "log.txt", "a") as log:
        child = subprocess.Popen(
            command, cwd=o.work / "src", stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
        )
    (o.work / "pid").write_text(str(child.pid))


def alive(work):
    try:
        stat = Path(f"/proc/{int((work / 'pid').read_text())}/stat").read_text()
    except (OSError, ValueError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def bring(carry, work):
    """What `keep` left -> work/last.pt and work/mapping.pt."""
    read = lambda name: (
        torch.load(carry / name, map_location="cpu", weights_only=True) if (carry / name).exists() else None
    )
    if not (carry / "ema.pt").exists():
        return
    torch.save(dict(read("ema.pt"), opts=[], adversary=read("adversary.pt")), work / "last.pt")
    if (carry / "mapping.pt").exists():
        shutil.copy(carry / "mapping.pt", work / "mapping.pt")


def keep(work, out):
    """The small of what there is, in float16, each file whole or not at all."""
    half = lambda d: {k: v.half() if v.is_floating_point() else v for k, v in d.items()}
    files = {}
    if (work / "last.pt").exists():
        k = torch.load(work / "last.pt", map_location="cpu", weights_only=True)
        files["ema.pt"] = dict(shape=k["shape"], kind=k["kind"], images=k["images"], ema=half(k["ema"]))
        if k.get("adversary"):
            files["adversary.pt"] = {
                **{n: k["adversary"][n] for n in ("steps", "strength")},
                "net": half(k["adversary"]["net"]),
            }
    if (work / "mapping.pt").exists():
        k = torch.load(work / "mapping.pt", map_location="cpu", weights_only=True)
        files["mapping.pt"] = dict(shape=k["shape"], mapping=k["mapping"])
    for name, what in files.items():
        torch.save(what, out / name)
    sheets = sorted(work.glob("s*.png"))
    for path in [work / "log.txt", *sheets[-1:]]:
        shutil.copy(path, out / path.name)
    if (work / "export").exists():
        shutil.copy(work / "export" / "seeds-0-63-psi07.png", out)


class Work:
    """The stages, one after the other, each a command; what is done already is not done again."""

    def __init__(self, o):
        self.o, self.plan, self.deadline = o, SMOKE if o.smoke else FULL, time.monotonic() + o.minutes * 60
        self.renders, self.last, self.mapping = o.work / "renders", o.work / "last.pt", o.work / "mapping.pt"

    def go(self):
        drawing = self.draw()
        state = torch.load(self.last, map_location="cpu", weights_only=True)["kind"] if self.last.exists() else "none"
        if state != "adversarial":
            if state == "none":
                self.regression()
            p = self.plan
            self.run(
                "generator.fit_mapping",
                "--model",
                self.last,
                "--out",
                self.mapping,
                "--minutes",
                p.mapping,
                "--batch",
                p.mapping_batch,
                "--lr",
                0.002,
            )
        left = (self.deadline - time.monotonic()) / 60 - EXPORT_MINUTES
        self.train(
            "--resume",
            self.last,
            "--mapping",
            self.mapping,
            "--adversarial",
            1,
            "--resolution",
            self.plan.size,
            "--lr",
            0.002,
            "--half-life",
            8000,
            "--adversary-base",
            self.plan.base,
            "--decay",
            0.33,
            "--minutes",
            max(0.1, left),
        )
        drawing.terminate()
        self.run("generator.export", "--mapping", self.mapping, "--model", self.last, "--out", self.o.work / "export")
        (self.o.work / "done").touch()

    def draw(self):
        """Start drawing, and wait for enough pictures."""
        assets, p = self.o.assets, self.plan
        if assets.is_file():
            target = self.o.work / "assets"
            if not target.exists():
                with tarfile.open(assets) as tar:
                    tar.extractall(self.o.work / "assets.part", filter="data")
                (self.o.work / "assets.part").replace(target)
            assets = next(path.parent for path in target.rglob("base.obj"))
        command = [
            "renders.run",
            "--assets",
            assets,
            "--out",
            self.renders,
            "--ids",
            f"0:{p.ids}",
            "--variants",
            4,
            "--size",
            p.size,
            "--workers",
            self.o.workers,
        ]
        drawing = subprocess.Popen(["nice", "-n", "10", *self.command(*command)], stdout=subprocess.DEVNULL)
        begun = time.monotonic()
        while drawing.poll() is None and (n := self.drawn()) < p.enough:
            if not n and time.monotonic() - begun > PATIENCE:
                drawing.terminate()
            time.sleep(0.5)
        if drawing.poll():
            raise SystemExit(f"Expected pictures in {self.renders} but the renderer ended with {drawing.poll()}")
        return drawing

    def drawn(self):
        return sum(1 for _ in self.renders.glob("*.webp"))

    def regression(self):
        p, begin = self.plan, ()
        for size, minutes, more in p.regression:
            self.train(*begin, "--resolution", size, "--half-life", 4000, "--minutes", minutes, *more)
            begin = "--resume", self.last

    def train(self, *more):
        p = self.plan
        self.run(
            "generator.train",
            "--renders",
            self.renders,
            "--out",
            self.o.work,
            "--cache",
            self.o.work / "cache",
            "--workers",
            self.o.workers,
            "--size",
            p.size,
            "--base",
            p.base,
            "--batch",
            p.batch,
            "--save-every",
            p.save_every,
            "--say",
            p.say,
            *more,
        )

    def run(self, *command):
        print(">", *command, flush=True)
        subprocess.run(self.command(*command), check=True)

    @staticmethod
    def command(module, *more):
        return [sys.executable, "-m", f"training.{module}", *map(str, more)]


if __name__ == "__main__":
    main()

"""A pack and renders -> one table, report.json, sheets.

    python -m training.evaluate.run --pack models/heads --renders build/renders \\
      --landmarker face_landmarker.task --out build/evaluate

Everything slow is kept in --out/cache under the hash of the networks that made it: a run that stopped goes on, and one
with more samples adds to what is there. `--samples 200 --held-out 500 --trained 2000 --moves 50` is a quick look.
"""

import argparse
import hashlib
import json
import os
from pathlib import Path

import numpy as np

from training.scorers.data import Renders, to_input
from training.scorers.evaluate import MEASURES, soften

from . import directions, sheets
from .cached import Cache
from .distance import frechet, nearest, precision_recall
from .faces import count_faces
from .features import Features, standardise
from .pack import Pack
from .renders import Chosen, choose
from .samples import PIECE, sample

ROOT = Path(__file__).parents[2]
PSIS = (0.7, 1.0)
COPIES = 64

Section = dict[str, float]


def faces_found(pack: Pack, cache: Cache, images: dict[float, np.ndarray], model: Path) -> Section:
    """(a) share of samples in which the landmarker finds exactly one face, of the first 1,000."""
    result = {}
    for psi, all_images in images.items():
        some = all_images[:1000]
        name = f"faces-{pack.version('mapping', 'synthesis')}-psi{psi:g}"
        counts = cache.pieces(name, len(some), PIECE, lambda part, x=some: count_faces(x[part.start : part.stop], model))
        result[f"one face, psi {psi:g}"] = float((counts == 1).mean())
    return result


def likeness(pack: Pack, cache: Cache, images: dict[float, np.ndarray], held: Chosen, trained: Chosen, out: Path) -> Section:
    """(b) distances between held-out renders and samples, and, for what can be had, training renders and the other half of
    the held-out ones; (c) the nearest training renders."""
    features = Features(pack)

    def of_renders(kind: str, chosen: Chosen) -> np.ndarray:
        name = f"features-{features.version}-{kind}-{chosen.folder.resolve().name}-{len(chosen.labels.file)}"
        return cache.pieces(name, len(chosen.rows), 1000, lambda part: features(chosen.images(part)))

    real, train = of_renders("held", held), of_renders("trained", trained)
    drawn = {}
    for psi, x in images.items():
        name = f"features-{features.version}-{pack.version('mapping', 'synthesis')}-psi{psi:g}"
        drawn[psi] = cache.pieces(name, len(x), PIECE, lambda part, x=x: features(x[part.start : part.stop]))
    real, train, *fakes = standardise(real, train, *drawn.values())
    n = min(len(real), len(fakes[0]), len(train))
    half = n // 2
    result: Section = {"images on each side": n, "distance, training renders": frechet(real[:n], train[:n])}
    result[f"distance, two halves of held-out renders ({half} each)"] = frechet(real[:half], real[half:n])
    result["precision, training renders"], result["recall, training renders"] = precision_recall(real[:n], train[:n])
    for psi, fake in zip(drawn, fakes, strict=True):
        result[f"distance, psi {psi:g}"] = frechet(real[:n], fake[:n])
        result[f"distance, psi {psi:g} ({half} each)"] = frechet(real[:half], fake[:half])
        result[f"precision, psi {psi:g}"], result[f"recall, psi {psi:g}"] = precision_recall(real[:n], fake[:n])
    gap, index = nearest(fakes[-1], train)
    usual, _ = nearest(real, train)
    result["nearest training render, samples of psi 1 (median)"] = float(np.median(gap))
    result["nearest training render, held-out renders (median)"] = float(np.median(usual))
    result["nearest training render, samples of psi 1 (smallest)"] = float(gap.min())
    result["nearest training render, held-out renders (smallest)"] = float(usual.min())
    twins = Chosen(trained.folder, trained.labels, trained.rows[index[:COPIES]])
    sheets.side_by_side(images[PSIS[-1]][:COPIES], twins.images(), 8, out / "nearest.webp")
    return result


class Scorer:
    """A scorer of the pack as training.scorers.evaluate calls it."""

    def __init__(self, pack: Pack, name: str) -> None:
        self._pack, self._name = pack, name

    def __call__(self, image: np.ndarray) -> dict[str, np.ndarray]:
        return self._pack.run(self._name, ((image + 1) * 127.5).round().astype(np.uint8))


def scorers(pack: Pack, held: Chosen) -> dict[str, Section]:
    """(d) every scorer on the held-out renders, as rendered and blurred."""
    rows = np.sort(held.rows)
    images, segments = Chosen(held.folder, held.labels, rows).read()
    renders = Renders(images, segments, held.labels.take(rows))
    inputs = {"crisp": to_input(images), "soft": to_input(soften(images))}
    every = np.arange(len(rows))
    return {
        f"{name}, {kind}": MEASURES[name](Scorer(pack, name), x, renders, every)
        for name in pack.scorers
        for kind, x in inputs.items()
    }


def moves(pack: Pack, cache: Cache, count: int) -> dict[str, Section]:
    """(e) directions, and the yield of the whole chain."""
    whole = hashlib.sha256((pack.folder / "pack.json").read_bytes()).hexdigest()[:10]
    result = {}
    for preset in directions.ATTRIBUTES:
        path = cache.folder / f"plan-{preset.replace(':', '-')}-{whole}.json"
        if not path.exists():
            path.write_text(json.dumps(directions.plan(pack, preset, ROOT)))
        plan = json.loads(path.read_text())
        result[preset] = {
            **directions.measure(pack, cache, preset, plan["recipe"]["edit"], count),
            f"yield of {plan['rehearsal']['tried']} candidates": plan["expectedYield"],
        }
    return result


def sizes(pack: Pack) -> Section:
    """(g) bytes of every file, in MB."""
    paths = [p for p in sorted(pack.folder.rglob("*")) if p.is_file()]
    files = {p.relative_to(pack.folder).as_posix(): p.stat().st_size / 1e6 for p in paths}
    nets = {name: size for name, size in files.items() if name.endswith(".onnx")}
    return {**nets, "all": sum(files.values())}


def show(title: str, section: Section) -> None:
    print(f"\n{title}")
    for name, value in section.items():
        print(f"  {name:<60}{value:>10}" if isinstance(value, int) else f"  {name:<60}{value:>10.4f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pack", type=Path, default=ROOT / "models/heads")
    parser.add_argument("--renders", type=Path, required=True, help="folder that training.renders.run filled")
    parser.add_argument("--landmarker", type=Path, help="MediaPipe's face_landmarker.task; without it no faces are counted")
    parser.add_argument("--out", type=Path, default=Path("build/evaluate"))
    parser.add_argument("--samples", type=int, default=5000)
    parser.add_argument("--held-out", type=int, default=5000, help="renders compared with, at most")
    parser.add_argument("--trained", type=int, default=28000, help="training renders among which the nearest are sought")
    parser.add_argument("--moves", type=int, default=500, help="samples of each direction")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--skip", nargs="+", default=[], choices=("faces", "likeness", "scorers", "directions", "sheets"))
    options = parser.parse_args()
    pack, cache = Pack(options.pack, options.threads), Cache(options.out / "cache")
    held, trained = choose(options.renders, options.held_out, options.trained)
    report: dict = {
        "pack": f"{pack.manifest['name']} {pack.manifest['version']}",
        "samples": options.samples,
        "held_out": len(held.rows),
        "trained": len(trained.rows),
    }
    show(report["pack"], {k: v for k, v in report.items() if k != "pack"})

    def add(title: str, section: Section) -> None:
        report[title] = section
        show(title, section)

    add("sizes in MB", sizes(pack))
    wanted = {"faces", "likeness", "scorers", "directions", "sheets"} - set(options.skip)
    if wanted & {"faces", "likeness", "sheets"}:
        images = {psi: sample(pack, cache, options.samples, psi) for psi in PSIS}
    if "sheets" in wanted:
        for psi, x in images.items():
            sheets.grid(x[:64], 8, options.out / f"seeds-0-63-psi{psi:g}.webp")
        sheets.interpolations(pack, options.out / "interpolation.webp")
        sheets.ages(pack, options.out / "ages.webp")
    if "faces" in wanted and options.landmarker:
        add("faces found by MediaPipe", faces_found(pack, cache, images, options.landmarker))
    if "likeness" in wanted:
        add("likeness to renders", likeness(pack, cache, images, held, trained, options.out))
    if "scorers" in wanted:
        for title, section in scorers(pack, held).items():
            add(f"scorer of {title}", section)
    if "directions" in wanted:
        for title, section in moves(pack, cache, options.moves).items():
            add(f"direction {title}", section)
    part = options.out / f"report.{os.getpid()}.part"
    part.write_text(json.dumps(report, indent=2) + "\n")
    part.replace(options.out / "report.json")


if __name__ == "__main__":
    main()

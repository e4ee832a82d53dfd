"""Draw heads: `python -m training.renders.run --assets DIR --out DIR --ids 0:8000 --variants 4 --size 256`.

Writes `<id>_<variant>.webp`, `<id>_<variant>.seg.png` and, per stretch of ids, `labels.<first id>.jsonl`; at the end, all
of them as `labels.jsonl`. What is there already is skipped, so a run can be stopped at any
time and started again. Every picture is a pure function of its two numbers.
"""

import argparse
import json
import multiprocessing
import os
import time
from pathlib import Path

BLOCK = 50
"""Identities of one work item, and of one labels file."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Draw labelled, FFHQ-aligned heads.")
    parser.add_argument("--assets", type=Path, required=True, help="folder of base.obj, targets, hair, skins, …")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--ids", default="0:8000", help="first:end; ids from 900000 are for evaluation only")
    parser.add_argument("--variants", type=int, default=4)
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--quality", type=int, default=92, help="of WebP")
    options = parser.parse_args()
    os.environ.setdefault("LP_NUM_THREADS", "1")  # llvmpipe's own threads would fight the workers
    options.out.mkdir(parents=True, exist_ok=True)
    first, end = map(int, options.ids.split(":"))
    blocks = [(a, min(a + BLOCK, end)) for a in range(first, end, BLOCK)]
    if options.workers > 1:
        with multiprocessing.get_context("spawn").Pool(options.workers, _start, [options]) as pool:
            for line in pool.imap_unordered(_block, blocks):
                print(line, flush=True)
    else:
        _start(options)
        for block in blocks:
            print(_block(block), flush=True)
    gather(options.out)


def gather(out: Path) -> None:
    """All `labels.<id>.jsonl` -> `labels.jsonl`, replaced atomically."""
    part = out / "labels.part"
    with open(part, "w") as file:
        for path in sorted(out.glob("labels.*.jsonl")):
            file.write(path.read_text())
    part.replace(out / "labels.jsonl")


def _start(options: argparse.Namespace) -> None:
    from .draw import Renderer

    global renderer, settings
    renderer, settings = Renderer(options.assets, options.size), options


def _block(block: tuple[int, int]) -> str:
    from .labels import describe
    from .parameters import identity, variant

    out, started, drawn = settings.out, time.monotonic(), 0
    path = out / f"labels.{block[0]:06d}.jsonl"
    known = _read(path)
    with open(path, "w") as lines:
        for i in range(*block):
            person = identity(i)
            for k in range(settings.variants):
                name = f"{i:05d}_{k}"
                if name not in known or not (out / f"{name}.webp").exists():
                    look = variant(person, k)
                    image, labels, landmarks = renderer.draw(person, look)
                    labels.save(out / f"{name}.seg.png")
                    image.save(out / f"{name}.webp", quality=settings.quality, method=2)
                    known[name] = {**describe(person, look, landmarks), "size": settings.size, "file": f"{name}.webp"}
                    drawn += 1
                lines.write(json.dumps(known[name]) + "\n")
    return f"{block[0]}:{block[1]} {drawn} drawn, {drawn / (time.monotonic() - started):.1f} a second"


def _read(path: Path) -> dict[str, dict]:
    """Labels of a stretch that was begun before, by name. A line cut off by a crash is dropped."""
    known = {}
    for line in path.read_text().splitlines() if path.exists() else []:
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            continue
        known[row["file"].removesuffix(".webp")] = row
    return known


if __name__ == "__main__":
    main()

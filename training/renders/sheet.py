"""Contact sheets: `python -m training.renders.sheet --renders DIR --out FILE.png [--columns 8] [--first N] [--count 48]`."""

import argparse
from pathlib import Path

from PIL import Image


def sheet(paths: list[Path], columns: int) -> Image.Image:
    tiles = [Image.open(path).convert("RGB") for path in paths]
    w, h = tiles[0].size
    whole = Image.new("RGB", (w * columns, h * -(-len(tiles) // columns)))
    for k, tile in enumerate(tiles):
        whole.paste(tile, (k % columns * w, k // columns * h))
    return whole


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--renders", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--columns", type=int, default=8)
    parser.add_argument("--first", type=int, default=0, help="id of the first head")
    parser.add_argument("--count", type=int, default=48)
    options = parser.parse_args()
    paths = sorted(p for p in options.renders.glob("*_*.webp") if int(p.name.split("_")[0]) >= options.first)
    sheet(paths[: options.count], options.columns).save(options.out)


if __name__ == "__main__":
    main()

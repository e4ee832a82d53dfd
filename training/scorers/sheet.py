"""A contact sheet for the eye: what the scorers make of held-out renders.

Each face takes two tiles: the image with its landmarks and a line of attributes, then its label map.
"""

import argparse
import os
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from .data import IMAGE_PX, Renders, load_renders, to_input
from .labels import HAIR_COLOURS, held_out
from .scorer import Scorer

TILE_PX = 2 * IMAGE_PX
COLUMNS = 4
FACES = 24

PALETTE = np.array(
    [
        (40, 40, 40), (236, 188, 160), (255, 140, 60), (200, 120, 90), (220, 40, 60), (110, 0, 30),
        (60, 120, 255), (20, 160, 90), (150, 90, 200), (240, 220, 110), (90, 200, 220),
    ],
    np.uint8,
)  # fmt: skip
"""One colour a class, in the order of SEGMENTS."""

def draw_sheet(images: np.ndarray, out: Path, path: Path) -> None:
    """uint8 [M,3,128,128] -> one PNG; scorers are read from `out`."""
    image = to_input(images)
    segments = Scorer(out / "parsing.onnx")(image)["logits"].argmax(1)
    points = Scorer(out / "landmarks.onnx")(image)["points"]
    traits = Scorer(out / "attributes.onnx")(image)
    rows = -(-len(images) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * 2 * TILE_PX, rows * TILE_PX))
    draw = ImageDraw.Draw(sheet)
    for i, pixels in enumerate(images):
        x, y = i % COLUMNS * 2 * TILE_PX, i // COLUMNS * TILE_PX
        face = Image.fromarray(pixels.transpose(1, 2, 0)).resize((TILE_PX, TILE_PX))
        sheet.paste(face, (x, y))
        regions = Image.fromarray(PALETTE[segments[i]]).resize((TILE_PX, TILE_PX), Image.Resampling.NEAREST)
        sheet.paste(regions, (x + TILE_PX, y))
        for px, py in (points[i] * TILE_PX).tolist():
            draw.ellipse((x + px - 3, y + py - 3, x + px + 3, y + py + 3), outline=(0, 255, 0), width=2)
        draw.text((x + 4, y + 2), _line(traits, i), fill=(255, 255, 0))
    part = path.with_suffix(f".{os.getpid()}.png")
    sheet.save(part)
    part.replace(path)


def _line(traits: dict[str, np.ndarray], i: int) -> str:
    value = {name: float(column[i, 0]) for name, column in traits.items() if name != "hair_colour"}
    colour = HAIR_COLOURS[int(traits["hair_colour"][i].argmax())]
    return (
        f"male {value['male']:.2f} age {value['age']:.0f} smile {value['smile']:.2f} open {value['mouth_open']:.2f}\n"
        f"yaw {value['yaw']:+.0f} pitch {value['pitch']:+.0f} blink {value['blink']:.2f}\n"
        f"hair {value['hair_length']:.2f} {colour} beard {value['beard']:.2f} tone {value['skin_tone']:.2f}"
    )


def write_sheet(renders: Renders, out: Path) -> None:
    """`out/sheet-held-out.png`."""
    rows = np.flatnonzero(held_out(renders.labels.id))
    draw_sheet(renders.images[rows[:: max(1, len(rows) // FACES)][:FACES]], out, out / "sheet-held-out.png")


def main() -> None:
    parser = argparse.ArgumentParser(description="Draw a contact sheet of the exported scorers.")
    parser.add_argument("--renders", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("build/scorers"), help="folder of the .onnx files")
    options = parser.parse_args()
    write_sheet(load_renders(options.renders, options.out / "renders128.npz"), options.out)


if __name__ == "__main__":
    main()

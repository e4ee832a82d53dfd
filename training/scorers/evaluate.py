"""Measure the exported scorers on identities no training has seen: one table, one report.json.

    python -m training.scorers.evaluate --heads ../shared/heads --out build/scorers

Every number is given twice: on the renders as they are and on blurred ones, since the images the
scorers are made for come from a generator and are softer than renders.
"""

import argparse
import json
import os
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from .data import Renders, load_renders, to_input
from .labels import HAIR_COLOURS, NO_COLOUR, POINTS, SEGMENTS, held_out
from .metrics import clear_cut_auc, correlation, interocular_error, mean_absolute, overlap, verification
from .scorer import Scorer

SOFT_SIGMA_PX = 1.5
FAR = 1e-3
NETS = ("attributes", "parsing", "identity", "landmarks")

Row = dict[str, float]


def soften(images: np.ndarray) -> np.ndarray:
    """uint8 [M,3,H,W] -> the same, after a Gaussian of SOFT_SIGMA_PX."""
    blur = ImageFilter.GaussianBlur(SOFT_SIGMA_PX)
    soft = [np.asarray(Image.fromarray(image.transpose(1, 2, 0)).filter(blur)) for image in images]
    return np.stack(soft).transpose(0, 3, 1, 2)


def attribute_rows(scorer: Scorer, image: np.ndarray, renders: Renders, rows: np.ndarray) -> Row:
    labels, found = renders.labels, scorer(image)
    column = {name: value[:, 0] for name, value in found.items() if name != "hair_colour"}
    colour = labels.hair_colour[rows]
    haired = colour != NO_COLOUR
    best = found["hair_colour"].argmax(1)
    result = {
        "gender accuracy": float(((column["male"] > 0.5) == (labels.male[rows] > 0.5)).mean()),
        "age MAE (years)": mean_absolute(column["age"], labels.age[rows]),
        "smile AUC (>=0.5 vs <=0.1)": clear_cut_auc(column["smile"], labels.smile[rows], 0.1, 0.5),
        "smile MAE": mean_absolute(column["smile"], labels.smile[rows]),
        "mouth open MAE": mean_absolute(column["mouth_open"], labels.mouth_open[rows]),
        "hair length MAE": mean_absolute(column["hair_length"], labels.hair_length[rows]),
        "hair colour top-1": float((best == colour)[haired].mean()),
    }
    for name in HAIR_COLOURS:
        those = colour == HAIR_COLOURS.index(name)
        result[f"hair colour recall, {name}"] = float((best == colour)[those].mean())
    result["yaw MAE (degrees)"] = mean_absolute(column["yaw"], labels.yaw[rows])
    result["pitch MAE (degrees)"] = mean_absolute(column["pitch"], labels.pitch[rows])
    result["blink correlation"] = correlation(column["blink"], labels.blink[rows])
    return result


def parsing_rows(scorer: Scorer, image: np.ndarray, renders: Renders, rows: np.ndarray) -> Row:
    found = scorer(image)["logits"].argmax(1)
    classes = overlap(found, renders.segments[rows], len(SEGMENTS))
    return {"mIoU": float(classes.mean())} | {f"IoU {name}": float(classes[i]) for i, name in enumerate(SEGMENTS)}


def identity_rows(scorer: Scorer, image: np.ndarray, renders: Renders, rows: np.ndarray) -> Row:
    result = verification(scorer(image)["embedding"], renders.labels.id[rows], FAR)
    return {
        f"TAR at FAR {FAR:g}": result["tar"],
        f"cosine threshold at FAR {FAR:g}": result["threshold"],
        "mean genuine cosine": result["genuine_cosine"],
        "mean impostor cosine": result["impostor_cosine"],
        "verification AUC": result["auc"],
    }


def landmark_rows(scorer: Scorer, image: np.ndarray, renders: Renders, rows: np.ndarray) -> Row:
    error = interocular_error(scorer(image)["points"], renders.labels.points[rows])
    return {"landmark error (% of eye distance)": float(error.mean())} | {
        f"landmark error, {name}": float(error[i]) for i, name in enumerate(POINTS)
    }


MEASURES = {"attributes": attribute_rows, "parsing": parsing_rows, "identity": identity_rows, "landmarks": landmark_rows}


def evaluate(renders: Renders, out: Path) -> dict:
    """Print the table and write `out/report.json`; returns what was written."""
    rows = np.flatnonzero(held_out(renders.labels.id))
    crisp = renders.images[rows]
    inputs = {"crisp": to_input(crisp), "soft": to_input(soften(crisp))}
    report: dict = {
        "images": len(rows),
        "identities": len(np.unique(renders.labels.id[rows])),
        "soft_sigma_px": SOFT_SIGMA_PX,
        "nets": {},
    }
    print(f"{len(rows)} images of {report['identities']} held-out identities; soft: blurred, sigma {SOFT_SIGMA_PX} px")
    for name in NETS:
        path = out / f"{name}.onnx"
        scorer = Scorer(path)
        size, cost = os.path.getsize(path), scorer.milliseconds()
        found = {kind: MEASURES[name](scorer, image, renders, rows) for kind, image in inputs.items()}
        report["nets"][name] = {"bytes": size, "ms_per_image_one_core": round(cost, 2), **found}
        print(f"\n{name + ': ' + format(size / 1e6, '.2f') + ' MB, ' + format(cost, '.1f') + ' ms':<40}{'crisp':>9}{'soft':>9}")
        for metric, value in found["crisp"].items():
            print(f"  {metric:<38}{value:>9.4f}{found['soft'][metric]:>9.4f}")
    part = out / f"report.{os.getpid()}.part"
    part.write_text(json.dumps(report, indent=2) + "\n")
    part.replace(out / "report.json")
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description="Evaluate the exported scorers on held-out identities.")
    parser.add_argument("--heads", type=Path, default=Path("../shared/heads"))
    parser.add_argument("--out", type=Path, default=Path("build/scorers"), help="folder of the .onnx files")
    options = parser.parse_args()
    evaluate(load_renders(options.heads, options.out / "renders128.npz"), options.out)


if __name__ == "__main__":
    main()

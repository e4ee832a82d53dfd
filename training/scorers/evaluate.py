"""Measure the exported scorers on identities no training has seen: one table, one report.json.

    python -m training.scorers.evaluate --renders build/renders --out build/scorers

Every number is given twice: on the renders as they are and on blurred ones, since the images the
scorers are made for come from a generator and are softer than renders.

Who is who is asked of pairs. Genuine pairs show one identity at one age and with one hair style, in another pose, light
and expression; those "across ages" show it at another age and with other hair. Impostors are any two identities, drawn at
random; the "alike" ones are of one sex, with skin tones within 0.1, ages within 8 years and one hair style's length.
"""

import argparse
import json
import os
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from .data import Renders, load_renders, to_input
from .labels import HAIR_COLOURS, NO_COLOUR, POINTS, SEGMENTS, held_out
from .metrics import Pairs, clear_cut_auc, correlation, interocular_error, mean_absolute, overlap, verification
from .scorer import Scorer

SOFT_SIGMA_PX = 1.5
FAR = 1e-3
NETS = ("attributes", "parsing", "identity", "landmarks")
IMPOSTORS = 2_000_000
SEED = 20

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
        result[f"hair colour recall, {name}"] = float((best == colour)[those].mean()) if those.any() else float("nan")
    result["yaw MAE (degrees)"] = mean_absolute(column["yaw"], labels.yaw[rows])
    result["pitch MAE (degrees)"] = mean_absolute(column["pitch"], labels.pitch[rows])
    result["blink correlation"] = correlation(column["blink"], labels.blink[rows])
    if "beard" in column:
        result["beard MAE"] = mean_absolute(column["beard"], labels.beard[rows])
        result["beard AUC (>=0.3 vs <=0.05)"] = clear_cut_auc(column["beard"], labels.beard[rows], 0.05, 0.3)
    if "skin_tone" in column:
        result["skin tone MAE"] = mean_absolute(column["skin_tone"], labels.skin_tone[rows])
    return result


def parsing_rows(scorer: Scorer, image: np.ndarray, renders: Renders, rows: np.ndarray) -> Row:
    found = scorer(image)["logits"].argmax(1)
    classes = overlap(found, renders.segments[rows], len(SEGMENTS))
    return {"mIoU": float(classes.mean())} | {f"IoU {name}": float(classes[i]) for i, name in enumerate(SEGMENTS)}


def identity_rows(scorer: Scorer, image: np.ndarray, renders: Renders, rows: np.ndarray) -> Row:
    embedding, labels = scorer(image)["embedding"], renders.labels
    ids, groups = labels.id[rows], labels.group[rows]
    first, second = _pairs_within(ids)
    together = groups[first] == groups[second]
    impostor = _impostors(ids)
    alike = (
        ((labels.male[rows] > 0.5)[impostor.first] == (labels.male[rows] > 0.5)[impostor.second])
        & _near(labels.skin_tone[rows], impostor, 0.1)
        & _near(labels.age[rows], impostor, 8)
        & _near(labels.hair_length[rows], impostor, 0.1)
    )
    genuine, across = Pairs(first[together], second[together]), Pairs(first[~together], second[~together])
    doubles = Pairs(impostor.first[alike], impostor.second[alike])
    found = {
        "": verification(embedding, genuine, impostor, FAR),
        ", across ages": verification(embedding, across, impostor, FAR),
        ", impostors alike": verification(embedding, genuine, doubles, FAR),
    }
    result = {f"TAR at FAR {FAR:g}{kind}": value["tar"] for kind, value in found.items()}
    result |= {f"verification AUC{kind}": value["auc"] for kind, value in found.items()}
    return result | {
        f"cosine threshold at FAR {FAR:g}": found[""]["threshold"],
        "mean genuine cosine": found[""]["genuine_cosine"],
        "mean genuine cosine, across ages": found[", across ages"]["genuine_cosine"],
        "mean impostor cosine": found[""]["impostor_cosine"],
    }


def _pairs_within(ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every pair of rows of one identity, each once; rows of an identity are neighbours."""
    parts = [np.triu_indices(len(g), 1) for g in np.split(ids, np.flatnonzero(np.diff(ids)) + 1)]
    starts = np.concatenate([[0], np.flatnonzero(np.diff(ids)) + 1])
    return tuple(np.concatenate([part[side] + start for part, start in zip(parts, starts, strict=True)]) for side in (0, 1))


def _impostors(ids: np.ndarray) -> Pairs:
    """Random pairs of rows of two identities."""
    first, second = np.random.default_rng(SEED).integers(len(ids), size=(2, IMPOSTORS))
    other = ids[first] != ids[second]
    return Pairs(first[other], second[other])


def _near(value: np.ndarray, pairs: Pairs, within: float) -> np.ndarray:
    return np.abs(value[pairs.first] - value[pairs.second]) <= within


def landmark_rows(scorer: Scorer, image: np.ndarray, renders: Renders, rows: np.ndarray) -> Row:
    error = interocular_error(scorer(image)["points"], renders.labels.points[rows])
    return {"landmark error (% of eye distance)": float(error.mean())} | {
        f"landmark error, {name}": float(error[i]) for i, name in enumerate(POINTS)
    }


MEASURES = {"attributes": attribute_rows, "parsing": parsing_rows, "identity": identity_rows, "landmarks": landmark_rows}


def evaluate(renders: Renders, out: Path) -> dict:
    """Print the table of the held-out renders and write `out/report.json`; returns what was written."""
    rows = np.flatnonzero(held_out(renders.labels.id))
    if len(rows) == 0:
        raise ValueError("Expected renders of held-out identities but received none")
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
        if not path.exists():
            print(f"\n{name}: not trained yet")
            continue
        scorer = Scorer(path)
        size, cost = os.path.getsize(path), scorer.milliseconds()
        found = {kind: MEASURES[name](scorer, image, renders, rows) for kind, image in inputs.items()}
        report["nets"][name] = {"bytes": size, "ms_per_image_one_core": round(cost, 2), **found}
        print(f"\n{f'{name}: {size / 1e6:.2f} MB, {cost:.1f} ms':<46}{'crisp':>9}{'soft':>9}")
        for metric, value in found["crisp"].items():
            print(f"  {metric:<44}{value:>9.4f}{found['soft'][metric]:>9.4f}")
    part = out / f"report.{os.getpid()}.part"
    part.write_text(json.dumps(report, indent=2) + "\n")
    part.replace(out / "report.json")
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description="Evaluate the exported scorers on held-out identities.")
    parser.add_argument("--renders", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("build/scorers"), help="folder of the .onnx files")
    options = parser.parse_args()
    evaluate(load_renders(options.renders, options.out / "renders128.npz"), options.out)


if __name__ == "__main__":
    main()

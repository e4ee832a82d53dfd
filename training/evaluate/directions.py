"""How well each direction does what its preset asks: whether targets are reached, and what else changes.

The targets are the presets' own, asked of the command, which judges 24 candidates of the whole chain on the way: their
yield is reported too. Everything else is measured here, on images as the generator draws them, neither fused nor gated.
"""

import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from .cached import Cache
from .pack import Pack

ATTRIBUTES = ("age", "gender", "smile", "hair-length", "hair-colour:blond")
PSI = 0.7
STEPS = 4
"""Moves looked at on each side of the sample, evenly up to the end of the useful range."""

PIECE = 50
POSE = ("yaw", "pitch")
BALD = 0.1
"""Hair shorter than this shows no colour to compare."""


def plan(pack: Pack, preset: str, root: Path) -> dict:
    """What `diptych generate --dry-run` says: recipe, rehearsal and expectedYield."""
    with tempfile.TemporaryDirectory() as out:
        command = ["node", str(root / "bin/diptych.js"), "generate", "-a", preset, "-n", "24", "--dry-run", "--json"]
        command += ["--workers", "1", "-p", str(pack.folder.resolve()), "-o", f"{out}/pairs"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"Expected a plan of {preset} but received: {done.stderr.strip()}")
    return json.loads(done.stdout.splitlines()[-1])["plan"]


def measure(pack: Pack, cache: Cache, preset: str, edit: dict, count: int) -> dict[str, float]:
    """`edit` of a recipe -> `reached` on both ends, `before` and `after` alone, `cosine` of identity between the two ends,
    `drift` off target; the last two over samples that reached both.

    Seeds 0 to count - 1 at psi 0.7. The ends are the smallest moves looked at that score inside the target."""
    direction = pack.direction(edit["direction"])
    low, high = direction["range"]
    strengths = np.concatenate([np.linspace(low, 0, STEPS, endpoint=False), [0], np.linspace(0, high, STEPS + 1)[1:]])
    version = pack.version("mapping", "synthesis", "attributes", "identity")
    name = f"moves-{version}-{preset.replace(':', '-')}-{direction['file']['sha256'][:8]}-{STEPS}"
    found = cache.pieces(name, count, PIECE, lambda seeds: _look(pack, direction, strengths, seeds))
    names = [a["name"] for a in pack.scorers["attributes"]["attributes"]]
    scores, embedding = found[:, :, : len(names)], found[:, :, len(names) :]
    target = scores[:, :, names.index(edit["attribute"])]
    ends = [_first(target, edit[end], strengths) for end in ("before", "after")]
    both = np.flatnonzero((ends[0] >= 0) & (ends[1] >= 0))
    before, after = ends[0][both], ends[1][both]
    cosine = np.einsum("nd,nd->n", embedding[both, before], embedding[both, after])
    drift = _drift(pack, names, scores[both, before], scores[both, after], edit["attribute"])
    return {
        "reached": len(both) / count,
        "before": float((ends[0] >= 0).mean()),
        "after": float((ends[1] >= 0).mean()),
        "cosine": float(cosine.mean()) if len(both) else float("nan"),
        "drift": float(np.nanmean(list(drift.values()))) if len(both) else float("nan"),
        **{f"drift.{group}": value for group, value in drift.items()},
    }


def _look(pack: Pack, direction: dict, strengths: np.ndarray, seeds: range) -> np.ndarray:
    """-> float32 [seeds, strengths, attributes + dim]: scores, then the embedding."""
    ws, columns = pack.latents(seeds, PSI), []
    for strength in strengths:
        images = pack.draw(pack.moved(ws, direction, strength))
        scores = np.stack(list(pack.attributes(images).values()), 1)
        columns.append(np.concatenate([scores, pack.embeddings(images)], 1))
    return np.stack(columns, 1).astype(np.float32)


def _first(score: np.ndarray, band: dict, strengths: np.ndarray) -> np.ndarray:
    """[N,S] -> the column of the smallest move inside the band, -1 where there is none."""
    inside = (score >= band.get("min", -np.inf)) & (score <= band.get("max", np.inf))
    order = np.argsort(np.abs(strengths), kind="stable")
    first = order[inside[:, order].argmax(1)]
    return np.where(inside.any(1), first, -1)


def _drift(pack: Pack, names: list[str], before: np.ndarray, after: np.ndarray, target: str) -> dict[str, float]:
    """Mean change of each group of attributes that the edit should leave alone, as the gates measure it: by the span, or
    half the L1 distance of a distribution. Pose is left out, and the colour of bald heads."""
    span = np.array([a["span"] for a in pack.scorers["attributes"]["attributes"]])
    change = np.abs(after - before) / span
    length = np.minimum(before, after)[:, names.index("hair_length")]
    groups = [name.split(".")[0] for name in names]
    result = {}
    for group in dict.fromkeys(groups):
        if group == target.split(".")[0] or group in POSE:
            continue
        columns = [i for i, other in enumerate(groups) if other == group]
        value = change[:, columns].sum(1) / (2 if names[columns[0]] != group else 1)
        seen = value[length >= BALD] if group == "hair_colour" else value
        result[group] = float(seen.mean()) if len(seen) else float("nan")
    return result

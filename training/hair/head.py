"""Writes the generic head: an average adult of MakeHuman's CC0 base mesh, with its regions and landmarks.

    python -m training.hair.head --assets DIR --landmarker face_landmarker.task --out models/hair/head.glb

Head space: centimetres, x to the head's left (to the right of a picture of it), y up, z out of the face; the origin is
2.5 cm above the middle of the eyes and 8 cm behind them, about the middle of the skull.

The file holds one mesh `head` of triangles (POSITION, and per vertex `_LABEL`, the row of SEGMENTS, and weights 0..1
`_SCALP`, `_BEARD`, `_CHEEKS`, `_MOUSTACHE`, `_SIDEBURNS`, `_BROW`), a mesh `mediapipe` of 478 points and a mesh `five` of
points (eye_right, eye_left, nose, mouth_right, mouth_left; right is the head's own).

The 478 points are where MediaPipe's landmarker sees them on drawings of this very head: the median over several skins
and lights, carried back to the surface along the line of sight.
"""

import argparse
import json
import struct
from pathlib import Path

import numpy as np
from PIL import Image
from scipy.spatial import cKDTree

from training.renders.camera import aim
from training.renders.draw import Renderer
from training.renders.parameters import identity, variant
from training.renders.regions import SEGMENTS
from training.renders.shape import shape

SIZE = 768
SEEN = 24
"""Drawings that the landmarks are the median of."""


def average(skin: int) -> tuple[dict, dict]:
    """The average head, bald, upright and calm, with the complexion and light of identity `skin`."""
    person, look = identity(skin), variant(identity(skin), 0)
    person |= dict(id=-1, eth=dict(caucasian=1 / 3, african=1 / 3, asian=1 / 3), male=0.5, weight=0.0, muscle=0.0)
    person |= dict(micro=[0.0] * len(person["micro"]), asym=[0.0] * len(person["asym"]), brow_weight=1.0)
    look |= dict(age=25.0, hair="bald", scalp=0.0, beard=0.0, smile=0.0, mouth_open=0.0, brow_up=0.0, frown=0.0)
    look |= dict(blink=0.0, yaw=0.0, pitch=0.0, gaze=[0.0, 0.0])
    return person, look


def landmarks(renderer: Renderer, model: Path) -> np.ndarray:
    """-> (478, 2) px of a SIZE x SIZE drawing."""
    from mediapipe import Image as Picture
    from mediapipe import ImageFormat
    from mediapipe.tasks.python import BaseOptions
    from mediapipe.tasks.python.vision import FaceLandmarker, FaceLandmarkerOptions

    options = FaceLandmarkerOptions(base_options=BaseOptions(model_asset_path=str(model)))
    seen = []
    with FaceLandmarker.create_from_options(options) as landmarker:
        for skin in range(SEEN):
            image, _, _ = renderer.draw(*average(skin))
            found = landmarker.detect(Picture(image_format=ImageFormat.SRGB, data=np.array(image))).face_landmarks
            if found:
                seen.append([[p.x * SIZE, p.y * SIZE] for p in found[0]])
    print(f"{len(seen)} of {SEEN} drawings read, spread {np.std(seen, axis=0).mean():.2f} px")
    return np.median(seen, axis=0)


def onto_surface(v: np.ndarray, tri: np.ndarray, pixels: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Points (k, 2) px -> (k, 3) on the front-most triangle there; beside the head, on the nearest vertex in px.

    v (n, 3), pixels (n, 3): x, y px and depth, smaller nearer."""
    a, b, c = (pixels[tri[:, k]] for k in range(3))
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (c[:, 0] - a[:, 0]) * (b[:, 1] - a[:, 1])
    area[abs(area) < 1e-9] = np.nan
    out = []
    for x, y in at:
        u = ((b[:, 0] - x) * (c[:, 1] - y) - (c[:, 0] - x) * (b[:, 1] - y)) / area
        w = ((c[:, 0] - x) * (a[:, 1] - y) - (a[:, 0] - x) * (c[:, 1] - y)) / area
        share = np.stack([u, w, 1 - u - w], 1)
        inside = (share >= -1e-6).all(1)
        if inside.any():
            depth = np.where(inside, (share * np.stack([a[:, 2], b[:, 2], c[:, 2]], 1)).sum(1), np.inf)
            best = depth.argmin()
            out.append(share[best] @ v[tri[best]])
        else:
            out.append(v[np.hypot(pixels[:, 0] - x, pixels[:, 1] - y).argmin()])
    return np.array(out)


def glb(meshes: list[tuple[str, int, dict[str, np.ndarray], np.ndarray | None]], extras: dict) -> bytes:
    """(name, mode, attributes, indices) of each mesh -> a glTF 2.0 binary."""
    chunks, views, accessors, listed = [], [], [], []

    def add(values: np.ndarray) -> int:
        kind = {1: "SCALAR", 3: "VEC3"}[1 if values.ndim == 1 else values.shape[1]]
        code = {"float32": 5126, "uint16": 5123, "uint8": 5121}[values.dtype.name]
        data = values.tobytes()
        views.append(dict(buffer=0, byteOffset=sum(map(len, chunks)), byteLength=len(data)))
        chunks.append(data + b"\0" * (-len(data) % 4))
        accessor = dict(bufferView=len(views) - 1, componentType=code, count=len(values), type=kind)
        if kind == "VEC3":
            accessor |= dict(min=values.min(0).tolist(), max=values.max(0).tolist())
        accessors.append(accessor)
        return len(accessors) - 1

    for name, mode, attributes, indices in meshes:
        primitive = dict(mode=mode, attributes={key: add(values) for key, values in attributes.items()})
        if indices is not None:
            primitive["indices"] = add(indices)
        listed.append(dict(name=name, primitives=[primitive]))
    data = b"".join(chunks)
    tree = dict(
        asset=dict(version="2.0", generator="diptych training.hair.head", copyright="CC0-1.0", extras=extras),
        buffers=[dict(byteLength=len(data))],
        bufferViews=views,
        accessors=accessors,
        meshes=listed,
        nodes=[dict(name=mesh["name"], mesh=i) for i, mesh in enumerate(listed)],
        scenes=[dict(nodes=list(range(len(listed))))],
        scene=0,
    )
    text = json.dumps(tree, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    total = 12 + 8 + len(text) + 8 + len(data)
    return struct.pack("<4sIIII", b"glTF", 2, total, len(text), 0x4E4F534A) + text + struct.pack("<II", len(data), 0x004E4942) + data


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--assets", type=Path, required=True)
    parser.add_argument("--landmarker", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    renderer = Renderer(options.assets, SIZE)
    body, regions = renderer.body, renderer.regions
    person, look = average(0)
    whole = shape(body, person, look)
    marks = renderer.face.marks(whole)
    camera = aim(marks, 0, 0)
    v = whole[: body.count]
    tri = body.corners[body.tri][:, :, 0]
    h = np.concatenate([v @ camera.rotation.T, np.ones((len(v), 1))], 1) @ camera.clip.T
    pixels = np.stack([(h[:, 0] / h[:, 3] * 0.5 + 0.5) * SIZE, (0.5 - h[:, 1] / h[:, 3] * 0.5) * SIZE, h[:, 2] / h[:, 3]], 1)
    points = onto_surface(v, tri, pixels, landmarks(renderer, options.landmarker))
    brow = renderer.face.brows(whole, body.normals(v), 1)
    near, _ = cKDTree(brow).query(v)
    eyes = (marks["eye_right"] + marks["eye_left"]) / 2
    origin = eyes + [0, 0.25, -0.8]
    cm = lambda p: ((np.asarray(p) - origin) * 10).astype(np.float32)
    weights = dict(
        _SCALP=regions.scalp, _BEARD=regions.beard, _CHEEKS=regions.cheeks, _MOUSTACHE=regions.moustache,
        _SIDEBURNS=regions.sideburns, _BROW=np.clip(1.5 - near / 0.05, 0, 1) * (v[:, 2] > 0.7),
    )  # fmt: skip
    byte = lambda w: np.round(np.clip(w, 0, 1).astype(np.float32), 3)
    attributes = dict(POSITION=cm(v), _LABEL=regions.label.astype(np.float32), **{k: byte(w) for k, w in weights.items()})
    five = [marks[name] for name in ("eye_right", "eye_left", "nose", "mouth_right", "mouth_left")]
    data = glb(
        [
            ("head", 4, attributes, tri.astype(np.uint16).reshape(-1)),
            ("mediapipe", 0, dict(POSITION=cm(points)), None),
            ("five", 0, dict(POSITION=cm(five)), None),
        ],
        dict(labels=list(SEGMENTS)),
    )
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_bytes(data)
    print(f"{len(v)} vertices, {len(tri)} triangles, {len(data)} bytes; extent {cm(v).min(0)} to {cm(v).max(0)}")


if __name__ == "__main__":
    main()

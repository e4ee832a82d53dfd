"""Pose and crop: from a head in its own coordinates to clip space, aligned as FFHQ's own script aligns photographs.

FFHQ (NVlabs/ffhq-dataset, download_ffhq.py, recreate_aligned_images): with eye and mouth positions in the picture,
x = eye_to_eye - rot90(eye_to_mouth), scaled to max(2.0 |eye_to_eye|, 1.8 |eye_to_mouth|); the square has its centre at
the eyes' mean + 0.1 eye_to_mouth and the half axes x and rot90(x).
"""

import math
from dataclasses import dataclass

import numpy as np

DISTANCE = 16.0
"""From the eyes to the camera, in distances between the eyes: about a metre."""


@dataclass
class Camera:
    """`rotation` (3, 3) head -> world; `clip` (4, 4) world -> clip; `eye` (3,) where the camera is; `centre` (3,) of the eyes."""

    rotation: np.ndarray
    clip: np.ndarray
    eye: np.ndarray
    centre: np.ndarray

    def pixels(self, point: np.ndarray, size: int) -> list[float]:
        """A point of the head -> [x, y] px, y down."""
        h = self.clip @ np.append(self.rotation @ point, 1)
        return [round(float((h[0] / h[3] * 0.5 + 0.5) * size), 2), round(float((0.5 - h[1] / h[3] * 0.5) * size), 2)]


def rotation(yaw: float, pitch: float) -> np.ndarray:
    """Degrees; positive yaw turns the face to the right of the picture, positive pitch down."""
    a, b = math.radians(yaw), math.radians(pitch)
    turn = np.array([[math.cos(a), 0, math.sin(a)], [0, 1, 0], [-math.sin(a), 0, math.cos(a)]])
    nod = np.array([[1, 0, 0], [0, math.cos(b), -math.sin(b)], [0, math.sin(b), math.cos(b)]])
    return turn @ nod


def look_at(eye: np.ndarray, at: np.ndarray) -> np.ndarray:
    forward = (at - eye) / np.linalg.norm(at - eye)
    side = np.cross(forward, [0, 1, 0.001])
    side /= np.linalg.norm(side)
    view = np.eye(4)
    view[:3, :3] = side, np.cross(side, forward), -forward
    view[:3, 3] = -view[:3, :3] @ eye
    return view


def orthographic(radius: float, near: float, far: float) -> np.ndarray:
    return np.array(
        [
            [1 / radius, 0, 0, 0],
            [0, 1 / radius, 0, 0],
            [0, 0, -2 / (far - near), -(far + near) / (far - near)],
            [0, 0, 0, 1.0],
        ]
    )


def aim(marks: dict[str, np.ndarray], yaw: float, pitch: float) -> Camera:
    """marks: eye_right, eye_left, mouth_right, mouth_left on the head; right is the head's own, left in the picture."""
    turn = rotation(yaw, pitch)
    middle = (marks["eye_right"] + marks["eye_left"]) / 2
    apart = float(np.linalg.norm(marks["eye_left"] - marks["eye_right"]))
    centre = turn @ middle
    eye = centre + [0, 0, DISTANCE * apart]
    near, far = 0.5 * DISTANCE * apart, 2 * DISTANCE * apart
    project = np.array(
        [
            [1, 0, 0, 0],
            [0, 1, 0, 0],
            [0, 0, -(far + near) / (far - near), -2 * far * near / (far - near)],
            [0, 0, -1.0, 0],
        ]
    )
    full = project @ look_at(eye, centre)

    def seen(name: str) -> np.ndarray:
        h = full @ np.append(turn @ marks[name], 1)
        return h[:2] / h[3]

    eyes = (seen("eye_right") + seen("eye_left")) / 2
    eye_to_eye = seen("eye_left") - seen("eye_right")
    eye_to_mouth = (seen("mouth_right") + seen("mouth_left")) / 2 - eyes
    x = eye_to_eye + np.array([-eye_to_mouth[1], eye_to_mouth[0]])  # y is up here
    half = max(2.0 * np.linalg.norm(eye_to_eye), 1.8 * np.linalg.norm(eye_to_mouth))
    c, s = x / np.linalg.norm(x)
    at = eyes + 0.1 * eye_to_mouth
    crop = np.eye(4)
    crop[:2, :2] = np.array([[c, s], [-s, c]]) / half
    crop[:2, 3] = -crop[:2, :2] @ at
    flat = crop[:2, :2] @ full[:2] + np.outer(crop[:2, 3], full[3])
    return Camera(turn, np.concatenate([flat, full[2:]]), eye, centre)

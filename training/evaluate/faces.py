"""MediaPipe's face landmarker: how many faces are in a picture."""

from pathlib import Path

import numpy as np

CONFIDENCE = 0.5
"""Of detection and of presence, the landmarker's own defaults."""

MOST = 5


def count_faces(images: np.ndarray, model: Path) -> np.ndarray:
    """uint8 [N,3,H,W] -> int64 [N], faces found in each. `model`: face_landmarker.task."""
    import mediapipe
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.FaceLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model)),
        num_faces=MOST,
        min_face_detection_confidence=CONFIDENCE,
        min_face_presence_confidence=CONFIDENCE,
    )
    with vision.FaceLandmarker.create_from_options(options) as landmarker:
        pixels = [np.ascontiguousarray(image.transpose(1, 2, 0)) for image in images]
        found = [landmarker.detect(mediapipe.Image(mediapipe.ImageFormat.SRGB, p)).face_landmarks for p in pixels]
    return np.array([len(faces) for faces in found], np.int64)

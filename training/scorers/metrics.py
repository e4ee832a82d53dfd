"""Pure functions from predictions and truth to numbers."""

import numpy as np
from sklearn.metrics import roc_auc_score


def mean_absolute(found: np.ndarray, truth: np.ndarray) -> float:
    """[M], [M] -> mean |difference|, in their unit."""
    return float(np.abs(found - truth).mean())


def correlation(found: np.ndarray, truth: np.ndarray) -> float:
    """[M], [M] -> Pearson's r, -1..1."""
    return float(np.corrcoef(found, truth)[0, 1])


def clear_cut_auc(found: np.ndarray, truth: np.ndarray, low: float, high: float) -> float:
    """[M], [M] -> area under the ROC curve of truth >= high against truth <= low; what lies between is left out."""
    sure = (truth <= low) | (truth >= high)
    return float(roc_auc_score(truth[sure] >= high, found[sure]))


def overlap(found: np.ndarray, truth: np.ndarray, classes: int) -> np.ndarray:
    """Integer label maps of one shape -> intersection over union [classes], pooled over all images."""
    counts = np.bincount(truth.ravel().astype(np.int64) * classes + found.ravel(), minlength=classes**2)
    table = counts.reshape(classes, classes)
    shared = np.diag(table)
    return shared / np.maximum(1, table.sum(0) + table.sum(1) - shared)


def verification(embedding: np.ndarray, ids: np.ndarray, far: float) -> dict[str, float]:
    """Unit embeddings [M,D], identities [M] -> true accept rate at a false accept rate, over all pairs.

    `threshold` is the cosine above which a share `far` of the pairs of different people lies.
    """
    first, second = np.triu_indices(len(ids), 1)
    cosine = (embedding @ embedding.T)[first, second]
    same = ids[first] == ids[second]
    threshold = float(np.quantile(cosine[~same], 1 - far))
    return {
        "tar": float((cosine[same] > threshold).mean()),
        "threshold": threshold,
        "genuine_cosine": float(cosine[same].mean()),
        "impostor_cosine": float(cosine[~same].mean()),
        "auc": float(roc_auc_score(same, cosine)),
    }


def interocular_error(found: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Points [M,5,2], truth [M,5,2] -> [5], mean distance as a percentage of the distance between the eyes."""
    distance = np.linalg.norm(found - truth, axis=2)
    eyes = np.linalg.norm(truth[:, 0] - truth[:, 1], axis=1)
    return 100 * (distance / eyes[:, None]).mean(0)

"""Pure functions from predictions and truth to numbers."""

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Pairs:
    """Pairs of M images: rows first and second, int64 [P]."""

    first: np.ndarray
    second: np.ndarray

    def cosine(self, embedding: np.ndarray) -> np.ndarray:
        """Unit embeddings [M,D] -> [P]."""
        return np.einsum("pd,pd->p", embedding[self.first], embedding[self.second])


def verification(embedding: np.ndarray, genuine: Pairs, impostor: Pairs, far: float) -> dict[str, float]:
    """Unit embeddings [M,D] -> true accept rate of the genuine pairs at a false accept rate over the impostors.

    `threshold` is the cosine above which a share `far` of the impostors lies.
    """
    same, other = genuine.cosine(embedding), impostor.cosine(embedding)
    threshold = float(np.quantile(other, 1 - far))
    truth = np.repeat([True, False], [len(same), len(other)])
    return {
        "tar": float((same > threshold).mean()),
        "threshold": threshold,
        "genuine_cosine": float(same.mean()),
        "impostor_cosine": float(other.mean()),
        "auc": float(roc_auc_score(truth, np.concatenate([same, other]))),
    }


def interocular_error(found: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Points [M,5,2], truth [M,5,2] -> [5], mean distance as a percentage of the distance between the eyes."""
    distance = np.linalg.norm(found - truth, axis=2)
    eyes = np.linalg.norm(truth[:, 0] - truth[:, 1], axis=1)
    return 100 * (distance / eyes[:, None]).mean(0)

"""Distances between two sets of features [N,D] and [M,D]. Pure."""

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.neighbors import NearestNeighbors

NEIGHBOURS = 3


def frechet(a: np.ndarray, b: np.ndarray) -> float:
    """Fréchet distance of the Gaussians with their means and covariances (Heusel et al. 2017).

    |mean difference|^2 + trace(A + B - 2 (AB)^1/2). It falls with the number of images, so compare equal numbers."""
    cov_a, cov_b = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    values, vectors = np.linalg.eigh(cov_a)
    root = vectors * np.sqrt(values.clip(0)) @ vectors.T
    # (AB)^1/2 has the trace of the root of this symmetric matrix, which is sound where images are fewer than columns.
    squares = np.linalg.eigvalsh(root @ cov_b @ root).clip(0)
    return float(np.square(a.mean(0) - b.mean(0)).sum() + np.trace(cov_a + cov_b) - 2 * np.sqrt(squares).sum())


def precision_recall(real: np.ndarray, fake: np.ndarray, k: int = NEIGHBOURS) -> tuple[float, float]:
    """Kynkäänniemi et al. 2019: the share of fakes inside the manifold of the reals, and of reals inside that of the
    fakes. A manifold is the union of balls about its points that reach to their k-th neighbour."""
    return _covered(fake, real, k), _covered(real, fake, k)


def _covered(points: np.ndarray, manifold: np.ndarray, k: int) -> float:
    radius = NearestNeighbors(n_neighbors=k + 1, algorithm="brute").fit(manifold).kneighbors(manifold)[0][:, -1]
    parts = np.array_split(points, max(1, len(points) // 500))
    return float(np.concatenate([(cdist(part, manifold) <= radius).any(1) for part in parts]).mean())


def nearest(points: np.ndarray, among: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """-> distance and index of each point's nearest neighbour, [N] and [N]."""
    distance, index = NearestNeighbors(n_neighbors=1, algorithm="brute").fit(among).kneighbors(points)
    return distance[:, 0], index[:, 0]

"""Fit the identity net's linear map: discriminant analysis over the features of the attributes net.

Variants of one identity differ in age, hair, smile, light and pose. The analysis measures how features
vary within identities and between them, and keeps the 128 directions in which people differ most
relative to how one person varies. It is closed-form, so it costs two passes over the images.
"""

import copy

import numpy as np
import torch
from scipy.linalg import eigh
from sklearn.decomposition import PCA

from .augment import Strength, augment
from .data import Renders, to_input
from .labels import held_out
from .nets import EMBEDDING, Attributes, Identity

STRENGTH = Strength(gain=0.3, tint=0.1, grey_share=0.1, scenery_share=0.5, zoom=0.04, turn_deg=3, shift=0.02)
AUGMENTED_VIEWS = 2
"""Passes with augmentation, besides one of the renders as they are."""

COMPONENTS = 512
"""Principal components kept: fewer than training identities, or noise between them would count as difference."""

SHRINKAGE = 0.1
"""Share of the within-identity scatter replaced by its mean variance."""

SEED = 20
CHUNK = 64


def fit_identity(attributes: Attributes, renders: Renders) -> Identity:
    """A trained attributes net -> an identity net in eval mode, with its own copy of the layers."""
    torch.manual_seed(SEED)
    net = Identity(copy.deepcopy(attributes)).eval()
    rows = np.flatnonzero(~held_out(renders.labels.id))
    views = [_features(net, renders, rows, augmented=view > 0) for view in range(AUGMENTED_VIEWS + 1)]
    weight, bias = discriminant(np.concatenate(views), np.tile(renders.labels.id[rows], len(views)))
    with torch.no_grad():
        net.project.weight.copy_(torch.from_numpy(weight))
        net.project.bias.copy_(torch.from_numpy(bias))
    return net


@torch.no_grad()
def _features(net: Identity, renders: Renders, rows: np.ndarray, augmented: bool) -> np.ndarray:
    parts = []
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        images, segments = renders.take(chunk)
        if augmented:
            image = augment(images, segments, renders.labels.points[chunk], STRENGTH).image
        else:
            image = torch.from_numpy(to_input(images))
        parts.append(net.features(image.contiguous(memory_format=torch.channels_last)).numpy())
    return np.concatenate(parts)


def discriminant(x: np.ndarray, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Features [M,F], identities [M] -> weight [128,F], bias [128] with unit variance within identities."""
    pca = PCA(COMPONENTS, svd_solver="randomized", random_state=SEED).fit(x)
    y = pca.transform(x)
    _, member = np.unique(ids, return_inverse=True)
    count = np.bincount(member)
    centre = np.zeros((len(count), COMPONENTS))
    np.add.at(centre, member, y)
    centre /= count[:, None]
    residual = y - centre[member]
    within = residual.T @ residual / len(y)
    within = (1 - SHRINKAGE) * within + SHRINKAGE * np.trace(within) / COMPONENTS * np.eye(COMPONENTS)
    between = (centre * count[:, None]).T @ centre / len(y)
    _, directions = eigh(between, within)
    weight = directions[:, ::-1][:, :EMBEDDING].T @ pca.components_
    return weight.astype(np.float32), (-weight @ pca.mean_).astype(np.float32)

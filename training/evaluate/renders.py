"""Which renders samples are compared with."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.scorers.data import decode
from training.scorers.labels import Labels, held_out, read_labels

SEED = 20


@dataclass(frozen=True)
class Chosen:
    """Renders of one side of the split. rows: their indices in `labels`."""

    folder: Path
    labels: Labels
    rows: np.ndarray

    def images(self, part: range | None = None) -> np.ndarray:
        """uint8 [N,3,128,128]."""
        return self.read(part)[0]

    def read(self, part: range | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Images, and label maps uint8 [N,128,128]."""
        rows = self.rows if part is None else self.rows[part.start : part.stop]
        return decode(self.folder, [self.labels.file[i] for i in rows])


def choose(folder: Path, held: int, trained: int) -> tuple[Chosen, Chosen]:
    """Up to `held` renders of held-out identities and `trained` of the others. Whole identities are drawn at random, so
    that halves by identity are halves of the pictures too."""
    labels = read_labels(folder)
    away = held_out(labels.id)
    sides = ((np.flatnonzero(away), held), (np.flatnonzero(~away), trained))
    return tuple(Chosen(folder, labels, _some(labels.id, rows, count)) for rows, count in sides)


def _some(ids: np.ndarray, rows: np.ndarray, count: int) -> np.ndarray:
    order = np.random.default_rng(SEED).permutation(np.unique(ids[rows]))
    rank = np.empty(ids.max() + 1, np.int64)
    rank[order] = np.arange(len(order))
    return rows[np.argsort(rank[ids[rows]], kind="stable")][:count]

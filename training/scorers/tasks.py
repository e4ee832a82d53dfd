"""What distinguishes the four trainings: net, loss, augmentation, order of images, schedule."""

from dataclasses import dataclass, replace
from typing import Iterator, Protocol

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from . import nets
from .augment import Batch, Strength
from .labels import Labels, NO_COLOUR, SEGMENTS
from .losses import CosineMargin, soft_dice, supervised_contrast


class Task(Protocol):
    """One training. `loss` may own parameters of its own; they are thrown away afterwards."""

    net: nn.Module
    strength: Strength
    epochs: int
    batch: int
    rate: float

    def loss(self, output: torch.Tensor, batch: Batch, rows: np.ndarray) -> torch.Tensor: ...
    def parameters(self) -> list[nn.Parameter]: ...
    def order(self, rng: np.random.Generator, rows: np.ndarray) -> Iterator[np.ndarray]: ...


class Plain:
    """Shuffled epochs; no parameters besides the net's."""

    net: nn.Module
    batch: int

    def parameters(self) -> list[nn.Parameter]:
        return list(self.net.parameters())

    def order(self, rng: np.random.Generator, rows: np.ndarray) -> Iterator[np.ndarray]:
        shuffled = rng.permutation(rows)
        for start in range(0, len(rows) - self.batch + 1, self.batch):
            yield shuffled[start : start + self.batch]


class AttributesTask(Plain):
    strength = Strength(gain=0.2, tint=0.04, cutout_share=0.15)
    epochs, batch, rate = 16, 64, 3e-3

    WEIGHTS = {"male": 1.0, "smile": 1.0, "mouth_open": 1.0, "hair_length": 1.0, "blink": 1.0, "age": 1.0, "yaw": 0.7, "pitch": 0.7}
    COLOUR_WEIGHT = 0.5

    def __init__(self, labels: Labels) -> None:
        self.net = nets.Attributes()
        columns = {name: getattr(labels, name) for name in self.WEIGHTS}
        columns["male"] = (labels.male > 0.5).astype(np.float32)
        self.columns = {name: torch.from_numpy(value) for name, value in columns.items()}
        self.colour = torch.from_numpy(labels.hair_colour)

    def loss(self, output: torch.Tensor, batch: Batch, rows: np.ndarray) -> torch.Tensor:
        raw = nets.Attributes.split(output)
        colour = F.cross_entropy(raw["hair_colour"], self.colour[rows], ignore_index=NO_COLOUR)
        total = self.COLOUR_WEIGHT * colour
        for name, weight in self.WEIGHTS.items():
            target = self.columns[name][rows]
            if name == "yaw":
                target = torch.where(batch.flipped, -target, target)
            if name in nets.Attributes.SCALED:
                mean, scale = nets.Attributes.SCALED[name]
                term = F.smooth_l1_loss(raw[name], (target - mean) / scale, beta=0.2)
            else:
                term = F.binary_cross_entropy_with_logits(raw[name], target)
            total = total + weight * term
        return total


class ParsingTask(Plain):
    strength = Strength()
    epochs, batch, rate = 9, 32, 3e-3

    def __init__(self, segments: np.ndarray) -> None:
        self.net = nets.Parsing()
        share = np.bincount(segments.ravel(), minlength=len(SEGMENTS)) / segments.size
        # Fourth root: rare classes count more, yet the face's outline is not fattened by them.
        weight = share.clip(1e-4) ** -0.25
        self.weight = torch.from_numpy((weight / (weight * share).sum()).astype(np.float32))

    def loss(self, output: torch.Tensor, batch: Batch, rows: np.ndarray) -> torch.Tensor:
        return F.cross_entropy(output, batch.segments, self.weight) + soft_dice(output, batch.segments)


class LandmarksTask(Plain):
    strength = Strength(shift=0.05, zoom=0.1, turn_deg=8, cutout_share=0.2)
    epochs, batch, rate = 9, 64, 3e-3

    def __init__(self) -> None:
        self.net = nets.Landmarks()

    def loss(self, output: torch.Tensor, batch: Batch, rows: np.ndarray) -> torch.Tensor:
        # In px of 128; beyond a pixel the error counts linearly, so hidden eyes do not lead.
        return F.smooth_l1_loss(output * 128, batch.points * 128, beta=1.0)


class IdentityTask:
    """Batches of `kinds` identities with all their variants, so that the contrast has kin."""

    strength = replace(
        Strength(), gain=0.35, tint=0.12, grey_share=0.15, scenery_share=0.6, cutout_share=0.25, zoom=0.05, turn_deg=4
    )
    epochs, batch, rate = 18, 64, 3e-3
    variants = 4
    contrast_weight = 0.5

    def __init__(self, ids: np.ndarray, rows: np.ndarray) -> None:
        self.net = nets.Identity()
        known = np.unique(ids[rows])
        self.ids = ids
        self.classes = torch.from_numpy(np.searchsorted(known, ids))
        self.margin = CosineMargin(nets.EMBEDDING, len(known))

    def parameters(self) -> list[nn.Parameter]:
        return [*self.net.parameters(), *self.margin.parameters()]

    def order(self, rng: np.random.Generator, rows: np.ndarray) -> Iterator[np.ndarray]:
        groups = np.split(rows, np.flatnonzero(np.diff(self.ids[rows])) + 1)
        groups = [group for group in groups if len(group) == self.variants]
        kinds = self.batch // self.variants
        shuffled = rng.permutation(len(groups))
        for start in range(0, len(groups) - kinds + 1, kinds):
            yield rng.permutation(np.concatenate([groups[g] for g in shuffled[start : start + kinds]]))

    def loss(self, output: torch.Tensor, batch: Batch, rows: np.ndarray) -> torch.Tensor:
        target = self.classes[rows]
        return self.margin(output, target) + self.contrast_weight * supervised_contrast(output, target)


def make_task(name: str, labels: Labels, segments: np.ndarray, rows: np.ndarray) -> Task:
    """`rows` are the training images' indices; nothing may be learned from the others."""
    if name == "attributes":
        return AttributesTask(labels)
    if name == "parsing":
        return ParsingTask(segments[rows])
    if name == "identity":
        return IdentityTask(labels.id, rows)
    return LandmarksTask()


TASKS = ("landmarks", "attributes", "parsing", "identity")
"""In order of training, quickest first."""

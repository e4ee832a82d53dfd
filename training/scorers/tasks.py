"""What distinguishes the three trainings: net, loss, augmentation, schedule."""

from typing import Protocol

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from . import nets
from .augment import Batch, Strength
from .labels import Labels, NO_COLOUR, SEGMENTS
from .losses import parsing_loss
from .traits import identity_parameters


class Task(Protocol):
    """One training."""

    net: nn.Module
    strength: Strength
    epochs: int
    batch: int
    rate: float

    def loss(self, output: torch.Tensor, batch: Batch, rows: np.ndarray) -> torch.Tensor:
        """The net's output for `batch`, made from the images `rows` -> scalar."""


class AttributesTask:
    strength = Strength(gain=0.2, tint=0.04, cutout_share=0.15)
    epochs, batch, rate = 20, 64, 2e-3

    # Blink and open mouths are rare and slight, so their gradients are small; smiles are the hardest to see.
    WEIGHTS = {
        "male": 1.0, "smile": 2.0, "mouth_open": 2.0, "hair_length": 1.0, "blink": 4.0,
        "age": 1.5, "yaw": 0.7, "pitch": 0.7,
    }  # fmt: skip
    COLOUR_WEIGHT = 0.5

    TRAIT_WEIGHT = 1.0

    def __init__(self, labels: Labels, encoder: nets.Encoder | None) -> None:
        traits = identity_parameters(labels.id)
        self.net = nets.Attributes(traits.shape[1])
        if encoder is not None:
            self.net.encoder.load_state_dict(encoder.state_dict())
        self.traits = torch.from_numpy(traits)
        columns = {name: getattr(labels, name) for name in self.WEIGHTS}
        columns["male"] = (labels.male > 0.5).astype(np.float32)
        self.columns = {name: torch.from_numpy(value) for name, value in columns.items()}
        self.colour = torch.from_numpy(labels.hair_colour)

    def loss(self, output: torch.Tensor, batch: Batch, rows: np.ndarray) -> torch.Tensor:
        attributes, traits = output
        raw = nets.Attributes.split(attributes)
        colour = F.cross_entropy(raw["hair_colour"], self.colour[rows], ignore_index=NO_COLOUR)
        total = self.COLOUR_WEIGHT * colour + self.TRAIT_WEIGHT * F.mse_loss(traits, self.traits[rows])
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


class ParsingTask:
    strength = Strength()
    epochs, batch, rate = 6, 32, 3e-3

    def __init__(self, segments: np.ndarray) -> None:
        self.net = nets.Parsing()
        share = np.bincount(segments.ravel(), minlength=len(SEGMENTS)) / segments.size
        # Fourth root: rare classes count more, yet the face's outline is not fattened by them.
        weight = share.clip(1e-4) ** -0.25
        self.weight = torch.from_numpy((weight / (weight * share).sum()).astype(np.float32))

    def loss(self, output: torch.Tensor, batch: Batch, rows: np.ndarray) -> torch.Tensor:
        return parsing_loss(output, batch.segments, self.weight)


class LandmarksTask:
    strength = Strength(shift=0.05, zoom=0.1, turn_deg=8, cutout_share=0.2)
    epochs, batch, rate = 6, 64, 3e-3

    def __init__(self) -> None:
        self.net = nets.Landmarks()

    def loss(self, output: torch.Tensor, batch: Batch, rows: np.ndarray) -> torch.Tensor:
        # In px of 128; beyond a pixel the error counts linearly, so hidden eyes do not lead.
        return F.smooth_l1_loss(output * 128, batch.points * 128, beta=1.0)


def make_task(
    name: str, labels: Labels, segments: np.ndarray, rows: np.ndarray, encoder: nets.Encoder | None = None
) -> Task:
    """`rows` are the training images' indices; nothing may be learned from the others. `encoder` is a trained one to
    start from, where the net has one."""
    if name == "attributes":
        return AttributesTask(labels, encoder)
    if name == "parsing":
        return ParsingTask(segments[rows])
    return LandmarksTask()


TASKS = ("landmarks", "parsing", "attributes")
"""What is trained by descent, in this order: attributes start from the parsing net's encoder."""

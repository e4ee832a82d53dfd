"""What distinguishes the four trainings: net, loss, augmentation, schedule.

A task is a module: what its loss learns besides the net (the identities' centres) is trained and saved with it.
"""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from . import nets
from .augment import Batch, Strength
from .labels import HOLDOUT_MODULUS, HOLDOUT_REMAINDER, NO_COLOUR, SEGMENTS, Labels
from .losses import CosineMargin, parsing_loss
from .traits import TRAITS, identity_parameters


class Task(nn.Module):
    """One training. `images` are drawn in all, with repetition, `batch` a step; `rate` is the highest learning rate."""

    net: nn.Module
    strength: Strength
    images: int
    batch: int
    rate: float
    encoder: str | None = None
    """The task whose encoder it starts from, where that has been trained."""

    def loss(self, batch: Batch, rows: torch.Tensor) -> torch.Tensor:
        """`batch` was made from the images `rows`, int64 [N] -> scalar."""
        raise NotImplementedError


class Parsing(Task):
    strength = Strength()
    images, batch, rate = 120_000, 32, 3e-3

    def __init__(self, labels: Labels, segments: np.ndarray) -> None:
        super().__init__()
        self.net = nets.Parsing()
        share = np.bincount(segments.ravel(), minlength=len(SEGMENTS)) / segments.size
        # Fourth root: rare classes count more, yet the face's outline is not fattened by them.
        weight = share.clip(1e-4) ** -0.25
        self.register_buffer("weight", torch.from_numpy((weight / (weight * share).sum()).astype(np.float32)), False)

    def loss(self, batch: Batch, rows: torch.Tensor) -> torch.Tensor:
        return parsing_loss(self.net(batch.image), batch.segments, self.weight)


class Landmarks(Task):
    strength = Strength(shift=0.05, zoom=0.1, turn_deg=8, cutout_share=0.2)
    images, batch, rate = 200_000, 64, 3e-3

    def __init__(self, labels: Labels, segments: np.ndarray) -> None:
        super().__init__()
        self.net = nets.Landmarks()

    def loss(self, batch: Batch, rows: torch.Tensor) -> torch.Tensor:
        # In px of 128; beyond a pixel the error counts linearly, so hidden eyes do not lead.
        return F.smooth_l1_loss(self.net(batch.image).float() * 128, batch.points * 128, beta=1.0)


class Attributes(Task):
    # Brightness and hue are what tells skin tones apart, so they move little here.
    strength = Strength(gain=0.12, tint=0.03, cutout_share=0.15)
    images, batch, rate = 300_000, 64, 2e-3
    encoder = "parsing"

    # Blink and open mouths are rare and slight, so their gradients are small; smiles are the hardest to see.
    WEIGHTS = {
        "male": 1.0, "smile": 2.0, "mouth_open": 2.0, "hair_length": 1.0, "blink": 4.0, "beard": 1.0, "skin_tone": 1.5,
        "age": 1.5, "yaw": 0.7, "pitch": 0.7,
    }  # fmt: skip
    COLOUR_WEIGHT = 0.5

    def __init__(self, labels: Labels, segments: np.ndarray) -> None:
        super().__init__()
        self.net = nets.Attributes()
        columns = {name: getattr(labels, name) for name in self.WEIGHTS}
        columns["male"] = (labels.male > 0.5).astype(np.float32)
        columns["hair_colour"] = labels.hair_colour
        for name, value in columns.items():
            self.register_buffer(f"label_{name}", torch.from_numpy(value), False)

    def loss(self, batch: Batch, rows: torch.Tensor) -> torch.Tensor:
        raw = nets.Attributes.split(self.net(batch.image).float())
        label = {name: self.get_buffer(f"label_{name}")[rows] for name in raw}
        colour = F.cross_entropy(raw["hair_colour"], label["hair_colour"], ignore_index=NO_COLOUR)
        label["yaw"] = torch.where(batch.flipped, -label["yaw"], label["yaw"])
        return self.COLOUR_WEIGHT * colour + sum(w * self._term(n, raw[n], label[n]) for n, w in self.WEIGHTS.items())

    @staticmethod
    def _term(name: str, raw: torch.Tensor, label: torch.Tensor) -> torch.Tensor:
        if name in nets.Attributes.SCALED:
            mean, scale = nets.Attributes.SCALED[name]
            return F.smooth_l1_loss(raw, (label - mean) / scale, beta=0.2)
        return F.binary_cross_entropy_with_logits(raw, label)


class Identity(Task):
    strength = Strength(gain=0.2, tint=0.06, grey_share=0.1, scenery_share=0.5, zoom=0.04, turn_deg=3, shift=0.02)
    images, batch, rate = 500_000, 64, 2e-3
    encoder = "attributes"

    TRAIT_WEIGHT = 4.0
    """One deviation of every parameter against the cross-entropy over people, which is about 10 at first."""

    def __init__(self, labels: Labels, segments: np.ndarray) -> None:
        super().__init__()
        self.net = nets.Identity(TRAITS)
        # Held-out numbers take no place: training identities are numbered without gaps.
        people = labels.id - (labels.id + HOLDOUT_MODULUS - 1 - HOLDOUT_REMAINDER) // HOLDOUT_MODULUS
        self.margin = CosineMargin(nets.EMBEDDING, int(people.max()) + 1)
        self.register_buffer("people", torch.from_numpy(people), False)
        self.register_buffer("parameters_of", torch.from_numpy(identity_parameters(labels.id)), False)

    def loss(self, batch: Batch, rows: torch.Tensor) -> torch.Tensor:
        embedding, traits = self.net.learn(batch.image)
        regression = F.mse_loss(traits.float(), self.parameters_of[rows])
        return self.margin(embedding, self.people[rows]) + self.TRAIT_WEIGHT * regression

    def load_state_dict(self, state: dict, *args, **kwargs):
        """Identities drawn since the checkpoint was written keep the centres they start with."""
        known, fresh = state["margin.centres"], self.margin.centres.detach().clone()
        fresh[: len(known)] = known[: len(fresh)]
        return super().load_state_dict({**state, "margin.centres": fresh}, *args, **kwargs)


TASKS: dict[str, type[Task]] = {"parsing": Parsing, "landmarks": Landmarks, "attributes": Attributes, "identity": Identity}
"""In the order in which they are trained: each encoder starts from one before it."""

"""Losses that torch does not bring along."""

import torch
import torch.nn.functional as F
from torch import nn


class CosineMargin(nn.Module):
    """CosFace: cross-entropy over cosines to one learned centre a class, the true one less a margin.

    forward: unit embeddings [N,D], class [N] -> scalar.
    """

    def __init__(self, embedding: int, classes: int, scale: float = 24.0, margin: float = 0.25) -> None:
        super().__init__()
        self.centres = nn.Parameter(torch.randn(classes, embedding))
        self.scale, self.margin = scale, margin

    def forward(self, embedding: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        cosine = embedding @ F.normalize(self.centres, dim=1).T
        cosine = cosine - self.margin * F.one_hot(target, cosine.shape[1])
        return F.cross_entropy(self.scale * cosine, target)


def supervised_contrast(embedding: torch.Tensor, target: torch.Tensor, temperature: float = 0.1) -> torch.Tensor:
    """Unit embeddings [N,D], class [N] -> scalar: each image should be nearest to its own kind in the batch.

    Khosla et al. 2020, the L_out form. Every class must be there at least twice.
    """
    itself = torch.eye(len(embedding), dtype=torch.bool)
    similar = (embedding @ embedding.T / temperature).masked_fill(itself, -1e9)
    log_share = similar - torch.logsumexp(similar, 1, keepdim=True)
    kin = (target[:, None] == target[None]) & ~itself
    return -((log_share * kin).sum(1) / kin.sum(1)).mean()


def soft_dice(logits: torch.Tensor, segments: torch.Tensor) -> torch.Tensor:
    """Logits [N,K,H,W], classes [N,H,W] -> scalar 0..1, one minus the mean overlap of the classes.

    Cross-entropy alone neglects eyes and mouth, which are a hundredth of the pixels.
    """
    share = torch.softmax(logits, 1)
    truth = F.one_hot(segments, logits.shape[1]).permute(0, 3, 1, 2)
    shared = (share * truth).sum((0, 2, 3))
    total = share.sum((0, 2, 3)) + truth.sum((0, 2, 3))
    return 1 - ((2 * shared + 1) / (total + 1)).mean()

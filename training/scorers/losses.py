"""Losses with parts of their own: of the parsing net, and of the identity net."""

import torch
import torch.nn.functional as F
from torch import nn


def parsing_loss(logits: torch.Tensor, segments: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """Logits [N,K,H,W], classes [N,H,W], class weights [K] -> weighted cross-entropy plus soft Dice, a scalar.

    Cross-entropy alone neglects eyes and mouth, which are a hundredth of the pixels. Both terms share one
    softmax, which is a tenth of a training step at full resolution.
    """
    log_share = F.log_softmax(logits.float(), 1)
    true_share = log_share.gather(1, segments[:, None]).flatten().exp()
    flat = segments.flatten()
    zeros = torch.zeros(logits.shape[1], device=logits.device)
    shared = zeros.index_add(0, flat, true_share)
    total = log_share.exp().sum((0, 2, 3)) + zeros.index_add(0, flat, torch.ones_like(true_share))
    dice = 1 - ((2 * shared + 1) / (total + 1)).mean()
    return F.nll_loss(log_share, segments, weight) + dice


class CosineMargin(nn.Module):
    """CosFace (Wang et al. 2018): cross-entropy over scaled cosines to one centre a person, the true one less a margin.

    Embeddings [N,D] of unit length, people [N] -> scalar.
    """

    SCALE, MARGIN = 24.0, 0.25

    def __init__(self, dim: int, people: int) -> None:
        super().__init__()
        self.centres = nn.Parameter(torch.randn(people, dim))

    def forward(self, embedding: torch.Tensor, people: torch.Tensor) -> torch.Tensor:
        # A cosine of half precision is too coarse for the scale.
        with torch.autocast(embedding.device.type, enabled=False):
            cosine = embedding.float() @ F.normalize(self.centres, dim=1).T
        return F.cross_entropy(self.SCALE * (cosine - self.MARGIN * F.one_hot(people, cosine.shape[1])), people)

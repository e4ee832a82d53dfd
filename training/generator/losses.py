"""Reconstruction losses: a pyramid of absolute differences, weighted by what the pixels show, and the energy of edges."""

import torch.nn.functional as F


def slopes(x):
    """(n, c, s, s) -> differences down and across, (n, c, s - 1, s) and (n, c, s, s - 1)."""
    return x[:, :, 1:] - x[:, :, :-1], x[..., 1:] - x[..., :-1]


def pyramid(fake, real, weight):
    """RGB (n, 3, s, s) twice, in [-1, 1], and weight (n, 1, s, s) -> scalar: pixels at every scale, slopes from 32 px up."""
    total, d = 0, fake - real
    while d.shape[-1] >= 4:
        total = total + (d.abs() * weight).mean()
        if d.shape[-1] >= 32:
            down, across = slopes(d)
            total = total + 0.7 * (down.abs() * weight[:, :, 1:]).mean() + 0.7 * (across.abs() * weight[..., 1:]).mean()
        d, weight = F.avg_pool2d(d, 2), F.avg_pool2d(weight, 2)
    return total


def energy(fake, real, weight):
    """How much slope there is around each place, whichever way it points. Absolute differences alone prefer a blur to an
    edge that is a pixel off; this prefers the edge."""
    total = 0
    while fake.shape[-1] >= 32:
        for a, b, w in zip(slopes(fake), slopes(real), (weight[:, :, 1:], weight[..., 1:])):
            total = total + (F.avg_pool2d(a.abs() - b.abs(), 4, 2).abs() * F.avg_pool2d(w, 4, 2)).mean()
        fake, real, weight = F.avg_pool2d(fake, 2), F.avg_pool2d(real, 2), F.avg_pool2d(weight, 2)
    return total

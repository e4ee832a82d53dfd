"""Muon for convolution kernels: momentum, orthogonalised by a Newton-Schulz iteration, scaled to a given RMS.

A kernel (o, i, 3, 3) is taken as the matrix (o, 9 i). The iteration X <- (a + b XX' + c (XX')^2) X is carried out on
the small Gram matrix (o, o) and applied to X once, which makes it cheap on a CPU.
"""

import torch


def orthogonalise(x, steps=5):
    """(o, m) -> the nearest matrix with singular values about one (0.7 to 1.2)."""
    if x.shape[0] > x.shape[1]:
        return orthogonalise(x.t(), steps).t()
    x = x / (x.norm() + 1e-12)
    gram, total = x @ x.t(), torch.eye(len(x), device=x.device)
    for _ in range(steps):
        p = 3.4445 * torch.eye(len(x), device=x.device) - 4.775 * gram + 2.0315 * gram @ gram
        total, gram = p @ total, p @ gram @ p
    return total @ x


class Muon(torch.optim.Optimizer):
    """lr is the root mean square of a step's change."""

    def __init__(self, params, lr, momentum=0.9):
        super().__init__(params, dict(lr=lr, momentum=momentum))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                m = self.state[p].setdefault("momentum", torch.zeros_like(p))
                m.lerp_(p.grad, 1 - group["momentum"])
                u = orthogonalise(m.lerp(p.grad, 0.1).flatten(1))
                p.add_(u.reshape(p.shape), alpha=-group["lr"] * max(u.shape) ** 0.5)

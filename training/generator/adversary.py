"""The discriminator: non-saturating logistic loss, lazy R1, adaptive augmentation, and feature matching between a render
and its reconstruction. Half of what it judges comes with its code, half without."""

import torch
import torch.nn.functional as F

from . import augment, networks, prior
from .code import CODE, encode

EVERY = 16
"""Steps between two penalties on the slope."""

TARGET, SPEED = 0.6, 300_000
"""Share of renders it should recognise, less those it does not; images over which the augmentation may go from 0 to 1."""


def unseen_codes(n, device):
    """n codes of heads no render shows: f(z), a third of them part of the way to the same head with another choice of
    hair, colour or age, since edits in W walk there."""
    h, other = (prior.from_normal(torch.randn(n, prior.Z, device=device)) for _ in range(2))
    field = ("hair", "hair_colour", "age")[int(torch.randint(3, ()))]
    code, edited = encode(h), encode(dict(h, **{field: other[field]}))
    return code + torch.rand(n, 1, device=device) * (torch.rand(n, 1, device=device) < 0.33) * (edited - code)


class Adversary:
    def __init__(self, place, res, base, lr=0.002, r1=1.0):
        self.net, self.r1 = place(networks.Discriminator(res, base, CODE)), r1
        ratio = EVERY / (EVERY + 1)
        self.opt = torch.optim.Adam(self.net.parameters(), lr * ratio, (0.0, 0.99**ratio))
        self.steps, self.strength = 0, 0.0

    def state_dict(self):
        return dict(net=self.net.state_dict(), opt=self.opt.state_dict(), steps=self.steps, strength=self.strength)

    def load_state_dict(self, k):
        self.net.load_state_dict(k["net"])
        if "opt" in k:
            self.opt.load_state_dict(k["opt"])
        self.steps, self.strength = k["steps"], k["strength"]

    def view(self, n, device):
        """-> a function of n pictures; the same change for the same row of whatever it is given."""
        if self.strength <= 0:
            return lambda x: x
        change = augment.draw(n, self.strength, device)
        return lambda x: augment.apply(x, change)

    def judge(self, fake, real, code, unseen):
        """-> (how far from fooling, distance between the features of a render and its reconstruction), for the generator."""
        self.net.requires_grad_(False)
        see = self.view(len(real), real.device)
        with torch.no_grad():
            want = self.net(see(real), code)[1]
        logit, have = self.net(see(fake), code)
        other = self.net(self.view(len(unseen), real.device)(unseen))[0]
        self.net.requires_grad_(True)
        match = sum((a - b).float().abs().mean() / (b.float().abs().mean() + 1e-3) for a, b in zip(have, want)) / len(
            want
        )
        return F.softplus(-torch.cat([logit, other])).mean(), match

    def learn(self, real, fake, code, unseen):
        """One step of the discriminator -> its loss (a scalar tensor). The first half of `real` and `fake` is judged with its code."""
        half = len(real) // 2
        real = self.view(len(real), real.device)(real)
        fake, unseen = (self.view(len(x), real.device)(x) for x in (fake[:half], unseen))
        yes = torch.cat([self.net(real[:half], code[:half])[0], self.net(real[half:])[0]])
        no = torch.cat([self.net(fake, code[:half])[0], self.net(unseen)[0]])
        loss = F.softplus(-yes).mean() + F.softplus(no).mean()
        self._step(loss)
        if self.steps % EVERY == 0:
            self._step(self._slope(real, code) * (self.r1 / 2 * EVERY))
            seen = (yes > 0).float().mean().item() * 2 - 1
            self.strength = min(0.8, max(0.0, self.strength + (1 if seen > TARGET else -1) * EVERY * len(real) / SPEED))
        self.steps += 1
        return loss.detach()

    def _slope(self, real, code):
        """Mean square of the slope at renders, in full precision."""
        with torch.autocast(real.device.type, enabled=False):
            real = real.detach().float().requires_grad_()
            logit = self.net(real, code)[0].sum() if torch.rand(()) < 0.5 else self.net(real)[0].sum()
            return torch.autograd.grad(logit, real, create_graph=True)[0].square().sum((1, 2, 3)).mean()

    def _step(self, loss):
        self.opt.zero_grad(set_to_none=True)
        with torch.autocast(next(self.net.parameters()).device.type, enabled=False):
            loss.backward()
        self.opt.step()

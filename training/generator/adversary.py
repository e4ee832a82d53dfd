"""The discriminator: non-saturating logistic loss, lazy R1, and feature matching between a render and its reconstruction."""
import torch
import torch.nn.functional as F

from . import networks, prior

R1, EVERY = 1., 16


def unseen_codes(n):
    """n codes of heads no render shows: f(z), a third of them half-way to the same head with another choice of hair,
    colour or age, since edits in W walk there."""
    h = prior.from_normal(torch.randn(n, prior.Z))
    other = prior.from_normal(torch.randn(n, prior.Z))
    field = ('hair', 'colour', 'age')[int(torch.randint(3, ()))]
    code, edited = prior.encode(h), prior.encode(dict(h, **{field: other[field]}))
    t = torch.rand(n, 1) * (torch.rand(n, 1) < .33)
    return code + t * (edited - code)


def augment(x, flip, shift):
    """Mirror and shift by up to 8 px, alike for every image given."""
    x = x.flip(3) if flip else x
    return F.pad(x, (8, 8, 8, 8), mode='replicate')[:, :, shift[0]:shift[0] + x.shape[2], shift[1]:shift[1] + x.shape[3]].contiguous(memory_format=torch.channels_last)


class Adversary:
    def __init__(self, place, res, base=1024, lr=.002):
        self.net = place(networks.Discriminator(base, 128, res))
        self.opt = torch.optim.Adam(self.net.parameters(), lr, (0., .99))
        self.steps = 0

    def state_dict(self):
        return dict(net=self.net.state_dict(), opt=self.opt.state_dict(), steps=self.steps)

    def load_state_dict(self, k):
        self.net.load_state_dict(k['net'])
        self.opt.load_state_dict(k['opt'])
        self.steps = k['steps']

    def view(self):
        flip, shift = bool(torch.rand(()) < .5), torch.randint(17, (2,)).tolist()
        return lambda x: augment(x, flip, shift)

    def judge(self, fake, real, unseen):
        """-> (how far from fooling, distance between the features of a render and its reconstruction), for the generator."""
        self.net.requires_grad_(False)
        see = self.view()
        with torch.no_grad():
            want = self.net(see(real))[1]
        logit, have = self.net(see(fake))
        fool = torch.cat([logit, self.net(see(unseen))[0]])
        self.net.requires_grad_(True)
        match = sum(((a - b).abs().mean() / (b.abs().mean() + 1e-3)) for a, b in zip(have[:4], want[:4])) / 4
        return F.softplus(-fool).mean(), match

    def learn(self, real, fake, unseen):
        """One step of the discriminator -> its loss."""
        see, penal = self.view(), self.steps % EVERY == 0
        real = see(real).requires_grad_(penal)
        yes = self.net(real)[0]
        no = torch.cat([self.net(see(fake[::2]))[0], self.net(see(unseen))[0]])
        loss = F.softplus(-yes).mean() + F.softplus(no).mean()
        total = loss
        if penal:
            slope, = torch.autograd.grad(yes.sum(), real, create_graph=True)
            total = loss + slope.square().sum((1, 2, 3)).mean() * (R1 / 2 * EVERY)
        self.opt.zero_grad(set_to_none=True)
        total.backward()
        self.opt.step()
        self.steps += 1
        return loss.item()

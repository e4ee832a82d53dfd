"""StyleGAN2 generator and discriminator. Parameters bear the official names (stylegan2-ada-pytorch), so a state dict is an export.

Modulation is unfused (scale the input, convolve, demodulate the output), and the stride-2 transposed convolution is
written as 2x2 phases and a pixel shuffle: the same function as upstream's to 1e-5, and fast on a CPU.
Upstream scales no synthesis convolution by its fan-in (demodulation undoes any scale). Here weights are unit variance
while training, for the optimiser's sake; `official_state` divides by sqrt(fan-in), `load_official` multiplies.
"""
import math

import torch
import torch.nn.functional as F
from torch import nn

Z, W = 512, 256
GAIN = math.sqrt(2)


def channels(res, base=3072, most=256):
    return min(base // res, most)


def lrelu(x):
    return F.leaky_relu(x, .2) * GAIN


class FullyConnected(nn.Module):
    """(n, i) -> (n, o), equalised learning rate: weights are kept 1/lr_mul times larger than used."""

    def __init__(self, i, o, lr_mul=1., bias=0., act=False):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(o, i) / lr_mul)
        self.bias = nn.Parameter(torch.full((o,), bias / lr_mul))
        self.gain, self.lr_mul, self.act = lr_mul / math.sqrt(i), lr_mul, act

    def forward(self, x):
        x = F.linear(x, self.weight * self.gain, self.bias * self.lr_mul)
        return lrelu(x) if self.act else x


def upconv(x, k):
    """Stride-2 transposed 3x3 convolution and FIR: (n, i, h, w) -> (n, o, 2h, 2w), as 2x2 phases, a shuffle, a depthwise FIR.

    Measured: folding the FIR into 3x3 phases (no FIR pass, twice the products) is no faster on a CPU."""
    p = F.pad(k, (0, 1, 0, 1))
    p = torch.stack([p[:, :, a::2, b::2].flip(2, 3) for a in (0, 1) for b in (0, 1)], 1).flatten(0, 1)
    x = F.pixel_shuffle(F.conv2d(x, p.contiguous(memory_format=torch.channels_last), padding=1), 2)
    f = torch.tensor([1., 3, 3, 1], device=x.device) / 4
    f = (f[:, None] * f).expand(x.shape[1], 1, 4, 4)
    return F.conv2d(x.contiguous(memory_format=torch.channels_last), f, padding=1, groups=x.shape[1])[:, :, :-1, :-1]


def upsample(img):
    """(n, 3, h, w) -> (n, 3, 2h, 2w): zero insertion and the FIR of gain 4, zero padded as upstream."""
    n, c, h, w = img.shape
    x = F.pad(img, (1, 1, 1, 1))
    rows = torch.stack([x[:, :, :-2] * .25 + x[:, :, 1:-1] * .75, x[:, :, 2:] * .25 + x[:, :, 1:-1] * .75], 3).reshape(n, c, 2 * h, w + 2)
    return torch.stack([rows[..., :-2] * .25 + rows[..., 1:-1] * .75, rows[..., 2:] * .25 + rows[..., 1:-1] * .75], 4).reshape(n, c, 2 * h, 2 * w)


class SynthesisLayer(nn.Module):
    def __init__(self, i, o, res, up):
        super().__init__()
        self.affine = FullyConnected(W, i, bias=1.)
        self.weight = nn.Parameter(torch.randn(o, i, 3, 3))
        self.register_buffer('noise_const', torch.randn(res, res))
        self.noise_strength = nn.Parameter(torch.zeros([]))
        self.bias = nn.Parameter(torch.zeros(o))
        self.res, self.up = res, up

    def forward(self, x, w, noise):
        style, k = self.affine(w), self.weight / math.sqrt(self.weight[0].numel())
        demod = torch.rsqrt(style.square() @ k.square().sum((2, 3)).t() + 1e-8)
        x = x * style[:, :, None, None]
        if self.up:
            x = upconv(x, k)
        else:
            x = F.conv2d(x, k, padding=1)
        bias = self.bias[None, :, None, None]
        if noise != 'none':
            grain = torch.randn(len(x), 1, self.res, self.res, device=x.device) if noise == 'random' else self.noise_const
            bias = bias + grain * self.noise_strength
        return F.leaky_relu((x * (demod[:, :, None, None] * GAIN)).add_(bias * GAIN), .2, inplace=True)


class ToRGB(nn.Module):
    def __init__(self, i):
        super().__init__()
        self.affine = FullyConnected(W, i, bias=1.)
        self.weight = nn.Parameter(torch.randn(3, i, 1, 1))
        self.bias = nn.Parameter(torch.zeros(3))

    def forward(self, x, w):
        k = self.weight[:, :, 0, 0] * (self.affine(w) / math.sqrt(self.weight.shape[1]))[:, None]       # (n, 3, i)
        return torch.einsum('nihw,noi->nohw', x, k) + self.bias[:, None, None]


class Block(nn.Module):
    def __init__(self, i, o, res):
        super().__init__()
        if i:
            self.conv0 = SynthesisLayer(i, o, res, True)
        else:
            self.const = nn.Parameter(torch.randn(o, res, res))
        self.conv1 = SynthesisLayer(o, o, res, False)
        self.torgb = ToRGB(o)


class Synthesis(nn.Module):
    """ws (n, 12, 256) or one w for all layers (n, 256) -> RGB (n, 3, 128, 128), about [-1, 1]."""

    def __init__(self, res=128):
        super().__init__()
        self.sizes = [2 ** k for k in range(2, res.bit_length())]
        self.num_ws = 2 * len(self.sizes)
        for r in self.sizes:
            setattr(self, f'b{r}', Block(channels(r // 2) if r > 4 else 0, channels(r), r))

    def forward(self, ws, noise='random', res=None):
        """noise: 'random', 'const' or 'none'; res stops early, for training at a lower resolution."""
        ws = ws if ws.ndim == 3 else ws[:, None].expand(-1, self.num_ws, -1)
        x, img, i = self.b4.const.expand(len(ws), -1, -1, -1).contiguous(memory_format=torch.channels_last), None, 0
        for r in self.sizes:
            block = getattr(self, f'b{r}')
            for layer in (['conv0', 'conv1'] if r > 4 else ['conv1']):
                x = getattr(block, layer)(x, ws[:, i], noise)
                i += 1
            rgb = block.torgb(x, ws[:, i])
            img = rgb if img is None else upsample(img) + rgb
            if r == res:
                break
        return img


class Mapping(nn.Module):
    """z (n, 512) -> w (n, 256); eight layers."""

    def __init__(self):
        super().__init__()
        for k in range(8):
            setattr(self, f'fc{k}', FullyConnected(W if k else Z, W, .01, act=True))
        self.register_buffer('w_avg', torch.zeros(W))

    def forward(self, z):
        x = z * torch.rsqrt(z.square().mean(1, keepdim=True) + 1e-8)
        for k in range(8):
            x = getattr(self, f'fc{k}')(x)
        return x


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.mapping, self.synthesis = Mapping(), Synthesis()


def scaled(name, value):
    return name.startswith('synthesis') and value.ndim == 4 and 'torgb' not in name


def load_official(module, arrays, prefix=''):
    """{official name: array} -> module (a Generator, or its synthesis with prefix 'synthesis.')."""
    state = {}
    for name in module.state_dict():
        v = torch.tensor(arrays[prefix + name])
        state[name] = v * math.sqrt(v[0].numel()) if scaled(prefix + name, v) else v
    module.load_state_dict(state)


def official_state(module, prefix=''):
    out = {}
    for name, v in module.state_dict().items():
        v = v.detach().float().cpu().contiguous()
        out[prefix + name] = (v / math.sqrt(v[0].numel()) if scaled(prefix + name, v) else v).numpy()
    return out


class Discriminator(nn.Module):
    """RGB (n, 3, 128, 128) -> logit (n,), and the features of each scale. Residual, as StyleGAN2's, average pooled."""

    def __init__(self, base=1536, most=192, res=128):
        super().__init__()
        ch = lambda r: channels(r, base, most)
        self.rgb = nn.Conv2d(3, ch(res), 3, padding=1)
        self.blocks = nn.ModuleList()
        while res > 4:
            i, o = ch(res), ch(res // 2)
            self.blocks.append(nn.ModuleList([nn.Conv2d(i, i, 3, padding=1), nn.Conv2d(i, o, 3, padding=1), nn.Conv2d(i, o, 1, bias=False)]))
            res //= 2
        self.last = nn.Conv2d(ch(4) + 1, ch(4), 3, padding=1)
        self.hidden, self.out = nn.Linear(ch(4) * 16, ch(4)), nn.Linear(ch(4), 1)
        for m in self.modules():
            if isinstance(m, (nn.Conv2d, nn.Linear)):
                nn.init.normal_(m.weight, 0, 1 / math.sqrt(m.weight[0].numel()))
                if m.bias is not None:
                    nn.init.zeros_(m.bias)

    def forward(self, x):
        x, features = lrelu(self.rgb(x)), []
        for a, b, skip in self.blocks:
            x = (F.avg_pool2d(lrelu(b(lrelu(a(x)))), 2) + skip(F.avg_pool2d(x, 2))) / GAIN
            features.append(x)
        n, c, h, w = x.shape
        y = x.reshape(min(4, n), -1, c, h, w)
        y = (y.var(0, unbiased=False) + 1e-8).sqrt().mean((1, 2, 3))
        y = y.repeat(min(4, n))[:, None, None, None].expand(n, 1, h, w)
        x = lrelu(self.hidden(lrelu(self.last(torch.cat([x, y], 1))).flatten(1)))
        return self.out(x)[:, 0], features

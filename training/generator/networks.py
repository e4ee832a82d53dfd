"""StyleGAN2 generator and discriminator. Parameters bear the official names (stylegan2-ada-pytorch), so a state dict is an export.

Modulation is unfused (scale the input, convolve, demodulate the output), and the stride-2 transposed convolution is
written as phases and a pixel shuffle: the same function as upstream's to 1e-5, and fast.
Upstream scales no synthesis convolution by its fan-in (demodulation undoes any scale). Here weights are unit variance
while training, for the optimiser's sake; `official_state` divides by sqrt(fan-in), `load_official` multiplies.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

Z, W = 512, 256
GAIN = math.sqrt(2)


def channels(res, base, most=256):
    return min(base // res, most)


def lrelu(x):
    return F.leaky_relu(x, 0.2) * GAIN


class FullyConnected(nn.Module):
    """(n, i) -> (n, o), equalised learning rate: weights are kept 1/lr_mul times larger than used."""

    def __init__(self, i, o, lr_mul=1.0, bias=0.0, act=False):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(o, i) / lr_mul)
        self.bias = nn.Parameter(torch.full((o,), bias / lr_mul))
        self.gain, self.lr_mul, self.act = lr_mul / math.sqrt(i), lr_mul, act

    def forward(self, x):
        x = F.linear(x, self.weight * self.gain, self.bias * self.lr_mul)
        return lrelu(x) if self.act else x


def fir(device):
    f = torch.tensor([1.0, 3, 3, 1], device=device) / 4
    return f[:, None] * f


def phases(k):
    """(o, i, 2m, 2m) of a stride-2 transposed convolution -> (4 o, i, m, m) of a plain one, before a pixel shuffle."""
    return (
        torch.stack([k[:, :, a::2, b::2].flip(2, 3) for a in (0, 1) for b in (0, 1)], 1)
        .flatten(0, 1)
        .contiguous(memory_format=torch.channels_last)
    )


def upconv(x, k):
    """Stride-2 transposed 3x3 convolution and FIR: (n, i, h, w) -> (n, o, 2h, 2w).

    On a GPU the FIR is folded into 3x3 phases: more than twice the products, which tensor cores have to spare, and no
    depthwise pass. On a CPU, as measured, 2x2 phases and a depthwise FIR are as fast and take less memory."""
    if x.is_cuda:
        return F.pixel_shuffle(F.conv2d(x, phases(folded(k)), padding=1), 2)
    x = F.pixel_shuffle(F.conv2d(x, phases(F.pad(k, (0, 1, 0, 1))), padding=1), 2)
    f = fir(x.device).to(x.dtype).expand(x.shape[1], 1, 4, 4)
    return F.conv2d(x.contiguous(memory_format=torch.channels_last), f, padding=1, groups=x.shape[1])[:, :, :-1, :-1]


def folded(k):
    """(o, i, 3, 3) -> (o, i, 6, 6), the kernel and the FIR in one."""
    wide = F.pad(k, (3, 3, 3, 3)).flatten(0, 1)[:, None]
    return F.conv2d(wide, fir(k.device)[None, None]).reshape(*k.shape[:2], 6, 6)


def upsample(img):
    """(n, 3, h, w) -> (n, 3, 2h, 2w): zero insertion and the FIR of gain 4, zero padded as upstream."""
    n, c, h, w = img.shape
    x = F.pad(img, (1, 1, 1, 1))
    rows = torch.stack(
        [x[:, :, :-2] * 0.25 + x[:, :, 1:-1] * 0.75, x[:, :, 2:] * 0.25 + x[:, :, 1:-1] * 0.75], 3
    ).reshape(n, c, 2 * h, w + 2)
    return torch.stack(
        [rows[..., :-2] * 0.25 + rows[..., 1:-1] * 0.75, rows[..., 2:] * 0.25 + rows[..., 1:-1] * 0.75], 4
    ).reshape(n, c, 2 * h, 2 * w)


class SynthesisLayer(nn.Module):
    def __init__(self, i, o, res, up):
        super().__init__()
        self.affine = FullyConnected(W, i, bias=1.0)
        self.weight = nn.Parameter(torch.randn(o, i, 3, 3))
        self.register_buffer("noise_const", torch.randn(res, res))
        self.noise_strength = nn.Parameter(torch.zeros([]))
        self.bias = nn.Parameter(torch.zeros(o))
        self.res, self.up = res, up

    def forward(self, x, w, noise):
        with torch.autocast(x.device.type, enabled=False):  # styles and kernels in full precision
            style, k = self.affine(w.float()), self.weight / math.sqrt(self.weight[0].numel())
            demod = torch.rsqrt(style.square() @ k.square().sum((2, 3)).t() + 1e-8) * GAIN
            bias = self.bias[None, :, None, None]
            if noise != "none":
                grain = (
                    torch.randn(len(x), 1, self.res, self.res, device=x.device)
                    if noise == "random"
                    else self.noise_const
                )
                bias = bias + grain * self.noise_strength
            x = x * style[:, :, None, None].to(x.dtype)
            k = k.to(x.dtype)
            x = upconv(x, k) if self.up else F.conv2d(x, k, padding=1)
        return F.leaky_relu(
            (x * demod[:, :, None, None].to(x.dtype)).add_((bias * GAIN).to(x.dtype)), 0.2, inplace=True
        )


class ToRGB(nn.Module):
    def __init__(self, i):
        super().__init__()
        self.affine = FullyConnected(W, i, bias=1.0)
        self.weight = nn.Parameter(torch.randn(3, i, 1, 1))
        self.bias = nn.Parameter(torch.zeros(3))

    def forward(self, x, w):
        with torch.autocast(x.device.type, enabled=False):
            k = (
                self.weight[:, :, 0, 0] * (self.affine(w.float()) / math.sqrt(self.weight.shape[1]))[:, None]
            )  # (n, 3, i)
            return torch.einsum("nihw,noi->nohw", x, k.to(x.dtype)).float() + self.bias[:, None, None]


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
    """ws (n, num_ws, 256) or one w for all layers (n, 256) -> RGB (n, 3, res, res), about [-1, 1].

    `base` channels at one pixel's side, halved with every doubling, at most 256: 3072 for 128 px on a CPU, 8192 for 256 px."""

    def __init__(self, res=128, base=3072):
        super().__init__()
        self.sizes = [2**k for k in range(2, res.bit_length())]
        self.num_ws = 2 * len(self.sizes)
        for r in self.sizes:
            setattr(self, f"b{r}", Block(channels(r // 2, base) if r > 4 else 0, channels(r, base), r))

    def forward(self, ws, noise="random", res=None):
        """noise: 'random', 'const' or 'none'; res stops early, for training at a lower resolution.
        Under autocast, convolutions are in its precision; styles and the picture stay float32."""
        ws = ws if ws.ndim == 3 else ws[:, None].expand(-1, self.num_ws, -1)
        x, img, i = self.b4.const.expand(len(ws), -1, -1, -1).contiguous(memory_format=torch.channels_last), None, 0
        if torch.is_autocast_enabled(x.device.type):
            x = x.to(torch.get_autocast_dtype(x.device.type))
        for r in self.sizes:
            block = getattr(self, f"b{r}")
            for layer in ["conv0", "conv1"] if r > 4 else ["conv1"]:
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
            setattr(self, f"fc{k}", FullyConnected(W if k else Z, W, 0.01, act=True))
        self.register_buffer("w_avg", torch.zeros(W))

    def forward(self, z):
        x = z * torch.rsqrt(z.square().mean(1, keepdim=True) + 1e-8)
        for k in range(8):
            x = getattr(self, f"fc{k}")(x)
        return x


class Generator(nn.Module):
    def __init__(self, res=128, base=3072):
        super().__init__()
        self.mapping, self.synthesis = Mapping(), Synthesis(res, base)


def scaled(name, value):
    return name.startswith("synthesis") and value.ndim == 4 and "torgb" not in name


def load_official(module, arrays, prefix=""):
    """{official name: array} -> module (a Generator, or its synthesis with prefix 'synthesis.')."""
    state = {}
    for name in module.state_dict():
        v = torch.tensor(arrays[prefix + name])
        state[name] = v * math.sqrt(v[0].numel()) if scaled(prefix + name, v) else v
    module.load_state_dict(state)


def official_state(module, prefix=""):
    out = {}
    for name, v in module.state_dict().items():
        v = v.detach().float().cpu().contiguous()
        out[prefix + name] = (v / math.sqrt(v[0].numel()) if scaled(prefix + name, v) else v).numpy()
    return out


class Conv(nn.Module):
    """Convolution of equalised learning rate: weights of unit variance, scaled by their fan-in when used."""

    def __init__(self, i, o, side, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(o, i, side, side))
        self.bias = nn.Parameter(torch.zeros(o)) if bias else None
        self.gain = 1 / math.sqrt(i * side * side)

    def forward(self, x):
        return F.conv2d(
            x,
            (self.weight * self.gain).to(x.dtype),
            None if self.bias is None else self.bias.to(x.dtype),
            padding=self.weight.shape[-1] // 2,
        )


class Discriminator(nn.Module):
    """RGB (n, 3, res, res), n a multiple of 4 or less than it -> logit (n,), and the features of each scale.

    Residual, as StyleGAN2's, average pooled. With codes (n, code), the logit also says whether picture and code belong
    together: a projection (Miyato and Koyama, "cGANs with projection discriminator", 2018)."""

    def __init__(self, res, base, code, most=256):
        super().__init__()
        ch = lambda r: channels(r, base, most)
        self.rgb, self.blocks = Conv(3, ch(res), 3), nn.ModuleList()
        while res > 4:
            i, o = ch(res), ch(res // 2)
            self.blocks.append(nn.ModuleList([Conv(i, i, 3), Conv(i, o, 3), Conv(i, o, 1, bias=False)]))
            res //= 2
        c = ch(4)
        self.last = Conv(c + 1, c, 3)
        self.hidden, self.out, self.project = (
            FullyConnected(c * 16, c, act=True),
            FullyConnected(c, 1),
            FullyConnected(code, c),
        )

    def forward(self, x, code=None):
        if torch.is_autocast_enabled(x.device.type):
            x = x.to(torch.get_autocast_dtype(x.device.type))
        with torch.autocast(x.device.type, enabled=False):
            x, features = lrelu(self.rgb(x)), []
            for a, b, skip in self.blocks:
                x = (F.avg_pool2d(lrelu(b(lrelu(a(x)))), 2) + skip(F.avg_pool2d(x, 2))) / GAIN
                features.append(x)
            x = x.float()
            n, _, h, w = x.shape
            y = x.reshape(min(4, n), -1, *x.shape[1:])
            y = (y.var(0, unbiased=False) + 1e-8).sqrt().mean((1, 2, 3))
            y = y.repeat(min(4, n))[:, None, None, None].expand(n, 1, h, w)
            x = self.hidden(lrelu(self.last(torch.cat([x, y], 1))).flatten(1))
            logit = self.out(x)[:, 0]
            if code is not None:
                logit = logit + (self.project(code) * x).mean(1) * math.sqrt(x.shape[1])
            return logit, features

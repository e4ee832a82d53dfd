"""The same synthesis network in PyTorch, as the official code computes it: the other side of `npm run bench:synthesis`.

Standard formulation (Karras et al. 2020, "Analyzing and Improving the Image Quality of StyleGAN", section 2.2): weights
modulated and demodulated for each sample and used in one grouped convolution, up-sampling by transposed convolution and a
depthwise FIR, skip connections of RGB. Float32, no gradients.

    python reference.py weights.npz threads

reads one JSON request a line, {"ws": file.npy, "image": file.npy or null}, and answers {"wall", "cpu"} of the network in ms.
"""
import json
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

FIR = torch.tensor([1.0, 3.0, 3.0, 1.0]) / 8


def modulated_conv(x, weight, style, demodulate=True, up=False):
    """x [N, I, H, W], weight [O, I, k, k], style [N, I] → [N, O, H', W'], one group a sample."""
    batch, inputs, height, width = x.shape
    outputs, _, k, _ = weight.shape
    w = weight.unsqueeze(0) * style.reshape(batch, 1, inputs, 1, 1)
    if demodulate:
        w = w * (w.square().sum(dim=[2, 3, 4]) + 1e-8).rsqrt().reshape(batch, outputs, 1, 1, 1)
    x = x.reshape(1, batch * inputs, height, width)
    if not up:
        y = F.conv2d(x, w.reshape(batch * outputs, inputs, k, k), padding=k // 2, groups=batch)
        return y.reshape(batch, outputs, height, width)
    w = w.transpose(1, 2).reshape(batch * inputs, outputs, k, k)
    y = F.conv_transpose2d(x, w, stride=2, groups=batch)
    return filtered(y.reshape(batch, outputs, 2 * height + 1, 2 * width + 1), pad=(1, 1))


def filtered(x, pad):
    """Depthwise FIR with gain 4, for the zeros that up-sampling has put in."""
    channels = x.shape[1]
    kernel = (4 * torch.outer(FIR, FIR)).expand(channels, 1, 4, 4)
    return F.conv2d(F.pad(x, [*pad, *pad]), kernel, groups=channels)


def upsampled(rgb):
    batch, channels, height, width = rgb.shape
    zeros = rgb.new_zeros(batch, channels, 2 * height, 2 * width)
    zeros[:, :, ::2, ::2] = rgb
    return filtered(zeros, pad=(2, 1))


class Synthesis:
    def __init__(self, weights):
        self.weights = weights
        self.sides = [4]
        while f'synthesis.b{2 * self.sides[-1]}.conv1.weight' in weights:
            self.sides.append(2 * self.sides[-1])

    def style(self, name, w):
        weight, bias = self.weights[f'{name}.affine.weight'], self.weights[f'{name}.affine.bias']
        return torch.addmm(bias, w, (weight / weight.shape[1] ** 0.5).t())

    def conv(self, name, x, w, up):
        p = self.weights
        x = modulated_conv(x, p[f'{name}.weight'], self.style(name, w), up=up)
        x = x.add_(p[f'{name}.noise_const'] * p[f'{name}.noise_strength'])
        x = x.add_(p[f'{name}.bias'].reshape(1, -1, 1, 1))
        return F.leaky_relu_(x, 0.2).mul_(2**0.5)

    def to_rgb(self, name, x, w):
        weight = self.weights[f'{name}.weight']
        style = self.style(name, w) / weight.shape[1] ** 0.5
        x = modulated_conv(x, weight, style, demodulate=False)
        return x + self.weights[f'{name}.bias'].reshape(1, -1, 1, 1)

    def __call__(self, ws):
        x = self.weights['synthesis.b4.const'].repeat(ws.shape[0], 1, 1, 1)
        rgb, layer = None, 0
        for side in self.sides:
            block = f'synthesis.b{side}'
            if side > 4:
                x = self.conv(f'{block}.conv0', x, ws[:, layer], up=True)
                layer += 1
            x = self.conv(f'{block}.conv1', x, ws[:, layer], up=False)
            layer += 1
            colour = self.to_rgb(f'{block}.torgb', x, ws[:, layer])
            rgb = colour if rgb is None else upsampled(rgb) + colour
        return rgb


def main(weights, threads):
    torch.set_num_threads(int(threads))
    with np.load(weights) as arrays:
        network = Synthesis({name: torch.from_numpy(arrays[name]) for name in arrays.files})
    print(json.dumps({'torch': torch.__version__}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        ws = torch.from_numpy(np.load(request['ws']))
        with torch.inference_mode():
            start, used = time.perf_counter(), time.process_time()
            image = network(ws)
            wall, cpu = time.perf_counter() - start, time.process_time() - used
        if request['image'] is not None:
            np.save(request['image'], image.numpy())
        print(json.dumps({'wall': 1000 * wall, 'cpu': 1000 * cpu}), flush=True)


if __name__ == '__main__':
    main(*sys.argv[1:])

"""StyleGAN2's forward pass written from the official parameter names alone: fused modulated convolutions, a stride-2
transposed convolution and the FIR, as stylegan2-ada-pytorch computes them. Slow; it is the judge of an export."""

import numpy as np
import torch
import torch.nn.functional as F


def generate(arrays, z, psi=0.7):
    """{name: array}, z (n, 512) -> {'psi1', 'psi07'}: images (n, 3, res, res) with constant noise."""
    p = {k: torch.from_numpy(v).double() for k, v in arrays.items()}
    dense = lambda x, q, m=1.0: F.linear(
        x, p[q + ".weight"] * (m / p[q + ".weight"].shape[1] ** 0.5), p[q + ".bias"] * m
    )
    x = torch.from_numpy(np.asarray(z)).double()
    x = x / (x.square().mean(1, keepdim=True) + 1e-8).sqrt()
    for k in range(8):
        x = F.leaky_relu(dense(x, f"mapping.fc{k}", 0.01), 0.2) * 2**0.5
    near = p["mapping.w_avg"] + psi * (x - p["mapping.w_avg"])
    return {
        name: torch.stack([synthesise(p, dense, w[None]) for w in ws]).numpy()
        for name, ws in (("psi1", x), ("psi07", near))
    }


def synthesise(p, dense, w):
    f = torch.tensor([1.0, 3, 3, 1]).double()
    f = (f[:, None] * f / 16)[None, None]  # gain 4
    each = lambda x, k, **o: F.conv2d(x.transpose(0, 1), k, **o).transpose(0, 1)  # every channel alone
    x, img, res = p["synthesis.b4.const"][None], None, 4
    while f"synthesis.b{res}.torgb.weight" in p:
        for name in ("conv0", "conv1"):
            q = f"synthesis.b{res}.{name}"
            if q + ".weight" not in p:
                continue
            k = p[q + ".weight"] * dense(w, q + ".affine")[0][None, :, None, None]
            k = k / (k.square().sum((1, 2, 3), keepdim=True) + 1e-8).sqrt()
            if name == "conv0":
                x = each(F.conv_transpose2d(x, k.transpose(0, 1), stride=2), f, padding=1)
            else:
                x = F.conv2d(x, k, padding=1)
            x = x + p[q + ".noise_const"] * p[q + ".noise_strength"] + p[q + ".bias"][None, :, None, None]
            x = F.leaky_relu(x, 0.2) * 2**0.5
        q = f"synthesis.b{res}.torgb"
        k = p[q + ".weight"] * (dense(w, q + ".affine")[0] / p[q + ".weight"].shape[1] ** 0.5)[None, :, None, None]
        y = F.conv2d(x, k) + p[q + ".bias"][None, :, None, None]
        if img is not None:
            n, c, h, _ = img.shape
            wide = torch.zeros(n, c, 2 * h, 2 * h, dtype=img.dtype)
            wide[:, :, ::2, ::2] = img
            img = each(F.pad(wide, (2, 1, 2, 1)), f)
        img, res = y if img is None else img + y, res * 2
    return img[0]

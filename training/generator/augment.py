"""What the discriminator is shown instead of the picture, so that it cannot learn a small training set by heart.

Colours and place are changed with probability p (Karras et al., "Training generative adversarial networks with limited
data", 2020). Nothing is mirrored: the code says which way a head looks.
"""

import torch
import torch.nn.functional as F

GREY = (0.3, 0.59, 0.11)


def draw(n, p, device):
    """-> colour (n, 3, 4) and place (n, 2, 3), identities for those left alone."""
    some = lambda *shape: (torch.rand(n, *[1] * len(shape), device=device) < p) * torch.randn(n, *shape, device=device)
    eye, grey = torch.eye(3, device=device), torch.tensor(GREY, device=device).expand(3, 3)
    mix = eye + 0.4 * some(1, 1) * (eye - grey)  # saturation
    colour = torch.cat([mix * torch.exp(0.2 * some(1, 1)), 0.15 * some(1, 1).expand(-1, 3, 1)], 2)
    turn, zoom = 0.12 * some(1)[:, 0], torch.exp(0.12 * some(1)[:, 0])
    shift = 0.12 * some(2)
    place = torch.stack(
        [
            torch.stack([turn.cos() * zoom, -turn.sin() * zoom, shift[:, 0]], 1),
            torch.stack([turn.sin() * zoom, turn.cos() * zoom, shift[:, 1]], 1),
        ],
        1,
    )
    return colour, place


def apply(x, change):
    """RGB (n, 3, s, s) -> the same, changed; differentiable once."""
    colour, place = change
    with torch.autocast(x.device.type, enabled=False):
        x = torch.einsum("nihw,noi->nohw", x.float(), colour[:, :, :3]) + colour[:, :, 3, None, None]
        grid = F.affine_grid(place, list(x.shape), align_corners=False)
        x = F.grid_sample(x, grid, padding_mode="reflection", align_corners=False)
    return x.contiguous(memory_format=torch.channels_last)

"""Images of the pack for numpy's seeds 0, 1, 2, …"""

import numpy as np

from .cached import Cache
from .pack import Pack

PIECE = 250


def sample(pack: Pack, cache: Cache, count: int, psi: float) -> np.ndarray:
    """-> uint8 [count,3,R,R], seeds 0 to count - 1, constant noise."""
    name = f"samples-{pack.version('mapping', 'synthesis')}-psi{psi:g}"
    return cache.pieces(name, count, PIECE, lambda seeds: pack.draw(pack.latents(seeds, psi)))

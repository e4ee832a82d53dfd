"""Contact sheets."""

from PIL import Image


def sheet(images, path, columns=8):
    """RGB (n, 3, s, s) in [-1, 1], n a multiple of `columns` -> PNG."""
    y = ((images.clamp(-1, 1) + 1) * 127.5).round().byte().permute(0, 2, 3, 1).cpu().numpy()
    rows, s = len(y) // columns, y.shape[1]
    Image.fromarray(y.reshape(rows, columns, s, s, 3).transpose(0, 2, 1, 3, 4).reshape(rows * s, columns * s, 3)).save(
        path
    )

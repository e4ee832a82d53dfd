"""The four networks. Each takes `image` float32 [N,3,128,128] in [-1,1].

All are plain 3x3 residual nets that halve the image in their first layer: on one CPU core dense
convolutions run several times nearer to peak than the depthwise ones of mobile designs.
"""

import torch
import torch.nn.functional as F
from torch import nn

from .labels import HAIR_COLOURS, POINTS, SEGMENTS

AGE_MEAN, AGE_SCALE = 40.0, 20.0
YAW_SCALE, PITCH_SCALE = 15.0, 8.0
"""Years and degrees per unit of the raw outputs, so that all heads learn at one rate."""

FACE_TOP, FACE_LEFT, FACE_PX = 22, 16, 96
"""Where an FFHQ-aligned face lies in 128 px: forehead to chin; the identity net reads only this."""

EMBEDDING = 128


def conv(inputs: int, outputs: int, stride: int = 1, size: int = 3) -> nn.Sequential:
    """Convolution, batch norm, ReLU: [N,inputs,H,W] -> [N,outputs,H/stride,W/stride]."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)
    )


class Residual(nn.Module):
    """[N,C,H,W] -> [N,C,H,W]."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.inner = nn.Sequential(
            conv(channels, channels), nn.Conv2d(channels, channels, 3, 1, 1, bias=False), nn.BatchNorm2d(channels)
        )
        nn.init.zeros_(self.inner[-1].weight)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.relu(x + self.inner(x))


def stage(inputs: int, outputs: int, blocks: int) -> nn.Sequential:
    """Halve each side, then `blocks` residual blocks."""
    return nn.Sequential(conv(inputs, outputs, 2), *[Residual(outputs) for _ in range(blocks)])


class Attributes(nn.Module):
    """-> raw [N,16]: male, smile, mouth_open, hair_length, blink (logits), age, yaw, pitch (scaled),
    hair colour (8 logits). `split` names the columns."""

    BINARY = ("male", "smile", "mouth_open", "hair_length", "blink")
    SCALED = {"age": (AGE_MEAN, AGE_SCALE), "yaw": (0.0, YAW_SCALE), "pitch": (0.0, PITCH_SCALE)}

    def __init__(self) -> None:
        super().__init__()
        self.trunk = nn.Sequential(
            conv(3, 16, 2), stage(16, 32, 1), stage(32, 64, 2), stage(64, 128, 2), conv(128, 32, size=1)
        )
        outputs = len(self.BINARY) + len(self.SCALED) + len(HAIR_COLOURS)
        # Flattened, not pooled: in an aligned face it matters where a feature fires.
        self.head = nn.Sequential(
            nn.Flatten(), nn.Dropout(0.2), nn.Linear(32 * 8 * 8, 128), nn.ReLU(inplace=True), nn.Linear(128, outputs)
        )

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.head(self.trunk(image))

    @classmethod
    def split(cls, raw: torch.Tensor) -> dict[str, torch.Tensor]:
        """Raw [N,16] -> one raw column [N] a name, and `hair_colour` logits [N,8]."""
        names = (*cls.BINARY, *cls.SCALED)
        columns = {name: raw[:, i] for i, name in enumerate(names)}
        return {**columns, "hair_colour": raw[:, len(names) :]}


class AttributesExport(nn.Module):
    """Attributes with every output named and in its own unit, in the order of `NAMES`."""

    NAMES = ("male", "age", "smile", "mouth_open", "hair_length", "hair_colour", "yaw", "pitch", "blink")

    def __init__(self, net: Attributes) -> None:
        super().__init__()
        self.net = net

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, ...]:
        raw = Attributes.split(self.net(image))
        return tuple(self._finish(name, raw[name]) for name in self.NAMES)

    @staticmethod
    def _finish(name: str, raw: torch.Tensor) -> torch.Tensor:
        if name == "hair_colour":
            return torch.softmax(raw, 1)
        if name in Attributes.SCALED:
            mean, scale = Attributes.SCALED[name]
            return (raw * scale + mean)[:, None]
        return torch.sigmoid(raw)[:, None]


class Identity(nn.Module):
    """-> embedding [N,128] of unit length."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk = nn.Sequential(
            conv(3, 24, 2), stage(24, 48, 1), stage(48, 96, 2), stage(96, 128, 2), conv(128, 96, size=1)
        )
        self.head = nn.Sequential(
            nn.Flatten(), nn.Dropout(0.3), nn.Linear(96 * 6 * 6, EMBEDDING, bias=False), nn.BatchNorm1d(EMBEDDING)
        )

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        face = image[:, :, FACE_TOP : FACE_TOP + FACE_PX, FACE_LEFT : FACE_LEFT + FACE_PX]
        return F.normalize(self.head(self.trunk(face)), dim=1)


class Decoder(nn.Module):
    """Coarse [N,C,H,W] and skip [N,S,2H,2W] -> [N,outputs,2H,2W]."""

    def __init__(self, coarse: int, skip: int, outputs: int) -> None:
        super().__init__()
        self.narrow = conv(coarse, outputs, size=1)
        self.merge = conv(outputs + skip, outputs)

    def forward(self, coarse: torch.Tensor, skip: torch.Tensor) -> torch.Tensor:
        up = F.interpolate(self.narrow(coarse), scale_factor=2.0, mode="bilinear", align_corners=False)
        return self.merge(torch.cat([up, skip], 1))


class Parsing(nn.Module):
    """-> logits [N,11,128,128]. The last layer predicts 2x2 pixels at once at 64 px: as sharp as a
    full-resolution layer, at the price of a half-resolution one."""

    def __init__(self) -> None:
        super().__init__()
        self.down64 = conv(3, 24, 2)
        self.down32 = stage(24, 32, 1)
        self.down16 = stage(32, 64, 1)
        self.down8 = stage(64, 96, 2)
        self.up16 = Decoder(96, 64, 64)
        self.up32 = Decoder(64, 32, 32)
        self.up64 = Decoder(32, 24, 24)
        self.last = nn.Sequential(nn.Conv2d(24, 4 * len(SEGMENTS), 3, 1, 1), nn.PixelShuffle(2))

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        x64 = self.down64(image)
        x32 = self.down32(x64)
        x16 = self.down16(x32)
        x = self.up16(self.down8(x16), x16)
        return self.last(self.up64(self.up32(x, x32), x64))


class Landmarks(nn.Module):
    """-> points [N,5,2] as (x, y) in 0..1: the centre of mass of one 32x32 heat map a point."""

    def __init__(self) -> None:
        super().__init__()
        self.down32 = nn.Sequential(conv(3, 16, 2), stage(16, 32, 1))
        self.down16 = stage(32, 48, 1)
        self.down8 = stage(48, 64, 1)
        self.up16 = Decoder(64, 48, 48)
        self.up32 = Decoder(48, 32, 32)
        self.last = nn.Conv2d(32, len(POINTS), 1)
        self.register_buffer("centres", (torch.arange(32) + 0.5) / 32)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        x32 = self.down32(image)
        x16 = self.down16(x32)
        maps = self.last(self.up32(self.up16(self.down8(x16), x16), x32))
        mass = torch.softmax(maps.flatten(2), 2).unflatten(2, (32, 32))
        return torch.stack([mass.sum(2) @ self.centres, mass.sum(3) @ self.centres], 2)

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

EMBEDDING = 128

MEAN_POINTS = ((0.382, 0.473), (0.618, 0.473), (0.500, 0.638), (0.426, 0.744), (0.574, 0.744))
"""Where the five points lie on average, (x, y) in 0..1, in the order of POINTS."""


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


class Encoder(nn.Module):
    """-> features at 64, 32, 16 and 8 px: [N,16,64,64], [N,32,32,32], [N,64,16,16], [N,96,8,8]."""

    def __init__(self) -> None:
        super().__init__()
        self.down64 = conv(3, 16, 2)
        self.down32 = stage(16, 32, 1)
        self.down16 = stage(32, 64, 1)
        self.down8 = stage(64, 96, 2)

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, ...]:
        x64 = self.down64(image)
        x32 = self.down32(x64)
        x16 = self.down16(x32)
        return x64, x32, x16, self.down8(x16)

    def coarse(self, image: torch.Tensor) -> torch.Tensor:
        """-> the two coarsest, at 8 px: [N,160,8,8]."""
        _, _, x16, x8 = self(image)
        return torch.cat([F.avg_pool2d(x16, 2), x8], 1)


class Attributes(nn.Module):
    """-> raw [N,18]: male, smile, mouth_open, hair_length, blink, beard, skin_tone (logits), age, yaw, pitch (scaled),
    hair colour (8 logits). `split` names the columns.

    It sees through an encoder that has learned to parse: labelling every pixel teaches the shape of mouths and
    brows far faster than one number an image does.
    """

    BINARY = ("male", "smile", "mouth_open", "hair_length", "blink", "beard", "skin_tone")
    SCALED = {"age": (AGE_MEAN, AGE_SCALE), "yaw": (0.0, YAW_SCALE), "pitch": (0.0, PITCH_SCALE)}
    HIDDEN = 256

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.narrow = conv(64 + 96, 32, size=1)
        # Flattened, not pooled: in an aligned face it matters where a feature fires.
        self.hidden = nn.Sequential(
            nn.Flatten(), nn.Dropout(0.2), nn.Linear(32 * 8 * 8, self.HIDDEN), nn.ReLU(inplace=True)
        )
        self.head = nn.Linear(self.HIDDEN, len(self.BINARY) + len(self.SCALED) + len(HAIR_COLOURS))

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.head(self.hidden(self.narrow(self.encoder.coarse(image))))

    @classmethod
    def split(cls, raw: torch.Tensor) -> dict[str, torch.Tensor]:
        """Raw [N,18] -> one raw column [N] a name, and `hair_colour` logits [N,8]."""
        names = (*cls.BINARY, *cls.SCALED)
        columns = {name: raw[:, i] for i, name in enumerate(names)}
        return {**columns, "hair_colour": raw[:, len(names) :]}


class AttributesExport(nn.Module):
    """Attributes with every output named and in its own unit, in the order of `NAMES`."""

    NAMES = ("male", "age", "smile", "mouth_open", "hair_length", "hair_colour", "yaw", "pitch", "blink", "beard", "skin_tone")

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
    """-> embedding [N,128] of unit length. Its encoder starts from one that has learned to parse.

    A second head, used in training only, recovers the renderer's parameters of the identity: they say more of who somebody
    is than four images a person do.
    """

    WIDTH, CELLS, HIDDEN = 64 + 96, 48, 384

    def __init__(self, traits: int) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.deep = nn.Sequential(Residual(self.WIDTH), Residual(self.WIDTH), conv(self.WIDTH, self.CELLS, size=1))
        self.hidden = nn.Sequential(
            nn.Flatten(), nn.Dropout(0.1), nn.Linear(self.CELLS * 8 * 8, self.HIDDEN, bias=False),
            nn.BatchNorm1d(self.HIDDEN), nn.ReLU(inplace=True),
        )  # fmt: skip
        self.project = nn.Sequential(nn.Linear(self.HIDDEN, EMBEDDING, bias=False), nn.BatchNorm1d(EMBEDDING))
        self.traits = nn.Linear(self.HIDDEN, traits)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.learn(image)[0]

    def learn(self, image: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """-> embedding [N,128], standardised identity parameters [N,traits]."""
        hidden = self.hidden(self.deep(self.encoder.coarse(image)))
        return F.normalize(self.project(hidden).float(), dim=1), self.traits(hidden)


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
        self.encoder = Encoder()
        self.up16 = Decoder(96, 64, 64)
        self.up32 = Decoder(64, 32, 32)
        self.up64 = Decoder(32, 16, 24)
        self.last = nn.Sequential(nn.Conv2d(24, 4 * len(SEGMENTS), 3, 1, 1), nn.PixelShuffle(2))

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        x64, x32, x16, x8 = self.encoder(image)
        x = self.up16(x8, x16)
        return self.last(self.up64(self.up32(x, x32), x64))


class Landmarks(nn.Module):
    """-> points [N,5,2] as (x, y) in 0..1: the centre of mass of one 32x32 heat map a point.

    The maps start as a bump at the mean shape. Aligned faces keep their eyes in place, so a net that
    had to find them in a uniform map would need several epochs only to match a constant answer; and
    where hair hides an eye the bump remains as a prior.
    """

    MAP = 32
    BUMP_SIGMA = 2.5
    """In cells of the map."""

    def __init__(self) -> None:
        super().__init__()
        self.down32 = nn.Sequential(conv(3, 16, 2), stage(16, 32, 1))
        self.down16 = stage(32, 48, 1)
        self.down8 = stage(48, 64, 1)
        self.up16 = Decoder(64, 48, 48)
        self.up32 = Decoder(48, 32, 32)
        self.last = nn.Conv2d(32, len(POINTS), 1, bias=False)
        centres = (torch.arange(self.MAP) + 0.5) / self.MAP
        away = (centres - torch.tensor(MEAN_POINTS)[:, :, None]) * self.MAP / self.BUMP_SIGMA
        self.prior = nn.Parameter(-0.5 * (away[:, 0, None, :] ** 2 + away[:, 1, :, None] ** 2))
        self.register_buffer("centres", centres)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        x32 = self.down32(image)
        x16 = self.down16(x32)
        maps = self.last(self.up32(self.up16(self.down8(x16), x16), x32)).float() + self.prior
        mass = torch.softmax(maps.flatten(2), 2).unflatten(2, (self.MAP, self.MAP))
        # No matrix product: it would be done at half precision on a GPU.
        return torch.stack([(mass.sum(2) * self.centres).sum(2), (mass.sum(3) * self.centres).sum(2)], 2)

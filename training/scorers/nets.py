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

FACE_ROWS, FACE_COLUMNS = slice(1, 8), slice(1, 7)
"""Where an FFHQ-aligned face lies in an 8x8 map of 128 px; the identity net reads only these cells."""

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


class Attributes(nn.Module):
    """-> raw [N,16]: male, smile, mouth_open, hair_length, blink (logits), age, yaw, pitch (scaled),
    hair colour (8 logits). `split` names the columns.

    It sees through an encoder that has learned to parse: labelling every pixel teaches the shape of mouths and
    brows far faster than one number an image does. A second head, used in training only, recovers the renderer's
    parameters of the identity, which the identity net is built upon.
    """

    BINARY = ("male", "smile", "mouth_open", "hair_length", "blink")
    SCALED = {"age": (AGE_MEAN, AGE_SCALE), "yaw": (0.0, YAW_SCALE), "pitch": (0.0, PITCH_SCALE)}
    HIDDEN = 256

    def __init__(self, traits: int) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.narrow = conv(64 + 96, 32, size=1)
        # Flattened, not pooled: in an aligned face it matters where a feature fires.
        self.hidden = nn.Sequential(nn.Flatten(), nn.Dropout(0.2), nn.Linear(32 * 8 * 8, self.HIDDEN), nn.ReLU(inplace=True))
        self.head = nn.Linear(self.HIDDEN, len(self.BINARY) + len(self.SCALED) + len(HAIR_COLOURS))
        self.traits = nn.Linear(self.HIDDEN, traits)

    def see(self, image: torch.Tensor) -> torch.Tensor:
        """[N,3,128,128] -> hidden [N,256]."""
        _, _, x16, x8 = self.encoder(image)
        return self.hidden(self.narrow(torch.cat([F.avg_pool2d(x16, 2), x8], 1)))

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.head(self.see(image))

    def learn(self, image: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """-> raw attributes [N,16], standardised identity parameters [N,traits]."""
        hidden = self.see(image)
        return self.head(hidden), self.traits(hidden)

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
    """-> embedding [N,128] of unit length: one linear map of what the attributes net sees of the face.

    That net has learned to parse and to recover the renderer's parameters of an identity, which says more of who
    somebody is than a thousand identities of four images do; identity.py fits the linear map in closed form.
    """

    MAPS = (64 + 96) * (FACE_ROWS.stop - FACE_ROWS.start) * (FACE_COLUMNS.stop - FACE_COLUMNS.start)
    FEATURES = MAPS + Attributes.HIDDEN
    HIDDEN_GAIN = 1.0
    """Weight of the hidden columns beside those of the maps; more than 1 made verification worse."""

    def __init__(self, attributes: Attributes) -> None:
        super().__init__()
        self.encoder, self.narrow, self.hidden = attributes.encoder, attributes.narrow, attributes.hidden
        self.project = nn.Linear(self.FEATURES, EMBEDDING)

    def features(self, image: torch.Tensor) -> torch.Tensor:
        """[N,3,128,128] -> [N,FEATURES]. The root tames the long tail of rectified responses."""
        _, _, x16, x8 = self.encoder(image)
        maps = torch.cat([F.avg_pool2d(x16, 2), x8], 1)
        face = torch.sqrt(maps[:, :, FACE_ROWS, FACE_COLUMNS] + 1e-3).flatten(1)
        return torch.cat([face, self.HIDDEN_GAIN * torch.sqrt(self.hidden(self.narrow(maps)) + 1e-3)], 1)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return F.normalize(self.project(self.features(image)), dim=1)


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
        maps = self.last(self.up32(self.up16(self.down8(x16), x16), x32)) + self.prior
        mass = torch.softmax(maps.flatten(2), 2).unflatten(2, (self.MAP, self.MAP))
        return torch.stack([mass.sum(2) @ self.centres, mass.sum(3) @ self.centres], 2)

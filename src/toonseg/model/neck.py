"""The neck: features of all strides told of each other, down and up again (PAN: Liu et al., 2018)."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from toonseg.model.backbone import conv, depthwise


def separable(channels: int, kernel: int = 5) -> nn.Sequential:
    """A depthwise convolution and a 1 x 1: the look around and the mixing of channels, each cheap."""
    return nn.Sequential(depthwise(channels, kernel), conv(channels, channels, 1))


class Mix(nn.Module):
    """Two features of one stride become one."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.join = conv(2 * channels, channels, 1)
        self.first = separable(channels)
        self.second = separable(channels)

    def forward(self, one: Tensor, other: Tensor) -> Tensor:
        """Two NCHW of one shape to a third."""
        x = self.join(torch.cat([one, other], dim=1))
        out: Tensor = x + self.second(self.first(x))
        return out


class Pan(nn.Module):
    """Strides 8, 16 and 32 with `channels` each, and stride 4 with half as many, for masks."""

    def __init__(self, inputs: Sequence[int], channels: int) -> None:
        super().__init__()
        fine, *coarse = inputs
        self.sides = nn.ModuleList(conv(inp, channels, 1) for inp in coarse)
        self.down = nn.ModuleList(Mix(channels) for _ in coarse[1:])
        self.strided = nn.ModuleList(
            nn.Sequential(depthwise(channels, 3, 2), conv(channels, channels, 1)) for _ in coarse[1:]
        )
        self.up = nn.ModuleList(Mix(channels) for _ in coarse[1:])
        self.fine = conv(fine, channels // 2, 1)
        self.to_fine = conv(channels, channels // 2, 1)
        self.finest = nn.Sequential(conv(channels, channels // 2, 1), conv(channels // 2, channels // 2, 3))

    def forward(self, features: Sequence[Tensor]) -> tuple[list[Tensor], Tensor]:
        """Features at strides 4 to 32 to (those of strides 8, 16, 32, that of stride 4)."""
        x2, *rest = features
        p3, p4, p5 = (side(x) for side, x in zip(self.sides, rest, strict=True))
        p4 = self.down[0](p4, enlarged(p5))
        p3 = self.down[1](p3, enlarged(p4))
        n4 = self.up[0](p4, self.strided[0](p3))
        n5 = self.up[1](p5, self.strided[1](n4))
        fine = self.finest(torch.cat([self.fine(x2), enlarged(self.to_fine(p3))], dim=1))
        return [p3, n4, n5], fine


def enlarged(x: Tensor) -> Tensor:
    """Twice as high and wide."""
    return functional.interpolate(x, scale_factor=2.0, mode="nearest")

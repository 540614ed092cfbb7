"""The head: what stands at each location of strides 8, 16 and 32, and how its mask is made.

A location gives a logit for each class, the distances to the four sides of a box, a logit of how good its
mask will be, and the numbers (`kernel`) with which its mask is made of the mask features.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from toonseg.model.backbone import conv
from toonseg.model.neck import separable

STRIDES = (8, 16, 32)
MASK_STRIDE = 4


@dataclass(frozen=True)
class Dense:
    """What the network says of a batch of N pictures with A locations.

    Attributes:
        classes: N x A x K logits.
        boxes: N x A x 4 boxes [x0, y0, x1, y1] in pixels of the input.
        quality: N x A logits of the mask's intersection over union.
        kernels: N x A x P numbers for `masks`.
        features: N x C x H/4 x W/4 mask features.
        classmaps: N x K x H/4 x W/4 logits of what each pixel is, whoever it belongs to.
        centres: A x 2 centres (x, y) of the locations in pixels of the input.
        strides: A strides in pixels.
    """

    classes: Tensor
    boxes: Tensor
    quality: Tensor
    kernels: Tensor
    features: Tensor
    classmaps: Tensor
    centres: Tensor
    strides: Tensor


class LevelHead(nn.Module):
    """The head of one stride."""

    def __init__(self, channels: int, classes: int, kernel: int) -> None:
        super().__init__()
        self.what = nn.Sequential(separable(channels), separable(channels))
        self.where = nn.Sequential(separable(channels), separable(channels))
        self.classes = nn.Conv2d(channels, classes, 1)
        self.sides = nn.Conv2d(channels, 4, 1)
        self.quality = nn.Conv2d(channels, 1, 1)
        self.kernel = nn.Conv2d(channels, kernel, 1)
        _start(self.classes, -math.log(99.0))  # rare at first: the focal loss's start
        _start(self.sides, 1.0)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """NCHW to class logits, sides in strides, quality logit and kernel, each N x (H W) x its length."""
        what, where = self.what(x), self.where(x)
        sides = nn.functional.softplus(self.sides(where)) * 2.0
        found = (self.classes(what), sides, self.quality(where), self.kernel(where))
        first, second, third, fourth = (t.flatten(2).transpose(1, 2) for t in found)
        return first, second, third, fourth


class Head(nn.Module):
    """All strides, the mask features, and a map of classes: what a pixel is tells nested garments apart."""

    def __init__(self, channels: int, classes: int, kernel: int, features: int) -> None:
        super().__init__()
        self.levels = nn.ModuleList(LevelHead(channels, classes, kernel) for _ in STRIDES)
        half = channels // 2
        self.features = nn.Sequential(conv(half, half, 3), nn.Conv2d(half, features, 1))
        self.classmap = nn.Conv2d(half, classes, 1)
        _start(self.classmap, -math.log(19.0))

    def forward(self, levels: Sequence[Tensor], fine: Tensor) -> Dense:
        """Features of the neck to what is said of them."""
        parts = [head(x) for head, x in zip(self.levels, levels, strict=True)]
        classes, sides, quality, kernels = (torch.cat(part, dim=1) for part in zip(*parts, strict=True))
        places = [_centres(x, stride) for x, stride in zip(levels, STRIDES, strict=True)]
        centres = torch.cat([place for place, _ in places])
        strides = torch.cat([stride for _, stride in places])
        reach = sides * strides[None, :, None]
        boxes = torch.cat([centres - reach[..., :2], centres + reach[..., 2:]], dim=2)
        features, maps = self.features(fine), self.classmap(fine)
        return Dense(classes, boxes, quality[..., 0], kernels, features, maps, centres, strides)


def _start(layer: nn.Conv2d, value: float) -> None:
    """Every output begins at `value`."""
    assert layer.bias is not None
    nn.init.constant_(layer.bias, value)


def _centres(x: Tensor, stride: int) -> tuple[Tensor, Tensor]:
    """Centres (x, y) of a feature's locations in pixels of the input, and their strides."""
    height, width = x.shape[2], x.shape[3]
    rows = (torch.arange(height, device=x.device, dtype=torch.float32) + 0.5) * stride
    columns = (torch.arange(width, device=x.device, dtype=torch.float32) + 0.5) * stride
    centres = torch.stack(
        [columns[None, :].expand(height, width), rows[:, None].expand(height, width)], dim=-1
    ).reshape(-1, 2)
    return centres, torch.full_like(centres[:, 0], float(stride))

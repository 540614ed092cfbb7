"""The refiner: a picture and a mask that is about right to the mask that is right, pixel by pixel.

A small U-Net (Ronneberger et al., 2015) that begins and ends by folding 2 x 2 pixels into channels. As in
boundary patch refinement (Tang et al., "Look closer to segment better", 2021) it sees picture and mask and
knows no classes: what it learns is which side of a line belongs to what the mask is of.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from toonseg.model.depthwise import Depthwise
from toonseg.model.neck import enlarged

FOLD = 2
"""Pixels along each side that become channels."""
PRIOR = 3.0
"""Logit of the mask that is laid to edges, before anything is learned."""


def conv(inp: int, out: int, side: int = 3, stride: int = 1) -> nn.Sequential:
    """Convolution, batch normalisation and ReLU."""
    return _normed(nn.Conv2d(inp, out, side, stride, side // 2, bias=False), out)


def _normed(layer: nn.Conv2d, out: int) -> nn.Sequential:
    return nn.Sequential(layer, nn.BatchNorm2d(out), nn.ReLU(inplace=True))


class Block(nn.Module):
    """A wide look in each channel, then the channels mixed; added to what came in."""

    def __init__(self, channels: int, side: int = 5) -> None:
        super().__init__()
        self.around = _normed(Depthwise(channels, side), channels)
        self.mix = nn.Sequential(
            conv(channels, 2 * channels, 1), nn.Conv2d(2 * channels, channels, 1, bias=False),
            nn.BatchNorm2d(channels),
        )  # fmt: skip

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = x + self.mix(self.around(x))
        return out


class Refiner(nn.Module):
    """Puts borders right; H and W are multiples of `toonseg.model.refine.STEP`."""

    def __init__(self, widths: tuple[int, int, int] = (32, 48, 64)) -> None:
        super().__init__()
        first, second, third = widths
        self.stem = conv(5 * FOLD * FOLD, first)
        self.fine = Block(first)
        self.to_second = conv(first, second, 3, 2)
        self.second = nn.Sequential(Block(second), Block(second))
        self.to_third = conv(second, third, 3, 2)
        self.third = nn.Sequential(Block(third), Block(third), Block(third))
        self.from_third = conv(third, second, 1)
        self.second_again = Block(second)
        self.from_second = conv(second, first, 1)
        self.fine_again = Block(first)
        self.last = nn.Conv2d(first, FOLD * FOLD, 3, 1, 1)

    def forward(self, pictures: Tensor, masks: Tensor) -> Tensor:
        """N x 3 x H x W RGB, 0..255, and N x 2 x H x W masks, 0 or 1 (the network's, then the same laid to
        edges), to N x 1 x H x W logits."""
        given = masks * 2 - 1
        x = torch.cat([pictures / 127.5 - 1, given], dim=1)
        fine = self.fine(self.stem(functional.pixel_unshuffle(x, FOLD)))
        second = self.second(self.to_second(fine))
        third = self.third(self.to_third(second))
        second = self.second_again(second + enlarged(self.from_third(third)))
        fine = self.fine_again(fine + enlarged(self.from_second(second)))
        # Added to the mask that is laid to edges: a network that knows nothing leaves that one as it is.
        return functional.pixel_shuffle(self.last(fine), FOLD) + PRIOR * given[:, 1:]

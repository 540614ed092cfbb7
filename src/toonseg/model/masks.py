"""Two ways to make an instance's mask of the mask features and the numbers at its location.

`Prototypes` (YOLACT: Bolya et al., 2019): the features are added up with the numbers as weights.
`Dynamic` (CondInst: Tian et al., 2020): the numbers are the weights of a small network that also sees where
each pixel lies from the instance, and (not in CondInst) how likely the pixel is of the instance's class.
"""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor

from toonseg.model.head import MASK_STRIDE


class MaskMaker(Protocol):
    """A way to make masks; `features` channels and `kernel` numbers are what it asks of the head."""

    features: int
    kernel: int

    def __call__(
        self, features: Tensor, classmaps: Tensor, kernels: Tensor, centres: Tensor, reach: Tensor
    ) -> Tensor: ...


class Prototypes:
    """M masks are one matrix product."""

    def __init__(self, features: int = 32) -> None:
        self.features = features
        self.kernel = features + 1

    def __call__(
        self, features: Tensor, classmaps: Tensor, kernels: Tensor, centres: Tensor, reach: Tensor
    ) -> Tensor:
        """C x H x W features and M x (C + 1) kernels to M x H x W mask logits; the others are not used."""
        channels, height, width = features.shape
        mixed = kernels[:, :channels] @ features.reshape(channels, height * width)
        return (mixed + kernels[:, channels:]).view(-1, height, width)


class Dynamic:
    """Two layers of 1 x 1 convolutions whose weights the location gives: of the features, of how likely the
    instance's class is, and of relative places."""

    def __init__(self, features: int = 8, hidden: int = 8) -> None:
        self.features = features
        self.hidden = hidden
        self.kernel = (features + 3) * hidden + hidden + hidden + 1

    def __call__(
        self, features: Tensor, classmaps: Tensor, kernels: Tensor, centres: Tensor, reach: Tensor
    ) -> Tensor:
        """Mask logits.

        Args:
            features: C x H x W.
            classmaps: M x H x W, how likely each pixel is of each instance's class, 0..1.
            kernels: M x P.
            centres: M x 2, (x, y) of each instance in pixels of the input.
            reach: M, pixels of the input that count as 1 in the relative places.

        Returns:
            M x H x W.
        """
        channels, height, width = features.shape
        many = kernels.shape[0]
        rows = (torch.arange(height, device=features.device) + 0.5) * MASK_STRIDE
        columns = (torch.arange(width, device=features.device) + 0.5) * MASK_STRIDE
        cut = (channels + 3) * self.hidden
        first = kernels[:, :cut].reshape(many, self.hidden, channels + 3)
        bias = kernels[:, cut : cut + self.hidden]
        second = kernels[:, cut + self.hidden : -1]
        x = torch.einsum("mhc,cyx->mhyx", first[:, :, :channels], features)
        # The relative places enter as a row and a column: the plane is never made.
        dx = (columns[None] - centres[:, :1]) / reach[:, None]
        dy = (rows[None] - centres[:, 1:]) / reach[:, None]
        x = x + first[:, :, channels, None, None] * dx[:, None, None, :]
        x = x + first[:, :, channels + 1, None, None] * dy[:, None, :, None] + bias[:, :, None, None]
        x = x + first[:, :, channels + 2, None, None] * classmaps[:, None]
        return torch.einsum("mh,mhyx->myx", second, x.relu()) + kernels[:, -1, None, None]

"""The compact network: backbone, neck, head, and a way to make masks. It reads from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn

from toonseg.model.backbone import CspBackbone, LiteBackbone
from toonseg.model.head import MASK_STRIDE, Dense, Head
from toonseg.model.loss import Truth, losses
from toonseg.model.masks import Dynamic, MaskMaker, Prototypes
from toonseg.model.neck import Pan
from toonseg.model.trainable import Trainable

MEAN = (0.498, 0.498, 0.498)
SPREAD = (0.502, 0.502, 0.502)
"""What the backbone's ImageNet weights were trained with: (value / 255 - MEAN) / SPREAD, RGB."""


@dataclass(frozen=True)
class Design:
    """What a network is made of; written into its checkpoint.

    Attributes:
        backbone: "lite" (EfficientNet-Lite0) or "csp" (a small one of our own).
        channels: Of the neck and head.
        masks: "prototypes" or "dynamic".
        classes: How many.
    """

    backbone: Literal["lite", "csp"] = "lite"
    channels: int = 96
    masks: Literal["prototypes", "dynamic"] = "dynamic"
    classes: int = 8


class Network(Trainable):
    """Pictures in, `Dense` out. Heights and widths are multiples of 32."""

    kind = "Compact network of toonseg"
    mask_stride = MASK_STRIDE

    def __init__(self, design: Design) -> None:
        super().__init__()
        self.design = design
        self.make_masks: MaskMaker = Dynamic() if design.masks == "dynamic" else Prototypes()
        self.backbone = LiteBackbone() if design.backbone == "lite" else CspBackbone()
        self.neck = Pan(self.backbone.channels, design.channels)
        self.head = Head(design.channels, design.classes, self.make_masks.kernel, self.make_masks.features)

    def forward(self, pictures: Tensor) -> Dense:
        """N3HW float, RGB, values 0..255."""
        x = (pictures / 255.0 - _like(MEAN, pictures)) / _like(SPREAD, pictures)
        levels, fine = self.neck(self.backbone(x))
        said: Dense = self.head(levels, fine)
        return said

    def masks(
        self, said: Dense, picture: int, chosen: Tensor, label: int, window: tuple[int, int, int, int]
    ) -> Tensor:
        """M x h x w mask logits of M locations (their numbers) of one picture of the batch, as instances of
        the class of index `label`, within a window x0, y0, x1, y1 of the mask features' grid."""
        x0, y0, x1, y1 = window
        features = said.features[picture, :, y0:y1, x0:x1].float()
        classmap = said.classmaps[picture, label, y0:y1, x0:x1].float().sigmoid()
        corner = said.centres.new_tensor([x0, y0]) * MASK_STRIDE
        return self.make_masks(
            features, classmap[None], said.kernels[picture, chosen].float(), said.centres[chosen] - corner,
            said.strides[chosen] * 8.0,
        )  # fmt: skip

    def losses(self, pictures: Tensor, truths: Sequence[Truth]) -> dict[str, Tensor]:
        """See `toonseg.model.loss`."""
        return losses(self, self(pictures), truths)

    def stages(self) -> list[nn.Module]:
        """The stem, then the backbone's stages."""
        return [self.backbone.stem, *self.backbone.stages]

    def backbone_parameters(self) -> list[nn.Parameter]:
        """Those of the backbone."""
        return list(self.backbone.parameters())


def _like(values: tuple[float, float, float], pictures: Tensor) -> Tensor:
    return torch.tensor(values, device=pictures.device, dtype=pictures.dtype).view(1, 3, 1, 1)

"""What the training loop asks of a network: the parts of its loss for a batch, and how its rate goes down."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from toonseg.model.loss import Truth
from toonseg.model.train.settings import TrainSettings


class Trainable(nn.Module, ABC):
    """A network that `toonseg.model.train` can train.

    Attributes:
        design: What it is made of: a dataclass, written into checkpoints.
        mask_stride: Pixels of the input for one of the masks that it learns from.
        kind: Its name in words.
        draws_lots: Whether its loss draws what to learn from by lot, from torch's one generator.
    """

    design: Any
    mask_stride: int
    kind: str
    draws_lots: bool = False

    @abstractmethod
    def losses(self, pictures: Tensor, truths: Sequence[Truth]) -> dict[str, Tensor]:
        """The weighted parts of the loss of a batch, N3HW float RGB 0..255; their sum is to be lowered."""

    @abstractmethod
    def stages(self) -> list[nn.Module]:
        """The parts of the backbone that can be frozen, from the stem on."""

    @abstractmethod
    def backbone_parameters(self) -> list[nn.Parameter]:
        """Those that learn at the backbone's rate."""

    def optimiser(self, groups: list[dict[str, Any]], settings: TrainSettings) -> torch.optim.Optimizer:
        """What takes the steps: AdamW."""
        return torch.optim.AdamW(groups, lr=settings.rate, weight_decay=settings.decay)

    def decline(self, progress: float, floor: float) -> float:
        """The share of the learning rate at `progress` (0..1): half a cosine, from 1 down to `floor`."""
        return floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * progress))

"""Averaged weights (EMA): what is validated, saved and shipped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn


class Average:
    """An exponential moving average of a network's weights over about `steps` steps."""

    def __init__(self, network: nn.Module, steps: int) -> None:
        self.weights: dict[str, Tensor] = {k: v.detach().clone() for k, v in network.state_dict().items()}
        self.steps = steps

    @torch.no_grad()
    def update(self, network: nn.Module, step: int) -> None:
        """Take in the network's weights after `step` steps."""
        share = max(1 / self.steps, 10 / (10 + step)) if step < 10 * self.steps else 1 / self.steps
        for name, value in network.state_dict().items():
            mine = self.weights[name]
            if value.dtype.is_floating_point:
                mine.lerp_(value, share)
            else:
                mine.copy_(value)

    @contextmanager
    def used(self, network: nn.Module) -> Iterator[None]:
        """The network has the averaged weights within the block, and is in evaluation mode."""
        own = {k: v.detach().clone() for k, v in network.state_dict().items()}
        was = network.training
        network.load_state_dict(self.weights)
        network.eval()
        try:
            yield
        finally:
            network.load_state_dict(own)
            network.train(was)

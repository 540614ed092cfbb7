"""Averaged weights (EMA), blended with the first ones: what is validated, saved and shipped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn


class Average:
    """An exponential moving average of a network's weights over about `steps` steps.

    Args:
        network: With its first weights.
        steps: See above.
        blend: Share of the average in what is kept, 0..1; the rest are the first weights.
    """

    def __init__(self, network: nn.Module, steps: int, blend: float = 1.0) -> None:
        self.weights: dict[str, Tensor] = {k: v.detach().clone() for k, v in network.state_dict().items()}
        self.steps = steps
        self._blend = blend
        floats = {k: v for k, v in self.weights.items() if v.dtype.is_floating_point}
        self._first = {k: v.clone() for k, v in floats.items()} if blend < 1 else {}

    @property
    def kept(self) -> dict[str, Tensor]:
        """The weights to validate and to keep: the average, blended with the first ones."""
        return self.weights | {k: v.lerp(self.weights[k], self._blend) for k, v in self._first.items()}

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
        """The network has the weights to keep within the block, and is in evaluation mode."""
        own = {k: v.detach().clone() for k, v in network.state_dict().items()}
        was = network.training
        network.load_state_dict(self.kept)
        network.eval()
        try:
            yield
        finally:
            network.load_state_dict(own)
            network.train(was)

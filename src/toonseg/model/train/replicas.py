"""A batch learned in shares at the same time, each by a replica of the network in a thread of its own.

On a processor one pass through a small network keeps hardly more than one core busy, since most of its
operations are too small to be parted. Two passes of half a batch, each on a core of its own, are done in two
thirds of its time (benchmarks/model). What is learned depends on the number of shares, as batch normalisation
sees a share at a time, and not on the number of cores.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor

from toonseg.model.loss import Truth
from toonseg.model.train.parallel import statistics
from toonseg.model.trainable import Trainable

Learn = Callable[[Trainable, Tensor, Sequence[Truth]], dict[str, Tensor]]
"""Leaves the gradients of a batch in a network, and returns the parts of the loss."""


@dataclass(frozen=True)
class Replicas:
    """Networks with the same weights, in the same memory, and gradients of their own; the first is the one
    that is trained."""

    networks: tuple[Trainable, ...]
    pool: ThreadPoolExecutor

    def learn(self, pixels: Tensor, truths: Sequence[Truth], learn: Learn) -> dict[str, Tensor]:
        """Have each network learn its share of a batch; the first is left with the mean of all gradients.

        Args:
            pixels: N3HW; N is a multiple of the number of networks.
            truths: Of each picture.
            learn: What each does with its share.

        Returns:
            The parts of the loss, as means over the shares.
        """
        if len(self.networks) == 1:
            return learn(self.networks[0], pixels, truths)
        size = len(truths) // len(self.networks)
        shares = [slice(k * size, (k + 1) * size) for k in range(len(self.networks))]
        tasks = [
            self.pool.submit(learn, network, pixels[share], truths[share])
            for network, share in zip(self.networks, shares, strict=True)
        ]
        parts = [task.result() for task in tasks]
        self._average_gradients()
        return {name: torch.stack([one[name] for one in parts]).mean(0) for name in parts[0]}

    def average_statistics(self) -> None:
        """Make what batch normalisation remembers the mean of all networks, in all of them."""
        if len(self.networks) == 1:
            return
        for values in zip(*map(statistics, self.networks), strict=True):
            mean = torch.stack(values).mean(0)
            for value in values:
                value.copy_(mean)

    @torch.no_grad()
    def _average_gradients(self) -> None:
        # What one of them learned nothing of counts there as 0; what none did is left alone.
        for mine, *others in zip(*(one.parameters() for one in self.networks), strict=True):
            found = [one.grad for one in (mine, *others) if one.grad is not None]
            if not found:
                continue
            total = found[0] if len(found) == 1 else torch.stack(found).sum(0)
            mine.grad = total / len(self.networks)


@contextmanager
def replicas_of(network: Trainable, count: int, batch: int) -> Iterator[Replicas]:
    """Replicas of a network, as many as `count`, or fewer where a batch could not be parted among them.

    Within the block, torch's threads are parted among them too.

    Args:
        network: The first of them; on a processor, as several share one GPU badly.
        count: How many are wanted; a network whose loss draws lots, which threads would share, has none.
        batch: Samples of a step.
    """
    wanted = 1 if network.draws_lots else min(count, batch)
    shares = max(number for number in range(1, wanted + 1) if batch % number == 0)
    threads = torch.get_num_threads()
    networks = (network, *(_replica(network) for _ in range(shares - 1)))
    # Threads of a pool take over torch's number when they begin: it is set before.
    if shares > 1:
        torch.set_num_threads(max(1, threads // shares))
    try:
        with ThreadPoolExecutor(shares) as pool:
            yield Replicas(networks, pool)
    finally:
        if shares > 1:
            torch.set_num_threads(threads)


def _replica(network: Trainable) -> Trainable:
    """A copy that keeps its weights where the network has its own: a step of the optimiser changes both."""
    replica = copy.deepcopy(network)
    for mine, its in zip(replica.parameters(), network.parameters(), strict=True):
        mine.data = its.data
    return replica

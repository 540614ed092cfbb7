"""Training in several processes, as torchrun starts them: each learns its share of every batch.

    torchrun --nproc-per-node 2 -m toonseg train labels.json --out runs/first --batch 8

Gradients are averaged in one message after each backward pass, which is what DistributedDataParallel does in
pieces; it wraps one `forward`, and a step here is a loss that calls several parts of a network.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import torch
from torch import Tensor, distributed, nn

from toonseg.errors import UsageError

PATIENCE = timedelta(hours=2)
"""How long the others wait while the first process validates."""


@dataclass(frozen=True)
class Ranks:
    """The processes of a training.

    Attributes:
        rank: The number of this one; the first, 0, validates and writes.
        count: How many there are.
        device: Where messages between them lie.
    """

    rank: int = 0
    count: int = 1
    device: str = "cpu"

    @property
    def first(self) -> bool:
        """Whether this is the one that validates and writes."""
        return self.rank == 0

    def share(self, batch: int) -> range:
        """The samples of a batch that this process learns: together they learn each once."""
        return range(self.rank, batch, self.count)

    def shared(self, value: float) -> float:
        """The first process' value, in all of them."""
        if self.count == 1:
            return value
        told = torch.tensor([value], dtype=torch.float64, device=self.device)
        distributed.broadcast(told, src=0)
        return float(told)

    def average(self, tensors: Sequence[Tensor]) -> None:
        """Make each tensor the mean of those of all processes, in place."""
        if self.count == 1 or not tensors:
            return
        flat = torch.cat([one.reshape(-1).float() for one in tensors])
        distributed.all_reduce(flat)
        parts = torch.split(flat / self.count, [one.numel() for one in tensors])
        for one, part in zip(tensors, parts, strict=True):
            one.copy_(part.view_as(one))

    def wait(self) -> None:
        """Go on when all processes are here."""
        if self.count > 1:
            distributed.barrier()


ALONE = Ranks()


def average_gradients(network: nn.Module, figures: Tensor, ranks: Ranks) -> None:
    """Make what a backward pass left, and a step's figures, the mean of all processes, in one message.

    What one process learned nothing of counts there as 0; what none did is left alone.
    """
    if ranks.count == 1:
        return
    learned = [one for one in network.parameters() if one.requires_grad]
    known = figures.new_tensor([float(one.grad is not None) for one in learned])
    found = [torch.zeros_like(one) if one.grad is None else one.grad for one in learned]
    ranks.average([*found, figures, known])
    for one, gradient, share in zip(learned, found, known.tolist(), strict=True):
        one.grad = gradient if share else None


def statistics(network: nn.Module) -> list[Tensor]:
    """Running means and variances that batch normalisation is learning. Within a step each process normalises
    by its own samples; what it remembers for later is averaged over all."""
    norms = (one for one in network.modules() if isinstance(one, nn.BatchNorm2d) and one.training)
    return [value for one in norms for value in (one.running_mean, one.running_var) if value is not None]


def elsewhere(_state: object) -> float:
    """The validation of all processes but the first, which does it for them."""
    raise AssertionError("only the first process validates")


def rank_here() -> int:
    """The number of this process; 0 where it is the only one."""
    return int(os.environ.get("RANK", "0")) if _count() > 1 else 0


@contextmanager
def together(device: str, batch: int) -> Iterator[tuple[Ranks, str]]:
    """Within the block, the processes that torchrun started are one training.

    Args:
        device: "cpu" or "cuda"; of several GPUs each process gets one.
        batch: Samples of a step, of all processes.

    Yields:
        The processes, and this one's device.

    Raises:
        UsageError: The batch cannot be shared, or the device is one GPU for all.
    """
    count = _count()
    if count == 1:
        yield ALONE, device
        return
    if batch % count:
        remedy = f"Give --batch {batch + count - batch % count}."
        raise UsageError("--batch", f"{batch} samples cannot be shared by {count} processes", remedy)
    on_gpu = device.startswith("cuda")
    if on_gpu and device != "cuda":
        raise UsageError("--device", f"'{device}' is one GPU for {count} processes", "Give cuda.")
    place = f"cuda:{os.environ.get('LOCAL_RANK', '0')}" if on_gpu else device
    if on_gpu:
        torch.cuda.set_device(place)
    distributed.init_process_group("nccl" if on_gpu else "gloo", timeout=PATIENCE)
    try:
        yield Ranks(distributed.get_rank(), count, place), place
    finally:
        distributed.destroy_process_group()


def _count() -> int:
    """How many processes torchrun started."""
    return int(os.environ.get("WORLD_SIZE", "1")) if "RANK" in os.environ else 1

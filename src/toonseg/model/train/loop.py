"""The training loop, from the first sample to the best checkpoint, in one piece.

Sample k of step s depends on nothing but the seed, s and k, so a training that was killed goes on as if it
had not been: only weights, averages, the optimiser and the step number are kept.
"""

from __future__ import annotations

import itertools
import math
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn

from toonseg.errors import TrainingError
from toonseg.model.data.decoded import DecodedSet
from toonseg.model.data.samples import Augment, batch_of, sample
from toonseg.model.loss import Truth
from toonseg.model.train.average import Average
from toonseg.model.train.parallel import ALONE, Ranks, average_gradients, statistics
from toonseg.model.train.replicas import Replicas, replicas_of
from toonseg.model.train.settings import TrainSettings
from toonseg.model.trainable import Trainable

Batch = tuple[Tensor, list[Truth]]
_MAKERS = 2
"""Threads that make batches: a first epoch, which decodes, keeps more than one busy."""


@dataclass
class State:
    """What changes while training, and what a killed run goes on from.

    Attributes:
        best: The highest validation AP, 0..1; -1 before any.
        since_best: Validations since then.
        least: That of the first weights, where those were trained ones: what has no more is not kept.
    """

    network: Trainable
    optimiser: torch.optim.Optimizer
    average: Average
    step: int = 0
    seconds: float = 0.0
    best: float = -1.0
    since_best: int = 0
    least: float = -1.0


@dataclass(frozen=True)
class Report:
    """A step's or a validation's figures: `losses` weighted parts, `ap` None unless it was validated."""

    step: int
    progress: float
    rate: float
    losses: dict[str, float]
    seconds: float
    ap: float | None = None
    extra: dict[str, float] = field(default_factory=dict)


def new_state(network: Trainable, settings: TrainSettings) -> State:
    """A training's beginning: frozen stages frozen, the optimiser empty."""
    for module in frozen(network, settings.freeze):
        module.requires_grad_(False)
    inner = {id(p) for p in network.backbone_parameters()}
    backbone = [p for p in network.backbone_parameters() if p.requires_grad]
    others = [p for p in network.parameters() if id(p) not in inner and p.requires_grad]
    groups = [
        {"params": backbone, "share": settings.backbone_rate},
        {"params": others, "share": 1.0},
    ]
    return State(
        network, network.optimiser(groups, settings), Average(network, settings.average, settings.blend)
    )


def frozen(network: Trainable, count: int) -> list[nn.Module]:
    """The first `count` parts of the backbone: the stem, then its stages."""
    return network.stages()[:count]


def train(
    state: State,
    pictures: DecodedSet,
    settings: TrainSettings,
    augment: Augment,
    *,
    validate: Callable[[State], float] | None = None,
    report: Callable[[Report], None] = lambda _: None,
    keep: Callable[[State, bool], None] = lambda _state, _best: None,
    ranks: Ranks = ALONE,
) -> State:
    """Train until the steps, the minutes or the patience are used up.

    Args:
        state: Where to begin; changed in place.
        pictures: What to learn.
        settings: How.
        augment: How samples differ from the pictures.
        validate: Gives the AP (0..1) of the weights to keep.
        report: Told of every step.
        keep: Told to save, after each validation and at the end; the flag says that it is the best so far, or
                within `settings.slack` of that.
        ranks: The processes that train together; the first one validates, reports and keeps.

    Raises:
        TrainingError: The loss is no number any more, or memory did not suffice.
    """
    network, optimiser = state.network, state.optimiser
    ranks.wait()
    state.best, state.least = ranks.shared(state.best), ranks.shared(state.least)
    begun = time.monotonic() - state.seconds
    on_cpu = next(network.parameters()).device.type == "cpu"
    shares = settings.replicas if on_cpu and ranks.count == 1 else 1
    with replicas_of(network, shares, settings.batch) as replicas:
        for pixels, truths in _batches(pictures, settings, augment, state, ranks):
            progress = _progress(settings, state.step, ranks.shared(time.monotonic() - begun))
            if progress >= 1.0:
                break
            rate = settings.rate * _warm(settings, state.step) * network.decline(progress, settings.floor)
            for group in optimiser.param_groups:
                group["lr"] = rate * group["share"]
            # What a network draws by lot, such as regions to learn from, depends on no earlier step either.
            lot = settings.seed * 1_000_003 + state.step * ranks.count + ranks.rank
            torch.manual_seed(lot % 2**63)
            parts = _learned(replicas, pixels, truths, settings)
            figures = torch.stack(list(parts.values()))
            average_gradients(network, figures, ranks)
            said = dict(zip(parts, figures.tolist(), strict=True))
            norm = nn.utils.clip_grad_norm_(network.parameters(), settings.clip)
            if not (math.isfinite(sum(said.values())) and math.isfinite(float(norm))):
                raise TrainingError(
                    f"step {state.step}", f"the loss is no number any more ({said})",
                    f"Lower the learning rate (now {settings.rate}), or go on from the last checkpoint.",
                )  # fmt: skip
            optimiser.step()
            replicas.average_statistics()
            ranks.average(statistics(network))
            state.step += 1
            state.average.update(network, state.step)
            state.seconds = time.monotonic() - begun
            ap = None
            if validate and settings.validate_every and state.step % settings.validate_every == 0:
                ap = _judge(state, settings.slack, validate, keep, ranks)
            report(Report(state.step, progress, rate, said, state.seconds, ap))
            if settings.patience and state.since_best >= settings.patience:
                break
    if validate and not (settings.validate_every and state.step % settings.validate_every == 0):
        ap = _judge(state, settings.slack, validate, keep, ranks)
        report(Report(state.step, 1.0, 0.0, {}, state.seconds, ap))
    elif not validate:
        keep(state, True)
    return state


def _learned(
    replicas: Replicas, pixels: Tensor, truths: Sequence[Truth], settings: TrainSettings
) -> dict[str, Tensor]:
    """The parts of the loss of a batch, and its gradients in the network. Raises TrainingError: no memory."""
    device = next(replicas.networks[0].parameters()).device
    for network in replicas.networks:
        network.train()
        for module in frozen(network, settings.freeze):
            module.eval()

    def learn(network: Trainable, share: Tensor, told: Sequence[Truth]) -> dict[str, Tensor]:
        with _precision(settings, device):
            parts = network.losses(share, told)
        loss = torch.stack(list(parts.values())).sum()
        network.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        return {name: part.detach() for name, part in parts.items()}

    try:
        there = [truth.to(device) for truth in truths]
        return replicas.learn(pixels.to(device, non_blocking=True), there, learn)
    except torch.cuda.OutOfMemoryError as error:
        raise memory_error(settings) from error


def memory_error(settings: TrainSettings) -> TrainingError:
    """What to say where a GPU's memory did not suffice."""
    remedy = f"Train with a smaller batch (now {settings.batch}) or canvas (now {settings.canvas})."
    return TrainingError("training", "the GPU has too little memory", remedy)


def _judge(
    state: State,
    slack: float,
    validate: Callable[[State], float],
    keep: Callable[[State, bool], None],
    ranks: Ranks,
) -> float:
    ap = ranks.shared(validate(state) if ranks.first else 0.0)
    higher = ap > state.best
    as_good = slack > 0 and ap >= state.best - slack and ap > state.least
    state.best = max(ap, state.best)
    state.since_best = 0 if higher else state.since_best + 1
    keep(state, higher or as_good)
    return ap


def _batches(
    pictures: DecodedSet, settings: TrainSettings, augment: Augment, state: State, ranks: Ranks
) -> Iterator[Batch]:
    """This process' batches from where `state` is; the next ones are made in threads while one is learned."""
    first, stride = state.step, state.network.mask_stride

    def make(step: int) -> Batch:
        samples = []
        for k in ranks.share(settings.batch):
            rng = np.random.default_rng([settings.seed, step, k])
            number = _number(len(pictures), settings, step * settings.batch + k)
            samples.append(sample(pictures, number, settings.canvas, augment, rng))
        return batch_of(samples, stride)

    with ThreadPoolExecutor(_MAKERS) as pool:
        waiting: deque[Future[Batch]] = deque(pool.submit(make, first + k) for k in range(_MAKERS))
        for step in itertools.count(first + _MAKERS):
            ready = waiting.popleft().result()
            waiting.append(pool.submit(make, step))
            yield ready


def _number(count: int, settings: TrainSettings, place: int) -> int:
    """The picture at a place in the endless list of epochs, each in its own order."""
    epoch, within = divmod(place, count)
    order = np.random.default_rng([settings.seed, epoch, 7]).permutation(count)
    return int(order[within])


def _progress(settings: TrainSettings, step: int, seconds: float) -> float:
    if settings.minutes is not None:
        return seconds / (settings.minutes * 60)
    return step / settings.steps


def _warm(settings: TrainSettings, step: int) -> float:
    return min(1.0, (step + 1) / settings.warmup) if settings.warmup else 1.0


def _precision(settings: TrainSettings, device: torch.device) -> AbstractContextManager[object]:
    if settings.precision == "float32" or (settings.precision == "auto" and not knows_bfloat16(device)):
        return nullcontext()
    return torch.autocast(device.type, dtype=torch.bfloat16)


def knows_bfloat16(device: torch.device) -> bool:
    """Whether the device multiplies in bfloat16 itself: there, half the bits are the faster ones."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    # What torch itself asks; it has no public name. Where it is gone, float32 is never wrong.
    asks = getattr(torch.cpu, "_is_avx512_bf16_supported", None)
    return device.type == "cpu" and asks is not None and bool(asks())

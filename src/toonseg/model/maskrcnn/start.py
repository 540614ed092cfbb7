"""What a training of Mask R-CNN begins with: COCO weights of torchvision, or a checkpoint, class by class."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, Literal
from urllib.parse import urlparse

import torch
from torch import Tensor

from toonseg.classes import ClassList
from toonseg.errors import CheckpointError
from toonseg.model.canvas import WIDTH
from toonseg.model.data.placing import Placing
from toonseg.model.maskrcnn.available import detection
from toonseg.model.maskrcnn.design import RcnnDesign
from toonseg.model.maskrcnn.network import MaskRcnn
from toonseg.model.train.transfer import Transferred

COCO = "coco"
SCRATCH = "scratch"
PTH = ".pth"
PER_CLASS = {
    "model.roi_heads.box_predictor.cls_score": 1,
    "model.roi_heads.box_predictor.bbox_pred": 4,
    "model.roi_heads.mask_predictor.mask_fcn_logits": 1,
}
"""Layers that have outputs for the background and then each class, and how many for each."""


def coco_weights(version: Literal["v1", "v2"]) -> Path:
    """The file of torchvision's COCO weights, downloaded to torch's cache unless it is there.

    Raises:
        MissingExtraError: torchvision is not installed, or does not load.
        CheckpointError: They cannot be downloaded; says from where to fetch them by other means.
    """
    url = _coco(version).url
    name = PurePosixPath(urlparse(url).path).name
    path = Path(torch.hub.get_dir()) / "checkpoints" / name
    if path.is_file():
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        digits = path.stem.rpartition("-")[2]
        torch.hub.download_url_to_file(url, str(path), hash_prefix=digits, progress=False)
    except (OSError, RuntimeError) as error:  # RuntimeError: the bytes are not those of the name
        remedy = f"Fetch {url} by other means and give it with --from, or give --from {SCRATCH}."
        raise CheckpointError("COCO weights", f"cannot be downloaded ({error})", remedy) from error
    return path


def read_pth(path: Path, design: RcnnDesign) -> tuple[dict[str, Tensor], tuple[str, ...]]:
    """Weights of torchvision's own Mask R-CNN as a `MaskRcnn` names them, and the names of their classes.

    Raises:
        CheckpointError: The file is damaged, or of another network.
    """
    try:
        weights = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, EOFError, ValueError, pickle.UnpicklingError) as error:
        line = next(iter(str(error).splitlines()), type(error).__name__)
        raise CheckpointError(path, f"cannot be read ({line})", "Fetch it again.") from error
    try:
        count = len(weights["roi_heads.box_predictor.cls_score.bias"]) - 1
        full = MaskRcnn(replace(design, classes=count, frozen_norms=True))
        full.model.load_state_dict(weights)  # which also knows the names of older versions
    except (KeyError, TypeError, RuntimeError) as error:
        problem = f"is no Mask R-CNN {design.version} of torchvision"
        raise CheckpointError(path, problem, "Choose --network maskrcnn or maskrcnn-v2 to fit it.") from error
    names = tuple(_coco(design.version).meta["categories"][1:])
    return full.state_dict(), names if len(names) == count else ("",) * count


def carry(
    network: MaskRcnn, classes: ClassList, weights: dict[str, Tensor], known: tuple[str, ...], origin: object
) -> Transferred:
    """Fill a network with another's weights; what it has for each class is matched by class name.

    Args:
        network: Changed in place.
        classes: Its classes.
        weights: Of the other network, of the same version.
        known: Names of the other's classes, by index, without the background.
        origin: The other's file, for errors.

    Raises:
        CheckpointError: The other is of another design.
    """
    own = network.state_dict()
    differing = sorted(set(own) ^ set(weights))
    if differing:
        problem = f"is of another design ({differing[0]})"
        raise CheckpointError(origin, problem, "Choose --network to fit it, or leave out --from.")
    matched: dict[int, int] = {}
    for old, name in enumerate(known):
        new = classes.find(name)
        if new is not None:
            matched.setdefault(new, old)
    loaded = 0
    for name, value in weights.items():
        rows = PER_CLASS.get(name.rpartition(".")[0])
        if rows is not None:
            old_rows, new_rows = (one.view(-1, rows, *one.shape[1:]) for one in (value, own[name]))
            new_rows[0] = old_rows[0]
            for new, old in matched.items():
                new_rows[new + 1] = old_rows[old + 1]
        elif own[name].shape == value.shape:
            own[name] = value
            loaded += 1
        else:
            problem = f"{name} is {tuple(value.shape)}, the network's {tuple(own[name].shape)}"
            raise CheckpointError(origin, problem, "Leave out --from.")
    network.load_state_dict(own)
    fresh = tuple(name for index, name in enumerate(classes.names) if index not in matched)
    pairs = {classes[new].name: known[old] for new, old in sorted(matched.items())}
    return Transferred(loaded, pairs, fresh, ())


def zoom_of(canvas: tuple[int, int], placing: Placing) -> float:
    """The zoom at which predictions see pictures as trainings do, in the middle of their scales.

    Args:
        canvas: (height, width) of a sample in pixels.
        placing: How pictures are laid on it.
    """
    least, most = placing.scale
    return float(canvas[1] * (least * most) ** 0.5 / WIDTH)


def _coco(version: Literal["v1", "v2"]) -> Any:
    known = detection()
    name = "MaskRCNN_ResNet50_FPN_V2_Weights" if version == "v2" else "MaskRCNN_ResNet50_FPN_Weights"
    return getattr(known, name).COCO_V1

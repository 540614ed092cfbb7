"""The loss: what a location should say of its class, box, mask and the mask's quality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn import functional

from toonseg.model.assign import Assigned, assign
from toonseg.model.head import MASK_STRIDE, Dense

if TYPE_CHECKING:
    from toonseg.model.network import Network

WEIGHTS = {"class": 1.0, "box": 2.0, "mask": 2.0, "quality": 0.5, "classmap": 1.0}
MOST_MASKS = 48
"""Locations of a picture whose masks are looked at in one step: more teach little and cost much."""
LEAST_TARGETS = 4.0
"""A picture counts as having at least so much to learn: about half an instance."""
MARGIN = 0.3
"""How far beyond its true box a mask is looked at, as a share of the box: predicted boxes are never exact."""


@dataclass(frozen=True)
class Truth:
    """What is in one picture of the batch.

    Attributes:
        labels: G class indices, int64.
        boxes: G x 4 float, in pixels of the input.
        masks: G x H/s x W/s float, 0..1: the share of each pixel of that grid that the instance covers; s is
            the network's `mask_stride`, 4 for the compact one.
    """

    labels: Tensor
    boxes: Tensor
    masks: Tensor

    def to(self, device: torch.device) -> Truth:
        """The same on a device."""
        return Truth(self.labels.to(device), self.boxes.to(device), self.masks.to(device))


def losses(network: Network, said: Dense, truths: Sequence[Truth]) -> dict[str, Tensor]:
    """The parts of the loss of a batch, each weighted; their sum is what training lowers."""
    chosen = [
        assign(
            said.classes[n].detach().float().sigmoid(), said.boxes[n].detach().float(), said.centres,
            said.strides, labels=truth.labels, truth=truth.boxes,
        )
        for n, truth in enumerate(truths)
    ]  # fmt: skip
    # Cuts without people share what they are told with those that have some: alone, they would shout.
    total = sum((one.targets.sum() for one in chosen), said.centres.new_zeros(()))
    total = total.clamp(min=LEAST_TARGETS * len(truths))
    parts = {"class": _class_loss(said, truths, chosen) / total}
    zero = said.classes.sum() * 0.0
    box, mask, quality = zero, zero, zero
    count = 0
    for n, (truth, one) in enumerate(zip(truths, chosen, strict=True)):
        if one.places.numel() == 0:
            continue
        wanted = truth.boxes[one.instances]
        giou = generalized_iou(said.boxes[n, one.places].float(), wanted)
        box = box + ((1 - giou) * one.targets).sum()
        kept = one.targets.topk(min(MOST_MASKS, one.targets.numel())).indices
        found, good = _mask_loss(
            network, said, n, truth, places=one.places[kept], instances=one.instances[kept]
        )
        mask, quality, count = mask + found, quality + good, count + kept.numel()
    parts["box"] = box / total
    parts["mask"] = mask / max(count, 1)
    parts["quality"] = quality / max(count, 1)
    parts["classmap"] = _classmap_loss(said, truths)
    return {name: part * WEIGHTS[name] for name, part in parts.items()}


def _class_loss(said: Dense, truths: Sequence[Truth], chosen: Sequence[Assigned]) -> Tensor:
    """Quality focal loss (Li et al., 2020): the target is how well the location does, not 1."""
    target = torch.zeros_like(said.classes, dtype=torch.float32)
    for n, (truth, one) in enumerate(zip(truths, chosen, strict=True)):
        target[n, one.places, truth.labels[one.instances]] = one.targets
    logits = said.classes.float()
    distance = (logits.sigmoid() - target).abs() ** 2
    return (
        functional.binary_cross_entropy_with_logits(logits, target, reduction="none") * distance
    ).sum() * 4.0


def _mask_loss(
    network: Network, said: Dense, n: int, truth: Truth, *, places: Tensor, instances: Tensor
) -> tuple[Tensor, Tensor]:
    """Cross entropy and Dice of masks within their boxes and a margin, and the loss of their quality."""
    loss, quality = said.features.new_zeros((), dtype=torch.float32), []
    iou = []
    for instance, window in _windows(truth, instances, *said.features.shape[2:]):
        chosen = places[instances == instance]
        logits = network.masks(said, n, chosen, int(truth.labels[instance]), window)
        wanted = truth.masks[instance, window[1] : window[3], window[0] : window[2]].expand_as(logits)
        cross = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
        drawn = logits.sigmoid()
        inside = (drawn * wanted).sum(dim=(1, 2))
        dice = 1 - (2 * inside + 1) / ((drawn**2).sum(dim=(1, 2)) + (wanted**2).sum(dim=(1, 2)) + 1)
        loss = loss + (cross.mean(dim=(1, 2)) + dice).sum()
        with torch.no_grad():
            hard, true = logits > 0, wanted > 0.5
            common = (hard & true).sum(dim=(1, 2)).float()
            iou.append(common / (hard | true).sum(dim=(1, 2)).clamp(min=1).float())
        quality.append(said.quality[n, chosen].float())
    said_of_it = functional.binary_cross_entropy_with_logits(
        torch.cat(quality), torch.cat(iou), reduction="sum"
    )
    return loss, said_of_it


def _classmap_loss(said: Dense, truths: Sequence[Truth]) -> Tensor:
    """What each pixel is, whoever it belongs to: it teaches the mask features where garments end."""
    logits = said.classmaps.float()
    wanted = torch.zeros_like(logits)
    for n, truth in enumerate(truths):
        classes = truth.labels[:, None, None].expand_as(truth.masks)
        wanted[n].scatter_reduce_(0, classes, truth.masks, "amax")
    cross = functional.binary_cross_entropy_with_logits(logits, wanted)
    drawn = logits.sigmoid()
    axes = (0, 2, 3)
    dice = 1 - (2 * (drawn * wanted).sum(axes) + 1) / ((drawn**2).sum(axes) + (wanted**2).sum(axes) + 1)
    return cross * 4.0 + dice.mean()


def generalized_iou(first: Tensor, second: Tensor) -> Tensor:
    """Generalized intersection over union (Rezatofighi et al., 2019) of N x 4 boxes with N x 4 others."""
    common = (torch.minimum(first[:, 2:], second[:, 2:]) - torch.maximum(first[:, :2], second[:, :2])).clamp(
        min=0
    )
    hull = torch.maximum(first[:, 2:], second[:, 2:]) - torch.minimum(first[:, :2], second[:, :2])
    areas = [(b[:, 2:] - b[:, :2]).prod(dim=1) for b in (first, second)]
    shared, around = common.prod(dim=1), hull.prod(dim=1).clamp(min=1e-6)
    union = (areas[0] + areas[1] - shared).clamp(min=1e-6)
    return shared / union - (around - union) / around


def _windows(
    truth: Truth, instances: Tensor, height: int, width: int
) -> list[tuple[int, tuple[int, int, int, int]]]:
    """Each of these instances once, and the part x0, y0, x1, y1 of the mask features' grid (height x width)
    in which its mask is looked at: its box and the margin. Elsewhere nothing need be computed."""
    found = torch.unique(instances)
    boxes = truth.boxes[found]
    size = boxes[:, 2:] - boxes[:, :2]
    low = ((boxes[:, :2] - size * MARGIN) / MASK_STRIDE - 1.5).ceil()
    high = ((boxes[:, 2:] + size * MARGIN) / MASK_STRIDE + 0.5).floor() + 1
    edges = torch.tensor([width, height], device=boxes.device)
    corners = torch.cat([low.clamp(min=0), torch.minimum(high, edges)], dim=1).int().tolist()
    return [(int(i), (x0, y0, x1, y1)) for i, (x0, y0, x1, y1) in zip(found.tolist(), corners, strict=True)]

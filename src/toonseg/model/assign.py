"""Which locations answer for which instance in training: task-aligned assignment (TOOD: Feng et al., 2021).

A location is good for an instance if it both calls its class and draws its box well: alignment is
score ** ALPHA * iou ** BETA. The TOP best inside an instance's box answer for it.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

ALPHA = 0.5
BETA = 4.0
TOP = 10


@dataclass(frozen=True)
class Assigned:
    """Of one picture with A locations and G instances.

    Attributes:
        places: P numbers of the locations that answer for an instance.
        instances: P numbers of the instances that they answer for.
        targets: P scores that their class should get, 0..1: the best location of an instance gets its best
            intersection over union, the others less by their alignment.
    """

    places: Tensor
    instances: Tensor
    targets: Tensor


@torch.no_grad()
def assign(
    scores: Tensor, boxes: Tensor, centres: Tensor, strides: Tensor, *, labels: Tensor, truth: Tensor
) -> Assigned:
    """Choose locations for each instance.

    Args:
        scores: A x K, 0..1.
        boxes: A x 4 in pixels of the input.
        centres: A x 2 in pixels.
        strides: A in pixels.
        labels: G class indices.
        truth: G x 4 boxes in pixels.
    """
    count = truth.shape[0]
    if count == 0:
        none = torch.zeros(0, dtype=torch.long, device=boxes.device)
        return Assigned(none, none, torch.zeros(0, device=boxes.device))
    # A thin thing may hold no centre at all: its box counts as at least a stride wide and high.
    slack = (strides[None] * 0.5).unsqueeze(-1)
    middle = (truth[:, :2] + truth[:, 2:]) / 2
    half = torch.maximum((truth[:, 2:] - truth[:, :2])[:, None] / 2, slack.expand(count, -1, 2))
    inside = ((centres[None] - middle[:, None]).abs() <= half).all(dim=2)
    overlap = pairwise_iou(truth, boxes)
    align = scores[:, labels].t().clamp(min=1e-6) ** ALPHA * overlap.clamp(min=1e-6) ** BETA * inside
    top = align.topk(min(TOP, align.shape[1]), dim=1)
    chosen = torch.zeros_like(inside).scatter_(1, top.indices, top.values > 0)
    # A location that several instances want answers for the one that its box fits best.
    owner = torch.where(chosen, overlap, torch.full_like(overlap, -1.0)).argmax(dim=0)
    places = chosen.any(dim=0).nonzero()[:, 0]
    instances = owner[places]
    mine = align[instances, places]
    best_align = torch.zeros(count, device=boxes.device).scatter_reduce(0, instances, mine, "amax")
    best_iou = torch.zeros(count, device=boxes.device).scatter_reduce(
        0, instances, overlap[instances, places], "amax"
    )
    targets = mine / best_align[instances].clamp(min=1e-9) * best_iou[instances]
    return Assigned(places, instances, targets)


def pairwise_iou(first: Tensor, second: Tensor) -> Tensor:
    """Intersection over union of N x 4 and M x 4 boxes, N x M."""
    left = torch.maximum(first[:, None, :2], second[None, :, :2])
    right = torch.minimum(first[:, None, 2:], second[None, :, 2:])
    common = (right - left).clamp(min=0).prod(dim=2)
    areas = [(b[:, 2:] - b[:, :2]).clamp(min=0).prod(dim=1) for b in (first, second)]
    union = areas[0][:, None] + areas[1][None] - common
    return common / union.clamp(min=1e-6)

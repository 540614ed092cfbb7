"""Several looks at one picture, larger and mirrored, made one: slower, and better by some points of AP.

What one look misses another finds, small ties in a larger view and wide skirts in a smaller one. Instances of
several looks are one where their masks agree, as boxes are in weighted boxes fusion (Solovyev et al., 2021):
its mask is what the looks' masks, weighted by their scores, hold for theirs by half, and its score the mean
over all looks, of which those that did not see it count as 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from toonseg.annotations.instance import Instance
from toonseg.annotations.masks import Mask, iou
from toonseg.scale.exact import same_bytes

ALIKE = 0.55
"""Masks of one class from two looks that agree so well (their IoU) are of one instance."""
_SOFT = 1.0
"""Standard deviation in pixels by which masks are smoothed before they are added up: edges lie between."""


@dataclass(frozen=True)
class Look:
    """One look at a picture.

    Attributes:
        zoom: How much larger than usual the network sees it.
        mirrored: Whether it sees it mirrored left to right.
    """

    zoom: float = 1.0
    mirrored: bool = False


ONCE = (Look(),)
CAREFUL = (Look(), Look(mirrored=True), Look(1.5), Look(1.5, mirrored=True))
"""With the weights in the box, on styles they never saw, each of the four adds to AP (benchmarks/model)."""


CALMER = 0.9
"""The mean of four looks is lower than the score of one: F1 is best at so much of one look's threshold."""


def mirrored(one: Instance, width: int) -> Instance:
    """The instance in the mirrored picture, which is `width` pixels wide."""
    x0, y0, x1, _ = one.box
    mask = Mask.of_pixels(np.ascontiguousarray(one.mask.pixels()[:, ::-1]), (width - x1, y0))
    return replace(one, mask=mask, rings=None) if x0 < x1 else one


@same_bytes()
def fused(looks: Sequence[Sequence[Instance]]) -> list[Instance]:
    """The instances of several looks, each once, best first.

    Args:
        looks: What each found, in coordinates of the picture.
    """
    found = [(number, one) for number, look in enumerate(looks) for one in look]
    groups: list[dict[int, Instance]] = []
    for number, one in sorted(found, key=lambda pair: _score(pair[1]), reverse=True):
        likeness, best = ALIKE, None
        for group in groups:
            first = next(iter(group.values()))
            if number in group or first.cls != one.cls:
                continue
            alike = iou(first.mask, one.mask)
            if alike > likeness:
                likeness, best = alike, group
        if best is None:
            groups.append({number: one})
        else:
            best[number] = one
    made = [_one_of(list(group.values()), len(looks)) for group in groups]
    return sorted(made, key=_score, reverse=True)


def _one_of(group: Sequence[Instance], looks: int) -> Instance:
    score = sum(_score(one) for one in group) / looks
    boxes = np.array([one.box for one in group])
    x0, y0 = (int(v) for v in boxes[:, :2].min(axis=0))
    x1, y1 = (int(v) for v in boxes[:, 2:].max(axis=0))
    votes = np.zeros((y1 - y0, x1 - x0), np.float32)
    for one in group:
        drawn = one.mask.within((x0, y0, x1, y1)).astype(np.float32)
        votes += _score(one) * cv2.GaussianBlur(drawn, (0, 0), _SOFT, borderType=cv2.BORDER_REPLICATE)
    agreed = votes > sum(_score(one) for one in group) / 2
    if len(group) == 1 or not agreed.any():
        return replace(group[0], score=score)
    return replace(group[0], mask=Mask.of_pixels(agreed, (x0, y0)).tight(), score=score, rings=None)


def _score(one: Instance) -> float:
    return one.score or 0.0

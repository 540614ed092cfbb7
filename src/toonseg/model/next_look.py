"""What a network is unsure of in a picture, and what the picture is like, for choosing what to label."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from toonseg.annotations.instance import Instance
from toonseg.annotations.masks import iou
from toonseg.model.decode import Float
from toonseg.model.looks import mirrored as mirrored_back
from toonseg.model.seen import Raw
from toonseg.model.segmenter import Segmenter
from toonseg.pictures import Rgb
from toonseg.strip import meet

LEAST = 0.1
"""Instances of a smaller score are not even doubtful."""
COUNTED = 3
"""So many doubtful instances make a picture as doubtful as can be."""
_GRID = 2


@dataclass(frozen=True)
class Look:
    """What was seen in a picture.

    Attributes:
        doubt: How unsure the scores are, 0..1: 1 where several instances are neither shown nor not.
        flip: How much of the instances is other in the mirrored picture, 0..1.
        doubtful: The most doubtful instances as (class, score), at most COUNTED.
        instances: How many are sure enough to be shown.
        like: float32, what the picture is like: the network's mask features and surest classes, pooled.
    """

    doubt: float
    flip: float
    doubtful: tuple[tuple[str, float], ...]
    instances: int
    like: Float


def look(segmenter: Segmenter, picture: Rgb, *, mirrored: bool = True) -> Look:
    """Look at a picture (HWC uint8 RGB), and at its mirror image if the disagreement is wanted."""
    pooled: list[Float] = []

    def run(canvas: Float) -> Raw:
        said = segmenter.run(canvas)
        pooled.append(pool(said))
        return said

    found = replace(segmenter, run=run).find(picture, LEAST)
    sure = [one for one in found if (one.score or 0.0) >= segmenter.threshold]
    flip = 0.0
    if mirrored:
        width = picture.shape[1]
        other = segmenter.find(np.ascontiguousarray(picture[:, ::-1]), LEAST)
        flip = disagreement(found, [mirrored_back(one, width) for one in other], segmenter.threshold)
    doubts = sorted(((doubt_of(one.score or 0.0, segmenter.threshold), one) for one in found), key=_first)[
        ::-1
    ]
    counted = doubts[:COUNTED]
    return Look(
        sum(doubt for doubt, _ in counted) / COUNTED,
        flip,
        tuple((one.cls, float(one.score or 0.0)) for doubt, one in counted if doubt > 0.8),
        len(sure),
        _mean(pooled),
    )


def doubt_of(score: float, threshold: float) -> float:
    """How unsure a score is, 0..1: the entropy in bits of the score, stretched so that `threshold` is 1/2."""
    p = 0.5 * score / threshold if score < threshold else 0.5 + 0.5 * (score - threshold) / (1 - threshold)
    if not 0 < p < 1:
        return 0.0
    return -p * math.log2(p) - (1 - p) * math.log2(1 - p)


def disagreement(first: Sequence[Instance], second: Sequence[Instance], threshold: float) -> float:
    """1 - the mean IoU of instances of two views with their partners, 0..1, best pairs first.

    An instance that one view is sure of may be met by one that the other doubts. Without a partner it
    counts as IoU 0; with nothing sure in either view there is nothing to disagree on.
    """
    pairs = sorted(
        ((iou(a.mask, b.mask), i, j) for i, a in enumerate(first) for j, b in enumerate(second)
         if a.cls == b.cls and max(a.score or 0.0, b.score or 0.0) >= threshold and meet(a.box, b.box)),
        reverse=True,
    )  # fmt: skip
    met: list[float] = []
    lefts, rights = set[int](), set[int]()
    for overlap, i, j in pairs:
        if i not in lefts and j not in rights:
            lefts.add(i)
            rights.add(j)
            met.append(overlap)
    alone = sum((one.score or 0.0) >= threshold and k not in lefts for k, one in enumerate(first))
    alone += sum((one.score or 0.0) >= threshold and k not in rights for k, one in enumerate(second))
    count = len(met) + alone
    return 1.0 - sum(met) / count if count else 0.0


def pool(said: Raw) -> Float:
    """What a canvas is like: mean and spread of mask features in quarters, and each class at its surest."""
    features = said.features
    parts = [
        part
        for rows in np.array_split(features, _GRID, axis=1)
        for part in np.array_split(rows, _GRID, axis=2)
    ]
    values = [statistic for part in parts for statistic in (part.mean(axis=(1, 2)), part.std(axis=(1, 2)))]
    return np.concatenate([*values, said.classes.max(axis=0)]).astype(np.float32)


def _mean(pooled: Sequence[Float]) -> Float:
    return np.asarray(np.mean(pooled, axis=0), np.float32) if pooled else np.zeros(0, np.float32)


def _first(pair: tuple[float, Instance]) -> float:
    return pair[0]

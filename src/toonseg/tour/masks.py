"""How well the demo found hair and clothes, compared with the drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from toonseg.annotations.instance import Instance
from toonseg.annotations.masks import iou
from toonseg.annotations.title import in_box
from toonseg.results.masked import masked
from toonseg.synth.titles.labels import true_instances
from toonseg.synth.titles.strip import Story

LEAST_IOU = 0.5
"""Least intersection over union of two masks of one class at which an instance counts as found."""


@dataclass(frozen=True)
class MaskScore:
    """Instances in the panels: `there` were drawn, `found` were predicted, `right` match a drawn one."""

    cuts: int
    there: int
    found: int
    right: int


def compare_masks(title: Path, drawn: Mapping[str, Story]) -> MaskScore:
    """Compare what was predicted in a title's panels with what was drawn there.

    Args:
        title: The title's folder, cut and predicted.
        drawn: Its episodes as they were drawn, by name.

    Raises:
        SourceError: Nothing was found.
        LabelError: The predictions cannot be read.
    """
    truth = {
        name: tuple(true_instances(chain.from_iterable(story.instances))) for name, story in drawn.items()
    }
    there = found = right = 0
    pictures = masked(title).pictures
    for picture in pictures:
        assert picture.origin is not None, "pictures of a title come from one"
        true = in_box(truth[picture.origin.episode], picture.origin.box)
        there, found = there + len(true), found + len(picture.instances)
        right += matched(picture.instances, true)
    return MaskScore(len(pictures), there, found, right)


def matched(found: Sequence[Instance], there: Sequence[Instance]) -> int:
    """How many instances of a picture were found: the best scored ones choose first, each takes one."""
    left = list(there)
    for one in sorted(found, key=lambda one: one.score or 0.0, reverse=True):
        likeness = [iou(one.mask, other.mask) if one.cls == other.cls else 0.0 for other in left]
        best = max(range(len(left)), key=likeness.__getitem__, default=None)
        if best is not None and likeness[best] >= LEAST_IOU:
            del left[best]
    return len(there) - len(left)

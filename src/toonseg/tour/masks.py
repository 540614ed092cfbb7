"""The demo's masks: found with the weights in the box, shown on a page, compared with the drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from toonseg.annotations.instance import Instance
from toonseg.annotations.masks import iou
from toonseg.annotations.mosaic_page import write_page
from toonseg.annotations.title import in_box
from toonseg.model.predicting import predict
from toonseg.synth.titles.labels import true_instances
from toonseg.synth.titles.strip import Story

PAGE = "masks.html"
LEAST_IOU = 0.5
"""Least intersection over union of two masks of one class at which an instance counts as found."""


@dataclass(frozen=True)
class MaskScore:
    """Instances in the panels: `there` were drawn, `found` were predicted, `right` match a drawn one."""

    cuts: int
    there: int
    found: int
    right: int
    page: Path


def find_masks(title: Path, drawn: Mapping[str, Story]) -> MaskScore:
    """Predict the panels of a title and write `masks.html` into it.

    Args:
        title: The title's folder, cut.
        drawn: Its episodes as they were drawn, by name.

    Raises:
        ToonsegError: A panel could not be looked at, or a file not be written.
    """
    made = predict(title, jobs=1)
    for error in made.errors.values():
        raise error
    truth = {
        name: tuple(true_instances(chain.from_iterable(story.instances))) for name, story in drawn.items()
    }
    there = found = right = 0
    for picture in made.labels.pictures:
        assert picture.origin is not None, "pictures of a title come from one"
        true = in_box(truth[picture.origin.episode], picture.origin.box)
        there, found = there + len(true), found + len(picture.instances)
        right += matched(picture.instances, true)
    page = title.resolve() / PAGE
    write_page(replace(made.labels, name="hair and clothes, as found"), page)
    return MaskScore(len(made.labels.pictures), there, found, right, page)


def matched(found: Sequence[Instance], there: Sequence[Instance]) -> int:
    """How many instances of a picture were found: the best scored ones choose first, each takes one."""
    left = list(there)
    for one in sorted(found, key=lambda one: one.score or 0.0, reverse=True):
        likeness = [iou(one.mask, other.mask) if one.cls == other.cls else 0.0 for other in left]
        best = max(range(len(left)), key=likeness.__getitem__, default=None)
        if best is not None and likeness[best] >= LEAST_IOU:
            del left[best]
    return len(there) - len(left)

"""Mends what is safe to mend: nothing that anybody meant is lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from toonseg.annotations.check.instances import OUTSIDE, clear_suggestion
from toonseg.annotations.check.overlaps import pairs
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.polygons import Ring
from toonseg.annotations.problems import Problem, ProblemKind
from toonseg.classes import ClassList


@dataclass(frozen=True)
class Fixed:
    """Mended labels, and what was done, a sentence each; no sentence where there was nothing to do."""

    labels: LabelSet
    done: tuple[str, ...]


def fix(labels: LabelSet) -> Fixed:
    """Mend what is safe.

    Classes get their own names where an alias or a misspelling with one clear meaning was read; polygons and
    masks are clipped to their picture; instances without pixels, and all but one of several of one class
    with the very same pixels, are taken out. Box and area follow from the mask when labels are written, so
    what the reader found wrong with them is mended as well.

    What could not be read is not in the labels, and so not in what is written of them; its problems stay.
    """
    names = _names(labels)
    done: Counter[str] = Counter()
    pictures = tuple(_picture(picture, names, done) for picture in labels.pictures)
    sentences = [f"{said}: {n:,}" for said, n in sorted(done.items())]
    sentences += _by_writing(labels.problems)
    left = tuple(problem for problem in labels.problems if not problem.fixable)
    return Fixed(replace(labels, pictures=pictures, problems=left), tuple(sentences))


def _names(labels: LabelSet) -> dict[str, str]:
    """What each class name that was read becomes, where it becomes anything else."""
    names: dict[str, str] = {}
    for name in dict.fromkeys(one.cls for one in labels.instances):
        meant = _meant(labels.classes, name)
        if meant is not None and meant != name:
            names[name] = meant
    return names


def _meant(classes: ClassList, name: str) -> str | None:
    index = classes.find(name)
    return clear_suggestion(classes, name) if index is None else classes[index].name


def _picture(picture: Picture, names: dict[str, str], done: Counter[str]) -> Picture:
    kept: list[Instance] = []
    changed = False
    for one in picture.instances:
        mended = _instance(one, picture, names, done)
        changed |= mended is not one
        if mended is not None:
            kept.append(mended)
    twice = _twice(replace(picture, instances=tuple(kept)))
    if twice:
        done["instance labelled twice with the same pixels, one taken out"] += len(twice)
        kept = [one for place, one in enumerate(kept) if place not in twice]
    return replace(picture, instances=tuple(kept)) if changed or twice else picture


def _instance(one: Instance, picture: Picture, names: dict[str, str], done: Counter[str]) -> Instance | None:
    if one.area == 0:
        done["instance without pixels, taken out"] += 1
        return None
    if one.cls in names:
        done[f"class '{one.cls}' named '{names[one.cls]}'"] += 1
        one = replace(one, cls=names[one.cls])
    frame = (0, 0, picture.width, picture.height)
    x0, y0, x1, y1 = one.box
    if x0 < 0 or y0 < 0 or x1 > picture.width or y1 > picture.height:
        mask = one.mask.cropped(frame)
        if mask.area == 0:
            done["instance wholly outside of its picture, taken out"] += 1
            return None
        done["clipped to the picture"] += 1
        return replace(one, mask=mask, rings=_clipped_all(one.rings, picture))
    if one.rings is not None and any(_leaves(ring, picture) for ring in one.rings):
        done["clipped to the picture"] += 1
        return replace(one, rings=_clipped_all(one.rings, picture))
    return one


def _leaves(ring: Ring, picture: Picture) -> bool:
    if not len(ring):
        return False
    low, high = ring.min(axis=0), ring.max(axis=0)
    return bool((low < -OUTSIDE).any() or (high > np.array([picture.width, picture.height]) + OUTSIDE).any())


def _clipped_all(rings: tuple[Ring, ...] | None, picture: Picture) -> tuple[Ring, ...] | None:
    """The rings inside the picture; None if nothing of them is left, so that the mask is outlined anew."""
    if rings is None:
        return None
    clipped = [clipped_ring(ring, picture.width, picture.height) for ring in rings]
    return tuple(ring for ring in clipped if len(ring) >= 3) or None


def clipped_ring(ring: Ring, width: int, height: int) -> Ring:
    """What of a ring lies in a picture of `width` x `height` pixels.

    Sutherland and Hodgman 1974, "Reentrant Polygon Clipping": one side of the picture after the other. Pieces
    stay joined by lines of no width along the border.
    """
    for axis, limit, sign in ((0, 0.0, 1), (0, float(width), -1), (1, 0.0, 1), (1, float(height), -1)):
        if not len(ring):
            break
        inside = sign * (ring[:, axis] - limit) >= 0
        if inside.all():
            continue
        corners: list[Ring] = []
        for k in range(len(ring)):
            here, before = ring[k], ring[k - 1]
            if inside[k] != inside[k - 1]:
                along = (limit - before[axis]) / (here[axis] - before[axis])
                border = before + along * (here - before)
                border[axis] = limit
                corners.append(border)
            if inside[k]:
                corners.append(here)
        ring = np.array(corners, np.float64).reshape(-1, 2)
    return ring


def _twice(picture: Picture) -> set[int]:
    """Places of instances that have the class and the pixels of an earlier one."""
    return {
        pair.second
        for pair in pairs(picture)
        if pair.iou == 1.0 and picture.instances[pair.first].cls == picture.instances[pair.second].cls
    }


def _by_writing(problems: tuple[Problem, ...]) -> list[str]:
    """What is mended because it is computed, or numbered, when labels are written."""
    texts = {
        ProblemKind.BOX_DISAGREES: "box computed from the mask",
        ProblemKind.AREA_DISAGREES: "area computed from the mask",
        ProblemKind.EMPTY: "instance without pixels, taken out",
        ProblemKind.OUTSIDE: "clipped to the picture",
    }
    counts = Counter(
        texts.get(one.kind, f"{one.kind.value} entry written anew") for one in problems if one.fixable
    )
    return [f"{text}: {n:,}" for text, n in counts.items()]

"""Which samples a cut gives: itself, or its instances one by one; and what they are called."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from toonseg.annotations.labelset import Picture
from toonseg.annotations.title import in_box
from toonseg.strip import Box

Per = Literal["cut", "instance"]


@dataclass(frozen=True)
class Sample:
    """One sample of a set.

    Attributes:
        key: Its name in the set, unique: letters, digits, - and _, since WebDataset ends a key at a dot.
        picture: The sample as a picture of its own: size, instances in its coordinates, and, of a cut, its
            place in the strip.
        box: Where it lies in the cut.
    """

    key: str
    picture: Picture
    box: Box


def samples_of(cut: Picture, key: str, per: Per, margin: int) -> tuple[Sample, ...]:
    """The samples of a cut.

    Args:
        cut: The cut with the instances that are wanted.
        key: The cut's key.
        per: "cut": the whole; "instance": one for each instance, tight, the others not in its masks.
        margin: Pixels around an instance's box, as far as the cut goes.
    """
    whole = (0, 0, cut.width, cut.height)
    if per == "cut":
        return (Sample(key, replace(cut, extra={}), whole),)
    found = []
    for number, one in enumerate(cut.instances, 1):
        x0, y0, x1, y1 = one.box
        left, top = max(x0 - margin, 0), max(y0 - margin, 0)
        box = (left, top, min(x1 + margin, cut.width), min(y1 + margin, cut.height))
        inside = in_box([one], box)
        if inside:
            found.append(Sample(f"{key}-{number:02d}", _part(cut, box, inside), box))
    return tuple(found)


def keys_of(pictures: Sequence[Picture]) -> dict[str, str]:
    """A key for each picture, by its name: "0100/000592.png" is 0100_000592."""
    plain = {one.file: _plain(one.file) for one in pictures}
    times: dict[str, int] = {}
    for key in plain.values():
        times[key] = times.get(key, 0) + 1
    return {
        file: key if times[key] == 1 else f"{key}-{hashlib.sha256(file.encode()).hexdigest()[:8]}"
        for file, key in plain.items()
    }


def _plain(file: str) -> str:
    stem = file.rpartition(".")[0] or file
    return re.sub(r"[^\w-]+", "_", stem).strip("_") or "picture"


def _part(cut: Picture, box: Box, inside: tuple[object, ...]) -> Picture:
    origin = cut.origin
    if origin is not None:
        left, top = origin.box[:2]
        x0, y0, x1, y1 = box
        origin = replace(origin, box=(x0 + left, y0 + top, x1 + left, y1 + top))
    size = {"width": box[2] - box[0], "height": box[3] - box[1]}
    return replace(cut, instances=inside, origin=origin, extra={}, **size)  # type: ignore[arg-type]

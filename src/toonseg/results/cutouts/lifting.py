"""Instances lifted out of one cut: what is kept, how it is laid out, what is put down of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import Picture
from toonseg.annotations.masks import Mask
from toonseg.classes import ClassList
from toonseg.errors import LabelError
from toonseg.model.pixels import identity, pixels_of
from toonseg.pictures import Rgb, write_picture
from toonseg.results.cutouts.places import folder_of
from toonseg.results.cutouts.truncation import bubbles_in, cut_off_by, touches
from toonseg.results.masked import name_in_set
from toonseg.results.matting import Matte, matte
from toonseg.strip import Box

Canvas = Literal["tight", "cut"]
Ground = Literal["nothing", "white"]

AT_BORDER = "touches-border"
BY_BUBBLE = "by-bubble"

_CLEAR, _FULL = 0.02, 0.98
"""Less is nothing, more is all: what a JPEG leaves of noise."""

_ROOM = 10
"""Pixels around an instance that its rim is looked for in."""

COLUMNS: dict[str, Any] = {
    "file": str, "class": str, "title": str, "episode": str, "cut": str, "box": list[int],
    "strip_box": list[int], "canvas": list[int], "mask": {"size": list[int], "counts": str}, "area": int,
    "score": float, "source": str, "character": str, "picture": str, "sha256": str, "flags": list[str],
    "rights": str,
}  # fmt: skip
"""What the index says of each cutout; docs/cutout.md tells what it is."""


@dataclass(frozen=True)
class How:
    """How cutouts are made.

    Attributes:
        canvas: "tight": as large as the cutout; "cut": as large as its cut.
        on: "nothing": RGBA, a file an instance; "white": RGB, a file a cut and class, of the cut's size.
        margin: Pixels around a tight cutout, as far as the cut goes.
        score: Least score of an instance that has one, 0..1.
        min_area: Least number of pixels of its mask.
        border: Whether what touches the cut's border is wanted.
        bubbles: Whether what a bubble cuts off is wanted.
        rights: Whose the pictures are.
        classes: The classes, by name or alias.
        only: Names of those that are wanted; all if empty.
    """

    canvas: Canvas
    on: Ground
    margin: int
    score: float | None
    min_area: int
    border: bool
    bubbles: bool
    rights: str
    classes: ClassList
    only: tuple[str, ...] = ()

    def name_of(self, one: Instance) -> str:
        """The name of an instance's class, which it may have by an alias."""
        index = self.classes.find(one.cls)
        return one.cls if index is None else self.classes[index].name

    def wants(self, one: Instance, flags: Sequence[str] = ()) -> bool:
        """Whether an instance is wanted that is cut off by what the flags say."""
        return (
            (not self.only or self.name_of(one) in self.only)
            and one.area >= max(self.min_area, 1)
            and (self.score is None or one.score is None or one.score >= self.score)
            and (self.border or AT_BORDER not in flags)
            and (self.bubbles or BY_BUBBLE not in flags)
        )


@dataclass(frozen=True)
class Task:
    """A cut to lift instances out of.

    Attributes:
        picture: The cut with all its instances.
        place: Where its cutouts go, below the folders of their classes, but for their number.
        folder: The folder of all cutouts.
        how: How they are made.
    """

    picture: Picture
    place: PurePosixPath
    folder: Path
    how: How

    def __str__(self) -> str:
        # The errors of a lost worker name the task.
        return self.picture.file


@dataclass(frozen=True)
class _Lifted:
    """An instance that is wanted: its class's name, its number among those of the cut, what cuts it off."""

    instance: Instance
    cls: str
    number: int
    flags: tuple[str, ...]


def lift(task: Task) -> list[dict[str, Any]]:
    """Write the cutouts of a cut, and give the rows of the index for them.

    Raises:
        SourceError, PictureError: The cut cannot be read.
        LabelError: Its masks are of a picture of another size.
        WriteError: A file cannot be written.
    """
    picture, how = task.picture, task.how
    pixels = pixels_of(picture)
    height, width = pixels.shape[:2]
    if picture.width and picture.height and (picture.width, picture.height) != (width, height):
        problem = f"has {width} x {height} pixels, but its masks are of {picture.width} x {picture.height}"
        raise LabelError(picture.file, problem, "Find its masks anew.")
    whole = (0, 0, width, height)
    if not any(how.wants(one) for one in picture.instances):
        return []
    masks = {id(one): one.mask.within(whole) for one in picture.instances}
    wanted = _wanted(task, pixels, masks)
    if not wanted:
        return []
    digest = identity(picture)
    rows = []
    if how.on == "white":
        for cls in dict.fromkeys(one.cls for one in wanted):
            some = [one for one in wanted if one.cls == cls]
            file = folder_of(cls) / task.place.with_name(f"{task.place.name}.png")
            union = np.logical_or.reduce([masks[id(one.instance)] for one in some])
            write_picture(task.folder / file, on_white(matte(pixels, union)), "png")
            rows += [_row(task, one, file, whole, masks[id(one.instance)], digest) for one in some]
        return rows
    for one in wanted:
        mask = masks[id(one.instance)]
        file = folder_of(one.cls) / task.place.with_name(f"{task.place.name}-{one.number}.png")
        canvas, rgba = _alone(pixels, mask, how)
        write_picture(task.folder / file, rgba, "png")
        rows.append(_row(task, one, file, canvas, mask, digest))
    return rows


def on_nothing(cutout: Matte) -> NDArray[np.uint8]:
    """HWC uint8 RGBA, 0..255, not premultiplied; black where nothing is seen."""
    alpha = _without_noise(cutout.alpha)
    seen = np.rint(255 * alpha).astype(np.uint8)
    return np.dstack([cutout.colour * (seen > 0)[..., None], seen])


def on_white(cutout: Matte) -> Rgb:
    """HWC uint8 RGB, 0..255: white where nothing is seen."""
    alpha = _without_noise(cutout.alpha)[..., None]
    return np.asarray(np.rint(255 + alpha * (cutout.colour - np.float32(255))), np.uint8)


def _without_noise(alpha: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(np.where(alpha < _CLEAR, 0, np.where(alpha > _FULL, 1, alpha)), np.float32)


def _wanted(task: Task, pixels: Rgb, masks: dict[int, NDArray[np.bool_]]) -> list[_Lifted]:
    picture, how = task.picture, task.how
    numbers: dict[str, int] = {}
    found = []
    bubbles = None
    for one in picture.instances:
        cls = how.name_of(one)
        # Counted before anything is left out: other filters, the same names.
        numbers[cls] = numbers.get(cls, 0) + 1
        mask = masks[id(one)]
        flags = (AT_BORDER,) if touches(one.box, mask.shape) else ()
        if not mask.any() or not how.wants(one, flags):
            continue
        if bubbles is None:
            worn = np.logical_or.reduce(list(masks.values()))
            bubbles = bubbles_in(pixels, worn)
        if cut_off_by(bubbles, mask, one.box):
            flags = (*flags, BY_BUBBLE)
        if how.wants(one, flags):
            found.append(_Lifted(one, cls, numbers[cls], flags))
    return found


def _alone(pixels: Rgb, mask: NDArray[np.bool_], how: How) -> tuple[Box, NDArray[np.uint8]]:
    """One instance as HWC uint8 RGBA, and the box of the cut that it shows."""
    height, width = mask.shape
    left, top, w, h = cv2.boundingRect(mask.view(np.uint8))
    x0, y0 = max(left - _ROOM, 0), max(top - _ROOM, 0)
    x1, y1 = min(left + w + _ROOM, width), min(top + h + _ROOM, height)
    near = on_nothing(matte(pixels[y0:y1, x0:x1], mask[y0:y1, x0:x1]))
    if how.canvas == "cut":
        box = (0, 0, width, height)
    else:
        x, y, w, h = cv2.boundingRect(near[..., 3] | mask[y0:y1, x0:x1].view(np.uint8))
        box = (
            max(x0 + x - how.margin, 0),
            max(y0 + y - how.margin, 0),
            min(x0 + x + w + how.margin, width),
            min(y0 + y + h + how.margin, height),
        )
    rgba = np.zeros((box[3] - box[1], box[2] - box[0], 4), np.uint8)
    a0, b0, a1, b1 = max(x0, box[0]), max(y0, box[1]), min(x1, box[2]), min(y1, box[3])
    rgba[b0 - box[1] : b1 - box[1], a0 - box[0] : a1 - box[0]] = near[b0 - y0 : b1 - y0, a0 - x0 : a1 - x0]
    return box, rgba


def _row(  # noqa: PLR0917
    task: Task, one: _Lifted, file: PurePosixPath, canvas: Box, mask: NDArray[np.bool_], digest: str
) -> dict[str, Any]:
    origin, instance = task.picture.origin, one.instance
    coded = Mask.of_pixels(mask)
    x0, y0, x1, y1 = coded.box
    left, top = (0, 0) if origin is None else origin.box[:2]
    return {
        "file": file.as_posix(),
        "class": one.cls,
        "title": None if origin is None else origin.title,
        "episode": None if origin is None else origin.episode,
        "cut": None if origin is None else origin.cut,
        "box": [x0, y0, x1, y1],
        "strip_box": None if origin is None else [x0 + left, y0 + top, x1 + left, y1 + top],
        "canvas": list(canvas),
        "mask": {"size": list(coded.size), "counts": coded.counts},
        "area": coded.area,
        "score": None if instance.score is None else round(float(instance.score), 6),
        "source": instance.source or None,
        "character": None if instance.character is None else str(instance.character),
        "picture": name_in_set(task.picture),
        "sha256": digest,
        "flags": list(one.flags),
        "rights": task.how.rights,
    }

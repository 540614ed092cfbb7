"""A composed picture with its instances, and instances as the run lengths of COCO."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import hotcoco.mask
import numpy as np
from numpy.typing import NDArray

from toonseg.classes import InstanceClass
from toonseg.synth.art import Owner
from toonseg.synth.truth import Box
from toonseg.workspace import FileModel

LEAST_PIXELS = 16
"""An instance of which fewer pixels are seen is not listed: nobody would label it."""


class Rle(FileModel):
    """COCO's compressed run lengths: `size` is [height, width], `counts` their text."""

    size: tuple[int, int]
    counts: str


@dataclass(frozen=True)
class Instance:
    """One garment, or the hair, of one character.

    Attributes:
        cls: Its class.
        character: Number of the character in the cast; the same in all cuts of an episode.
        box: Tight half-open box [x0, y0, x1, y1] in the picture.
        mask: HW bool, of the box's size.
    """

    cls: InstanceClass
    character: int
    box: Box
    mask: NDArray[np.bool_]

    @property
    def area(self) -> int:
        """Pixels of the mask."""
        return int(np.count_nonzero(self.mask))

    def rle(self, size: tuple[int, int] | None = None) -> Rle:
        """The mask in run lengths: of its box, or, given the picture's (height, width), of the picture."""
        mask = self.mask
        if size is not None:
            x0, y0, x1, y1 = self.box
            mask = np.zeros(size, bool)
            mask[y0:y1, x0:x1] = self.mask
        return encode(mask)


@dataclass(frozen=True)
class Cut:
    """A composed picture: HWC uint8 RGB, 0..255, and as HW uint8 what is topmost, 0 for nobody, else 1 + the
    index in `owners`. `busy` are boxes of faces and speech, which nothing that is laid over should cover."""

    picture: NDArray[np.uint8]
    ids: NDArray[np.uint8]
    owners: tuple[Owner, ...]
    busy: tuple[Box, ...] = ()

    @cached_property
    def instances(self) -> tuple[Instance, ...]:
        """What is seen, by character and class; instances of fewer than 16 pixels are left out."""
        return tuple(instances_of(self.ids, self.owners))


def instances_of(ids: NDArray[np.unsignedinteger], owners: tuple[Owner, ...]) -> list[Instance]:
    """The instances of an array of numbers (HW; 0 nobody, else 1 + index in `owners`)."""
    counts = np.bincount(ids.ravel(), minlength=len(owners) + 1)
    found = []
    for number, owner in sorted(enumerate(owners, 1), key=lambda item: (item[1].character, item[1].cls)):
        if counts[number] < LEAST_PIXELS:
            continue
        mask = np.asarray(ids == number)
        x, y, w, h = cv2.boundingRect(mask.view(np.uint8))
        inside = mask[y : y + h, x : x + w].copy()
        found.append(Instance(owner.cls, owner.character, (x, y, x + w, y + h), inside))
    return found


def encode(mask: NDArray[np.bool_]) -> Rle:
    """HW bool as COCO's compressed run lengths."""
    coded = hotcoco.mask.encode(mask)
    return Rle(size=(mask.shape[0], mask.shape[1]), counts=coded["counts"].decode("ascii"))


def decode(rle: Rle) -> NDArray[np.bool_]:
    """COCO's compressed run lengths as HW bool."""
    return np.asarray(hotcoco.mask.decode({"size": list(rle.size), "counts": rle.counts.encode("ascii")})) > 0

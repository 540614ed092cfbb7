"""Labelled pictures decoded for training: pixels, and a map of whose each is; kept while memory allows."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.annotations.labelset import Picture
from toonseg.classes import ClassList
from toonseg.errors import SourceError
from toonseg.model.pixels import pixels_of
from toonseg.pictures import Rgb

MOST_INSTANCES = 254
LEAST_PIXELS = 16


@dataclass(frozen=True)
class Decoded:
    """A labelled picture.

    Attributes:
        pixels: HWC uint8 RGB.
        owner: HW uint8: 0 nobody's, else 1 + the index in `labels`.
        labels: Class indices of the instances, int64.
    """

    pixels: Rgb
    owner: NDArray[np.uint8]
    labels: NDArray[np.int64]

    @property
    def nbytes(self) -> int:
        """Bytes that it takes in memory."""
        return self.pixels.nbytes + self.owner.nbytes


def decode_labelled(picture: Picture, classes: ClassList, *, widest: int = 768) -> Decoded:
    """A picture with its map of owners, made smaller where it is wider than `widest` pixels.

    Where labels overlap, the smaller one is on top; instances of classes that are not in `classes`, and
    regions of many (COCO's crowd), are nobody's. The largest 254 instances are taken.

    Raises:
        SourceError: The picture's file is missing.
        PictureError: It cannot be decoded, or is of another size than its labels.
    """
    pixels = pixels_of(picture)
    if pixels.shape[:2] != picture.size:
        found = f"{pixels.shape[1]} x {pixels.shape[0]}"
        problem = f"has {found} pixels, its labels say {picture.width} x {picture.height}"
        raise SourceError(picture.path or picture.file, problem, "Run toonseg check on the labels.")
    owner = np.zeros(picture.size, np.uint8)
    known = [(one, index) for one in picture.instances
             if not one.crowd and (index := classes.find(one.cls)) is not None]  # fmt: skip
    known.sort(key=lambda item: -item[0].area)
    labels = []
    for one, index in known[:MOST_INSTANCES]:
        box = (
            max(0, one.box[0]),
            max(0, one.box[1]),
            min(picture.width, one.box[2]),
            min(picture.height, one.box[3]),
        )
        if box[0] >= box[2] or box[1] >= box[3]:
            continue
        labels.append(index)
        owner[box[1] : box[3], box[0] : box[2]][one.mask.within(box)] = len(labels)
    if picture.width > widest:
        size = (widest, max(1, round(picture.height * widest / picture.width)))
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
        owner = np.asarray(cv2.resize(owner, size, interpolation=cv2.INTER_NEAREST), np.uint8)
    return Decoded(np.ascontiguousarray(pixels), owner, np.array(labels, np.int64))


class DecodedSet:
    """Labelled pictures by number, each decoded when first asked for and kept while `budget` bytes allow: a
    third of the machine's memory where none are given."""

    def __init__(self, pictures: Sequence[Picture], classes: ClassList, *, budget: int | None = None) -> None:
        self.pictures = tuple(pictures)
        self.classes = classes
        self._kept: dict[int, Decoded] = {}
        self._left = _memory() // 3 if budget is None else budget

    def __len__(self) -> int:
        return len(self.pictures)

    def __getitem__(self, number: int) -> Decoded:
        """Raises what `decode_labelled` raises."""
        kept = self._kept.get(number)
        if kept is None:
            kept = decode_labelled(self.pictures[number], self.classes)
            if kept.nbytes <= self._left:
                self._left -= kept.nbytes
                self._kept[number] = kept
        return kept


def _memory() -> int:
    """Bytes of memory that the machine has; 6 GiB where it does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return 6 << 30

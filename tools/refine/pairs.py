"""What the refiner learns from: masks as the segmenter makes them, and as they should be.

The segmenter looks at labelled pictures that are changed as in its own training, so that its masks are as
wrong as they are on hands it never saw; every mask that is of a labelled instance becomes a pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from toonseg.model.data.decoded import Decoded, DecodedSet
from toonseg.model.data.placing import Placing
from toonseg.model.data.samples import Augment, sample
from toonseg.model.decode import Fit, Rules
from toonseg.model.edges import to_edges
from toonseg.model.seen import seen
from toonseg.model.segmenter import Segmenter
from toonseg.pictures import Rgb

SIZE = (320, 512)
"""Height and width of the canvas: as wide as those that predictions are made on."""
LEAST = 0.4
"""A mask is of a labelled instance of its class if their intersection over union is so much."""
LARGER = 1.5
"""How much larger `--careful` looks at a picture: its masks are finer."""
RULES = Rules(score=0.1, edges=False)
AUGMENT = Augment(placing=Placing(scale=(0.75, 1.5)))

Packed = NDArray[np.uint8]


@dataclass(frozen=True)
class Pair:
    """A mask of the segmenter, the same laid to edges (each packed to bits), and the number of the instance
    that both are of, as in a `Decoded`'s owner map."""

    given: Packed
    laid: Packed
    owner: int

    def masks(self, height: int, width: int) -> tuple[Packed, Packed]:
        """Both masks, HW uint8, 0 or 1."""
        flat = (np.unpackbits(one, count=height * width) for one in (self.given, self.laid))
        given, laid = (one.reshape(height, width) for one in flat)
        return given, laid


@dataclass(frozen=True)
class Scene:
    """A changed picture (HWC uint8 RGB), whose every pixel is (HW uint8), and what was found in it."""

    pixels: Rgb
    owner: NDArray[np.uint8]
    pairs: tuple[Pair, ...]


def scenes(
    pictures: DecodedSet, segmenter: Segmenter, numbers: Sequence[int], rng: Generator
) -> Iterator[Scene]:
    """A scene of each of these pictures in which anything is found."""
    for number in numbers:
        one = sample(pictures, number, SIZE, AUGMENT, rng)
        larger = LARGER if rng.random() < 0.25 else 1.0
        pairs = tuple(_pairs(one, segmenter, larger))
        if pairs:
            yield Scene(one.pixels, one.owner, pairs)


def _pairs(one: Decoded, segmenter: Segmenter, larger: float) -> Iterator[Pair]:
    height, width = one.owner.shape
    canvas = one.pixels
    if larger != 1.0:
        size = (int(width * larger) // 32 * 32, int(height * larger) // 32 * 32)
        canvas = np.asarray(cv2.resize(canvas, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    said = segmenter.run(np.ascontiguousarray(canvas.transpose(2, 0, 1), np.float32))
    fit = Fit(height, width, canvas.shape[1] / width)
    for cls, mask, _ in seen(said, canvas.shape[:2], fit, segmenter.masks, RULES):
        bits = mask.within((0, 0, width, height))
        near = np.bincount(one.owner[bits], minlength=len(one.labels) + 1)[1:]
        near = np.where(one.labels == cls, near, 0)
        if not near.any():
            continue
        owner = int(near.argmax()) + 1
        either = np.count_nonzero(bits | (one.owner == owner))
        if near.max() >= LEAST * either:
            yield Pair(np.packbits(bits), np.packbits(to_edges(bits, one.pixels)), owner)

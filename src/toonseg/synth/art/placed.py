"""Shapes in their place on a canvas: all points of a drawing are moved in one go.

A figure is hundreds of outlines of a dozen points; placing them one by one costs more than filling them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from toonseg.synth.art.shapes import Placement, Shape
from toonseg.synth.pen import Points

SHIFT = 4
"""Sub-sample bits of OpenCV's fills."""
_FAR = 1 << 19  # what lies further out than 32,768 samples is moved to there


@dataclass(frozen=True, slots=True)
class Placed:
    """A shape with its place.

    Attributes:
        shape: What is painted.
        pixels: Nx2 points of its outline or path, in pixels of the canvas.
        fixed: Nx2 int32, the same in sixteenths of a sample.
        box: Least x and y, greatest x and y of its points, in pixels.
        inside: Its inner shapes.
    """

    shape: Shape
    pixels: Points
    fixed: NDArray[np.int32]
    box: tuple[float, float, float, float]
    inside: tuple[Placed, ...]


def placed(shapes: Sequence[Shape], where: Placement, oversample: int) -> list[Placed]:
    """The shapes, and what is inside them, on a canvas of `oversample` samples per pixel side."""
    flat: list[Points] = []
    for shape in shapes:
        _gather(shape, flat)
    if not flat:
        return []
    pixels = where.pixels(np.concatenate(flat))
    starts = [0, *accumulate(len(points) for points in flat)]
    ends = starts[1:]
    del starts[-1]
    low, high = np.minimum.reduceat(pixels, starts), np.maximum.reduceat(pixels, starts)
    boxes = np.concatenate([low, high], 1).tolist()
    whole = fixed(pixels, oversample)
    rows = ((pixels[i:j], whole[i:j], box) for i, j, box in zip(starts, ends, boxes, strict=True))
    return [_with_place(shape, rows) for shape in shapes]


def fixed(pixels: Points, oversample: int) -> NDArray[np.int32]:
    """Nx2 points in pixels as OpenCV's fills want them: sixteenths of a sample, from a sample's middle."""
    scaled = np.rint((pixels * oversample - 0.5) * (1 << SHIFT))
    return np.minimum(np.maximum(scaled, -_FAR), _FAR).astype(np.int32)


def _gather(shape: Shape, flat: list[Points]) -> None:
    """Append the points of a shape and of its inner ones, depth first."""
    flat.append(shape.points)
    for child in shape.inside:
        _gather(child, flat)


def _with_place(
    shape: Shape,
    rows: Iterator[tuple[Points, NDArray[np.int32], list[float]]],
) -> Placed:
    """The shape with the next row, its inner shapes with those that follow."""
    pixels, whole, box = next(rows)
    inside = tuple([_with_place(child, rows) for child in shape.inside]) if shape.inside else ()
    return Placed(shape, pixels, whole, (box[0], box[1], box[2], box[3]), inside)

"""Shapes in their place on a canvas: all points of a drawing are moved, and all its lines inked, in one go.

A figure is hundreds of outlines of a dozen points; placing them one by one costs more than filling them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from toonseg.synth.art.ink import fixed, inks
from toonseg.synth.art.shapes import Placement, Shape

_LEAST_WIDTH = 0.55  # pixels of ink: thinner lines break up


class Placed(NamedTuple):
    """A shape with its place.

    Attributes:
        shape: What is painted.
        fixed: Nx2 int32 points of its outline or path, in sixteenths of a sample of the canvas.
        box: Least x and y, greatest x and y of its points, in pixels.
        ink: Outlines of its ink, as `fixed`; empty without a line.
        width: Of its ink, in pixels; 0 without a line.
        inside: Its inner shapes.
    """

    shape: Shape
    fixed: NDArray[np.int32]
    box: tuple[float, float, float, float]
    ink: list[NDArray[np.int32]]
    width: float
    inside: tuple[Placed, ...]


def placed(shapes: Sequence[Shape], where: Placement, oversample: int, size: tuple[int, int]) -> list[Placed]:
    """The shapes, and what is inside them, on a canvas of `oversample` samples per pixel side.

    Those that lie outside of the picture of `size` (height, width) are left out.
    """
    flat: list[Shape] = []
    family: list[int] = []
    for shape in shapes:
        _gather(shape, flat, family)
    if not flat:
        return []
    counts = [len(shape.points) for shape in flat]
    pixels = where.pixels(np.concatenate([shape.points for shape in flat]))
    starts = [0, *accumulate(counts)][:-1]
    low, high = np.minimum.reduceat(pixels, starts), np.maximum.reduceat(pixels, starts)
    lined = np.array([shape.line is not None for shape in flat])
    weights = np.array([shape.weight for shape in flat])
    widths = np.where(lined, np.maximum(weights * where.line, _LEAST_WIDTH), 0.0)
    margin = (widths + 3 * where.scale * np.array([shape.soft for shape in flat]))[:, None]
    shown = np.asarray(((high + margin >= 0) & (low - margin <= (size[1], size[0]))).all(1), np.bool_)
    inked = np.flatnonzero(lined & shown)
    made: list[list[NDArray[np.int32]]] = [[] for _ in flat]
    if len(inked):
        some = [flat[k] for k in inked.tolist()]
        begin, many = np.array(starts, np.intp)[inked], np.array(counts, np.intp)[inked]
        lines = inks(some, pixels, begin, many, widths[inked], oversample)
        for k, ink in zip(inked.tolist(), lines, strict=True):
            made[k] = ink
    whole = fixed(pixels, oversample)
    boxes, width = np.concatenate([low, high], 1).tolist(), widths.tolist()
    seen: list[bool] = shown.tolist()

    def build(k: int) -> Placed:
        """The k-th of all shapes with those of its children that are seen, which follow it."""
        children = []
        child, end = k + 1, k + family[k]
        while child < end:
            if seen[child]:
                children.append(build(child))
            child += family[child]
        i = starts[k]
        return Placed(flat[k], whole[i : i + counts[k]], boxes[k], made[k], width[k], tuple(children))

    found, k = [], 0
    while k < len(flat):
        if seen[k]:
            found.append(build(k))
        k += family[k]
    return found


def _gather(shape: Shape, flat: list[Shape], family: list[int]) -> None:
    """Append a shape and its inner ones, depth first, and for each how many it is with all its own."""
    at = len(flat)
    flat.append(shape)
    family.append(1)
    for child in shape.inside:
        _gather(child, flat, family)
    family[at] = len(flat) - at

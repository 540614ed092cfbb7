"""Polygons at the border: masks as rings of corners, and rings as masks.

Corners are in pixels, (0, 0) the top left corner of the top left pixel, as COCO has them: the outline of one
pixel is a square of side 1. Rings that `outlines` gives are exact: filled again they give the same mask.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import hotcoco.mask
import numpy as np
from numpy.typing import NDArray

from toonseg.annotations.masks import Mask, iou

Ring = NDArray[np.float64]
"""A closed line: N x 2 float64 of corners (x, y) in pixels; the last is joined to the first."""

MIN_IOU = 0.99
"""What a simplified polygon keeps of the mask at least, filled again."""


_MOST_PAIRS = 4_000_000


@dataclass(frozen=True)
class Part:
    """One connected part of a mask: its outline, and the outlines of the holes in it."""

    outer: Ring
    holes: tuple[Ring, ...] = ()


def outlines(mask: Mask) -> list[Part]:
    """The parts of a mask along the edges of its pixels, in the coordinates of the strip or picture.

    Every pixel is doubled, so that OpenCV's contours, which run through the middles of pixels, tell the left
    edge of a pixel from its right one. Parts that touch at a corner are one.
    """
    pixels = mask.pixels()
    if not pixels.size:
        return []
    x0, y0 = mask.box[:2]
    doubled = cv2.copyMakeBorder(
        pixels.view(np.uint8).repeat(2, axis=0).repeat(2, axis=1), 1, 1, 1, 1, cv2.BORDER_CONSTANT
    )
    found, tree = cv2.findContours(doubled, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE, offset=(-1, -1))
    rings = [(ring[:, 0] + 1) // 2 + np.array([x0, y0]) for ring in found]
    holes: dict[int, list[Ring]] = {}
    for ring, (_, _, _, parent) in zip(rings, tree[0], strict=True):
        if parent >= 0:
            holes.setdefault(int(parent), []).append(_without_repeats(ring))
    return [
        Part(_without_repeats(ring), tuple(holes.get(number, ())))
        for number, (ring, (_, _, _, parent)) in enumerate(zip(rings, tree[0], strict=True))
        if parent < 0
    ]


def polygons(mask: Mask, *, tolerance: float = 0.0, least: float = MIN_IOU) -> list[Ring]:
    """A mask as rings without holes, one for each part: what COCO, labelme and YOLO can hold.

    A hole is joined to its outline by a line that is walked twice and so has no width.

    Args:
        mask: The mask.
        tolerance: How far, in pixels, the rings may leave the mask's edges to have fewer corners; halved,
            down to half a pixel, until the filled rings have an intersection over union of `least` with the
            mask. 0 is exact.
        least: See `tolerance`.
    """
    parts = outlines(mask)
    while tolerance > 0:
        simpler = [whole(_simplified(part, tolerance)) for part in parts]
        simpler = [ring for ring in simpler if len(ring) >= 3]
        if simpler and iou(filled(simpler, mask), mask) >= least:
            return simpler
        # Half a pixel takes the steps out of slanting edges; less takes nothing.
        tolerance = max(tolerance / 2, 0.5) if tolerance > 0.5 else 0
    return [whole(part) for part in parts]


def whole(part: Part) -> Ring:
    """A part as one ring, its holes joined to the outline by lines of no width."""
    return _joined([part.outer, *part.holes])


def one_ring(rings: Sequence[Ring]) -> Ring:
    """Several rings as one, joined by lines of no width: for formats that allow a single polygon."""
    return _joined(list(rings))


def filled(rings: Sequence[Ring], like: Mask) -> Mask:
    """The mask inside rings, by COCO's rule, on the canvas of `like`. See `fill`."""
    return fill(rings, like.size, like.at)


def fill(rings: Sequence[Ring], size: tuple[int, int], at: tuple[int, int] = (0, 0)) -> Mask:
    """The mask inside any of several rings, by COCO's rule; what lies off the canvas is cut off.

    Args:
        rings: Rings in coordinates of the strip or picture; those of fewer than three corners hold nothing.
        size: (height, width) of the canvas in pixels.
        at: Its top left pixel (x, y).
    """
    moved = rings if at == (0, 0) else [ring - np.asarray(at, float) for ring in rings]
    flat = [ring.ravel().tolist() for ring in moved if len(ring) >= 3]
    if not flat:
        return Mask.of_pixels(np.zeros(size, bool), at)
    coded = [hotcoco.mask.frPyObjects([ring], *size)[0] for ring in flat]
    merged = coded[0] if len(coded) == 1 else hotcoco.mask.merge(coded)
    counts = merged["counts"]
    return Mask(size, counts.decode("ascii") if isinstance(counts, bytes) else counts, at)


def svg_path(mask: Mask, *, tolerance: float = 1.0) -> str:
    """A mask as the data of an SVG path, outlines and holes alike, for the rule of even and odd.

    Args:
        mask: The mask; the path is in its coordinates, in whole pixels.
        tolerance: How far, in pixels, the path may leave the mask's edges to have fewer corners. Specks and
            slits that are narrower are left out, as long as something is left.
    """
    rings = [ring for part in outlines(mask) for ring in (part.outer, *part.holes)]
    wide = [ring for ring in rings if ring_area(ring) > 2 * tolerance * tolerance]
    drawn = []
    for ring in wide or rings[:1]:
        corners = np.rint(_fewer(ring, tolerance)).astype(int)
        steps = " ".join(f"{x} {y}" for x, y in np.diff(corners, axis=0).tolist())
        drawn.append(f"M{corners[0, 0]} {corners[0, 1]}l{steps}Z")
    return "".join(drawn).replace(" -", "-")


def ring_area(ring: Ring) -> float:
    """The area inside a ring in square pixels (shoelace formula); what is walked round twice counts twice."""
    x, y = ring[:, 0], ring[:, 1]
    return float(abs(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2)


def _simplified(part: Part, tolerance: float) -> Part:
    return Part(_fewer(part.outer, tolerance), tuple(_fewer(ring, tolerance) for ring in part.holes))


def _fewer(ring: Ring, tolerance: float) -> Ring:
    fewer = cv2.approxPolyDP(ring.astype(np.float32)[:, None], tolerance, closed=True)[:, 0]
    return fewer.astype(np.float64) if len(fewer) >= 3 else ring


def _without_repeats(ring: NDArray[np.integer]) -> Ring:
    """The ring without corners that lie on a straight line or upon the one before."""
    corners = ring[np.any(ring != np.roll(ring, 1, axis=0), axis=1)]
    if len(corners) > 3:
        before, after = np.roll(corners, 1, axis=0) - corners, np.roll(corners, -1, axis=0) - corners
        corners = corners[before[:, 0] * after[:, 1] != before[:, 1] * after[:, 0]]
    return corners.astype(np.float64)


def _joined(rings: list[Ring]) -> Ring:
    """Rings joined one by one, each at the corner nearest to what is joined already."""
    joined, *others = rings
    for other in others:
        # Of long rings one corner is as good as any: the table of all pairs would not fit into memory.
        from_corners = other if len(joined) * len(other) <= _MOST_PAIRS else other[:1]
        distances = ((joined[:, None] - from_corners[None]) ** 2).sum(axis=2)
        here, there = np.unravel_index(int(distances.argmin()), distances.shape)
        loop = np.concatenate([other[there:], other[: there + 1]])
        joined = np.concatenate([joined[: here + 1], loop, joined[here:]])
    return joined

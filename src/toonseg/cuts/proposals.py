"""Boxes that may be panels of a rough cut, found in several ways; which of them are is decided later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from toonseg.cuts.bands import compare_across
from toonseg.cuts.boxes import LEAST_SIDE, Piece, Separates, find_pieces
from toonseg.cuts.bubbles import is_bubble, is_two_toned
from toonseg.cuts.edges import find_rectangles, refine
from toonseg.cuts.ground import SHRINK, Ground, Mask, find_ground
from toonseg.cuts.runs import SAME, channel_max, spans_of
from toonseg.cuts.sketch import bin_middles
from toonseg.cuts.view import View
from toonseg.pictures import Rgb
from toonseg.strip import Box

ALIKE = 0.96
"""Boxes of at least this IoU are one proposal."""
PLAIN = 0.98
"""A rectangle is filled to this share, if nothing is wrong with it."""


class Way(IntEnum):
    """How a box was found."""

    GROUND = 0
    """What the ground, grown from gutters and borders, does not reach."""
    SOFT = 1
    """The same, grown from the gutters alone, and along soft changes of colour."""
    APART = 2
    """Split at every gap between straight edges."""
    TOGETHER = 3
    """Split nowhere."""
    CORNERS = 4
    """The upper and lower edges are straight and equally long."""
    WHOLE = 5
    """The whole rough cut."""
    EDGES = 6
    """Long straight edges that end together."""


@dataclass(frozen=True)
class Proposal:
    """A box that may be a panel: as it was found first, and all ways in which it was found."""

    piece: Piece
    ways: frozenset[Way]

    @property
    def box(self) -> Box:
        return self.piece.box


def propose(view: View) -> list[Proposal]:
    """All boxes that may be panels, or bubbles, of a rough cut."""
    found: list[Proposal] = []
    boxes = np.empty((0, 4), np.float64)
    for way, piece in _found(view):
        box = _within(view, piece.box)
        small = min(box[2] - box[0], box[3] - box[1]) < LEAST_SIDE
        if box[2] <= box[0] or box[3] <= box[1] or (small and not piece.bubble):
            continue
        overlap = iou_with(boxes, box)
        if found and overlap.max() >= ALIKE:
            k = int(overlap.argmax())
            found[k] = replace(found[k], ways=found[k].ways | {way})
        else:
            found.append(Proposal(replace(piece, box=box), frozenset([way])))
            boxes = np.concatenate([boxes, [box]])
    return found


def iou_with(boxes: NDArray[np.floating], box: Box) -> NDArray[np.float64]:
    """(N,) intersection over union of (N, 4) boxes with one box."""
    shared = shared_with(boxes, box)
    overlap: NDArray[np.float64] = shared / (areas_of(boxes) + (box[2] - box[0]) * (box[3] - box[1]) - shared)
    return overlap


def areas_of(boxes: NDArray[np.floating]) -> NDArray[np.floating]:
    """(N,) pixels in each of (N, 4) boxes."""
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def shared_with(boxes: NDArray[np.floating], box: Box) -> NDArray[np.float64]:
    """(N,) pixels that (N, 4) boxes share with one box."""
    width = np.minimum(boxes[:, 2], box[2]) - np.maximum(boxes[:, 0], box[0])
    height = np.minimum(boxes[:, 3], box[3]) - np.maximum(boxes[:, 1], box[1])
    shared: NDArray[np.float64] = np.maximum(width, 0) * np.maximum(height, 0)
    return shared


def _found(view: View) -> Iterator[tuple[Way, Piece]]:
    """All boxes and how each was found, the likeliest ways first; a plain rough cut needs no others."""
    if view.gutters:
        asked: list[Box] = []
        ground = find_ground(view.pixels, view.over, view.under, from_sides=True)
        pieces = _pieces(view, ground, asked)
        yield from ((Way.GROUND, piece) for piece in pieces)
        corners = _by_corners(view)
        if corners is not None:
            yield Way.CORNERS, Piece(corners, True, 1.0, guessed=True)
        if ground.exact and _is_plain(pieces, corners):
            return
        yield from _otherwise(view, ground, split=bool(asked or view.bands))
    yield Way.WHOLE, Piece((0, view.first, view.width, view.last), False, 1.0, whole=True)
    for box in find_rectangles(view.pixels):
        yield Way.EDGES, Piece(refine(view.pixels, box), True, 1.0)


def _is_plain(pieces: Sequence[Piece], corners: Box | None) -> bool:
    """Whether there is no doubt: bubbles alone, or rectangles side by side, nothing over or across them."""
    panels = [piece for piece in pieces if not piece.bubble]
    if len(panels) < len(pieces):
        return not panels and corners is None
    if not panels:
        return False
    if corners is not None:
        boxes = np.array([piece.box for piece in panels], np.float64)
        around = np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])
        if iou_with(around[None], corners)[0] < ALIKE:
            return False
    for piece in panels:
        if not piece.straight or piece.filled < PLAIN or piece.overhung or piece.bridged or piece.banded:
            return False
    tops, bottoms = [piece.box[1] for piece in panels], [piece.box[3] for piece in panels]
    return max(tops) < min(bottoms)


def _otherwise(view: View, first: Ground, *, split: bool) -> Iterator[tuple[Way, Piece]]:
    """What other grounds leave; `split`: whether the first ground has gaps that may part panels."""
    soft = find_ground(view.pixels, view.over, view.under, from_sides=False, along_soft=True)
    if not np.array_equal(soft.drawn, first.drawn):
        yield from ((Way.SOFT, piece) for piece in _pieces(view, soft, bubbles=False))
    if split:
        apart = _pieces(view, first, bands=False, separates=_always, bubbles=False)
        yield from ((Way.APART, piece) for piece in apart)
        together = _pieces(view, first, separates=_never, bubbles=False)
        yield from ((Way.TOGETHER, piece) for piece in together)


def _always(box: Box, y0: int, y1: int) -> bool:
    return True


def _never(box: Box, y0: int, y1: int) -> bool:
    return False


def _within(view: View, box: Box) -> Box:
    return max(box[0], 0), max(box[1], view.first), min(box[2], view.width), min(box[3], view.last)


def _pieces(
    view: View,
    ground: Ground,
    asked: list[Box] | None = None,
    *,
    bands: bool = True,
    bubbles: bool = True,
    separates: Separates | None = None,
) -> list[Piece]:
    """The pieces that a ground leaves; each box with a gap between straight edges is added to `asked`."""
    drawn = ground.drawn.copy()
    _fill_bands(drawn, [*(view.bands if bands else ()), *_blank_rows(drawn)])
    rim = 1 if ground.exact else 2 * SHRINK

    def between_panels(box: Box, a: int, b: int) -> bool:
        if asked is not None:
            asked.append(box)
        return _separates(view.pixels, drawn, box, a, b)

    def bubble(box: Box) -> bool:
        if not bubbles:
            return False
        # An inexact mask may miss a balloon's outline, which must be whole to be seen as one.
        margin = 0 if ground.exact else 6 * SHRINK
        a, b, c, d = max(box[0] - margin, 0), max(box[1] - margin, 0), box[2] + margin, box[3] + margin
        return is_bubble(view.pixels[b:d, a:c], drawn[b:d, a:c], view.ground, view.width, rim)

    return find_pieces(drawn, separates or between_panels, bubble, slack=1 if ground.exact else 5)


def _by_corners(view: View) -> Box | None:
    """The panel whose upper and lower edges are straight and equally long, whatever its inside looks like."""
    a, b = view.first, view.last
    if view.over is None or view.under is None or b - a < 2 * LEAST_SIDE:
        return None
    first = _extent(view.pixels[a + 2 : a + 8], view.over.bottom)
    last = _extent(view.pixels[b - 8 : b - 2], view.under.top)
    if first is None or last is None or max(abs(p - q) for p, q in zip(first, last, strict=True)) > 12:
        return None
    return min(first[0], last[0]), a, max(first[1], last[1]), b


def _extent(rows: Rgb, profile: NDArray[np.float32]) -> tuple[int, int] | None:
    """Columns [x0, x1) that differ from a gutter's profile, if nearly all between them do."""
    width = rows.shape[1]
    at = bin_middles(width)
    line = np.stack([np.interp(np.arange(width), at, profile[:, c]) for c in range(3)], axis=-1)
    drawn = channel_max(np.abs(np.median(rows, axis=0) - line)) > SAME
    columns = np.flatnonzero(drawn)
    if len(columns) < LEAST_SIDE * 2:
        return None
    x0, x1 = int(columns[0]), int(columns[-1]) + 1
    return (x0, x1) if drawn[x0:x1].mean() >= 0.85 else None


def _blank_rows(drawn: Mask) -> list[tuple[int, int]]:
    """One or two rows that are empty from side to side: no gutter, or the rough cut would end there."""
    return [(a, b) for a, b in spans_of(drawn.max(axis=1) == 0) if b - a <= 2]


def _fill_bands(drawn: Mask, bands: Sequence[tuple[int, int]]) -> None:
    """Count as drawn, in place, what lies in a band between columns drawn on both above and below it."""
    for a, b in bands:
        above, below = drawn[max(a - 8, 0) : a], drawn[b : b + 8]
        if len(above) and len(below):
            drawn[max(a - 8, 0) : b + 8, (above.max(axis=0) & below.max(axis=0)) > 0] = 1


def _separates(pixels: Rgb, drawn: Mask, box: Box, a: int, b: int) -> bool:
    """Whether the ground rows [a, b) lie between two panels rather than across one picture.

    What joins the panels there is a bubble; a figure that does stands in one picture.
    """
    x0, _, x1, _ = box
    over, under = pixels[max(a - 12, 0) : max(a - 6, 1), x0:x1], pixels[b + 6 : b + 12, x0:x1]
    free = drawn[a:b, x0:x1].mean(axis=0) < 0.5
    if not len(over) or not len(under) or free.sum() < 30:
        return True
    gap = pixels[a:b, x0:x1]
    colour = np.median(gap[:, free].reshape(-1, 3), axis=0)
    above, below = np.median(over[:, free], axis=0), np.median(under[:, free], axis=0)
    if compare_across(above, below, colour, colour).same_picture:
        return False
    bridge = gap[drawn[a:b, x0:x1] > 0]
    return is_two_toned(bridge, colour)

"""Final cuts: the panels and bubbles of one rough cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from toonseg.cuts.bands import compare_across
from toonseg.cuts.boxes import LEAST_SIDE, Piece, find_pieces
from toonseg.cuts.bubbles import is_bubble, is_two_toned
from toonseg.cuts.ground import PAD, SHRINK, Mask, find_ground
from toonseg.cuts.rough import Span
from toonseg.cuts.runs import SAME, Run, spans_of
from toonseg.cuts.sketch import bin_middles
from toonseg.pictures import Rgb
from toonseg.strip import Box, Strip


def cut_span(strip: Strip, span: Span) -> list[Piece]:
    """The pieces of a rough cut, in strip coordinates. Raises PictureError for a broken page."""
    y0, y1, over, under = span.y0, span.y1, span.over, span.under
    top = max(y0 - PAD, over.y0) if over else y0
    bottom = min(y1 + PAD, under.y1) if under else y1
    pixels = strip.read(top, bottom)
    corners = _by_corners(pixels, over, under, y0 - top, y1 - top)
    bands = [(a - top, b - top) for a, b in span.bands]
    pieces = _pieces(pixels, over, under, bands, from_sides=True)
    if not _is_clean(pieces):
        calmer = _pieces(pixels, over, under, bands, from_sides=False)
        if _panel_area(pieces) < 0.6 * _panel_area(calmer):
            pieces = calmer
    pictures = [piece for piece in pieces if not piece.bubble]
    if pictures and _begins_softly(pixels, over, under, y0 - top, y1 - top):
        softer = _pieces(pixels, over, under, bands, from_sides=False, along_soft=True)
        if _is_clean(softer) and _panel_area(softer):
            pieces = softer
    pictures = [piece for piece in pieces if not piece.bubble]
    if pictures and corners is not None and _panel_area(pieces) < 0.5 * _area(corners):
        # A figure may begin and end with edges as long as each other's, but is much broader between.
        broad = max(_area(piece.box) for piece in pictures) >= 2 * _area(corners)
        pieces = pieces if broad else [Piece(corners, True, 1.0, guessed=True)]
    unknown = over is None and under is None
    if unknown or (not pieces and y1 - y0 >= 2 * LEAST_SIDE):
        pieces = [Piece((0, y0 - top, strip.width, y1 - top), False, 1.0, whole=True)]
    return [replace(piece, box=_clipped(piece.box, top, span)) for piece in pieces]


def _is_clean(pieces: Sequence[Piece]) -> bool:
    """Whether all pieces are panels with straight sides, or bubbles."""
    return all(piece.straight or piece.bubble for piece in pieces)


def _panel_area(pieces: Sequence[Piece]) -> int:
    return sum(_area(piece.box) for piece in pieces if piece.straight and not piece.bubble)


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def _begins_softly(pixels: Rgb, over: Run | None, under: Run | None, a: int, b: int) -> bool:
    """Whether a flat gutter passes into the rough cut without an edge, as a gradient does."""
    for gutter, rows in ((over, pixels[a : a + 3]), (under, pixels[b - 3 : b][::-1])):
        if gutter is not None and gutter.kind == "flat" and len(rows) == 3:
            off = np.abs(np.median(rows, axis=0) - gutter.colour).max(axis=1)
            if (off <= 2 * SAME).mean() > 0.9 and (off > 3).mean() > 0.6:
                return True
    return False


def _pieces(
    pixels: Rgb,
    over: Run | None,
    under: Run | None,
    bands: Sequence[tuple[int, int]],
    *,
    from_sides: bool,
    along_soft: bool = False,
) -> list[Piece]:
    ground = find_ground(pixels, over, under, from_sides=from_sides, along_soft=along_soft)
    _fill_bands(ground.drawn, [*bands, *_blank_rows(ground.drawn)])
    colour = _colour_of(over, under)

    def separates(box: Box, a: int, b: int) -> bool:
        return _separates(pixels, ground.drawn, box, a, b)

    rim = 1 if ground.exact else 2 * SHRINK

    def bubble(box: Box) -> bool:
        # An inexact mask may miss a balloon's outline, which must be whole to be seen as one.
        margin = 0 if ground.exact else 6 * SHRINK
        a, b, c, d = max(box[0] - margin, 0), max(box[1] - margin, 0), box[2] + margin, box[3] + margin
        return is_bubble(pixels[b:d, a:c], ground.drawn[b:d, a:c], colour, pixels.shape[1], rim)

    return find_pieces(ground.drawn, separates, bubble, slack=1 if ground.exact else 5)


def _by_corners(pixels: Rgb, over: Run | None, under: Run | None, a: int, b: int) -> Box | None:
    """The panel whose upper and lower edges are straight and equally long, whatever its inside looks like."""
    if over is None or under is None or b - a < 2 * LEAST_SIDE:
        return None
    first = _extent(pixels[a + 2 : a + 8], over.bottom)
    last = _extent(pixels[b - 8 : b - 2], under.top)
    if first is None or last is None or max(abs(p - q) for p, q in zip(first, last, strict=True)) > 12:
        return None
    return min(first[0], last[0]), a, max(first[1], last[1]), b


def _extent(rows: Rgb, profile: NDArray[np.float32]) -> tuple[int, int] | None:
    """Columns [x0, x1) that differ from a gutter's profile, if nearly all between them do."""
    width = rows.shape[1]
    at = bin_middles(width)
    line = np.stack([np.interp(np.arange(width), at, profile[:, c]) for c in range(3)], axis=-1)
    drawn = np.abs(np.median(rows, axis=0) - line).max(axis=1) > SAME
    columns = np.flatnonzero(drawn)
    if len(columns) < LEAST_SIDE * 2:
        return None
    x0, x1 = int(columns[0]), int(columns[-1]) + 1
    return (x0, x1) if drawn[x0:x1].mean() >= 0.85 else None


def _colour_of(over: Run | None, under: Run | None) -> NDArray[np.float32]:
    colours = [gutter.colour for gutter in (over, under) if gutter is not None]
    mean: NDArray[np.float32] = np.array(colours or [(255, 255, 255)], np.float32).mean(axis=0)
    return mean


def _clipped(box: Box, top: int, span: Span) -> Box:
    """A box of the pixels that begin at row `top`, in strip coordinates and within its rough cut."""
    y0 = min(max(box[1] + top, span.y0), span.y1 - 1)
    return box[0], y0, box[2], max(min(box[3] + top, span.y1), y0 + 1)


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

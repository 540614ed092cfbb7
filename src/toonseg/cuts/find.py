"""The cuts of a strip: gutters, the rough cuts between them, and the panels and bubbles in those."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from toonseg.cuts.bands import SAME, compare_across
from toonseg.cuts.boxes import LEAST_SIDE, Piece, find_pieces
from toonseg.cuts.bubbles import is_bubble
from toonseg.cuts.cutlist import Cut, CutList, Flag, Gutter, RoughCut, plan_of, row_id
from toonseg.cuts.ground import PAD, SHRINK, find_ground
from toonseg.cuts.gutters import gutters_of, judge_runs
from toonseg.cuts.runs import Run, find_runs
from toonseg.cuts.sketch import bin_middles, sketch_strip
from toonseg.pictures import Rgb
from toonseg.strip import Box, Strip


def find_cuts(strip: Strip) -> CutList:
    """Find the gutters, rough cuts, panels and bubbles of a strip.

    Raises:
        PictureError: A page is truncated or damaged.
    """
    gutters = find_gutters(strip)
    spans = rough_spans(strip.height, gutters)
    taken: set[str] = set()
    rough = [RoughCut(id=row_id(y0, taken), box=(0, y0, strip.width, y1)) for y0, y1, _, _ in spans]
    cuts: list[Cut] = []
    ids: set[str] = set()
    for piece_of, (y0, y1, over, under) in zip(rough, spans, strict=True):
        pieces = cut_rough(strip, y0, y1, over, under)
        for piece in pieces:
            cuts.append(_as_cut(piece, piece_of.id, ids))
    return CutList(
        strip=plan_of(strip),
        gutters=[Gutter(y0=g.y0, y1=g.y1, kind=g.kind, colour=g.colour) for g in gutters],
        rough=rough,
        cuts=sorted(cuts, key=lambda cut: (cut.box[1], cut.box[0])),
    )


def find_gutters(strip: Strip) -> list[Run]:
    """The gutters of a strip, top to bottom, from one streamed pass over it."""
    sketch = sketch_strip(strip)
    return gutters_of(judge_runs(sketch, find_runs(sketch)))


def rough_spans(height: int, gutters: Sequence[Run]) -> list[tuple[int, int, Run | None, Run | None]]:
    """The rows between gutters as (y0, y1, gutter above, gutter below)."""
    spans = []
    y, over = 0, None
    for gutter in gutters:
        if gutter.y0 > y:
            spans.append((y, gutter.y0, over, gutter))
        y, over = max(y, gutter.y1), gutter
    if y < height:
        spans.append((y, height, over, None))
    return spans


def cut_rough(strip: Strip, y0: int, y1: int, over: Run | None, under: Run | None) -> list[Piece]:
    """The pieces of the rough cut of rows [y0, y1), in strip coordinates."""
    top = max(y0 - PAD, over.y0) if over else y0
    bottom = min(y1 + PAD, under.y1) if under else y1
    pixels = strip.read(top, bottom)
    corners = _by_corners(pixels, over, under, y0 - top, y1 - top)
    pieces = _pieces(pixels, over, under, from_sides=True)
    if not _is_clean(pieces):
        calmer = _pieces(pixels, over, under, from_sides=False)
        if _panel_area(pieces) < 0.6 * _panel_area(calmer):
            pieces = calmer
    if _begins_softly(pixels, over, under, y0 - top, y1 - top):
        softer = _pieces(pixels, over, under, from_sides=False, along_soft=True)
        if _is_clean(softer) and _panel_area(softer):
            pieces = softer
    pictures = [piece for piece in pieces if not piece.bubble]
    if pictures and corners is not None and _panel_area(pieces) < 0.5 * _area(corners):
        pieces = [Piece(corners, True, 0.8)]
    return [replace(piece, box=_lowered(piece.box, top)) for piece in pieces]


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
    pixels: Rgb, over: Run | None, under: Run | None, *, from_sides: bool, along_soft: bool = False
) -> list[Piece]:
    ground = find_ground(pixels, over, under, from_sides=from_sides, along_soft=along_soft)
    colour = _colour_of(over, under)

    def separates(box: Box, a: int, b: int) -> bool:
        return _separates(pixels, ground.drawn, box, a, b)

    rim = 1 if ground.exact else 2 * SHRINK

    def bubble(box: Box) -> bool:
        a, b, c, d = box
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
    return np.array(colours or [(255, 255, 255)], np.float32).mean(axis=0)


def _lowered(box: Box, rows: int) -> Box:
    return box[0], box[1] + rows, box[2], box[3] + rows


def _separates(pixels: Rgb, drawn: NDArray[np.uint8], box: Box, a: int, b: int) -> bool:
    """Whether the ground rows [a, b) lie between two panels rather than across one picture."""
    x0, _, x1, _ = box
    over, under = pixels[max(a - 12, 0) : max(a - 6, 1), x0:x1], pixels[b + 6 : b + 12, x0:x1]
    if not len(over) or not len(under):
        return True
    free = drawn[a:b, x0:x1].mean(axis=0) < 0.5
    ground = pixels[a:b, x0:x1]
    if free.sum() < 30:
        return True
    colour = np.median(ground[:, free].reshape(-1, 3), axis=0)
    above, below = np.median(over[:, free], axis=0), np.median(under[:, free], axis=0)
    return not compare_across(above, below, colour, colour).same_picture


def _as_cut(piece: Piece, rough: str, ids: set[str]) -> Cut:
    flags: list[Flag] = []
    if piece.overhung:
        flags.append("bubble-over-edge")
    if piece.bridged:
        flags.append("bridged")
    if piece.banded:
        flags.append("band-inside")
    if not piece.straight:
        flags.append("no-frame")
    return Cut(
        id=row_id(piece.box[1], ids),
        kind="bubble" if piece.bubble else "panel",
        box=piece.box,
        rough=rough,
        confidence=piece.filled,
        flags=flags,
    )

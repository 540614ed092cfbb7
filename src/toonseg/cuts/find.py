"""The cuts of a strip: gutters, the rough cuts between them, and the panels and bubbles in those."""

from __future__ import annotations

from toonseg.cuts.boxes import Piece
from toonseg.cuts.cutlist import Cut, CutList, Flag, Gutter, RoughCut, plan_of, row_id
from toonseg.cuts.panels import cut_span
from toonseg.cuts.rough import scan_strip
from toonseg.strip import Strip

TINY = 0.12
"""A panel with a side shorter than this share of the strip's width is worth a look."""
TALL = 2.6


def find_cuts(strip: Strip) -> CutList:
    """Find the gutters, rough cuts, panels and bubbles of a strip.

    Raises:
        PictureError: A page is truncated or damaged.
    """
    scan = scan_strip(strip)
    rough: list[RoughCut] = []
    pieces: list[tuple[Piece, str]] = []
    taken: set[str] = set()
    for span in scan.spans:
        name = row_id(span.y0, taken)
        rough.append(RoughCut(id=name, box=(0, span.y0, strip.width, span.y1)))
        pieces += [(piece, name) for piece in cut_span(strip, span)]
    pieces.sort(key=lambda found: (found[0].box[1], found[0].box[0]))
    ids: set[str] = set()
    return CutList(
        strip=plan_of(strip),
        gutters=[Gutter(y0=g.y0, y1=g.y1, kind=g.kind, colour=g.colour) for g in scan.gutters],
        rough=rough,
        cuts=[_as_cut(piece, name, ids, strip) for piece, name in pieces],
    )


def _as_cut(piece: Piece, rough: str, ids: set[str], strip: Strip) -> Cut:
    return Cut(
        id=row_id(piece.box[1], ids),
        kind="bubble" if piece.bubble else "panel",
        box=piece.box,
        rough=rough,
        confidence=round(piece.confidence, 2),
        flags=_flags(piece, strip),
    )


def _flags(piece: Piece, strip: Strip) -> list[Flag]:
    flags: list[Flag] = []
    if piece.overhung:
        flags.append("bubble-over-edge")
    if piece.bridged:
        flags.append("bridged")
    if piece.banded:
        flags.append("band-inside")
    if piece.whole:
        flags.append("rough-box")
    elif not piece.straight and not piece.bubble:
        flags.append("no-frame")
    if piece.guessed:
        flags.append("soft-edge")
    if not piece.bubble and min(piece.width, piece.height) < TINY * strip.width:
        flags.append("tiny")
    if piece.height > TALL * strip.width:
        flags.append("page-high")
    return flags

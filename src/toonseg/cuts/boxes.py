"""From what is drawn in a rough cut to boxes: panels with straight sides, and what stands without a frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.cuts.ground import SPECK, Mask
from toonseg.cuts.runs import spans_of
from toonseg.strip import Box

EDGE_SHARE = 0.3
"""A border that separates two panels runs along at least this share of the narrower one."""
FILLED = 0.9
"""A rectangle of which this share is drawn is a panel with straight sides."""
LEAST_GAP = 3
LEAST_EDGE = 40
"""A straight edge is at least this long, in pixels."""
DEPTH = 24
DEEP = 120
NEAR = 34
"""Loose pieces nearer to each other than this, in pixels, are one piece."""
LEAST_SIDE = 24
SMALL_SIDE = 140

Separates = Callable[[Box, int, int], bool]
"""Whether the ground rows [y0, y1) of a box separate two panels, or are a band within one picture."""

IsBubble = Callable[[Box], bool]
"""Whether what is drawn in a box is a bubble or bare lettering."""


@dataclass(frozen=True)
class Asked:
    """What only the pixels can tell, asked while a mask is taken apart."""

    separates: Separates
    is_bubble: IsBubble


@dataclass(frozen=True)
class Piece:
    """A box of a rough cut, in the rough cut's own pixels.

    Attributes:
        box: Half-open [x0, y0, x1, y1].
        straight: Whether it is a rectangle with straight sides.
        filled: Share of the box that is drawn, 0..1.
        overhung: Whether something hung over its edges and was cut off.
        bridged: Whether it was joined to another piece.
        banded: Whether ground-coloured rows cross it.
        bubble: Whether it is a bubble or bare lettering, no picture.
        guessed: Whether only the panel's upper and lower edge were found, and its inside looks like ground.
        whole: Whether it is the rough cut's own box, or the best of boxes none of which is likely.
        confidence: How likely the box is right, 0..1.
    """

    box: Box
    straight: bool
    filled: float
    overhung: bool = False
    bridged: bool = False
    banded: bool = False
    bubble: bool = False
    guessed: bool = False
    whole: bool = False
    confidence: float = 0.0

    @property
    def width(self) -> int:
        return self.box[2] - self.box[0]

    @property
    def height(self) -> int:
        return self.box[3] - self.box[1]


def find_pieces(drawn: Mask, separates: Separates, is_bubble: IsBubble, slack: int = 1) -> list[Piece]:
    """All pieces of a rough cut, in no particular order.

    Args:
        drawn: HW uint8, 1 where something is drawn.
        separates: Asked before a piece is split at rows of ground.
        is_bubble: Asked of each piece.
        slack: By how many pixels a straight edge in `drawn` may waver.
    """
    return _gather(_parts(drawn, (0, 0), Asked(separates, is_bubble), slack, depth=0))


def _parts(mask: Mask, at: tuple[int, int], asked: Asked, slack: int, depth: int) -> list[Piece]:
    """The pieces of every connected part of `mask`, whose upper left pixel lies `at` (x, y)."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_32S)
    pieces = []
    for label, (x, y, w, h, area) in enumerate(stats.tolist()):
        if label and w >= 3 and h >= 3 and area >= SPECK:
            part = (labels[y : y + h, x : x + w] == label).astype(np.uint8)
            pieces += _split(part, (at[0] + x, at[1] + y), asked, slack, depth)
    return pieces


def _split(part: Mask, at: tuple[int, int], asked: Asked, slack: int, depth: int) -> list[Piece]:
    """Split a connected part where only something narrow bridges two straight edges; else square it."""
    height, width = part.shape
    whole = (at[0], at[1], at[0] + width, at[1] + height)
    if asked.is_bubble(whole):
        return [Piece(whole, False, float(part.mean()), bubble=True)]
    banded = False
    turned = np.ascontiguousarray(part.T)
    rows, columns = _edges(part, slack), _edges(turned, slack)
    if depth < DEPTH:
        for y0, y1 in _gaps(part, rows):
            if not asked.separates(whole, at[1] + y0, at[1] + y1):
                banded = True
                continue
            halves = _parts(part[:y0], at, asked, slack, depth + 1)
            halves += _parts(part[y1:], (at[0], at[1] + y1), asked, slack, depth + 1)
            if _has_panel(halves, part):
                return [replace(piece, bridged=True) for piece in halves]
            break
        for x0, x1 in _gaps(turned, columns):
            halves = _parts(np.ascontiguousarray(part[:, :x0]), at, asked, slack, depth + 1)
            halves += _parts(np.ascontiguousarray(part[:, x1:]), (at[0] + x1, at[1]), asked, slack, depth + 1)
            if _has_panel(halves, part):
                return [replace(piece, bridged=True) for piece in halves]
            break
    return [replace(_square(part, at, rows, columns, slack=slack), banded=banded)]


def _has_panel(halves: Sequence[Piece], part: Mask) -> bool:
    """Whether taking a part apart gave a panel worth the name; a figure taken apart gives scraps."""
    return any(piece.straight and piece.width * piece.height >= 0.15 * part.size for piece in halves)


@dataclass(frozen=True)
class _Edges:
    """Row borders at which a part begins (`rises`) or ends (`falls`) along a straight line."""

    rises: list[int]
    falls: list[int]


def _edges(part: Mask, slack: int) -> _Edges:
    """Straight horizontal edges. Border y lies between the rows y - 1 and y; 0 and H count too."""
    height = part.shape[0]
    padded = cv2.copyMakeBorder(part, 1, 1, 0, 0, cv2.BORDER_CONSTANT, value=0)
    counts = _row_sums(part)
    rises = _windowed(_row_sums(cv2.subtract(padded[1:], padded[:-1])), slack)
    falls = _windowed(_row_sums(cv2.subtract(padded[:-1], padded[1:])), slack)
    borders = np.arange(height + 1)
    below = _widest(counts, borders + slack + 2, 1)
    above = _widest(counts, borders - slack - 2, -1)
    return _Edges(
        _peaks(rises, np.maximum(EDGE_SHARE * below, LEAST_EDGE), slack),
        _peaks(falls, np.maximum(EDGE_SHARE * above, LEAST_EDGE), slack),
    )


def _row_sums(mask: cv2.typing.MatLike) -> NDArray[np.int64]:
    """(H,) how many pixels of each row of a mask are set."""
    sums: NDArray[np.int64] = cv2.reduce(mask, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel().astype(np.int64)
    return sums


def _windowed(counts: NDArray[np.int64], slack: int) -> NDArray[np.int64]:
    """Sums over `slack` values on either side of each, and of `slack` places more at either end."""
    total = np.concatenate([[0], np.cumsum(np.pad(counts, 2 * slack))])
    sums: NDArray[np.int64] = total[2 * slack + 1 :] - total[: -2 * slack - 1]
    return sums


def _widest(counts: NDArray[np.int64], start: NDArray[np.intp], direction: int) -> NDArray[np.float64]:
    """For each start: the largest ten-row mean of `counts` within DEEP rows from there, looking either way.

    An edge is long or short compared with the panel it belongs to, not with a bubble that hangs over it.
    """
    total = np.concatenate([[0], np.cumsum(counts)])
    rows = np.arange(len(counts))
    a, b = np.maximum(rows - 5, 0), np.minimum(rows + 5, len(counts))
    mean = ((total[b] - total[a]) / (b - a)).astype(np.float32)
    # A dilation is a running maximum; its anchor says to which side it looks.
    anchor = (0, 0 if direction > 0 else DEEP - 1)
    running = cv2.dilate(mean.reshape(-1, 1), np.ones((DEEP, 1), np.uint8), anchor=anchor).ravel()
    at = start if direction > 0 else start - 1
    inside = (at >= 0) & (at < len(counts))
    return np.where(inside, running[np.clip(at, 0, len(counts) - 1)], 0.0).astype(np.float64)


def _peaks(values: NDArray[np.int64], least: NDArray[np.float64], slack: int) -> list[int]:
    """Where windowed `values` are at their highest within each range that reaches `least`.

    Of a plateau the middle counts; it is the edge itself, also at either end, for the windows go beyond it.
    """
    peaks = []
    for a, b in spans_of(values >= np.pad(least, slack, mode="edge")):
        top = np.flatnonzero(values[a:b] == values[a:b].max())
        peaks.append(min(max(a + int(top[len(top) // 2]) - slack, 0), len(least) - 1))
    return peaks


def _gaps(part: Mask, edges: _Edges) -> list[tuple[int, int]]:
    """Row ranges [y0, y1) inside a part, from a straight lower edge to the next straight upper edge."""
    height = part.shape[0]
    counts = _row_sums(part)
    gaps = []
    for fall in edges.falls:
        if LEAST_SIDE < fall < height - LEAST_SIDE:
            rise = next((y for y in edges.rises if y >= fall + LEAST_GAP), None)
            later = next((y for y in edges.falls if y > fall), height)
            if rise is not None and rise <= later and rise < height - LEAST_SIDE:
                between = counts[fall:rise].mean()
                around = min(counts[max(fall - 20, 0) : fall].mean(), counts[rise : rise + 20].mean())
                if between <= 0.8 * around:
                    gaps.append((fall, rise))
    return gaps


def _square(part: Mask, at: tuple[int, int], rows: _Edges, columns: _Edges, *, slack: int) -> Piece:
    """The rectangle within a part, without what hangs over its edges; else the whole part's box."""
    height, width = part.shape
    y0 = next((y for y in rows.rises if y < height * 0.6), 0)
    y1 = next((y for y in reversed(rows.falls) if y > max(y0, height * 0.4)), height)
    x0 = next((x for x in columns.rises if x < width * 0.6), 0)
    x1 = next((x for x in reversed(columns.falls) if x > max(x0, width * 0.4)), width)
    inner = part[y0:y1, x0:x1]
    filled = float(inner.mean())
    share = float(inner.sum() / part.sum())
    small = min(inner.shape) < SMALL_SIDE
    # A small shape may have a straight inside by chance: it must be the rectangle itself.
    if (filled >= 0.96 and share >= 0.9) if small else (filled >= FILLED and share >= 0.7):
        overhung = max(y0, x0, height - y1, width - x1) > 2 + 2 * slack
        return Piece((at[0] + x0, at[1] + y0, at[0] + x1, at[1] + y1), True, filled, overhung)
    return Piece((at[0], at[1], at[0] + width, at[1] + height), False, float(part.mean()))


def _gather(pieces: Sequence[Piece]) -> list[Piece]:
    """Join loose pieces that lie near each other, and drop those that lie within a panel."""
    panels = [p for p in pieces if p.straight and not p.bubble and min(p.width, p.height) >= 2 * LEAST_SIDE]
    loose = [piece for piece in pieces if piece not in panels and not _inside_any(piece, panels)]
    found = list(panels)
    for group in _near_groups(loose):
        if all(piece.bubble for piece in group):
            found += _balloons(group)
        else:
            joined = _join(group)
            if not _inside_any(joined, panels):
                found.append(joined)
    found = [piece for piece in found if piece.straight or not _inside_any(piece, _others(piece, found))]
    large = [piece for piece in found if min(piece.width, piece.height) >= LEAST_SIDE]
    return large or found


def _others(piece: Piece, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces larger than this one."""
    area = piece.width * piece.height
    return [other for other in pieces if other.width * other.height > area]


def _balloons(group: Sequence[Piece]) -> list[Piece]:
    """Balloons stay apart; letters without one become one piece a block."""
    balloons = [p for p in group if min(p.width, p.height) > 2 * LEAST_SIDE and p.filled >= 0.5]
    letters = [p for p in group if p not in balloons and not _inside_any(p, balloons)]
    return balloons + [_join(block) for block in _near_groups(letters)]


def _near_groups(pieces: Sequence[Piece]) -> list[list[Piece]]:
    groups: list[list[Piece]] = []
    for piece in pieces:
        near = [group for group in groups if any(_distance(piece.box, other.box) < NEAR for other in group)]
        groups = [group for group in groups if not any(group is other for other in near)]
        groups.append([piece, *(other for group in near for other in group)])
    return groups


def _join(group: Sequence[Piece]) -> Piece:
    if len(group) == 1:
        return group[0]
    boxes = np.array([piece.box for piece in group])
    x0, y0 = (int(v) for v in boxes[:, :2].min(axis=0))
    x1, y1 = (int(v) for v in boxes[:, 2:].max(axis=0))
    drawn = sum(piece.filled * piece.width * piece.height for piece in group)
    filled = min(1.0, drawn / ((x1 - x0) * (y1 - y0)))
    return Piece((x0, y0, x1, y1), False, filled, bubble=all(piece.bubble for piece in group))


def _distance(a: Box, b: Box) -> int:
    """Pixels between two boxes: the larger of the gaps along x and y; 0 or less if they touch."""
    return max(max(a[0], b[0]) - min(a[2], b[2]), max(a[1], b[1]) - min(a[3], b[3]))


def _inside_any(piece: Piece, panels: Sequence[Piece]) -> bool:
    area = piece.width * piece.height
    return any(_shared(piece.box, panel.box) >= 0.6 * area for panel in panels)


def _shared(a: Box, b: Box) -> int:
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return max(width, 0) * max(height, 0)

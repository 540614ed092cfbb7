"""The pen's outlines of many shapes at once: strokes that taper, rings around closed shapes.

A figure has hundreds of lines of a dozen points. Worked out one by one they cost more than filling them, so
all points of a drawing go through the same few array operations, with the shapes' first places in `starts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toonseg.synth.art.curves import Floats
from toonseg.synth.art.shapes import Shape
from toonseg.synth.pen import Points

Whole = NDArray[np.intp]

SHIFT = 4
"""Sub-sample bits of OpenCV's fills."""
_FAR = 1 << 19  # what lies further out than 32,768 samples is moved to there


def fixed(pixels: Points, oversample: int) -> NDArray[np.int32]:
    """Nx2 points in pixels as OpenCV's fills want them: sixteenths of a sample, from a sample's middle."""
    scaled = np.rint((pixels * oversample - 0.5) * (1 << SHIFT))
    return np.minimum(np.maximum(scaled, -_FAR), _FAR).astype(np.int32)


@dataclass(frozen=True)
class _Lines:
    """Paths one after the other.

    Attributes:
        points: Nx2 pixels.
        starts: Place of each path's first point.
        counts: Its number of points.
        each: For every point the index of its path.
    """

    points: Points
    starts: Whole
    counts: Whole
    each: Whole

    @property
    def lasts(self) -> Whole:
        """Place of each path's last point."""
        return self.starts + self.counts - 1


def inks(  # noqa: PLR0917
    shapes: Sequence[Shape],
    pixels: Points,
    starts: Whole,
    counts: Whole,
    widths: Floats,
    oversample: int,
) -> list[list[NDArray[np.int32]]]:
    """The outlines to be filled for each shape's ink, as `fixed` has them.

    Args:
        shapes: Shapes with a line.
        pixels: Points of a drawing, Nx2, in pixels.
        starts: Where each shape's points begin in `pixels`.
        counts: How many they are.
        widths: Width of each shape's ink in pixels.
        oversample: Samples per pixel side.

    Returns:
        For a stroke its outline; for a closed shape the outer and the inner edge of its ring; nothing for
        a stroke of one point or a ring of two.
    """
    made: list[list[NDArray[np.int32]]] = [[] for _ in shapes]
    closed = np.array([shape.closed for shape in shapes], bool)
    for chosen, ring in ((np.flatnonzero(closed), True), (np.flatnonzero(~closed), False)):
        kept = chosen[counts[chosen] > (2 if ring else 1)]
        if not len(kept):
            continue
        width = widths[kept]
        least = np.maximum(1.0, width * 0.6) if ring else np.full(len(kept), 1.2)
        lines = _thinned(_gathered(pixels, starts[kept], counts[kept]), least)
        some = [shapes[k] for k in kept.tolist()]
        outlines = (_rings if ring else _strokes)(lines, some, width, oversample)
        for k, outline in zip(kept.tolist(), outlines, strict=True):
            made[k] = outline
    return made


def _gathered(pixels: Points, starts: Whole, counts: Whole) -> _Lines:
    ends = counts.cumsum()
    each = np.repeat(np.arange(len(counts)), counts)
    first = ends - counts
    return _Lines(pixels[np.arange(int(ends[-1])) + (starts - first)[each]], first, counts, each)


def _thinned(lines: _Lines, least: Floats) -> _Lines:
    """The lines without points nearer than `least` pixels to the one before, where on the whole they lie
    nearer than that; both ends stay."""
    points, starts = lines.points, lines.starts
    spread = np.maximum.reduceat(points, starts) - np.minimum.reduceat(points, starts)
    dense = (spread.sum(1) <= 2 * least * lines.counts) & (lines.counts >= 4)
    if not dense.any():
        return lines
    step = np.zeros(len(points))
    gap = points[1:] - points[:-1]
    step[1:] = np.sqrt(gap[:, 0] ** 2 + gap[:, 1] ** 2)
    along = step.cumsum()
    bins = np.floor((along - along[starts][lines.each]) / least[lines.each])
    keep = ~dense[lines.each]
    keep[1:] |= bins[1:] > bins[:-1]
    keep[starts] = True
    keep[np.minimum(starts + 1, lines.lasts)] = True
    keep[lines.lasts] = True
    counts = np.add.reduceat(keep.astype(np.intp), starts)
    return _Lines(points[keep], counts.cumsum() - counts, counts, lines.each[keep])


def _sides(lines: _Lines, *, closed: bool) -> tuple[Points, Points]:
    """For each point the one before and the one after; at an end of an open path the point itself."""
    points, starts, lasts = lines.points, lines.starts, lines.lasts
    before, after = np.empty_like(points), np.empty_like(points)
    before[1:], after[:-1] = points[:-1], points[1:]
    before[starts] = points[lasts] if closed else points[starts]
    after[lasts] = points[starts] if closed else points[lasts]
    return before, after


def _lengths(steps: Points) -> Floats:
    """Lengths of Nx2 steps, never 0."""
    return np.maximum(np.sqrt(steps[:, 0] ** 2 + steps[:, 1] ** 2), 1e-9)


def _strokes(
    lines: _Lines, shapes: Sequence[Shape], widths: Floats, oversample: int
) -> list[list[NDArray[np.int32]]]:
    """The outline of each pen stroke: full width in the middle, its taper times that at its ends (as
    `curves.tapered`)."""
    before, after = _sides(lines, closed=False)
    along = after - before
    along *= (0.5 * widths[lines.each] * _pressure(lines, shapes) / _lengths(along))[:, None]
    offset = np.stack([-along[:, 1], along[:, 0]], 1)
    count = len(lines.points)
    both = fixed(np.concatenate([lines.points + offset, lines.points - offset]), oversample)
    # Down one side, up the other.
    twice = 2 * lines.counts
    ends = twice.cumsum()
    place = np.arange(2 * count) - np.repeat(ends - twice, twice)
    starts, counts = np.repeat(lines.starts, twice), np.repeat(lines.counts, twice)
    order = starts + np.where(place < counts, place, count + 2 * counts - 1 - place)
    outlines = both[order]
    return [[outlines[i:j]] for i, j in zip((ends - twice).tolist(), ends.tolist(), strict=True)]


def _pressure(lines: _Lines, shapes: Sequence[Shape]) -> Floats:
    """The strokes' width at each point, as a share of their greatest."""
    tapers = np.array([shape.taper for shape in shapes])[lines.each]
    t = (np.arange(len(lines.points)) - lines.starts[lines.each]) / (lines.counts - 1)[lines.each]
    rise, fall = np.minimum(t * 2.6, 1.0), np.minimum((1 - t) * 2.6, 1.0)
    start, end = tapers[:, 0], tapers[:, 1]
    return np.asarray(
        (start + (1 - start) * rise * (2 - rise)) * (end + (1 - end) * fall * (2 - fall)), np.float64
    )


def _rings(
    lines: _Lines, shapes: Sequence[Shape], widths: Floats, oversample: int
) -> list[list[NDArray[np.int32]]]:
    """The ink around closed outlines, as outer and inner edge; wider where the outline faces down and
    right."""
    points = lines.points
    before, after = _sides(lines, closed=True)
    along = after - before
    along /= _lengths(along)[:, None]
    onward, arrived = after - points, points - before
    # A corner's edges meet at the mitre; beyond twice the width it would become a thorn.
    turn = (onward * arrived).sum(1) / (_lengths(onward) * _lengths(arrived))
    mitre = 1 / np.sqrt(np.maximum((1 + turn) / 2, 0.3))
    area = np.add.reduceat(points[:, 0] * after[:, 1] - after[:, 0] * points[:, 1], lines.starts)
    along *= np.where(area > 0, -1.0, 1.0)[lines.each][:, None]
    outward = np.stack([-along[:, 1], along[:, 0]], 1)
    swell = np.array([shape.swell for shape in shapes])[lines.each]
    half = 0.5 * widths[lines.each] * (1 + swell * (outward @ np.array([0.45, 0.8]))) * mitre
    offset = outward * half[:, None]
    outer, inner = fixed(points + offset, oversample), fixed(points - offset, oversample)
    return [
        [outer[i:j], inner[i:j]]
        for i, j in zip(lines.starts.tolist(), (lines.starts + lines.counts).tolist(), strict=True)
    ]

"""Whether a gap in a drawing lies between two pictures, or is a blank band across one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toonseg.cuts.runs import SAME, Run
from toonseg.cuts.sides import EDGED, Placed
from toonseg.cuts.sketch import Sketch

SHADES = 11
"""Steps of each channel in a histogram of colours."""
ALIKE = 40
"""Colours across a band may differ by this much: a sky grows paler behind it."""

LOW_GAP = 34
"""A gap higher than this is never too low to be a gutter."""

Colours = NDArray[np.floating]
"""(N, 3) RGB, 0..255: the colours along a row."""


@dataclass(frozen=True)
class Across:
    """How the rows on either side of a gap compare.

    Attributes:
        extent: Share of the columns drawn on above or below that are drawn on both above and below, 0..1.
        alike: Share of those whose colours are alike, 0..1.
        difference: Median difference there, 0..255.
    """

    extent: float
    alike: float
    difference: float

    @property
    def same_picture(self) -> bool:
        """Whether the picture above plainly goes on below."""
        return self.extent >= 0.6 and self.alike >= 0.7

    @property
    def surely_same_picture(self) -> bool:
        """Whether it does so even where lines border the gap."""
        return self.extent >= 0.6 and self.alike >= 0.9 and self.difference <= SAME / 2


def compare_across(above: Colours, below: Colours, ground_above: Colours, ground_below: Colours) -> Across:
    """Compare the row above a gap with the row below it.

    Args:
        above, below: (N, 3) RGB, 0..255: from the same columns, some rows away from the gap.
        ground_above, ground_below: (N, 3) or (3,): the gap's colour; where both rows have it, it is left out.
    """
    drawn_above = np.abs(above - ground_above).max(axis=1) > SAME
    drawn_below = np.abs(below - ground_below).max(axis=1) > SAME
    either, both = drawn_above | drawn_below, drawn_above & drawn_below
    if both.sum() < 3:
        return Across(0.0, 0.0, 255.0)
    difference = np.abs(above - below).max(axis=1)[both]
    return Across(
        float(both.sum() / either.sum()), float((difference < ALIKE).mean()), float(np.median(difference))
    )


def shared_palette(above: NDArray[np.uint8], below: NDArray[np.uint8], ground: tuple[int, int, int]) -> float:
    """How much of the colours of two regions is common to both: the intersection of their histograms, 0..1.

    Args:
        above, below: (H, W, 3) uint8 RGB.
        ground: RGB, 0..255; what is near it does not count.
    """
    first, second = _histogram(above, ground), _histogram(below, ground)
    return float(np.minimum(first, second).sum())


def _histogram(region: NDArray[np.uint8], ground: tuple[int, int, int]) -> NDArray[np.float64]:
    colours = region.reshape(-1, 3).astype(np.int32)
    colours = colours[np.abs(colours - np.array(ground)).max(axis=1) > 1.5 * SAME]
    step = 256 // SHADES + 1
    packed = (colours // step) @ np.array([SHADES * SHADES, SHADES, 1])
    counts = np.bincount(packed, minlength=SHADES**3)
    histogram: NDArray[np.float64] = counts / max(counts.sum(), 1)
    return histogram


@dataclass(frozen=True)
class Heights:
    """Heights of a strip's plain gutters, in rows.

    Attributes:
        low: A fifth of them are lower; 0 if too few are known.
        middle: Half of them are lower.
    """

    low: float
    middle: float


def typical_heights(chains: Sequence[Sequence[Placed]]) -> Heights:
    """The heights of the runs that stand alone between straight edges."""
    heights = [
        placed.run.height
        for chain in chains
        for placed in chain
        if placed.alone and placed.count(*EDGED) == 2 and min(placed.over.width, placed.under.width) > 0.3
    ]
    if len(heights) < 4:
        return Heights(0.0, 60.0)
    return Heights(float(np.percentile(heights, 20)), float(np.median(heights)))


def is_band(sketch: Sketch, placed: Placed, typical: Heights) -> bool:
    """Whether a run crosses one picture: it goes on behind, or the gap is not as this strip's gutters are."""
    run = placed.run
    if placed.count("run", "same", "strip", "overhung"):
        return False
    across = _across(sketch, run)
    if run.height <= 1.2 * typical.middle + 20:
        plainly = across.same_picture and "line" not in placed.ends and not _is_framed(sketch, run)
        if across.surely_same_picture or plainly:
            return True
    if run.height <= 0.8 * typical.middle and across.extent >= 0.85 and across.alike > 0.2:
        above = sketch.samples[max(run.y0 - 60, 0) : max(run.y0 - 6, 1)]
        below = sketch.samples[run.y1 + 6 : run.y1 + 60]
        if shared_palette(above, below, run.colour) >= 0.35:
            return True
    ragged = any(side.end == "narrow" and side.width >= 0.4 for side in (placed.over, placed.under))
    if ragged and across.extent >= 0.75 and typical.low > 0 and run.height <= 1.5 * typical.middle:
        return True
    low = run.height < min(0.4 * typical.low, LOW_GAP)
    return low and across.extent >= 0.7 and not _is_framed(sketch, run)


def _across(sketch: Sketch, run: Run) -> Across:
    """The rows above and below a run, some rows away from its borders, compared."""
    a = sketch.samples[max(run.y0 - 12, 0) : max(run.y0 - 6, 1)].astype(np.float32)
    b = sketch.samples[run.y1 + 6 : run.y1 + 12].astype(np.float32)
    if not len(a) or not len(b):
        return Across(0.0, 0.0, 255.0)
    return compare_across(np.median(a, axis=0), np.median(b, axis=0), run.top, run.bottom)


def _is_framed(sketch: Sketch, run: Run) -> bool:
    """Whether a line of one colour borders the run above and below, as panels' frames do."""
    over = sketch.samples[max(run.y0 - 6, 0) : run.y0]
    under = sketch.samples[run.y1 : run.y1 + 6]
    above = sketch.samples[max(run.y0 - 12, 0) : max(run.y0 - 6, 1)]
    below = sketch.samples[run.y1 + 6 : run.y1 + 12]
    if min(len(over), len(under), len(above), len(below)) == 0:
        return False
    return _has_line(over, above, run.top) and _has_line(under, below, run.bottom)


def _has_line(rows: NDArray[np.uint8], inside: NDArray[np.uint8], ground: NDArray[np.float32]) -> bool:
    picture = np.median(inside, axis=0)
    drawn = np.abs(picture - ground).max(axis=1) > SAME
    if drawn.sum() < 3:
        return False
    for row in rows[:, drawn].astype(np.float32):
        line = np.median(row, axis=0)
        even = (np.abs(row - line).max(axis=1) < 1.5 * SAME).mean()
        apart = (np.abs(picture[drawn] - line).max(axis=1) > 2 * SAME).mean()
        if min(even, apart) >= 0.8:
            return True
    return False

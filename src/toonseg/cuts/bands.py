"""Whether a gap in a drawing lies between two pictures, or is a blank band across one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toonseg.cuts.runs import SAME, Run, channel_max
from toonseg.cuts.sketch import Sketch

SHADES = 11
"""Steps of each channel in a histogram of colours."""
ALIKE = 40
"""Colours across a band may differ by this much: a sky grows paler behind it."""

Colours = NDArray[np.floating]
"""(N, 3) RGB, 0..255: the colours along a row."""


@dataclass(frozen=True)
class Across:
    """How the rows on either side of a gap compare.

    Attributes:
        extent: Share of the columns drawn on above or below that are drawn on both above and below, 0..1.
        alike: Share of those whose colours are alike, 0..1.
        difference: Median difference there, 0..255.
        correlation: Pearson's correlation of the two rows, all channels, -1..1.
    """

    extent: float
    alike: float
    difference: float
    correlation: float

    @property
    def same_picture(self) -> bool:
        """Whether the picture above plainly goes on below."""
        return self.extent >= 0.6 and self.alike >= 0.7


NOTHING = Across(0.0, 0.0, 255.0, 0.0)


def compare_across(above: Colours, below: Colours, ground_above: Colours, ground_below: Colours) -> Across:
    """Compare the row above a gap with the row below it.

    Args:
        above, below: (N, 3) RGB, 0..255: from the same columns, some rows away from the gap.
        ground_above, ground_below: (N, 3) or (3,): the gap's colour; where both rows have it, it is left out.
    """
    drawn_above = channel_max(np.abs(above - ground_above)) > SAME
    drawn_below = channel_max(np.abs(below - ground_below)) > SAME
    either, both = drawn_above | drawn_below, drawn_above & drawn_below
    if both.sum() < 3:
        return NOTHING
    difference = channel_max(np.abs(above - below))[both]
    return Across(
        float(both.sum() / either.sum()),
        float((difference < ALIKE).mean()),
        float(np.median(difference)),
        _correlation(above, below),
    )


def _correlation(above: Colours, below: Colours) -> float:
    a, b = (row - row.mean(axis=0) for row in (above, below))
    energy = float(np.sqrt((a * a).sum() * (b * b).sum()))
    # A row without a picture correlates with nothing.
    return float((a * b).sum()) / energy if energy > len(above) else 0.0


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
    colours = colours[channel_max(np.abs(colours - np.array(ground))) > 1.5 * SAME]
    step = 256 // SHADES + 1
    packed = (colours // step) @ np.array([SHADES * SHADES, SHADES, 1])
    counts = np.bincount(packed, minlength=SHADES**3)
    histogram: NDArray[np.float64] = counts / max(counts.sum(), 1)
    return histogram


def compare_beyond(sketch: Sketch, run: Run) -> Across:
    """Compare the rows above and below a run, some rows away from its borders."""
    a = sketch.samples[max(run.y0 - 12, 0) : max(run.y0 - 6, 1)].astype(np.float32)
    b = sketch.samples[run.y1 + 6 : run.y1 + 12].astype(np.float32)
    if not len(a) or not len(b):
        return NOTHING
    return compare_across(np.median(a, axis=0), np.median(b, axis=0), run.top, run.bottom)


def shared_beyond(sketch: Sketch, run: Run) -> float:
    """How much of their colours the rows above and below a run have in common, 0..1."""
    above = sketch.samples[max(run.y0 - 60, 0) : max(run.y0 - 6, 1)]
    below = sketch.samples[run.y1 + 6 : run.y1 + 60]
    return shared_palette(above, below, run.colour)

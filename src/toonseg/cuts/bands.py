"""Whether a gap in a drawing lies between two pictures, or is a blank band across one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SAME = 20
"""Two colours are the same below this largest difference of a channel, 0..255."""
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
        ground_above, ground_below: (N, 3) or (3,): the gap's colour; where both rows have it they say nothing.
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
    return counts / max(counts.sum(), 1)

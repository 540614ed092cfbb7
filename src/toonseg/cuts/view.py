"""A rough cut as its panels are sought: its pixels, and the gutters that border it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toonseg.cuts.ground import PAD
from toonseg.cuts.rough import Span
from toonseg.cuts.runs import Run
from toonseg.pictures import Rgb
from toonseg.strip import Box, Strip


@dataclass(frozen=True)
class View:
    """A rough cut and PAD rows of the gutters that border it.

    Attributes:
        pixels: HWC uint8 RGB.
        top: The strip's row at which the pixels begin.
        first, last: Rows [first, last) of the pixels that are the rough cut.
        over, under: The gutters that border it; None at the strip's ends.
        bands: Rows [y0, y1) of the pixels that are empty from side to side, but lie in one picture.
    """

    pixels: Rgb
    top: int
    first: int
    last: int
    over: Run | None
    under: Run | None
    bands: tuple[tuple[int, int], ...]

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def gutters(self) -> list[Run]:
        return [gutter for gutter in (self.over, self.under) if gutter is not None]

    @property
    def ground(self) -> NDArray[np.float32]:
        """(3,) RGB, 0..255: the mean colour of the gutters; white if there is none."""
        colours = [gutter.colour for gutter in self.gutters]
        mean: NDArray[np.float32] = np.array(colours or [(255, 255, 255)], np.float32).mean(axis=0)
        return mean

    def in_strip(self, box: Box) -> Box:
        """A box of the pixels in strip coordinates, and within the rough cut."""
        y0 = min(max(box[1], self.first), self.last - 1)
        return box[0], y0 + self.top, box[2], max(min(box[3], self.last), y0 + 1) + self.top


def view_span(strip: Strip, span: Span) -> View:
    """Read the pixels of a rough cut. Raises PictureError for a broken page."""
    top = max(span.y0 - PAD, span.over.y0) if span.over else span.y0
    bottom = min(span.y1 + PAD, span.under.y1) if span.under else span.y1
    bands = tuple((a - top, b - top) for a, b in span.bands)
    pixels = strip.read(top, bottom)
    return View(pixels, top, span.y0 - top, span.y1 - top, span.over, span.under, bands)

"""One streamed pass over a strip that keeps just enough of every row to find gutters.

A row is kept as `BINS` colour samples and, for each bin of columns, how much neighbouring pixels differ in
it; the strip as a whole also as a thumbnail an eighth as wide and high, in which fine texture has averaged
out. Together about 130 bytes a row, which a tall strip has on disk: in memory it takes two bytes a row.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.cuts.rows import Rows, room_for_rows
from toonseg.pictures import Rgb
from toonseg.strip import Strip

BINS = 24
LAG = 2
"""Columns between the two pixels that are compared: wide enough to see a line of one pixel, drawn soft."""
SCALE = 8
BLOCK_ROWS = 512
TALL_ROWS = 100_000
"""The sketch of a strip with more rows than this lies on disk."""


@dataclass(frozen=True)
class Sketch:
    """What is kept of a strip of H rows and W columns.

    Attributes:
        samples: (H, BINS, 3) uint8 RGB, 0..255: the pixel in the middle of each bin of columns.
        busy: (H, BINS) uint8, 0..255: the largest difference of pixels LAG columns apart, over the bin and
            the channels.
        thumbnail: (ceil(H / SCALE), W // SCALE, 3) uint8 RGB, 0..255: area means.
        busiest: (H,) uint8, 0..255: the largest of the row's `busy`.
        drift: (H,) uint8, 0..255: the largest difference of a channel between neighbouring samples.
    """

    samples: Rows
    busy: Rows
    thumbnail: Rows
    busiest: NDArray[np.uint8]
    drift: NDArray[np.uint8]

    @property
    def height(self) -> int:
        return len(self.busiest)


def sketch_strip(strip: Strip, *, tall_rows: int = TALL_ROWS) -> Sketch:
    """Read the whole strip once, page by page, and sketch it.

    Args:
        strip: Each of its pages is decoded once, one after the other.
        tall_rows: With more rows than this, the sketch lies in temporary files.

    Raises:
        PictureError: A page is truncated or damaged.
        WriteError: There is no room for temporary files.
    """
    tall = strip.height > tall_rows
    samples = room_for_rows(strip.height, (BINS, 3), on_disk=tall)
    busy = room_for_rows(strip.height, (BINS,), on_disk=tall)
    thumbnail = room_for_rows(-(-strip.height // SCALE), (max(1, strip.width // SCALE), 3), on_disk=tall)
    busiest, drift = np.empty((2, strip.height), np.uint8)
    small = _Thumbnailer(thumbnail)
    columns = bin_middles(strip.width)
    for y, block in strip.blocks(BLOCK_ROWS):
        rows = slice(y, y + len(block))
        picked, bins = np.take(block, columns, axis=1), _busy(block)
        samples[rows], busy[rows] = picked, bins
        busiest[rows] = bins.max(axis=1)
        drift[rows] = _drift(picked)
        small.add(block)
    small.finish()
    return Sketch(samples, busy, thumbnail, busiest, drift)


def bin_edges(width: int) -> NDArray[np.intp]:
    """(BINS + 1,) first columns of the bins, and the width."""
    return np.linspace(0, width, BINS + 1).astype(np.intp)


def bin_middles(width: int) -> NDArray[np.intp]:
    """(BINS,) columns at which the bins are sampled."""
    edges = bin_edges(width)
    middles: NDArray[np.intp] = (edges[:-1] + edges[1:]) // 2
    return middles


def _busy(block: Rgb) -> NDArray[np.uint8]:
    height, width = block.shape[:2]
    if width <= max(LAG, BINS):
        spread = block.max(axis=1) - block.min(axis=1)
        return np.repeat(spread.max(axis=1, keepdims=True), BINS, axis=1)
    difference = np.asarray(cv2.absdiff(block[:, LAG:], block[:, :-LAG]), np.uint8)
    starts = bin_edges(width - LAG)[:-1] * 3
    return np.maximum.reduceat(difference.reshape(height, -1), starts, axis=1)


def _drift(samples: NDArray[np.uint8]) -> NDArray[np.uint8]:
    difference = np.asarray(cv2.absdiff(samples[:, 1:], samples[:, :-1]), np.uint8)
    largest: NDArray[np.uint8] = difference.reshape(len(samples), -1).max(axis=1)
    return largest


class _Thumbnailer:
    """Area means of SCALE x SCALE pixels, from blocks that need not be multiples of SCALE high."""

    def __init__(self, out: Rows) -> None:
        self._out = out
        self._rest: Rgb | None = None
        self._next = 0

    def add(self, block: Rgb) -> None:
        if self._rest is not None:
            missing = SCALE - len(self._rest)
            head = np.concatenate([self._rest, block[:missing]])
            block = block[missing:]
            self._rest = head if len(head) < SCALE else None
            if self._rest is None:
                self._put(head)
        whole = len(block) // SCALE * SCALE
        if whole:
            self._put(block[:whole])
        if whole < len(block):
            # A copy, because a view would keep its whole page in memory.
            self._rest = block[whole:].copy()

    def finish(self) -> None:
        if self._rest is not None:
            self._put(self._rest)
            self._rest = None

    def _put(self, rows: Rgb) -> None:
        count, columns = -(-len(rows) // SCALE), self._out.shape[1]
        if len(rows) % SCALE == 0:
            # Every second row is enough for a mean; and resizing takes less once the rows are summed.
            sums = rows.reshape(count, SCALE, -1)[:, ::2].sum(axis=1, dtype=np.uint16)
            wide = sums.astype(np.float32).reshape(count, -1, 3)
            area = cv2.resize(wide, (columns, count), interpolation=cv2.INTER_AREA)
            small = cv2.convertScaleAbs(area, alpha=2 / SCALE)
        else:
            small = cv2.resize(rows, (columns, count), interpolation=cv2.INTER_AREA)
        self._out[self._next : self._next + count] = np.asarray(small, np.uint8).reshape(count, columns, 3)
        self._next += count

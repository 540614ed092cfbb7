"""One streamed pass over a strip that keeps just enough of every row to find gutters.

A row is kept as `BINS` colour samples and, for each bin of columns, how much neighbouring pixels differ in
it; the strip as a whole also as a thumbnail an eighth as wide and high, in which fine texture has averaged
out. Together about 130 bytes a row: a strip of 300,000 rows takes 39 MB.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.pictures import Rgb
from toonseg.strip import Strip

BINS = 24
LAG = 2
"""Columns between the two pixels that are compared: wide enough to see a line of one pixel, drawn soft."""
SCALE = 8
BLOCK_ROWS = 1024


@dataclass(frozen=True)
class Sketch:
    """What is kept of a strip of H rows and W columns.

    Attributes:
        samples: (H, BINS, 3) uint8 RGB, 0..255: the pixel in the middle of each bin of columns.
        busy: (H, BINS) uint8, 0..255: the largest difference of pixels LAG columns apart, over the bin and
            the channels.
        thumbnail: (ceil(H / SCALE), W // SCALE, 3) uint8 RGB, 0..255: area means.
    """

    samples: NDArray[np.uint8]
    busy: NDArray[np.uint8]
    thumbnail: NDArray[np.uint8]

    @property
    def height(self) -> int:
        return len(self.samples)


def sketch_strip(strip: Strip) -> Sketch:
    """Read the whole strip once, page by page, and sketch it. Raises PictureError for a broken page."""
    samples = np.empty((strip.height, BINS, 3), np.uint8)
    busy = np.empty((strip.height, BINS), np.uint8)
    small = _Thumbnailer(strip.height, strip.width)
    columns = bin_middles(strip.width)
    for y, block in _ahead(strip.blocks(BLOCK_ROWS)):
        samples[y : y + len(block)] = block[:, columns]
        busy[y : y + len(block)] = _busy(block)
        small.add(y, block)
    return Sketch(samples, busy, small.finish())


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


def _ahead(blocks: Iterator[tuple[int, Rgb]]) -> Iterator[tuple[int, Rgb]]:
    """Decode one block ahead on a thread, so that decoding and sketching overlap."""
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, blocks, None)
        while (block := coming.result()) is not None:
            coming = thread.submit(next, blocks, None)
            yield block


class _Thumbnailer:
    """Area means of SCALE x SCALE pixels, from blocks that need not be multiples of SCALE high."""

    def __init__(self, height: int, width: int) -> None:
        self._columns = max(1, width // SCALE)
        self._out = np.empty((-(-height // SCALE), self._columns, 3), np.uint8)
        self._rest: Rgb | None = None
        self._next = 0

    def add(self, y: int, block: Rgb) -> None:
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
            self._rest = block[whole:]

    def finish(self) -> NDArray[np.uint8]:
        if self._rest is not None:
            self._put(self._rest)
            self._rest = None
        return self._out

    def _put(self, rows: Rgb) -> None:
        count = -(-len(rows) // SCALE)
        # Every second row is enough for a mean, and halves the time.
        size = (self._columns, count)
        thin = rows[::2] if len(rows) >= SCALE else rows
        small = cv2.resize(thin, size, interpolation=cv2.INTER_AREA)
        self._out[self._next : self._next + count] = small.reshape(count, self._columns, 3)
        self._next += count

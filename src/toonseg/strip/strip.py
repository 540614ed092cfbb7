"""The virtual strip: an episode's pages, linked top to bottom without ever being one array.

Pages of other widths are brought to the most common width, their aspect kept. Rows and boxes are read in
strip coordinates; only the pages they touch are decoded, and recently used ones are kept within a budget.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from toonseg.errors import BrokenPictureError, SourceError
from toonseg.pictures import Rgb, decode, probe
from toonseg.source.local import open_source
from toonseg.source.pagefile import PageFile

Box = tuple[int, int, int, int]
"""Half-open integer pixels [x0, y0, x1, y1] in strip coordinates."""


def meet(first: Box, second: Box) -> bool:
    """Whether two boxes have a pixel in common; an empty one has none."""
    across = min(first[2], second[2]) - max(first[0], second[0])
    return across > 0 and min(first[3], second[3]) > max(first[1], second[1])


CACHE_BYTES = 24_000_000
RECENT_BYTES = 10_000_000
MAX_WIDENING = 4.0
MAX_NARROWING = 64.0


@dataclass(frozen=True)
class StripPage:
    """A page's place in the strip: rows [y, y1) of it; `width` and `height` are the file's own, in pixels."""

    file: str
    y: int
    y1: int
    width: int
    height: int


@dataclass
class Strip:
    """Pages and their offsets; make one with `Strip.open` or `Strip.of`.

    Attributes:
        title: What the source is called.
        width: Width of the strip in pixels: the most common one of its pages.
        pages: Where each page lies, from top to bottom, without holes.
    """

    title: str
    width: int
    pages: tuple[StripPage, ...]
    files: tuple[PageFile, ...] = field(repr=False)
    cache_bytes: int = CACHE_BYTES
    _decoded: OrderedDict[int, Rgb] = field(
        default_factory=OrderedDict, init=False, repr=False, compare=False
    )

    @classmethod
    def open(cls, source: Path | str, *, cache_bytes: int = CACHE_BYTES) -> Strip:
        """The strip of a folder of pages, an archive, a PDF, or a title's episode.

        Reads each page's header, decodes none.

        Args:
            source: Where the pages are.
            cache_bytes: How much of decoded pages is kept at most; one page is always kept.

        Raises:
            SourceError: No pages there, or the source cannot be read.
            PictureError: A page is empty, no picture, absurdly large, or cannot belong to this strip.
        """
        opened = open_source(Path(source))
        return cls.of(opened.pages, title=opened.title, cache_bytes=cache_bytes)

    @classmethod
    def of(cls, files: Sequence[PageFile], *, title: str = "", cache_bytes: int = CACHE_BYTES) -> Strip:
        """The strip of these pages, in this order. Raises as `open` does."""
        if not files:
            raise SourceError(title or "strip", "there are no pages", "Give at least one picture.")
        infos = [probe(file.read(), file.name) for file in files]
        width = _most_common([info.width for info in infos])
        pages = []
        y = 0
        for file, info in zip(files, infos, strict=True):
            scale = width / info.width
            if not 1 / MAX_NARROWING <= scale <= MAX_WIDENING:
                problem = f"{info.width} x {info.height} pixels cannot be a page of a strip {width} wide"
                raise BrokenPictureError(file.name, problem, "Remove it from the pages.")
            y1 = y + max(1, round(info.height * scale))
            pages.append(StripPage(file.name, y, y1, info.width, info.height))
            y = y1
        return cls(title, width, tuple(pages), tuple(files), cache_bytes)

    @property
    def height(self) -> int:
        """Rows of the strip."""
        return self.pages[-1].y1

    def read(self, y0: int, y1: int) -> Rgb:
        """Rows [y0, y1) of the strip, over its whole width.

        Returns:
            HWC uint8 RGB, 0..255, of shape (y1 - y0, width, 3); may be a read-only view of a kept page.

        Raises:
            ValueError: The rows do not lie in the strip.
            PictureError: A page is truncated or damaged.
        """
        if not 0 <= y0 < y1 <= self.height:
            raise ValueError(f"rows {y0}..{y1} do not lie in a strip of {self.height} rows")
        parts = []
        for index, page in enumerate(self.pages):
            if page.y < y1 and page.y1 > y0:
                pixels = self._page(index)
                parts.append(pixels[max(y0 - page.y, 0) : min(y1, page.y1) - page.y])
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def crop(self, box: Box) -> Rgb:
        """The pixels of a box: HWC uint8 RGB, 0..255, contiguous. Raises as `read` does."""
        x0, y0, x1, y1 = box
        if not 0 <= x0 < x1 <= self.width:
            raise ValueError(f"columns {x0}..{x1} do not lie in a strip {self.width} wide")
        return np.ascontiguousarray(self.read(y0, y1)[:, x0:x1])

    def blocks(self, rows: int = 2048) -> Iterator[tuple[int, Rgb]]:
        """The strip from top to bottom as (y, block): parts of pages, each at most `rows` high.

        The next page is decoded on a thread meanwhile. Pages stay in the cache only if it has room for all of
        them: of a taller strip the first would be gone again before they are asked for.

        Raises:
            PictureError: A page is truncated or damaged.
        """
        keep = 3 * self.width * self.height <= self.cache_bytes
        recent: deque[Rgb] = deque()
        coming: Future[Rgb] | None = None
        with ThreadPoolExecutor(1) as thread:
            for index, page in enumerate(self.pages):
                pixels = self._decoded.get(index)
                if pixels is None:
                    pixels = coming.result() if coming else self._decode(index)
                ahead = index + 1 < len(self.pages) and index + 1 not in self._decoded
                coming = thread.submit(self._decode, index + 1) if ahead else None
                if keep:
                    self._keep(index, pixels)
                for start in range(0, len(pixels), rows):
                    yield page.y + start, pixels[start : start + rows]
                # Memory that is given back at once is taken from the system anew for the next page, which
                # costs more than decoding it. With a few pages still there, the same is used again.
                recent.append(pixels)
                while sum(other.nbytes for other in recent) > RECENT_BYTES:
                    recent.popleft()

    def _page(self, index: int) -> Rgb:
        """The decoded page at the strip's width; kept until the budget asks for its room."""
        if index not in self._decoded:
            self._keep(index, self._decode(index))
        self._decoded.move_to_end(index)
        return self._decoded[index]

    def _keep(self, index: int, pixels: Rgb) -> None:
        kept = sum(other.nbytes for place, other in self._decoded.items() if place != index)
        while self._decoded and kept + pixels.nbytes > self.cache_bytes:
            kept -= self._decoded.popitem(last=False)[1].nbytes
        self._decoded[index] = pixels

    def _decode(self, index: int) -> Rgb:
        """Read-only pixels of a page, at the strip's width."""
        page, file = self.pages[index], self.files[index]
        pixels = decode(file.read(), file.name)
        if pixels.shape[:2] != (page.height, page.width):
            raise BrokenPictureError(file.name, "has changed since the strip was opened", "Start again.")
        size = (self.width, page.y1 - page.y)
        if (page.width, page.height) != size:
            method = cv2.INTER_AREA if page.width > self.width else cv2.INTER_CUBIC
            pixels = np.asarray(cv2.resize(pixels, size, interpolation=method), dtype=np.uint8)
        pixels.setflags(write=False)
        return pixels


def _most_common(widths: Sequence[int]) -> int:
    # Of equally common widths the larger one loses no detail.
    counts = Counter(widths)
    return max(counts, key=lambda width: (counts[width], width))

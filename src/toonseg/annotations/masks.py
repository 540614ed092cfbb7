"""A mask: which pixels an instance has, as COCO's run lengths at a place in the strip or the picture.

>>> import numpy as np
>>> ring = Mask.of_pixels(np.array([[1, 1, 1], [1, 0, 1], [1, 1, 1]], bool), at=(10, 20))
>>> ring.box, ring.area, ring.moved(0, 5).box
((10, 20, 13, 23), 8, (10, 25, 13, 28))
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import hotcoco.mask
import numpy as np
from numpy.typing import NDArray

from toonseg.strip import Box

MOST_PIXELS = 300_000_000
"""Largest canvas whose run lengths are believed, as for pictures; a larger claim is refused unread."""

_LONGEST_RUN = 7
"""Characters of the longest run there can be: 35 bits, which sums of any text hold in 64."""

_AT_ONCE = 500


@dataclass(frozen=True)
class Mask:
    """Pixels of a canvas, in COCO's compressed run lengths, and where the canvas lies.

    Attributes:
        size: (height, width) of the canvas that the run lengths speak of, in pixels.
        counts: COCO's compressed run lengths, column by column, starting with what is not in the mask.
        at: (x, y) of the canvas' top left pixel in the strip or picture.
    """

    size: tuple[int, int]
    counts: str
    at: tuple[int, int] = (0, 0)

    @classmethod
    def of_pixels(cls, pixels: NDArray[np.bool_], at: tuple[int, int] = (0, 0)) -> Mask:
        """The mask of HW bool (or uint8, where anything but 0 belongs to it) that lies at `at` (x, y)."""
        coded = hotcoco.mask.encode(np.asarray(pixels) != 0)
        return cls((int(pixels.shape[0]), int(pixels.shape[1])), coded["counts"].decode("ascii"), at)

    @classmethod
    def of_runs(cls, size: tuple[int, int], runs: Sequence[int], at: tuple[int, int] = (0, 0)) -> Mask:
        """The mask of plain run lengths (COCO's uncompressed form).

        Raises:
            ValueError: The size is absurd, a run is negative, or they do not add up to the canvas.
        """
        if min(size) <= 0 or size[0] * size[1] > MOST_PIXELS:
            raise ValueError(f"a size of {size[0]} x {size[1]} is not believed")
        counts = np.asarray(runs)
        if counts.dtype.kind not in "iu" or counts.ndim != 1 or counts.size == 0 or counts.min() < 0:
            raise ValueError("run lengths are whole numbers, 0 or more")
        if int(counts.max()) > size[0] * size[1]:
            raise ValueError(f"a run of {int(counts.max())} does not fit into {size[0]} x {size[1]}")
        if int(counts.sum()) != size[0] * size[1]:
            raise ValueError(f"the runs add up to {int(counts.sum())}, not to {size[0]} x {size[1]}")
        coded = hotcoco.mask.frPyObjects({"size": list(size), "counts": counts.tolist()}, *size)
        return cls(size, _text(coded["counts"]), at)

    @classmethod
    def checked(cls, size: tuple[int, int], counts: str, at: tuple[int, int] = (0, 0)) -> Mask:
        """The mask of compressed run lengths from elsewhere.

        Raises:
            ValueError: The size is absurd, the text is none of run lengths, or does not add up to the size.
        """
        height, width = size
        if height <= 0 or width <= 0 or height * width > MOST_PIXELS:
            raise ValueError(f"a size of {height} x {width} is not believed")
        total = sum(runs_of(counts))
        if total != height * width:
            raise ValueError(f"the runs add up to {total}, not to {height} x {width}")
        return cls(size, counts, at)

    @property
    def rle(self) -> dict[str, object]:
        """What hotcoco takes: {"size": [height, width], "counts": bytes}."""
        return {"size": list(self.size), "counts": self.counts.encode("ascii")}

    @cached_property
    def area(self) -> int:
        """How many pixels it has."""
        return int(hotcoco.mask.area([self.rle])[0])

    @cached_property
    def box(self) -> Box:
        """Tight half-open box [x0, y0, x1, y1] in the strip or picture; empty, at `at`, of no pixels."""
        x, y, width, height = (int(v) for v in hotcoco.mask.toBbox([self.rle])[0])
        if width == 0 or height == 0:
            return (*self.at, *self.at)
        x, y = x + self.at[0], y + self.at[1]
        return (x, y, x + width, y + height)

    def pixels(self) -> NDArray[np.bool_]:
        """HW bool of the tight box; (0, 0) where the mask is empty."""
        x0, y0, x1, y1 = self.box
        left, top = self.at
        return self.canvas()[y0 - top : y1 - top, x0 - left : x1 - left]

    def canvas(self) -> NDArray[np.bool_]:
        """HW bool of the whole canvas."""
        return np.asarray(hotcoco.mask.decode(self.rle)).astype(bool)

    def within(self, box: Box) -> NDArray[np.bool_]:
        """HW bool of `box` (strip or picture coordinates); what lies outside of it is cut off."""
        x0, y0, x1, y1 = box
        out = np.zeros((y1 - y0, x1 - x0), bool)
        a0, b0, a1, b1 = self.box
        c0, d0, c1, d1 = max(a0, x0), max(b0, y0), min(a1, x1), min(b1, y1)
        if c0 < c1 and d0 < d1:
            out[d0 - y0 : d1 - y0, c0 - x0 : c1 - x0] = self.pixels()[d0 - b0 : d1 - b0, c0 - a0 : c1 - a0]
        return out

    def cropped(self, box: Box) -> Mask:
        """What lies in `box`, on a canvas of that box at the same place in the strip or picture."""
        if self.at == (box[0], box[1]) and self.size == (box[3] - box[1], box[2] - box[0]):
            return self
        return Mask.of_pixels(self.within(box), (box[0], box[1]))

    def tight(self) -> Mask:
        """The same pixels on the smallest canvas."""
        x0, y0, x1, y1 = self.box
        if self.at == (x0, y0) and self.size == (y1 - y0, x1 - x0):
            return self
        if x0 == x1:
            return Mask((0, 0), "", self.at)
        return Mask.of_pixels(self.pixels(), (x0, y0))

    def moved(self, dx: int, dy: int) -> Mask:
        """The same mask elsewhere."""
        return Mask(self.size, self.counts, (self.at[0] + dx, self.at[1] + dy))

    def joined(self, other: Mask) -> Mask:
        """The pixels of either."""
        a, b = self.box, other.box
        if a[0] == a[2]:
            return other
        if b[0] == b[2]:
            return self
        box = (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
        return Mask.of_pixels(self.within(box) | other.within(box), (box[0], box[1]))

    def same_pixels(self, other: Mask) -> bool:
        """Whether both have the same pixels, whatever their canvases."""
        if not self.area or not other.area:
            return self.area == other.area
        return self.box == other.box and bool(np.array_equal(self.pixels(), other.pixels()))


def measure(masks: Iterable[Mask]) -> None:
    """Work out the area and the box of many masks in one go, a fraction of the time of asking each."""
    new = [mask for mask in masks if "area" not in vars(mask) or "box" not in vars(mask)]
    if not new:
        return
    coded = [mask.rle for mask in new]
    areas, boxes = hotcoco.mask.area(coded), np.asarray(hotcoco.mask.toBbox(coded)).astype(np.int64)
    for mask, area, (x, y, width, height) in zip(new, areas, boxes.reshape(-1, 4).tolist(), strict=True):
        left, top = mask.at
        empty = width == 0 or height == 0
        # Where functools.cached_property keeps what it has worked out.
        vars(mask)["area"] = int(area)
        vars(mask)["box"] = (
            (left, top, left, top) if empty else (left + x, top + y, left + x + width, top + y + height)
        )


def shared(first: Mask, second: Mask) -> int:
    """How many pixels two masks have in common."""
    a, b = first.box, second.box
    box = (max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3]))
    if box[0] >= box[2] or box[1] >= box[3]:
        return 0
    return int(np.count_nonzero(first.within(box) & second.within(box)))


def iou(first: Mask, second: Mask) -> float:
    """Intersection over union, 0..1; 0 where both are empty."""
    common = shared(first, second)
    union = first.area + second.area - common
    return common / union if union else 0.0


def runs_of(counts: str) -> list[int]:
    """COCO's compressed run lengths as plain ones.

    As COCO's own code writes them: groups of five bits from the lowest up, each a character from "0" on, the
    sixth bit saying that more follow; from the fourth run on, a run is its difference to the last but one.

    Raises:
        ValueError: The text is none of run lengths.
    """
    return [int(run) for run in _runs([counts])[0]] if counts else []


def sound(masks: Sequence[Mask]) -> NDArray[np.bool_]:
    """Which masks have run lengths that add up to their canvas.

    What `Mask.checked` asks of one, asked of many at once, many times as fast.
    """
    good = np.zeros(len(masks), bool)
    for start in range(0, len(masks), _AT_ONCE):
        some = masks[start : start + _AT_ONCE]
        try:
            runs, firsts = _runs([mask.counts for mask in some])
        except ValueError:
            good[start : start + len(some)] = [_adds_up(mask) for mask in some]
            continue
        canvases = np.array([mask.size[0] * mask.size[1] for mask in some])
        good[start : start + len(some)] = np.add.reduceat(runs, firsts) == canvases
    return good


def _adds_up(mask: Mask) -> bool:
    try:
        return sum(runs_of(mask.counts)) == mask.size[0] * mask.size[1]
    except ValueError:
        return False


def _runs(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """The run lengths of texts, one after the other, and where those of each begin. Raises ValueError."""
    joined = "".join(texts)
    if not joined.isascii():
        odd = next(letter for letter in joined if not letter.isascii())
        raise ValueError(f"character {joined.index(odd) + 1} ({odd!r}) cannot stand in run lengths")
    codes = np.frombuffer(joined.encode("ascii"), np.uint8) - np.uint8(48)
    sizes = np.array([len(text) for text in texts])
    if not sizes.all():
        raise ValueError("there are no run lengths")
    if codes.max() >= 64:
        place = int(codes.argmax())
        raise ValueError(f"character {place + 1} ({joined[place]!r}) cannot stand in run lengths")
    last = np.cumsum(sizes) - 1
    if (codes[last] >= 32).any():
        raise ValueError("the run lengths are cut short")
    ends = np.flatnonzero(codes < 32)
    starts = np.empty_like(ends)
    starts[0], starts[1:] = 0, ends[:-1] + 1
    lengths = ends - starts + 1
    if lengths.max() > _LONGEST_RUN:
        raise ValueError(f"run {int(lengths.argmax()) + 1} is longer than any picture")
    shifts = 5 * (np.arange(codes.size) - starts.repeat(lengths))
    runs = np.add.reduceat((codes & 31).astype(np.int64) << shifts, starts)
    negative = codes[ends] >= 16
    runs[negative] -= 1 << 5 * lengths[negative]
    firsts = np.zeros(len(texts), np.intp)
    firsts[1:] = np.searchsorted(ends, last[:-1]) + 1
    _undo_differences(runs, firsts)
    if runs.min() < 0:
        raise ValueError(f"run {int(runs.argmin()) + 1} is negative")
    return runs, firsts


def _undo_differences(runs: NDArray[np.int64], firsts: NDArray[np.intp]) -> None:
    """In place: from the fourth run of each text on, add the last but one to each difference."""
    if len(firsts) == 1:
        runs[1::2] = runs[1::2].cumsum()
        runs[2::2] = runs[2::2].cumsum()
        return
    counts = np.diff(firsts, append=len(runs))
    local = np.arange(len(runs)) - firsts.repeat(counts)
    for chosen in (local % 2 == 1, (local % 2 == 0) & (local > 0)):
        sums = np.where(chosen, runs, 0).cumsum()
        runs[chosen] = (sums - sums[firsts].repeat(counts))[chosen]


def _text(counts: object) -> str:
    return counts.decode("ascii") if isinstance(counts, bytes) else str(counts)

"""Rough cuts: the pieces of a strip between its gutters, found in one streamed pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toonseg.cuts.gutters import Judged, judge_runs
from toonseg.cuts.runs import SAME, Run, contrast, find_runs
from toonseg.cuts.sketch import sketch_strip
from toonseg.strip import Strip

HIGH_ROWS = 34
"""Where nothing proves a gutter, empty rows count if they are this high."""


@dataclass(frozen=True)
class Span:
    """Rows [y0, y1) of a strip between two gutters.

    Attributes:
        over, under: The gutters that border it; None at the strip's ends.
        bands: Rows [y0, y1) within it that are empty from side to side, but lie in one picture.
    """

    y0: int
    y1: int
    over: Run | None
    under: Run | None
    bands: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Scan:
    """A strip's gutters and the spans between them; each row is in exactly one of both."""

    gutters: list[Run]
    spans: list[Span]


def scan_strip(strip: Strip) -> Scan:
    """Find the gutters of a strip and what lies between them, reading it once, page by page.

    Raises:
        PictureError: A page is truncated or damaged.
    """
    sketch = sketch_strip(strip)
    judged = judge_runs(sketch, find_runs(sketch))
    gutters = _disjoint([item.run for item in judged if item.is_gutter] or _only_ground(judged))
    bands = [(item.run.y0, item.run.y1) for item in judged if item.is_band]
    return Scan(gutters, _spans(strip.height, gutters, bands))


def _only_ground(judged: Sequence[Judged]) -> list[Run]:
    """In a strip that gives no proof of any gutter: what is empty, even and high."""
    high = [item.run for item in judged if item.run.kind == "flat" and item.run.height >= HIGH_ROWS]
    return high if all(contrast(run, high[0]) <= SAME for run in high) else []


def _disjoint(gutters: Sequence[Run]) -> list[Run]:
    """Gutters without rows in common: of two that overlap, the higher one keeps them."""
    kept: list[Run] = []
    for gutter in gutters:
        while kept and gutter.y0 < kept[-1].y1 and gutter.height > kept[-1].height:
            kept.pop()
        if not kept or gutter.y0 >= kept[-1].y1:
            kept.append(gutter)
    return kept


def _spans(height: int, gutters: Sequence[Run], bands: Sequence[tuple[int, int]]) -> list[Span]:
    spans = []
    y, over = 0, None
    for under in [*gutters, None]:
        end = under.y0 if under is not None else height
        if end > y:
            inside = tuple(band for band in bands if y < band[0] and band[1] < end)
            spans.append(Span(y, end, over, under, inside))
        if under is not None:
            y, over = under.y1, under
    return spans

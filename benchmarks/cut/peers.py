"""The methods in the table: toonseg, the first method, baselines, and peers that can be installed.

A peer that is not installed is left out of the table with a note. To take part, a package must come from
PyPI under a permissive licence and find panels without downloading anything. Of the packages tried,
one does: cbxy (MIT), by its OpenCV engine. Its other engine needs ultralytics (AGPL) and weights.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.cut.baselines import contour_boxes, xy_cut
from benchmarks.cut.first_method import find_panels

Rgb = NDArray[np.uint8]
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Method:
    """A column of the table: `find` gets the folder of pages and the same strip decoded (HWC uint8 RGB)."""

    name: str
    find: Callable[[Path, Rgb], list[Box]]
    needs: str = ""

    def missing(self) -> bool:
        """Whether a package that the method needs is not installed."""
        return bool(self.needs) and importlib.util.find_spec(self.needs) is None


def toonseg_panels(pages: Path, strip: Rgb) -> list[Box]:
    """Final cuts of kind "panel" that toonseg finds in the folder of pages."""
    from toonseg.cuts import find_cuts
    from toonseg.strip import Strip

    return [cut.box for cut in find_cuts(Strip.open(pages)).cuts if cut.kind == "panel"]


def cbxy_panels(pages: Path, strip: Rgb) -> list[Box]:
    """cbxy's OpenCV engine, given the strip in pieces of a comic page's height.

    It was made for pages: its limits are shares of the page's area. So it gets pieces between blank rows,
    as many as fit on 2,000 rows, and its lower limits are set to half of its defaults.
    """
    from cbxy.detect.cv import detect_panels

    boxes: list[Box] = []
    for y0, y1 in page_like_pieces(strip):
        piece = np.ascontiguousarray(strip[y0:y1, :, ::-1])
        height, width = piece.shape[:2]
        for panel in detect_panels(piece, min_area_frac=0.015, max_area_frac=1.0):
            x, y, w, h = panel.to_pixels(width, height)
            boxes.append((x, y0 + y, x + w, y0 + y + h))
    return boxes


def page_like_pieces(strip: Rgb, *, most: int = 2000) -> list[tuple[int, int]]:
    """Row ranges that cover the strip, at most `most` rows each where a nearly uniform row allows it."""
    spread = strip.max(1).astype(np.int16) - strip.min(1)
    blank = np.flatnonzero(spread.max(1) <= 16)
    pieces: list[tuple[int, int]] = []
    y = 0
    while y < len(strip):
        ahead = blank[(blank > y + 100) & (blank < y + most)]
        end = min(len(strip), y + most)
        if end < len(strip) and len(ahead):
            end = int(ahead[-1]) + 1
        pieces.append((y, end))
        y = end
    return pieces


METHODS = (
    Method("toonseg", toonseg_panels),
    Method("first method (2021)", lambda pages, strip: find_panels(strip)),
    Method("X-Y cut", lambda pages, strip: xy_cut(strip)),
    Method("contour boxes", lambda pages, strip: contour_boxes(strip)),
    Method("cbxy", cbxy_panels, needs="cbxy"),
)

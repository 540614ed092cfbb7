"""Drawn strips as page files, cut anywhere as webtoon sites cut theirs, and their truth.json."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.random import default_rng

from toonseg.pictures import PictureFormat, encode
from toonseg.synth.kinds import Kind
from toonseg.synth.strips import DrawnStrip, draw_strip
from toonseg.synth.truth import Truth
from toonseg.workspace import PAGES_FOLDER, read_json, write_bytes, write_json

TRUTH_FILE = "truth.json"


def encode_pages(
    strip: DrawnStrip, *, format: PictureFormat = "jpg", page_height: int | None = None
) -> list[bytes]:
    """The strip's page files, from top to bottom, as `write_pages` writes them."""
    return [
        encode(strip.pixels[y0:y1], format, quality=strip.quality) for y0, y1 in page_rows(strip, page_height)
    ]


def write_pages(
    strip: DrawnStrip, folder: Path, *, format: PictureFormat = "jpg", page_height: int | None = None
) -> Path:
    """Write `folder/pages/000.jpg`, ... and `folder/truth.json`; returns the folder of pages.

    Args:
        strip: What to write; JPEG pages get its quality.
        folder: Made if it is missing.
        format: "jpg", or "png" for lossless pages.
        page_height: Rows of a page; by default all pages have one of the usual heights, or each its own.

    Raises:
        WriteError: A file cannot be written.
    """
    pages = folder / PAGES_FOLDER
    for number, data in enumerate(encode_pages(strip, format=format, page_height=page_height)):
        write_bytes(pages / f"{number:03d}.{format}", data)
    write_json(folder / TRUTH_FILE, strip.truth)
    return pages


def write_tall_pages(
    folder: Path,
    rows: int,
    seed: int = 0,
    *,
    kind: Kind = Kind.WHITE,
    width: int = 690,
    page_height: int = 1280,
) -> Path:
    """Write a strip of exactly `rows` rows as `folder/pages/00000.jpg`, ..., drawn piece by piece.

    However tall it is, only a few of its panels are in memory at a time. There is no truth.json: the last
    panel may be cut off. Returns the folder of pages.
    """
    pages = folder / PAGES_FOLDER
    waiting = np.empty((0, width, 3), np.uint8)
    written = number = 0
    while written < rows:
        while len(waiting) < min(page_height, rows - written):
            piece = draw_strip(kind, seed, panels=4, width=width)
            waiting = np.concatenate([waiting, piece.pixels])
            seed += 1
        height = min(page_height, rows - written)
        write_bytes(pages / f"{number:05d}.jpg", encode(waiting[:height], "jpg", quality=90))
        waiting = waiting[height:]
        written += height
        number += 1
    return pages


def read_truth(folder: Path) -> Truth:
    """The truth that `write_pages` wrote into `folder`. Raises SourceError."""
    return read_json(folder / TRUTH_FILE, Truth)


def page_rows(strip: DrawnStrip, page_height: int | None = None) -> list[tuple[int, int]]:
    """Where the strip is cut into pages: half-open ranges of rows, blind to what is drawn."""
    rng = default_rng([strip.truth.seed, 77])
    fixed = page_height or int(rng.choice([0, 1280, 1280, 1600, 2000]))
    total = strip.pixels.shape[0]
    rows: list[tuple[int, int]] = []
    y = 0
    while y < total:
        end = min(total, y + (fixed or int(rng.integers(500, 2000))))
        rows.append((y, end))
        y = end
    return rows

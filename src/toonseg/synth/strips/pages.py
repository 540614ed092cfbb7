"""Drawn strips as page files, cut anywhere as webtoon sites cut theirs, and their truth.json."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from numpy.random import default_rng

from toonseg.pictures import PictureFormat, encode
from toonseg.synth.pen import Canvas
from toonseg.synth.truth import Truth
from toonseg.workspace import PAGES_FOLDER, read_json, write_bytes, write_json

TRUTH_FILE = "truth.json"


@dataclass(frozen=True)
class DrawnStrip:
    """A strip as HWC uint8 RGB with its truth; `quality` is the JPEG quality its pages want (1..100)."""

    pixels: Canvas
    truth: Truth
    quality: int


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

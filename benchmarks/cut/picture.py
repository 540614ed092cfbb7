"""One picture with a strip of every kind: the true boxes beside what a method found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from toonseg.synth.lettering import letter
from toonseg.synth.pen import BLACK
from toonseg.workspace import atomic_file

Rgb = NDArray[np.uint8]
Box = tuple[int, int, int, int]

TRUE = (20, 150, 60)
FOUND = (225, 30, 60)
_COLUMN = 120
_ROWS = 1150


def thumbnail(strip: Rgb, there: Sequence[Box], found: Sequence[Box]) -> Rgb:
    """The strip's upper part, small, with true boxes (green, wide) and found boxes (red, narrow)."""
    scale = (_COLUMN - 8) / strip.shape[1]
    rows = min(strip.shape[0], int(_ROWS / scale))
    small: Rgb = cv2.resize(
        strip[:rows], (_COLUMN - 8, round(rows * scale)), interpolation=cv2.INTER_AREA
    ).astype(np.uint8)
    small = (small // 2 + 120).astype(np.uint8)  # pale, so that the boxes stand out
    for boxes, colour, line in ((there, TRUE, 3), (found, FOUND, 1)):
        for x0, y0, x1, y1 in boxes:
            first, last = (int(x0 * scale), int(y0 * scale)), (int(x1 * scale) - 1, int(y1 * scale) - 1)
            cv2.rectangle(small, first, last, colour, line)
    return small


def write_sheet(path: Path, thumbnails: Mapping[str, Rgb]) -> None:
    """Put named thumbnails side by side, eight a row, into one PNG of few colours, atomically."""
    bands: list[Rgb] = []
    for k in range(0, len(thumbnails), 8):
        part = list(thumbnails.items())[k : k + 8]
        band: Rgb = np.full((max(len(t) for _, t in part) + 32, 8 * _COLUMN, 3), 205, np.uint8)
        for i, (name, small) in enumerate(part):
            letter(band, (name,), (i * _COLUMN + _COLUMN / 2, 13), 12, BLACK, weight=0.08)
            band[26 : 26 + len(small), i * _COLUMN + 4 : i * _COLUMN + 4 + small.shape[1]] = small
        bands.append(band)
    sheet = Image.fromarray(np.concatenate(bands)).quantize(96)
    with atomic_file(path) as file:
        sheet.save(file, "PNG", optimize=True)

"""Before and after, side by side, on one PNG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw

from toonseg.annotations.check.report import count
from toonseg.annotations.labelset import Picture
from toonseg.errors import SourceError
from toonseg.lettering.captions import write
from toonseg.model.pixels import pixels_of
from toonseg.pictures import Rgb, decode, write_picture
from toonseg.results.colours import hex_of
from toonseg.results.masked import name_in_set
from toonseg.results.recolor.made import Changed
from toonseg.strip import Box

WIDTH = 1600
MOST = 24
"""Pictures on a sheet; of more, as many are taken, evenly spread."""
_ROW = 300
_GAP, _SEAM, _EDGE = 14, 2, 28
_CAPTION = 24
_LINE = 30
_MOST_LINES = 12
_GROUND, _INK, _SOFT = (246, 246, 243), (28, 30, 34), (105, 109, 117)
_ROOM = 0.3
"""What is shown around the changed parts, as a share of their height and width."""


@dataclass(frozen=True)
class Pair:
    """A picture before, and the file of it after; `box` is what is shown of it."""

    picture: Picture
    after: Path
    box: Box


def write_sheet(path: Path, pairs: Sequence[Pair], changed: Sequence[Changed], rights: str) -> None:
    """Write the sheet, 1,600 pixels wide.

    Raises:
        SourceError: A picture cannot be read any more.
        PictureError: It is no whole picture.
        WriteError: The sheet cannot be written.
    """
    shown = [pairs[k * len(pairs) // MOST] for k in range(MOST)] if len(pairs) > MOST else list(pairs)
    head = _head(changed, len(shown), len(pairs))
    rows = _rows(shown)
    height = len(head) + sum(_height(row) + _CAPTION + _GAP for row in rows) + _EDGE + _CAPTION
    sheet = np.full((height, WIDTH, 3), _GROUND, np.uint8)
    sheet[: len(head)] = head
    captions = [(_EDGE, height - _EDGE - 6, rights)]
    top = len(head)
    for row in rows:
        tall, left = _height(row), _EDGE
        for one in row:
            wide = max(1, round(_aspect(one) * tall / 2 - _SEAM / 2))
            wide = min(wide, (WIDTH - _EDGE - left - _SEAM) // 2)
            for pixels in (pixels_of(one.picture), _after(one)):
                x0, y0, x1, y1 = one.box
                small = cv2.resize(pixels[y0:y1, x0:x1], (wide, tall), interpolation=cv2.INTER_AREA)
                sheet[top : top + tall, left : left + wide] = small
                left += wide + _SEAM
            captions.append((left - 2 * (wide + _SEAM), top + tall + 4, name_in_set(one.picture)))
            left += _GAP - _SEAM
        top += tall + _CAPTION + _GAP
    picture = Image.fromarray(sheet)
    pen = ImageDraw.Draw(picture)
    for x, y, text in captions:
        write(pen, (x, y), text, _SOFT, 13)
    write_picture(path, np.asarray(picture), "png")


def shown_box(picture: Picture, boxes: Sequence[Box]) -> Box:
    """What a sheet shows of a picture: what was changed, and some of what is around it."""
    x0, y0 = min(box[0] for box in boxes), min(box[1] for box in boxes)
    x1, y1 = max(box[2] for box in boxes), max(box[3] for box in boxes)
    room = round(_ROOM * max(x1 - x0, y1 - y0))
    return (
        max(0, x0 - room), max(0, y0 - room), min(picture.width, x1 + room), min(picture.height, y1 + room),
    )  # fmt: skip


def _after(pair: Pair) -> Rgb:
    try:
        return decode(pair.after.read_bytes(), pair.after)
    except OSError as error:
        raise SourceError(pair.after, f"cannot be read ({error.strerror or error})", "Run again.") from error


def _aspect(pair: Pair) -> float:
    """Width of both together, as a multiple of their height."""
    x0, y0, x1, y1 = pair.box
    return 2 * (x1 - x0) / (y1 - y0)


def _rows(pairs: Sequence[Pair]) -> list[list[Pair]]:
    rows: list[list[Pair]] = []
    for pair in pairs:
        if rows and _fill(rows[-1]) < 1:
            rows[-1].append(pair)
        else:
            rows.append([pair])
    return rows


def _fill(row: Sequence[Pair]) -> float:
    """How much of the sheet's width a row takes at the usual height."""
    return sum(map(_aspect, row)) * _ROW / (WIDTH - 2 * _EDGE - _GAP * (len(row) - 1))


def _height(row: Sequence[Pair]) -> int:
    return max(1, int(_ROW / max(1.0, _fill(row))))


def _head(changed: Sequence[Changed], shown: int, pictures: int) -> Rgb:
    listed = changed[:_MOST_LINES]
    height = 76 + _LINE * (len(listed) + (len(changed) > len(listed))) + 16
    sheet = Image.new("RGB", (WIDTH, height), _GROUND)
    pen = ImageDraw.Draw(sheet)
    wide = write(pen, (_EDGE, 24), "Before and after", _INK, 24)
    of = f"{shown:,} of {count(pictures, 'picture')}" if shown < pictures else count(pictures, "picture")
    write(pen, (_EDGE + wide + 18, 31), of, _SOFT, 16)
    top = 72
    for one in listed:
        for left, colour in ((_EDGE, one.was), (_EDGE + 52, one.becomes)):
            pen.rounded_rectangle((left, top, left + 26, top + 20), 5, colour, (200, 200, 196))
        pen.line((_EDGE + 32, top + 10, _EDGE + 46, top + 10), _SOFT, 2)
        pen.polygon([(_EDGE + 48, top + 10), (_EDGE + 42, top + 6), (_EDGE + 42, top + 14)], _SOFT)
        whose = f" of {one.character}" if one.character else ""
        wide = write(pen, (_EDGE + 92, top), f"{one.cls}{whose}", _INK, 16)
        told = f"{hex_of(one.was)} to {hex_of(one.becomes)}, {count(one.instances, 'instance')}"
        write(pen, (_EDGE + 92 + wide + 14, top), told, _SOFT, 16)
        top += _LINE
    if len(changed) > len(listed):
        write(pen, (_EDGE, top), f"and {len(changed) - len(listed):,} more", _SOFT, 16)
    return np.array(sheet)

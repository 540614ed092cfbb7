"""A mosaic of labelled pictures as one PNG: rows of equal width, a legend above."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw

from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.classes import ClassList
from toonseg.errors import ToonsegError
from toonseg.lettering.captions import fitted, width_of, write
from toonseg.pictures import Rgb, decode, write_picture

WIDTH = 1600
ROW = 230
_GAP = 10
_EDGE = 28
_CAPTION = 22
_HEAD, _TEXT, _SMALL = 24, 16, 13
_GROUND = (246, 246, 243)
_INK = (28, 30, 34)
_SOFT = (105, 109, 117)
_MISSING = (226, 226, 222)
_FOREIGN = (120, 120, 120)
_FILL = 0.42


@dataclass(frozen=True)
class _Tile:
    picture: Picture
    left: int
    top: int
    width: int
    height: int


def write_mosaic(labels: LabelSet, path: Path, left_out: int = 0) -> None:
    """Write the mosaic of a set's pictures as a PNG, 1,600 pixels wide.

    Args:
        labels: What is shown.
        path: The .png file.
        left_out: How many pictures more there would be, for the heading.

    Raises:
        WriteError: It cannot be written.
    """
    legend = _legend(labels, left_out)
    tiles, height = _layout(labels.pictures, legend.shape[0])
    # Hangul is as wide as it is high: so many letters of any kind fit.
    rights = textwrap.wrap(labels.rights, (WIDTH - 2 * _EDGE) // _SMALL)
    foot, height = height, height + _CAPTION * len(rights)
    sheet = np.full((height, WIDTH, 3), _GROUND, np.uint8)
    sheet[: legend.shape[0]] = legend
    for tile in tiles:
        area = sheet[tile.top : tile.top + tile.height, tile.left : tile.left + tile.width]
        area[:] = drawn(tile.picture, labels.classes, (tile.width, tile.height))
    picture = Image.fromarray(sheet)
    pen = ImageDraw.Draw(picture)
    for tile in tiles:
        text = fitted(tile.picture.file, _SMALL, tile.width)
        write(pen, (tile.left, tile.top + tile.height + 3), text, _SOFT, _SMALL)
    for line, text in enumerate(rights):
        write(pen, (_EDGE, foot - _EDGE // 2 + line * _CAPTION), text, _SOFT, _SMALL)
    write_picture(path, np.asarray(picture), "png")


def ground_of(picture: Picture) -> Rgb:
    """The picture's pixels, HWC uint8 RGB; a grey ground of its size where it cannot be had."""
    if picture.path is not None:
        try:
            pixels = decode(picture.path.read_bytes(), picture.path)
        except (OSError, ToonsegError):
            pixels = None
        if pixels is not None and pixels.shape[:2] == picture.size:
            return pixels
    return np.full((*picture.size, 3), _MISSING, np.uint8)


def drawn(picture: Picture, classes: ClassList, size: tuple[int, int]) -> Rgb:
    """A picture at `size` (width, height) with its masks in their classes' colours: HWC uint8 RGB."""
    width, height = size
    sheet = cv2.resize(ground_of(picture), size, interpolation=cv2.INTER_AREA)
    frame = (0, 0, picture.width, picture.height)
    rings = []
    for one in sorted(picture.instances, key=lambda one: -one.area):
        mask = one.mask.within(frame).view(np.uint8) * np.uint8(255)
        soft = cv2.resize(mask, size, interpolation=cv2.INTER_AREA)[..., None] / np.float32(255)
        colour = np.array(colour_of(classes, one.cls), np.float32)
        sheet = (sheet + _FILL * soft * (colour - sheet)).round().astype(np.uint8)
        found, _ = cv2.findContours(
            (soft[..., 0] > 0.5).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE
        )
        rings.append((found, colour))
    for found, colour in rings:
        cv2.drawContours(sheet, found, -1, (255, 255, 255), 3, cv2.LINE_AA)
        cv2.drawContours(sheet, found, -1, (colour * 0.8).tolist(), 2, cv2.LINE_AA)
    return np.ascontiguousarray(sheet[:height, :width])


def colour_of(classes: ClassList, name: str) -> tuple[int, int, int]:
    """A class's RGB colour, 0..255; grey for one that the list does not have."""
    index = classes.find(name)
    return _FOREIGN if index is None else classes[index].colour


def legend_rows(labels: LabelSet) -> list[tuple[str, int, tuple[int, int, int]]]:
    """Class, instances and colour of each class that is shown, in class order, foreign ones last."""
    counts: Counter[str] = Counter()
    for one in labels.instances:
        index = labels.classes.find(one.cls)
        counts[one.cls if index is None else labels.classes[index].name] += 1
    known = [name for name in labels.classes.names if name in counts]
    others = sorted(set(counts) - set(known))
    return [(name, counts[name], colour_of(labels.classes, name)) for name in (*known, *others)]


def _layout(pictures: Sequence[Picture], top: int) -> tuple[list[_Tile], int]:
    """Rows of pictures that fill the width; and where the sheet ends."""
    room = WIDTH - 2 * _EDGE
    tiles: list[_Tile] = []
    row: list[Picture] = []
    for place, picture in enumerate(pictures):
        row.append(picture)
        aspects = [one.width / one.height for one in row]
        free = room - _GAP * (len(row) - 1)
        last = place == len(pictures) - 1
        if sum(aspects) * ROW < free and not last:
            continue
        height = min(free / sum(aspects), ROW)
        left = float(_EDGE)
        for one, aspect in zip(row, aspects, strict=True):
            width = height * aspect
            right = min(round(left + width), WIDTH - _EDGE)
            tiles.append(_Tile(one, round(left), top, max(1, right - round(left)), max(1, round(height))))
            left += width + _GAP
        top += round(height) + _CAPTION + _GAP
        row = []
    return tiles, top + _EDGE - _GAP


def _legend(labels: LabelSet, left_out: int) -> Rgb:
    rows = legend_rows(labels)
    shown = sum(n for _, n, _ in rows)
    more = f" of {len(labels.pictures) + left_out:,}" if left_out else ""
    text = f"{len(labels.pictures):,}{more} pictures, {shown:,} instances"
    widths = [round(width_of(f"{name}  {n:,}", _TEXT)) + 52 for name, n, _ in rows]
    lines, left = 1, _EDGE
    places = []
    for width in widths:
        if left + width > WIDTH - _EDGE and left > _EDGE:
            lines, left = lines + 1, _EDGE
        places.append((left, lines - 1))
        left += width
    sheet = Image.new("RGB", (WIDTH, 76 + 30 * lines + 14), _GROUND)
    pen = ImageDraw.Draw(sheet)
    title = fitted(labels.name or "labels", _HEAD, WIDTH - 600)
    wide = write(pen, (_EDGE, 26), title, _INK, _HEAD)
    write(pen, (_EDGE + wide + 18, 33), text, _SOFT, _TEXT)
    for (name, n, colour), (left, line) in zip(rows, places, strict=True):
        top = 72 + 30 * line
        pen.rounded_rectangle((left, top, left + 18, top + 18), 4, colour)
        wide = write(pen, (left + 26, top - 1), f"{name} ", _INK, _TEXT)
        write(pen, (left + 26 + wide, top - 1), f"{n:,}", _SOFT, _TEXT)
    return np.asarray(sheet)

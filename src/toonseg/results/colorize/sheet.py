"""The first samples of a set on one picture: every kind in a column, palette and prompt below."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from toonseg.lettering.captions import width_of, write
from toonseg.pictures import write_picture
from toonseg.results.colorize.aligned import KINDS, Colour
from toonseg.results.colorize.gathered import Made
from toonseg.results.colorize.rows import Row
from toonseg.results.colours import colour_of

SHEET_FILE = "sheet.png"
FIRST = 12
"""How many samples are shown."""

_CELL = 262
_TALLEST = 360
_GAP = 12
_EDGE = 28
_HEAD = 66
_CHIP = 16
_LINE = 19
_SMALL = 14
_GROUND = (246, 246, 243)
_INK = (28, 30, 34)
_SOFT = (105, 109, 117)
_WIDTH = 2 * _EDGE + len(KINDS) * _CELL + (len(KINDS) - 1) * _GAP
_TITLES = {
    "color": "colour",
    "line": "line art",
    "grey": "grey",
    "flat": "flat colours",
    "classes": "classes",
    "instances": "instances",
}


def write_sheet(made: Made, colours: Sequence[Colour], path: Path) -> Path:
    """Draw the first samples of a set as a PNG.

    Args:
        made: The set.
        colours: RGB of each class, for the chips beside the palettes.
        path: The .png file.

    Raises:
        SourceError: A sample's pictures are gone.
        WriteError: It cannot be written.
    """
    strips = [_strip(row, files, colours) for row, files in _first(made)]
    height = _HEAD + sum(strip.height for strip in strips) + _EDGE
    sheet = Image.new("RGB", (_WIDTH, height), _GROUND)
    pen = ImageDraw.Draw(sheet)
    for place, kind in enumerate(KINDS):
        write(pen, (_EDGE + place * (_CELL + _GAP), 28), _TITLES[kind], _INK, 20)
    top = _HEAD
    for strip in strips:
        sheet.paste(strip, (0, top))
        top += strip.height
    write_picture(path, np.asarray(sheet), "png")
    return path


def _first(made: Made) -> Iterator[tuple[Row, dict[str, bytes]]]:
    shown = 0
    for cut in made.cuts:
        rows = {row["key"]: row for row in cut.rows}
        for key, files in made.pieces.read(cut.place, cut.keys):
            if shown == FIRST:
                return
            shown += 1
            yield rows[key], files


def _strip(row: Row, files: dict[str, bytes], colours: Sequence[Colour]) -> Image.Image:
    """One sample: its pictures at one size, its name and prompt, its palettes."""
    scale = min(_CELL / row["width"], _TALLEST / row["height"], 2.0)
    size = (max(1, round(row["width"] * scale)), max(1, round(row["height"] * scale)))
    told = textwrap.wrap(row["prompt"], 230) or [""]
    chips = _chips(row)
    lines = chips[-1][1] + 1 if chips else 0
    height = size[1] + 8 + _LINE * (1 + len(told)) + (_CHIP + 8) * lines + 18
    strip = Image.new("RGB", (_WIDTH, height), _GROUND)
    pen = ImageDraw.Draw(strip)
    for place, kind in enumerate(KINDS):
        with Image.open(io.BytesIO(files[kind])) as picture:
            index = kind in ("classes", "instances")
            plain = Image.new("RGB", picture.size) if picture.mode.startswith("I") else picture.convert("RGB")
            shown = plain.resize(size, Image.Resampling.NEAREST if index else Image.Resampling.LANCZOS)
        left = _EDGE + place * (_CELL + _GAP)
        strip.paste(shown, (left, 0))
        pen.rectangle((left, 0, left + size[0] - 1, size[1] - 1), outline=(208, 208, 204))
    top = size[1] + 8
    write(pen, (_EDGE, top), f"{row['key']}   {row['width']} x {row['height']}", _SOFT, _SMALL)
    for number, text in enumerate(told, 1):
        write(pen, (_EDGE, top + number * _LINE), text, _INK, _SMALL)
    top += (1 + len(told)) * _LINE + 4
    for (left, line), one in zip(chips, row["objects"], strict=True):
        y = top + line * (_CHIP + 8)
        pen.ellipse((left, y + 3, left + 9, y + 12), colours[one["class_id"]])
        x = left + 15 + round(write(pen, (left + 15, y - 1), one["class_name"], _SOFT, _SMALL)) + 7
        for swatch in one["palette"]:
            pen.rectangle((x, y, x + _CHIP, y + _CHIP - 1), colour_of(swatch["rgb"]), (190, 190, 186))
            x += _CHIP + 2
    return strip


def _chips(row: Row) -> list[tuple[int, int]]:
    """Where each instance's palette begins: left, and which line."""
    left, line = _EDGE, 0
    places = []
    for one in row["objects"]:
        wide = 15 + round(width_of(one["class_name"], _SMALL)) + 7 + len(one["palette"]) * (_CHIP + 2) + 20
        if left + wide > _WIDTH - _EDGE and left > _EDGE:
            left, line = _EDGE, line + 1
        places.append((left, line))
        left += wide
    return places

"""Contact sheets: for each class a PNG with some of its cutouts, spread evenly over all."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from toonseg.annotations.mosaic_picture import colour_of
from toonseg.lettering.captions import width_of, write
from toonseg.pictures import write_picture
from toonseg.results.cutouts.lifting import How
from toonseg.results.cutouts.places import folder_of

SHEET = "sheet"
MOST = 48
"""Cutouts on a sheet."""

_COLUMNS = 8
_TILE = 176
_ROOM = 160
_GAP = 12
_EDGE = 28
_HEAD = 84
_CAPTION = 20
_SMALL = 12
_GROUND = (246, 246, 243)
_CARD = (214, 217, 223)
_CHECK = (203, 206, 213)
_INK = (28, 30, 34)
_SOFT = (105, 109, 117)


def write_sheets(
    folder: Path, rows: Sequence[Mapping[str, Any]], counts: Mapping[str, int], how: How
) -> list[Path]:
    """Write sheet-<class>.png for each class, and return the files.

    Args:
        folder: The folder of the cutouts.
        rows: The rows of the index.
        counts: How many cutouts there are of each class.
        how: How they were made.

    Raises:
        WriteError: A sheet cannot be written.
    """
    made = []
    for name in counts:
        files = dict.fromkeys(row["file"] for row in rows if row["class"] == name)
        path = folder / f"{SHEET}-{folder_of(name)}.png"
        write_picture(path, np.asarray(_sheet(folder, list(files), name, how)), "png")
        made.append(path)
    return made


def _sheet(folder: Path, files: Sequence[str], name: str, how: How) -> Image.Image:
    number = min(len(files), MOST)
    chosen = [files[k * len(files) // number] for k in range(number)]
    across = min(_COLUMNS, max(number, 4))
    down = -(-number // across)
    width = 2 * _EDGE + across * (_TILE + _GAP) - _GAP
    height = _HEAD + down * (_TILE + _CAPTION + _GAP) - _GAP + 34
    sheet = Image.new("RGB", (width, height), _GROUND)
    pen = ImageDraw.Draw(sheet)
    pen.rounded_rectangle((_EDGE, 32, _EDGE + 22, 54), 5, colour_of(how.classes, name))
    wide = write(pen, (_EDGE + 34, 26), name, _INK, 26)
    what = "cutouts" if how.on == "nothing" else "cuts"
    told = f"{len(files):,} {what}" if number == len(files) else f"{number} of {len(files):,} {what}"
    write(pen, (_EDGE + 34 + wide + 16, 35), told, _SOFT, 16)
    for place, file in enumerate(chosen):
        x = _EDGE + place % across * (_TILE + _GAP)
        y = _HEAD + place // across * (_TILE + _CAPTION + _GAP)
        sheet.paste(_card(folder / file), (x, y))
        words = "/".join(file.removesuffix(".png").split("/")[-2:])
        while width_of(words, _SMALL) > _TILE:
            words = words[1:]
        write(pen, (x, y + _TILE + 3), words, _SOFT, _SMALL)
    write(pen, (_EDGE, height - 24), how.rights[:160], _SOFT, _SMALL)
    return sheet


def _card(path: Path) -> Image.Image:
    """A cutout on a card, as large as it fits, but no more than twice."""
    card = Image.new("RGB", (_TILE, _TILE), _CARD)
    pen = ImageDraw.Draw(card)
    for k in range((_TILE // 8) ** 2):
        x, y = k % (_TILE // 8), k // (_TILE // 8)
        if (x + y) % 2:
            pen.rectangle((x * 8, y * 8, x * 8 + 7, y * 8 + 7), _CHECK)
    with Image.open(io.BytesIO(path.read_bytes())) as opened:
        cutout = opened.convert("RGBA")
    scale = min(2.0, _ROOM / cutout.width, _ROOM / cutout.height)
    size = max(1, round(cutout.width * scale)), max(1, round(cutout.height * scale))
    cutout = cutout.resize(size, Image.Resampling.LANCZOS)
    card.paste(cutout, ((_TILE - size[0]) // 2, (_TILE - size[1]) // 2), cutout)
    return card

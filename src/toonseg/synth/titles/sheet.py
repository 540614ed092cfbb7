"""A contact sheet: cuts side by side, every instance outlined in the colour of its class."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from toonseg.classes import InstanceClass
from toonseg.pictures import Rgb, write_picture
from toonseg.synth.titles.cut import Cut, Instance

_GAP = 6
_KEY = 30


def outlined(picture: Rgb, instances: Sequence[Instance], *, width: int = 2, veil: float = 0.25) -> Rgb:
    """A copy of a picture (HWC uint8 RGB), its instances outlined and veiled in their class' colour."""
    shown = picture.copy()
    for one in instances:
        x0, y0, x1, y1 = one.box
        part = shown[y0:y1, x0:x1]
        mixed = part * (1 - veil) + np.array(one.cls.colour) * veil
        part[one.mask] = np.rint(mixed[one.mask]).astype(np.uint8)
        edges, _ = cv2.findContours(one.mask.astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
        inset = np.ascontiguousarray(part)
        cv2.drawContours(inset, edges, -1, one.cls.colour, width)
        part[:] = inset
    return shown


def contact_sheet(cuts: Sequence[Cut], *, columns: int = 4, width: int = 345, outlines: bool = True) -> Rgb:
    """Cuts in `columns`, each `width` pixels wide, packed from the top, above a key of the classes' colours.

    Returns:
        HWC uint8 RGB.
    """
    stacks: list[list[Rgb]] = [[] for _ in range(columns)]
    heights = [0] * columns
    for cut in cuts:
        shown = outlined(cut.picture, cut.instances) if outlines else cut.picture
        scale = width / shown.shape[1]
        size = (width, max(1, round(shown.shape[0] * scale)))
        small = np.asarray(cv2.resize(shown, size, interpolation=cv2.INTER_AREA), np.uint8)
        lowest = heights.index(min(heights))
        stacks[lowest].append(small)
        heights[lowest] += small.shape[0] + _GAP
    sheet = np.full((max(heights) + _GAP + _KEY, columns * (width + _GAP) + _GAP, 3), 255, np.uint8)
    for column, stack in enumerate(stacks):
        y, x = _GAP, _GAP + column * (width + _GAP)
        for small in stack:
            sheet[y : y + small.shape[0], x : x + width] = small
            y += small.shape[0] + _GAP
    _draw_key(sheet[-_KEY:])
    return sheet


def write_sheet(path: Path, cuts: Sequence[Cut]) -> None:
    """Write a contact sheet as PNG. Raises WriteError."""
    write_picture(path, contact_sheet(cuts), "png")


def _draw_key(strip: Rgb) -> None:
    step = strip.shape[1] // len(InstanceClass)
    for cls in InstanceClass:
        x = int(cls) * step + 8
        strip[8:22, x : x + 14] = cls.colour
        inset = np.ascontiguousarray(strip)
        cv2.putText(
            inset, cls.label, (x + 20, 20), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (30, 30, 30), 1, cv2.LINE_AA
        )
        strip[:] = inset

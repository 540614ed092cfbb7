"""What the gutters are made of: flat colours, gradients and textures.

A backdrop is painted behind all panels of its rows, so that it shows in the gutters and in the margins.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from toonseg.synth.art.curves import curve
from toonseg.synth.pen import Canvas, Colour, arc, fill, mix, polygon, ramp, stroke


class Texture(Enum):
    """Sorts of textured gutters."""

    CLOUD = "cloud"
    PAPER = "paper"
    STARS = "stars"
    PETALS = "petals"


@dataclass(frozen=True)
class Flat:
    """One colour."""

    colour: Colour


@dataclass(frozen=True)
class Vertical:
    """A gradient from the zone's first row to its last."""

    top: Colour
    bottom: Colour


@dataclass(frozen=True)
class Diagonal:
    """Colours that follow each other along a slanted axis and back again within `period` pixels."""

    colours: tuple[Colour, ...]
    degrees: float
    period: float


@dataclass(frozen=True)
class Textured:
    """A drawn texture of two colours."""

    sort: Texture
    ground: Colour
    marks: Colour
    seed: int


Backdrop = Flat | Vertical | Diagonal | Textured


def kind_of(backdrop: Backdrop) -> str:
    """The gutter's kind as files name it: "flat", "gradient" or "texture"."""
    if isinstance(backdrop, Flat):
        return "flat"
    return "texture" if isinstance(backdrop, Textured) else "gradient"


def nearest_colour(backdrop: Backdrop, *, below: bool) -> Colour:
    """The colour, about, that a panel below (or above) a gutter of this backdrop meets."""
    if isinstance(backdrop, Flat):
        return backdrop.colour
    if isinstance(backdrop, Vertical):
        return backdrop.bottom if below else backdrop.top
    if isinstance(backdrop, Diagonal):
        return mix(backdrop.colours[0], backdrop.colours[1], 0.5)
    return backdrop.ground


def paint_backdrop(canvas: Canvas, y0: int, y1: int, backdrop: Backdrop) -> None:
    """Paint rows `y0` to `y1` of the canvas from side to side."""
    height, width = y1 - y0, canvas.shape[1]
    if height <= 0:
        return
    if isinstance(backdrop, Flat):
        canvas[y0:y1] = backdrop.colour
    elif isinstance(backdrop, Vertical):
        canvas[y0:y1] = ramp(height, width, backdrop.top, backdrop.bottom)
    elif isinstance(backdrop, Diagonal):
        _paint_diagonal(canvas, y0, y1, backdrop)
    else:
        _paint_texture(canvas[y0:y1], backdrop)


def _paint_diagonal(canvas: Canvas, y0: int, y1: int, backdrop: Diagonal) -> None:
    width = canvas.shape[1]
    angle = np.radians(backdrop.degrees)
    stops = np.array([*backdrop.colours, *backdrop.colours[-2::-1]], np.float64)
    table = np.stack(
        [np.interp(np.linspace(0, len(stops) - 1, 4096), np.arange(len(stops)), c) for c in stops.T], 1
    )
    table = np.rint(table).astype(np.uint8)
    for top in range(y0, y1, 1024):  # in slices, so that a tall strip needs no tall array of floats
        rows = np.arange(top, min(y1, top + 1024))[:, None]
        along = np.cos(angle) * rows + np.sin(angle) * np.arange(width)[None]
        canvas[top : top + len(rows)] = table[(along / backdrop.period * 4095).astype(np.int64) % 4095]


def _paint_texture(rows: Canvas, backdrop: Textured) -> None:
    height, width = rows.shape[:2]
    rng = default_rng(backdrop.seed)
    if backdrop.sort is Texture.CLOUD:
        share = _noise(rng, height, width, (160, 70, 30)).astype(np.int32)
        share = np.clip((share - 90) * 3, 0, 255)[..., None]
        ground, marks = np.array(backdrop.ground), np.array(backdrop.marks)
        rows[:] = ((ground * (255 - share) + marks * share) // 255).astype(np.uint8)
    elif backdrop.sort is Texture.PAPER:
        grain = (
            rng.integers(-7, 8, (height, width, 1))
            + _noise(rng, height, width, (24, 6)).astype(np.int64)[..., None] // 10
        )
        rows[:] = np.clip(np.array(backdrop.ground) - 12 + grain, 0, 255).astype(np.uint8)
        for x, y, turn in rng.uniform(0, 1, (height * width // 9000, 3)) * (width, height, 6.28):
            end = (x + 9 * np.cos(turn), y + 9 * np.sin(turn))
            stroke(rows, np.array([(x, y), end]), mix(backdrop.ground, backdrop.marks, 0.35), 1)
    elif backdrop.sort is Texture.STARS:
        rows[:] = backdrop.ground
        for x, y, r in rng.uniform(0, 1, (height * width // 2600, 3)) * (width, height, 2.0) + (0, 0, 0.6):
            fill(rows, arc(x, y, r, r, count=8), mix(backdrop.ground, backdrop.marks, min(1.0, 0.4 + r / 3)))
    else:
        rows[:] = backdrop.ground
        for x, y, turn in rng.uniform(0, 1, (height * width // 5200, 3)) * (width, height, 6.28):
            c, s = np.cos(turn), np.sin(turn)
            petal = curve(polygon((0, -9), (5, 0), (0, 8), (-5, 0))) @ np.array([[c, s], [-s, c]]) + (x, y)
            fill(rows, petal, mix(backdrop.ground, backdrop.marks, 0.5 + 0.5 * turn / 6.28))


def _noise(rng: Generator, height: int, width: int, cells: tuple[int, ...]) -> NDArray[np.uint8]:
    """Value noise of several octaves, uint8; bit-exact resizing keeps it the same on every machine."""
    total = np.zeros((height, width), np.uint16)
    weights = [2 ** (len(cells) - 1 - k) for k in range(len(cells))]
    for cell, weight in zip(cells, weights, strict=True):
        coarse = rng.integers(0, 256, (height // cell + 2, width // cell + 2), dtype=np.uint8)
        total += (
            cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR_EXACT).astype(np.uint16)
            * weight
        )
    noise: NDArray[np.uint8] = (total // sum(weights)).astype(np.uint8)
    return noise

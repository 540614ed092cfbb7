"""What lies over a drawn location: uneven light, brush dabs, unsteady edges, blur."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.random import Generator, default_rng

from toonseg.synth.art.canvas import Pixels
from toonseg.synth.art.style import Style
from toonseg.synth.pen import Colour


def airy(picture: Pixels, style: Style, rng: Generator, cast: Colour, blur: float) -> Pixels:
    """The picture (HWC uint8 RGB) with light, paint and depth of field.

    Args:
        picture: As the location was drawn.
        style: Decides how much of what.
        rng: Where the light falls.
        cast: Colour of the light's brighter side.
        blur: Radius out of focus, in pixels.
    """
    pale = max(0.35 * style.mono, 0.3 * style.paper)
    if pale > 0.05:
        # Pen, pencil and watercolour leave paper white behind people.
        picture = np.asarray(cv2.addWeighted(picture, 1 - pale, picture, 0, 255 * pale), np.uint8)
    out = lit_unevenly(picture, rng, cast, 0.25 + 0.35 * max(style.gradient, style.soft, style.brush))
    if style.brush > 0.3:
        out = dabbed(out, rng, style.brush)
    unsteady = max(style.wobble * 0.4, style.brush * 0.8, style.paper)
    if unsteady > 0.15 and blur < 2:
        out = shaken(out, rng, 2.2 * unsteady)
    if blur >= 0.6:
        size = max(1, round(blur * 1.6)) | 1
        out = np.asarray(cv2.blur(cv2.blur(out, (size, size)), (size, size)), np.uint8)
    return out


def lit_unevenly(picture: Pixels, rng: Generator, cast: Colour, amount: float) -> Pixels:
    """The picture under a slow change of light: bright and of the cast's colour on one side, dim and cool on
    the other, with soft patches."""
    height, width = picture.shape[:2]
    rows, columns = max(4, height // 48), max(4, width // 48)
    turn = float(rng.uniform(0, 2 * np.pi))
    y, x = np.linspace(-1, 1, rows)[:, None], np.linspace(-1, 1, columns)[None]
    slope = np.cos(turn) * x + 0.9 * np.sin(turn) * y
    patches = cv2.resize(rng.uniform(-1, 1, (3, 4)), (columns, rows), interpolation=cv2.INTER_CUBIC)
    share = np.clip(0.5 + 0.35 * slope + 0.4 * patches, 0, 1)[..., None]
    bright = np.array(cast, np.float64) / 255 * 1.1
    dim = np.array([0.68, 0.68, 0.84])
    factor = 1 + amount * ((dim + (bright - dim) * share) - 1)
    chart = np.clip(factor * 128, 0, 255).astype(np.uint8)
    wide = cv2.resize(chart, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.multiply(picture, wide, scale=1 / 128), np.uint8)


def dabbed(picture: Pixels, rng: Generator, amount: float) -> Pixels:
    """The picture painted over with broad dabs of its own colours, a little lighter or darker."""
    height, width = picture.shape[:2]
    out = np.asarray(cv2.medianBlur(picture, 5), np.uint8)
    count = int(220 * amount)
    places = rng.uniform(0, 1, (count, 2)) * (width - 1, height - 1)
    turns = rng.normal(0.5, 0.5, count)
    sizes = rng.uniform(0.01, 0.032, count) * max(width, height)
    shifts = rng.normal(0, 8 * amount, (count, 1)) + rng.normal(0, 2.5, (count, 3))
    along = np.stack([np.cos(turns), np.sin(turns)], 1) * sizes[:, None]
    half = np.stack([-along[:, 1], along[:, 0]], 1) * 0.28
    # Six corners a dab: so far along it, so far across.
    run, side = np.array([-1.0, -0.7, 0.7, 1.0, 0.75, -0.65]), np.array([0.0, 1, 1, 0, -1, -1])
    dabs = places[:, None] + along[:, None] * run[:, None] + half[:, None] * side[:, None]
    corners = np.rint(dabs * 16).astype(np.int32)
    for (x, y), points, shift in zip(places.astype(int).tolist(), corners, shifts.tolist(), strict=True):
        below = out[y, x].tolist()
        tone = [int(min(max(c + d, 0.0), 255.0)) for c, d in zip(below, shift, strict=True)]
        cv2.fillPoly(out, [points], tone, cv2.LINE_8, 4)
    return np.asarray(cv2.addWeighted(out, 0.75, cv2.blur(out, (3, 3)), 0.25, 0), np.uint8)


def shaken(picture: Pixels, rng: Generator, reach: float) -> Pixels:
    """The picture with edges that stray by up to `reach` pixels, as a hand draws them."""
    height, width = picture.shape[:2]
    dx, dy = _strays()
    top, left = (int(v) for v in rng.integers(0, _STRAY - 1, 2))
    rows, columns = (np.arange(top, top + height) % _STRAY), (np.arange(left, left + width) % _STRAY)
    x, y = (field.take(rows, 0).take(columns, 1) * np.float32(reach) for field in (dx, dy))
    x += np.arange(width, dtype=np.float32)[None]
    y += np.arange(height, dtype=np.float32)[:, None]
    return np.asarray(cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)


_STRAY = 512


@lru_cache(maxsize=1)
def _strays() -> tuple[np.ndarray, np.ndarray]:
    """Two endless fields of smooth noise of standard deviation 0.5."""
    rng = default_rng(21)
    fields: list[np.ndarray] = []
    for _ in range(2):
        coarse = np.pad(rng.normal(0, 1, (32, 32)).astype(np.float32), 3, mode="wrap")
        side = _STRAY // 32
        wide = cv2.resize(coarse, None, fx=side, fy=side, interpolation=cv2.INTER_CUBIC)
        inner = wide[3 * side : 3 * side + _STRAY, 3 * side : 3 * side + _STRAY]
        fields.append(np.ascontiguousarray(inner * 0.5))
    return fields[0], fields[1]

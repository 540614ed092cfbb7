"""What happens to the whole picture last: tones, colour cast, greys, dot screen, paper, brush and grain.

Every step looks at one pixel's own colour and place, so masks stay exact.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from toonseg.synth.art.canvas import Pixels
from toonseg.synth.art.style import Style

_TILE = 1024  # side of a texture in pixels; larger pages repeat it
_MARGIN = 96  # more than any blur of a texture reaches
_SCREEN = 960  # side of the dot screen: a whole number of its periods of 9.6 pixels
_DOT = 4.8  # distance of a screen's dots in pixels


def finished(picture: Pixels, style: Style, rng: Generator) -> Pixels:
    """The picture (HWC uint8 RGB) as the style's page shows it, of the same shape and type."""
    out = picture
    if abs(style.saturation - 1) > 0.01:
        out = _saturated(out, style.saturation)
    if max(style.cast_amount, style.lift, abs(style.contrast)) > 0.01:
        out = np.asarray(cv2.LUT(out, _tones(style)), np.uint8)
    if style.mono > 0.01:
        grey = cv2.cvtColor(cv2.cvtColor(out, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        out = np.asarray(cv2.addWeighted(out, 1 - style.mono, grey, style.mono, 0), np.uint8)
    if style.screentone > 0.01:
        out = _screened(out, style.screentone)
    if style.brush > 0.05:
        out = _textured(out, _brush(), 0.055 * style.brush, rng)
    if style.paper > 0.01:
        out = _textured(out, _paper(), 0.22 * style.paper, rng)
    if style.grain > 0.01:
        out = _textured(out, _grain(), 0.15 * style.grain, rng)
    return out


def _saturated(picture: Pixels, amount: float) -> Pixels:
    """Colours moved away from (or towards) the grey of their luma."""
    luma = np.array([0.299, 0.587, 0.114])
    matrix = np.eye(3) * amount + (1 - amount) * luma[None]
    return np.asarray(cv2.transform(picture, matrix), np.uint8)


def _tones(style: Style) -> Pixels:
    """The look-up table of contrast, lift and cast, 256 x 1 x 3."""
    values = np.arange(256, dtype=np.float64)[:, None]
    values = (
        values
        + style.contrast * 60 * np.sin((values / 255 - 0.5) * np.pi) * (values / 255) * (1 - values / 255) * 4
    )
    values = values + (255 - values) * 0.45 * style.lift
    tinted = values * np.array(style.cast)[None] / 255
    mixed = np.clip(values + (tinted - values) * style.cast_amount, 0, 255)
    return np.asarray(np.rint(mixed), np.uint8)[:, None]


def _screened(picture: Pixels, amount: float) -> Pixels:
    """Middle tones as a 45-degree screen of dots whose size follows the tone; ink stays solid."""
    height, width = picture.shape[:2]
    luma = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    screen = np.tile(_dots(), (-(-height // _SCREEN), -(-width // _SCREEN)))[:height, :width]
    dots = cv2.addWeighted(luma, 4.0, np.ascontiguousarray(screen), -4.0, 128)
    return np.asarray(cv2.addWeighted(picture, 1 - amount, cv2.cvtColor(dots, cv2.COLOR_GRAY2RGB), amount, 0))


@lru_cache(maxsize=1)
def _dots() -> Pixels:
    """Thresholds of the dot screen, HW uint8, 60..196: below all inks, above all papers; endless."""
    y, x = np.arange(_SCREEN)[:, None], np.arange(_SCREEN)[None]
    wave = np.cos((x + y) * np.pi / _DOT) * np.cos((x - y) * np.pi / _DOT)
    return np.asarray(np.rint(128 + 68 * wave), np.uint8)


def _textured(picture: Pixels, texture: Pixels, amount: float, rng: Generator) -> Pixels:
    """The picture lightened and darkened by a texture (uint8, 128 is neutral), laid at a random place."""
    height, width = picture.shape[:2]
    y, x = (int(v) for v in rng.integers(0, _TILE, 2))
    times = (-(-(y + height) // _TILE), -(-(x + width) // _TILE))
    piece = np.tile(texture, times)[y : y + height, x : x + width]
    layer = cv2.cvtColor(np.ascontiguousarray(piece), cv2.COLOR_GRAY2RGB)
    return np.asarray(cv2.addWeighted(picture, 1.0, layer, amount, -128 * amount), np.uint8)


@lru_cache(maxsize=1)
def _grain() -> Pixels:
    return default_rng(11).integers(0, 256, (_TILE, _TILE), dtype=np.uint8)


@lru_cache(maxsize=1)
def _paper() -> Pixels:
    """Fibres of a rough paper, and the blotches of wash that dries on it."""
    noise = _endless(12)
    fine = _stretched(_cropped(cv2.blur(noise, (3, 3))))
    blotch = _stretched(_cropped(cv2.blur(cv2.blur(cv2.blur(noise, (61, 61)), (41, 41)), (31, 31))))
    return np.asarray(cv2.addWeighted(fine, 0.45, blotch, 0.55, 0), np.uint8)


@lru_cache(maxsize=1)
def _brush() -> Pixels:
    """Broad bristle marks along two directions that give way to one another."""
    noise = _endless(13)
    slope = np.zeros((45, 45), np.float32)
    cv2.line(slope, (2, 34), (42, 10), 1.0, 1)
    smooth = np.asarray(cv2.blur(noise, (3, 3)), np.uint8)
    first = _stretched(_cropped(cv2.filter2D(smooth, -1, slope / slope.sum())))
    second = _stretched(_cropped(cv2.filter2D(smooth, -1, slope[::-1].T.copy() / slope.sum())))
    where = _stretched(_cropped(cv2.blur(cv2.blur(noise, (91, 91)), (61, 61))))
    share = np.clip((where.astype(np.int32) - 128) * 2 + 128, 0, 255)
    mixed = (first.astype(np.int32) * share + second.astype(np.int32) * (255 - share)) // 255
    return np.asarray(mixed, np.uint8)


def _endless(seed: int) -> Pixels:
    """Noise with a margin that repeats its other side, so that what is blurred has no seams."""
    noise = default_rng(seed).integers(0, 256, (_TILE, _TILE), dtype=np.uint8)
    return np.pad(noise, _MARGIN, mode="wrap")


def _cropped(texture: NDArray[Any]) -> Pixels:
    return np.asarray(texture[_MARGIN:-_MARGIN, _MARGIN:-_MARGIN], np.uint8)


def _stretched(texture: Pixels) -> Pixels:
    """The texture with a mean of 128 and two standard deviations to either end."""
    mean, deviation = float(texture.mean()), float(texture.std())
    spread = (texture.astype(np.float32) - mean) * (60.0 / max(deviation, 1e-3)) + 128
    return np.asarray(np.clip(spread, 0, 255), np.uint8)

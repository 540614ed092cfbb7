"""How things are drawn: colour, line, paper and print, changed so that only shapes can be relied on.

Every function takes HWC uint8 RGB and gives the same; `restyled` draws lots which are done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from toonseg.pictures import Rgb

Owner = NDArray[np.uint8]
_GREY = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True)
class Tones:
    """The share of pictures to which each is done."""

    repaint: float = 0.5
    colour: float = 0.8
    grey: float = 0.12
    cast: float = 0.25
    light: float = 0.3
    line: float = 0.35
    paint: float = 0.12
    paper: float = 0.25
    dots: float = 0.06
    blur: float = 0.2
    noise: float = 0.25
    jpeg: float = 0.3


def restyled(pixels: Rgb, owner: Owner, how: Tones, rng: Generator) -> Rgb:
    """The picture in another hand: each change of `how` with its chance, in the order of drawing."""
    if rng.random() < how.repaint:
        pixels = repainted(pixels, owner, rng)
    if rng.random() < how.paint:
        pixels = painted(pixels, rng)
    if rng.random() < how.line:
        pixels = relined(pixels, rng)
    if rng.random() < how.light:
        pixels = lit(pixels, rng)
    if rng.random() < how.colour:
        pixels = recoloured(pixels, rng)
    if rng.random() < how.cast:
        pixels = cast(pixels, rng)
    if rng.random() < how.grey:
        pixels = grey(pixels, rng)
    if rng.random() < how.dots:
        pixels = dotted(pixels, rng)
    if rng.random() < how.paper:
        pixels = on_paper(pixels, rng)
    if rng.random() < how.blur:
        pixels = blurred(pixels, rng)
    if rng.random() < how.noise:
        pixels = _clip(pixels + rng.normal(0, rng.uniform(1, 12), pixels.shape).astype(np.float32))
    if rng.random() < how.jpeg:
        pixels = compressed(pixels, rng)
    return pixels


def repainted(pixels: Rgb, owner: Owner, rng: Generator) -> Rgb:
    """Some instances in other colours, with their lines and shading: other hue, saturation and lightness."""
    lab = cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB).astype(np.float32)
    changed = False
    for number in range(1, int(owner.max(initial=0)) + 1):
        if rng.random() < 0.5:
            continue
        mine = owner == number
        if not mine.any():
            continue
        values = lab[mine]
        angle = rng.uniform(0, 2 * np.pi)
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]], np.float32)
        values[:, 1:] = 128 + (values[:, 1:] - 128) @ turn.T * rng.uniform(0.3, 1.6) + rng.normal(0, 14, 2)
        bright = values[:, 0]
        # Lightness between black, which stays (ink), and the cloth's own, which moves.
        own = float(np.percentile(bright, 75)) + 1.0
        wanted = float(rng.uniform(40, 250))
        values[:, 0] = np.where(bright <= own, bright * (wanted / own), wanted + (bright - own) * 0.7)
        lab[mine] = values
        changed = True
    return _clip(cv2.cvtColor(_clip(lab), cv2.COLOR_LAB2RGB)) if changed else pixels


def recoloured(pixels: Rgb, rng: Generator) -> Rgb:
    """Other gains, offsets and gamma for each channel, other saturation, rarely channels in another order."""
    x: NDArray[Any] = pixels.astype(np.float32)
    if rng.random() < 0.1:
        x = x[:, :, rng.permutation(3)]
    middle = x @ _GREY
    x = middle[:, :, None] + (x - middle[:, :, None]) * np.float32(rng.uniform(0.4, 1.7))
    x = x * rng.uniform(0.75, 1.25, 3).astype(np.float32) + rng.uniform(-22, 22, 3).astype(np.float32)
    table = (255 * (np.arange(256) / 255) ** rng.uniform(0.6, 1.6)).astype(np.uint8)
    return _clip(cv2.LUT(_clip(x), table))


def cast(pixels: Rgb, rng: Generator) -> Rgb:
    """One colour over everything: night, dusk, memory."""
    tint = rng.uniform(20, 255, 3).astype(np.float32)
    share = np.float32(rng.uniform(0.1, 0.5))
    x = pixels.astype(np.float32)
    return _clip(x * (1 - share) + (x * tint / 255 if rng.random() < 0.6 else tint) * share)


def grey(pixels: Rgb, rng: Generator) -> Rgb:
    """Without colour, or in one."""
    plain = (pixels.astype(np.float32) @ _GREY)[:, :, None]
    if rng.random() < 0.7:
        return _clip(np.repeat(plain, 3, axis=2))
    ink, paper = rng.uniform(0, 110, 3).astype(np.float32), rng.uniform(190, 255, 3).astype(np.float32)
    return _clip(ink + (paper - ink) * plain / 255)


def lit(pixels: Rgb, rng: Generator) -> Rgb:
    """Light that changes over the picture, and soft blotches of shadow."""
    height, width = pixels.shape[:2]
    coarse = rng.uniform(0.55, 1.25, (int(rng.integers(2, 5)), int(rng.integers(2, 5)), 1)).astype(np.float32)
    field = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    if field.ndim == 2:
        field = field[:, :, None]
    return _clip(pixels * field)


def relined(pixels: Rgb, rng: Generator) -> Rgb:
    """Lines thicker, thinner, sharper, or drawn once more in another colour."""
    choice = rng.random()
    if choice < 0.3:
        side = 2 if rng.random() < 0.6 else 3
        return _clip(cv2.erode(pixels, np.ones((side, side), np.uint8)))
    if choice < 0.5:
        return _clip(cv2.dilate(pixels, np.ones((2, 2), np.uint8)))
    if choice < 0.75:
        soft = cv2.GaussianBlur(pixels, (0, 0), rng.uniform(0.8, 2.0)).astype(np.float32)
        return _clip(pixels + (pixels - soft) * np.float32(rng.uniform(0.5, 2.0)))
    plain = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    width = float(rng.uniform(0.6, 1.2))
    near, far = cv2.GaussianBlur(plain, (0, 0), width), cv2.GaussianBlur(plain, (0, 0), width * 1.8)
    edge = np.clip((far.astype(np.float32) - near - 2) / rng.uniform(6, 20), 0, 1)[:, :, None]
    ink = rng.uniform(0, 120, 3).astype(np.float32)
    return _clip(pixels * (1 - edge) + ink * edge)


def painted(pixels: Rgb, rng: Generator) -> Rgb:
    """Lines worn away into the colours beside them, as in painted art."""
    if rng.random() < 0.5:
        return _clip(cv2.medianBlur(pixels, int(rng.choice([3, 5, 7]))))
    around = cv2.morphologyEx(pixels, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    return _clip(cv2.bilateralFilter(around, 5, float(rng.uniform(20, 60)), 5))


def on_paper(pixels: Rgb, rng: Generator) -> Rgb:
    """Grain of paper or canvas, coarse and fine."""
    height, width = pixels.shape[:2]
    grain: NDArray[Any] = rng.normal(0, 1, (height, width)).astype(np.float32)
    grain = cv2.GaussianBlur(grain, (0, 0), float(rng.uniform(0.6, 4.0)))
    grain *= np.float32(rng.uniform(0.02, 0.12)) / (grain.std() + 1e-6)
    return _clip(pixels * (1 + grain[:, :, None]))


def dotted(pixels: Rgb, rng: Generator) -> Rgb:
    """Tones printed as dots."""
    height, width = pixels.shape[:2]
    step = float(rng.uniform(3, 7))
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = rng.uniform(0, np.pi)
    along = (columns * np.cos(angle) + rows * np.sin(angle)) * (2 * np.pi / step)
    across = (rows * np.cos(angle) - columns * np.sin(angle)) * (2 * np.pi / step)
    screen = (np.cos(along) + np.cos(across))[:, :, None] * np.float32(rng.uniform(15, 60))
    return _clip(pixels + screen * (pixels < 245) * (pixels > 12))


def blurred(pixels: Rgb, rng: Generator) -> Rgb:
    """Soft, or small and enlarged again."""
    if rng.random() < 0.5:
        return _clip(cv2.GaussianBlur(pixels, (0, 0), float(rng.uniform(0.4, 1.4))))
    height, width = pixels.shape[:2]
    share = rng.uniform(0.4, 0.9)
    small = cv2.resize(pixels, (round(width * share), round(height * share)), interpolation=cv2.INTER_AREA)
    return _clip(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR))


def compressed(pixels: Rgb, rng: Generator) -> Rgb:
    """As JPEG of quality 25 to 90."""
    coded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 90))])[1]
    return _clip(cv2.imdecode(coded, cv2.IMREAD_COLOR))


def _clip(x: Any) -> Rgb:
    values = np.asarray(x)
    return values if values.dtype == np.uint8 else np.clip(values, 0, 255).astype(np.uint8)

"""How people and things are arranged in one cut."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from .compose import Canvas
from .drawing import Drawable
from .ground import ground
from .things import Thing

WIDTH = 690
HEIGHTS = (400, 1000)
NOBODY = 0.08
"""The share of cuts without people."""
PEOPLE = (0.34, 0.28, 0.18, 0.12, 0.08)
"""How probable one to five people are."""
SMALLEST, LARGEST = 60, 850
"""Width of a person in pixels."""


def cut_of(drawings: Sequence[Drawable], clips: Sequence[Thing], rng: np.random.Generator) -> Canvas:
    """One cut of WIDTH pixels with some of the people and things given."""
    height = int(rng.integers(*HEIGHTS, endpoint=True))
    strewn = [_pick(clips, rng).at(int(rng.uniform(60, 260))) for _ in range(2)] if clips else []
    canvas = Canvas(ground(height, WIDTH, strewn, rng))
    nobody = rng.random() < NOBODY
    for _ in range(int(rng.integers(3, 14)) if nobody else int(rng.poisson(2.2))):
        _put_clip(canvas, clips, rng, 60, 520)
    if not nobody:
        _put_people(canvas, drawings, clips, rng)
        for _ in range(int(rng.poisson(0.6))):
            _put_clip(canvas, clips, rng, 40, 260)
    if rng.random() < 0.3:
        _put_bubble(canvas, rng)
    if rng.random() < 0.3:
        _put_frame(canvas, rng)
    return canvas


def _put_people(
    canvas: Canvas, drawings: Sequence[Drawable], clips: Sequence[Thing], rng: np.random.Generator
) -> None:
    """One to five people, the smaller ones behind, now and then a thing between them."""
    count = 1 + int(rng.choice(len(PEOPLE), p=PEOPLE))
    largest = LARGEST if count < 3 else 420
    widths = sorted(np.exp(rng.uniform(np.log(SMALLEST), np.log(largest), count)))
    for width in widths:
        if rng.random() < 0.2:
            _put_clip(canvas, clips, rng, 40, 300)
        drawing = drawings[int(rng.integers(len(drawings)))]
        canvas.put_figure(drawing.at(round(width)), _place(canvas, drawing, float(width), rng))


def _place(canvas: Canvas, drawing: Drawable, width: float, rng: np.random.Generator) -> tuple[int, int]:
    """Where a person stands: (x, y) of its top left pixel; often cut off by the border of the cut."""
    high, wide = canvas.owners.shape
    height = width * drawing.ratio
    x = rng.uniform(0.02, 0.98) * wide - width / 2
    if not drawing.whole and rng.random() < 0.7:
        # Half figures end in a straight line: it lies on the lower border, or below it.
        y = high - height * rng.uniform(0.6, 1)
        y = max(y, -0.3 * height)
    elif height > 0.8 * high:
        y = rng.uniform(-0.3, 0.2) * height
    else:
        y = rng.uniform(-0.2 * height, high - 0.75 * height)
    return round(x), round(y)


def _pick(clips: Sequence[Thing], rng: np.random.Generator) -> Thing:
    return clips[int(rng.integers(len(clips)))]


def _put_clip(
    canvas: Canvas, clips: Sequence[Thing], rng: np.random.Generator, least: float, most: float
) -> None:
    if not clips:
        return
    clip = _pick(clips, rng)
    size = float(np.exp(rng.uniform(np.log(least), np.log(most))))
    width = max(8, round(size / max(1.0, clip.ratio)))
    pixels = clip.at(width)
    if rng.random() < 0.5:
        pixels = np.ascontiguousarray(pixels[:, ::-1])
    high, wide = canvas.owners.shape
    x = int(rng.uniform(-0.3 * width, wide - 0.7 * width))
    canvas.put(pixels, (x, int(rng.uniform(-0.2 * pixels.shape[0], high - 0.4 * pixels.shape[0]))))


def _put_bubble(canvas: Canvas, rng: np.random.Generator) -> None:
    """A balloon with strokes as of writing."""
    width, height = int(rng.integers(110, 320)), int(rng.integers(70, 190))
    bubble = np.zeros((height, width, 4), np.uint8)
    middle, axes = (width // 2, height // 2), (width // 2 - 4, height // 2 - 4)
    cv2.ellipse(bubble, middle, axes, 0, 0, 360, (255, 255, 255, 255), -1, cv2.LINE_AA)
    cv2.ellipse(bubble, middle, axes, 0, 0, 360, (0, 0, 0, 255), int(rng.integers(1, 4)), cv2.LINE_AA)
    size = int(rng.integers(9, 17))
    for y in range(int(height * 0.3), int(height * 0.72), size + 7):
        x, end = int(width * 0.24), int(width * rng.uniform(0.55, 0.78))
        while x < end:
            letter = rng.integers(0, size, (4, 2)) + np.array([x, y])
            cv2.polylines(bubble, [letter.astype(np.int32)], False, (20, 20, 20, 255), 2, cv2.LINE_AA)
            x += size + 2 if rng.random() < 0.8 else 2 * size
    canvas.put(bubble, _anywhere(canvas, bubble, rng))


def _anywhere(canvas: Canvas, thing: NDArray[np.uint8], rng: np.random.Generator) -> tuple[int, int]:
    high, wide = canvas.owners.shape
    return int(rng.uniform(0, wide - thing.shape[1])), int(rng.uniform(0, high - thing.shape[0]))


def _put_frame(canvas: Canvas, rng: np.random.Generator) -> None:
    """The line around a panel."""
    high, wide = canvas.owners.shape
    frame = np.zeros((high, wide, 4), np.uint8)
    cv2.rectangle(frame, (0, 0), (wide - 1, high - 1), (0, 0, 0, 255), int(rng.integers(2, 12)))
    canvas.put(frame, (0, 0))

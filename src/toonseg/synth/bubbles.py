"""Speech bubbles: ellipse, cloud, jagged, rounded and square ones, with tail and lettering."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.random import Generator

from toonseg.synth.lettering import SAYINGS, SOUNDS, letter, text_size
from toonseg.synth.pen import BLACK, INK, WHITE, Canvas, Colour, Points, arc, curve, fill, polygon, stroke
from toonseg.synth.truth import Box


class Outline(Enum):
    """Shapes of a bubble."""

    ELLIPSE = "ellipse"
    ROUNDED = "rounded"
    CLOUD = "cloud"
    JAGGED = "jagged"
    SQUARE = "square"


@dataclass(frozen=True)
class Bubble:
    """A bubble before it is drawn: `width` and `height` of its body in pixels, `tail` from its centre."""

    lines: tuple[str, ...]
    size: float
    outline: Outline
    width: float
    height: float
    paper: Colour = WHITE
    ink: Colour = INK
    line: float = 2
    tail: tuple[float, float] | None = None


def compose_bubble(
    rng: Generator, *, at_least: float = 0, at_most: float = 600, dark: bool = False, scale: float = 1.0
) -> Bubble:
    """Choose words, lettering and shape of a bubble.

    Args:
        rng: Where the choices come from.
        at_least: Smallest height of the body in pixels; short words get air around them.
        at_most: Largest width of the body in pixels.
        dark: White words on black, as for thoughts in dark scenes.
        scale: Enlarges lettering and body, for drawings that are scaled down later.
    """
    lines = tuple(str(rng.choice(SAYINGS)).split("\n"))
    if at_least > 150 and len(lines) == 1:
        lines += tuple(str(rng.choice(SAYINGS)).split("\n"))
    size = float(rng.integers(22, 33)) * scale
    width, height = text_size(lines, size)
    outline = Outline(rng.choice([o.value for o in Outline], p=[0.5, 0.2, 0.1, 0.1, 0.1]))
    air = {
        Outline.ELLIPSE: 1.5,
        Outline.ROUNDED: 1.3,
        Outline.CLOUD: 1.55,
        Outline.JAGGED: 1.7,
        Outline.SQUARE: 1.15,
    }
    body_width = width * air[outline] + size * 1.2
    body_height = max(height * air[outline] + size * 1.6, at_least)
    body_width = max(body_width, body_height * float(rng.uniform(0.75, 1.1)))
    if body_width > at_most:
        size *= at_most / body_width
        body_width = at_most
    paper, ink = (BLACK, WHITE) if dark else (WHITE, INK)
    if not dark and rng.random() < 0.08:
        paper = ((255, 250, 225), (255, 236, 240), (232, 244, 255))[int(rng.integers(3))]
    line = float(rng.choice([1.0, 2.0, 2.0, 3.0])) * scale
    return Bubble(lines, size, outline, body_width, body_height, paper, ink, line)


def draw_bubble(canvas: Canvas, rng: Generator, bubble: Bubble, centre: tuple[float, float]) -> Box:
    """Draw the bubble and its words; returns its box with line and tail, clipped to the canvas."""
    cx, cy = centre
    body = _body(rng, bubble) + np.array([cx, cy])
    parts = [body]
    if bubble.tail is not None:
        tail = _tail(bubble) + np.array([cx, cy])
        parts.append(tail)
        stroke(canvas, tail, bubble.ink, bubble.line * 2, closed=True)
    stroke(canvas, body, bubble.ink, bubble.line * 2, closed=True)
    for part in parts:
        fill(canvas, part, bubble.paper)
    words = INK if bubble.paper != BLACK else WHITE
    letter(canvas, bubble.lines, centre, bubble.size, words)
    points = np.concatenate(parts)
    reach = math.ceil(bubble.line)
    (x0, y0), (x1, y1) = points.min(0) - reach, points.max(0) + reach + 1
    height, width = canvas.shape[:2]
    return max(0, round(x0)), max(0, round(y0)), min(width, round(x1)), min(height, round(y1))


def draw_words(
    canvas: Canvas, lines: tuple[str, ...], size: float, centre: tuple[float, float], colour: Colour
) -> Box:
    """Letter `lines` without any outline, as narration in a gutter; returns their box."""
    letter(canvas, lines, centre, size, colour)
    width, height = text_size(lines, size)
    cx, cy = centre
    rows, columns = canvas.shape[:2]
    return (
        max(0, math.floor(cx - width / 2 - 3)),
        max(0, math.floor(cy - height / 2 - 3)),
        min(columns, math.ceil(cx + width / 2 + 3)),
        min(rows, math.ceil(cy + height / 2 + 5)),
    )


def draw_sound(
    canvas: Canvas, rng: Generator, centre: tuple[float, float], size: float, colour: Colour
) -> None:
    """A big slanted sound word with a white or dark border."""
    border = WHITE if sum(colour) < 500 else INK
    word = (str(rng.choice(SOUNDS)),)
    letter(
        canvas, word, centre, size, colour, weight=0.14, slant=float(rng.uniform(-0.1, 0.35)), outline=border
    )


def _body(rng: Generator, bubble: Bubble) -> Points:
    rx, ry = bubble.width / 2, bubble.height / 2
    if bubble.outline is Outline.SQUARE:
        return polygon((-rx, -ry), (rx, -ry), (rx, ry), (-rx, ry))
    if bubble.outline is Outline.ROUNDED:
        # A superellipse of exponent 4 lies between ellipse and rectangle.
        unit = arc(0, 0, 1, 1, count=72)
        return np.sign(unit) * np.sqrt(np.abs(unit)) * (rx, ry)
    if bubble.outline is Outline.CLOUD:
        lobes = int(rng.integers(9, 14))
        turn = np.linspace(0, 2 * np.pi, lobes * 12, endpoint=False)
        radius = 0.88 + 0.12 * np.abs(np.sin(turn * lobes / 2))
        return np.stack([np.cos(turn) * rx * radius, np.sin(turn) * ry * radius], 1)
    if bubble.outline is Outline.JAGGED:
        spikes = int(rng.integers(14, 22)) * 2
        turn = np.linspace(0, 2 * np.pi, spikes, endpoint=False)
        radius = np.where(
            np.arange(spikes) % 2 == 0, rng.uniform(0.88, 1.0, spikes), rng.uniform(0.68, 0.78, spikes)
        )
        return np.stack([np.cos(turn) * rx * radius, np.sin(turn) * ry * radius], 1)
    return arc(0, 0, rx, ry, count=64)


def _tail(bubble: Bubble) -> Points:
    """A bent spike from inside the body to the tail's tip."""
    assert bubble.tail is not None
    tip = np.array(bubble.tail)
    along = tip / max(1e-6, float(np.hypot(*tip)))
    across = np.array([-along[1], along[0]])
    root = along * min(bubble.width, bubble.height) * 0.32
    half = min(bubble.width, bubble.height) * 0.11
    bend = across * half * 0.7
    first = curve(
        np.stack([root - across * half, (root + tip) / 2 - across * half * 0.4 + bend, tip]), closed=False
    )
    second = curve(
        np.stack([tip, (root + tip) / 2 + across * half * 0.4 + bend, root + across * half]), closed=False
    )
    return np.concatenate([first, second])

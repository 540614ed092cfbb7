"""Grounds that are no place: plain, gradients, speed and focus lines, patterns, hearts, flowers, bokeh."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.random import Generator

from toonseg.synth.art.canvas import Pixels
from toonseg.synth.art.curves import curve
from toonseg.synth.pen import Colour, Points, arc, fill, hsv, mix, new_canvas, polygon, ramp
from toonseg.synth.scene.light import Mood
from toonseg.synth.scene.nature import blot, scalloped

WHITE: Colour = (255, 255, 255)


def draw_graphic(size: tuple[int, int], mood: Mood, rng: Generator, ink: Colour) -> Pixels:
    """A ground of (height, width) that shows a feeling instead of a place, HWC uint8 RGB."""
    height, width = size
    span = (-30, 60) if mood.warmth > 0.5 else (170, 290)
    hue = float(rng.uniform(*span) if rng.random() < 0.55 else rng.uniform(0, 360)) % 360
    strength = float(rng.beta(2, 2)) * (0.65 + 0.35 * mood.energy)
    value = float(np.clip(1.0 - 0.75 * mood.darkness * float(rng.uniform(0.2, 1)), 0.12, 1))
    first, last = (
        hsv(hue, 0.08 + 0.5 * strength, value),
        hsv((hue + float(rng.uniform(-50, 50))) % 360, 0.5 * strength, min(1, value * 1.25)),
    )
    if rng.random() < 0.22:
        first = last = ((255, 255, 255), (250, 248, 244), (16, 14, 20), (236, 236, 240))[int(rng.integers(4))]
    canvas = _wash(height, width, first, last, rng)
    light = mix(last, WHITE, 0.6)
    dark = mix(first, ink, 0.55)
    draw = rng.random()
    if draw < 0.1 + 0.3 * mood.energy:
        (_focus if rng.random() < 0.6 else _speed)(canvas, rng, dark if rng.random() < 0.6 else light)
    elif draw < 0.62:
        motif = int(rng.integers(7))
        if motif == 0:
            _dots(canvas, rng, mix(first, dark, 0.3))
        elif motif == 1:
            _stripes(canvas, rng, mix(first, light, 0.5))
        elif motif == 2:
            _splash(canvas, rng, mix(first, dark, 0.25), light)
        else:
            _floating(canvas, rng, light, mix(hsv((hue + 20) % 360, 0.5, 1.0), WHITE, 0.3), motif)
    elif draw < 0.72:
        _scribble(canvas, rng, mix(first, ink, 0.6))
    elif draw < 0.85:
        _glow(canvas, rng, light)
    return canvas


def _wash(height: int, width: int, first: Colour, last: Colour, rng: Generator) -> Pixels:
    """A gradient along some direction, or around a middle."""
    kind = rng.random()
    if kind < 0.3:
        return ramp(height, width, first, last)
    y, x = np.linspace(-1, 1, height // 8 + 2)[:, None], np.linspace(-1, 1, width // 8 + 2)[None]
    if kind < 0.6:
        turn = float(rng.uniform(0, 6.28))
        share = 0.5 + 0.5 * (np.cos(turn) * x + np.sin(turn) * y) / 1.3
    else:
        cx, cy = (float(v) for v in rng.uniform(-0.5, 0.5, 2))
        share = np.hypot(x - cx, y - cy) / 1.3
    share = np.clip(share, 0, 1)[..., None]
    small = np.rint(np.array(last) * (1 - share) + np.array(first) * share).astype(np.uint8)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _focus(canvas: Pixels, rng: Generator, colour: Colour) -> None:
    """Lines that point at a middle from all sides."""
    height, width = canvas.shape[:2]
    middle = np.array([width * rng.uniform(0.35, 0.65), height * rng.uniform(0.3, 0.6)])
    far, hole = float(np.hypot(width, height)), min(width, height) * float(rng.uniform(0.3, 0.5))
    count = int(rng.integers(70, 200))
    stretch = np.array([max(1.0, width / height), max(1.0, height / width)]) ** 0.6
    for turn in rng.uniform(0, 2 * np.pi, count):
        near, thick = hole * float(rng.uniform(0.85, 1.5)), float(rng.uniform(0.002, 0.017))
        corners = [(near, turn), (far, turn - thick), (far, turn + thick)]
        fill(
            canvas, np.array([(r * np.cos(a), r * np.sin(a)) for r, a in corners]) * stretch + middle, colour
        )


def _speed(canvas: Pixels, rng: Generator, colour: Colour) -> None:
    """Lines of motion across, all at one angle."""
    height, width = canvas.shape[:2]
    lean = float(rng.normal(0, 0.12)) if rng.random() < 0.7 else float(rng.uniform(1.2, 1.9))
    along = np.array([np.cos(lean), np.sin(lean)])
    across = np.array([-along[1], along[0]])
    reach = float(np.hypot(width, height))
    for offset in rng.uniform(-0.6, 0.6, int(rng.integers(50, 140))) * reach:
        start = (
            np.array([width, height]) / 2 + across * offset + along * reach * float(rng.uniform(-0.7, 0.3))
        )
        end = start + along * reach * float(rng.uniform(0.2, 0.8))
        half = across * float(rng.uniform(0.4, 3.4))
        fill(
            canvas,
            np.stack([start - half * 0.3, (start + end) / 2 - half, end, (start + end) / 2 + half]),
            colour,
        )


def _dots(canvas: Pixels, rng: Generator, colour: Colour) -> None:
    """A screen of dots that grow to one side, or an even pattern."""
    height, width = canvas.shape[:2]
    step = float(rng.uniform(12, 40))
    grows = rng.random() < 0.6
    for row, y in enumerate(np.arange(0, height + step, step * 0.87)):
        r = step * (0.1 + 0.4 * y / height if grows else 0.26)
        for x in np.arange((row % 2) * step / 2, width + step, step):
            cv2.circle(canvas, (round(x * 16), round(y * 16)), round(r * 16), colour, -1, cv2.LINE_AA, 4)


def _stripes(canvas: Pixels, rng: Generator, colour: Colour) -> None:
    """Stripes or checks, upright or aslant."""
    height, width = canvas.shape[:2]
    step, lean = float(rng.uniform(14, 60)), float(rng.choice([0.0, 1.0, -1.0]))
    for x in np.arange(-height, width + height, step * 2):
        fill(
            canvas,
            polygon((x, 0), (x + step, 0), (x + step + lean * height, height), (x + lean * height, height)),
            colour,
        )
    if rng.random() < 0.4:
        over = canvas.copy()
        for y in np.arange(0, height, step * 2):
            over[int(y) : int(y + step)] = colour
        canvas[:] = cv2.addWeighted(canvas, 0.5, over, 0.5, 0)


def _splash(canvas: Pixels, rng: Generator, dark: Colour, light: Colour) -> None:
    """Broad swipes of a dry brush."""
    height, width = canvas.shape[:2]
    for _ in range(int(rng.integers(2, 6))):
        tone = mix(dark, light, float(rng.uniform(0, 1)))
        y, lean = float(rng.uniform(0, height)), float(rng.normal(0, 0.3))
        for _ in range(26):
            x0, x1 = sorted(float(v) for v in rng.uniform(-0.2, 1.2, 2) * width)
            at = y + float(rng.normal(0, 0.07)) * height
            half = float(rng.uniform(1, 0.018 * height + 1.5))
            fill(
                canvas,
                polygon((x0, at + lean * x0 - half), (x1, at + lean * x1), (x0, at + lean * x0 + half)),
                tone,
            )


def _floating(canvas: Pixels, rng: Generator, light: Colour, tint: Colour, motif: int) -> None:
    """Hearts, flowers, bubbles, stars or notes that float about, large and small, near ones blurred."""
    height, width = canvas.shape[:2]
    side = min(height, width)
    for k in range(int(rng.integers(14, 40))):
        size = side * float(rng.uniform(0.015, 0.09))
        at = rng.uniform(0, 1, 2) * (width, height)
        turn = float(rng.uniform(-0.6, 0.6))
        c, s = float(np.cos(turn)), float(np.sin(turn))
        outline = (_heart(), _flower(rng), arc(0, 0, 1, 1), _star())[motif - 3] * size
        outline = outline @ np.array([[c, s], [-s, c]]) + at
        tone = mix(light, tint, float(rng.uniform(0, 1)))
        _veil(canvas, outline, tone, float(rng.uniform(0.3, 0.95)))
        if motif == 5:
            _veil(canvas, arc(at[0] - size * 0.3, at[1] - size * 0.3, size * 0.25, size * 0.2), WHITE, 0.7)
        if motif == 4:
            fill(canvas, arc(at[0], at[1], size * 0.2, size * 0.2, count=10), mix(tone, (250, 210, 90), 0.8))
        if k == 12 and rng.random() < 0.5:
            canvas[:] = cv2.blur(canvas, (9, 9))


def _heart() -> Points:
    turn = np.linspace(0, 2 * np.pi, 30, endpoint=False)
    x = np.sin(turn) ** 3
    y = (13 * np.cos(turn) - 5 * np.cos(2 * turn) - 2 * np.cos(3 * turn) - np.cos(4 * turn)) / 16
    return np.stack([x, -y], 1)


def _flower(rng: Generator) -> Points:
    turn = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    petals = int(rng.integers(5, 9))
    reach = 0.45 + 0.55 * np.abs(np.cos(turn * petals / 2))
    return np.stack([np.cos(turn) * reach, np.sin(turn) * reach], 1)


def _star() -> Points:
    turn = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    reach = np.where(np.arange(8) % 2 == 0, 1.0, 0.16)
    return np.stack([np.cos(turn) * reach, np.sin(turn) * reach], 1)


def _scribble(canvas: Pixels, rng: Generator, colour: Colour) -> None:
    """Nervous hatching, thicker towards the edges: gloom."""
    height, width = canvas.shape[:2]
    lean = float(rng.uniform(0.5, 1.2))
    for _ in range(int(rng.integers(120, 320))):
        x = float(rng.beta(0.5, 0.5)) * width
        y = float(rng.beta(0.7, 0.7)) * height
        long = height * float(rng.uniform(0.08, 0.35))
        knots = np.array(
            [(x, y), (x + long * 0.3 * lean, y + long * 0.55), (x + long * 0.5 * lean, y + long)]
        )
        points = np.rint(curve(knots, closed=False, steps=4) * 16).astype(np.int32)
        cv2.polylines(canvas, [points], False, colour, int(rng.integers(1, 3)), cv2.LINE_AA, 4)


def _glow(canvas: Pixels, rng: Generator, light: Colour) -> None:
    """Clouds of light: big soft blots and small sparks."""
    height, width = canvas.shape[:2]
    small = new_canvas(height // 6 + 2, width // 6 + 2)
    small[:] = cv2.resize(canvas, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_AREA)
    for _ in range(int(rng.integers(4, 12))):
        outline = (scalloped(rng) if rng.random() < 0.5 else blot(rng)) * float(rng.uniform(4, 24))
        _veil(
            small,
            outline + rng.uniform(0, 1, 2) * (width / 6, height / 6),
            light,
            float(rng.uniform(0.2, 0.7)),
        )
    canvas[:] = cv2.resize(cv2.blur(small, (9, 9)), (width, height), interpolation=cv2.INTER_LINEAR)
    for x, y, r in rng.uniform(0, 1, (22, 3)) * (width, height, 4) + (0, 0, 1):
        fill(canvas, _star() * r * 2 + (x, y), mix(light, WHITE, 0.7))


def _veil(canvas: Pixels, outline: Points, colour: Colour, alpha: float) -> None:
    low, high = np.maximum(outline.min(0).astype(int) - 1, 0), outline.max(0).astype(int) + 2
    part = canvas[low[1] : high[1], low[0] : high[0]]
    if part.size:
        over = part.copy()
        fill(over, outline - low, colour)
        part[:] = cv2.addWeighted(part, 1 - alpha, over, alpha, 0)

"""The pictures inside panels: a scene with people, framed or not, with what makes panels hard to cut."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.bubbles import compose_bubble, draw_bubble, draw_sound
from toonseg.synth.clothes import Look, invent_look
from toonseg.synth.pen import (
    Canvas,
    Colour,
    hsv,
    new_canvas,
    paint,
)
from toonseg.synth.people import person
from toonseg.synth.scenes import Mood, paint_scene


@dataclass(frozen=True)
class Cast:
    """What all panels of a strip share: its people and its main hues."""

    looks: tuple[Look, ...]
    hues: tuple[float, ...]
    grey: bool = False


def invent_cast(rng: Generator) -> Cast:
    """The people and colours of one episode; one episode in twelve is black and white."""
    looks = tuple(invent_look(rng) for _ in range(4))
    hues = tuple(float(h) for h in rng.uniform(0, 360, 3))
    return Cast(looks, hues, bool(rng.random() < 0.08))


def draw_panel(
    rng: Generator, cast: Cast, width: int, height: int, *, bubbles: float = 0.5, people: float = 0.88
) -> Canvas:
    """A panel without frame: scene, people, sound words, and with chances a bubble inside.

    Returns:
        HWC uint8 RGB of the size asked for.
    """
    canvas = new_canvas(height, width)
    mood = Mood(float(rng.choice(cast.hues)) + float(rng.uniform(-15, 15)), bool(rng.random() < 0.12))
    paint_scene(canvas, rng, mood)
    if rng.random() < people:
        _people(canvas, rng, cast)
    if rng.random() < 0.12:
        colour = hsv(float(rng.uniform(0, 360)), 0.7, 0.85)
        centre = (width * rng.uniform(0.25, 0.75), height * rng.uniform(0.2, 0.8))
        draw_sound(canvas, rng, centre, min(90.0, width / 6, height / 4), colour)
    if height > 260 and width > 300 and rng.random() < bubbles:
        bubble = compose_bubble(rng, at_most=width * 0.6)
        left = bool(rng.random() < 0.5)
        x = (0.06 * width + bubble.width / 2) if left else (0.94 * width - bubble.width / 2)
        draw_bubble(canvas, rng, bubble, (x, bubble.height / 2 + rng.uniform(14, 40)))
    if cast.grey:
        canvas[:] = np.rint(canvas @ np.array([0.299, 0.587, 0.114])).astype(np.uint8)[..., None]
    return canvas


def add_frame(picture: Canvas, width: int, colour: Colour, *, sides: bool = True) -> None:
    """Draw the frame line, `width` pixels wide, inside the border (without `sides`: above and below)."""
    if width > 0:
        picture[:width] = picture[-width:] = colour
        if sides:
            picture[:, :width] = picture[:, -width:] = colour


def _people(canvas: Canvas, rng: Generator, cast: Cast) -> None:
    height, width = canvas.shape[:2]
    wide_shot = height > 330 and rng.random() < 0.3
    count = int(rng.integers(1, 4)) if width > height * 0.8 else 1
    spots = (np.arange(count) + 0.5 + rng.uniform(-0.15, 0.15, count)) * width / count
    for x, who in zip(spots, rng.permutation(len(cast.looks)), strict=False):
        if wide_shot:
            unit = height / rng.uniform(7.2, 8.6)
            drawn, at = person(rng, cast.looks[who], legs=True), (x, height - 6.2 * unit)
        else:
            unit = min(height * rng.uniform(0.34, 0.62), width / count * 0.85)
            drawn, at = person(rng, cast.looks[who]), (x, height - unit * rng.uniform(0.7, 1.5))
        paint(canvas, drawn, unit, at, flip=bool(rng.random() < 0.5))


def draw_bust(canvas: Canvas, rng: Generator, cast: Cast, at: tuple[float, float], scale: float) -> None:
    """Someone of the cast with the face `at` (x, y), a head `scale` pixels tall, the body below."""
    paint(canvas, person(rng, any_look(rng, cast)), scale, at, flip=bool(rng.random() < 0.5))


def any_look(rng: Generator, cast: Cast) -> Look:
    """The looks of someone of the cast."""
    return cast.looks[int(rng.integers(len(cast.looks)))]

"""What stands behind the people of a panel: sky, town, room, class room, night, park, and graphic grounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.pen import (
    INK,
    Canvas,
    Colour,
    arc,
    curve,
    darker,
    fill,
    hsv,
    lighter,
    mix,
    new_canvas,
    polygon,
    ramp,
    rectangle,
    stroke,
)

Painter = Callable[[Canvas, Generator, "Mood"], None]


@dataclass(frozen=True)
class Mood:
    """The colours of a scene: its main hue in degrees, and whether it is dark."""

    hue: float
    dark: bool = False

    def tone(self, saturation: float, value: float, turn: float = 0) -> Colour:
        """A colour of the scene; `turn` degrees away from its main hue."""
        return hsv((self.hue + turn) % 360, saturation, value * (0.45 if self.dark else 1.0))


def paint_scene(canvas: Canvas, rng: Generator, mood: Mood) -> None:
    """Paint one of the scenes over the whole canvas."""
    painters: tuple[Painter, ...] = (sky, town, room, class_room, park, night, flat, dots, glow, rays, speed)
    weights = np.array([2, 2, 3, 2, 2, 1, 1, 1, 1.5, 1, 1])
    painters[int(rng.choice(len(painters), p=weights / weights.sum()))](canvas, rng, mood)


def sky(canvas: Canvas, rng: Generator, mood: Mood) -> None:
    """Sky with clouds above hills."""
    height, width = canvas.shape[:2]
    top = mood.tone(0.55, 0.95, 200 - mood.hue)
    canvas[:] = ramp(height, width, top, lighter(top, 0.65))
    for _ in range(int(rng.integers(1, 5))):
        _cloud(
            canvas, rng, rng.uniform(0, width), rng.uniform(0.1, 0.5) * height, rng.uniform(0.12, 0.3) * width
        )
    for layer in range(int(rng.integers(1, 4))):
        _hills(
            canvas, rng, height * (0.68 + 0.1 * layer), mood.tone(0.45, 0.75 - 0.12 * layer, 110 - mood.hue)
        )


def town(canvas: Canvas, rng: Generator, mood: Mood) -> None:
    """Houses with windows before a sky."""
    height, width = canvas.shape[:2]
    top = mood.tone(0.3, 0.95, 205 - mood.hue)
    canvas[:] = ramp(height, width, top, lighter(top, 0.6))
    for row, tint in ((0.35, 0.35), (0.5, 0.0)):
        x = -rng.uniform(0, 60)
        while x < width:
            wide = rng.uniform(70, 170)
            roof = height * (row + rng.uniform(-0.18, 0.2))
            wall = mix(
                mood.tone(rng.uniform(0.05, 0.35), rng.uniform(0.6, 0.95), rng.uniform(-60, 60)), top, tint
            )
            rectangle(canvas, (x, roof, x + wide, height), wall)
            stroke(
                canvas,
                polygon((x, height), (x, roof), (x + wide, roof), (x + wide, height)),
                darker(wall, 0.7),
                2,
            )
            glass = mix(wall, mood.tone(0.3, 0.95, 200 - mood.hue), 0.6)
            step = rng.uniform(26, 44)
            for wy in steps(roof + 16, height - 20, step * 1.2):
                for wx in steps(x + 12, x + wide - 20, step):
                    rectangle(canvas, (wx, wy, wx + step * 0.5, wy + step * 0.65), glass)
            x += wide + rng.uniform(-6, 14)
    if rng.random() < 0.6:
        road = height * rng.uniform(0.82, 0.93)
        rectangle(canvas, (0, road, width, height), mood.tone(0.05, 0.6))
        stroke(canvas, polygon((0, road), (width, road)), INK, 2)


def room(canvas: Canvas, rng: Generator, mood: Mood) -> None:
    """A wall, a floor in perspective, a window or picture, and a piece of furniture."""
    height, width = canvas.shape[:2]
    wall = mood.tone(rng.uniform(0.1, 0.35), rng.uniform(0.78, 0.97))
    floor = height * rng.uniform(0.7, 0.9)
    canvas[:] = ramp(height, width, darker(wall, 0.1), wall)
    boards = mood.tone(0.4, 0.7, 30 - mood.hue)
    rectangle(canvas, (0, floor, width, height), boards)
    for k in np.linspace(-1.5, 2.5, 14):
        stroke(
            canvas,
            polygon((width * (0.25 + k * 0.5), floor), (width * (k * 1.4 - 0.2), height + 40)),
            darker(boards, 0.3),
            1,
        )
    rectangle(canvas, (0, floor - 10, width, floor), lighter(wall, 0.4))
    stroke(canvas, polygon((0, floor), (width, floor)), INK, 2)
    _window(canvas, rng, mood, floor)
    choice = rng.random()
    if choice < 0.4:
        _shelf(canvas, rng, mood, floor)
    elif choice < 0.7:
        x, wide, tall = rng.uniform(0, 0.7) * width, rng.uniform(0.2, 0.4) * width, floor * 0.22
        cloth = mood.tone(0.5, 0.7, 150)
        fill(
            canvas,
            curve([(x, floor + 8), (x, floor - tall), (x + wide, floor - tall), (x + wide, floor + 8)]),
            cloth,
        )
        stroke(
            canvas,
            curve([(x, floor + 8), (x, floor - tall), (x + wide, floor - tall), (x + wide, floor + 8)]),
            INK,
            2,
            closed=True,
        )


def class_room(canvas: Canvas, rng: Generator, mood: Mood) -> None:
    """A blackboard above rows of desks."""
    height, width = canvas.shape[:2]
    canvas[:] = mood.tone(0.12, 0.94, 40 - mood.hue)
    left, right, low = (
        width * rng.uniform(-0.1, 0.2),
        width * rng.uniform(0.75, 1.1),
        height * rng.uniform(0.42, 0.6),
    )
    rectangle(canvas, (left, height * 0.08, right, low), (150, 110, 70))
    rectangle(canvas, (left + 9, height * 0.08 + 9, right - 9, low - 9), mood.tone(0.5, 0.36, 150 - mood.hue))
    for y in np.arange(height * 0.08 + 40, low - 30, 34):
        points = np.stack(
            [
                np.arange(left + 40, right - 60, 9),
                y + rng.uniform(-4, 4, len(np.arange(left + 40, right - 60, 9))),
            ],
            1,
        )
        if len(points) > 3 and rng.random() < 0.6:
            stroke(canvas, points[: int(rng.integers(3, len(points)))], (225, 232, 225), 1)
    stroke(canvas, polygon((0, height * 0.74), (width, height * 0.74)), INK, 2)
    for x in steps(-30, width, 170):
        y = height * 0.8
        fill(canvas, polygon((x, y), (x + 130, y), (x + 150, y + 34), (x - 14, y + 34)), (222, 184, 130))
        stroke(
            canvas, polygon((x, y), (x + 130, y), (x + 150, y + 34), (x - 14, y + 34)), INK, 2, closed=True
        )
        for leg in (0, 134):
            stroke(canvas, polygon((x + leg, y + 34), (x + leg, height)), (90, 90, 96), 4)


def park(canvas: Canvas, rng: Generator, mood: Mood) -> None:
    """Trees on grass."""
    height, width = canvas.shape[:2]
    air = mood.tone(0.25, 0.97, 195 - mood.hue)
    canvas[:] = ramp(height, width, air, lighter(air, 0.5))
    ground = height * rng.uniform(0.6, 0.8)
    grass = mood.tone(0.5, 0.75, rng.uniform(70, 120) - mood.hue)
    rectangle(canvas, (0, ground, width, height), grass)
    for x in np.sort(rng.uniform(0, width, int(rng.integers(2, 6)))):
        tall = height * rng.uniform(0.3, 0.55)
        foot = ground + rng.uniform(0, 0.1) * height
        rectangle(canvas, (x - 9, foot - tall * 0.6, x + 9, foot), (120, 84, 60))
        crown = mood.tone(0.5, rng.uniform(0.5, 0.75), rng.uniform(80, 140) - mood.hue)
        blob = (
            arc(x, foot - tall, tall * 0.4, tall * 0.45, count=14) + rng.uniform(-0.07, 0.07, (14, 2)) * tall
        )
        fill(canvas, curve(blob), crown)
        stroke(canvas, curve(blob), darker(crown, 0.6), 2, closed=True)
    for x in rng.uniform(0, width, 40):
        y = rng.uniform(ground + 8, height)
        stroke(canvas, polygon((x - 4, y - 8), (x, y), (x + 4, y - 9)), darker(grass, 0.4), 1)


def night(canvas: Canvas, rng: Generator, mood: Mood) -> None:
    """A night sky with moon, stars and dark roofs."""
    height, width = canvas.shape[:2]
    canvas[:] = ramp(height, width, (16, 18, 46), (66, 62, 118))
    for x, y in rng.uniform(0, 1, (60, 2)) * (width, height * 0.7):
        fill(canvas, arc(x, y, 1.4, 1.4, count=8), (240, 240, 210))
    x, y, r = rng.uniform(0.2, 0.8) * width, height * 0.25, min(width, height) * 0.1
    fill(canvas, arc(x, y, r, r), (250, 244, 205))
    _hills(canvas, rng, height * 0.75, (34, 32, 66))
    _hills(canvas, rng, height * 0.88, (20, 20, 42))


def flat(canvas: Canvas, rng: Generator, mood: Mood) -> None:
    """One colour, sometimes with a band of another."""
    height, width = canvas.shape[:2]
    canvas[:] = mood.tone(rng.uniform(0.2, 0.6), rng.uniform(0.6, 0.9), rng.uniform(-40, 40))
    if rng.random() < 0.5:
        y = rng.uniform(0.2, 0.7) * height
        rectangle(canvas, (0, y, width, y + 0.2 * height), mood.tone(0.4, 0.75, 60))


def dots(canvas: Canvas, rng: Generator, mood: Mood) -> None:
    """Screen tone: dots that grow downwards."""
    height, width = canvas.shape[:2]
    ground = mood.tone(0.2, 0.9)
    canvas[:] = ground
    step = int(rng.integers(12, 26))
    for row, y in enumerate(range(0, height + step, step)):
        r = step * 0.45 * (0.2 + 0.8 * y / height)
        for x in range((row % 2) * step // 2, width + step, step):
            fill(canvas, arc(x, y, r, r, count=12), darker(ground, 0.22))


def glow(canvas: Canvas, rng: Generator, mood: Mood) -> None:
    """A soft gradient with floating lights."""
    height, width = canvas.shape[:2]
    canvas[:] = ramp(height, width, mood.tone(0.45, 0.85), mood.tone(0.3, 0.95, 50))
    for x, y, r in rng.uniform(0, 1, (18, 3)) * (width, height, 26) + (0, 0, 5):
        fill(canvas, arc(x, y, r, r), lighter(mood.tone(0.3, 0.95, 20), 0.5))


def rays(canvas: Canvas, rng: Generator, mood: Mood) -> None:
    """Focus lines that meet behind the person."""
    height, width = canvas.shape[:2]
    canvas[:] = mood.tone(0.25, 0.92)
    cx, cy = width * rng.uniform(0.35, 0.65), height * rng.uniform(0.35, 0.65)
    far = width + height
    dark = mood.tone(0.5, 0.3)
    for turn in rng.uniform(0, 2 * np.pi, 90):
        near = min(width, height) * rng.uniform(0.3, 0.5)
        wide = rng.uniform(0.004, 0.02)
        points = [(near, turn), (far, turn - wide), (far, turn + wide)]
        fill(canvas, np.array([(cx + r * np.cos(a), cy + r * np.sin(a)) for r, a in points]), dark)


def speed(canvas: Canvas, rng: Generator, mood: Mood) -> None:
    """Speed lines from side to side."""
    height, width = canvas.shape[:2]
    canvas[:] = mood.tone(0.15, 0.93)
    for y in rng.uniform(0, height, 70):
        x, reach = rng.uniform(-0.3, 0.9) * width, rng.uniform(0.2, 0.9) * width
        stroke(
            canvas,
            polygon((x, y), (x + reach, y + rng.uniform(-2, 2))),
            mood.tone(0.4, rng.uniform(0.3, 0.8)),
            rng.uniform(1, 4),
        )


def steps(start: float, stop: float, step: float) -> list[float]:
    """Evenly spaced numbers from `start` to below `stop`."""
    return [float(v) for v in np.arange(start, stop, step)]


def splash(height: int, width: int, rng: Generator, colour: Colour) -> Canvas:
    """A patch of colour with a wavy border on white, as behind frameless figures."""
    canvas = new_canvas(height, width)
    points = arc(width / 2, height / 2, width * 0.42, height * 0.42, count=16)
    fill(canvas, curve(points * (1 + rng.uniform(-0.05, 0.05, (16, 1)))), colour)
    return canvas


def _cloud(canvas: Canvas, rng: Generator, x: float, y: float, wide: float) -> None:
    for k in np.linspace(-0.4, 0.4, 5):
        r = wide * (0.28 - abs(k) * 0.3) * rng.uniform(0.8, 1.2)
        fill(canvas, arc(x + k * wide, y, r * 1.3, r), (250, 252, 255))


def _hills(canvas: Canvas, rng: Generator, level: float, colour: Colour) -> None:
    height, width = canvas.shape[:2]
    xs = np.linspace(-20, width + 20, 7)
    ridge = curve(np.stack([xs, level + rng.uniform(-0.08, 0.08, 7) * height], 1), closed=False)
    fill(canvas, np.concatenate([ridge, polygon((width + 20, height), (-20, height))]), colour)
    stroke(canvas, ridge, darker(colour, 0.5), 2)


def _window(canvas: Canvas, rng: Generator, mood: Mood, floor: float) -> None:
    width = canvas.shape[1]
    x, wide = rng.uniform(0.05, 0.6) * width, rng.uniform(0.2, 0.35) * width
    top, low = floor * rng.uniform(0.08, 0.2), floor * rng.uniform(0.5, 0.65)
    rectangle(canvas, (x - 8, top - 8, x + wide + 8, low + 8), lighter(mood.tone(0.3, 0.6, 30), 0.4))
    rectangle(canvas, (x, top, x + wide, low), mood.tone(0.3, 0.98, 200 - mood.hue))
    pane = [
        polygon((x + wide / 2, top), (x + wide / 2, low)),
        polygon((x, (top + low) / 2), (x + wide, (top + low) / 2)),
    ]
    for line in pane:
        stroke(canvas, line, INK, 3)
    stroke(canvas, polygon((x, top), (x + wide, top), (x + wide, low), (x, low)), INK, 2, closed=True)
    if rng.random() < 0.5:
        drape = mood.tone(0.35, 0.85, 90)
        for side in (x - 18, x + wide - 10):
            rectangle(canvas, (side, top - 14, side + 28, low + 20), drape)
            stroke(canvas, polygon((side + 14, top - 14), (side + 14, low + 20)), darker(drape, 0.4), 2)


def _shelf(canvas: Canvas, rng: Generator, mood: Mood, floor: float) -> None:
    width = canvas.shape[1]
    x, wide, top = rng.uniform(0.5, 0.75) * width, width * 0.22, floor * 0.3
    wood = mood.tone(0.45, 0.6, 30 - mood.hue)
    rectangle(canvas, (x, top, x + wide, floor + 6), wood)
    for y in np.arange(top + 8, floor - 30, 62):
        rectangle(canvas, (x + 7, y, x + wide - 7, min(y + 52, floor)), darker(wood, 0.45))
        bx = x + 9.0
        while bx < x + wide - 22:
            thick = rng.uniform(7, 15)
            rectangle(
                canvas,
                (bx, y + rng.uniform(4, 16), bx + thick, min(y + 52, floor)),
                mood.tone(0.5, 0.8, rng.uniform(0, 360)),
            )
            bx += thick + 1
    stroke(
        canvas, polygon((x, top), (x + wide, top), (x + wide, floor + 6), (x, floor + 6)), INK, 2, closed=True
    )

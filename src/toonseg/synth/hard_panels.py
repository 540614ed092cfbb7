"""Panels that are hard to cut: with white bands, with flat ends, and frameless figures on white."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from toonseg.synth.bubbles import compose_bubble, draw_bubble, draw_sound
from toonseg.synth.grounds import distance, far_colour
from toonseg.synth.panels import Cast, any_look, draw_bust, draw_panel
from toonseg.synth.pen import (
    WHITE,
    Canvas,
    Colour,
    arc,
    curve,
    darker,
    fill,
    hsv,
    mix,
    new_canvas,
    paint,
    polygon,
    rectangle,
    stroke,
)
from toonseg.synth.people import person
from toonseg.synth.scenes import splash


def draw_banded(
    rng: Generator, cast: Cast, size: tuple[int, int], frame: int, *, bubbles: float = 0.4
) -> Canvas:
    """A panel of `size` (width, height) crossed by one or two bands of pure white, within its frame line.

    Mostly people stand below the band, as before snow or a wall; else it lies over them, as a beam does.
    """
    width, height = size
    behind = bool(rng.random() < 0.6)
    picture = draw_panel(rng, cast, width, height, bubbles=bubbles, people=0.0 if behind else 0.9)
    y1 = _add_white_band(picture, rng, frame)
    room = height - y1
    if behind and room > 90:
        scale = min(room / float(rng.uniform(1.4, 1.9)), width * 0.4)
        draw_bust(picture, rng, cast, (width * float(rng.uniform(0.25, 0.75)), y1 + 16 + scale * 0.95), scale)
    if height > 700 and rng.random() < 0.4:
        _add_white_band(picture[height // 2 :], rng, frame)
    return picture


def _add_white_band(picture: Canvas, rng: Generator, frame: int) -> int:
    """Lay a band of pure white across the picture: a table top, snow, a wall or a beam of light.

    The picture goes on below it. Returns the first row below the band.
    """
    height, width = picture.shape[:2]
    tall = int(rng.integers(10, max(12, min(110, height // 4))))
    y0 = int(rng.integers(height // 4, max(height // 4 + 1, height * 3 // 4 - tall)))
    y1 = y0 + tall
    inside = picture[:, frame : width - frame] if frame else picture
    sort = int(rng.integers(4))
    if sort == 0:  # a table top: straight, with an edge in shade below
        inside[y0:y1] = WHITE
        inside[y1 : y1 + int(rng.integers(3, 12))] = mix(WHITE, (120, 110, 130), 0.6)
    elif sort == 1:  # snow: wavy borders
        xs = np.linspace(-10, width + 10, 9)
        top = np.stack([xs, y0 - rng.uniform(1, 16, 9)], 1)
        low = np.stack([xs[::-1], y1 + rng.uniform(1, 10, 9)], 1)
        fill(inside, np.concatenate([curve(top, closed=False), curve(low, closed=False)]), WHITE)
        inside[y0:y1] = WHITE
    elif sort == 2:  # a beam of light: soft borders
        for k in range(1, 25):
            for y in (y0 - k, y1 - 1 + k):
                if 0 <= y < height:
                    row = inside[y].astype(np.int32)
                    inside[y] = (row + (255 - row) * (25 - k) // 25).astype(np.uint8)
        inside[y0:y1] = WHITE
    else:  # a wall: straight, between two lines
        inside[y0:y1] = WHITE
        inside[y0 - 2 : y0] = inside[y1 : y1 + 2] = (40, 36, 44)
    return y1


def draw_bleed(
    rng: Generator, cast: Cast, size: tuple[int, int], grounds: tuple[Colour, Colour], *, bubbles: float = 0.4
) -> Canvas:
    """A full-bleed panel that begins, ends, or both, in 60 to 200 rows of one flat colour.

    Args:
        rng: Where the choices come from.
        cast: Who may appear.
        size: Width and height in pixels.
        grounds: Colours of the gutters above and below; the flat rows stay clear of them.
        bubbles: Chance of a bubble in the scene and in tall flat rows.
    """
    width, height = size
    which = int(rng.integers(3))
    rows = [int(rng.integers(60, 201)) if which in (2, end) else 0 for end in (0, 1)]
    picture = new_canvas(height, width)
    scene = draw_panel(rng, cast, width, height - sum(rows), bubbles=bubbles)
    picture[rows[0] : height - rows[1]] = scene
    for end, (count, ground) in enumerate(zip(rows, grounds, strict=True)):
        if count:
            edge = scene[0 if end == 0 else -1].mean(0)
            sky: Colour = (int(edge[0]), int(edge[1]), int(edge[2]))
            colour = (
                sky if distance(sky, ground) >= 40 and rng.random() < 0.6 else far_colour(rng, ground, 40)
            )
            _flatten(picture, rng, colour, count, top=end == 0)
            if count > 130 and rng.random() < bubbles:
                bubble = compose_bubble(rng, at_most=width * 0.5)
                if bubble.height < count - 40:
                    x = float(rng.uniform(bubble.width / 2 + 10, width - bubble.width / 2 - 10))
                    draw_bubble(picture, rng, bubble, (x, count / 2 if end == 0 else height - count / 2))
    return picture


def draw_frameless(rng: Generator, cast: Cast, width: int, height: int) -> Canvas:
    """A figure or a thing on white, cropped to the tight box of what is drawn; at most the size asked for."""
    canvas = new_canvas(height, width)
    sort = rng.random()
    tint = hsv(float(rng.choice(cast.hues)), float(rng.uniform(0.15, 0.4)), 0.93)
    if sort < 0.35:
        canvas = splash(height, width, rng, tint)
        draw_bust(canvas, rng, cast, (width / 2, height * 0.4), min(height * 0.28, width * 0.3))
        _wipe_outside(canvas, tint)
    elif sort < 0.6:
        unit = height / 7.4
        ground = height - unit * 0.5
        reach = min(width * 0.46, unit * rng.uniform(1.6, 4.5))
        fill(canvas, arc(width / 2, ground, reach, unit * 0.3), darker(tint, 0.12))
        count = 2 if reach > unit * 2.6 else 1
        for k in range(count):
            shift = 0.0 if count == 1 else (k - 0.5) * unit * 2.2
            paint(canvas, person(rng, any_look(rng, cast), legs=True), unit, (width / 2 + shift, unit * 0.95))
    elif sort < 0.85:
        scale = min(height * 0.36, width * 0.34)
        draw_bust(canvas, rng, cast, (width / 2, height - scale * 1.6), scale)
        if rng.random() < 0.5:
            draw_sound(canvas, rng, (width * 0.3, height - scale * 1.9), scale * 0.22, darker(tint, 0.4))
    else:
        _thing(canvas, rng, tint)
    return _tight(canvas)


def _flatten(picture: Canvas, rng: Generator, colour: Colour, rows: int, *, top: bool) -> None:
    """Paint the first (or last) `rows` rows, with a soft, wavy or hard border to the scene."""
    height, width = picture.shape[:2]
    view = picture if top else picture[::-1]
    sort = int(rng.integers(3))
    if sort == 0:
        for k in range(min(60, height - rows)):
            row = view[rows + k].astype(np.int32)
            view[rows + k] = (row + (np.array(colour) - row) * (60 - k) // 60).astype(np.uint8)
    elif sort == 1:
        xs = np.linspace(-10, width + 10, 12)
        waves = curve(np.stack([xs, rows + rng.uniform(2, 26, 12)], 1), closed=False)
        shape = np.concatenate([waves, polygon((width + 10, 0), (-10, 0))])
        flipped = shape if top else np.stack([shape[:, 0], height - 1 - shape[:, 1]], 1)
        fill(picture, flipped, colour)
    view[:rows] = colour


def _wipe_outside(canvas: Canvas, tint: Colour) -> None:
    """Cut a person off where the patch of colour behind ends, so that nothing sticks out at the bottom."""
    height, width = canvas.shape[:2]
    y = int(height * 0.93)
    canvas[y:] = WHITE
    stroke(canvas, polygon((width * 0.12, y), (width * 0.88, y)), darker(tint, 0.3), 3)


def _thing(canvas: Canvas, rng: Generator, tint: Colour) -> None:
    """A cup, a telephone or a letter."""
    height, width = canvas.shape[:2]
    cx, size = width / 2, min(width, height) * 0.36
    cy = height / 2
    ink = darker(tint, 0.7)
    sort = int(rng.integers(3))
    if sort == 0:
        handle = arc(cx + size * 0.7, cy, size * 0.35, size * 0.4)
        stroke(canvas, handle, ink, size * 0.12, closed=True)
        body = curve(
            [
                (cx - size * 0.7, cy - size * 0.6),
                (cx + size * 0.7, cy - size * 0.6),
                (cx + size * 0.5, cy + size * 0.7),
                (cx - size * 0.5, cy + size * 0.7),
            ]
        )
        fill(canvas, body, tint)
        stroke(canvas, body, ink, 4, closed=True)
        fill(canvas, arc(cx, cy - size * 0.62, size * 0.66, size * 0.16), (110, 70, 50))
    elif sort == 1:
        rectangle(canvas, (cx - size * 0.5, cy - size, cx + size * 0.5, cy + size), ink)
        rectangle(canvas, (cx - size * 0.44, cy - size * 0.88, cx + size * 0.44, cy + size * 0.8), tint)
        for k in range(4):
            y = cy - size * 0.7 + k * size * 0.35
            rectangle(
                canvas,
                (cx - size * 0.36, y, cx + size * rng.uniform(-0.1, 0.3), y + size * 0.2),
                mix(tint, WHITE, 0.7),
            )
    else:
        corners = [
            (cx - size, cy - size * 0.6),
            (cx + size, cy - size * 0.6),
            (cx + size, cy + size * 0.6),
            (cx - size, cy + size * 0.6),
        ]
        fill(canvas, polygon(*corners), tint)
        stroke(canvas, polygon(*corners), ink, 4, closed=True)
        stroke(canvas, polygon(corners[0], (cx, cy + size * 0.1), corners[1]), ink, 4)


def _tight(canvas: Canvas) -> Canvas:
    drawn = canvas.min(2) < 240
    rows, columns = np.flatnonzero(drawn.any(1)), np.flatnonzero(drawn.any(0))
    return canvas[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].copy()

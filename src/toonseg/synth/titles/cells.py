"""The panels of a drawn strip, composed: plain ones, frameless figures, white bands, flat ends."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from toonseg.synth.grounds import far_colour
from toonseg.synth.layout import Cell, Content
from toonseg.synth.pen import WHITE, Canvas, Colour, fill, mean_colour, new_canvas, polygon
from toonseg.synth.scene import Scene
from toonseg.synth.titles.artist import Artist
from toonseg.synth.titles.composer import draw_cut, draw_figures
from toonseg.synth.titles.cut import Cut
from toonseg.synth.titles.overlay import over
from toonseg.synth.titles.taste import Shot


def draw_cell(
    cell: Cell, artist: Artist, rng: Generator, grounds: tuple[Colour, Colour], *, bubbles: float
) -> Cut:
    """The cell's picture without frame line; frameless ones are cropped to what is drawn.

    `grounds` are the colours of the gutters above and below, `bubbles` the chance of speech inside.
    """
    size = cell.height, cell.x1 - cell.x0
    if cell.content is Content.FRAMELESS:
        return _frameless(size, artist, rng)
    if cell.content is Content.BLEED and cell.height > 300:
        return _bleed(size, artist, rng, grounds, bubbles)
    cut = draw_cut(size, artist.cast, artist.style, rng, scene=_place(artist, rng), bubbles=bubbles)
    if cell.content is Content.BANDED:
        _band(cut, rng, cell.frame)
    return cut


def _place(artist: Artist, rng: Generator) -> Scene:
    """One of the episode's locations; the first is seen most."""
    return artist.scenes[min(int(rng.integers(len(artist.scenes))), int(rng.integers(len(artist.scenes))))]


def _frameless(size: tuple[int, int], artist: Artist, rng: Generator) -> Cut:
    """Figures on white, cropped to their tight box."""
    shots = (Shot.BUST, Shot.HALF, Shot.KNEES, Shot.FULL)
    shot = shots[int(rng.integers(len(shots)))]
    cut = draw_figures(new_canvas(*size), artist.cast, artist.style, rng, shot=shot)
    drawn = (cut.picture.min(2) < 240) | (cut.ids > 0)
    rows, columns = np.flatnonzero(drawn.any(1)), np.flatnonzero(drawn.any(0))
    part = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return Cut(cut.picture[part].copy(), cut.ids[part].copy(), cut.owners)


def _band(cut: Cut, rng: Generator, frame: int) -> None:
    """A band of pure white across the picture, within its frame line: a wall, a beam, a torn page."""
    height, width = cut.ids.shape
    tall = int(rng.integers(10, max(12, min(110, height // 4))))
    y0 = int(rng.integers(height // 4, max(height // 4 + 1, height * 3 // 4 - tall)))
    torn = float(rng.choice([0.0, rng.uniform(3, 14)]))
    xs = np.linspace(frame, width - frame, 13)
    upper = np.stack([xs, y0 - rng.uniform(0, torn, 13)], 1)
    lower = np.stack([xs[::-1], y0 + tall + rng.uniform(0, torn, 13)], 1)
    over(cut.picture, cut.ids, lambda sheet: fill(sheet, np.concatenate([upper, lower]), WHITE))
    inside = np.s_[y0 : y0 + tall, frame : width - frame]
    cut.picture[inside] = WHITE
    cut.ids[inside] = 0


def _bleed(
    size: tuple[int, int], artist: Artist, rng: Generator, grounds: tuple[Colour, Colour], bubbles: float
) -> Cut:
    """A panel that begins, ends, or both, in 60 to 200 rows of one flat colour, clear of the gutter's."""
    height, width = size
    which = int(rng.integers(3))
    rows = [min(int(rng.integers(60, 201)), height // 4) if which in (2, end) else 0 for end in (0, 1)]
    scene = draw_cut(
        (height - sum(rows), width),
        artist.cast,
        artist.style,
        rng,
        scene=_place(artist, rng),
        bubbles=bubbles,
    )
    picture, ids = new_canvas(height, width), np.zeros(size, np.uint8)
    inner = np.s_[rows[0] : height - rows[1]]
    picture[inner], ids[inner] = scene.picture, scene.ids
    for end, (count, ground) in enumerate(zip(rows, grounds, strict=True)):
        if count:
            edge = mean_colour(scene.picture[-1 if end else 0])
            colour = (
                edge
                if sum(abs(a - b) for a, b in zip(edge, ground, strict=True)) > 120
                else far_colour(rng, ground, 40)
            )
            _end(picture, ids, rng, colour, count, foot=bool(end))
    return Cut(picture, ids, scene.owners)


def _end(
    picture: Canvas,
    ids: np.ndarray[tuple[int, int], np.dtype[np.uint8]],
    rng: Generator,
    colour: Colour,
    count: int,
    *,
    foot: bool,
) -> None:
    """Flat rows, with a soft or a slanted border to the scene."""
    height, width = ids.shape
    view, numbers = (picture[::-1], ids[::-1]) if foot else (picture, ids)
    view[:count] = colour
    numbers[:count] = 0
    reach = min(60, height - count)
    if rng.random() < 0.5:
        share = np.linspace(1, 0, reach)[:, None, None]
        view[count : count + reach] = np.rint(
            view[count : count + reach] * (1 - share) + np.array(colour) * share
        )
        numbers[count : count + reach // 2] = 0  # beyond, the scene is more than half seen
    else:
        slope = float(rng.uniform(-40, 40))
        y = (height - count) if foot else count
        out = -1 if foot else 1
        corners = polygon(
            (0, y), (width, y), (width, y + out * max(0.0, slope)), (0, y + out * max(0.0, -slope))
        )
        over(picture, ids, lambda sheet: fill(sheet, corners, colour))

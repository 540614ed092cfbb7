"""The panels of a drawn strip, composed: plain ones, broken frames, frameless figures, bands, flat ends."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from toonseg.synth.art.curves import curve
from toonseg.synth.pen import (
    WHITE,
    Canvas,
    Colour,
    arc,
    fill,
    hsv,
    mean_colour,
    mix,
    new_canvas,
    polygon,
    stroke,
)
from toonseg.synth.scene import Scene
from toonseg.synth.strips.grounds import far_colour
from toonseg.synth.strips.layout import Cell, Content
from toonseg.synth.titles.artist import Artist
from toonseg.synth.titles.breaking import Panel, draw_broken
from toonseg.synth.titles.composer import draw_cut, draw_figures
from toonseg.synth.titles.cut import Cut
from toonseg.synth.titles.overlay import over
from toonseg.synth.titles.taste import Shot

Ids = NDArray[np.uint8]

_TRIES = 4
_NEAR = 14  # pixels between things that are still seen as one


def draw_cell(
    cell: Cell, artist: Artist, rng: Generator, grounds: tuple[Colour, Colour], *, bubbles: float
) -> Panel:
    """The cell's picture without frame line; frameless ones are cropped to what is drawn.

    `grounds` are the colours of the gutters above and below, `bubbles` the chance of speech inside.
    """
    size = cell.height, cell.x1 - cell.x0
    if cell.content is Content.FRAMELESS:
        return Panel(_frameless(size, artist, rng))
    if cell.content is Content.BLEED and cell.height > 300:
        return Panel(_bleed(size, artist, rng, grounds, bubbles))
    if any(cell.room):
        for _ in range(_TRIES):
            broken = draw_broken(
                size, cell.room, grounds[0], artist, _place(artist, rng), rng, bubbles=bubbles
            )
            if broken is not None:
                return broken
    # A slanted frame would cut off what is said beside it; balloons hang over its edges instead.
    cut = _drawn(size, artist, rng, 0.0 if cell.corners else bubbles)
    if cell.content is Content.BANDED:
        _band(cut, rng, cell.frame)
    return Panel(cut)


def _drawn(size: tuple[int, int], artist: Artist, rng: Generator, bubbles: float) -> Cut:
    scene = _place(artist, rng)
    return draw_cut(size, artist.cast, artist.style, rng, scene=scene, bubbles=bubbles, hand=artist.hand)


def _place(artist: Artist, rng: Generator) -> Scene:
    """One of the episode's locations; the first is seen most."""
    return artist.scenes[min(int(rng.integers(len(artist.scenes))), int(rng.integers(len(artist.scenes))))]


def _frameless(size: tuple[int, int], artist: Artist, rng: Generator) -> Cut:
    """A figure, or some who touch, on white or before a patch of colour, cropped to the tight box.

    Who is cut off below fades into the paper, as frameless figures do.
    """
    taste = artist.cast.taste
    shots = (Shot.BUST, Shot.BUST, Shot.HALF, Shot.FULL)
    shot = shots[int(rng.integers(len(shots)))]
    ground = new_canvas(*size)
    if rng.random() < 0.45:
        _patch(ground, rng, artist.style.mono)
    for tried in range(_TRIES):
        # People apart from each other would be seen as panels of their own: if they are, one comes alone.
        company = taste.company if tried < 2 else 0.0
        cast = replace(artist.cast, taste=replace(taste, company=company))
        cut = draw_figures(ground, cast, artist.style, rng, shot=shot)
        people = np.asarray((cut.picture != ground).any(2))
        cut = _faded(cut, rng) if people[-1].any() else cut
        if not _cut_off(people) and _as_one(_seen(cut)):
            break
    seen = _seen(cut)
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    part = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return Cut(cut.picture[part].copy(), cut.ids[part].copy(), cut.owners)


def _seen(cut: Cut) -> NDArray[np.bool_]:
    return np.asarray((cut.picture.min(2) < 240) | (cut.ids > 0))


def _cut_off(people: NDArray[np.bool_]) -> bool:
    """Whether somebody is cut off above or at a side, where no frame does it."""
    return bool(people[0].any() or people[:, 0].any() or people[:, -1].any())


def _as_one(seen: NDArray[np.bool_]) -> bool:
    """Whether what is seen hangs together, a few pixels of air left aside."""
    if not seen.any():
        return False
    wide = cv2.dilate(seen.view(np.uint8), np.ones((_NEAR, _NEAR), np.uint8))
    _, _, parts, _ = cv2.connectedComponentsWithStats(wide)
    return bool(parts[1:, cv2.CC_STAT_AREA].max() > 0.97 * parts[1:, cv2.CC_STAT_AREA].sum())


def _patch(ground: Canvas, rng: Generator, mono: float) -> None:
    """A patch of one tint, grey on a grey page, behind a frameless figure: a disc, a splash or a bar."""
    height, width = ground.shape[:2]
    tint = hsv(
        float(rng.uniform(0, 360)), float(rng.uniform(0.08, 0.4)) * (1 - mono), float(rng.uniform(0.8, 0.97))
    )
    middle = np.array([width / 2, height * float(rng.uniform(0.42, 0.58))])
    sort = int(rng.integers(3))
    if sort == 0:
        radius = min(width, height) * float(rng.uniform(0.34, 0.46))
        fill(ground, arc(float(middle[0]), float(middle[1]), radius, radius, count=72), tint)
    elif sort == 1:
        around = arc(0, 0, width * 0.42, height * 0.42, count=16) * (1 + rng.uniform(-0.08, 0.08, (16, 1)))
        fill(ground, curve(around + middle), tint)
    else:
        lean, half = float(rng.uniform(-0.12, 0.12)) * width, height * float(rng.uniform(0.2, 0.36))
        x0, x1, y = width * 0.06, width * 0.94, float(middle[1])
        fill(
            ground,
            polygon(
                (x0 + lean, y - half), (x1 + lean, y - half), (x1 - lean, y + half), (x0 - lean, y + half)
            ),
            tint,
        )


def _faded(cut: Cut, rng: Generator) -> Cut:
    """The picture with its foot fading into white; nobody owns what is more than half gone."""
    height = cut.ids.shape[0]
    reach = max(8, round(height * float(rng.uniform(0.08, 0.22))))
    share = np.linspace(0, 1, reach)[:, None, None]
    picture, ids = cut.picture.copy(), cut.ids.copy()
    picture[-reach:] = np.rint(picture[-reach:] * (1 - share) + 255 * share)
    ids[-(reach // 2) :] = 0
    return Cut(picture, ids, cut.owners)


def _band(cut: Cut, rng: Generator, frame: int) -> None:
    """A band of pure white across the picture, within its frame line: torn or straight, between two lines,
    or a beam with soft borders."""
    height, width = cut.ids.shape
    tall = int(rng.integers(10, max(12, min(110, height // 4))))
    y0 = int(rng.integers(height // 4, max(height // 4 + 1, height * 3 // 4 - tall)))
    y1 = y0 + tall
    sort = int(rng.integers(4))
    if sort == 0:
        _torn(cut, rng, (frame, y0, width - frame, y1))
    elif sort == 1:
        for y in (y0 - 1, y1):
            ends = polygon((frame, y), (width - frame, y))
            over(cut.picture, cut.ids, partial(stroke, points=ends, colour=(40, 36, 44), width=3))
    elif sort == 2:
        for y in (*range(y0 - 24, y0), *range(y1, y1 + 24)):
            if frame <= y < height - frame:
                share = 1 - min(abs(y - y0), abs(y - y1 + 1)) / 25
                cut.picture[y, frame : width - frame] = np.rint(
                    cut.picture[y, frame : width - frame] * (1 - share) + 255 * share
                )
                if share > 0.5:
                    cut.ids[y, frame : width - frame] = 0
    inside = np.s_[y0:y1, frame : width - frame]
    cut.picture[inside] = WHITE
    cut.ids[inside] = 0


def _torn(cut: Cut, rng: Generator, box: tuple[int, int, int, int]) -> None:
    """White with uneven borders above and below the box."""
    x0, y0, x1, y1 = box
    torn = float(rng.uniform(3, 14))
    xs = np.linspace(x0, x1, 13)
    upper = np.stack([xs, y0 - rng.uniform(0, torn, 13)], 1)
    lower = np.stack([xs[::-1], y1 + rng.uniform(0, torn, 13)], 1)
    over(cut.picture, cut.ids, lambda sheet: fill(sheet, np.concatenate([upper, lower]), WHITE))


def _bleed(
    size: tuple[int, int], artist: Artist, rng: Generator, grounds: tuple[Colour, Colour], bubbles: float
) -> Cut:
    """A panel that begins, ends, or both, in 60 to 200 rows of one flat colour, clear of the gutter's."""
    height, width = size
    which = int(rng.integers(3))
    rows = [min(int(rng.integers(60, 201)), height // 4) if which in (2, end) else 0 for end in (0, 1)]
    scene = _drawn((height - sum(rows), width), artist, rng, bubbles)
    picture, ids = new_canvas(height, width), np.zeros(size, np.uint8)
    inner = np.s_[rows[0] : height - rows[1]]
    picture[inner], ids[inner] = scene.picture, scene.ids
    for end, (count, ground) in enumerate(zip(rows, grounds, strict=True)):
        if count:
            edge = mean_colour(scene.picture[-1 if end else 0])
            apart = sum(abs(a - b) for a, b in zip(edge, ground, strict=True)) > 120
            _end(picture, ids, rng, edge if apart else _of_picture(scene, rng, ground), count, foot=bool(end))
    busy = tuple((x0, y0 + rows[0], x1, y1 + rows[0]) for x0, y0, x1, y1 in scene.busy)
    return Cut(picture, ids, scene.owners, busy)


def _of_picture(scene: Cut, rng: Generator, ground: Colour) -> Colour:
    """A colour for a flat end that goes with the picture and not with the gutter: the picture's mean in
    shade or light; any colour if neither is clear of the gutter."""
    mean = mean_colour(scene.picture)
    for other in ((30, 26, 40), WHITE):
        tone = mix(mean, other, 0.45)
        if max(abs(a - b) for a, b in zip(tone, ground, strict=True)) > 50:
            return tone
    return far_colour(rng, ground, 40)


def _end(picture: Canvas, ids: Ids, rng: Generator, colour: Colour, count: int, *, foot: bool) -> None:
    """Flat rows, with a soft or a slanted border to the scene."""
    height, width = ids.shape
    view, numbers = (picture[::-1], ids[::-1]) if foot else (picture, ids)
    view[:count] = colour
    numbers[:count] = 0
    reach = min(60, height - count)
    if rng.random() < 0.6:
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

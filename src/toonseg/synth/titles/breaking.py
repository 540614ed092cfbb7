"""Panels whose figures break the frame: a head, an arm or a foot lies over the frame line, in the gutter."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from toonseg.synth.art import Canvas, finished
from toonseg.synth.pen import Colour, new_canvas
from toonseg.synth.scene import Scene, speak_over
from toonseg.synth.titles.artist import Artist
from toonseg.synth.titles.composer import draw_people, lightened
from toonseg.synth.titles.cut import Cut
from toonseg.synth.titles.shots import Standing, stage, stand_of
from toonseg.synth.titles.taste import Shot

_SHOTS = (Shot.BUST, Shot.HALF, Shot.HALF, Shot.FULL)
_CLOSE = {Shot.BUST: 0.75, Shot.HALF: 0.5, Shot.FULL: 0.1}
_LEAST = 400  # pixels beyond the frame: less is no breaking of it
_MOST_PEOPLE = 3


@dataclass(frozen=True)
class Panel:
    """A composed panel, with what its figures show beyond the frame.

    Attributes:
        cut: The picture; with room around the panel if its figures break the frame. Nobody owns what is not
            seen there. Its `busy` boxes are the panel's.
        room: Of that room: above, right, below, left, in pixels.
        figures: HW bool: where figures lie over the frame line and beyond it; None if they break no frame.
    """

    cut: Cut
    room: tuple[int, int, int, int] = (0, 0, 0, 0)
    figures: NDArray[np.bool_] | None = None

    @property
    def inner(self) -> tuple[slice, slice]:
        """Rows and columns of the picture that lie in the panel."""
        up, right, down, left = self.room
        height, width = self.cut.ids.shape
        return slice(up, height - down), slice(left, width - right)

    @property
    def height(self) -> int:
        """Of the panel, in pixels."""
        return int(self.cut.ids.shape[0]) - self.room[0] - self.room[2]


def draw_broken(  # noqa: PLR0917
    size: tuple[int, int],
    room: tuple[int, int, int, int],
    paper: Colour,
    artist: Artist,
    scene: Scene,
    rng: Generator,
    *,
    bubbles: float = 0.4,
) -> Panel | None:
    """Compose a panel of `size` (height, width) with a figure that breaks its frame.

    Args:
        size: Of the panel, frame line and all, in pixels.
        room: How far figures may go beyond it: above, right, below, left.
        paper: Colour of the gutter around, with which their edges are blended.
        artist: Style and cast.
        scene: Where.
        rng: Everything that is left to chance.
        bubbles: Chance of speech in it.

    Returns:
        None if nothing goes beyond the frame, or only what would be cut off beyond it, too, or if the picture
        is so dark that it would have to be lightened apart from what lies in the gutter.
    """
    height, width = size
    up, right, down, left = room
    shot = _SHOTS[int(rng.integers(len(_SHOTS)))]
    ratio = artist.style.ratio
    places = _lifted(stage(shot, size, artist.cast.taste, ratio, rng)[-_MOST_PEOPLE:], up, rng)
    backdrop = scene.draw(
        size, artist.style, rng, close=_CLOSE[shot], front=0.0, stand=stand_of(places, ratio)
    )
    style = backdrop.lit(artist.style)
    ground = new_canvas(height + up + down, width + left + right, paper)
    panel = np.s_[up : up + height, left : left + width]
    ground[panel] = backdrop.picture
    canvas = Canvas(ground)
    there = [place.moved(left, up) for place in places]
    heads = draw_people(canvas, artist.cast, style, rng, shot, there, shadows=False)
    drawing = canvas.finish()
    beyond = np.asarray((drawing.picture != ground).any(2) | (drawing.ids > 0))
    beyond[panel] = False
    kept = _whole(beyond)
    # Seen to be cut off above the frame, a head is worse than one that the frame cuts.
    heads_lost = int(kept[:up].sum()) < min(_LEAST, int(beyond[:up].sum()))
    if heads_lost or int(kept.sum()) < _LEAST:
        return None
    picture, ids = finished(drawing.picture, style, rng), drawing.ids.copy()
    if (
        lightened(picture[panel]) is not picture[panel]
        and (lightened(picture[panel]) != picture[panel]).any()
    ):
        return None
    figures = np.asarray((drawing.picture != ground).any(2) | (ids > 0))
    ids[~kept & ~_inside(ids.shape, panel)] = 0
    inner, numbers = np.ascontiguousarray(picture[panel]), np.ascontiguousarray(ids[panel])
    spoken = inner.copy()
    faces = [(x0 - left, y0 - up, x1 - left, y1 - up) for x0, y0, x1, y1 in heads]
    balloons = speak_over(
        spoken, numbers, rng, faces, chance=bubbles, energy=scene.mood.energy, mono=style.mono,
        hand=artist.hand,
    )  # fmt: skip
    figures[panel] &= (spoken == inner).all(2)
    picture[panel], ids[panel] = spoken, numbers
    figures &= kept | _inside(ids.shape, panel)
    busy = (*faces, *balloons)
    return Panel(Cut(picture, ids, drawing.owners, busy), room, figures)


def _lifted(places: list[Standing], up: int, rng: Generator) -> list[Standing]:
    """The figures, all higher, so that the highest head stands out of the panel by a part that fits into `up`
    pixels; whole figures stay, and break the frame with what sticks out at the sides and below."""
    heads = [place for place in places if not place.feet]
    if not heads:
        return places
    top = min(heads, key=lambda place: place.y - place.head / 2)
    # The middle of its head comes to lie just below the frame; hair needs half as much again above the crown.
    wanted = min(float(rng.uniform(0.0, 0.42)), up / top.head - 0.75) * top.head
    rise = top.y - (top.head * 0.42 - wanted)
    return [place if place.feet else replace(place, y=place.y - rise) for place in places]


def _whole(beyond: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The parts of a mask that do not reach the picture's border, nor all but touch one that does."""
    joined = cv2.dilate(beyond.view(np.uint8), np.ones((9, 9), np.uint8))
    count, parts = cv2.connectedComponents(joined, connectivity=8)
    cut_off = np.zeros(count, bool)
    for line in (parts[0], parts[-1], parts[:, 0], parts[:, -1]):
        cut_off[line[line > 0]] = True
    return np.asarray(beyond & ~cut_off[parts])


def _inside(size: tuple[int, ...], panel: tuple[slice, slice]) -> NDArray[np.bool_]:
    inside = np.zeros(size, bool)
    inside[panel] = True
    return inside

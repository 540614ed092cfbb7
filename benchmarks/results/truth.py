"""Drawn cuts with their true ink and true flat colours, without an option for it in the drawing itself.

A cut is drawn three times by the same chance: as it is; without light and shade, in black ink; the same in
white ink. What black and white ink tell apart is ink, and how far they differ is how much ink covers a pixel;
what is left of a pixel without that is its flat colour. Speech and effects are left out: they lie over the
drawing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from toonseg.pictures import decode, encode
from toonseg.synth.art import Canvas, Style, finished
from toonseg.synth.titles.artist import Artist, Order, artist_of, rng_of
from toonseg.synth.titles.composer import draw_people
from toonseg.synth.titles.dataset import cut_size
from toonseg.synth.titles.shots import stage, stand_of
from toonseg.synth.titles.taste import Shot

Pixels = NDArray[np.uint8]

_FIRST_TITLE = 2_000_000  # titles of their own: those of training sets lie elsewhere
_QUALITY = 90  # of JPEG, as sites serve pages
_PLAIN = {
    "shade": (255, 255, 255), "cel": 0.0, "soft": 0.0, "gradient": 0.0, "highlight": 0.0, "shine": 0.0,
    "rim": 0.0, "brush": 0.0, "blush": 0.0, "line_tone": 0.0, "line_fade": 0.0,
}  # fmt: skip
_UNTEXTURED = {"screentone": 0.0, "brush": 0.0, "paper": 0.0, "grain": 0.0}


@dataclass(frozen=True)
class TrueCut:
    """A drawn cut.

    Attributes:
        picture: HWC uint8 RGB, after JPEG at quality 90.
        ink: HW float32, 0..1: how far ink covers each pixel.
        flat: HWC uint8 RGB, the colours without light, shade, ink and texture, in the page's tone.
        known: HW bool, where `flat` is known: on people, where ink covers less than half.
        ids: HW uint8, 0 nobody, else the number of an instance.
    """

    picture: Pixels
    ink: NDArray[np.float32]
    flat: Pixels
    known: NDArray[np.bool_]
    ids: Pixels


def true_cut(style: str, seed: int, number: int) -> TrueCut:
    """Cut `number` of a preset's drawings, from 0 up; the artist changes with every cut."""
    order = Order(seed, style)
    artist = artist_of(order, _FIRST_TITLE + number)
    artist = replace(artist, style=replace(artist.style, backlit=0.0))
    whole = _drawn(order, artist, number, artist.style)
    flat = replace(artist.style, **_PLAIN)  # type: ignore[arg-type]
    black = _drawn(order, artist, number, replace(flat, ink=(0, 0, 0)))
    white = _drawn(order, artist, number, replace(flat, ink=(255, 255, 255)))
    ink = (white.picture.astype(np.float32) - black.picture).max(2) / 255
    bare = np.clip(np.rint(black.picture / np.maximum(1 - ink[..., None], 0.05)), 0, 255).astype(np.uint8)
    rng = rng_of(order, _FIRST_TITLE + number, 4)
    page = encode(finished(whole.picture, whole.style, rng), "jpg", quality=_QUALITY)
    toned = finished(bare, replace(whole.style, **_UNTEXTURED), rng)  # type: ignore[arg-type]
    known = black.people & white.people & (ink < 0.5)
    return TrueCut(decode(page, "cut"), np.clip(ink, 0, 1), toned, known, whole.ids)


@dataclass(frozen=True)
class _Drawn:
    """A drawing: HWC uint8 RGB, HW bool where people are, HW uint8 instances, and the style in its light."""

    picture: Pixels
    people: NDArray[np.bool_]
    ids: Pixels
    style: Style


def _drawn(order: Order, artist: Artist, number: int, style: Style) -> _Drawn:
    """The people in their place."""
    title = _FIRST_TITLE + number
    rng = rng_of(order, title, 1)
    scene = artist.scenes[int(rng.integers(len(artist.scenes)))]
    size = cut_size(rng)
    shot = artist.cast.taste.shot(rng)
    while shot is Shot.EMPTY:
        shot = artist.cast.taste.shot(rng)
    places = stage(shot, size, artist.cast.taste, style.ratio, rng)
    # What a style does without it does not ask chance for: the place's is not the people's.
    place = scene.draw(size, style, rng_of(order, title, 2), stand=stand_of(places, style.ratio))
    canvas = Canvas(place.picture)
    lit = place.lit(style)
    draw_people(canvas, artist.cast, lit, rng_of(order, title, 3), shot, places)
    drawing = canvas.finish()
    return _Drawn(drawing.picture, (drawing.picture != place.picture).any(2), drawing.ids, lit)

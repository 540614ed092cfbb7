"""A whole picture: a place, people in it, what stands before them, the artist's page, bubbles over all."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from toonseg.synth.art import Canvas, Placement, Style, finished
from toonseg.synth.art.canvas import Pixels
from toonseg.synth.figure import Person, draw_person
from toonseg.synth.figure.face_invent import invent_expression
from toonseg.synth.packs import PackCharacter
from toonseg.synth.pen import Colour, new_canvas
from toonseg.synth.scenes import Mood, paint_scene
from toonseg.synth.titles.cast import EXTRAS, Cast, Member
from toonseg.synth.titles.cut import Cut
from toonseg.synth.titles.overlay import speak
from toonseg.synth.titles.shots import Standing, stage
from toonseg.synth.titles.taste import Shot
from toonseg.synth.truth import Box


def draw_cut(
    size: tuple[int, int],
    cast: Cast,
    style: Style,
    rng: Generator,
    *,
    shot: Shot | None = None,
    bubbles: float = 0.45,
) -> Cut:
    """Compose a picture of `size` (height, width) with its instances.

    Args:
        size: In pixels.
        cast: Who may appear, the first more often.
        style: The hand that draws.
        rng: Everything that is left to chance.
        shot: How much of how many people; by the cast's taste unless told.
        bubbles: Chance of speech in it.
    """
    ground = new_canvas(*size)
    paint_scene(ground, rng, Mood(float(rng.uniform(0, 360))))
    return draw_figures(ground, cast, style, rng, shot=shot or cast.taste.shot(rng), bubbles=bubbles)


def draw_figures(
    ground: Pixels,
    cast: Cast,
    style: Style,
    rng: Generator,
    *,
    shot: Shot,
    bubbles: float = 0.0,
    keep: Colour | None = None,
) -> Cut:
    """Compose people before a ground (HWC uint8 RGB).

    Where it stays of the colour `keep`, the page's texture and tint leave it alone, as the paper around a
    frameless panel.
    """
    height, width = ground.shape[:2]
    places = stage(shot, (height, width), cast.taste, style.ratio, rng)
    people = _who(cast, style, len(places), rng)
    canvas = Canvas(ground)
    heads = [put(canvas, member, place, style, rng) for member, place in zip(people, places, strict=True)]
    drawing = canvas.finish()
    picture, ids = finished(drawing.picture, style, rng), drawing.ids
    if keep is not None:
        blank = np.asarray(drawing.picture == keep).all(2) & (ids == 0)
        picture = np.where(blank[..., None], np.array(keep, np.uint8), picture)
    speak(picture, ids, rng, heads, bubbles)
    return Cut(picture, ids, drawing.owners)


def put(canvas: Canvas, member: Member, place: Standing, style: Style, rng: Generator) -> Box:
    """Draw somebody in their place; returns the box of their head without hair."""
    if member.artwork is not None:
        return _put_artwork(canvas, member, member.artwork, place, rng)
    person = draw_person(
        member.character, place.pose, place.yaw, style, rng,
        number=member.number, expression=invent_expression(rng, look=place.look), pixels=place.head,
    )  # fmt: skip
    where = placement(person, place, style)
    canvas.paint(person.shapes, where)
    middle = where.pixels(np.array([person.frame.head.centre]))[0]
    half = place.head * 0.5
    return (
        round(middle[0] - half), round(middle[1] - half), round(middle[0] + half), round(middle[1] + half)
    )  # fmt: skip


def _put_artwork(
    canvas: Canvas, member: Member, artwork: PackCharacter, place: Standing, rng: Generator
) -> Box:
    """Paste a pack's figure; where only its feet are given, its head is above them."""
    flip = artwork.entry.flip and place.yaw < 0
    artwork.paint(
        canvas, member.number, head=place.head, at=(place.x, place.y), feet=place.feet, flip=flip,
        pose=artwork.choose(rng)[0], outfit=member.outfit,
    )  # fmt: skip
    y0, y1 = artwork.head[1], artwork.head[3]
    rise = (artwork.artwork.height - (y0 + y1) / 2) * place.head / max(y1 - y0, 1) if place.feet else 0.0
    half, y = place.head / 2, place.y - rise
    return round(place.x - half), round(y - half), round(place.x + half), round(y + half)


def placement(person: Person, place: Standing, style: Style) -> Placement:
    """Where a figure lies so that its head, or with `feet` its soles, are in their place."""
    x, y = person.frame.head.centre
    row = person.frame.ground if place.feet else y
    at = (place.x - x * place.head, place.y - row * place.head)
    return Placement(place.head, at, style.line_pixels(place.head), wobble=0.01 * style.wobble)


def _who(cast: Cast, style: Style, count: int, rng: Generator) -> list[Member]:
    """Different people; the first of the cast are seen most, and passers-by fill up."""
    weights = 1 / (np.arange(len(cast.members)) + 1.5)
    known = min(count, len(cast.members))
    order = rng.choice(len(cast.members), known, replace=False, p=weights / weights.sum())
    people = [cast.members[int(k)] for k in order]
    return people + [cast.passer_by(style, rng, EXTRAS + k) for k in range(count - known)]

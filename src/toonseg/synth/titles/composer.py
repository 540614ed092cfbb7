"""A whole picture: a place, people in it, what stands before them, the artist's page, bubbles over all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import prod

import cv2
import numpy as np
from numpy.random import Generator

from toonseg.synth.art import Canvas, Owner, Placement, Shape, Style, finished
from toonseg.synth.art.canvas import Pixels
from toonseg.synth.figure import Character, FigureFrame, draw_person, pose_figure
from toonseg.synth.figure.face_invent import invent_expression
from toonseg.synth.figure.hair_do import Hairdo
from toonseg.synth.figure.poses import loosened
from toonseg.synth.figure.wear import under_hat
from toonseg.synth.garments.pants import Pants
from toonseg.synth.garments.shoes import Shoes
from toonseg.synth.garments.skirt import Skirt
from toonseg.synth.packs import PackCharacter
from toonseg.synth.pen import WHITE, arc, luminance, mix
from toonseg.synth.scene import OUTDOORS, Scene, invent_scene, some_effects, speak_over, with_effects
from toonseg.synth.scene.balloons import SpeechHand
from toonseg.synth.titles.attitudes import QUIET, arms_disturb, by_face
from toonseg.synth.titles.cast import EXTRAS, Cast, Member
from toonseg.synth.titles.cut import Cut
from toonseg.synth.titles.shots import Standing, stage, stand_of
from toonseg.synth.titles.taste import Shot
from toonseg.synth.truth import Box

_LOW = (Pants, Skirt, Shoes)
_HIDDEN = 1 / 3  # of the main figure, at most, by what stands or is said before it
_HIDDEN_BESIDE = 1 / 2  # of others
_ATTEMPTS = 3
_DARKEST = 52  # mean luminance, 0..255
_CLOSE: dict[Shot, float] = {
    Shot.FACE: 1.0, Shot.BUST: 0.75, Shot.HALF: 0.5, Shot.KNEES: 0.3, Shot.FULL: 0.1, Shot.GROUP: 0.35,
    Shot.CROWD: 0.05, Shot.EMPTY: 0.0,
}  # fmt: skip


def draw_cut(
    size: tuple[int, int],
    cast: Cast,
    style: Style,
    rng: Generator,
    *,
    shot: Shot | None = None,
    scene: Scene | None = None,
    bubbles: float = 0.45,
    hand: SpeechHand | None = None,
) -> Cut:
    """Compose a picture of `size` (height, width) with its instances.

    Args:
        size: In pixels.
        cast: Who may appear, the first more often.
        style: The hand that draws.
        rng: Everything that is left to chance.
        shot: How much of how many people; by the cast's taste unless told.
        scene: Where; any place unless told.
        bubbles: Chance of speech in it.
        hand: Who letters that; anybody unless told.
    """
    shown = shot or cast.taste.shot(rng)
    where = scene or invent_scene(rng, style)
    places = stage(shown, size, cast.taste, style.ratio, rng)
    backdrop = where.draw(size, style, rng, close=_CLOSE[shown], stand=stand_of(places, style.ratio))
    style = backdrop.lit(style)
    canvas = Canvas(backdrop.picture)
    heads = draw_people(canvas, cast, style, rng, shown, places)
    if backdrop.front and (shown not in (Shot.FACE, Shot.BUST) or rng.random() < 0.3):
        covered = canvas.copy()
        covered.paint(backdrop.front)
        canvas = canvas if hides_much(canvas.ids, covered.ids, canvas.owners) else covered
    drawing = canvas.finish()
    picture, ids = finished(drawing.picture, style, rng), drawing.ids
    effects = some_effects(rng, where.mood, outdoors=where.place in OUTDOORS)
    picture = lightened(with_effects(picture, effects, rng, mono=style.mono))
    for _ in range(_ATTEMPTS):
        said, seen = picture.copy(), ids.copy()
        spoken = speak_over(
            said, seen, rng, heads, chance=bubbles, energy=where.mood.energy, mono=style.mono, hand=hand
        )
        if not hides_much(ids, seen, drawing.owners):
            return Cut(said, seen, drawing.owners, (*heads, *spoken))
    return Cut(picture, ids, drawing.owners, tuple(heads))


def draw_figures(
    ground: Pixels,
    cast: Cast,
    style: Style,
    rng: Generator,
    *,
    shot: Shot,
) -> Cut:
    """Compose people on a paper of one colour (HWC uint8 RGB), as in a frameless panel.

    Where nothing is drawn, the page's texture and tint leave the paper alone.
    """
    canvas = Canvas(ground)
    draw_people(canvas, cast, style, rng, shot, stage(shot, canvas.size, cast.taste, style.ratio, rng))
    drawing = canvas.finish()
    picture, ids = finished(drawing.picture, style, rng), drawing.ids
    blank = np.asarray(drawing.picture == ground).all(2) & (ids == 0)
    return Cut(np.where(blank[..., None], ground, picture), ids, drawing.owners)


def hides_much(before: Pixels, after: Pixels, owners: tuple[Owner, ...]) -> bool:
    """Whether more is hidden afterwards than a third of the person most of whom was seen, or than half of
    somebody of whom at least half as much was seen.

    `before` and `after` are HW uint8, 0 for nobody, else 1 + the index in `owners`.
    """
    if not owners:
        return False
    people = np.array([owner.character for owner in owners])
    seen, left = (
        np.bincount(people, cv2.calcHist([ids], [0], None, [256], [0, 256]).ravel()[1 : len(owners) + 1])
        for ids in (before, after)
    )
    large = seen >= max(1, seen.max() / 2)
    hidden = np.where(np.arange(len(seen)) == seen.argmax(), _HIDDEN, _HIDDEN_BESIDE)
    return bool((large & (left < seen * (1 - hidden))).any())


def lightened(picture: Pixels) -> Pixels:
    """The picture (HWC uint8 RGB); one that is too dark to be read is raised by a gamma, pixel by pixel."""
    mean = float(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).mean())
    if mean >= _DARKEST:
        return picture
    # Of a picture of one tone the mean comes out as wanted; of any other, a little above or below.
    gamma = np.log(_DARKEST / 255) / np.log(max(mean, 12.0) / 255)
    table = np.rint(255 * (np.arange(256) / 255) ** gamma).astype(np.uint8)
    return np.asarray(cv2.LUT(picture, table), np.uint8)


def draw_people(  # noqa: PLR0917
    canvas: Canvas, cast: Cast, style: Style, rng: Generator, shot: Shot, places: Sequence[Standing],
    *, shadows: bool = True,
) -> list[Box]:  # fmt: skip
    """Draw a shot's people in their places, the first farthest away; returns the boxes of their heads.

    `shadows` lie under whoever stands in the picture.
    """
    people = who(cast, style, len(places), rng, shot)
    heads = [(*place.middle(style.ratio), place.head) for place in places]
    return [
        put(canvas, member, place, style, rng, beside=(*heads[:k], *heads[k + 1 :]), shadow=shadows)
        for k, (member, place) in enumerate(zip(people, places, strict=True))
    ]


def put(
    canvas: Canvas, member: Member, place: Standing, style: Style, rng: Generator,
    *, beside: Sequence[tuple[float, float, float]] = (), shadow: bool = True,
) -> Box:  # fmt: skip
    """Draw somebody in their place; returns the box of their head without hair.

    `beside` are the heads of the others, (x, y) of the middle and height in pixels: no hand is put over them.
    """
    if member.artwork is not None:
        return _put_artwork(canvas, member, member.artwork, place, rng)
    place = on_floor(place, member.character.body.ratio, style.ratio, canvas.size[0])
    character = as_seen(_within(member.character, place, canvas.size[0]), style)
    if (beside or by_face(place.pose)) and _disturbs(character, place, style, beside):
        place = replace(place, pose=loosened(QUIET[int(rng.integers(len(QUIET)))], rng, 0.6))
    person = draw_person(
        character, place.pose, place.yaw, style, rng,
        number=member.number, expression=invent_expression(rng, look=place.look), pixels=place.head,
        view=_view(place, canvas.size),
    )  # fmt: skip
    where = placement(person.frame, place, style)
    if place.feet and shadow:
        canvas.paint(shadow_under(person.frame, style), where)
    canvas.paint(person.shapes, where)
    middle = where.pixels(np.array([person.frame.head.centre]))[0]
    half = place.head * 0.5
    return (
        round(middle[0] - half), round(middle[1] - half), round(middle[0] + half), round(middle[1] + half)
    )  # fmt: skip


def on_floor(place: Standing, ratio: float, adult: float, height: int) -> Standing:
    """The place, by the soles where somebody of `ratio` heads is too short to be cut by the foot of a picture
    of that height: a child stands on the floor of an adult of `adult` heads instead of floating beside."""
    if place.feet or place.y + (ratio - 0.3) * place.head > height:
        return place
    return replace(place, y=place.y + (adult - 0.5) * place.head, feet=True)


def _disturbs(
    character: Character, place: Standing, style: Style, beside: Sequence[tuple[float, float, float]]
) -> bool:
    frame = pose_figure(character.body, place.pose, place.yaw)
    return arms_disturb(frame, placement(frame, place, style), beside)


def shadow_under(figure: FigureFrame, style: Style) -> list[Shape]:
    """The shadow of somebody who stands or sits on the ground below, without which they would float."""
    feet = np.array([leg.joints[2] for leg in figure.legs])
    size = 0.3 + 0.06 * figure.body.below
    half = size + float(np.ptp(feet[:, 0])) / 2
    outline = arc(float(feet[:, 0].mean()), figure.ground - 0.05, half, 0.3 * size, count=28)
    tone = style.shaded(mix(style.ink, (70, 60, 90), 0.5), 0.3)
    return [Shape(outline, fill=tone, overlay=True, alpha=0.34)]


def _view(place: Standing, size: tuple[int, int]) -> tuple[float, float, float, float] | None:
    """The picture of `size` (height, width) in heads about the head's middle; None for somebody placed by
    their soles, who is seen whole."""
    if place.feet:
        return None
    left, top = -place.x / place.head, -place.y / place.head
    return left, top, left + size[1] / place.head, top + size[0] / place.head


def _within(character: Character, place: Standing, height: int) -> Character:
    """The character without what is worn below the waist, where the picture's frame cuts all of that off."""
    body = character.body
    waist = place.y + place.head * (0.5 + body.neck + 0.7 * body.torso)
    bent = abs(place.pose.lean) > 12 or max(place.pose.right_leg.fwd, place.pose.left_leg.fwd) > 40
    if place.feet or bent or waist < height * 1.05:
        return character
    return replace(character, outfit=tuple(worn for worn in character.outfit if not isinstance(worn, _LOW)))


def as_seen(character: Character, style: Style) -> Character:
    """The character with hair pressed flat under a hat, and, on a grey page, in skin on which the lines
    of a face are seen: paper shows through all skins there."""
    hair, body = character.hair, character.body
    if isinstance(hair, Hairdo):
        hair = under_hat(hair, character.outfit)
    if style.mono > 0:
        lighter = mix(body.skin, WHITE, style.mono * max(0.0, 0.75 - luminance(body.skin) / 340))
        body = replace(body, skin=lighter)
    return replace(character, hair=hair, body=body)


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


def placement(figure: FigureFrame, place: Standing, style: Style) -> Placement:
    """Where a figure lies so that its head, or with `feet` its soles, are in their place."""
    x, y = figure.head.centre
    row = figure.ground if place.feet else y
    at = (place.x - x * place.head, place.y - row * place.head)
    return Placement(place.head, at, style.line_pixels(place.head), wobble=0.01 * style.wobble)


def who(cast: Cast, style: Style, count: int, rng: Generator, shot: Shot) -> list[Member]:
    """Different people; the first of the cast are seen most, and passers-by fill up."""
    weights = 1 / (np.arange(len(cast.members)) + 1.5)
    if shot in (Shot.HALF, Shot.KNEES) and cast.taste.near:
        weights *= [_liked_near(member, cast) for member in cast.members]
    known = min(count, len(cast.members))
    order = rng.choice(len(cast.members), known, replace=False, p=weights / weights.sum())
    people = [cast.members[int(k)] for k in order]
    return people + [cast.passer_by(style, rng, EXTRAS + k) for k in range(count - known)]


def _liked_near(member: Member, cast: Cast) -> float:
    """How much the taste prefers this member where people are seen from near."""
    worn = {garment.cls for garment in member.character.outfit}
    return prod(factor for cls, factor in cast.taste.near.items() if cls in worn)

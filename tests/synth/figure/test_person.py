"""Figures: every view and pose draws, masks are exact, seeds repeat, and the z-order holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from toonseg.synth.art import Canvas, Drawing, Gradient, InstanceClass, Owner, Placement, Shape, Style
from toonseg.synth.figure import (
    POSES,
    Body,
    Character,
    Expression,
    Face,
    Framing,
    Level,
    Pose,
    draw_person,
    placed,
    pose_figure,
)
from toonseg.synth.figure.hair_bob import Bob
from toonseg.synth.figure.poses import ARMS_CROSSED, RELAXED, SITTING, STANDING, WALKING, loosened
from toonseg.synth.figure.seats import draw_seat
from toonseg.synth.garments.blazer import Blazer
from toonseg.synth.garments.dress_shirt import DressShirt
from toonseg.synth.garments.necktie import Necktie
from toonseg.synth.garments.pants import Pants
from toonseg.synth.garments.shoes import Shoes
from toonseg.synth.garments.skirt import Skirt
from toonseg.synth.garments.tshirt import TShirt
from toonseg.synth.pen import Colour, arc

UNIFORM = (DressShirt(), Necktie(stripe=(240, 220, 180)), Skirt(stripe=(250, 250, 250)), Shoes(), Blazer())
GIRL = Character(Body(6.4, 0.9), Face(), Bob((74, 50, 56), seed=3), UNIFORM)
BOY = Character(Body(7.0, 0.1), Face(), Bob((206, 166, 104), 0.3), (DressShirt(opened=0.7), Pants(), Shoes()))
YAWS = (0, 38, 90, 140, 180, -38, -90, -140)


def draw(
    character: Character, pose: Pose, yaw: float, framing: Framing = Framing.FULL, seed: int = 1
) -> Drawing:
    style = Style()
    person = draw_person(character, pose, yaw, style, np.random.default_rng(seed), number=1)
    canvas = Canvas((300, 240))
    canvas.paint(person.shapes, placed(person, framing, style, x=120, top=12, height=280))
    return canvas.finish()


@pytest.mark.parametrize("yaw", YAWS)
def test_every_pose_draws_hair_and_clothes_from_every_side(yaw: float) -> None:
    for pose in POSES:
        drawing = draw(GIRL, pose, yaw)
        for cls in (InstanceClass.HAIR, InstanceClass.OUTER, InstanceClass.SKIRT):
            assert drawing.mask(Owner(cls, 1)).sum() > 150, (pose, cls)


@pytest.mark.parametrize("ratio", [2.5, 4.0, 7.5])
def test_a_body_is_as_many_heads_high_as_its_ratio_says(ratio: float) -> None:
    frame = pose_figure(Body(ratio), STANDING, 0)
    crown = frame.head.centre[1] - 0.5
    assert frame.ground - crown == pytest.approx(ratio, abs=0.3)


def test_a_tie_shows_from_the_front_only_and_pants_have_two_legs() -> None:
    tie = Owner(InstanceClass.TIE, 1)
    assert draw(GIRL, STANDING, 0).mask(tie).sum() > 60
    assert not draw(GIRL, STANDING, 180).mask(tie).any()
    shins = draw(BOY, STANDING, 0).mask(Owner(InstanceClass.PANTS, 1))[250]
    assert np.diff(np.concatenate([[0], shins.astype(int), [0]])).clip(0).sum() == 2


def test_the_same_seed_gives_the_same_bytes() -> None:
    one, two = draw(GIRL, WALKING, 30, seed=5), draw(GIRL, WALKING, 30, seed=5)
    assert one.picture.tobytes() == two.picture.tobytes()
    assert one.ids.tobytes() == two.ids.tobytes()
    assert one.picture.tobytes() != draw(GIRL, WALKING, 30, seed=6).picture.tobytes()


def test_shapes_come_in_z_order_with_hair_on_both_sides_of_the_body() -> None:
    person = draw_person(GIRL, RELAXED, 20, Style(), np.random.default_rng(0))
    levels = [shape.level for shape in person.shapes]
    assert levels == sorted(levels)
    hair = {shape.level for shape in person.shapes if shape.owner and shape.owner.cls is InstanceClass.HAIR}
    assert {Level.BACK_HAIR, Level.FRONT_HAIR} <= hair


def test_crossed_arms_lie_before_the_shirt_and_behind_it_from_the_back() -> None:
    front, back = pose_figure(Body(), ARMS_CROSSED, 0), pose_figure(Body(), ARMS_CROSSED, 180)
    assert all(arm.level > Level.OVER_OUTER for arm in front.arms)
    assert all(arm.level < Level.LEGS for arm in back.arms)


def test_a_head_turned_right_looks_right() -> None:
    right, left = pose_figure(Body(), STANDING, 60), pose_figure(Body(), STANDING, -60)
    (nose_right,), (depth,) = right.head.on([0.0], [0.2])
    (nose_left,), _ = left.head.on([0.0], [0.2])
    assert nose_right[0] > right.head.centre[0] + 0.2
    assert nose_left[0] < left.head.centre[0] - 0.2
    assert depth > 0


def painted(shapes: Iterable[Shape], owner: Owner, colour: Colour) -> list[Shape]:
    """The shapes, with everything of `owner` in one colour."""

    def recoloured(shape: Shape) -> Shape:
        inside = tuple(recoloured(child) for child in shape.inside)
        fill = colour if isinstance(shape.fill, (tuple, Gradient)) else None
        return replace(shape, fill=fill, line=colour if shape.line else None, inside=inside)

    return [recoloured(shape) if shape.owner == owner else shape for shape in shapes]


@pytest.mark.parametrize(
    "seed", [*range(6), *(pytest.param(s, marks=pytest.mark.slow) for s in range(6, 100))]
)
def test_recolouring_an_instance_changes_exactly_its_mask(seed: int) -> None:
    rng = np.random.default_rng(seed)
    style = Style(soft=float(rng.random()), cel=float(rng.random()), gradient=float(rng.random()))
    people = []
    for number, character in enumerate((GIRL, BOY)):
        pose = loosened(POSES[int(rng.integers(len(POSES)))], rng)
        look = Expression(blush=float(rng.random()))
        person = draw_person(
            character, pose, float(rng.uniform(-180, 180)), style, rng, number=number, expression=look
        )
        framing = list(Framing)[int(rng.integers(4))]
        people.append((person, placed(person, framing, style, x=110 + 100 * number, top=15, height=180)))
    bubble = Shape(arc(160, 60, 50, 30), None, (255, 255, 255), line=(0, 0, 0), weight=2.0)
    gloom = Shape(arc(100, 130, 90, 50), fill=(90, 80, 140), overlay=True, alpha=0.4, soft=8.0)

    def drawing(owner: Owner | None, colour: Colour) -> Drawing:
        canvas = Canvas((200, 320))
        for person, place in people:
            canvas.paint(painted(person.shapes, owner, colour) if owner else person.shapes, place)
        canvas.paint([gloom, bubble])
        return canvas.finish()

    rim = np.ones((3, 3), np.uint8)
    plain = drawing(None, (0, 0, 0))
    assert plain.owners
    for owner in plain.owners:
        one, two = drawing(owner, (255, 0, 255)), drawing(owner, (0, 255, 0))
        mask = plain.mask(owner).astype(np.uint8)
        changed = (one.picture != two.picture).any(2)
        assert np.array_equal(one.ids, plain.ids)
        assert not (changed & (cv2.dilate(mask, rim) == 0)).any(), owner
        assert changed[mask > 0].all(), owner


def test_limbs_outside_the_view_are_left_out_and_the_head_stays() -> None:
    def drawn(view: tuple[float, float, float, float] | None) -> tuple[Shape, ...]:
        return draw_person(GIRL, RELAXED, 20, Style(), np.random.default_rng(0), view=view).shapes

    whole, head = drawn(None), drawn((-1.0, -1.0, 1.0, 0.6))
    assert all(np.array_equal(a.points, b.points) for a, b in zip(whole, drawn((-9, -9, 9, 9)), strict=True))
    assert not [shape for shape in head if shape.level in (Level.LEGS, Level.SHOES)]
    assert [shape for shape in whole if shape.level in (Level.LEGS, Level.SHOES)]
    above = [[s for s in shapes if Level.HEAD <= s.level < Level.HAT] for shapes in (whole, head)]
    assert len(above[0]) == len(above[1]) > 10


@pytest.mark.parametrize("yaw", [0.0, 40.0, 90.0, 180.0])
def test_who_sits_has_a_seat_that_is_nobodys_and_hides_nothing_in_front(yaw: float) -> None:
    character = Character(Body(6.2, 0.8), Face(), None, (Pants(), TShirt()))
    frame = pose_figure(character.body, SITTING, yaw)
    seat = draw_seat(frame, Style(), np.random.default_rng(5))
    assert seat and all(shape.owner is None for shape in seat)
    points = np.concatenate([shape.points for shape in seat])
    assert points[:, 1].max() == pytest.approx(frame.ground, abs=0.5)
    if frame.torso.facing:
        assert max(shape.level for shape in seat) == Level.BEHIND


def test_against_the_light_people_are_darker_and_their_masks_the_same() -> None:
    drawn = []
    for share in (0.0, 1.0):
        style = replace(Style(), backlit=share)
        character = Character(Body(6.2, 0.8), Face(), None, (Pants(), TShirt()))
        person = draw_person(character, STANDING, 20, style, np.random.default_rng(3), number=1)
        canvas = Canvas((200, 200))
        canvas.paint(person.shapes, Placement(40, (100, 100), 1))
        drawn.append(canvas.finish())
    assert (drawn[0].ids == drawn[1].ids).all()
    inside = drawn[0].ids > 0
    assert drawn[1].picture[inside].mean() < 0.7 * drawn[0].picture[inside].mean()

"""Where people stand: on one floor, before what stands near, their hands off faces."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from toonseg.synth.art import Canvas, Placement, Style
from toonseg.synth.figure import Body, Character, Face, Garment, Level, draw_person, pose_figure
from toonseg.synth.figure.poses import CHEERING, PEACE, POINTING, RELAXED, STANDING, Limb, On, Reach
from toonseg.synth.garments.pants import Pants
from toonseg.synth.garments.shoes import Shoes
from toonseg.synth.garments.tshirt import TShirt
from toonseg.synth.titles.attitudes import arms_disturb
from toonseg.synth.titles.composer import on_floor, shadow_under
from toonseg.synth.titles.shots import ADULT, Standing, stage, stand_of
from toonseg.synth.titles.taste import ANY, Shot

SIZE = (400, 690)


@pytest.mark.parametrize("ratio", [2.6, 6.4])
def test_rows_of_a_crowd_stand_on_one_floor(ratio: float) -> None:
    """In one perspective, heads shrink as their soles come nearer to the horizon."""
    rng = np.random.default_rng(3)
    for _ in range(30):
        places = stage(Shot.CROWD, SIZE, ANY, ratio, rng)
        stand = stand_of(places, ratio)
        assert stand is not None and stand.eye is not None
        horizon = stand.row - stand.scale * stand.eye
        for place in places:
            metre = (place.y - horizon) / stand.eye
            assert place.head * ratio / ADULT == pytest.approx(metre, rel=0.12)
        heads = [place.head for place in places]
        assert np.mean(heads[: len(heads) // 2]) < np.mean(heads[len(heads) // 2 :]), (
            "the farthest come first"
        )


def test_nobody_in_a_row_hides_the_head_of_somebody_behind() -> None:
    rng = np.random.default_rng(5)
    hidden = total = 0
    for _ in range(60):
        places = stage(Shot.CROWD, SIZE, ANY, 6.2, rng)
        for k, back in enumerate(places):
            x, y = back.middle(6.2)
            for front in places[k + 1 :]:
                there = front.middle(6.2)
                hidden += abs(there[0] - x) < 0.25 * front.head and abs(there[1] - y) < 0.5 * front.head
            total += 1
    assert hidden < 0.03 * total


def test_a_metre_is_as_long_as_people_of_the_shot_want() -> None:
    assert stand_of([], 6.2) is None
    seen = stand_of([Standing(100, 80, 50, 0, RELAXED), Standing(300, 90, 40, 0, RELAXED)], 6.0)
    assert seen is not None
    assert seen.scale == pytest.approx(50 * 6.0 / 1.7)
    assert seen.row == pytest.approx(80 + 5.5 * 50)
    whole = stand_of([Standing(100, 380, 50, 0, RELAXED, feet=True)], 6.0)
    assert whole is not None and whole.row == 380


def test_the_short_stand_on_the_floor_and_the_tall_are_cut_by_the_frame() -> None:
    place = Standing(200, 120, 60, 0, STANDING)
    assert on_floor(place, 6.2, 6.2, 400) is place
    child = on_floor(place, 4.0, 6.2, 400)
    assert child.feet and child.y == pytest.approx(120 + 5.7 * 60)


def test_hands_over_faces_and_neighbours_are_noticed() -> None:
    before_face = replace(STANDING, left_arm=Reach(On.HEAD, (0.0, 0.1, 0.45), (50, -10)))
    where = Placement(60.0, (200.0, 300.0))
    assert arms_disturb(pose_figure(Body(), before_face, 0), where, ())
    for pose in (STANDING, RELAXED, PEACE):
        assert not arms_disturb(pose_figure(Body(), pose, 0), where, ())
    figure = pose_figure(Body(), replace(STANDING, left_arm=Limb(85, 10, 85, 10)), 0)
    hand = where.pixels(figure.arms[1].joints[2:])[0]
    assert arms_disturb(figure, where, [(float(hand[0]), float(hand[1]), 60.0)])
    assert not arms_disturb(figure, where, [(float(hand[0]), float(hand[1]) + 120, 60.0)])
    raised = pose_figure(Body(), CHEERING, 0)
    fist = where.pixels(raised.arms[1].joints[2:])[0]
    assert arms_disturb(raised, where, [(float(fist[0]), float(fist[1]) - 10, 60.0)])
    assert not arms_disturb(pose_figure(Body(), POINTING, 0), where, [(900.0, 100.0, 60.0)])


def test_a_shadow_under_the_feet_darkens_the_ground_and_is_nobodys() -> None:
    figure = pose_figure(Body(), STANDING, 0)
    canvas = Canvas(np.full((120, 120, 3), 230, np.uint8))
    canvas.paint(shadow_under(figure, Style()), Placement(40.0, (60.0, 80.0 - figure.ground * 40)))
    drawing = canvas.finish()
    changed = np.argwhere((drawing.picture != 230).any(2))
    assert not drawing.ids.any()
    assert abs(changed[:, 0].mean() - 78) < 3
    assert np.ptp(changed[:, 1]) > 40
    assert drawing.picture.min() > 100


def test_what_long_clothes_hide_is_not_drawn() -> None:
    def below(*outfit: Garment) -> int:
        character = Character(Body(), Face(), None, outfit)
        person = draw_person(character, STANDING, 0, Style(), np.random.default_rng(0), pixels=120)
        return sum(shape.level == Level.LEGS for shape in person.shapes)

    assert below(TShirt(), Pants(length=0.4), Shoes()) == 4, "legs and socks"
    assert below(TShirt(), Pants(), Shoes()) == 2, "socks"
    assert below(TShirt(), Pants(), Shoes(sock=0.0)) == 4, "ankles and feet"


def test_small_relaxed_hands_are_drawn_in_one_piece() -> None:
    def shapes(pixels: float) -> int:
        character = Character(Body(), Face(), None, ())
        return len(
            draw_person(character, STANDING, 0, Style(), np.random.default_rng(0), pixels=pixels).shapes
        )

    assert shapes(56) < shapes(64) - 8

"""Faces: what a parameter or an expression changes on the picture, and where."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.random import default_rng

from toonseg.synth.art import Canvas, Drawing, Placement, Style
from toonseg.synth.figure import Body, Character, Expression, Face, Framing, draw_person, placed, pose_figure
from toonseg.synth.figure.face import eye_place
from toonseg.synth.figure.face_invent import EXPRESSIONS, invent_expression, invent_face, invent_skin
from toonseg.synth.figure.face_place import on_face
from toonseg.synth.figure.hair_do import Hairdo
from toonseg.synth.figure.hair_parts import Bangs
from toonseg.synth.figure.hair_short import buzz
from toonseg.synth.figure.head import head_outline
from toonseg.synth.figure.poses import STANDING

STYLE = Style()
PLAIN = Face()
CALM = Expression()


def draw(
    face: Face = PLAIN,
    expression: Expression = CALM,
    yaw: float = 0,
    pixels: float = 120,
) -> Drawing:
    character = Character(Body(6.0, 0.7), face, None)
    person = draw_person(
        character, STANDING, yaw, STYLE, default_rng(0), expression=expression, pixels=pixels
    )
    canvas = Canvas((160, 160))
    canvas.paint(person.shapes, placed(person, Framing.FACE, STYLE, x=80, top=5, height=155))
    return canvas.finish()


def changed(one: Drawing, two: Drawing) -> np.ndarray:
    return np.asarray((one.picture != two.picture).any(2))


@pytest.mark.parametrize("number", range(len(EXPRESSIONS)))
def test_every_expression_looks_different_and_labels_nothing(number: int) -> None:
    calm, shown = draw(), draw(expression=EXPRESSIONS[number])
    assert not shown.ids.any()
    if EXPRESSIONS[number] != Expression():
        assert changed(calm, shown).sum() > 25


def test_each_mark_changes_the_picture() -> None:
    calm = draw()
    for mark in ("blush", "tears", "sweat", "vein", "gloom"):
        assert changed(calm, draw(expression=replace(Expression(), **{mark: 1.0}))).sum() > 15, mark


def test_lasting_traits_change_the_picture() -> None:
    plain = draw()
    traits: dict[str, float | tuple[int, int, int]] = {
        "age": 70, "freckles": 1.0, "beard": 1.0, "makeup": 1.0, "mole": 0.8, "sharp": 1.0, "lid": 1.0,
        "size": 1.0, "iris": (200, 30, 40),
    }  # fmt: skip
    for trait, value in traits.items():
        assert changed(plain, draw(replace(Face(), **{trait: value}))).sum() > 4, trait  # type: ignore[arg-type]


def test_eyes_close_and_wink_on_their_own_side() -> None:
    wide, shut = draw(expression=Expression(open=1.1)), draw(expression=Expression(open=0.0))
    assert changed(wide, shut).sum() > 120
    wink = changed(draw(), draw(expression=Expression(wink=1)))
    assert wink[:, 80:].sum() > 60  # the character's left eye is on our right
    assert not wink[:, :76].any()


def test_the_gaze_moves_the_irises() -> None:
    def dark(look: float) -> float:
        picture = draw(Face(iris=(20, 20, 20)), Expression(look=(look, 0.0))).picture.sum(2)
        _, columns = np.nonzero(picture[70:110] < 200)
        return float(columns.mean())

    assert dark(-1.0) < dark(0.0) < dark(1.0)


def test_the_far_eye_is_narrower_and_leaves_in_profile() -> None:
    def widths(yaw: float) -> list[float]:
        head = pose_figure(Body(), STANDING, yaw).head
        places = [eye_place(head, STYLE, side) for side in (-1, 1)]
        return [0.0 if place is None else abs(place.foreshortened) for place in places]

    right, left = widths(40)
    assert left < right
    assert widths(90)[1] == 0.0 < widths(90)[0]
    assert widths(0)[0] == pytest.approx(widths(0)[1])


@pytest.mark.parametrize("yaw", [0, 45, 90, -45, -90])
def test_features_lie_within_the_head(yaw: float) -> None:
    head = pose_figure(Body(), STANDING, yaw).head
    outline = head_outline(head, STYLE, Body())
    low, high = outline.min(0), outline.max(0)
    for x, y in ((-0.15, 0.12), (0.15, 0.12), (0.0, 0.33)):
        place, share = on_face(head, x, y)
        if share > 0.2:
            (point,) = head.flat(place[None])
            assert (point > low).all() and (point < high).all()


def test_small_faces_have_fewer_shapes() -> None:
    character = Character(Body(), Face(), None)

    def count(pixels: float) -> int:
        return len(draw_person(character, STANDING, 0, STYLE, default_rng(0), pixels=pixels).shapes)

    assert count(18) < count(40) <= count(120)


def test_a_face_shifts_the_styles_sizes_within_their_range() -> None:
    for seed in range(20):
        rng = default_rng(seed)
        drawn = invent_face(rng, femininity=float(rng.random()), age=float(rng.uniform(6, 80))).drawn_by(
            STYLE
        )
        for value in (drawn.eye_size, drawn.eye_height, drawn.nose):
            assert 0 <= value <= 1
    child, adult = (invent_face(default_rng(3), age=age).drawn_by(STYLE) for age in (7, 30))
    assert child.eye_size > adult.eye_size


def test_chance_repeats_with_its_seed_and_varies_without() -> None:
    for invent in (invent_face, invent_expression, invent_skin):
        assert invent(default_rng(1)) == invent(default_rng(1))
        rng = default_rng(0)
        assert len({repr(invent(rng)) for _ in range(10)}) == 10
    assert invent_expression(default_rng(1), look=(0.5, 0.25)).look == (0.5, 0.25)


def test_men_have_squarer_jaws_and_stout_people_broader_faces() -> None:
    head = pose_figure(Body(), STANDING, 0).head

    def width(body: Body, y: float) -> float:
        outline = head_outline(head, STYLE, body) - np.array(head.centre)
        return float(np.ptp(outline[np.abs(outline[:, 1] - y) < 0.03, 0]))

    assert width(Body(femininity=0.0), 0.42) > width(Body(femininity=1.0), 0.42) + 0.02
    assert width(Body(build=1.0), 0.1) > width(Body(build=0.0), 0.1) + 0.02


def test_brows_show_through_a_fringe_without_taking_its_pixels() -> None:
    hair = Hairdo((200, 170, 120), bangs=Bangs(7, centre=0.04, outer=0.08, cover=0.8))

    def drawing(through: float) -> Drawing:
        character = Character(Body(), Face(brows_through=through, brow=1.0), hair)
        person = draw_person(character, STANDING, 0, STYLE, default_rng(0))
        canvas = Canvas((160, 160))
        canvas.paint(person.shapes, placed(person, Framing.FACE, STYLE, x=80, top=5, height=155))
        return canvas.finish()

    hidden, shown = drawing(0.0), drawing(1.0)
    assert np.array_equal(hidden.ids, shown.ids)
    assert (changed(hidden, shown) & (hidden.ids > 0)).sum() > 20


@pytest.mark.parametrize("yaw", [40, 80, 100, 130])
def test_a_head_that_turns_on_shows_its_chin_on_the_same_side(yaw: float) -> None:
    right = head_outline(pose_figure(Body(), STANDING, yaw).head, STYLE, Body())
    left = head_outline(pose_figure(Body(), STANDING, -yaw).head, STYLE, Body())
    centres = [pose_figure(Body(), STANDING, y).head.centre[0] for y in (yaw, -yaw)]
    assert right[right[:, 1].argmax(), 0] > centres[0] + 0.03
    assert left[left[:, 1].argmax(), 0] < centres[1] - 0.03


def test_eyes_screwed_up_in_anger_reach_higher_than_closed_ones() -> None:
    calm = draw(expression=Expression(open=0.0, brows=-0.5))
    angry = draw(expression=Expression(open=0.0, brows=-0.7))
    assert changed(calm, angry)[60:105].sum() > 30


def test_beards_are_no_hair() -> None:
    face = Face(beard=1.0, moustache=1.0)
    hair = buzz(np.random.default_rng(2), (40, 30, 30))
    for character in (Character(Body(), face, hair), Character(Body(), Face(), hair)):
        person = draw_person(character, STANDING, 0, Style(), np.random.default_rng(1), number=1)
        canvas = Canvas((200, 200))
        x, y = person.frame.head.centre
        canvas.paint(person.shapes, Placement(120, (100 - 120 * x, 100 - 120 * y), 2))
        drawing = canvas.finish()
        chin = (slice(140, 170), slice(80, 120))
        assert not drawing.mask(drawing.owners[0])[chin].any()
        dark = (drawing.picture[chin].max(2) < 90).mean()
        assert dark > 0.5 if character.face is face else dark < 0.2

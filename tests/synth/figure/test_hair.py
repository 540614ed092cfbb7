"""Hair: every style draws from every side, before and behind the body, and keeps its masks and looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.random import Generator, default_rng

from toonseg.synth.art import Canvas, Drawing, InstanceClass, Owner, Shape, Style
from toonseg.synth.figure import Body, Character, Face, Framing, Level, Person, draw_person, placed
from toonseg.synth.figure.hair_do import Back, Hairdo
from toonseg.synth.figure.hair_invent import STYLES, invent_hair
from toonseg.synth.figure.hair_parts import Bangs
from toonseg.synth.figure.hair_tails import Tail
from toonseg.synth.figure.poses import STANDING
from toonseg.synth.figure.wear import Glasses, Hairpin, Hat, Headband, invent_headwear, under_hat
from toonseg.synth.pen import Colour

HAIR = Owner(InstanceClass.HAIR, 0)
BROWN: Colour = (110, 74, 52)
PLAIN = Style(cel=0.0, soft=0.0, gradient=0.0, shine=0.0, strands=0.0, line_tone=0.0)


STYLE = Style()


def person(hair: Hairdo, yaw: float = 0, style: Style = STYLE, **more: object) -> Person:
    outfit = more.get("outfit", ())
    character = Character(Body(6.4, 0.8), Face(), hair, outfit)  # type: ignore[arg-type]
    pixels = float(more.get("pixels", 120.0))  # type: ignore[arg-type]
    return draw_person(character, STANDING, yaw, style, default_rng(0), pixels=pixels)


def drawn(figure: Person, framing: Framing = Framing.BUST, style: Style = STYLE) -> Drawing:
    canvas = Canvas((150, 150))
    canvas.paint(figure.shapes, placed(figure, framing, style, x=75, top=8, height=142))
    return canvas.finish()


@pytest.mark.parametrize("make", STYLES, ids=lambda make: make.__name__)
def test_every_style_covers_the_head_from_every_side(make: Callable[[Generator, Colour], Hairdo]) -> None:
    hair = make(default_rng(3), BROWN)
    for yaw in (0, 40, 90, 180, -60, -130):
        mask = drawn(person(hair, yaw)).mask(HAIR)
        rows, columns = np.nonzero(mask)
        assert mask.sum() > 400, yaw
        assert columns.min() > 8 and columns.max() < 142, yaw
        assert rows.min() < 30, yaw


def test_there_are_many_styles_and_chance_uses_most_of_them() -> None:
    assert len(STYLES) >= 25
    assert len({make.__name__ for make in STYLES}) == len(STYLES)
    rng = default_rng(0)
    shapes = set()
    for _ in range(60):
        hair = invent_hair(rng, femininity=float(rng.random()))
        shapes.add(
            (len(hair.knots), hair.bangs is None, hair.curl > 0, hair.shaved > 0, round(hair.back.left, 1))
        )
    assert len(shapes) > 18


def test_the_same_seed_gives_the_same_hair_and_another_seed_another() -> None:
    assert invent_hair(default_rng(4)) == invent_hair(default_rng(4))
    assert invent_hair(default_rng(4)) != invent_hair(default_rng(5))
    hair = Hairdo(BROWN, bangs=Bangs(), seed=1)
    one, two, other = (drawn(person(h)).picture.tobytes() for h in (hair, hair, replace(hair, seed=2)))
    assert one == two
    assert one != other


def test_long_hair_hangs_behind_the_torso_and_before_it_as_told() -> None:
    behind = Hairdo(BROWN, back=Back(1.6, 1.6, before=0.0))
    levels = {s.level for s in person(behind).shapes if s.owner == HAIR}
    assert {Level.BACK_HAIR, Level.FRONT_HAIR} <= levels

    def low(hair: Hairdo, yaw: float = 0) -> int:
        return int(drawn(person(hair, yaw)).mask(HAIR)[110:].sum())

    before = replace(behind, back=replace(behind.back, before=1.0))
    assert low(before) > low(behind) + 200
    assert low(behind, 180) > low(behind) + 200  # from behind all of it is seen


def test_length_and_fringe_are_where_the_parameters_say() -> None:
    def lowest(length: float) -> int:
        return int(
            np.nonzero(drawn(person(Hairdo(BROWN, back=Back(length, length)), 180)).mask(HAIR))[0].max()
        )

    assert lowest(0.3) < lowest(0.6) < lowest(1.0)

    def forehead(centre: float) -> int:
        hair = Hairdo(BROWN, bangs=Bangs(8, centre=centre, outer=centre, cover=0.6))
        return int(drawn(person(hair), Framing.FACE).mask(HAIR)[:, 70:80].sum())

    assert forehead(-0.2) < forehead(-0.1) < forehead(0.05)


def test_a_tail_hangs_on_its_own_side_and_its_band_is_nobodys() -> None:
    bare = Hairdo(BROWN)
    tailed = replace(bare, knots=(Tail(lon=100, y=0.0, length=1.0, tie=(0, 255, 0)),))
    grown = drawn(person(tailed)).mask(HAIR) & ~drawn(person(bare)).mask(HAIR)
    assert grown[:, 75:].sum() > 200 > grown[:, :75].sum()
    drawing = drawn(person(tailed, -60, PLAIN), style=PLAIN)
    band = (drawing.picture == (0, 255, 0)).all(2)
    assert band.any()
    assert not drawing.ids[band].any()


def test_ears_bare_or_covered() -> None:
    def ear(height: float) -> int:
        hair = Hairdo(BROWN, back=Back(0.4, 0.4, ear=height))
        return int(drawn(person(hair, 80), Framing.FACE).mask(HAIR).sum())

    assert ear(0.3) > ear(-0.02) + 100


def test_small_heads_are_drawn_with_fewer_strokes_but_the_same_hair() -> None:
    for seed in range(4):
        hair = invent_hair(default_rng(seed))
        near, far = person(hair, pixels=120), person(hair, pixels=18)
        assert len(far.shapes) < 0.85 * len(near.shapes)
        one, two = drawn(near).mask(HAIR), drawn(far).mask(HAIR)
        assert (one & two).sum() > 0.93 * (one | two).sum()


WORN = (
    Hat(), Hat(peak=0, brim=0.3), Headband(bow=0.15), Headband(cups=(1, 2, 3)), Glasses(), Hairpin(lon=20),
    Hairpin(lon=20, petals=5),
)  # fmt: skip


@pytest.mark.parametrize("worn", WORN, ids=repr)
def test_what_is_worn_on_the_head_hides_hair_and_is_nobodys(worn: Hat) -> None:
    hair = Hairdo(BROWN, bangs=Bangs(centre=0.06), back=Back(0.6, 0.6))
    for yaw in (0, 35):
        plain, dressed = drawn(person(hair, yaw)), drawn(person(hair, yaw, outfit=(worn,)))
        assert set(dressed.owners) == {HAIR}
        changed = (plain.picture != dressed.picture).any(2)
        assert changed.sum() > 20
        gained = dressed.mask(HAIR) & ~plain.mask(HAIR)
        assert not gained.any()


def test_hair_under_a_hat_is_pressed_flat() -> None:
    spiky = next(make for make in STYLES if make.__name__ == "spiky")(default_rng(1), BROWN)
    assert under_hat(spiky, ()) is spiky
    hat = Hat(low=-0.2)
    flat = under_hat(spiky, (hat,))
    top = [int(drawn(person(hair, outfit=(hat,))).mask(HAIR)[:36].sum()) for hair in (spiky, flat)]
    assert top[1] < top[0]


def test_headwear_by_chance_is_seldom_and_has_no_class() -> None:
    rng = default_rng(2)
    worn = [invent_headwear(rng, femininity=0.9) for _ in range(200)]
    assert 0.25 < sum(map(bool, worn)) / 200 < 0.65
    assert all(garment.cls is None for outfit in worn for garment in outfit)


def test_hair_keeps_its_colour_in_a_plain_style() -> None:
    drawing = drawn(person(Hairdo(BROWN, bangs=Bangs(), back=Back(0.8, 0.8)), style=PLAIN), style=PLAIN)
    inside = drawing.picture[drawing.mask(HAIR)].astype(int)
    near = np.abs(inside - np.array(BROWN)).max(1) < 12
    assert near.mean() > 0.5


def recoloured(shapes: Iterable[Shape], colour: Colour) -> list[Shape]:
    """The shapes, with everything that is hair in one colour."""

    def paint(shape: Shape) -> Shape:
        fill = colour if shape.fill is not None else None
        inside = tuple(paint(child) for child in shape.inside)
        return replace(shape, fill=fill, line=colour if shape.line else None, inside=inside)

    return [paint(shape) if shape.owner == HAIR else shape for shape in shapes]


@pytest.mark.parametrize("seed", range(6))
def test_recolouring_hair_changes_exactly_its_mask(seed: int) -> None:
    rng = default_rng(seed)
    style = replace(STYLE, soft=float(rng.random()), gradient=float(rng.random()))
    hair = invent_hair(rng, femininity=float(rng.random()))
    outfit = invent_headwear(rng, femininity=0.8)
    figure = person(hair, float(rng.uniform(-180, 180)), style, outfit=outfit)

    def drawing(colour: Colour) -> Drawing:
        return drawn(replace(figure, shapes=tuple(recoloured(figure.shapes, colour))), style=style)

    plain, one, two = drawn(figure, style=style), drawing((255, 0, 255)), drawing((0, 255, 0))
    mask = plain.mask(HAIR)
    changed = (one.picture != two.picture).any(2)
    assert np.array_equal(one.ids, plain.ids)
    assert changed[mask].all()
    assert not (changed & (cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) == 0)).any()


def test_a_dyed_streak_is_hair_too() -> None:
    plain = Hairdo(BROWN, bangs=Bangs(8), seed=4)
    dyed = replace(plain, streak=(60, 200, 220))
    one, two = drawn(person(plain), Framing.FACE), drawn(person(dyed), Framing.FACE)
    assert np.array_equal(one.ids, two.ids)
    recoloured_pixels = (one.picture != two.picture).any(2)
    assert recoloured_pixels.sum() > 80
    assert one.mask(HAIR)[recoloured_pixels].mean() > 0.9

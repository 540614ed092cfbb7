"""Composed cuts: what their masks claim, and that a seed says it all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from toonseg.classes import InstanceClass
from toonseg.synth.art import Canvas, Gradient, Owner, Placement, Shape, Style
from toonseg.synth.figure.hair_do import Hairdo
from toonseg.synth.figure.poses import HAND_IN_HAIR, PEACE, RELAXED, On, Reach, mirrored
from toonseg.synth.figure.wear import Hat
from toonseg.synth.pen import Colour, luminance
from toonseg.synth.titles import Cut, Order, artist_of, composer, draw_cut
from toonseg.synth.titles.artist import rng_of
from toonseg.synth.titles.attitudes import clear_of_face
from toonseg.synth.titles.composer import as_seen, hides_much, lightened
from toonseg.synth.titles.overlay import over
from toonseg.synth.titles.shots import stage
from toonseg.synth.titles.taste import ANY, FD, Shot

SIZE = (240, 414)


def drawn(seed: int, size: tuple[int, int] = SIZE, **choice: object) -> Cut:
    """A cut of the artist that has this seed."""
    order = Order(seed)
    artist = artist_of(order, 1)
    scene = artist.scenes[0]
    rng = rng_of(order, 5)
    return draw_cut(size, artist.cast, artist.style, rng, scene=scene, **choice)  # type: ignore[arg-type]


def recoloured(shape: Shape, owner: Owner, colour: Colour) -> Shape:
    """The shape with everything of `owner` in one colour; other shapes as they are."""
    if shape.owner != owner:
        return shape

    def painted(part: Shape) -> Shape:
        fill = colour if isinstance(part.fill, tuple | Gradient) else None
        line = colour if part.line else None
        return replace(part, fill=fill, line=line, inside=tuple(painted(child) for child in part.inside))

    return painted(shape)


@pytest.mark.parametrize(
    "seed",
    [
        *range(12),
        *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(12, 200)),
    ],
)
def test_recolouring_changes_exactly_the_mask(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # What works on every pixel alike (tints, grain, rain) knows nothing of instances.
    monkeypatch.setattr(composer, "finished", lambda picture, style, rng: picture)
    monkeypatch.setattr(composer, "with_effects", lambda picture, effects, rng, mono: picture)
    monkeypatch.setattr(composer, "lightened", lambda picture: picture)
    monkeypatch.setattr(composer, "speak_over", lambda *given, **options: [])
    plain = drawn(seed, bubbles=0.0)
    if not plain.instances:
        return
    one = plain.instances[seed % len(plain.instances)]
    owner = Owner(one.cls, one.character)
    paint = Canvas.paint

    def in_colour(colour: Colour) -> Cut:
        def painted(canvas: Canvas, shapes: Iterable[Shape], *where: Placement) -> None:
            paint(canvas, [recoloured(shape, owner, colour) for shape in shapes], *where)

        monkeypatch.setattr(Canvas, "paint", painted)
        return drawn(seed, bubbles=0.0)

    first, second = in_colour((255, 0, 255)), in_colour((0, 255, 0))
    changed = (first.picture != second.picture).any(2)
    mask = (plain.ids == plain.owners.index(owner) + 1).astype(np.uint8)
    assert np.array_equal(first.ids, plain.ids)
    assert not (changed & (cv2.dilate(mask, np.ones((3, 3), np.uint8)) == 0)).any()
    assert changed[mask > 0].all()


def test_the_same_seed_gives_the_same_bytes_and_another_one_others() -> None:
    first, again, other = drawn(3), drawn(3), drawn(4)
    assert first.picture.tobytes() == again.picture.tobytes()
    assert first.ids.tobytes() == again.ids.tobytes()
    assert first.picture.tobytes() != other.picture.tobytes()


def test_a_cut_has_the_size_asked_for_and_tight_boxes() -> None:
    cut = drawn(1, (177, 300))
    assert cut.picture.shape == (177, 300, 3)
    assert cut.picture.dtype == cut.ids.dtype == np.uint8
    for one in cut.instances:
        x0, y0, x1, y1 = one.box
        assert 0 <= x0 < x1 <= 300
        assert 0 <= y0 < y1 <= 177
        assert one.mask.shape == (y1 - y0, x1 - x0)
        assert one.mask[0].any() and one.mask[-1].any() and one.mask[:, 0].any() and one.mask[:, -1].any()


def test_what_is_drawn_over_a_picture_belongs_to_nobody() -> None:
    picture, ids = np.full((60, 80, 3), 200, np.uint8), np.full((60, 80), 7, np.uint8)
    square = np.array([[10, 10], [50, 10], [50, 40], [10, 40]], np.int32)
    over(picture, ids, lambda sheet: cv2.fillPoly(sheet, [square], (10, 20, 30)))
    covered = (picture == (10, 20, 30)).all(2)
    assert covered.sum() == 41 * 31
    assert np.array_equal(ids == 0, covered)


def test_bubbles_take_pixels_from_instances() -> None:
    fewer = 0
    for seed in range(4):
        silent, loud = drawn(seed, bubbles=0.0), drawn(seed, bubbles=1.0)
        assert not ((silent.ids == 0) & (loud.ids > 0)).any()
        fewer += int((silent.ids > 0).sum() > (loud.ids > 0).sum())
    assert fewer >= 1


@pytest.mark.parametrize("shot", [shot for shot in Shot if shot is not Shot.EMPTY])
def test_people_stand_within_reach_of_the_panel(shot: Shot) -> None:
    rng = np.random.default_rng(0)
    for size in ((390, 690), (1300, 690), (180, 690), (400, 290)):
        for _ in range(20):
            places = stage(shot, size, ANY, 6.2, rng)
            assert 1 <= len(places) <= 12
            for place in places:
                assert -0.3 * size[1] < place.x < 1.3 * size[1]
                assert 0 < place.y < 1.3 * size[0]
                assert 4 < place.head < 1.3 * size[0]


def test_nobody_appears_twice_in_a_cut() -> None:
    cut = drawn(2, shot=Shot.CROWD)
    assert len({(one.cls, one.character) for one in cut.instances}) == len(cut.instances)
    assert len({one.character for one in cut.instances}) >= 4


def test_the_cast_lasts_and_some_change_clothes() -> None:
    order = Order(9)
    first, second = (artist_of(order, 1, episode).cast.members for episode in (1, 2))
    assert [one.character.hair for one in first] == [one.character.hair for one in second]
    assert [one.character.face for one in first] == [one.character.face for one in second]
    assert artist_of(order, 2).cast.members[0].character.hair != first[0].character.hair
    outfits = [
        [one.character.outfit for one in artist_of(order, 1, episode).cast.members] for episode in (1, 4)
    ]
    assert outfits[0] != outfits[1]


def test_hair_lies_flat_under_a_hat_only_while_it_is_worn() -> None:
    plain = artist_of(Order(9), 1).cast.members[0].character
    bare = replace(plain, outfit=tuple(worn for worn in plain.outfit if not isinstance(worn, Hat)))
    capped = replace(bare, outfit=(*bare.outfit, Hat()))
    assert isinstance(bare.hair, Hairdo)
    high = replace(bare.hair, volume=0.2)
    assert as_seen(replace(bare, hair=high), Style()).hair == high
    pressed = as_seen(replace(capped, hair=high), Style()).hair
    assert isinstance(pressed, Hairdo)
    assert pressed.volume < 0.05


def test_skin_is_lighter_on_grey_pages_and_as_it_is_on_others() -> None:
    person = artist_of(Order(9), 1).cast.members[0].character
    dark = replace(person, body=replace(person.body, skin=(80, 50, 40)))
    assert as_seen(dark, Style()).body.skin == (80, 50, 40)
    assert luminance(as_seen(dark, Style(mono=1.0)).body.skin) > 130


def test_what_hides_more_than_a_third_of_the_main_figure_is_left_out() -> None:
    owners = (
        Owner(InstanceClass.HAIR, 3), Owner(InstanceClass.OUTER, 3), Owner(InstanceClass.HAIR, 5),
    )  # fmt: skip
    ids = np.zeros((20, 30), np.uint8)
    ids[0:4, 0:10], ids[4:10, 0:10], ids[0:5, 20:25] = 1, 2, 3
    little, much = ids.copy(), ids.copy()
    little[7:10] = 0
    little[:, 20:] = 0  # others may be hidden wholly
    much[6:10] = 0
    assert not hides_much(ids, little, owners)
    assert hides_much(ids, much, owners)
    assert not hides_much(np.zeros_like(ids), np.zeros_like(ids), ())


def test_dark_pictures_are_lightened_and_others_left_alone() -> None:
    rng = np.random.default_rng(0)
    dark = rng.integers(0, 50, (60, 80, 3), dtype=np.uint8)
    out = lightened(dark)
    assert 45 < out.mean() < 65
    assert (np.diff(out.reshape(-1)[np.argsort(dark.reshape(-1))].astype(int)) >= 0).all()
    bright = rng.integers(60, 200, (60, 80, 3), dtype=np.uint8)
    assert lightened(bright) is bright


def test_a_hand_at_the_head_is_that_of_the_near_arm() -> None:
    for pose in (PEACE, mirrored(PEACE)):
        right, left = clear_of_face(pose, 40), clear_of_face(pose, -40)
        assert isinstance(right.right_arm, Reach) and right.right_arm.on is On.HEAD
        assert isinstance(left.left_arm, Reach) and left.left_arm.on is On.HEAD
        assert clear_of_face(pose, 0) is pose
    assert clear_of_face(HAND_IN_HAIR, 60) is RELAXED
    assert clear_of_face(HAND_IN_HAIR, 0) is HAND_IN_HAIR


def test_hands_seldom_lie_at_faces_seen_from_near() -> None:
    rng = np.random.default_rng(1)
    poses = [place.pose for _ in range(300) for place in stage(Shot.BUST, (390, 690), ANY, 6.2, rng)]
    raised = [
        any(isinstance(arm, Reach) and arm.on is On.HEAD for arm in (pose.right_arm, pose.left_arm))
        for pose in poses
    ]
    assert 0 < np.mean(raised) < 0.06


def test_heads_of_whole_figures_stay_in_the_picture() -> None:
    rng = np.random.default_rng(2)
    for _ in range(200):
        for place in stage(Shot.FULL, (177, 690), ANY, 7.2, rng):
            assert place.y - 7.2 * place.head > 0


def test_those_whom_a_taste_keeps_at_a_distance_are_seldom_seen_from_near() -> None:
    artist = artist_of(Order(4, "FD"), 1)
    members = list(artist.cast.members)
    far = replace(artist.cast, taste=FD, members=tuple(members))
    wearing = {
        one.number for one in members if any(worn.cls is InstanceClass.SKIRT for worn in one.character.outfit)
    }
    assert 0 < len(wearing) < len(members)

    def seen(shot: Shot) -> float:
        rng = np.random.default_rng(0)
        chosen = [composer.who(far, artist.style, 1, rng, shot)[0].number for _ in range(400)]
        return float(np.mean([number in wearing for number in chosen]))

    assert seen(Shot.HALF) < 0.6 * seen(Shot.BUST)

"""Composed cuts: what their masks claim, and that a seed says it all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from toonseg.synth.art import Canvas, Gradient, Owner, Placement, Shape
from toonseg.synth.pen import Colour
from toonseg.synth.titles import Cut, Order, artist_of, composer, draw_cut
from toonseg.synth.titles.artist import rng_of
from toonseg.synth.titles.overlay import over
from toonseg.synth.titles.shots import stage
from toonseg.synth.titles.taste import ANY, Shot

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
    "seed", [*range(12), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(12, 200))]
)
def test_recolouring_changes_exactly_the_mask(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # What works on every pixel alike (tints, grain, rain) knows nothing of instances.
    monkeypatch.setattr(composer, "finished", lambda picture, style, rng: picture)
    monkeypatch.setattr(composer, "with_effects", lambda picture, effects, rng: picture)
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

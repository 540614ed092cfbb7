"""Scenes: every place from every angle, repeatable, lit as one; perspective; what hides and what does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from toonseg.synth.art import Canvas, InstanceClass, Owner, Shape, Style
from toonseg.synth.pen import polygon
from toonseg.synth.scene import Mood, Place, Scene, invent_scene
from toonseg.synth.scene.camera import NEAR, Camera, clipped
from toonseg.synth.scene.graphic import draw_graphic
from toonseg.synth.scene.props import blurred, draw_foreground
from toonseg.synth.scene.tones import invent_tones

SIZE = (120, 180)
SHARP = Style(scene_blur=0.0, wobble=0.0)
COAT = Owner(InstanceClass.OUTER, 1)


def _scene(place: Place, seed: int = 3, mood: Mood | None = None) -> Scene:
    return invent_scene(np.random.default_rng(seed), SHARP, mood or Mood(darkness=0.1), place)


@pytest.mark.parametrize("place", list(Place), ids=lambda p: p.value)
def test_a_place_is_drawn_richly_and_repeats_to_the_byte(place: Place) -> None:
    scene = _scene(place)
    one = scene.draw(SIZE, SHARP, np.random.default_rng(1), graphic=0)
    two = scene.draw(SIZE, SHARP, np.random.default_rng(1), graphic=0)
    other = scene.draw(SIZE, SHARP, np.random.default_rng(2), graphic=0)
    assert one.picture.shape == (*SIZE, 3)
    assert one.picture.dtype == np.uint8
    assert np.array_equal(one.picture, two.picture)
    assert (one.picture != other.picture).mean() > 0.2
    assert len(np.unique(one.picture.reshape(-1, 3) // 8, axis=0)) > 40
    assert one.horizon < one.floor


def test_the_same_place_keeps_its_colours_from_another_angle_and_another_place_does_not() -> None:
    rngs = [np.random.default_rng(k) for k in range(4)]
    here = [
        _scene(Place.ROOM, 5).draw(SIZE, SHARP, rng, graphic=0, front=0).picture.mean((0, 1)) for rng in rngs
    ]
    there = _scene(Place.ROOM, 11).draw(SIZE, SHARP, rngs[0], graphic=0, front=0).picture.mean((0, 1))
    spread = max(float(np.abs(a - here[0]).max()) for a in here)
    assert spread < 45
    assert float(np.abs(there - here[0]).max()) > 5


def test_night_is_darker_than_day_and_casts_its_colour_on_people() -> None:
    day, night = (_scene(Place.STREET, 4, Mood(0.3, 0.5, dark)) for dark in (0.0, 1.0))
    pictures = [s.draw(SIZE, SHARP, np.random.default_rng(1), graphic=0, front=0) for s in (day, night)]
    assert pictures[1].picture.mean() < pictures[0].picture.mean() - 20
    assert pictures[1].cast_amount > pictures[0].cast_amount
    lit = pictures[1].lit(SHARP)
    assert lit.cast_amount == pictures[1].cast_amount
    assert lit.light == pictures[1].light


def test_blur_smooths_a_place() -> None:
    scene = _scene(Place.LIBRARY)

    def edges(blur: float) -> float:
        style = replace(SHARP, scene_blur=blur)
        pictures = [
            scene.draw((240, 360), style, np.random.default_rng(seed), close=1.0, graphic=0, front=0).picture
            for seed in range(5)
        ]
        return float(np.mean([np.abs(np.diff(one.astype(int), axis=1)).mean() for one in pictures]))

    assert edges(1.0) < 0.7 * edges(0.0)


def test_things_further_away_are_smaller_and_what_lies_behind_us_is_cut_off() -> None:
    camera = Camera((0, 0, 1.5), 0, 100, (50, 50))
    post = np.array([(0, 2, 0), (0, 2, 1.5), (0, 4, 1.5), (0, 4, 0)], np.float64)
    pixels = camera.pixels(post)
    assert np.allclose(pixels[1], (50, 50))
    assert pixels[0, 1] - 50 == pytest.approx(2 * (pixels[3, 1] - 50))
    across = np.array([(-1, -2, 0), (1, -2, 0), (1, 3, 0), (-1, 3, 0)], np.float64)
    assert clipped(camera.seen(across))[:, 2].min() == pytest.approx(NEAR)
    assert len(camera.pixels(across - (0, 5, 0))) == 0


def test_what_stands_before_people_hides_them_and_its_soft_rim_does_not() -> None:
    for seed in range(12):
        canvas = Canvas(SIZE)
        canvas.paint([Shape(polygon((0, 0), (180, 0), (180, 120), (0, 120)), COAT, (90, 90, 200))])
        rng = np.random.default_rng(seed)
        shapes = draw_foreground(SIZE, Style(), rng, invent_tones(rng))
        assert all(shape.owner is None for shape in shapes)
        canvas.paint(shapes)
        share = canvas.finish().mask(COAT).mean()
        assert 0.3 < share < 1.0
    canvas = Canvas(SIZE)
    canvas.paint([Shape(polygon((0, 0), (180, 0), (180, 120), (0, 120)), COAT, (90, 90, 200))])
    canvas.paint(blurred(polygon((60, 30), (120, 30), (120, 90), (60, 90)), (0, 0, 0), 8.0))
    drawing = canvas.finish()
    assert not drawing.mask(COAT)[50:70, 80:100].any()
    assert drawing.mask(COAT)[60, 56]
    assert drawing.picture[60, 57].sum() < 380 - 20


def test_grounds_that_are_no_place_differ_and_repeat() -> None:
    pictures = [draw_graphic(SIZE, Mood(), np.random.default_rng(k), (30, 20, 30)) for k in range(40)]
    again = draw_graphic(SIZE, Mood(), np.random.default_rng(7), (30, 20, 30))
    assert np.array_equal(again, pictures[7])
    means = np.array([p.mean((0, 1)) for p in pictures])
    assert means.std(0).min() > 15

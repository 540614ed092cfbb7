"""tools/hands: figures that are painted keep their masks, and get light, strands and thinner lines."""

from dataclasses import replace

import numpy as np
import pytest
from tools.hands.brush import Brush, brush_of
from tools.hands.drawing import Figure
from tools.hands.painting import Painted, painted, some_painted
from tools.hands.strands import fall_of

HAIR, TEE = 1, 3
PLAIN = Brush(
    light=(-0.6, 0.0, 0.8),
    steps=0,
    shade=(0.5, 0.5, 0.5),
    roundness=0.2,
    folds=0.0,
    cast=0.0,
    strands=0.0,
    gloss=0.0,
    fade=0.0,
    lines=1.0,
    stroke=0.0,
    seed=4,
)


def person(size: int = 120) -> Figure:
    """Hair above a face above a T-shirt, clear columns on both sides."""
    pixels = np.zeros((size, size, 4), np.uint8)
    classes = np.zeros((size, size), np.uint8)
    third, inside = size // 3, np.s_[size // 10 : -size // 10]
    for k, (colour, cls) in enumerate((((90, 60, 30), HAIR), ((240, 200, 180), 0), ((60, 120, 200), TEE))):
        rows = np.s_[k * third : (k + 1) * third]
        pixels[rows, inside] = (*colour, 255)
        classes[rows, inside] = cls
    return Figure(pixels, classes)


def disc(cls: int, size: int = 160) -> Figure:
    y, x = np.mgrid[:size, :size]
    on = np.hypot(x - size / 2 + 0.5, y - size / 2 + 0.5) < 0.45 * size
    pixels = np.where(on[..., None], np.array([200, 150, 100, 255], np.uint8), 0).astype(np.uint8)
    return Figure(pixels, np.where(on, cls, 0).astype(np.uint8))


@pytest.mark.parametrize("seed", range(8))
def test_colours_change_and_masks_do_not(seed: int) -> None:
    flat = person()
    shown = painted(flat, brush_of(np.random.default_rng(seed)))
    assert shown.pixels.shape == flat.pixels.shape
    assert shown.pixels.dtype == shown.classes.dtype == np.uint8
    assert np.array_equal(shown.classes, flat.classes)
    assert np.array_equal(shown.pixels[..., 3], flat.pixels[..., 3])
    assert np.abs(shown.pixels.astype(int) - flat.pixels).max() > 10
    assert np.array_equal(flat.pixels, person().pixels)


def test_a_brush_paints_the_same_every_time_and_another_otherwise() -> None:
    first, second = (brush_of(np.random.default_rng(seed)) for seed in (1, 2))
    once = painted(person(), first).pixels
    assert np.array_equal(once, painted(person(), first).pixels)
    assert not np.array_equal(once, painted(person(), second).pixels)


def test_shade_lies_on_the_side_away_from_the_light() -> None:
    grey = painted(disc(TEE), PLAIN).pixels[80, :, 0]
    assert grey[20] == 200
    assert grey[140] < 170
    mirrored = replace(PLAIN, light=(0.6, 0.0, 0.8))
    assert painted(disc(TEE), mirrored).pixels[80, 20, 0] < 170


def test_cel_shade_has_as_many_tones_as_steps() -> None:
    for steps in (1, 2):
        shown = painted(disc(TEE), replace(PLAIN, steps=steps, light=(-0.9, 0.0, 0.436)))
        tones, counts = np.unique(shown.pixels[shown.classes == TEE][:, 0], return_counts=True)
        assert len(tones[counts > 0.02 * counts.sum()]) == steps + 1


def test_hair_throws_a_shadow_on_the_face_alone() -> None:
    shown = painted(person(), replace(PLAIN, light=(0.0, -0.6, 0.8), cast=0.05)).pixels
    flat = person().pixels
    assert shown[42, 60, 0] < 0.8 * flat[42, 60, 0]
    assert shown[60, 60, 0] == flat[60, 60, 0]
    assert shown[20, 60, 0] == flat[20, 60, 0]


def test_lines_go_from_hair_and_cloth_and_stay_in_faces() -> None:
    flat = person()
    for row in (20, 60, 100):
        flat.pixels[row : row + 2, 40:80, :3] = 0
    shown = painted(flat, replace(PLAIN, lines=0.0)).pixels
    assert shown[20, 60, 0] == 90
    assert shown[100, 60, 2] == 200
    assert shown[60, 60].tolist() == [0, 0, 0, 255]


def test_what_is_too_small_to_paint_stays_flat() -> None:
    flat = person(12)
    assert painted(flat, brush_of(np.random.default_rng(0))) is flat


def test_strands_run_down_and_lie_in_the_hair_alone() -> None:
    hair = np.zeros((200, 120), bool)
    hair[10:, 20:100] = True
    fall = fall_of(hair, np.random.default_rng(3))
    assert not fall.strands[~hair].any()
    assert not fall.gloss[~hair].any()
    assert 0.3 < np.abs(fall.strands).max() <= 1
    assert 0 <= fall.gloss.min() < fall.gloss.max() <= 1
    lower = fall.strands[150:200, 25:95]
    assert np.abs(np.diff(lower, axis=0)).mean() < 0.3 * np.abs(np.diff(lower, axis=1)).mean()


class Standing:
    """A person who is drawn at one size."""

    ratio, whole = 2.0, True

    def at(self, width: int) -> Figure:
        return person(width)


def test_a_share_of_the_figures_is_painted() -> None:
    people = [Standing() for _ in range(200)]
    assert some_painted(people, 0.0, np.random.default_rng(0)) == people
    mixed = some_painted(people, 0.4, np.random.default_rng(0))
    assert 55 < sum(isinstance(one, Painted) for one in mixed) < 105
    whole = some_painted(people[:1], 1.0, np.random.default_rng(0))[0]
    assert (whole.ratio, whole.whole) == (2.0, True)
    assert np.array_equal(whole.at(90).classes, person(90).classes)

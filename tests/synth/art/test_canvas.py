"""The canvas: who owns which pixel, overlays, clipping, and that bytes repeat."""

from __future__ import annotations

import numpy as np
import pytest

from toonseg.errors import UsageError
from toonseg.synth.art import Blend, Canvas, Gradient, InstanceClass, Owner, Placement, Shape, Style, finished
from toonseg.synth.pen import Points, arc, polygon

HAIR = Owner(InstanceClass.HAIR, 1)
SKIRT = Owner(InstanceClass.SKIRT, 1)
RED, BLUE = (220, 30, 30), (30, 30, 220)


def box(x0: float, y0: float, x1: float, y1: float) -> Points:
    return polygon((x0, y0), (x1, y0), (x1, y1), (x0, y1))


def test_the_later_shape_owns_the_overlap() -> None:
    canvas = Canvas((60, 80))
    canvas.paint([Shape(box(10, 10, 50, 50), HAIR, RED), Shape(box(30, 20, 70, 40), SKIRT, BLUE)])
    drawing = canvas.finish()
    assert drawing.mask(SKIRT)[22:38, 32:68].all()
    assert not drawing.mask(HAIR)[22:38, 32:48].any()
    assert tuple(drawing.picture[30, 40]) == BLUE
    assert tuple(drawing.picture[12, 12]) == RED


def test_an_unlabelled_shape_hides_and_an_overlay_does_not() -> None:
    canvas = Canvas((60, 80))
    canvas.paint([Shape(box(0, 0, 80, 60), HAIR, RED)])
    canvas.paint([Shape(box(10, 10, 30, 30), None, BLUE)])
    canvas.paint(
        [
            Shape(box(40, 10, 60, 30), fill=(100, 100, 100), overlay=True, alpha=0.8, blend=Blend.MULTIPLY),
            Shape(box(40, 35, 60, 55), fill=(255, 255, 255), overlay=True, alpha=0.5, soft=2.0),
        ]
    )
    drawing = canvas.finish()
    assert (drawing.ids[12:28, 12:28] == 0).all()
    assert drawing.mask(HAIR)[:, 35:].all()
    assert (drawing.picture[20, 50] < np.array(RED)).all()
    assert (drawing.picture[45, 50] > np.array(RED)).all()


def test_inner_shapes_are_clipped_and_belong_to_their_shape() -> None:
    stripe = Shape(box(-100, 25, 200, 35), SKIRT, BLUE)
    canvas = Canvas((60, 80))
    canvas.paint([Shape(arc(40, 30, 20, 20), HAIR, RED, inside=(stripe,))])
    drawing = canvas.finish()
    assert tuple(drawing.picture[30, 40]) == BLUE
    assert tuple(drawing.picture[30, 5]) == (255, 255, 255)
    assert drawing.mask(HAIR)[30, 40]
    assert not drawing.mask(SKIRT).any()


def test_ink_belongs_to_the_shape_it_outlines() -> None:
    canvas = Canvas((60, 80))
    canvas.paint([Shape(box(20, 20, 60, 40), HAIR, RED, line=BLUE, weight=4.0)])
    drawing = canvas.finish()
    assert drawing.mask(HAIR)[18:42, 19:61].sum() > drawing.mask(HAIR)[20:40, 20:60].sum() > 780
    assert tuple(drawing.picture[20, 40]) == BLUE


def test_a_gradient_runs_from_its_first_to_its_last_colour() -> None:
    canvas = Canvas((60, 80))
    canvas.paint([Shape(box(0, 0, 80, 60), HAIR, Gradient((0, 0), (80, 0), (0, 0, 0), (240, 240, 240)))])
    row = canvas.finish().picture[30, :, 0].astype(int)
    assert row[1] < 12
    assert row[-2] > 228
    assert (np.diff(row) >= 0).all()


def test_a_placement_scales_moves_and_turns() -> None:
    placed = Placement(10, (40, 30), 1.0, np.pi / 2).pixels(polygon((1, 0), (0, 1)))
    assert np.allclose(placed, [(40, 40), (30, 30)])


def test_a_wobble_moves_lines_a_little_and_neighbours_alike() -> None:
    corners = polygon((0, 0), (3, 0.5), (1, 2))
    strayed = Placement(10, wobble=0.02).pixels(corners) - Placement(10).pixels(corners)
    assert 0.02 < np.abs(strayed).max() <= 0.2 + 1e-9
    beside = corners + 0.01
    assert np.abs((Placement(10, wobble=0.02).pixels(beside) - beside * 10) - strayed).max() < 0.05


def test_what_lies_outside_changes_nothing() -> None:
    canvas = Canvas((60, 80))
    before = canvas.finish()
    canvas.paint(
        [
            Shape(box(-500, -500, -10, -10), HAIR, RED, line=BLUE, soft=1.0),
            Shape(box(1e6, 0, 2e6, 60), HAIR, RED),
        ]
    )
    assert np.array_equal(canvas.finish().picture, before.picture)


def test_a_copy_goes_on_alone() -> None:
    canvas = Canvas((60, 80))
    canvas.paint([Shape(box(10, 10, 50, 50), HAIR, RED)])
    before = canvas.finish()
    other = canvas.copy()
    other.paint([Shape(box(0, 0, 80, 60), SKIRT, BLUE)])
    assert other.owners == (HAIR, SKIRT)
    assert (other.ids == 2).all()
    assert canvas.owners == (HAIR,)
    assert np.array_equal(canvas.finish().picture, before.picture)
    assert np.array_equal(canvas.ids, before.ids)


@pytest.mark.parametrize("oversample", [1, 3, 5])
def test_a_pixel_is_the_mean_of_its_samples(oversample: int) -> None:
    canvas = Canvas((40, 30), oversample)
    canvas.paint([Shape(box(5, 7.5, 21.25, 30), HAIR, RED)])
    covered = (canvas.finish().picture.astype(float) - 255) / (np.array(RED) - 255)
    assert np.allclose(covered[15, 15], 1) and np.allclose(covered[15, 2], 0)
    # A quarter of a pixel is covered at the right, half of one above; a sample that is touched counts.
    assert abs(covered[15, 21, 1] - 0.25) < 1 / oversample
    assert abs(covered[7, 15, 1] - 0.5) < 1 / oversample


def stroke_widths(points: Points, **given: object) -> list[int]:
    """Pixels of ink in each column of a canvas with one stroke."""
    canvas = Canvas((40, 80))
    canvas.paint([Shape(points, HAIR, line=BLUE, closed=False, **given)])  # type: ignore[arg-type]
    return [int(column) for column in canvas.finish().mask(HAIR).sum(0)]


def test_a_stroke_tapers_towards_its_ends() -> None:
    straight = np.stack([np.linspace(10, 70, 31), np.full(31, 20.0)], 1)
    even = stroke_widths(straight, weight=6.0)
    assert set(even[12:69]) == {6}
    thin = stroke_widths(straight, weight=6.0, taper=(0.0, 0.0))
    assert thin[40] == 6
    assert thin[10] <= 1 and thin[69] <= 1
    assert thin[10:40] == sorted(thin[10:40])


def test_many_shapes_get_the_same_ink_as_one_by_one() -> None:
    rng = np.random.default_rng(5)
    shapes = []
    for k in range(40):
        middle, size = rng.uniform(10, 50, 2), float(rng.uniform(0.3, 14))
        turn = np.linspace(0, 2 * np.pi, int(rng.integers(1, 60)), endpoint=False)
        points = middle + size * np.stack([np.cos(turn), np.sin(turn)], 1) * rng.uniform(
            0.8, 1.2, (len(turn), 1)
        )
        fill = RED if k % 3 else None
        shapes.append(Shape(points, HAIR, fill, BLUE, float(rng.uniform(0.3, 3)), bool(k % 2), swell=0.5))
    together, apart = Canvas((60, 60)), Canvas((60, 60))
    together.paint(shapes)
    for shape in shapes:
        apart.paint([shape])
    assert np.array_equal(together.finish().picture, apart.finish().picture)


def test_soft_shades_are_the_same_on_a_flat_paint_and_over_a_sharp_patch() -> None:
    shade = Shape(box(30, -10, 90, 70), fill=BLUE, soft=4.0, alpha=0.8)
    speck = Shape(box(2, 2, 3, 3), fill=RED)
    first, second = Canvas((60, 80)), Canvas((60, 80))
    first.paint([Shape(box(0, 0, 80, 60), HAIR, RED, inside=(shade,))])
    second.paint([Shape(box(0, 0, 80, 60), HAIR, RED, inside=(speck, shade))])
    one, two = first.finish(), second.finish()
    assert np.array_equal(one.ids, two.ids)
    # Worked out by pixels, or by samples.
    assert np.abs(one.picture.astype(int) - two.picture).max() <= 6
    assert np.allclose(one.picture[30, 70], 0.2 * np.array(RED) + 0.8 * np.array(BLUE), atol=2)
    assert tuple(one.picture[30, 10]) == RED


def test_limits_are_told() -> None:
    with pytest.raises(UsageError, match="odd"):
        Canvas((10, 10), oversample=2)
    many = [Shape(box(0, 0, 9, 9), Owner(InstanceClass.HAIR, i), RED) for i in range(256)]
    with pytest.raises(UsageError, match="255"):
        Canvas((10, 10)).paint(many)


def test_the_finish_changes_a_pixel_by_its_own_colour_and_place_alone() -> None:
    style = Style(cast_amount=0.4, mono=0.3, screentone=0.6, grain=0.5)
    picture = np.random.default_rng(1).integers(0, 256, (50, 70, 3), dtype=np.uint8)
    other = picture.copy()
    other[20:30, 20:30] = (255, 0, 90)
    one = finished(picture, style, np.random.default_rng(4))
    two = finished(other, style, np.random.default_rng(4))
    changed = (one != two).any(2)
    assert changed[20:30, 20:30].mean() > 0.9
    changed[20:30, 20:30] = False
    assert not changed.any()


def test_drift_moves_a_style_slowly_and_within_its_ranges() -> None:
    style = Style(screentone=0.0)
    for seed in range(20):
        moved = style.drift(np.random.default_rng(seed), 0.1)
        assert moved != style
        assert 2.5 <= moved.ratio <= 7.5
        assert abs(moved.ratio - style.ratio) <= 0.5 + 1e-9
        assert 0 <= moved.cel <= 1
        assert moved.screentone == 0.0

"""The ground reaches around panels, over any kind of gutter, and never into them."""

from __future__ import annotations

from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from toonseg.cuts.ground import PAD, SHRINK, Ground, Mask, find_ground
from toonseg.cuts.runs import Run, find_runs
from toonseg.cuts.sketch import sketch_strip
from toonseg.pictures import Rgb, encode
from toonseg.strip import Strip

WIDTH, GAP, HEIGHT = 480, 60, 320
Box = tuple[int, int, int, int]


def drawing(height: int, width: int, seed: int = 0) -> Rgb:
    """Blocks of colour, far from white."""
    coarse = np.random.default_rng(seed).integers(20, 150, (height // 12 + 1, width // 16 + 1, 3))
    return coarse.repeat(12, axis=0).repeat(16, axis=1)[:height, :width].astype(np.uint8)


def white(rows: int) -> Rgb:
    return np.full((rows, WIDTH, 3), 255, np.uint8)


def vertical(rows: int) -> Rgb:
    return np.linspace([250, 235, 200], [180, 200, 245], rows)[:, None].repeat(WIDTH, 1).astype(np.uint8)


def diagonal(rows: int) -> Rgb:
    y, x = np.mgrid[0:rows, 0:WIDTH]
    return np.stack([190 + 60 * (x + y) / (rows + WIDTH)] * 3, axis=-1).astype(np.uint8)


def paper(rows: int) -> Rgb:
    grain = np.random.default_rng(3).normal(215, 13, (rows, WIDTH, 1))
    return np.clip(grain, 0, 255).repeat(3, axis=2).astype(np.uint8)


def canvas_of(rows: Rgb) -> Rgb:
    """Rows with a gutter of white above and below."""
    return np.concatenate([white(GAP), rows, white(GAP)])


def gutters_of(canvas: Rgb) -> tuple[Run, Run]:
    data = encode(canvas, "png")
    runs = find_runs(sketch_strip(Strip.of([SimpleNamespace(name="page", read=lambda: data)])))
    return runs[0], runs[-1]


def ground_of(canvas: Rgb, *, from_sides: bool = True, along_soft: bool = False) -> tuple[Ground, int]:
    """The ground between the first and the last run, and the row of the canvas at which it begins."""
    over, under = gutters_of(canvas)
    assert over is not under
    top = over.y1 - PAD
    pixels = canvas[top : under.y0 + PAD]
    return find_ground(pixels, over, under, from_sides=from_sides, along_soft=along_soft), top


def mask_of(ground: Ground, top: int, height: int) -> Mask:
    mask = np.zeros((height, WIDTH), np.uint8)
    mask[top : top + len(ground.drawn)] = ground.drawn
    return mask


def box_mask(height: int, *boxes: Box) -> Mask:
    mask = np.zeros((height, WIDTH), np.uint8)
    for x0, y0, x1, y1 in boxes:
        mask[y0:y1, x0:x1] = 1
    return mask


def put(canvas: Rgb, box: Box, seed: int = 0) -> None:
    x0, y0, x1, y1 = box
    canvas[y0:y1, x0:x1] = drawing(y1 - y0, x1 - x0, seed)


def test_margins_are_reached_and_panels_kept_to_the_pixel() -> None:
    canvas = white(HEIGHT)
    boxes = ((30, 60, 200, 250), (240, 60, 451, 260))
    for box in boxes:
        put(canvas, box)
    ground, top = ground_of(canvas)
    assert ground.exact
    assert np.array_equal(mask_of(ground, top, HEIGHT), box_mask(HEIGHT, *boxes))


def test_what_a_frame_encloses_counts_as_drawn() -> None:
    canvas = white(HEIGHT)
    canvas[60:260, 40:440] = 0
    canvas[63:257, 43:437] = 255
    ground, top = ground_of(canvas)
    assert np.array_equal(mask_of(ground, top, HEIGHT), box_mask(HEIGHT, (40, 60, 440, 260)))


@pytest.mark.parametrize("paint", [vertical, diagonal])
def test_the_ground_goes_along_gradients_up_to_an_edge(paint: object) -> None:
    canvas = paint(HEIGHT)  # type: ignore[operator]
    box = (60, 70, 400, 250)
    put(canvas, box)
    ground, top = ground_of(canvas)
    mask, inside = mask_of(ground, top, HEIGHT), np.zeros((HEIGHT, WIDTH), bool)
    inside[box[1] : box[3], box[0] : box[2]] = True
    assert mask[inside].all()
    wider = cv2.dilate(inside.astype(np.uint8), np.ones((5, 5), np.uint8))
    assert not mask[wider == 0].any()


def test_textured_ground_is_found_about_to_the_pixel() -> None:
    canvas = paper(HEIGHT)
    box = (60, 72, 400, 248)
    put(canvas, box)
    ground, top = ground_of(canvas)
    assert not ground.exact
    rows, columns = np.nonzero(mask_of(ground, top, HEIGHT))
    found = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    assert max(abs(int(p) - q) for p, q in zip(found, box, strict=True)) <= 3 * SHRINK
    assert mask_of(ground, top, HEIGHT)[80:240, 70:390].all()


def test_a_thin_frame_on_textured_ground_holds() -> None:
    canvas = paper(HEIGHT)
    cv2.rectangle(canvas, (60, 72), (400, 248), (0, 0, 0), 3)
    ground, top = ground_of(canvas)
    assert mask_of(ground, top, HEIGHT)[90:230, 80:380].mean() > 0.98


def test_margins_that_no_gutter_reaches_are_ground_only_from_the_sides() -> None:
    rows = drawing(220, WIDTH)
    rows[60:160, :40] = rows[60:160, -40:] = 255
    canvas = canvas_of(rows)
    reached, top = ground_of(canvas, from_sides=True)
    assert not mask_of(reached, top, len(canvas))[GAP + 60 : GAP + 160, :40].any()
    unreached, top = ground_of(canvas, from_sides=False)
    assert mask_of(unreached, top, len(canvas))[GAP : GAP + 220].all()


def test_a_blank_at_one_border_of_the_strip_is_no_ground() -> None:
    rows = drawing(220, WIDTH)
    rows[60:160, :40] = 255
    canvas = canvas_of(rows)
    ground, top = ground_of(canvas)
    assert mask_of(ground, top, len(canvas))[GAP : GAP + 220].all()


def test_along_soft_the_ground_fades_between_flat_gutters() -> None:
    rows = white(200)
    shade = np.concatenate([np.linspace(255, 150, 100), np.linspace(150, 255, 100)])
    rows[:] = shade[:, None, None].round()
    rows[70:130, 100:300] = drawing(60, 200)
    canvas = canvas_of(rows)
    data_top, data_bottom = white(GAP), white(GAP)
    over = gutters_of(np.concatenate([data_top, drawing(40, WIDTH)]))[0]
    under = gutters_of(np.concatenate([drawing(40, WIDTH), data_bottom]))[0]
    pixels = canvas[GAP - PAD : GAP + 200 + PAD]
    hard = find_ground(pixels, over, under, from_sides=False)
    soft = find_ground(pixels, over, under, from_sides=False, along_soft=True)
    box = box_mask(len(pixels), (100, PAD + 70, 300, PAD + 130))
    assert hard.drawn.mean() > 0.7
    assert soft.drawn[box == 1].all()
    assert soft.drawn[cv2.dilate(box, np.ones((5, 5), np.uint8)) == 0].sum() == 0


def test_without_gutters_all_is_drawn() -> None:
    ground = find_ground(white(50), None, None, from_sides=True)
    assert ground.drawn.shape == (50, WIDTH)
    assert ground.drawn.all() and ground.exact


def test_at_the_strips_end_the_one_gutter_is_enough() -> None:
    canvas = white(HEIGHT)
    put(canvas, (60, 60, 300, HEIGHT))
    over, _ = gutters_of(canvas)
    pixels = canvas[over.y1 - PAD :]
    ground = find_ground(pixels, over, None, from_sides=True)
    assert np.array_equal(mask_of(ground, over.y1 - PAD, HEIGHT), box_mask(HEIGHT, (60, 60, 300, HEIGHT)))

"""The first method shows the faults that it is known for, and works where it worked."""

import numpy as np
import pytest
from benchmarks.cut.first_method import final_cut, find_panels, rough_cuts
from benchmarks.cut.score import iou


def strip_with(*panels, height=1000, width=400, ground=255):
    """A strip with framed panels at (x0, y0, x1, y1)."""
    strip = np.full((height, width, 3), ground, np.uint8)
    for x0, y0, x1, y1 in panels:
        strip[y0:y1, x0:x1] = 0
        strip[y0 + 3 : y1 - 3, x0 + 3 : x1 - 3] = (180, 120, 90)
    return strip


def test_framed_panels_on_white_are_found():
    boxes = find_panels(strip_with((10, 100, 390, 400), (10, 500, 390, 900)))
    assert len(boxes) == 2
    assert iou(boxes[0], (10, 100, 390, 400)) > 0.9


def test_a_panel_at_row_0_and_one_at_the_last_row_are_lost():
    strip = strip_with((10, 0, 390, 300), (10, 400, 390, 600), (10, 700, 390, 1000))
    assert len(rough_cuts(strip)) == 1


def test_the_last_row_of_a_rough_cut_is_lost():
    assert rough_cuts(strip_with((10, 100, 390, 400))) == [(100, 399)]


def test_one_pixel_off_by_one_merges_two_panels():
    strip = strip_with((10, 100, 390, 400), (10, 500, 390, 900))
    assert len(rough_cuts(strip)) == 2
    strip[400:500, 7, 1] = 254
    assert len(rough_cuts(strip)) == 1


def test_coloured_gutters_are_never_blank():
    coloured = strip_with((10, 100, 390, 400), ground=(250, 200, 200))
    assert rough_cuts(coloured) == []


def test_columns_are_never_cropped():
    (box,) = find_panels(strip_with((100, 100, 390, 400)))
    assert (box[0], box[2]) == (0, 400)


@pytest.mark.parametrize("width", [60, 400])
def test_a_piece_without_horizontal_lines_gives_nothing(width):
    ys, xs = np.mgrid[:200, :width]
    slanted = np.where((xs + ys) % 60 < 20, 0, 255).astype(np.uint8)
    assert final_cut(np.repeat(slanted[..., None], 3, 2)) is None

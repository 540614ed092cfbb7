"""The scorer, by hand-made cases."""

import pytest
from benchmarks.cut.score import Score, iou, match, score, total

BOX = (0, 0, 100, 100)


def test_iou_of_same_apart_and_touching_boxes():
    assert iou(BOX, BOX) == 1
    assert iou(BOX, (200, 0, 300, 100)) == 0
    assert iou(BOX, (100, 0, 200, 100)) == 0
    assert iou(BOX, (50, 0, 150, 100)) == pytest.approx(1 / 3)


def test_nine_tenths_is_enough_and_a_pixel_less_is_not():
    assert score([(0, 0, 100, 90)], [BOX]).right == 1
    assert score([(0, 0, 100, 89)], [BOX]).right == 0


def test_each_box_matches_once():
    twice = score([BOX, BOX], [BOX])
    assert (twice.right, twice.found, twice.there) == (1, 2, 1)
    assert twice.recall == 1 and twice.precision == 0.5
    assert score([BOX], [BOX, BOX]).recall == 0.5


def test_the_best_overlap_is_taken_first():
    near, exact = (0, 0, 100, 95), (0, 0, 100, 100)
    assert match([near, exact], [exact]) == [(1, 0)]
    assert match([near], [exact, near]) == [(0, 1)]


def test_nothing_found_and_nothing_there():
    assert score([], [BOX]) == Score(0, 0, 1)
    assert score([], [BOX]).precision == 0 and score([], [BOX]).recall == 0
    assert score([], []).precision == 1 and score([], []).recall == 1
    assert score([BOX], []).precision == 0


def test_scores_add_up():
    assert total([Score(1, 2, 3), Score(4, 5, 6)]) == Score(5, 7, 9)
    assert total([]) == Score(0, 0, 0)

"""The demo counts found panels as the benchmark does."""

from __future__ import annotations

import pytest
from benchmarks.cut.score import score
from hypothesis import given
from hypothesis import strategies as st

from toonseg.tour.score import count_right, iou

Box = tuple[int, int, int, int]


def test_iou_of_boxes_worked_out_by_hand() -> None:
    assert iou((0, 0, 10, 10), (0, 0, 10, 10)) == 1
    assert iou((0, 0, 10, 10), (5, 0, 15, 10)) == pytest.approx(50 / 150)
    assert iou((0, 0, 10, 10), (10, 0, 20, 10)) == 0
    assert iou((0, 0, 10, 10), (0, 0, 10, 9)) == pytest.approx(0.9)


def test_a_box_that_is_a_row_too_short_still_counts_and_half_a_panel_does_not() -> None:
    there = [(0, 0, 100, 100), (0, 200, 100, 300)]
    assert count_right([(0, 0, 100, 99), (0, 200, 100, 250)], there) == 1
    assert count_right([], there) == 0
    assert count_right(there, []) == 0


def test_a_panel_found_twice_counts_once() -> None:
    assert count_right([(0, 0, 100, 100), (0, 0, 100, 98)], [(0, 0, 100, 100)]) == 1


@given(
    shifts=st.lists(st.tuples(st.integers(-6, 6), st.integers(-30, 30)), min_size=1, max_size=8),
    extra=st.integers(0, 3),
)
def test_the_same_count_as_the_benchmark(shifts: list[tuple[int, int]], extra: int) -> None:
    there: list[Box] = [(10, 200 * i, 110, 200 * i + 150) for i in range(len(shifts))]
    found: list[Box] = [
        (x0 + dx, max(0, y0 + dy), x1, y1) for (x0, y0, x1, y1), (dx, dy) in zip(there, shifts, strict=True)
    ]
    found += [(10, 200 * i, 110, 200 * i + 140) for i in range(extra)]
    assert count_right(found, there) == score(found, there).right

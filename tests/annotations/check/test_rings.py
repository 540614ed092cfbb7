"""Which rings cross themselves."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from toonseg.annotations.check.rings import self_crossing
from toonseg.annotations.masks import Mask
from toonseg.annotations.polygons import Ring, polygons

BOW_TIE = np.array([[10, 10], [100, 100], [100, 10], [10, 100]], float)
SQUARE = np.array([[0, 0], [10, 0], [10, 10], [0, 10]], float)


def crosses(*corners: tuple[float, float]) -> bool:
    return bool(self_crossing([np.array(corners, float)])[0])


def test_a_bow_tie_crosses_and_a_square_does_not() -> None:
    assert self_crossing([BOW_TIE, SQUARE, BOW_TIE[:3]]).tolist() == [True, False, False]
    assert self_crossing([]).tolist() == []


def test_touching_is_no_crossing() -> None:
    assert not crosses((0, 0), (10, 0), (5, 5), (10, 10), (0, 10), (5, 5))  # two triangles at one corner
    assert not crosses((0, 0), (10, 0), (10, 10), (5, 0), (0, 10))  # a corner upon a side
    assert not crosses((0, 0), (10, 0), (10, 10), (10, 0), (20, 0), (20, 20), (0, 20))  # there and back
    assert crosses((0, 0), (10, 0), (10, 10), (5, -1), (0, 10))  # the same corner through the side


def test_a_hole_joined_by_a_line_of_no_width_does_not_cross() -> None:
    pixels = np.ones((40, 40), bool)
    for x, y in ((5, 5), (20, 9), (9, 24), (30, 30), (22, 22)):
        pixels[y : y + 6, x : x + 6] = False
    (ring,) = polygons(Mask.of_pixels(pixels, (100, 50)))
    assert not self_crossing([ring])[0]


def test_long_rings_are_told_from_crossing_ones() -> None:
    turns = np.linspace(0, 2 * np.pi, 5000, endpoint=False)
    circle = np.stack([300 + 200 * np.cos(turns), 300 + 200 * np.sin(turns)], axis=1)
    torn = circle.copy()
    torn[700] = (300, 505)  # one corner out of the circle on the other side
    assert self_crossing([circle, torn]).tolist() == [False, True]


def crosses_by_definition(ring: Ring) -> bool:
    """Two sides cross if the ends of each lie on different sides of the other: the slow way, in integers."""

    def side(a: Ring, b: Ring, c: Ring) -> int:
        return int(np.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])))

    ends = [(ring[k], ring[(k + 1) % len(ring)]) for k in range(len(ring))]
    walked = {(*a, *b) for a, b in ends}
    ends = [(a, b) for a, b in ends if (*b, *a) not in walked]
    return any(
        side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
        for k, (a, b) in enumerate(ends)
        for c, d in ends[:k]
    )


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=4, max_size=9))
def test_it_agrees_with_the_definition(corners: list[tuple[int, int]]) -> None:
    ring = np.array(corners, float)
    assert bool(self_crossing([ring])[0]) == crosses_by_definition(ring)

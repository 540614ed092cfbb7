"""The truth that lines and flat colours are measured against, and its scores, by hand-made cases."""

import numpy as np
import pytest
from benchmarks.results.flats import border_f1, error
from benchmarks.results.lines import compared
from benchmarks.results.truth import TrueCut, true_cut


def hand_made() -> TrueCut:
    """Red beside blue, an inked column between them."""
    flat = np.zeros((40, 60, 3), np.uint8)
    flat[:, :30], flat[:, 30:] = (200, 40, 40), (40, 60, 200)
    ink = np.zeros((40, 60), np.float32)
    ink[:, 29:32] = 1
    picture = flat.copy()
    picture[:, 29:32] = 10
    return TrueCut(picture, ink, flat, ink < 0.5, np.ones((40, 60), np.uint8))


def test_lines_a_pixel_beside_the_ink_are_right_and_two_are_not():
    ink = hand_made().ink
    for shift, right in ((1, 1.0), (2, 0.0)):
        lines = np.zeros(ink.shape, bool)
        lines[:, 31 + shift] = True
        assert compared(lines, ink, 1).precision == right
    assert compared(ink > 0.5, ink, 1).f1 == 1
    assert compared(np.zeros(ink.shape, bool), ink, 1).f1 == 0
    assert compared(np.ones(ink.shape, bool), ink, 1).precision == pytest.approx(5 / 60)


def test_flat_colours_that_are_true_have_no_error():
    cut = hand_made()
    assert error(cut.flat, cut) == (0, 1)
    assert border_f1(cut.flat, cut) == 1
    grey = np.full_like(cut.flat, 120)
    assert error(grey, cut)[0] > 25 and border_f1(grey, cut) == 0


def test_a_drawn_cut_has_ink_where_it_is_dark_and_flat_colours_without_shade():
    cut = true_cut("comedy", 606, 3)
    ink, seen = cut.ink > 0.9, cut.picture.mean(2)
    assert 0.005 < ink.mean() < 0.3
    assert seen[ink].mean() < seen[cut.ink < 0.05].mean() - 60
    known = cut.flat[cut.known & (cut.ink < 0.02)]
    shades = cut.picture[cut.known & (cut.ink < 0.02)]
    assert len(np.unique(known, axis=0)) < len(np.unique(shades, axis=0)) / 4
    again = true_cut("comedy", 606, 3)
    assert np.array_equal(again.picture, cut.picture) and np.array_equal(again.ink, cut.ink)

"""Shading: paint, hatching and rims stay within their part, and fall on the side away from the light."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from toonseg.synth.art import Canvas, InstanceClass, Owner, Placement, Style, form
from toonseg.synth.art.canvas import Drawing
from toonseg.synth.pen import arc

COAT = Owner(InstanceClass.OUTER, 1)
BARE = Style(cel=0.0, gradient=0.0, soft=0.0, light=-0.8)
COLOUR = (150, 120, 110)


def _disc(style: Style, radius: float = 1.0) -> Drawing:
    canvas = Canvas((120, 120))
    disc = form(arc(0, 0, radius, radius), COLOUR, style, COAT, depth=0.15, inked=False)
    canvas.paint([disc], Placement(50 / radius, (60, 60)))
    return canvas.finish()


@pytest.mark.parametrize("name", ["cel", "soft", "gradient", "brush", "hatch", "rim"])
def test_each_sort_of_shading_changes_the_part_and_nothing_beside_it(name: str) -> None:
    plain, shaded = _disc(BARE), _disc(replace(BARE, **{name: 1.0}))
    assert np.array_equal(plain.ids, shaded.ids)
    changed = (plain.picture != shaded.picture).any(2)
    inside = plain.mask(COAT)
    assert changed[inside].mean() > 0.05
    outside = ~inside
    rim = np.zeros_like(inside)
    rim[1:-1, 1:-1] = inside[:-2, 1:-1] | inside[2:, 1:-1] | inside[1:-1, :-2] | inside[1:-1, 2:]
    assert not changed[outside & ~rim].any()


@pytest.mark.parametrize("name", ["cel", "soft", "hatch"])
def test_shadows_lie_away_from_the_light(name: str) -> None:
    picture = _disc(replace(BARE, **{name: 1.0})).picture.astype(int).sum(2)
    assert picture[45:85, 80:105].mean() < picture[45:85, 15:40].mean() - 5


def test_a_rim_lies_on_the_dark_side_and_is_bright() -> None:
    picture = _disc(replace(BARE, rim=1.0, rim_colour=(255, 255, 255))).picture.astype(int).sum(2)
    assert picture[50:60, 100:110].max() > sum(COLOUR) + 100
    assert picture[50:60, 12:60].max() <= sum(COLOUR)


def test_small_parts_are_shaded_without_blurring() -> None:
    style = replace(BARE, soft=1.0)
    small = form(arc(0, 0, 0.1, 0.1), COLOUR, style, None, depth=0.03)
    large = form(arc(0, 0, 1, 1), COLOUR, style, None, depth=0.03)
    assert all(shape.soft == 0 for shape in small.inside)
    assert any(shape.soft > 0 for shape in large.inside)

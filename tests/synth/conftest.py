"""Quick fillings, for tests of what lies around panels: drawing people takes a hundred times as long."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.random import Generator

from toonseg.classes import InstanceClass
from toonseg.synth.art import Owner
from toonseg.synth.titles import cells
from toonseg.synth.titles.breaking import Panel
from toonseg.synth.titles.cut import Cut

OWNERS = (Owner(InstanceClass.HAIR, 0), Owner(InstanceClass.OUTER, 0), Owner(InstanceClass.PANTS, 1))


def colour_of(number: int) -> tuple[int, int, int]:
    """The one colour in which the quick fillings show an instance; nothing else has a colour so vivid."""
    return ((255, 0, 200), (0, 190, 255), (160, 255, 0))[(number - 1) % 3]


def filled(size: tuple[int, int], rng: Generator) -> Cut:
    """Three instances of one colour each on a ground of coarse greys."""
    height, width = size
    picture = np.repeat(rng.integers(70, 150, (height // 8 + 1, width // 8 + 1, 1), np.uint8), 3, 2)
    picture = picture.repeat(8, 0).repeat(8, 1)[:height, :width].copy()
    ids = np.zeros(size, np.uint8)
    for number in range(1, len(OWNERS) + 1):
        y, x = int(rng.integers(0, height * 2 // 3)), int(rng.integers(0, width * 2 // 3))
        ids[y : y + height // 2, x : x + width // 3] = number
    for number in range(1, len(OWNERS) + 1):
        picture[ids == number] = colour_of(number)
    return Cut(picture, ids, OWNERS)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fill panels with blocks of colour instead of drawings."""

    def draw_cut(size, cast, style, rng, **_):
        return filled(size, rng)

    def draw_figures(ground, cast, style, rng, *, shot):
        cut = filled(ground.shape[:2], rng)
        margin = max(4, ground.shape[1] // 12)
        ids = np.zeros_like(cut.ids)
        ids[margin:-margin, margin:-margin] = 1
        picture = ground.copy()
        picture[ids > 0] = colour_of(1)
        return Cut(picture, ids, OWNERS)

    def draw_broken(size, room, paper, artist, scene, rng, *, bubbles):  # noqa: PLR0917
        up, right, down, left = room
        inner = filled(size, rng)
        ids = np.pad(inner.ids, ((up, down), (left, right)))
        picture = np.full((*ids.shape, 3), paper, np.uint8)
        picture[up : up + size[0], left : left + size[1]] = inner.picture
        figures = np.zeros(ids.shape, bool)
        figures[up // 2 : up + size[0] // 2, left + 20 : left + size[1] // 2] = True
        ids[figures], picture[figures] = 2, colour_of(2)
        return Panel(Cut(picture, ids, OWNERS), room, figures)

    for function in (draw_cut, draw_figures, draw_broken):
        monkeypatch.setattr(cells, function.__name__, function)

"""Contours that are searched for or left open."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from toonseg.classes import InstanceClass
from toonseg.synth.art import Canvas, Owner, Placement, Shape, Style
from toonseg.synth.figure.strokes import by_hand
from toonseg.synth.pen import arc

OWNER = Owner(InstanceClass.HAIR, 1)
BALL = Shape(arc(0, 0, 1, 1, count=40), OWNER, (240, 240, 240), (0, 0, 0), level=7)
WHERE = Placement(50, (60, 60), 2.0)


def ink(shapes: list[Shape]) -> int:
    """Dark pixels of a drawing."""
    canvas = Canvas(np.full((120, 120, 3), 255, np.uint8))
    canvas.paint(shapes, WHERE)
    return int((canvas.finish().picture.max(2) < 128).sum())


def test_gaps_take_ink_away_and_leave_the_shape() -> None:
    drawn = by_hand([BALL], Style(gaps=1.0), np.random.default_rng(3))
    assert 0.4 * ink([BALL]) < ink(drawn) < 0.97 * ink([BALL])
    assert drawn[0] == replace(BALL, line=None)


def test_searching_adds_strokes_of_the_shapes_own_ink_right_after_it() -> None:
    drawn = by_hand([BALL, BALL], Style(sketch=1.0), np.random.default_rng(3))
    assert [shape.closed for shape in drawn] == [True, False, True, False]
    assert all(s.owner == OWNER and s.line == BALL.line and s.level == BALL.level for s in drawn)
    assert ink(drawn) > ink([BALL, BALL])


def test_overlays_and_what_has_no_ink_stay_as_they_are() -> None:
    shapes = [replace(BALL, overlay=True), replace(BALL, line=None)]
    assert by_hand(shapes, Style(sketch=1.0, gaps=1.0), np.random.default_rng(3)) == shapes

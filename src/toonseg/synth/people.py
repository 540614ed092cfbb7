"""Cartoon people, built of named parts in units of a head's height.

The origin is the middle of the face, y down; a standing figure reaches from -0.7 to about 6.3. Every
part is a closed outline with its name, so that masks of hair and clothes can be made from the same shapes.
"""

from __future__ import annotations

from enum import Enum

import numpy as np
from numpy.random import Generator

from toonseg.synth.clothes import HairCut, Look, draw_arm, draw_legs, draw_torso
from toonseg.synth.pen import (
    INK,
    WHITE,
    Points,
    Shape,
    arc,
    curve,
    darker,
    lighter,
    limb,
    moved,
    polygon,
)


class Mood(Enum):
    """What a face shows."""

    CALM = "calm"
    HAPPY = "happy"
    ANGRY = "angry"
    SHOCKED = "shocked"


def person(rng: Generator, look: Look, mood: Mood | None = None, *, legs: bool = False) -> list[Shape]:
    """All parts of a person, back to front; without `legs` the body ends below the picture's edge."""
    mood = mood or Mood(rng.choice([m.value for m in Mood], p=[0.4, 0.3, 0.15, 0.15]))
    turn = float(rng.uniform(-0.09, 0.09))
    parts = _hair_behind(look)
    if legs:
        parts += draw_legs(rng, look)
    parts += (
        draw_arm(rng, look, -1)
        + draw_arm(rng, look, 1)
        + draw_torso(look, 2.75 if legs else 6.0)
        + _head(look)
    )
    parts += [moved(s, turn, 0) for s in _face(look, mood)] + _fringe(rng, look)
    return parts


def _head(look: Look) -> list[Shape]:
    shadow = darker(look.skin, 0.16)
    ears = [Shape(arc(side * 0.4, 0.1, 0.07, 0.11), look.skin, part="skin") for side in (-1, 1)]
    neck = Shape(
        polygon((-0.13, 0.3), (0.13, 0.3), (0.16, 0.75), (0, 0.86), (-0.16, 0.75)), shadow, part="skin"
    )
    outline = [
        (-0.4, -0.1),
        (-0.385, 0.14),
        (-0.28, 0.36),
        (0, 0.52),
        (0.28, 0.36),
        (0.385, 0.14),
        (0.4, -0.1),
    ]
    face = curve([*outline, (0.3, -0.46), (0, -0.56), (-0.3, -0.46)])
    return [neck, *ears, Shape(face, look.skin, part="skin")]


def _face(look: Look, mood: Mood) -> list[Shape]:
    parts: list[Shape] = []
    dark = darker(look.hair, 0.3)
    for side in (-1, 1):
        x = side * 0.19
        if mood is Mood.HAPPY:
            parts.append(Shape(arc(x, 0.14, 0.1, 0.09, 200, 340, 12), None, INK, 0.035))
        else:
            tall = 0.15 if mood is Mood.SHOCKED else 0.115
            parts.append(Shape(arc(x, 0.1, 0.1, tall), WHITE, None))
            iris = 0.5 if mood is Mood.SHOCKED else 0.75
            parts.append(Shape(arc(x, 0.11, 0.078 * iris / 0.75, tall * iris), look.eye, INK, 0.012))
            parts.append(Shape(arc(x, 0.12, 0.035, tall * 0.4), INK, None))
            parts.append(Shape(arc(x - 0.025, 0.06, 0.024, 0.03), WHITE, None))
            parts.append(Shape(arc(x, 0.1, 0.11, tall, 190, 350, 12), None, INK, 0.04))
        slope = {Mood.ANGRY: 0.07, Mood.SHOCKED: -0.03}.get(mood, 0.0) * side
        brow = polygon((x - 0.11, -0.1 + slope), (x, -0.13), (x + 0.11, -0.1 - slope))
        parts.append(Shape(curve(brow, closed=False), None, dark, 0.028))
        blush = Shape(arc(side * 0.25, 0.26, 0.07, 0.035), lighter((240, 120, 120), 0.35), None)
        parts += [blush] if mood in (Mood.HAPPY, Mood.SHOCKED) else []
    parts.append(
        Shape(polygon((0.01, 0.18), (0.04, 0.24), (0.0, 0.255)), None, darker(look.skin, 0.45), 0.018)
    )
    if mood is Mood.HAPPY:
        mouth = np.concatenate([arc(0, 0.32, 0.11, 0.02, 180, 0, 8), arc(0, 0.32, 0.11, 0.1, 0, 180, 12)])
        parts.append(Shape(mouth, (190, 70, 80), INK, 0.018))
    elif mood is Mood.SHOCKED:
        parts.append(Shape(arc(0, 0.36, 0.055, 0.075), (150, 60, 70), INK, 0.018))
    elif mood is Mood.ANGRY:
        parts.append(Shape(polygon((-0.09, 0.38), (-0.02, 0.34), (0.09, 0.37)), None, INK, 0.024))
    else:
        parts.append(Shape(arc(0, 0.3, 0.08, 0.06, 30, 150, 10), None, INK, 0.022))
    return parts


def _hair_behind(look: Look) -> list[Shape]:
    shade = darker(look.hair, 0.22)
    crown: Points = curve(
        [
            (-0.48, 0.15),
            (-0.5, -0.25),
            (-0.28, -0.62),
            (0, -0.7),
            (0.28, -0.62),
            (0.5, -0.25),
            (0.48, 0.15),
            (0, 0.35),
        ]
    )
    parts = [Shape(crown, shade, part="hair")]
    if look.cut is HairCut.BOB:
        parts.append(
            Shape(
                curve(
                    [
                        (-0.46, -0.3),
                        (-0.56, 0.3),
                        (-0.44, 0.62),
                        (0, 0.5),
                        (0.44, 0.62),
                        (0.56, 0.3),
                        (0.46, -0.3),
                    ]
                ),
                shade,
                part="hair",
            )
        )
    elif look.cut is HairCut.LONG:
        parts.append(
            Shape(
                curve(
                    [
                        (-0.46, -0.3),
                        (-0.6, 0.5),
                        (-0.66, 1.5),
                        (-0.3, 1.75),
                        (0.3, 1.75),
                        (0.66, 1.5),
                        (0.6, 0.5),
                        (0.46, -0.3),
                    ]
                ),
                shade,
                part="hair",
            )
        )
    elif look.cut is HairCut.TAIL:
        parts.append(
            Shape(
                limb([(0.3, -0.45), (0.78, -0.3), (0.86, 0.4), (0.7, 1.0)], [0.2, 0.36, 0.3, 0.05]),
                shade,
                part="hair",
            )
        )
    return parts


def _fringe(rng: Generator, look: Look) -> list[Shape]:
    """The hair before the forehead, cut in random locks, with a band of light."""
    if look.cut is HairCut.SPIKY:
        turn = np.radians(np.linspace(188, 352, 15))
        reach = np.where(np.arange(15) % 2 == 0, 0.58, 0.8 + 0.1 * rng.random(15))
        top = np.stack([np.cos(turn) * reach * 0.78, np.sin(turn) * reach], 1)
    else:
        top = curve(
            [
                (-0.46, 0.12),
                (-0.47, -0.22),
                (-0.3, -0.58),
                (0, -0.67),
                (0.3, -0.58),
                (0.47, -0.22),
                (0.46, 0.12),
            ],
            closed=False,
        )
    locks = int(rng.integers(5, 8))
    xs = np.linspace(0.38, -0.38, locks * 2 + 1)
    ys = np.where(np.arange(locks * 2 + 1) % 2 == 0, -0.24, -0.06) + rng.uniform(-0.05, 0.04, locks * 2 + 1)
    ys[0] = ys[-1] = -0.05
    ys -= 0.06 * np.cos(xs * 4)
    shine = np.concatenate([arc(0, -0.3, 0.34, 0.18, 205, 335, 12), arc(0, -0.27, 0.34, 0.14, 335, 205, 12)])
    front = Shape(np.concatenate([top, np.stack([xs, ys], 1)]), look.hair, part="hair")
    return [front, Shape(shine, lighter(look.hair, 0.32), None, part="hair")]

"""Cartoon people, built of named parts in units of a head's height.

The origin is the middle of the face, y down; a standing figure reaches from -0.7 to about 6.3. Every
part is a closed outline with its name, so that masks of hair and clothes can be made from the same shapes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.random import Generator

from toonseg.synth.pen import (
    INK,
    WHITE,
    Colour,
    Points,
    Shape,
    arc,
    curve,
    darker,
    hsv,
    lighter,
    limb,
    moved,
    polygon,
)


class HairCut(Enum):
    """Ways to wear one's hair."""

    SHORT = "short"
    BOB = "bob"
    LONG = "long"
    TAIL = "tail"
    SPIKY = "spiky"


class Outfit(Enum):
    """What a person wears above the belt."""

    UNIFORM = "uniform"
    BLAZER = "blazer"
    T_SHIRT = "t-shirt"
    HOODIE = "hoodie"
    VEST = "vest"


class Mood(Enum):
    """What a face shows."""

    CALM = "calm"
    HAPPY = "happy"
    ANGRY = "angry"
    SHOCKED = "shocked"


@dataclass(frozen=True)
class Look:
    """What stays the same whenever a person appears."""

    skin: Colour
    hair: Colour
    cut: HairCut
    outfit: Outfit
    top: Colour
    coat: Colour
    bottom: Colour
    skirt: bool
    eye: Colour


def invent_look(rng: Generator) -> Look:
    """A person's lasting looks."""
    skin = ((255, 226, 204), (250, 214, 188), (242, 200, 168), (206, 152, 116), (255, 236, 222))[
        int(rng.integers(5))
    ]
    hairs = (
        (42, 34, 40),
        (78, 50, 40),
        (120, 78, 48),
        (222, 184, 110),
        (96, 104, 150),
        (170, 82, 70),
        (232, 168, 184),
    )
    return Look(
        skin=skin,
        hair=hairs[int(rng.integers(len(hairs)))],
        cut=HairCut(rng.choice([c.value for c in HairCut])),
        outfit=Outfit(rng.choice([o.value for o in Outfit])),
        top=hsv(float(rng.uniform(0, 360)), float(rng.uniform(0.1, 0.6)), float(rng.uniform(0.7, 0.98))),
        coat=hsv(
            float(rng.uniform(200, 400)) % 360, float(rng.uniform(0.3, 0.7)), float(rng.uniform(0.25, 0.7))
        ),
        bottom=hsv(float(rng.uniform(190, 290)), float(rng.uniform(0.1, 0.6)), float(rng.uniform(0.2, 0.6))),
        skirt=bool(rng.random() < 0.45),
        eye=hsv(float(rng.uniform(0, 360)), 0.6, 0.5),
    )


def person(rng: Generator, look: Look, mood: Mood | None = None, *, legs: bool = False) -> list[Shape]:
    """All parts of a person, back to front; without `legs` the body ends below the picture's edge."""
    mood = mood or Mood(rng.choice([m.value for m in Mood], p=[0.4, 0.3, 0.15, 0.15]))
    turn = float(rng.uniform(-0.09, 0.09))
    parts = _hair_behind(look)
    if legs:
        parts += _legs(rng, look)
    parts += _arm(rng, look, -1) + _arm(rng, look, 1) + _torso(look, 2.75 if legs else 6.0) + _head(look)
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


def _torso(look: Look, hem: float) -> list[Shape]:
    waist = min(hem, 2.2)
    trunk = curve(
        [(-0.16, 0.62), (-0.5, 0.76), (-0.62, 1.0), (-0.5, 1.5), (-0.46, waist), (-0.5, hem), (0.5, hem), (0.46, waist), (0.5, 1.5), (0.62, 1.0), (0.5, 0.76), (0.16, 0.62)]
    )  # fmt: skip
    shirt = WHITE if look.outfit in (Outfit.UNIFORM, Outfit.BLAZER, Outfit.VEST) else look.top
    name = "T-shirt" if look.outfit in (Outfit.T_SHIRT, Outfit.HOODIE) else "dress-shirt"
    shirt = (248, 248, 252) if shirt == WHITE else shirt
    parts = [Shape(trunk, shirt, part=name)]
    if look.outfit is Outfit.T_SHIRT:
        parts.append(Shape(arc(0, 0.66, 0.2, 0.12, 0, 180, 12), look.skin, part="skin"))
        parts += [
            Shape(polygon((-0.5, y), (0.5, y), (0.5, y + 0.1), (-0.5, y + 0.1)), darker(shirt, 0.25), None)
            for y in (1.2, 1.5)
        ]
        return parts
    if look.outfit is Outfit.HOODIE:
        parts.append(
            Shape(
                curve([(-0.36, 0.6), (-0.2, 0.86), (0, 0.95), (0.2, 0.86), (0.36, 0.6), (0, 0.72)]),
                darker(shirt, 0.14),
                part=name,
            )
        )
        parts += [
            Shape(polygon((x, 0.9), (x * 1.2, 1.3)), None, lighter(shirt, 0.7), 0.04) for x in (-0.1, 0.1)
        ]
        return parts
    tie = darker(look.coat, 0.1) if look.outfit is Outfit.UNIFORM else look.top
    if look.outfit is Outfit.VEST:
        parts.append(
            Shape(
                polygon((-0.42, 0.74), (-0.46, hem), (0.46, hem), (0.42, 0.74), (0, 1.3)),
                look.coat,
                part="vest",
            )
        )
    if look.outfit is Outfit.BLAZER:
        for side in (-1, 1):
            coat = [
                (0.14, 0.64),
                (0.5, 0.76),
                (0.62, 1.0),
                (0.52, 1.5),
                (0.5, waist),
                (0.54, hem),
                (0.02, hem),
                (0.05, 1.55),
            ]
            parts.append(Shape(polygon(*[(side * x, y) for x, y in coat]), look.coat, part="outer"))
            lapel = [(0.14, 0.64), (0.3, 0.9), (0.22, 1.05), (0.05, 1.5)]
            parts.append(
                Shape(polygon(*[(side * x, y) for x, y in lapel]), lighter(look.coat, 0.12), part="outer")
            )
    parts.append(
        Shape(polygon((-0.06, 0.84), (0.06, 0.84), (0.1, 1.5), (0, 1.66), (-0.1, 1.5)), tie, part="tie")
    )
    for side in (-1, 1):
        collar = [(0.0, 0.86), (0.15, 0.62), (0.26, 0.76), (0.13, 0.98)]
        parts.append(Shape(polygon(*[(side * x, y) for x, y in collar]), WHITE, part="dress-shirt"))
    return parts


def _arm(rng: Generator, look: Look, side: int) -> list[Shape]:
    poses = (
        [(0.52, 0.95), (0.68, 1.6), (0.7, 2.3)],
        [(0.52, 0.95), (0.78, 1.55), (0.55, 2.15)],
        [(0.52, 0.95), (0.95, 1.4), (0.9, 0.7)],
        [(0.52, 0.95), (0.86, 1.65), (1.25, 1.5)],
    )
    pose = [(side * x, y) for x, y in poses[int(rng.choice(4, p=[0.45, 0.25, 0.15, 0.15]))]]
    hand = Shape(arc(pose[-1][0], pose[-1][1] + 0.02, 0.12, 0.14), look.skin, part="skin")
    if look.outfit is Outfit.T_SHIRT:
        bare = Shape(limb(pose, [0.26, 0.2, 0.15]), look.skin, part="skin")
        middle = ((pose[0][0] + pose[1][0]) / 2, (pose[0][1] + pose[1][1]) / 2)
        return [hand, bare, Shape(limb([pose[0], middle], [0.34, 0.32]), look.top, part="T-shirt")]
    part, colour = "dress-shirt", (240, 240, 248)
    if look.outfit is Outfit.BLAZER:
        part, colour = "outer", darker(look.coat, 0.1)
    elif look.outfit is Outfit.HOODIE:
        part, colour = "T-shirt", darker(look.top, 0.1)
    return [hand, Shape(limb(pose, [0.34, 0.28, 0.22]), colour, part=part)]


def _legs(rng: Generator, look: Look) -> list[Shape]:
    parts: list[Shape] = []
    stride = float(rng.uniform(0, 0.3))
    for side in (-1, 1):
        foot = side * (0.26 + stride)
        spine = [(side * 0.24, 2.6), (side * (0.27 + stride / 2), 4.2), (foot, 5.9)]
        tube = limb(spine, [0.46, 0.34, 0.24])
        parts.append(
            Shape(tube, look.skin if look.skirt else look.bottom, part="skin" if look.skirt else "pants")
        )
        shoe = curve(
            [
                (foot - 0.13, 5.82),
                (foot + 0.13, 5.82),
                (foot + 0.16 + side * 0.1, 6.1),
                (foot - 0.16 + side * 0.1, 6.1),
            ]
        )
        parts.append(Shape(shoe, (60, 54, 62), part="shoe"))
    if look.skirt:
        parts.append(
            Shape(polygon((-0.46, 2.5), (0.46, 2.5), (0.72, 3.75), (-0.72, 3.75)), look.bottom, part="skirt")
        )
        pleats = [(-0.24, -0.36), (0.0, 0.0), (0.24, 0.36)]
        parts += [
            Shape(polygon((a, 2.7), (b, 3.72)), None, darker(look.bottom, 0.4), 0.02) for a, b in pleats
        ]
    else:
        hips = polygon((-0.46, 2.5), (0.46, 2.5), (0.48, 3.0), (-0.48, 3.0))
        parts.append(Shape(hips, look.bottom, None, part="pants"))
    return parts

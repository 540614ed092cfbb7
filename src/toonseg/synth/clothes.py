"""What drawn people wear, and what of their looks lasts: hair, skin, clothes and their colours.

Parts are built in units of a head's height around the middle of the face, y down.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from numpy.random import Generator

from toonseg.synth.pen import (
    WHITE,
    Colour,
    Shape,
    arc,
    curve,
    darker,
    hsv,
    lighter,
    limb,
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


def draw_torso(look: Look, hem: float) -> list[Shape]:
    """Trunk with shirt, tie, vest or coat, down to `hem`."""
    waist = min(hem, 2.2)
    trunk = curve(
        [
            (-0.16, 0.62), (-0.5, 0.76), (-0.62, 1.0), (-0.5, 1.5), (-0.46, waist), (-0.5, hem),
            (0.5, hem), (0.46, waist), (0.5, 1.5), (0.62, 1.0), (0.5, 0.76), (0.16, 0.62),
        ]
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


def draw_arm(rng: Generator, look: Look, side: int) -> list[Shape]:
    """One arm with hand and sleeve, in a random pose; `side` is -1 or 1."""
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


def draw_legs(rng: Generator, look: Look) -> list[Shape]:
    """Legs with shoes, and pants or skirt."""
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

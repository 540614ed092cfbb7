"""What hangs on walls and in windows: panes, doors, boards, shelves, posters, curtains, flags, towels."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from toonseg.synth.pen import Colour, arc, mix, polygon
from toonseg.synth.scene.light import Light
from toonseg.synth.scene.nature import blot, scalloped
from toonseg.synth.scene.solids import Face, Plane
from toonseg.synth.scene.tones import Tones

WHITE: Colour = (255, 255, 255)


def window(  # noqa: PLR0917
    plane: Plane, u0: float, v0: float, u1: float, v1: float, light: Light, tones: Tones, rng: Generator,
    panes: int = 2,
) -> list[Face]:  # fmt: skip
    """A window: frame, sky and a view of leaves or roofs, panes, a slanted reflection."""
    faces = [plane.rect(u0 - 0.07, v0 - 0.07, u1 + 0.07, v1 + 0.07, tones.trim)]
    low, high = light.sky[1], light.sky[0]
    middle = (v0 + v1) / 2
    faces.append(plane.rect(u0, v0, u1, v1, _own(mix(high, low, 0.4), light), 0.6, glow=True))
    faces.append(plane.rect(u0, v0, u1, middle, _own(low, light), 0, glow=True))
    wide, tall = u1 - u0, v1 - v0
    view = rng.random()
    if view < 0.4:
        for at in rng.uniform(0.05, 0.95, 3):
            size = np.array([min(0.2 * wide, 0.16 * tall), 0.16 * tall]) * float(rng.uniform(0.8, 1.3))
            crown = scalloped(rng, 9) * size + (u0 + at * wide, v0 + size[1])
            crown[:, 0] = np.clip(crown[:, 0], u0, u1)
            crown[:, 1] = np.clip(crown[:, 1], v0, v1)
            faces.append(plane.shape(crown, mix(tones.leaf, low, 0.35), 0))
    elif view < 0.75:
        u = u0
        while u < u1:
            step = min(u1 - u, wide * float(rng.uniform(0.12, 0.35)))
            roof = v0 + tall * float(rng.uniform(0.12, 0.5))
            faces.append(plane.rect(u, v0, u + step, roof, mix(tones.metal, low, 0.55), 0))
            u += step
    if rng.random() < 0.5:
        a, b = u0 + wide * 0.15, u0 + wide * 0.45
        slant = polygon((a, v0), (a + wide * 0.12, v0), (b + wide * 0.12, v1), (b, v1))
        faces.append(plane.shape(slant, WHITE, 0, 0.25))
    for k in range(1, panes):
        u = u0 + wide * k / panes
        faces.append(plane.rect(u - 0.03, v0, u + 0.03, v1, tones.trim, 0.5))
    if tall > 1.1:
        faces.append(plane.rect(u0, v0 + tall * 0.66, u1, v0 + tall * 0.66 + 0.05, tones.trim, 0.5))
    faces.append(
        plane.rect(u0 - 0.12, v0 - 0.13, u1 + 0.12, v0 - 0.05, mix(tones.trim, tones.wood, 0.2), lift=0.05)
    )
    return faces


def _own(colour: Colour, light: Light) -> Colour:
    """What glows is tinted by lamps: undo it for the sky, which is already as it looks."""
    return colour if light.lamps < 0.5 else mix(colour, (0, 0, 0), 0.25)


def curtain(  # noqa: PLR0917
    plane: Plane, u0: float, u1: float, top: float, low: float, colour: Colour, rng: Generator
) -> list[Face]:
    """Hanging cloth with folds and an uneven hem; as brown or black as long hair now and then."""
    wide = u1 - u0
    folds = max(3, round(wide / 0.14))
    u = np.linspace(u0, u1, folds * 2 + 1)
    hem = low + 0.025 * np.cos(np.arange(len(u)) * np.pi) + rng.uniform(-0.02, 0.02, len(u))
    # Gathered at half height, it swings in and out again.
    waist = float(rng.choice([0.0, 0.3]))
    pull = np.array([[u0 + (x - u0) * (1 - waist), top - (top - low) * 0.6] for x in (u1, u0)])
    outline = np.concatenate([[(u0, top), (u1, top)], pull[:1], np.stack([u, hem], 1)[::-1], pull[1:]])
    faces = [plane.shape(outline, colour, lift=0.06)]
    dark, bright = mix(colour, (40, 26, 60), 0.22), mix(colour, WHITE, 0.25)
    for k in range(folds):
        x = u0 + wide * (k + float(rng.uniform(0.2, 0.8))) / folds
        x2 = u0 + (x - u0) * (1 - waist)
        half = wide / folds * 0.16
        bend = top - (top - low) * 0.6
        strip = polygon(
            (x, top),
            (x2 - half * 0.5, bend),
            (x - half, low + 0.02),
            (x + half, low + 0.02),
            (x2 + half * 0.5, bend),
        )
        faces.append(plane.shape(strip, bright if k % 3 == 0 else dark, 0, lift=0.07))
    return faces


def door(
    plane: Plane, u: float, tones: Tones, rng: Generator, *, sliding: bool = False, wide: float = 0.95
) -> list[Face]:
    """A door with frame, knob and perhaps a pane of glass."""
    colour = mix(tones.wood, tones.wall, float(rng.uniform(0, 0.6)))
    faces = [
        plane.rect(u - 0.08, 0, u + wide + 0.08, 2.15, tones.trim),
        plane.rect(u, 0, u + wide, 2.07, colour),
    ]
    if sliding or rng.random() < 0.4:
        faces.append(plane.rect(u + 0.16, 1.1, u + wide - 0.16, 1.9, (206, 226, 236), 0.7))
        slant = polygon((u + 0.25, 1.1), (u + 0.4, 1.1), (u + 0.7, 1.9), (u + 0.55, 1.9))
        faces.append(plane.shape(slant, WHITE, 0, 0.5))
    else:
        shade = mix(colour, (60, 40, 40), 0.18)
        for v in (0.18, 1.12):
            faces.append(plane.rect(u + 0.16, v, u + wide - 0.16, v + 0.75, shade, 0.5))  # noqa: PERF401
    faces.append(plane.rect(u + wide - 0.13, 0.95, u + wide - 0.07, 1.12, tones.metal, 0.6))
    return faces


def board(plane: Plane, u0: float, u1: float, tones: Tones, rng: Generator) -> list[Face]:
    """A blackboard, or a white one, with chalk writing, a tray and dust."""
    colour = ((52, 88, 74), (44, 74, 66), (60, 70, 72), (240, 243, 244))[int(rng.integers(4))]
    chalk: Colour = (236, 240, 232) if colour[0] < 100 else (70, 90, 150)
    faces = [plane.rect(u0 - 0.08, 0.82, u1 + 0.08, 2.28, mix(tones.wood, (120, 90, 60), 0.3), lift=0.03)]
    faces.append(plane.rect(u0, 0.9, u1, 2.2, colour, 0.6, lift=0.035))
    smear = blot(rng, 9, 0.3) * ((u1 - u0) * 0.24, 0.4) + ((u0 + u1) / 2, 1.5)
    faces.append(plane.shape(smear, mix(colour, chalk, 0.12), 0, lift=0.036))
    for row in range(int(rng.integers(1, 6))):
        u = u0 + float(rng.uniform(0.1, 0.4)) * (u1 - u0)
        end = u + float(rng.uniform(0.1, 0.5)) * (u1 - u0)
        v = 2.05 - 0.2 * row
        while u < min(end, u1 - 0.2):
            step = float(rng.uniform(0.04, 0.12))
            faces.append(
                plane.rect(u, v, u + step, v + float(rng.uniform(0.015, 0.09)), chalk, 0, 0.8, lift=0.037)
            )
            u += step + 0.035
    faces.append(plane.rect(u0, 0.84, u1, 0.9, tones.metal, 0.6, lift=0.1))
    return faces


def poster(  # noqa: PLR0917
    plane: Plane, u: float, v: float, wide: float, tall: float, colour: Colour, rng: Generator
) -> list[Face]:
    """Paper on a wall: a print, lines of text, or a picture of blots that may look like hair and skin."""
    faces = [plane.rect(u, v, u + wide, v + tall, mix(colour, WHITE, 0.5), 0.8, lift=0.02)]
    kind = rng.random()
    if kind < 0.35:
        for k in range(int(tall / 0.07)):
            span = wide * float(rng.uniform(0.4, 0.85))
            y = v + tall - 0.06 - 0.07 * k
            faces.append(
                plane.rect(
                    u + 0.05 * wide, y - 0.02, u + 0.05 * wide + span, y, (130, 130, 140), 0, lift=0.022
                )
            )
    elif kind < 0.7:
        faces.append(
            plane.rect(
                u + wide * 0.08, v + tall * 0.3, u + wide * 0.92, v + tall * 0.94, colour, 0.4, lift=0.022
            )
        )
        spot = blot(rng) * (wide * 0.24, tall * 0.2) + (u + wide * 0.5, v + tall * 0.6)
        faces.append(plane.shape(spot, mix(colour, (255, 220, 180), 0.7), 0, lift=0.024))
    else:
        for k in range(4):
            spot = blot(rng) * (wide * 0.16, tall * 0.13)
            spot += (u + wide * float(rng.uniform(0.25, 0.75)), v + tall * float(rng.uniform(0.2, 0.8)))
            faces.append(plane.shape(spot, mix(colour, (90, 60, 60), 0.2 * k), 0, lift=0.022))
    return faces


def books(  # noqa: PLR0917
    plane: Plane, u0: float, u1: float, v: float, tall: float, tones: Tones, rng: Generator
) -> list[Face]:
    """A row of books, some leaning, on the height `v`."""
    faces: list[Face] = []
    u = u0 + 0.06 * float(rng.random())
    while u < u1 - 0.05:
        thin, short, leans, striped, gap = rng.random(5).tolist()
        thick, high = 0.03 + 0.045 * thin, tall * (0.62 + 0.33 * short)
        colour = tones.any_bright(rng)
        lean = 0.06 if leans < 0.08 else 0.0
        if lean:
            spine = polygon((u, v), (u + thick, v), (u + thick + lean, v + high), (u + lean, v + high))
            faces.append(plane.shape(spine, colour, 0.35))
        else:
            faces.append(plane.rect(u, v, u + thick, v + high, colour, 0.35))
        if striped < 0.5:
            stripe = (u + thick * 0.1, v + high * 0.7, u + thick * 0.9, v + high * 0.8)
            faces.append(plane.rect(*stripe, mix(colour, WHITE, 0.6), 0))
        u += thick + lean + (0.15 if gap < 0.08 else 0.002)
    return faces


def shelf(  # noqa: PLR0917
    plane: Plane, u0: float, u1: float, v0: float, v1: float, rows: int, tones: Tones, rng: Generator
) -> list[Face]:
    """A bookcase's front: boards, depth in shadow, rows of books or boxes."""
    faces = [plane.rect(u0, v0, u1, v1, tones.wood)]
    tall = (v1 - v0 - 0.05) / rows
    for row in range(rows):
        v = v0 + 0.05 + row * tall
        faces.append(
            plane.rect(u0 + 0.05, v, u1 - 0.05, v + tall - 0.05, mix(tones.wood, (40, 26, 30), 0.55), 0.6)
        )
        faces += books(plane, u0 + 0.06, u1 - 0.06, v, tall - 0.07, tones, rng)
    return faces


def hung_cloth(  # noqa: PLR0917
    plane: Plane, u: float, top: float, wide: float, long: float, colour: Colour, rng: Generator
) -> list[Face]:
    """A towel, flag or banner that hangs from its upper edge."""
    v = np.linspace(0, 1, 6)
    sway = 0.05 * wide * np.sin(v * 5 + float(rng.uniform(0, 6)))
    left = np.stack([u + sway, top - long * v], 1)
    right = np.stack([u + wide + sway, top - long * v + 0.03], 1)
    cloth = plane.shape(np.concatenate([left, right[::-1]]), colour, lift=0.05)
    stripe = plane.shape(
        np.concatenate([left[3:5], right[3:5][::-1]]), mix(colour, WHITE, 0.55), 0, lift=0.055
    )
    fold = polygon(
        (u + wide * 0.3, top), (u + wide * 0.42, top), (u + wide * 0.36 + float(sway[4]), top - long * 0.8)
    )
    return [cloth, stripe, plane.shape(fold, mix(colour, (40, 30, 60), 0.2), 0, lift=0.056)]


def hung_clothes(plane: Plane, u: float, top: float, colour: Colour, rng: Generator) -> list[Face]:
    """A garment on a hanger, without anybody in it; labelled as nothing, so it is rare."""
    half, long = float(rng.uniform(0.2, 0.27)), float(rng.uniform(0.6, 1.0))
    body = polygon((u - 0.06, top - 0.08), (u - half, top - 0.17), (u - half - 0.09, top - 0.6),
                   (u - half + 0.02, top - 0.6),
                   (u - half + 0.05, top - 0.32), (u - half + 0.03, top - long),
                   (u + half - 0.03, top - long),
                   (u + half - 0.05, top - 0.32), (u + half - 0.02, top - 0.6), (u + half + 0.09, top - 0.6),
                   (u + half, top - 0.17), (u + 0.06, top - 0.08))  # fmt: skip
    hook = plane.shape(arc(u, top, 0.04, 0.05, 90, 360, 8), (120, 120, 126), 0.5, lift=0.04)
    line = plane.rect(
        u - 0.008, top - long, u + 0.008, top - 0.15, mix(colour, (30, 20, 40), 0.45), 0, lift=0.06
    )
    return [hook, plane.shape(body, colour, lift=0.05), line]


def clock(plane: Plane, u: float, v: float, tones: Tones) -> list[Face]:
    """A round clock."""
    return [
        plane.shape(arc(u, v, 0.17, 0.17, count=16), mix(tones.wood, (60, 50, 50), 0.5), 0.8, lift=0.03),
        plane.shape(arc(u, v, 0.14, 0.14, count=16), (250, 250, 246), 0.4, lift=0.035),
        plane.rect(u - 0.008, v, u + 0.008, v + 0.11, (40, 40, 44), 0, lift=0.037),
        plane.rect(u, v - 0.008, u + 0.08, v + 0.008, (40, 40, 44), 0, lift=0.037),
    ]

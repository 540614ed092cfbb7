"""In town: a street between house fronts, by day and by night."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from toonseg.synth.pen import Colour, hsv, mix
from toonseg.synth.scene.fittings import hung_cloth, window
from toonseg.synth.scene.furniture import pot_plant
from toonseg.synth.scene.light import Light
from toonseg.synth.scene.nature import Tree
from toonseg.synth.scene.solids import Face, Plane, Solid, Thing, box, round_, solid
from toonseg.synth.scene.tones import Tones
from toonseg.synth.scene.world import World

WHITE: Colour = (255, 255, 255)
_GROUND = Plane((0, 0, 0), (1, 0, 0), (0, 1, 0))


def street(rng: Generator, tones: Tones, light: Light, detail: float) -> World:
    """A street between house fronts: shops with awnings and signs, lamps, poles with wires, trees."""
    half, deep = float(rng.uniform(3.2, 5.5)), 46.0
    road = mix((128, 128, 136), tones.metal, 0.3)
    faces = [_GROUND.rect(-60, -3, 60, 120, mix(road, tones.leaf, 0.25), 0)]
    faces.append(_GROUND.rect(-half, -3, half, deep, mix(tones.floor, (190, 186, 186), 0.6), 0.5))
    lane = half * 0.6
    faces.append(_GROUND.rect(-lane, -3, lane, deep, road, 0.6))
    for v in np.arange(-2, deep, 3.0):
        faces.append(_GROUND.rect(-0.07, v, 0.07, v + 1.6, (240, 240, 236), 0))  # noqa: PERF401
    if rng.random() < 0.5:
        for u in np.arange(-lane, lane, 0.7):
            faces.append(_GROUND.rect(u, 5, u + 0.4, 7.2, (246, 246, 242), 0))  # noqa: PERF401
    for v in np.arange(-2, 26, 1.3):
        for u0, u1 in ((-half, -lane), (lane, half)):
            faces.append(_GROUND.rect(u0, v, u1, v + 0.03, mix(road, (60, 50, 60), 0.3), 0))
    things: list[Thing] = []
    for side in (-1, 1):
        y = -2.0
        while y < deep:
            wide = float(rng.uniform(3.5, 7))
            things.append(_house(side, half, y, wide, tones, light, rng, near=y < 16))
            y += wide + (0.0 if rng.random() < 0.8 else 1.6)
    if rng.random() < 0.75:
        things += _end_of_street(rng, tones, deep)
    for y in np.arange(6, 34, float(rng.uniform(5, 8))):
        side = 1 if rng.random() < 0.5 else -1
        if rng.random() < 0.55:
            leaf = (
                tones.leaf
                if rng.random() < 0.7
                else ((236, 176, 190), (206, 120, 60), (226, 180, 80))[int(rng.integers(3))]
            )
            things.append(
                Tree(
                    (side * (lane + 0.3), y, 0),
                    float(rng.uniform(3, 5)),
                    leaf,
                    (104, 78, 66),
                    int(rng.integers(1 << 30)),
                )
            )
        else:
            things += street_pole(side * (lane + 0.3), y, rng, light)
    if rng.random() < detail:
        things += pot_plant(half - 0.4, 5, tones, rng)
        things += pot_plant(-half + 0.4, 7, tones, rng)
    eyes = ((0.0, -1.0, 1.45), (lane * 0.8, 0.0, 1.3), (-half * 0.8, 0.0, 1.5), (0.5, 0, 2.6))
    return World((solid(faces, (0, deep, 0)),), tuple(things), eyes, (-24, 24), sky=True)


def _house(  # noqa: PLR0912, PLR0917
    side: int, half: float, y: float, wide: float, tones: Tones, light: Light, rng: Generator, near: bool
) -> Solid:
    """A house front along the street: windows, a shop below with awning and sign, a flag or washing."""
    tall = float(rng.uniform(3.5, 12))
    hue = float(rng.uniform(0, 360))
    colour = mix(hsv(hue, float(rng.uniform(0.03, 0.3)), float(rng.uniform(0.6, 0.97))), tones.wall, 0.4)
    if rng.random() < 0.2:
        colour = mix((176, 104, 84), tones.wood, float(rng.uniform(0, 1)))
    x0, x1 = (half, half + 6) if side > 0 else (-half - 6, -half)
    faces = box(x0, y, 0, x1, y + wide, tall, colour, mix(colour, (60, 60, 70), 0.3))
    front = (
        Plane((half, y + wide, 0), (0, -1, 0), (0, 0, 1))
        if side > 0
        else Plane((-half, y, 0), (0, 1, 0), (0, 0, 1))
    )
    gable = Plane((x0, y, 0), (1, 0, 0), (0, 0, 1))
    lit = light.lamps > 0.4
    if near and rng.random() < 0.5:
        for v in np.arange(0.3, tall, 0.3):
            faces.append(front.rect(0, v, wide, v + 0.015, mix(colour, (60, 40, 50), 0.25), 0))
    floor0 = 3.1 if rng.random() < 0.65 else 0.6
    for v in np.arange(floor0, tall - 1.4, 2.4):
        for u in np.arange(0.5, wide - 1.1, 1.7):
            glow = lit and rng.random() < 0.5
            glass: Colour = (255, 226, 150) if glow else mix(light.sky[0], (90, 110, 140), 0.5)
            if near and not glow:
                faces += window(front, u, v, u + 1.1, v + 1.3, light, tones, rng)
            else:
                faces.append(front.rect(u - 0.06, v - 0.06, u + 1.16, v + 1.36, tones.trim, 0.5))
                faces.append(front.rect(u, v, u + 1.1, v + 1.3, glass, 0.5, glow=glow))
            if near and rng.random() < 0.08:
                faces += hung_cloth(front, u, v, 0.8, 0.8, tones.any_bright(rng), rng)
    for u in np.arange(0.8, 4.5, 1.9):
        for v in np.arange(1.2, tall - 1.4, 2.4):
            faces.append(gable.rect(u, v, u + 0.9, v + 1.1, mix(light.sky[0], (80, 90, 110), 0.5), 0.6))
    if floor0 > 3:
        accent = tones.any_bright(rng)
        faces.append(front.rect(0.2, 0.25, wide - 0.2, 2.35, mix(accent, (40, 40, 50), 0.6), 0.8))
        faces.append(
            front.rect(0.4, 0.4, wide * 0.6, 2.2, (255, 236, 190) if lit else (190, 210, 222), 0.6, glow=lit)
        )
        faces.append(front.rect(wide * 0.66, 0, wide * 0.9, 2.2, mix(accent, WHITE, 0.3), 0.8))
        faces.append(front.rect(0.1, 2.4, wide - 0.1, 3.0, accent, 0.9, glow=lit, lift=0.15))
        u = 0.4
        while u < wide - 1:
            step = float(rng.uniform(0.2, 0.42))
            faces.append(front.rect(u, 2.52, u + step, 2.88, mix(accent, WHITE, 0.8), 0, glow=lit, lift=0.16))
            u += step + 0.12
        if rng.random() < 0.6:
            faces += _awning(front, wide, accent, mix(accent, WHITE, 0.75))
    if near and rng.random() < 0.35:
        sign = tones.any_bright(rng)
        x = side * (half - 0.45)
        faces += box(
            min(x, side * half), y + wide * 0.5, 2.9, max(x, side * half), y + wide * 0.5 + 0.12, 4.6, sign
        )
    return solid(faces, (side * (half + 0.1), y + wide / 2, 0))


def _awning(front: Plane, wide: float, one: Colour, two: Colour) -> list[Face]:
    """A striped awning that stands out from a front."""
    faces: list[Face] = []
    out, up, across = np.array(front.normal), np.array(front.up), np.array(front.across)
    origin = np.array(front.origin)
    count = max(4, round(wide / 0.4))
    for k in range(count):
        u0, u1 = 0.15 + (wide - 0.3) * k / count, 0.15 + (wide - 0.3) * (k + 1) / count
        corners = [
            origin + across * u + up * v + out * d
            for u, v, d in ((u0, 2.45, 0.1), (u1, 2.45, 0.1), (u1, 2.0, 0.9), (u0, 2.0, 0.9))
        ]
        hem = [
            origin + across * u + up * v + out * 0.9
            for u, v in ((u0, 2.0), (u1, 2.0), (u1, 1.86), (u0, 1.86))
        ]
        tone = one if k % 2 else two
        faces.append(Face(np.array(corners), tone, None, 0.5))
        faces.append(Face(np.array(hem), mix(tone, (40, 30, 50), 0.2), None, 0.5))
    return faces


def street_pole(x: float, y: float, rng: Generator, light: Light) -> list[Thing]:
    """A street lamp, or a pole of concrete with wires along the street."""
    if rng.random() < 0.5:
        arm = 0.9 if x < 0 else -0.9
        faces = round_(x, y, 0, 4.2, 0.07, 0.05, (90, 94, 100), sides=6)
        faces += box(min(x, x + arm), y - 0.03, 4.15, max(x, x + arm), y + 0.03, 4.22, (90, 94, 100), ink=0.5)
        head = box(x + arm - 0.2, y - 0.1, 4.05, x + arm + 0.2, y + 0.1, 4.16, (255, 244, 210), ink=0.6)
        faces += [Face(f.vertices, f.colour, f.normal, f.ink, 1.0, glow=light.lamps > 0.3) for f in head]
        return [solid(faces)]
    faces = round_(x, y, 0, 7, 0.14, 0.1, (150, 146, 142), sides=7)
    faces += box(x - 0.8, y - 0.05, 6.2, x + 0.8, y + 0.05, 6.32, (110, 100, 96), ink=0.6)
    for k in (-0.7, 0.0, 0.7):
        t = np.linspace(0, 1, 9)
        sag = np.stack([np.full(9, x + k), y + 24 * t, 6.4 - 1.6 * t * (1 - t) * 4 * 0.4], 1)
        faces.append(Face(np.concatenate([sag, sag[::-1] + np.array([0, 0, 0.025])]), (50, 50, 56), None, 0))
    return [solid(faces, (x, y, 0))]


def _end_of_street(rng: Generator, tones: Tones, deep: float) -> list[Thing]:
    """What closes the view: trees or towers."""
    if rng.random() < 0.5:
        return [
            Tree(
                (float(x), deep + float(rng.uniform(0, 3)), 0),
                float(rng.uniform(6, 11)),
                tones.leaf,
                (96, 76, 66),
                int(rng.integers(1 << 30)),
            )
            for x in np.arange(-9, 10, 3.5)
        ]
    return [
        solid(
            box(
                x,
                deep + 4,
                0,
                x + 5,
                deep + 9,
                float(rng.uniform(9, 26)),
                mix(tones.metal, (190, 200, 216), 0.5),
            )
        )
        for x in np.arange(-14, 12, 5.5)
    ]

"""Rooms out of school: a room at home, a cafe, a shop, an office, a bus."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.random import Generator

from toonseg.synth.pen import arc, mix
from toonseg.synth.scene.fittings import (
    books,
    clock,
    curtain,
    door,
    hung_cloth,
    hung_clothes,
    poster,
    shelf,
    window,
)
from toonseg.synth.scene.furniture import bed, cabinet, lamp, pot_plant, seat, sofa, stuffed, table, vase
from toonseg.synth.scene.light import Light
from toonseg.synth.scene.solids import Face, Plane, Thing, box, round_, solid
from toonseg.synth.scene.tones import Tones
from toonseg.synth.scene.world import Hall, World, enclosed, light_pools, tubes

WHITE = (255, 255, 255)


def room(rng: Generator, tones: Tones, light: Light, detail: float) -> World:
    """A room at home: window with curtains, bed or sofa, shelves, lamp, rug, plants, stuffed animals."""
    hall = Hall(float(rng.uniform(4, 5.6)), float(rng.uniform(4.6, 6)), 2.6)
    faces = hall.shell(tones, rng)
    u = float(rng.uniform(0.7, hall.wide - 2.4))
    faces += window(hall.back, u, 0.9, u + 1.6, 2.2, light, tones, rng)
    drape = tones.cloth if rng.random() < 0.75 else mix(tones.wood, (40, 26, 24), float(rng.uniform(0, 0.7)))
    faces += curtain(hall.back, u - 0.45, u + 0.12, 2.45, 0.25, drape, rng)
    faces += curtain(hall.back, u + 1.5, u + 2.05, 2.45, 0.25, drape, rng)
    faces += light_pools(hall, light, [(1.2, 2.6)], from_left=True)
    faces += door(hall.right, float(rng.uniform(1.5, 3)), tones, rng)
    for _ in range(int(1 + 4 * detail)):
        wall, length = ((hall.left, hall.deep), (hall.right, hall.deep), (hall.back, hall.wide))[
            int(rng.integers(3))
        ]
        at = float(rng.uniform(0.2, length - 1))
        faces += poster(wall, at, float(rng.uniform(1.5, 1.8)), float(rng.uniform(0.3, 0.8)),
                        float(rng.uniform(0.3, 0.6)), tones.any_bright(rng), rng)  # fmt: skip
    if rng.random() < 0.6:
        board = hall.left.rect(1.0, 1.55, 2.4, 1.6, tones.wood, lift=0.2)
        faces += [board, *books(hall.left, 1.05, 2.2, 1.6, 0.3, tones, rng)]
    if rng.random() < 0.12:
        faces += hung_clothes(hall.left, hall.deep - 0.9, 1.9, tones.any_bright(rng), rng)
    rug = arc(hall.wide * 0.5, hall.deep * 0.5, 1.2, 0.9, count=24)
    faces.append(hall.floor.shape(rug, mix(tones.cloth, WHITE, 0.4), 0.6))
    faces.append(
        hall.floor.shape((rug - rug.mean(0)) * 0.8 + rug.mean(0), mix(tones.second, WHITE, 0.4), 0.3)
    )
    things: list[Thing] = []
    if rng.random() < 0.5:
        side = 0.1 if rng.random() < 0.5 else hall.wide - 1.3
        things.append(bed(side, hall.deep - 2.15, tones, tones.second))
        things.append(stuffed((side + 0.3, hall.deep - 0.9, 0.6), int(rng.integers(99))))
    else:
        things.append(sofa(hall.wide * 0.3, hall.deep - 1.1, 1.8, tones.second, rng))
        things += table(hall.wide * 0.3 + 0.9, hall.deep - 1.9, tones, rng, wide=1.1)
    x = hall.wide - 0.95
    things.append(cabinet(x, hall.deep - 0.5, 0.9, 0.45, 0.8, tones.wood, 3, tones))
    things.append(vase((x + 0.3, hall.deep - 0.3, 0.8), tones, rng))
    if rng.random() < detail:
        things.append(lamp(0.4, hall.deep - 0.5, 1.6, tones))
        things += pot_plant(hall.wide - 0.4, hall.deep - 1.4, tones, rng)
    eyes = ((hall.wide * 0.5, -0.8, 1.4), (hall.wide * 0.75, -0.4, 1.3), (hall.wide * 0.3, -0.3, 1.1))
    return World(enclosed(hall, faces), tuple(things), eyes, (-35, 30), deep=hall.deep)


def cafe(rng: Generator, tones: Tones, light: Light, detail: float) -> World:
    """Round tables, hanging lamps, a counter with a menu board and shelves of cups."""
    hall = Hall(float(rng.uniform(6, 8)), float(rng.uniform(6.5, 8)), 3.0)
    faces = hall.shell(tones, rng)
    spans: list[tuple[float, float]] = []
    for v in np.arange(0.5, hall.deep - 2.2, 2.5):
        faces += window(hall.left, v, 0.5, v + 2.2, 2.6, light, tones, rng, panes=3)
        spans.append((float(v), float(v + 2.2)))
    faces += light_pools(hall, light, spans, from_left=True)
    menu = mix(tones.wood, (30, 26, 30), 0.75)
    for u in np.arange(hall.wide * 0.45, hall.wide - 1.1, 1.15):
        faces.append(hall.back.rect(u, 1.9, u + 1.05, 2.7, menu, lift=0.04))
        for k in range(5):
            span = float(rng.uniform(0.4, 0.85))
            faces.append(
                hall.back.rect(
                    u + 0.1, 2.55 - 0.12 * k, u + 0.1 + span, 2.59 - 0.12 * k, (240, 234, 220), 0, lift=0.05
                )
            )
    faces += shelf(hall.right, 0.5, 2.6, 1.0, 2.2, 2, tones, rng)
    faces += poster(hall.back, 0.5, 1.3, 0.9, 1.1, tones.accent, rng)
    things: list[Thing] = [
        cabinet(
            hall.wide * 0.45,
            hall.deep - 1.3,
            hall.wide * 0.5,
            0.6,
            1.05,
            mix(tones.wood, tones.accent, 0.3),
            5,
            tones,
        )
    ]
    for x in np.arange(1.0, hall.wide - 0.6, 2.0):
        for y in np.arange(1.8, hall.deep - 2.0, 1.9):
            things += table(x, y, tones, rng, wide=0.75, round_top=True)
            things.append(seat(x, y + 0.65, tones, colour=tones.cloth))
            things.append(seat(x + 0.1, y - 0.65, tones, colour=tones.cloth, away=False))
    for x in np.arange(1.0, hall.wide, 1.7):
        y, z = hall.deep - 1.2, 2.1
        shade = round_(x, y, z, z + 0.22, 0.2, 0.06, (255, 226, 170), tones.metal, 10)
        glow = [Face(f.vertices, f.colour, f.normal, f.ink, 1.0, glow=True) for f in shade]
        things.append(solid([*round_(x, y, z + 0.2, 3.0, 0.012, 0.012, (60, 56, 60), sides=4), *glow]))
    if rng.random() < 0.4 + detail:
        things += pot_plant(hall.wide - 0.5, hall.deep - 2.0, tones, rng)
        things += pot_plant(0.5, hall.deep - 0.6, tones, rng)
    eyes = ((hall.wide * 0.5, -0.8, 1.35), (hall.wide * 0.3, -0.2, 1.2), (hall.wide * 0.7, -0.3, 1.6))
    return World(enclosed(hall, faces), tuple(things), eyes, (-30, 34), deep=hall.deep)


def shop(rng: Generator, tones: Tones, light: Light, detail: float) -> World:
    """Aisles of goods, a fridge with bottles, price tags; in some a rack with clothes."""
    hall = Hall(float(rng.uniform(5.5, 7.5)), float(rng.uniform(7, 9)), 2.8)
    faces = hall.shell(tones, rng)
    faces += tubes(hall, 4, tones)
    for u in np.arange(0.2, hall.wide - 1.2, 1.25):
        faces.append(hall.back.rect(u, 0.1, u + 1.15, 2.1, (214, 232, 240), glow=True))
        for row in range(4):
            v = 0.25 + 0.47 * row
            x = u + 0.06
            while x < u + 1.05:
                tone = tones.any_bright(rng)
                faces.append(hall.back.rect(x, v, x + 0.07, v + 0.26, tone, 0.3))
                faces.append(hall.back.rect(x + 0.02, v + 0.26, x + 0.05, v + 0.34, mix(tone, WHITE, 0.5), 0))
                x += 0.11
            faces.append(hall.back.rect(u, v - 0.04, u + 1.15, v, tones.metal, 0.4))
        faces.append(hall.back.rect(u, 2.1, u + 1.15, 2.4, tones.accent, 0.8, glow=True))
    if rng.random() < 0.25:
        for u in np.arange(1.0, 4.0, 0.45):
            faces += hung_clothes(hall.left, u, 1.9, tones.any_bright(rng), rng)
    else:
        faces += _goods(hall.left, 0.5, hall.deep - 1, tones, rng)
    faces += _goods(hall.right, 0.5, hall.deep - 1, tones, rng)
    things: list[Thing] = []
    for x in (hall.wide * 0.3, hall.wide * 0.68):
        case = box(x - 0.3, 2.6, 0, x + 0.3, hall.deep - 1.6, 1.35, mix(tones.metal, WHITE, 0.3), WHITE)
        near = Plane((x - 0.3, 2.6, 0), (1, 0, 0), (0, 0, 1))
        case += _goods(near, 0.02, 0.58, tones, rng, rows=3)
        left = Plane((x - 0.3, hall.deep - 1.6, 0), (0, -1, 0), (0, 0, 1))
        case += _goods(left, 0.1, hall.deep - 4.3, tones, rng, rows=3)
        things.append(solid(case))
    if rng.random() < detail:
        things.append(stuffed((hall.wide * 0.3, 3.0, 1.35), int(rng.integers(99))))
    eyes = ((hall.wide * 0.5, -0.6, 1.45), (hall.wide * 0.4, 0.4, 1.3), (hall.wide * 0.62, 0.2, 1.7))
    return World(enclosed(hall, faces), tuple(things), eyes, (-28, 28), deep=hall.deep)


def _goods(plane: Plane, u0: float, u1: float, tones: Tones, rng: Generator, rows: int = 5) -> list[Face]:  # noqa: PLR0917
    """Boards with boxes and jars along a wall."""
    faces = [plane.rect(u0, 0, u1, 0.45 * rows, mix(tones.metal, WHITE, 0.2), lift=0.02)]
    for row in range(rows):
        v, u = 0.08 + 0.43 * row, u0 + 0.04
        faces.append(plane.rect(u0, v - 0.05, u1, v, mix(tones.metal, (80, 80, 90), 0.3), 0.4, lift=0.06))
        while u < u1 - 0.3:
            wide, tone, tall = (
                float(rng.uniform(0.1, 0.24)),
                tones.any_bright(rng),
                float(rng.uniform(0.15, 0.33)),
            )
            for _ in range(int(rng.integers(1, 4))):
                if u + wide > u1 - 0.02:
                    break
                faces.append(plane.rect(u, v, u + wide - 0.015, v + tall, tone, 0.3, lift=0.05))
                faces.append(plane.rect(u + wide * 0.2, v + tall * 0.35, u + wide * 0.75, v + tall * 0.65,
                                        mix(tone, WHITE, 0.6), 0, lift=0.055))  # fmt: skip
                u += wide
    return faces


def office(rng: Generator, tones: Tones, light: Light, detail: float) -> World:
    """Desks with screens, chairs, blinds, a cabinet and a view over roofs."""
    hall = Hall(float(rng.uniform(6, 8)), float(rng.uniform(7, 9)), 2.8)
    faces = hall.shell(tones, rng)
    for u in np.arange(0.4, hall.wide - 1.8, 2.0):
        faces += window(hall.back, u, 0.8, u + 1.8, 2.5, light, tones, rng)
        for k in range(int(rng.integers(0, 12))):
            v = 2.48 - 0.07 * k
            faces.append(
                hall.back.rect(
                    u, v - 0.045, u + 1.8, v, mix(tones.trim, (200, 200, 210), 0.4), 0.2, lift=0.04
                )
            )
    faces += tubes(hall, 4, tones)
    faces += shelf(hall.right, 1, 3, 0, 1.8, 4, tones, rng)
    faces += poster(hall.left, 2, 1.3, 1.5, 0.9, tones.accent, rng)
    faces += clock(hall.left, 4.5, 2.1, tones)
    things: list[Thing] = []
    for x in np.arange(0.7, hall.wide - 1.6, 2.2):
        for y in np.arange(1.8, hall.deep - 1.6, 2.0):
            desk = box(x, y, 0.68, x + 1.5, y + 0.7, 0.73, tones.wood, mix(tones.wood, WHITE, 0.3))
            desk = box(x, y + 0.64, 0.1, x + 1.5, y + 0.68, 0.68, tones.metal) + desk
            desk += box(x + 0.5, y + 0.45, 0.82, x + 1.1, y + 0.5, 1.2, (50, 52, 58))
            desk += box(x + 0.77, y + 0.45, 0.73, x + 0.83, y + 0.5, 0.85, (50, 52, 58), ink=0.4)
            screen = np.array([(x + u, y + 0.449, z) for u, z in
                               ((0.52, 0.85), (1.08, 0.85), (1.08, 1.18), (0.52, 1.18))])  # fmt: skip
            desk.append(Face(screen, mix(tones.accent, (230, 240, 255), 0.6), (0, -1, 0), 0.4, glow=True))
            if rng.random() < 0.2 + detail:
                desk += box(
                    x + 0.1, y + 0.2, 0.73, x + 0.36, y + 0.5, 0.73 + float(rng.uniform(0.03, 0.2)), WHITE
                )
            things.append(solid(desk))
            things.append(
                seat(x + 0.75, y - 0.35, tones, colour=mix(tones.cloth, (40, 40, 50), 0.4), away=False)
            )
    things.append(
        cabinet(hall.wide - 1, hall.deep - 0.6, 0.9, 0.5, 1.3, mix(tones.metal, WHITE, 0.3), 2, tones)
    )
    if rng.random() < 0.3 + detail:
        things += pot_plant(0.5, hall.deep - 0.5, tones, rng)
    eyes = ((hall.wide * 0.5, -0.6, 1.45), (hall.wide * 0.35, 0.2, 1.3), (hall.wide * 0.7, 0, 1.7))
    return World(enclosed(hall, faces), tuple(things), eyes, (-30, 30), deep=hall.deep)


def bus(rng: Generator, tones: Tones, light: Light, detail: float) -> World:
    """The inside of a bus or train: rows of seats, windows, bars and straps."""
    hall = Hall(float(rng.uniform(2.4, 2.8)), float(rng.uniform(8, 11)), 2.3)
    plain = replace(tones, wall=mix(tones.wall, WHITE, 0.3), trim=tones.metal)
    faces = hall.shell(plain, rng)
    for wall in (hall.left, hall.right):
        for v in np.arange(0.2, hall.deep - 1.3, 1.5):
            faces += window(wall, v, 0.95, v + 1.35, 1.85, light, plain, rng, panes=1)
        faces.append(wall.rect(-2, 1.95, hall.deep, 2.2, mix(tones.accent, WHITE, 0.4), 0.6))
        for v in np.arange(0.3, hall.deep - 1, 1.1):
            faces += poster(wall, v, 1.97, 0.8, 0.2, tones.any_bright(rng), rng)
    faces.append(hall.back.rect(hall.wide * 0.3, 0, hall.wide * 0.7, 1.95, tones.metal))
    faces.append(hall.back.rect(hall.wide * 0.36, 1.0, hall.wide * 0.64, 1.8, light.sky[1], 0.6, glow=True))
    faces += tubes(hall, 5, tones)
    things: list[Thing] = []
    for y in np.arange(1.2, hall.deep - 0.6, 1.0):
        for x in (0.08, hall.wide - 0.98):
            back = box(x, y + 0.4, 0.4, x + 0.9, y + 0.52, 1.2, tones.cloth, mix(tones.cloth, WHITE, 0.3))
            back += box(x + 0.22, y + 0.4, 1.2, x + 0.68, y + 0.5, 1.36, mix(tones.cloth, tones.accent, 0.5))
            seat_ = box(x, y, 0.38, x + 0.9, y + 0.5, 0.48, tones.cloth, mix(tones.cloth, WHITE, 0.2))
            things.append(solid(seat_ + back))
    for y in np.arange(1.5, hall.deep, 1.6):
        for x in (0.95, hall.wide - 1.0):
            things.append(solid(round_(x, y, 0, 2.3, 0.02, 0.02, (226, 200, 90), sides=5)))  # noqa: PERF401
    if rng.random() < 0.5 + detail:
        for y in np.arange(1.2, hall.deep, 0.6):
            x = hall.wide * 0.36
            strap = np.array(
                [(x - 0.015, y, 2.3), (x + 0.015, y, 2.3), (x + 0.015, y, 1.9), (x - 0.015, y, 1.9)]
            )
            turn = np.linspace(0, 2 * np.pi, 10, endpoint=False)
            hoop = np.stack([0.07 * np.cos(turn), np.zeros(10), 0.08 * np.sin(turn)], 1)
            # Out along the rim and back along its inside: the middle stays open.
            ring = np.concatenate([hoop, hoop[:1], hoop[:1] * 0.75, hoop[::-1] * 0.75]) + np.array(
                [x, y, 1.84]
            )
            things.append(
                solid([Face(strap, (90, 90, 96), None, 0.4), Face(ring, (240, 240, 236), None, 0.8)])
            )
    if rng.random() < 0.2:
        faces += hung_cloth(hall.back, hall.wide * 0.1, 1.9, 0.4, 0.8, tones.second, rng)
    eyes = ((hall.wide * 0.5, -0.4, 1.35), (hall.wide * 0.45, 0.0, 1.5), (hall.wide * 0.55, -0.5, 1.15))
    return World(enclosed(hall, faces), tuple(things), eyes, (-20, 20), deep=hall.deep)

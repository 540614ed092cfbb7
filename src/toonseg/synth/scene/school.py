"""School: classroom, corridor, library."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from toonseg.synth.pen import Colour, mix
from toonseg.synth.scene.fittings import board, clock, curtain, door, hung_cloth, poster, shelf, window
from toonseg.synth.scene.furniture import bag, cabinet, desk, pot_plant, seat, table
from toonseg.synth.scene.light import Light
from toonseg.synth.scene.solids import Face, Thing, box, solid
from toonseg.synth.scene.tones import Tones
from toonseg.synth.scene.world import Hall, World, enclosed, light_pools, tubes


def classroom(rng: Generator, tones: Tones, light: Light, detail: float) -> World:
    """Rows of desks before a board, windows on one side, posters and lockers."""
    hall = Hall(float(rng.uniform(6.2, 8)), float(rng.uniform(7, 9)), 3.0)
    faces = hall.shell(tones, rng)
    spans: list[tuple[float, float]] = []
    cloth = mix(tones.cloth, (255, 250, 240), float(rng.uniform(0, 0.8)))
    side = hall.left
    for v in np.arange(0.6, hall.deep - 1.7, 2.3):
        faces += window(side, v, 1.0, v + 1.7, 2.5, light, tones, rng)
        spans.append((float(v), float(v + 1.7)))
        if rng.random() < 0.7:
            faces += curtain(side, v - 0.25, v + 0.2, 2.7, 0.85, cloth, rng)
            faces += curtain(side, v + 1.55, v + 1.95, 2.7, 0.85, cloth, rng)
    faces += light_pools(hall, light, spans, from_left=True)
    if rng.random() < 0.7:
        faces += board(hall.back, hall.wide * 0.16, hall.wide * 0.8, tones, rng)
    else:
        for u in np.arange(0.3, hall.wide - 1, 1.3):
            faces += poster(hall.back, u, 1.3, 0.9, 0.9, tones.any_bright(rng), rng)
    faces += clock(hall.back, hall.wide * 0.5, 2.6, tones)
    for u in (0.4, hall.deep - 1.6):
        faces += door(hall.right, u, tones, rng, sliding=True)
    for u in np.arange(1.7, hall.deep - 2.6, 1.25):
        if rng.random() < 0.3 + 0.6 * detail:
            faces += poster(hall.right, u, 1.3, 0.8, float(rng.uniform(0.5, 0.9)), tones.any_bright(rng), rng)
    if rng.random() < 0.15:
        faces += hung_cloth(hall.right, 2.0, 2.7, 1.0, 0.7, tones.accent, rng)
    faces += tubes(hall, 3, tones)
    things: list[Thing] = []
    for y in np.arange(1.6, hall.deep - 2.0, 1.35):
        for x in np.arange(0.9, hall.wide - 1.2, 1.35):
            things += desk(x, y, tones, rng)
    things.append(
        cabinet(hall.wide * 0.4, hall.deep - 1.3, 1.1, 0.5, 1.0, mix(tones.wood, tones.wall, 0.2), 0, tones)
    )
    if rng.random() < detail:
        things += pot_plant(hall.wide - 0.4, hall.deep - 0.4, tones, rng)
    eyes = (
        (hall.wide * 0.5, -0.6, 1.35),
        (hall.wide * 0.75, 0.2, 1.2),
        (hall.wide * 0.3, 0.4, 1.5),
        (hall.wide * 0.6, 0.0, 2.1),
    )
    return World(enclosed(hall, faces), tuple(things), eyes, (-38, 30), deep=hall.deep)


def corridor(rng: Generator, tones: Tones, light: Light, detail: float) -> World:
    """A long passage: windows on one side, doors, lockers and notice boards on the other."""
    hall = Hall(float(rng.uniform(2.6, 3.6)), float(rng.uniform(14, 20)), 2.9)
    faces = hall.shell(tones, rng)
    spans: list[tuple[float, float]] = []
    for v in np.arange(0.3, hall.deep - 1.5, 2.6):
        faces += window(hall.left, v, 0.95, v + 1.9, 2.4, light, tones, rng)
        spans.append((float(v), float(v + 1.9)))
    faces += light_pools(hall, light, spans, from_left=True)
    for u in np.arange(0.8, hall.deep - 1.2, 3.6):
        faces += door(hall.right, u, tones, rng, sliding=True)
        sign = hall.right.rect(u + 0.2, 2.25, u + 0.8, 2.45, (250, 250, 250), 0.6, lift=0.04)
        faces.append(sign)
        if rng.random() < 0.3 + detail:
            faces += poster(hall.right, u + 1.5, 1.2, 1.5, 0.9, tones.any_bright(rng), rng)
    faces += door(hall.back, hall.wide * 0.5 - 0.5, tones, rng, wide=1.1)
    faces += tubes(Hall(hall.wide, hall.deep, hall.tall), 6, tones)
    things: list[Thing] = []
    locker = mix(tones.accent, tones.metal, float(rng.uniform(0.2, 0.8)))
    if rng.random() < 0.7:
        for y in np.arange(1.5, hall.deep - 2, 3.6):
            side = box(
                hall.wide - 0.35, y, 0, hall.wide, y + 1.6, 1.7, locker, mix(locker, (255, 255, 255), 0.3)
            )
            for k in range(4):
                edge = y + 0.4 * k
                corners = np.array(
                    [
                        (hall.wide - 0.35, edge, 0.05),
                        (hall.wide - 0.35, edge, 1.65),
                        (hall.wide - 0.35, edge + 0.38, 1.65),
                        (hall.wide - 0.35, edge + 0.38, 0.05),
                    ]
                )
                side.append(Face(corners, mix(locker, (255, 255, 255), 0.08), (-1, 0, 0), 0.6))
            things.append(solid(side))
    if rng.random() < detail:
        things.append(bag((0.4, 4.0, 0), tones.any_bright(rng)))
        things += pot_plant(0.35, 6.5, tones, rng)
    eyes = ((hall.wide * 0.45, -0.8, 1.4), (hall.wide * 0.25, -0.4, 1.3), (hall.wide * 0.7, -0.4, 1.0))
    return World(enclosed(hall, faces), tuple(things), eyes, (-22, 22), deep=hall.deep)


def library(rng: Generator, tones: Tones, light: Light, detail: float) -> World:
    """Rows of bookcases, a reading table, tall windows behind."""
    hall = Hall(float(rng.uniform(6, 8)), float(rng.uniform(8, 11)), 3.2)
    faces = hall.shell(tones, rng)
    for u in np.arange(0.5, hall.wide - 1.4, 2.0):
        faces += window(hall.back, u, 0.9, u + 1.4, 2.8, light, tones, rng, panes=3)
    for u in np.arange(0.3, hall.deep - 1.9, 2.0):
        faces += shelf(hall.right, u, u + 1.9, 0, 2.4, 6, tones, rng)
        faces += shelf(hall.left, u, u + 1.9, 0, 2.4, 6, tones, rng)
    faces += tubes(hall, 3, tones)
    things: list[Thing] = []
    for y in np.arange(2.5, hall.deep - 1.4, 2.2):
        for x0 in (1.1, hall.wide - 2.9):
            case = box(x0, y, 0, x0 + 1.8, y + 0.35, 1.75, tones.wood, mix(tones.wood, (255, 255, 255), 0.2))
            front = Hall(1, y, 1).back
            case += [
                Face(f.vertices + np.array([x0, 0, 0]), f.colour, f.normal, f.ink, f.alpha)
                for f in shelf(front, 0, 1.8, 0, 1.75, 4, tones, rng)
            ]
            things.append(solid(case))
    things += table(hall.wide / 2, 1.9, tones, rng, wide=1.6)
    cloth: Colour = tones.cloth
    things.append(seat(hall.wide / 2 - 0.4, 2.5, tones, colour=cloth))
    things.append(seat(hall.wide / 2 + 0.4, 2.5, tones, colour=cloth))
    if rng.random() < detail:
        things += pot_plant(hall.wide / 2 + 1.2, 3.2, tones, rng)
    eyes = ((hall.wide * 0.5, -0.7, 1.4), (hall.wide * 0.35, 0.0, 1.25), (hall.wide * 0.7, 0.1, 1.7))
    return World(enclosed(hall, faces), tuple(things), eyes, (-30, 30), deep=hall.deep)

"""Out of doors: park, rooftop."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from toonseg.synth.pen import Colour, mix
from toonseg.synth.scene.fittings import hung_cloth
from toonseg.synth.scene.light import Light
from toonseg.synth.scene.nature import Tree
from toonseg.synth.scene.solids import Face, Plane, Thing, box, solid
from toonseg.synth.scene.tones import Tones
from toonseg.synth.scene.town import street_pole
from toonseg.synth.scene.world import World

WHITE: Colour = (255, 255, 255)
_GROUND = Plane((0, 0, 0), (1, 0, 0), (0, 1, 0))


def park(rng: Generator, tones: Tones, light: Light, detail: float) -> World:
    """Grass, a path, trees near and far, a bench, bushes; in autumn and in bloom too."""
    season = ((1.0, tones.leaf), (0.5, (214, 120, 60)), (0.4, (240, 186, 200)), (0.2, (228, 186, 90)))[
        int(rng.choice(4, p=[0.55, 0.17, 0.18, 0.1]))
    ]
    grass = mix(tones.leaf, (190, 214, 120), float(rng.uniform(0.2, 0.6)))
    faces = [_GROUND.rect(-80, -3, 80, 140, grass, 0)]
    bend = float(rng.uniform(-3, 3))
    v = np.linspace(-3, 60, 24)
    middle = bend * np.sin(v / 14)
    left, right = np.stack([middle - 1.5, v], 1), np.stack([middle + 1.5, v], 1)
    faces.append(
        _GROUND.shape(np.concatenate([left, right[::-1]]), mix((226, 206, 176), tones.floor, 0.4), 0.5)
    )
    for _ in range(int(40 + 60 * detail)):
        u, w = float(rng.uniform(-14, 14)), float(rng.uniform(1, 26))
        if abs(u - bend * np.sin(w / 14)) > 1.7:
            tuft = np.array(
                [(u - 0.12, w), (u - 0.08, w + 0.5), (u, w + 0.1), (u + 0.08, w + 0.55), (u + 0.13, w)]
            )
            faces.append(_GROUND.shape(tuft, mix(grass, (40, 70, 50), 0.3), 0))
    things: list[Thing] = []
    for k in range(int(14 + 10 * detail)):
        y = float(rng.uniform(3.5, 40))
        x = float(rng.choice([-1, 1])) * float(rng.uniform(2.2, 4 + y * 0.5)) + bend * float(np.sin(y / 14))
        leaf = mix(season[1], tones.leaf, float(rng.uniform(0, 1)) * season[0])
        if k % 4 == 3:
            brown = rng.random() < 0.2
            bush = mix(tones.wood, (66, 42, 32), 0.6) if brown else leaf
            things.append(
                Tree((x * 0.8, y, 0), float(rng.uniform(0.7, 1.3)), bush, None, int(rng.integers(1 << 30)))
            )
        else:
            things.append(
                Tree(
                    (x, y, 0),
                    float(rng.uniform(3, 6.5)),
                    leaf,
                    (108, 82, 68),
                    int(rng.integers(1 << 30)),
                    bool(rng.random() < 0.06),
                )
            )
    for x in np.arange(-40, 41, 4.0):
        things.append(  # noqa: PERF401
            Tree(
                (x, float(rng.uniform(46, 54)), 0),
                float(rng.uniform(6, 10)),
                mix(season[1], light.sky[1], 0.35),
                (120, 100, 92),
                int(rng.integers(1 << 30)),
            )
        )
    if rng.random() < 0.7:
        y, x = float(rng.uniform(4, 7)), 2.1 * float(rng.choice([-1, 1]))
        bench: list[Face] = []
        for z in (0.42, 0.6, 0.74):
            depth = 0.0 if z < 0.5 else 0.42
            bench += box(
                x - 0.8,
                y + depth,
                z,
                x + 0.8,
                y + depth + (0.4 if z < 0.5 else 0.05),
                z + (0.05 if z < 0.5 else 0.1),
                tones.wood,
            )
        for leg in (x - 0.7, x + 0.64):
            bench += box(leg, y + 0.05, 0, leg + 0.06, y + 0.45, 0.42, (70, 72, 78), ink=0.6)
        things.append(solid(bench))
    things += street_pole(-1.9, 9, rng, light)[:1]
    eyes = ((0.0, -1.5, 1.45), (1.0, -1, 1.2), (-1.2, -1, 1.8))
    return World((solid(faces, (0, 140, 0)),), tuple(things), eyes, (-30, 30), sky=True)


def rooftop(rng: Generator, tones: Tones, light: Light, detail: float) -> World:
    """A roof with a fence, a stair house and a tank; towers around it, lit at night."""
    half, deep = float(rng.uniform(4.5, 6)), float(rng.uniform(7, 10))
    slab = mix((176, 178, 176), tones.floor, 0.35)
    town = mix(light.sky[1], tones.metal, 0.4)
    far: list[Face] = [
        Plane((0, 0, -16), (1, 0, 0), (0, 1, 0)).rect(-160, -3, 160, 200, mix(town, (90, 100, 110), 0.4), 0)
    ]
    things: list[Thing] = []
    for _ in range(int(30 + 30 * detail)):
        y = float(rng.uniform(deep + 8, 90))
        x, wide, top = (
            float(rng.uniform(-1, 1)) * (14 + y),
            float(rng.uniform(4, 9)),
            float(rng.uniform(-12, 8)),
        )
        haze = min(0.75, y / 110)
        wall = mix(mix(tones.wall, tones.any_bright(rng), 0.25), town, haze)
        tower = box(x, y, -16, x + wide, y + 6, top, wall, mix(wall, WHITE, 0.2), ink=0.6)
        front = Plane((x, y, -16), (1, 0, 0), (0, 0, 1))
        lit = light.lamps > 0.4
        for v in np.arange(1.5, top + 15, 2.6):
            for u in np.arange(0.6, wide - 1, 1.5):
                glow = lit and rng.random() < 0.55
                pane: Colour = (
                    (255, 224, 150) if glow else mix(mix(wall, (70, 90, 130), 0.4), town, haze * 0.5)
                )
                tower.append(front.rect(u, v, u + 0.9, v + 1.3, pane, 0, glow=glow))
        things.append(solid(tower))
    roof = [_GROUND.rect(-half, -4, half, deep, slab, 0.8)]
    for v in np.arange(-2, deep, 2.0):
        roof.append(_GROUND.rect(-half, v, half, v + 0.03, mix(slab, (60, 60, 70), 0.3), 0))  # noqa: PERF401
    kerb = mix(slab, WHITE, 0.2)
    things.append(solid([*roof, *box(-half, deep - 0.25, 0, half, deep, 0.5, kerb)], (0, deep + 0.5, 0)))
    for side in (-1, 1):
        edge = box(side * half - 0.12, -3, 0, side * half + 0.12, deep, 0.5, kerb)
        things.append(solid(edge, (0, deep + 0.4, 0)))
    rail = mix(tones.metal, (110, 150, 130), 0.4)
    bars: list[Face] = []
    for x in np.arange(-half, half, 0.32):
        bars += [
            Face(
                np.array(
                    [
                        (x, deep - 0.1, 0.5),
                        (x + 0.035, deep - 0.1, 0.5),
                        (x + 0.035, deep - 0.1, 1.5),
                        (x, deep - 0.1, 1.5),
                    ]
                ),
                rail,
                None,
                0.0,
            )
        ]
    bars += box(-half, deep - 0.13, 1.45, half, deep - 0.07, 1.52, rail, ink=0.6)
    things.append(solid(bars, (0, deep - 0.1, 1)))
    if rng.random() < 0.7:
        x = -half + 0.3 if rng.random() < 0.5 else half - 2.8
        hut = box(x, deep - 3.2, 0, x + 2.5, deep - 0.7, 2.7, mix(tones.wall, slab, 0.3), slab)
        front = Plane((x, deep - 3.2, 0), (1, 0, 0), (0, 0, 1))
        hut.append(front.rect(0.7, 0, 1.7, 2.1, mix(tones.accent, tones.metal, 0.5)))
        things.append(solid(hut))
    if rng.random() < 0.4:
        line = Plane((-half + 0.6, deep * 0.55, 0), (1, 0, 0), (0, 0, 1))
        wash: list[Face] = [line.rect(0, 1.9, 5, 1.915, (240, 240, 240), 0)]
        for u in np.arange(0.2, 4.4, 0.9):
            wash += hung_cloth(
                line, u, 1.9, 0.7, float(rng.uniform(0.5, 1.1)), mix(tones.any_bright(rng), WHITE, 0.4), rng
            )
        things.append(solid(wash))
    eyes = ((0.0, -1.0, 1.5), (1.5, -0.5, 1.3), (-1.5, -0.8, 1.9))
    return World((solid(far, (0, 200, 0)),), tuple(things), eyes, (-32, 32), sky=True, deep=deep)

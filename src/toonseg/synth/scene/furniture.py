"""What stands in rooms: desks, chairs, sofas, beds, lockers, plants, lamps, bags, vases, stuffed animals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator, default_rng

from toonseg.synth.pen import Colour, arc, mix
from toonseg.synth.scene.camera import NEAR
from toonseg.synth.scene.nature import Tree, blot
from toonseg.synth.scene.solids import Face, Sheet, Solid, Thing, Vertex, box, round_, solid
from toonseg.synth.scene.tones import Tones

WHITE: Colour = (255, 255, 255)


def desk(
    x: float, y: float, tones: Tones, rng: Generator, *, wide: float = 0.65, chair: bool = True
) -> list[Thing]:
    """A school desk with its chair behind it, and things that lie about on it."""
    metal, top = tones.metal, mix(tones.wood, WHITE, 0.12)
    faces: list[Face] = []
    for leg_x in (x + 0.03, x + wide - 0.06):
        for leg_y in (y + 0.03, y + 0.4):
            faces += box(leg_x, leg_y, 0, leg_x + 0.03, leg_y + 0.03, 0.68, metal, ink=0.5)
    faces += box(
        x + 0.05, y + 0.02, 0.54, x + wide - 0.05, y + 0.42, 0.66, mix(metal, (60, 60, 70), 0.3), ink=0.6
    )
    faces += box(x, y, 0.68, x + wide, y + 0.45, 0.72, tones.wood, top)
    if rng.random() < 0.4:
        a, b = x + float(rng.uniform(0.05, 0.25)), y + float(rng.uniform(0.05, 0.15))
        faces += box(
            a,
            b,
            0.72,
            a + 0.22,
            b + 0.18,
            0.72 + float(rng.uniform(0.01, 0.08)),
            tones.any_bright(rng),
            WHITE,
            0.6,
        )
    things: list[Thing] = [solid(faces)]
    if chair:
        seat: list[Face] = []
        cx, cy = (
            x + wide / 2 - 0.19 + float(rng.uniform(-0.05, 0.05)),
            y + 0.55 + float(rng.uniform(-0.08, 0.15)),
        )
        for leg_x in (cx + 0.02, cx + 0.34):
            seat += box(leg_x, cy + 0.02, 0, leg_x + 0.025, cy + 0.05, 0.42, metal, ink=0.5)
            seat += box(leg_x, cy + 0.34, 0, leg_x + 0.025, cy + 0.37, 0.8, metal, ink=0.5)
        seat += box(cx, cy, 0.42, cx + 0.38, cy + 0.36, 0.45, tones.wood, top)
        seat += box(cx, cy + 0.33, 0.6, cx + 0.38, cy + 0.36, 0.82, tones.wood)
        things.append(solid(seat))
        if rng.random() < 0.25:
            things.append(bag((cx + 0.45, cy + 0.3, 0), tones.any_bright(rng)))
    return things


def table(
    x: float, y: float, tones: Tones, rng: Generator, *, wide: float = 0.8, round_top: bool = False
) -> list[Thing]:
    """A table with cups or a vase."""
    top = mix(tones.wood, WHITE, 0.2)
    if round_top:
        faces = round_(x, y, 0, 0.04, 0.25, 0.22, tones.metal) + round_(
            x, y, 0.04, 0.7, 0.04, 0.04, tones.metal
        )
        faces += round_(x, y, 0.7, 0.74, wide / 2, wide / 2, tones.wood, top, 14)
    else:
        faces = []
        for lx in (x - wide / 2, x + wide / 2 - 0.06):
            for ly in (y - 0.3, y + 0.24):
                faces += box(lx, ly, 0, lx + 0.06, ly + 0.06, 0.7, tones.wood, ink=0.6)
        faces += box(x - wide / 2, y - 0.32, 0.7, x + wide / 2, y + 0.32, 0.75, tones.wood, top)
    for _ in range(int(rng.integers(0, 3))):
        cx, cy = x + float(rng.uniform(-0.25, 0.25)) * wide, y + float(rng.uniform(-0.2, 0.2))
        faces += round_(cx, cy, 0.75, 0.84, 0.03, 0.045, tones.any_bright(rng), (110, 70, 50), 8)
    things: list[Thing] = [solid(faces)]
    if rng.random() < 0.35:
        things.append(vase((x, y + 0.1, 0.75), tones, rng))
    return things


def seat(x: float, y: float, tones: Tones, *, colour: Colour, away: bool = True) -> Solid:
    """A plain chair with a padded seat; `away`: its back is on its far side."""
    faces: list[Face] = []
    for lx in (x - 0.2, x + 0.16):
        for ly in (y - 0.2, y + 0.16):
            faces += box(lx, ly, 0, lx + 0.04, ly + 0.04, 0.42, tones.wood, ink=0.5)
    back = y + 0.17 if away else y - 0.21
    faces += box(x - 0.22, y - 0.22, 0.4, x + 0.22, y + 0.22, 0.47, colour, mix(colour, WHITE, 0.15))
    faces += box(x - 0.22, back, 0.47, x + 0.22, back + 0.05, 0.9, mix(colour, tones.wood, 0.5))
    return solid(faces)


def sofa(x: float, y: float, wide: float, colour: Colour, rng: Generator) -> Solid:
    """A sofa with cushions, its back at the far side."""
    bright = mix(colour, WHITE, 0.15)
    faces = box(x, y, 0.08, x + wide, y + 0.85, 0.42, colour, bright)
    faces += box(x, y + 0.62, 0.42, x + wide, y + 0.85, 0.85, colour, bright)
    for lx in (x - 0.16, x + wide):
        faces += box(lx, y, 0.08, lx + 0.16, y + 0.85, 0.62, colour, bright)
    for k in range(int(rng.integers(0, 4))):
        u = x + 0.1 + k * 0.45
        if u + 0.4 < x + wide:
            tint = mix(colour, ((250, 226, 196), (120, 90, 70), (220, 120, 110))[k % 3], 0.7)
            faces += box(u, y + 0.45, 0.43, u + 0.38, y + 0.58, 0.76, tint)
    return solid(faces)


def bed(x: float, y: float, tones: Tones, cover: Colour) -> Solid:
    """A bed with its head at the far wall: frame, quilt with a fold, pillow."""
    faces = box(x, y, 0.1, x + 1.1, y + 2.0, 0.36, tones.wood)
    faces += box(x + 0.02, y, 0.36, x + 1.08, y + 1.96, 0.5, WHITE)
    faces += box(x - 0.02, y - 0.03, 0.3, x + 1.12, y + 1.3, 0.56, cover, mix(cover, WHITE, 0.12))
    faces += box(x - 0.02, y + 1.15, 0.5, x + 1.12, y + 1.36, 0.58, mix(cover, WHITE, 0.6))
    faces += box(x + 0.2, y + 1.5, 0.5, x + 0.9, y + 1.85, 0.64, mix(WHITE, cover, 0.1))
    faces += box(x, y + 1.97, 0, x + 1.1, y + 2.05, 0.95, tones.wood)
    return solid(faces)


def cabinet(  # noqa: PLR0917
    x: float, y: float, wide: float, deep: float, tall: float, colour: Colour, doors: int, tones: Tones
) -> Solid:
    """A cupboard, row of lockers or counter: a box with door lines and knobs on its near side."""
    faces = box(x, y, 0, x + wide, y + deep, tall, colour, mix(colour, WHITE, 0.25))
    for k in range(doors):
        a, b = x + wide * k / doors, x + wide * (k + 1) / doors
        for x0, z0, x1, z1, tone, ink in (
            (a + 0.03, 0.06, b - 0.03, tall - 0.05, mix(colour, WHITE, 0.08), 0.6),
            (b - 0.1, tall * 0.5, b - 0.06, tall * 0.58, tones.metal, 0.4),
            (a + 0.08, tall * 0.84, b - 0.12, tall * 0.86, mix(colour, (30, 30, 40), 0.4), 0.0),
        ):
            corners = np.array([(x0, y, z0), (x1, y, z0), (x1, y, z1), (x0, y, z1)])
            faces.append(Face(corners, tone, (0, -1, 0), ink))
    return solid(faces)


def lamp(x: float, y: float, tall: float, tones: Tones) -> Solid:
    """A standing lamp with a shade."""
    faces = round_(x, y, 0, 0.03, 0.15, 0.14, tones.metal) + round_(
        x, y, 0.03, tall - 0.25, 0.015, 0.015, tones.metal
    )
    shade = round_(x, y, tall - 0.3, tall, 0.2, 0.13, (255, 232, 186), (255, 246, 220), 10)
    return solid(faces + [Face(f.vertices, f.colour, f.normal, f.ink, 1.0, glow=True) for f in shade])


@dataclass(frozen=True)
class Lump:
    """Something soft and round that stands towards us: a bag, a vase, a stuffed animal, a mop of wool.

    Attributes:
        at: Its foot, (x, y, z) metres.
        parts: Outlines in metres about the foot (x right, y up) with their colours, back to front.
    """

    at: Vertex
    parts: tuple[tuple[np.ndarray, Colour], ...]

    def paint(self, sheet: Sheet) -> None:
        """Paint it upright, shaded on the side away from the light."""
        seen = sheet.camera.seen(np.array([self.at]))
        if seen[0, 2] < NEAR:
            return
        unit = sheet.camera.focal / float(seen[0, 2])
        foot = sheet.camera.flat(seen)[0]
        side = -float(np.sign(sheet.light.towards[0]))
        for outline, colour in self.parts:
            points = outline * (unit, -unit) + foot
            sheet.polygon(points, sheet.light.on(colour, 0.75), ink=0.8)
            middle = points.mean(0)
            inner = (
                (points - middle) * (0.5, 0.8)
                + middle
                + ((points.max(0) - points.min(0)) * (0.2 * side, 0.06))
            )
            sheet.polygon(inner, sheet.light.on(colour, 0.3), alpha=0.5)


def bag(at: Vertex, colour: Colour) -> Lump:
    """A school bag that stands on the floor."""
    dark = mix(colour, (30, 20, 30), 0.35)
    body = np.array([(-0.17, 0), (0.17, 0), (0.19, 0.2), (0.14, 0.4), (-0.14, 0.4), (-0.19, 0.2)])
    pocket = np.array([(-0.12, 0.03), (0.12, 0.03), (0.12, 0.19), (-0.12, 0.19)])
    handle = np.concatenate(
        [
            arc(0, 0.4, 0.07, 0.09, 180, 360, 8) * (1, -1) + (0, 0.8),
            arc(0, 0.4, 0.05, 0.06, 360, 180, 8) * (1, -1) + (0, 0.8),
        ]
    )
    return Lump(at, ((handle, dark), (body, colour), (pocket, mix(colour, WHITE, 0.12))))


def vase(at: Vertex, tones: Tones, rng: Generator) -> Lump:
    """A vase of clay or glass, often as brown as hair or as pink as skin, with leaves or dry grass."""
    clay = ((214, 168, 132), (126, 82, 58), (244, 208, 188), tones.second, (70, 56, 56))[int(rng.integers(5))]
    half = np.array([0.05, 0.09, 0.1, 0.05, 0.04, 0.06])
    up = np.array([0.0, 0.05, 0.13, 0.22, 0.26, 0.29])
    body = np.concatenate([np.stack([half, up], 1), np.stack([-half, up], 1)[::-1]])
    parts: list[tuple[np.ndarray, Colour]] = []
    for _ in range(7):
        turn, long = float(rng.uniform(-0.8, 0.8)), float(rng.uniform(0.18, 0.38))
        tip = np.array([np.sin(turn), np.cos(turn)]) * long
        across = np.array([np.cos(turn), -np.sin(turn)]) * 0.035
        leaf = np.stack([np.zeros(2), tip * 0.5 + across, tip, tip * 0.5 - across]) + np.array([0, 0.27])
        parts.append((leaf, mix(tones.leaf, (220, 170, 120), float(rng.uniform(0, 0.8)))))
    return Lump(at, (*parts, (body, clay)))


def stuffed(at: Vertex, seed: int) -> Lump:
    """A stuffed animal of brown, cream or pink fur."""
    rng = default_rng(seed)
    fur = ((150, 104, 70), (232, 204, 168), (246, 196, 196), (96, 72, 60), (236, 232, 226))[
        int(rng.integers(5))
    ]
    face = mix(fur, (255, 240, 220), 0.6)
    parts = [(blot(rng, 12, 0.05) * (0.13, 0.15) + (0, 0.14), fur)]
    parts += [(arc(s * 0.1, 0.42, 0.05, 0.05, count=10), fur) for s in (-1, 1)]
    parts += [(arc(0, 0.34, 0.13, 0.12, count=14), fur), (arc(0, 0.31, 0.055, 0.045, count=10), face)]
    parts += [(arc(s * 0.05, 0.37, 0.012, 0.015, count=6), (30, 24, 24)) for s in (-1, 1)]
    return Lump(at, tuple(parts))


def pot_plant(x: float, y: float, tones: Tones, rng: Generator, *, z: float = 0.0) -> list[Thing]:
    """A plant in a pot of clay; its leaves are sometimes brown."""
    pot = solid(
        round_(
            x,
            y,
            z,
            z + 0.3,
            0.12,
            0.17,
            ((196, 122, 86), (240, 236, 230), tones.accent)[int(rng.integers(3))],
        )
    )
    leaf = tones.leaf if rng.random() < 0.8 else mix(tones.wood, (70, 44, 34), 0.5)
    crown = Tree(
        (x, y - 0.01, z + 0.22), float(rng.uniform(0.6, 1.1)), leaf, None, int(rng.integers(1 << 30))
    )
    return [pot, crown]

"""A location as a whole: what encloses it, what stands in it, and where a camera may stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.pen import Colour, mix
from toonseg.synth.scene.light import Light
from toonseg.synth.scene.solids import Face, Plane, Sheet, Solid, Thing, Vertex, solid
from toonseg.synth.scene.tones import Tones


@dataclass(frozen=True, eq=False)
class World:
    """A location ready to be drawn from several angles.

    Attributes:
        shell: Ground, walls, fronts: painted first, in order.
        things: What stands about: painted from far to near.
        eyes: Places to look from, (x, y, z) metres.
        yaws: The least and greatest angle to look at, degrees.
        sky: True: the sky is seen above the shell.
        floor: Height of the ground that people stand on, metres.
        deep: How far away people may stand, y in metres: where walls or railings are.
    """

    shell: tuple[Solid, ...]
    things: tuple[Thing, ...]
    eyes: tuple[Vertex, ...]
    yaws: tuple[float, float] = (-30.0, 30.0)
    sky: bool = False
    floor: float = 0.0
    deep: float = 30.0

    def paint(self, sheet: Sheet, beyond: float = 0.0) -> None:
        """Paint all of it but things that stand less than `beyond` metres away."""
        for part in self.shell:
            part.paint(sheet)
        far = [(float(sheet.camera.seen(np.array([thing.at]))[0, 2]), thing) for thing in self.things]
        for away, thing in sorted(far, key=lambda pair: -pair[0]):
            if away >= beyond:
                thing.paint(sheet)


@dataclass(frozen=True)
class Hall:
    """A room's six planes: u and v in metres from each one's lower left corner, as seen from within.

    x runs from 0 to `wide`, y from 0 (behind us) to `deep`, z from 0 to `tall`.
    """

    wide: float
    deep: float
    tall: float

    @property
    def back(self) -> Plane:
        """The wall that we look at; u runs to the right."""
        return Plane((0, self.deep, 0), (1, 0, 0), (0, 0, 1))

    @property
    def left(self) -> Plane:
        """The wall on our left; u runs away from us."""
        return Plane((0, 0, 0), (0, 1, 0), (0, 0, 1))

    @property
    def right(self) -> Plane:
        """The wall on our right; u runs towards us."""
        return Plane((self.wide, self.deep, 0), (0, -1, 0), (0, 0, 1))

    @property
    def floor(self) -> Plane:
        """u runs to the right, v away from us."""
        return Plane((0, 0, 0), (1, 0, 0), (0, 1, 0))

    @property
    def ceiling(self) -> Plane:
        """u runs away from us, v to the right."""
        return Plane((0, 0, self.tall), (0, 1, 0), (1, 0, 0))

    def shell(self, tones: Tones, rng: Generator) -> list[Face]:
        """Bare floor, walls and ceiling with skirting, floor boards or tiles, shadows in corners."""
        wide, deep, tall = self.wide, self.deep, self.tall
        faces = [self.floor.rect(0, -2, wide, deep, tones.floor, 0)]
        faces += floor_marks(self.floor, wide, deep, tones.floor, rng)
        faces.append(self.ceiling.rect(-2, 0, deep, wide, mix(tones.wall, (255, 255, 255), 0.5), 0))
        lower = mix(tones.wall, tones.wood, 0.5) if rng.random() < 0.35 else None
        dim = mix(tones.wall, (60, 50, 90), 0.16)
        for plane, length in ((self.left, deep), (self.right, deep + 2), (self.back, wide)):
            start = -2.0 if plane is self.left or plane.across[1] > 0 else 0.0
            faces.append(plane.rect(start, 0, length, tall, tones.wall, 0.6))
            if lower is not None:
                faces.append(plane.rect(start, 0, length, 1.0, lower, 0.5))
            faces.append(plane.rect(start, tall - 0.35, length, tall, dim, 0, 0.35))
            faces.append(plane.rect(start, 0, length, 0.1, tones.trim, 0.5))
        for edge in (0.0, wide - 0.3):
            faces.append(self.back.rect(edge, 0, edge + 0.3, tall, dim, 0, 0.3))
        return faces


def floor_marks(plane: Plane, wide: float, deep: float, colour: Colour, rng: Generator) -> list[Face]:
    """Boards or tiles of a floor, as thin strips; none on some."""
    tone = mix(colour, (50, 36, 50), 0.22)
    kind = rng.random()
    faces: list[Face] = []
    if kind < 0.45:
        step = float(rng.uniform(0.14, 0.3))
        for u in np.arange(0, wide, step):
            faces.append(plane.rect(u, -2, u + 0.012, deep, tone, 0))  # noqa: PERF401
        for u in np.arange(0, wide, step):
            v = float(rng.uniform(0, deep))
            faces.append(plane.rect(u, v, u + step, v + 0.02, tone, 0))
            if rng.random() < 0.4:
                faces.append(
                    plane.rect(u, v, u + step, v + float(rng.uniform(0.6, 1.8)), mix(colour, tone, 0.3), 0)
                )
    elif kind < 0.85:
        step = float(rng.uniform(0.45, 0.9))
        for u in np.arange(0, wide, step):
            faces.append(plane.rect(u, -2, u + 0.015, deep, tone, 0))  # noqa: PERF401
        for v in np.arange(0, deep, step):
            faces.append(plane.rect(0, v, wide, v + 0.02, tone, 0))  # noqa: PERF401
    # What stands on a polished floor shines back in it.
    faces.append(plane.rect(0, deep * 0.72, wide, deep, (255, 255, 255), 0, 0.14))
    return faces


def light_pools(
    hall: Hall, light: Light, spans: Sequence[tuple[float, float]], *, from_left: bool
) -> list[Face]:
    """Sunlight through windows of a side wall on the floor; `spans` are the windows' (v0, v1)."""
    if light.lamps > 0.6:
        return []
    faces: list[Face] = []
    for v0, v1 in spans:
        near, far = (0.5, 2.4) if from_left else (hall.wide - 0.5, hall.wide - 2.4)
        lean = -0.7
        pool = np.array(
            [(near, v0 + lean * 0.4), (near, v1 + lean * 0.4), (far, v1 + lean * 1.4), (far, v0 + lean * 1.4)]
        )
        faces.append(hall.floor.shape(pool, mix(light.sun, (255, 250, 220), 0.5), 0, 0.38, glow=True))
    return faces


def tubes(hall: Hall, rows: int, tones: Tones) -> list[Face]:
    """Rows of lamps on the ceiling."""
    faces: list[Face] = []
    for u in np.linspace(0.12, 0.92, rows) * hall.deep:
        for v in (0.3, 0.7):
            faces.append(  # noqa: PERF401
                hall.ceiling.rect(
                    u,
                    hall.wide * v - 0.6,
                    u + 0.25,
                    hall.wide * v + 0.6,
                    (255, 254, 246),
                    0.7,
                    glow=True,
                    lift=0.06,
                )
            )
    return faces


def enclosed(hall: Hall, faces: Sequence[Face]) -> tuple[Solid, ...]:
    """The faces as a shell that is never sorted by distance."""
    return (solid(faces, (hall.wide / 2, hall.deep, 0)),)

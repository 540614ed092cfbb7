"""Parts of a head of hair as data, and how each is drawn: fringe, side locks, long locks, tufts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike

from toonseg.synth.art.curves import bezier, curve
from toonseg.synth.art.shapes import Shape
from toonseg.synth.figure.hair_locks import Brush, Floats, lock_shapes
from toonseg.synth.figure.levels import Level
from toonseg.synth.pen import Colour, Points


@dataclass(frozen=True)
class Bangs:
    """A fringe: locks that fall from the parting over the forehead.

    Attributes:
        count: Locks.
        parting: Longitude from which they fall to both sides.
        spread: Longitude of the outermost locks, degrees.
        centre: Height of the tips at the parting; 0.0 is just above the eyes, 0.5 the chin.
        outer: Height of the outermost tips.
        sweep: Degrees by which tips hang away from the parting.
        root: Height of the roots; -0.5 is the crown.
        width: Width of a lock as a multiple of its share of the forehead.
        ragged: How uneven tips are, in heads.
        bow: Degrees by which locks bulge.
        blunt: 0 (pointed) .. 1 (cut straight).
        cover: How far down the forehead is covered between locks, 0 .. 0.9.
        hook: Degrees by which the very tips turn away from the parting; negative towards it.
        parted: 0 (locks grow side by side) .. 1 (all fan out from the parting).
    """

    count: int = 6
    parting: float = 8.0
    spread: float = 52.0
    centre: float = 0.0
    outer: float = 0.1
    sweep: float = 8.0
    root: float = -0.42
    width: float = 1.35
    ragged: float = 0.035
    bow: float = 0.0
    blunt: float = 0.0
    cover: float = 0.55
    hook: float = 4.0
    parted: float = 0.0

    def reach(self, lon: ArrayLike) -> Floats:
        """Degrees from the parting to the outermost lock on the side of each longitude."""
        side = np.where(np.asarray(lon, float) > self.parting, 1.0, -1.0)
        return np.maximum(6.0, np.abs(side * self.spread - self.parting))

    def tip(self, lon: ArrayLike) -> Floats:
        """The height of the tips at longitudes."""
        share = np.minimum(np.abs(np.asarray(lon, float) - self.parting) / self.reach(lon), 1.3)
        return np.asarray(self.centre + (self.outer - self.centre) * share**1.4, np.float64)


@dataclass(frozen=True)
class Sides:
    """Locks before the ears.

    Attributes:
        right, left: Height of their tips on the character's right and left; 0.5 is the chin.
        count: Locks on each side.
        width: Of a lock, in heads.
        lon: Longitude at which they hang, degrees.
        curl: How far their tips turn in (negative: out), degrees.
        blunt: 0 (pointed) .. 1 (cut straight).
    """

    right: float = 0.45
    left: float = 0.45
    count: int = 2
    width: float = 0.11
    lon: float = 66.0
    curl: float = 0.0
    blunt: float = 0.0


@dataclass(frozen=True)
class Top:
    """What stands off the crown.

    Attributes:
        spikes: Pointed tufts all round the head.
        spike: Their length, in heads.
        lean: Degrees by which spikes lean aside.
        ahoge: Length of the one lock that stands up, in heads; 0 for none.
    """

    spikes: int = 0
    spike: float = 0.16
    lean: float = 14.0
    ahoge: float = 0.0


def draw_bangs(
    brush: Brush, bangs: Bangs, rng: Generator, streak: Colour | None = None
) -> tuple[list[Shape], list[Points]]:
    """The fringe's shapes, and the outlines that throw a shadow on the face; every fourth lock or so has the
    colour of the `streak`."""
    step = 2 * bangs.spread / max(bangs.count, 1)
    middles = -bangs.spread + step * (np.arange(bangs.count) + 0.5)
    order = sorted(range(bangs.count), key=lambda i: -abs(middles[i] - bangs.parting))
    # Numbers are drawn for every lock, seen or not, so that a turn of the head changes none of them.
    chance = rng.uniform(-1, 1, (bangs.count, 6))
    lon = middles + 0.18 * step * chance[:, 0]
    away = np.where(lon > bangs.parting, 1.0, -1.0)
    reach = bangs.reach(lon)
    near = np.minimum(np.abs(lon - bangs.parting) / reach, 1.0)
    start = bangs.parting + (lon - bangs.parting) * 0.55 * (1 - bangs.parted)
    end = lon + away * bangs.sweep * (0.6 + 0.4 * near) + 3 * chance[:, 1]
    end += (bangs.parting + away * reach * (0.84 + 0.42 * near) - end) * bangs.parted
    low = bangs.tip(end if bangs.parted > 0.5 else lon) + bangs.ragged * chance[:, 2]
    root = bangs.root + 0.05 * near + (0.13 - 0.14 * near) * bangs.parted
    bow = away * (bangs.bow + 4 * bangs.parted)
    hook = away * bangs.hook * (0.6 + 0.4 * chance[:, 1])
    spines, facings = brush.falls(start, root, end, low, bow, 0.035, 12, hook, 1.35 - 0.8 * bangs.parted)
    shapes: list[Shape] = []
    shadows: list[Points] = []
    for i in order:
        spine, facing = spines[i], float(facings[i])
        if facing < -0.12:
            continue
        share = max(0.3, min(1.0, 0.35 + 0.8 * facing))
        belly = np.radians(step) * 0.4 * bangs.width * (1 + 0.3 * chance[i, 3]) * share
        made = lock_shapes(
            brush,
            spine,
            belly * (0.6 - 0.45 * bangs.parted) * min(1.0, max(0.0, 1.6 * facing)),
            belly,
            at=0.5 if bangs.blunt < 0.5 else 0.8,
            tip=belly * bangs.blunt * 0.95,
            bare=0.42 + 0.1 * chance[i, 4],
            within=True,
            paint=streak if chance[i, 0] > 0.5 else None,
            shade=0.55 if chance[i, 5] > 0.0 else 0.0,
        )
        shapes += made
        shadows.append(made[0].points)
    return shapes, shadows


def draw_sides(brush: Brush, sides: Sides, rng: Generator) -> tuple[list[Shape], list[Points]]:
    """The locks before the ears; those of the far side hang behind the head."""
    shapes: list[Shape] = []
    shadows: list[Points] = []
    for side, length in ((-1, sides.right), (1, sides.left)):
        chance = rng.uniform(-1, 1, (sides.count, 5))
        share = (np.arange(sides.count) + 0.5) / sides.count
        lon = side * (sides.lon - 13 + 26 * (1 - share)) + 3 * chance[:, 0]
        low = length * (0.72 + 0.28 * share) + 0.03 * chance[:, 1]
        lift = 0.02 + 0.02 * chance[:, 2]
        spines, facings = brush.falls(lon * 0.86, -0.3, lon - side * sides.curl, low, side * 5.0, lift, 12)
        for i in range(sides.count):
            spine, facing = spines[i], float(facings[i])
            if facing < -0.6:
                continue
            level = Level.FRONT_HAIR if facing > -0.1 else Level.BACK_HAIR
            belly = sides.width * (1 + 0.35 * chance[i, 3]) * max(0.45, min(1.0, 0.6 + facing))
            made = lock_shapes(
                brush,
                spine,
                belly * 0.5,
                belly,
                level=level,
                at=0.5 if sides.blunt < 0.5 else 0.85,
                tip=belly * sides.blunt,
                bare=0.45,
                shade=0.5 if chance[i, 4] > -0.3 else 0.0,
            )
            shapes += made
            if level == Level.FRONT_HAIR:
                shadows.append(made[0].points)
    return shapes, shadows


def draw_before(brush: Brush, length: float, amount: float, rng: Generator) -> list[Shape]:
    """Long locks that fall before the shoulders: `amount` 0..1 of them, down to height `length`."""
    shapes: list[Shape] = []
    for side in (-1, 1):
        count = 4
        chance = rng.uniform(-1, 1, (count, 5))
        order = np.arange(count)
        lon = side * (96 - 12 * order + 4 * chance[:, 0])
        low = length * (0.94 - 0.1 * order) + 0.12 * chance[:, 1]
        spines, facings = brush.falls(lon, -0.25, lon - side * 26, low, side * 8.0, -0.02 * order, 16)
        for i in range(round(count * amount)):
            spine, facing = spines[i], float(facings[i])
            if facing < 0.05:
                continue
            belly = 0.17 * (1 + 0.3 * chance[i, 2])
            shapes += lock_shapes(
                brush, spine, 0.0, belly, at=0.6, bare=0.25, shade=0.45 if chance[i, 3] > -0.4 else 0
            )
    return shapes


def draw_top(brush: Brush, top: Top, rng: Generator) -> list[Shape]:
    """Spikes round the silhouette and over the crown, and the lock that stands up."""
    shapes: list[Shape] = []
    head, surface = brush.head, brush.surface
    chance = rng.uniform(-1, 1, (top.spikes, 5))
    small = not brush.fine and top.spike < 0.1
    if top.spikes and not small:
        lon = -180 + 360 * (np.arange(top.spikes) + 0.5 + 0.35 * chance[:, 0]) / top.spikes
        y = -0.28 + 0.24 * chance[:, 1]
        # Rows: foot, middle, how far out the tip lies, and the place itself.
        lons = np.stack([lon, lon, lon + top.lean * np.sign(lon), lon])
        lifts = np.array([-0.05, 0.03, top.spike, 0.0])[:, None]
        places, depths = surface.on(head, lons, np.stack([y + 0.02, y - 0.1, y, y]), lifts)
        foot, middle, out = places[:3]
        rise = np.stack([np.zeros(top.spikes), -0.75 * top.spike * (1 + 0.4 * chance[:, 2])], 1)
        knots = np.stack([foot, middle * 0.6 + (foot + out) * 0.2, out + rise], 1)
        grown = (depths[3] >= -0.12) & (y < surface.height(lon) - 0.05)
        for i in np.flatnonzero(grown):
            belly = top.spike * (0.75 + 0.2 * float(chance[i, 3]))
            spine = curve(knots[i], closed=False, steps=4)
            shapes += lock_shapes(brush, spine, belly, belly * 0.9, at=0.3, bare=0.3, shade=0.5)
    if top.ahoge > 0.01:
        at = float(rng.uniform(-50, 50))
        root = surface.on(head, [at], [-0.49 - surface.volume * 0.8])[0][0]
        lean = float(rng.choice([-1.0, 1.0]))
        size = top.ahoge
        spine = bezier(
            root + np.array([0.0, 0.04]),
            root + np.array([-0.2 * lean, -0.9]) * size,
            root + np.array([0.5 * lean, -1.3]) * size,
            root + np.array([lean, -0.45]) * size,
            9,
        )
        shapes += lock_shapes(brush, spine, 0.03, 0.05, at=0.4, bare=0.1)
    return shapes


def draw_loose(brush: Brush, rng: Generator) -> list[Shape]:
    """Stray tufts that leave the outline at the sides."""
    shapes: list[Shape] = []
    if not brush.fine:
        return shapes
    surface, head = brush.surface, brush.head
    count = 2 * round(2.5 * brush.style.strands)
    chance = rng.uniform(0, 1, (count, 3))
    lon = np.where(np.arange(count) % 2 == 0, -88.0, 88.0) - head.yaw
    low = surface.height(lon)
    end = np.minimum(low - 0.02, np.clip(low, 0.05, 0.5) * chance[:, 0])
    start = end - 0.16 - 0.18 * chance[:, 1]
    lifts = np.stack([np.full(count, -0.03), np.zeros(count), 0.02 + 0.05 * chance[:, 2]])
    knots = surface.on(head, np.stack([lon] * 3), np.stack([start, (start + end) / 2, end]), lifts)[0]
    for i in np.flatnonzero(low > 0.0):
        spine = curve(knots[:, i], closed=False, steps=4)
        shapes += lock_shapes(brush, spine, 0.0, 0.05, at=0.5, bare=0.5)
    return shapes

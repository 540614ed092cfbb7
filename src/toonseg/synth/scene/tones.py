"""Colours of a location: walls, floors, wood, cloth, and accents that belong together."""

from __future__ import annotations

from dataclasses import dataclass

from numpy.random import Generator

from toonseg.synth.pen import Colour, hsv, mix


@dataclass(frozen=True)
class Tones:
    """A location's colours.

    Wood, fur and clay are of the browns, reds and yellows that skin and hair have too: a model has to learn
    that they are neither.
    """

    wall: Colour
    trim: Colour
    floor: Colour
    wood: Colour
    metal: Colour
    cloth: Colour
    accent: Colour
    second: Colour
    leaf: Colour

    def any_bright(self, rng: Generator) -> Colour:
        """A book's, box's or poster's colour: near the location's own, now and then of all the world."""
        which, hue, strength, value, share = rng.random(5).tolist()
        base = (self.cloth, self.accent, self.second, self.wood)[int(which * 4)]
        return mix(base, hsv(hue * 360, 0.1 + 0.6 * strength, 0.5 + 0.5 * value), 0.1 + 0.7 * share)


def invent_tones(rng: Generator) -> Tones:
    """Colours around one hue, with an accent across from it."""
    hue = float(rng.uniform(0, 360))
    strength = float(rng.beta(1.6, 3))
    wood = mix(
        hsv(float(rng.uniform(14, 40)), float(rng.uniform(0.3, 0.65)), float(rng.uniform(0.35, 0.9))),
        (255, 224, 196),
        float(rng.uniform(0, 0.5)),
    )

    def tint(turn: float, least: float, most: float) -> Colour:
        """A colour of that strength, `turn` degrees from the location's hue."""
        return hsv((hue + turn) % 360, float(rng.uniform(least, most)), float(rng.uniform(0.5, 0.95)))

    tiles = hsv((hue + 30) % 360, 0.15 * strength, float(rng.uniform(0.5, 0.85)))
    wall = hsv(hue, 0.03 + 0.25 * strength, float(rng.uniform(0.8, 0.98)))
    return Tones(
        wall=wall,
        trim=mix(wall, (255, 255, 255), 0.5) if rng.random() < 0.7 else mix(wood, (90, 60, 50), 0.3),
        floor=wood if rng.random() < 0.55 else tiles,
        wood=wood,
        metal=hsv(hue, 0.06, float(rng.uniform(0.5, 0.82))),
        cloth=tint(float(rng.uniform(-40, 40)), 0.12, 0.6),
        accent=tint(180 + float(rng.uniform(-50, 50)), 0.3, 0.8),
        second=tint(float(rng.uniform(60, 140)), 0.2, 0.6),
        leaf=hsv(float(rng.uniform(75, 150)), float(rng.uniform(0.3, 0.65)), float(rng.uniform(0.4, 0.75))),
    )  # fmt: skip

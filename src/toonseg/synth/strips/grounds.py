"""Which backdrops the gutters of a strip get, by its kind."""

from __future__ import annotations

from numpy.random import Generator

from toonseg.synth.pen import BLACK, WHITE, Colour, hsv
from toonseg.synth.strips.backdrops import Backdrop, Diagonal, Flat, Texture, Textured, Vertical
from toonseg.synth.strips.kinds import Kind

_ANY = (Kind.WHITE, Kind.WHITE, Kind.BLACK, Kind.COLOURED, Kind.VERTICAL, Kind.DIAGONAL, Kind.TEXTURE)
_LIGHT: tuple[Colour, ...] = (WHITE, WHITE, WHITE, WHITE, (250, 250, 250), (254, 252, 247))
_DARK: tuple[Colour, ...] = (BLACK, BLACK, (12, 12, 14), (26, 21, 28))
_PLAIN_KINDS = (Kind.FULL_BLEED, Kind.NARROW, Kind.SIDE_BY_SIDE, Kind.ENDS, Kind.BUBBLES)
_PLAIN: tuple[Colour, ...] = (WHITE, WHITE, WHITE, BLACK, (236, 239, 245))


def choose_backdrops(kind: Kind, rng: Generator, count: int, smooth: bool) -> list[Backdrop]:
    """The backdrops of `count` gutters from top to bottom; with `smooth` they belong together."""
    colours: list[Colour]
    if kind is Kind.MIXED:
        parts: list[Backdrop] = []
        while len(parts) < count:
            part = _ANY[int(rng.integers(len(_ANY)))]
            parts += choose_backdrops(part, rng, int(rng.integers(2, 5)), True)
        return parts[:count]
    if kind is Kind.VERTICAL:
        return _vertical(rng, count, smooth)
    if kind in (Kind.DIAGONAL, Kind.TEXTURE):
        draw = _diagonal if kind is Kind.DIAGONAL else _texture
        return [draw(rng)] * count if smooth else [draw(rng) for _ in range(count)]
    if kind is Kind.COLOURED:
        colours = [far_colour(rng, WHITE, 24)]
        while len(colours) < count:
            colours.append(far_colour(rng, colours[-1], 30))
        return [Flat(colour) for colour in colours]
    choice = _PLAIN if kind in _PLAIN_KINDS else _DARK if kind is Kind.BLACK else _LIGHT
    if kind in (Kind.FRAMELESS, Kind.BANDS):
        choice = (WHITE,)
    return [Flat(choice[int(rng.integers(len(choice)))])] * count


def _vertical(rng: Generator, count: int, smooth: bool) -> list[Backdrop]:
    made: list[Backdrop] = []
    top = far_colour(rng, BLACK, 60)
    for _ in range(count):
        bottom = far_colour(rng, top, 50)
        made.append(Vertical(top, bottom))
        top = bottom if smooth else far_colour(rng, bottom, 30)
    return made


def _diagonal(rng: Generator) -> Diagonal:
    first = far_colour(rng, BLACK, 40)
    colours = [first, far_colour(rng, first, 60)]
    if rng.random() < 0.4:
        colours.append(far_colour(rng, colours[-1], 60))
    return Diagonal(tuple(colours), float(rng.uniform(15, 75)), float(rng.uniform(500, 4000)))


def _texture(rng: Generator) -> Textured:
    sort = Texture(rng.choice([t.value for t in Texture], p=[0.3, 0.3, 0.25, 0.15]))
    hue = float(rng.uniform(0, 360))
    seed = int(rng.integers(1 << 31))
    if sort is Texture.STARS:
        return Textured(
            sort,
            hsv(hue, float(rng.uniform(0.3, 0.8)), float(rng.uniform(0.06, 0.28))),
            (255, 250, 220),
            seed,
        )
    if sort is Texture.CLOUD:
        return Textured(sort, hsv(hue, float(rng.uniform(0.15, 0.5)), 0.95), (252, 253, 255), seed)
    if sort is Texture.PETALS:
        return Textured(sort, hsv(hue, 0.06, 1.0), hsv(hue, 0.45, 0.95), seed)
    return Textured(
        sort, hsv(float(rng.uniform(25, 55)), float(rng.uniform(0.08, 0.3)), 0.96), (120, 96, 70), seed
    )


def distance(first: Colour, second: Colour) -> int:
    """The largest difference of a channel, 0..255."""
    return max(abs(a - b) for a, b in zip(first, second, strict=True))


def far_colour(rng: Generator, colour: Colour, least: int = 60) -> Colour:
    """A random colour at least `least` levels away from `colour` in some channel."""
    while True:
        other = hsv(float(rng.uniform(0, 360)), float(rng.uniform(0, 0.75)), float(rng.uniform(0.1, 1.0)))
        if distance(colour, other) >= least:
            return other

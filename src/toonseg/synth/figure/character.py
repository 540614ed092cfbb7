"""A character as data, apart from any drawing of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from numpy.random import Generator

from toonseg.synth.art.shapes import InstanceClass, Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.body import Body
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import Colour


class Garment(Protocol):
    """One thing that is worn: a frozen dataclass with its colours and cut, and how it is drawn.

    `cls` is its class, None where it is no instance (shoes, socks, bags, hats, glasses).
    """

    @property
    def cls(self) -> InstanceClass | None: ...

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """Its shapes in the figure's units, each with its level; nothing for what is hidden in this view."""
        ...


class Hair(Protocol):
    """A hair style with its colour: a frozen dataclass, and how it is drawn on a head."""

    @property
    def colour(self) -> Colour: ...

    def draw(self, figure: FigureFrame, owner: Owner, style: Style, rng: Generator) -> list[Shape]:
        """Its shapes: before the face at `Level.FRONT_HAIR`, behind the torso at `Level.BACK_HAIR`."""
        ...


@dataclass(frozen=True)
class Expression:
    """What a face shows.

    Attributes:
        open: How far the eyes are open, 0 (closed) .. 1.3 (wide).
        smile: -1 (corners down) .. 1 (corners up); at more than 0.8 closed eyes smile too.
        mouth: How far the mouth is open, 0 .. 1.
        brows: -1 (drawn together, angry) .. 1 (raised in the middle, worried).
        look: Where the eyes look: (-1 left .. 1 right, -1 up .. 1 down) on the picture.
        blush: Red cheeks, 0 .. 1.
    """

    open: float = 1.0
    smile: float = 0.2
    mouth: float = 0.0
    brows: float = 0.0
    look: tuple[float, float] = (0.0, 0.0)
    blush: float = 0.0


@dataclass(frozen=True)
class Face:
    """What of a face lasts.

    Attributes:
        iris: Colour of the eyes.
        slant: -1 (drooping outer corners) .. 1 (raised).
        lashes: 0 .. 1.
        brow: Thickness of the brows, 0 .. 1.
        lips: Redness of the lips, 0 .. 1.
    """

    iris: Colour = (110, 70, 50)
    slant: float = 0.1
    lashes: float = 0.5
    brow: float = 0.5
    lips: float = 0.3


@dataclass(frozen=True)
class Character:
    """Somebody: body, face, hair and the outfit of the day, from the skin outwards."""

    body: Body
    face: Face
    hair: Hair | None
    outfit: Sequence[Garment] = field(default_factory=tuple)

    @property
    def worn(self) -> frozenset[InstanceClass]:
        """The classes of everything in the outfit."""
        return frozenset(garment.cls for garment in self.outfit if garment.cls is not None)

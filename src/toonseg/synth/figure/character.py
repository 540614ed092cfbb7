"""A character as data, apart from any drawing of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Protocol

from numpy.random import Generator

from toonseg.synth.art.shapes import InstanceClass, Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.body import Body
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import Colour


class Hides(Enum):
    """What of a body is not seen under a garment that tells so in `hides`: nobody draws it."""

    ARMS = "arms"  # to the wrists
    LEGS = "legs"  # to the ankles
    FEET = "feet"  # and ankles


class Garment(Protocol):
    """One thing that is worn: a frozen dataclass with its colours and cut, and how it is drawn.

    It may have `hides`, a set of `Hides`.
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
        wide: How broad the mouth is, -1 (pursed) .. 1 (stretched).
        teeth: Teeth in an open mouth: 0 none, 0.5 the upper row, 1 clenched.
        wave: A wavering mouth, 0 .. 1.
        skew: The mouth drawn to one side, -1 .. 1.
        wink: The eye that is closed: -1 the character's right, 1 the left, 0 none.
        tears: 0 (none) .. 0.5 (in the eyes) .. 1 (down the cheeks).
        sweat: Drops on temple and cheek, 0 .. 1.
        vein: The mark of anger, 0 or 1.
        gloom: Shadow over forehead and eyes, 0 .. 1.
        dots: At more than 0.5 the eyes are dots, as in a gag.
    """

    open: float = 1.0
    smile: float = 0.2
    mouth: float = 0.0
    brows: float = 0.0
    look: tuple[float, float] = (0.0, 0.0)
    blush: float = 0.0
    wide: float = 0.0
    teeth: float = 0.5
    wave: float = 0.0
    skew: float = 0.0
    wink: int = 0
    tears: float = 0.0
    sweat: float = 0.0
    vein: float = 0.0
    gloom: float = 0.0
    dots: float = 0.0


@dataclass(frozen=True)
class Face:
    """What of a face lasts. Shifts lie in -1 .. 1 and move the style's own value; 0 leaves it.

    Attributes:
        iris: Colour of the eyes.
        slant: -1 (drooping outer corners) .. 1 (raised).
        lashes: 0 .. 1.
        brow: Thickness of the brows, 0 .. 1.
        lips: Redness of the lips, 0 .. 1.
        lid: How heavy the upper lid hangs, 0 (round eyes) .. 1 (sleepy).
        sharp: 0 (soft, round eyes) .. 1 (narrow, pointed ones with small irises).
        pupil: Size of the pupil, 0 .. 1.
        size: Shift of the eyes' size.
        nose: Shift of how much of the nose is drawn.
        low: Shift of the eyes' height: 1 is low and childlike.
        age: Years; from 40 on, lines.
        makeup: Shadow on the lids and rouge, 0 .. 1.
        beard: Stubble, 0 .. 0.6; above that a full beard, longer the higher.
        moustache: 0 (none) .. 1 (broad and long).
        freckles: 0 .. 1.
        mole: Longitude-like place of a mole, -1 .. 1 across the face; 0 for none.
        brows_through: How strongly brows show through a fringe, 0 .. 1.
        brow_colour: Of the brows; None takes the hair's.
    """

    iris: Colour = (110, 70, 50)
    slant: float = 0.1
    lashes: float = 0.5
    brow: float = 0.5
    lips: float = 0.3
    lid: float = 0.25
    sharp: float = 0.2
    pupil: float = 0.5
    size: float = 0.0
    nose: float = 0.0
    low: float = 0.0
    age: float = 20.0
    makeup: float = 0.0
    beard: float = 0.0
    moustache: float = 0.0
    freckles: float = 0.0
    mole: float = 0.0
    brows_through: float = 0.0
    brow_colour: Colour | None = None

    def drawn_by(self, style: Style) -> Style:
        """The style's hand on this face: its sizes of eyes and nose, shifted."""

        def shifted(value: float, by: float) -> float:
            return min(1.0, max(0.0, value + by))

        return replace(
            style,
            eye_size=shifted(style.eye_size, 0.2 * self.size - 0.12 * self.sharp),
            eye_height=shifted(style.eye_height, 0.1 * self.size - 0.34 * self.sharp),
            nose=shifted(style.nose, 0.35 * self.nose + 0.2 * self.sharp),
        )


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

"""palette.json: the colour bible of a title."""

from __future__ import annotations

from typing import Literal

from toonseg.workspace import FileModel

Lab = tuple[float, float, float]


class Tone(FileModel):
    """A colour of a character's class.

    Attributes:
        hex: sRGB, as #rrggbb.
        lab: CIE Lab (D65).
        name: What people call it.
        share: Its part of the pixels of the class, 0..1, its shades included, ink left out.
        cuts: In how many cuts it is the main colour; 0 of one that only goes with others.
        episodes: In which episodes it is that.
    """

    hex: str
    lab: Lab
    name: str
    share: float
    cuts: int
    episodes: tuple[str, ...]


class Drift(FileModel):
    """How far a class of a character is from itself in one episode.

    Attributes:
        episode: The episode.
        hex: Its main colour there: the median of the cuts.
        cuts: In how many cuts it is seen there.
        ciede2000: The difference to the median of the title, by CIEDE2000.
        oklab: The same as the distance in OKLab.
    """

    episode: str
    hex: str
    cuts: int
    ciede2000: float
    oklab: float


class Member(FileModel):
    """A character.

    Attributes:
        name: The name that labels give, or a letter.
        labelled: Whether labels give it; else the character was put together by colours.
        cuts: In how many cuts they are.
        episodes: In which episodes.
        examples: Cuts in which they are seen well.
        colours: The colours of their hair and clothes, by class.
        drift: What these are in each episode, by class.
    """

    name: str
    labelled: bool
    cuts: int
    episodes: tuple[str, ...]
    examples: tuple[str, ...]
    colours: dict[str, tuple[Tone, ...]]
    drift: dict[str, tuple[Drift, ...]]


class Bible(FileModel):
    """palette.json. Characters are in the order of the cuts that they are in, the most first."""

    version: Literal[1] = 1
    title: str
    rights: str
    cuts: int
    episodes: tuple[str, ...]
    characters: tuple[Member, ...]

"""Whose hand draws whom in which episode: everything follows from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from numpy.random import Generator, default_rng

from toonseg.synth.art import Style
from toonseg.synth.art.presets import style_named
from toonseg.synth.packs import read_pack
from toonseg.synth.scene import SCHOOL, Mood, Scene, invent_scene
from toonseg.synth.scene.balloons import SpeechHand, invent_hand
from toonseg.synth.titles.cast import Cast, invent_cast
from toonseg.synth.titles.taste import Taste, taste_of

_LOCATIONS = 4
_DRIFT = 0.03  # how far a style moves from an episode to the next, as a share of each parameter's range


@dataclass(frozen=True)
class Order:
    """What is to be drawn: the same order gives the same bytes.

    Attributes:
        seed: Any number from 0 up.
        style: Name of a preset; several, with commas between them, for the titles in turn; "FD+LR" for a hand
            of one of these or between them; None for another hand in every title.
        balance: Whether ties, skirts and vests are worn more often than people wear them.
        pack: Folder of a character pack whose figures appear beside, or in place of, drawn ones.
    """

    seed: int = 0
    style: str | None = None
    balance: bool = False
    pack: Path | None = None

    def style_of(self, title: int) -> str | None:
        """The name, or names, of the preset for a title, counted from 1; None where any hand may draw it."""
        names = [name.strip() for name in (self.style or "").split(",") if name.strip()]
        return names[(title - 1) % len(names)] if names else None


@dataclass(frozen=True)
class Artist:
    """Whose hand draws and letters whom, and where: what all panels of an episode share."""

    style: Style
    cast: Cast
    scenes: tuple[Scene, ...]
    hand: SpeechHand


@lru_cache(maxsize=4)  # a block of cuts has one artist
def artist_of(order: Order, title: int, episode: int = 1) -> Artist:
    """Style and cast of a title's episode (both counted from 1).

    The cast is the title's; from one episode to the next some change clothes, and the style drifts a little.

    Raises:
        UsageError: No preset has the order's style as its name, or the pack's folder has no pack.toml.
        ToonsegError: The pack cannot be read.
    """
    rng = default_rng([order.seed, title, 0])
    named = order.style_of(title)
    style = style_named(named, rng)
    taste = taste_of(named, rng)
    cast = invent_cast(style, rng, taste=taste.balanced() if order.balance else taste)
    if order.pack is not None:
        cast = cast.joined_by(read_pack(order.pack), rng)
    for number in range(2, episode + 1):
        later = rng_of(order, title, number, 0)
        style = style.drift(later, _DRIFT)
        cast = cast.changed(later)
    hand = invent_hand(rng_of(order, title, 0, 3), mono=style.mono)
    return Artist(style, cast, invent_scenes(style, taste, rng_of(order, title, episode, 2)), hand)


def invent_scenes(style: Style, taste: Taste, rng: Generator) -> tuple[Scene, ...]:
    """The locations of an episode: where many wear its uniform, most of them belong to a school."""
    scenes = []
    for _ in range(_LOCATIONS):
        school = rng.random() < taste.uniform * 0.7
        place = sorted(SCHOOL, key=lambda one: one.value)[int(rng.integers(len(SCHOOL)))] if school else None
        scenes.append(invent_scene(rng, style, Mood.sample(rng), place))
    return tuple(scenes)


def rng_of(order: Order, *place: int) -> Generator:
    """The chance that belongs to a place, such as (title, episode, cut)."""
    return default_rng([order.seed, *place])

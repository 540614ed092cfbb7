"""The people of a title: who they are lasts, what they wear lasts for an episode."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from numpy.random import Generator

from toonseg.synth.art import Style
from toonseg.synth.figure import Body, Character, Garment
from toonseg.synth.figure.face_invent import invent_face, invent_skin
from toonseg.synth.figure.hair_invent import invent_hair
from toonseg.synth.figure.wear import invent_headwear
from toonseg.synth.garments.colours import DARKS, WHITES, one_of
from toonseg.synth.garments.costumes import invent_apron, invent_costume
from toonseg.synth.garments.dress_shirt import DressShirt
from toonseg.synth.garments.skirt import Skirt
from toonseg.synth.garments.tshirt import TShirt
from toonseg.synth.packs import Pack, PackCharacter
from toonseg.synth.pen import WHITE, mix
from toonseg.synth.titles.taste import ANY, Taste
from toonseg.synth.titles.wardrobe import dressed_by_taste

EXTRAS = 100
"""Characters from this number on belong to one picture only: passers-by."""


@dataclass(frozen=True)
class Member:
    """One of the cast: a number that lasts over all episodes, whether at school, and the character as dressed
    today; or, in place of a drawn character, artwork of a pack with the outfit of the day."""

    number: int
    uniform: bool
    character: Character
    artwork: PackCharacter | None = None
    outfit: str | None = None


@dataclass(frozen=True)
class Cast:
    """The people of an episode, the most important first; `code` is the seed of
    their school's uniform, `unnatural` the share of them whose hair has a colour that nobody is born with,
    `blank` how far the style leaves people white."""

    members: tuple[Member, ...]
    taste: Taste
    code: int
    unnatural: float
    blank: float = 0.0

    def named(self, number: int) -> Member:
        """The member of that number."""
        return next(member for member in self.members if member.number == number)

    def changed(self, rng: Generator, share: float = 0.35) -> Cast:
        """The same people some days later: about `share` of them wear something else."""
        members = [
            self._redressed(member, rng) if rng.random() < share else member for member in self.members
        ]
        return replace(self, members=tuple(members))

    def joined_by(self, pack: Pack, rng: Generator) -> Cast:
        """The cast with a pack's characters in the leading parts, and half of the drawn people too."""
        joining = [
            Member(number, False, self.members[0].character, one, one.choose(rng)[1])
            for number, one in enumerate(pack.characters)
        ]
        others = [
            replace(member, number=len(joining) + k)
            for k, member in enumerate(self.members[: len(self.members) // 2])
        ]
        return replace(self, members=(*joining, *others))

    def _redressed(self, member: Member, rng: Generator) -> Member:
        if member.artwork is not None:
            return replace(member, outfit=member.artwork.choose(rng)[1])
        return replace(member, character=_dressed(member.character, self, rng, uniform=member.uniform))

    def passer_by(self, style: Style, rng: Generator, number: int) -> Member:
        """Somebody who is seen once."""
        uniform = bool(rng.random() < self.taste.uniform)
        return Member(number, uniform, invent_character(style, self, rng, uniform=uniform))


def invent_cast(style: Style, rng: Generator, *, taste: Taste = ANY, count: int = 6) -> Cast:
    """`count` people of one title, dressed, in proportions of the style."""
    cast = Cast((), taste, int(rng.integers(1 << 31)), float(rng.uniform(0.0, 0.6)), style.blank)
    members = []
    for number in range(count):
        uniform = bool(rng.random() < taste.uniform)
        members.append(Member(number, uniform, invent_character(style, cast, rng, uniform=uniform)))
    return replace(cast, members=tuple(members))


def invent_character(style: Style, cast: Cast, rng: Generator, *, uniform: bool) -> Character:
    """Somebody new, dressed: most are young, some are children, parents or old."""
    femininity = float(rng.uniform(0.65, 1.0) if rng.random() < 0.52 else rng.uniform(0.0, 0.35))
    lean = float(rng.uniform(0.5, 1.05)) if rng.random() < 0.15 else float(rng.uniform(0.2, 0.45))
    ratio = max(2.5, min(7.5, style.ratio * float(rng.normal(1.0, 0.025)) - 0.15 * femininity))
    age, draw = 17.0, 1.0 if uniform else float(rng.random())
    if draw < 0.1:
        age = float(rng.uniform(5, 12))
        ratio = max(2.5, ratio * (0.62 + 0.02 * age))
        femininity, lean = 0.35 + 0.4 * femininity, max(lean, 0.35)
    elif draw < 0.22:
        age = float(rng.normal(40, 9))
    elif draw < 0.29:
        age = float(rng.uniform(60, 84))
        ratio *= 0.96
    body = Body(ratio, femininity, lean, _paled(invent_skin(rng), 0.85 * cast.blank))
    hair = invent_hair(rng, femininity=femininity, age=age, unnatural=cast.unnatural)
    if cast.blank and rng.random() < 0.6:
        hair = _paled(hair, cast.blank)
    face = invent_face(rng, femininity=femininity, age=age, unnatural=cast.unnatural * 0.7)
    return _dressed(Character(body, face, hair), cast, rng, uniform=uniform)


def _dressed(person: Character, cast: Cast, rng: Generator, *, uniform: bool) -> Character:
    taste, sex = cast.taste, person.body.femininity
    if not uniform and rng.random() < taste.costume:
        outfit = invent_costume(rng, sex=sex)
    else:
        outfit = _retouched(
            dressed_by_taste(rng, person.body, cast.code if uniform else None, taste), taste, rng
        )
    if cast.blank:
        outfit = tuple(
            _paled(garment, cast.blank * (1.0 if rng.random() < 0.8 else 0.3)) for garment in outfit
        )
    return replace(person, outfit=(*outfit, *invent_headwear(rng, femininity=sex)))


def _retouched(outfit: tuple[Garment, ...], taste: Taste, rng: Generator) -> tuple[Garment, ...]:
    """The outfit with the taste's hems, and now and then a T-shirt in an open collar, or an apron."""
    worn: list[Garment] = []
    for garment in outfit:
        if isinstance(garment, Skirt) and taste.hems != 1:
            flare = garment.flare * (0.2 + 0.8 * taste.hems)
            rise = garment.rise + 0.12 * max(0.0, 1 - taste.hems)
            length = max(0.2, garment.length * taste.hems)
            worn.append(replace(garment, length=length, flare=flare, rise=rise))
        elif isinstance(garment, DressShirt) and rng.random() < taste.undershirt:
            colour = one_of(rng, (*WHITES, *DARKS))
            worn.append(
                TShirt(colour, 0.25, neck=float(rng.uniform(0.03, 0.06)), ease=0.01, fit=0.0, tucked=True)
            )
            worn.append(replace(garment, opened=float(rng.uniform(0.15, 0.7))))
        else:
            worn.append(garment)
    if rng.random() < taste.apron:
        worn.append(invent_apron(rng))
    return tuple(worn)


def _paled(thing: Any, amount: float) -> Any:
    """A colour, or anything made of colours, mixed with white."""
    if isinstance(thing, tuple):
        if len(thing) == 3 and all(isinstance(part, int) for part in thing):
            return mix(thing, WHITE, amount)
        return tuple(_paled(part, amount) for part in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        return replace(
            thing, **{field.name: _paled(getattr(thing, field.name), amount) for field in fields(thing)}
        )
    return thing

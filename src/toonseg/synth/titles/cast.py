"""The people of a title: who they are lasts, what they wear lasts for an episode."""

from __future__ import annotations

from dataclasses import dataclass, replace

from numpy.random import Generator

from toonseg.synth.art import Style
from toonseg.synth.figure import Body, Character
from toonseg.synth.figure.face_invent import invent_face, invent_skin
from toonseg.synth.figure.hair_invent import invent_hair
from toonseg.synth.figure.wear import invent_headwear
from toonseg.synth.packs import Pack, PackCharacter
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
    their school's uniform, `unnatural` the share of them whose hair has a colour that nobody is born with."""

    members: tuple[Member, ...]
    taste: Taste
    code: int
    unnatural: float

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
    cast = Cast((), taste, int(rng.integers(1 << 31)), float(rng.uniform(0.0, 0.6)))
    members = []
    for number in range(count):
        uniform = bool(rng.random() < taste.uniform)
        members.append(Member(number, uniform, invent_character(style, cast, rng, uniform=uniform)))
    return replace(cast, members=tuple(members))


def invent_character(style: Style, cast: Cast, rng: Generator, *, uniform: bool) -> Character:
    """Somebody new, dressed."""
    femininity = float(rng.uniform(0.65, 1.0) if rng.random() < 0.52 else rng.uniform(0.0, 0.35))
    lean = float(rng.uniform(0.5, 1.05)) if rng.random() < 0.15 else float(rng.uniform(0.2, 0.45))
    ratio = max(2.5, min(7.5, style.ratio * float(rng.normal(1.0, 0.025)) - 0.15 * femininity))
    body = Body(ratio, femininity, lean, invent_skin(rng))
    age = float(rng.normal(40, 14)) if rng.random() < 0.12 else 17.0
    hair = invent_hair(rng, femininity=femininity, age=age, unnatural=cast.unnatural)
    face = invent_face(rng, femininity=femininity, age=age, unnatural=cast.unnatural * 0.7)
    person = Character(body, face, hair)
    return _dressed(person, cast, rng, uniform=uniform)


def _dressed(person: Character, cast: Cast, rng: Generator, *, uniform: bool) -> Character:
    code = cast.code if uniform else None
    outfit = dressed_by_taste(rng, person.body, code, cast.taste)
    return replace(person, outfit=(*outfit, *invent_headwear(rng, femininity=person.body.femininity)))

"""The cast of a title: all that is seen of each character."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, product
from string import ascii_uppercase

from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.leakage import episode_of
from toonseg.classes import InstanceClass
from toonseg.results.palettes.characters import Person, characters_of
from toonseg.results.palettes.looks import Look
from toonseg.results.palettes.persons import class_in, persons_of

EXAMPLES = 4


@dataclass(frozen=True)
class Seen:
    """Somebody in a cut, and where.

    Attributes:
        person: Who wears what.
        picture: The cut.
        areas: The pixels of what they wear, by class.
    """

    person: Person
    picture: Picture
    areas: Mapping[InstanceClass | str, int]

    @property
    def area(self) -> int:
        """All their pixels."""
        return sum(self.areas.values())


@dataclass(frozen=True)
class Character:
    """A character: the name that labels give, or a letter, and all that is seen of them, in order."""

    name: str
    labelled: bool
    seen: tuple[Seen, ...]

    @property
    def cuts(self) -> int:
        """In how many cuts they are."""
        return len({one.picture.file for one in self.seen})

    @property
    def examples(self) -> list[Seen]:
        """Where they are seen well, in order: the largest of each episode, then the next."""
        by_episode: dict[str, list[Seen]] = {}
        for one in self.seen:
            by_episode.setdefault(one.person.episode, []).append(one)
        ranked = [
            (rank, -one.area, place, one)
            for some in by_episode.values()
            for rank, one in enumerate(sorted(some, key=lambda one: -one.area))
            for place in [self.seen.index(one)]
        ]
        ranked.sort(key=lambda entry: entry[:3])
        best = {place for _, _, place, _ in ranked[:EXAMPLES]}
        return [one for place, one in enumerate(self.seen) if place in best]


def cast_of(labels: LabelSet, looks: Mapping[str, Sequence[Look]]) -> tuple[Character, ...]:
    """The characters, those who are in most cuts first.

    Args:
        labels: The pictures.
        looks: The colours of their instances, by picture; pictures without are left out.
    """
    seen = [one for picture in labels.pictures if picture.file in looks for one in _seen(picture, looks)]
    owners = characters_of([one.person for one in seen])
    members: dict[int, list[Seen]] = {}
    for one, owner in zip(seen, owners.tolist(), strict=True):
        members.setdefault(owner, []).append(one)
    taken = {one.person.character for one in seen}
    letters = (name for name in _letters() if name not in taken)
    cast = []
    for some in sorted(members.values(), key=lambda some: -len({one.picture.file for one in some})):
        said = some[0].person.character
        cast.append(Character(next(letters) if said is None else said, said is not None, tuple(some)))
    return tuple(cast)


def episode_in_print(episode: str) -> str:
    """An episode as people call it, without its title."""
    return episode.rpartition("/")[2]


def _seen(picture: Picture, looks: Mapping[str, Sequence[Look]]) -> Iterator[Seen]:
    for places in persons_of(picture.instances):
        worn: dict[InstanceClass | str, Look] = {}
        areas: dict[InstanceClass | str, int] = {}
        for place in sorted(places, key=lambda place: -picture.instances[place].area):
            look, one = looks[picture.file][place], picture.instances[place]
            if look:
                worn.setdefault(class_in(one), look)
                areas.setdefault(class_in(one), one.area)
        if worn:
            said = picture.instances[places[0]].character
            character = None if said is None else str(said)
            person = Person(picture.file, episode_of(picture) or "", places, worn, character)
            yield Seen(person, picture, areas)


def _letters() -> Iterator[str]:
    """A, B, ..., Z, AA, AB, ..."""
    for length in count(1):
        for letters in product(ascii_uppercase, repeat=length):
            yield "".join(letters)

"""What is recoloured, and into what: worked out once for all pictures, so that it is the same in all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import Picture
from toonseg.classes import ClassList
from toonseg.results.colours import Colour, oklab, rgb_of_oklab
from toonseg.results.palettes.file import PaletteFile
from toonseg.results.palettes.linkage import grouped_points
from toonseg.results.palettes.looks import Look, median_of, weighted
from toonseg.results.recolor.shift import Shift
from toonseg.results.recolor.wishes import wishes_of

APART = 0.12
"""Mean difference in OKLab, lightness at half its weight, of the colours of two groups. Wide, so that a
character's hair by day and in the evening is one group and the evening stays an evening."""
SMALL = 0.03
"""Share of a character's pixels of a class that a group has at least."""


@dataclass(frozen=True)
class Chosen:
    """Which instances are recoloured.

    Attributes:
        colour: What all get; None where a palette says it.
        palette: What characters and classes get.
        characters: Only those of these characters, as labels name them; of all unless given.
        instances: Only those of these ids, or of no file's ids their number in the picture, from 1.
        lightness: How far lightness moves, 0..1.
        only: Only these classes, by name or alias; of all unless given.
    """

    colour: Colour | None = None
    palette: PaletteFile | None = None
    characters: tuple[str, ...] = ()
    instances: tuple[int, ...] = ()
    lightness: float = 0.0
    only: tuple[str, ...] = ()

    def takes(self, one: Instance, place: int) -> bool:
        """Whether it is among those that are meant."""
        if self.characters and str(one.character) not in self.characters:
            return False
        return not self.instances or number_of(one, place) in self.instances


@dataclass(frozen=True)
class Part:
    """An instance that is recoloured: its place in the picture's, and what becomes of its colours."""

    place: int
    shift: Shift


@dataclass(frozen=True)
class _Entry:
    """An instance before its group is known."""

    file: str
    place: int
    cls: str
    character: str | None
    area: int
    seen: Colour
    wanted: Colour
    was: Colour | None


def number_of(one: Instance, place: int) -> int:
    """What `--instance` calls an instance: the id that its file gives it, else its number in the picture."""
    return place + 1 if one.id is None else one.id


def planned(
    pictures: Sequence[Picture], looks: Mapping[str, Sequence[Look]], chosen: Chosen, classes: ClassList
) -> dict[str, tuple[Part, ...]]:
    """The parts of each picture that are recoloured, by its name; pictures without any are left out.

    Instances of a class form a group if they are of one character, or, where nobody said whose they are, of
    one colour. A group has one base: what the palette says that it was, else the median of its instances'.

    Raises:
        UsageError: The palette names a class that is none of these labels.
    """
    entries = [
        entry
        for picture in pictures
        if picture.file in looks
        for entry in _entries(picture, looks[picture.file], chosen, classes)
    ]
    groups: dict[tuple[object, ...], list[_Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.cls, entry.character, entry.wanted, entry.was), []).append(entry)
    found: dict[str, list[Part]] = {}
    for (_, _, wanted, was), members in groups.items():
        assert isinstance(wanted, tuple), "what entries are grouped by"
        for alike in [members] if was is not None else _alike(members):
            base = _median(alike) if was is None else alike[0].was
            assert base is not None, "either the palette says it or the median does"
            shift = Shift(base, alike[0].wanted, chosen.lightness)
            if shift.base != shift.wanted:
                for entry in alike:
                    found.setdefault(entry.file, []).append(Part(entry.place, shift))
    return {
        picture.file: tuple(sorted(found[picture.file], key=lambda part: part.place))
        for picture in pictures
        if picture.file in found
    }


def _entries(picture: Picture, looks: Sequence[Look], chosen: Chosen, classes: ClassList) -> list[_Entry]:
    wanted_classes = {classes.index(name) for name in chosen.only}
    wishes = {} if chosen.palette is None else wishes_of(picture, looks, chosen.palette, classes)
    found = []
    for place, (one, look) in enumerate(zip(picture.instances, looks, strict=True)):
        index = classes.find(one.cls)
        if not look or not chosen.takes(one, place) or (wanted_classes and index not in wanted_classes):
            continue
        if chosen.colour is not None:
            was, wanted = None, chosen.colour
        elif place in wishes:
            was, wanted = wishes[place]
        else:
            continue
        cls = one.cls if index is None else classes[index].name
        character = None if one.character is None else _whose(one.character, picture)
        found.append(_Entry(picture.file, place, cls, character, one.area, look[0].rgb, wanted, was))
    return found


def _whose(character: int | str, picture: Picture) -> str:
    """A character among those of all titles, whose names are alike."""
    return str(character) if picture.origin is None else f"{picture.origin.title}/{character}"


def _alike(members: Sequence[_Entry]) -> list[list[_Entry]]:
    """Instances of one character or of none, parted where their colours are far apart.

    Of a character, what is small is too uncertain to be another colour: it goes with the rest.
    """
    points = oklab(np.array([entry.seen for entry in members], np.uint8))
    owners = grouped_points(weighted(points), APART)
    areas = np.bincount(owners, weights=[entry.area for entry in members])
    if members[0].character is not None:
        owners = np.where(areas[owners] < SMALL * areas.sum(), areas.argmax(), owners)
    return [
        [entry for entry, owner in zip(members, owners, strict=True) if owner == group]
        for group in np.unique(owners)
    ]


def _median(entries: Sequence[_Entry]) -> Colour:
    """The median colour of instances, weighted by their area."""
    points = oklab(np.array([entry.seen for entry in entries], np.uint8))
    middle = median_of(points, np.array([entry.area for entry in entries], float))
    red, green, blue = (int(v) for v in rgb_of_oklab(middle))
    return red, green, blue

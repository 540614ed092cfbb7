"""What a palette wants of the instances of a picture: by whose they are, or by the colours that they have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from toonseg.annotations.labelset import Picture
from toonseg.classes import ClassList, InstanceClass
from toonseg.errors import UsageError
from toonseg.results.colours import Colour, oklab
from toonseg.results.palettes.file import Colours, PaletteFile, changes_of
from toonseg.results.palettes.looks import Look, weighted
from toonseg.results.palettes.persons import persons_of

NEAR = 0.1
"""Difference (`looks.weighted`) within which something is taken for what a palette says it was."""
_CLOTHES = 0.3
"""What clothes count beside hair."""

Change = tuple[Colour | None, Colour]
"""What something was, if the palette tells it, and what it becomes."""
_Known = Mapping[int, tuple[Change, ...]]
"""The changes of a character, by class."""


def wishes_of(
    picture: Picture, looks: Sequence[Look], palette: PaletteFile, classes: ClassList
) -> dict[int, Change]:
    """What becomes of the instances of a picture, by their places in it.

    A person's character is the one that labels give; if they give none, the one of the palette who had such
    hair, or, where none is seen, such clothes. Clothes of another colour than the palette tells are others.

    Raises:
        UsageError: The palette names a class that is none of these labels.
    """
    of_all = _by_class(palette.classes, classes, "classes")
    characters = {
        name: _by_class(colours, classes, f"characters.{name}")
        for name, colours in palette.characters.items()
    }
    hair = classes.find(InstanceClass.HAIR.label)
    found: dict[int, Change] = {}
    for places in persons_of(picture.instances):
        worn = {}
        for place in places:
            index = classes.find(picture.instances[place].cls)
            if index is not None and looks[place]:
                worn[place] = index, looks[place]
        said = picture.instances[places[0]].character
        if said is not None:  # and then it is that of all of the person's
            own = characters.get(str(said), {})
        else:
            own = _told_by_colour(dict(worn.values()), characters.values(), hair)
        for place, (index, look) in worn.items():
            change = _fitting(own.get(index, ()), look, lasting=index == hair)
            change = change or _fitting(of_all.get(index, ()), look, lasting=False)
            if change is not None:
                found[place] = change
    return found


def _by_class(colours: Colours, classes: ClassList, key: str) -> _Known:
    found = {}
    for name, wish in colours.items():
        index = classes.find(name)
        if index is None:
            problem = f"'{key}.{name}' names no class of these labels"
            raise UsageError("--palette", problem, f"Choose of: {', '.join(classes.names)}.")
        found[index] = changes_of(wish)
    return found


def _told_by_colour(worn: Mapping[int, Look], characters: Iterable[_Known], hair: int | None) -> _Known:
    """The character who looked like a person; none if nobody did."""
    best: _Known = {}
    least = np.inf
    for own in characters:
        apart = {
            index: min(_unlike(was, look) for was, _ in own[index] if was is not None)
            for index, look in worn.items()
            if any(was is not None for was, _ in own.get(index, ()))
        }
        if not apart:
            continue
        first = apart.pop(hair) if hair in apart else min(apart.values())
        told = first + _CLOTHES * (float(np.mean(list(apart.values()))) if apart else NEAR)
        if first <= NEAR and told < least:
            best, least = own, told
    return best


def _fitting(changes: Sequence[Change], look: Look, *, lasting: bool) -> Change | None:
    """The change of the colour nearest to what is seen; None if none is near, unless it is lasting."""
    best: Change | None = None
    least = np.inf if lasting else NEAR
    for was, becomes in changes:
        apart = 0.0 if was is None else _unlike(was, look)
        if apart <= least:
            best, least = (was, becomes), apart
    return best


def _unlike(colour: Colour, look: Look) -> float:
    return float(np.linalg.norm(weighted(oklab(np.array(colour, np.uint8))) - weighted(look[0].oklab)))

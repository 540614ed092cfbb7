"""Persons of many cuts, put together to characters: by what people said, else by hair, then by clothes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toonseg.classes import InstanceClass
from toonseg.results.colours import rgb_of_oklab
from toonseg.results.palettes.linkage import grouped, in_order
from toonseg.results.palettes.looks import Look, Shade, median_of

HAIR_SCALE = 0.04
CLOTHES_SCALE = 0.04
"""Difference of two hairs, and of clothes, in OKLab with lightness at 0.7, that counts 1."""
SAME_DAY, OTHER_DAY = 0.5, 0.4
"""What clothes count beside hair, within an episode and from one to another: people change."""
NO_HAIR = 0.8
"""What clothes count where the hair of one is not seen."""
MOST = 2.0
"""What hairs or clothes differ by at most, however far apart they are."""
UNKNOWN = 1.5
"""Distance of persons of whom nothing can be compared."""
NOT_ONE = 4.0
"""Distance of persons who are in one cut together."""
APART_IN_EPISODE, APART = 0.6, 0.9
"""Mean distance from which two groups are two characters: within an episode, and then of the whole title."""
_LIGHTNESS = 0.7
"""What lightness counts beside a and b: light changes from scene to scene."""


@dataclass(frozen=True)
class Person:
    """Somebody in a cut.

    Attributes:
        file: The picture.
        episode: Its episode; empty if nobody knows.
        places: Which of the picture's instances are theirs.
        looks: What they wear, and their hair, by class.
        character: Who it is, where people said it.
    """

    file: str
    episode: str
    places: tuple[int, ...]
    looks: dict[InstanceClass | str, Look]
    character: str | None = None


def characters_of(persons: Sequence[Person]) -> NDArray[np.int64]:
    """(N,) which character each person is; numbered in the order in which they come.

    Persons of whom people said who they are belong to that character. The others are compared with each other
    by average linkage of `distances`: those of an episode first, in which people keep their clothes, then
    what is found in the episodes, each with the median of its colours.
    """
    owners = np.full(len(persons), -1, np.int64)
    numbers: dict[str, int] = {}
    episodes: dict[str, list[int]] = {}
    for place, person in enumerate(persons):
        if person.character is None:
            episodes.setdefault(person.episode, []).append(place)
        else:
            owners[place] = numbers.setdefault(person.character, len(numbers))
    groups: list[list[int]] = []
    for places in episodes.values():
        found = grouped(distances([persons[place] for place in places]), APART_IN_EPISODE)
        groups += [
            [place for place, owner in zip(places, found, strict=True) if owner == group]
            for group in range(int(found.max()) + 1)
        ]
    if groups:
        middles = [_middle(number, [persons[k] for k in group]) for number, group in enumerate(groups)]
        sizes = np.array([len(group) for group in groups], float)
        apart = distances(middles)
        _part(apart, [{persons[k].file for k in group} for group in groups])
        for group, owner in zip(groups, grouped(apart, APART, sizes), strict=True):
            owners[group] = len(numbers) + owner
    return in_order(owners)


def _part(apart: NDArray[np.float32], files: Sequence[set[str]]) -> None:
    """In place: groups who are in one cut together are not one."""
    there: dict[str, list[int]] = {}
    for group, names in enumerate(files):
        for name in names:
            there.setdefault(name, []).append(group)
    for together in there.values():
        apart[np.ix_(together, together)] = NOT_ONE


def _middle(number: int, group: Sequence[Person]) -> Person:
    """Somebody who looks as a group does in the median; in a cut of their own."""
    looks: dict[InstanceClass | str, Look] = {}
    for cls in dict.fromkeys(cls for person in group for cls in person.looks):
        seen = np.stack([person.looks[cls][0].oklab for person in group if person.looks.get(cls)])
        red, green, blue = (int(v) for v in rgb_of_oklab(median_of(seen, np.ones(len(seen)))))
        looks[cls] = (Shade((red, green, blue), 1.0),)
    return Person(str(number), group[0].episode, (), looks)


def distances(persons: Sequence[Person]) -> NDArray[np.float32]:
    """N x N float32: how unlike persons are; about 1 where two are no longer taken for one."""
    count = len(persons)
    episodes = _numbered([person.episode for person in persons])
    files = _numbered([person.file for person in persons])
    same_day = np.equal.outer(episodes, episodes)
    classes = sorted({cls for person in persons for cls in person.looks}, key=str)
    hair = np.full((count, count), np.nan, np.float32)
    sums, seen = np.zeros((count, count), np.float32), np.zeros((count, count), np.float32)
    for cls in classes:
        points = _points([person.looks.get(cls, ()) for person in persons])
        scale = HAIR_SCALE if cls is InstanceClass.HAIR else CLOTHES_SCALE
        apart = np.minimum(_differences(points) / scale, MOST)
        if cls is InstanceClass.HAIR:
            hair = apart
        else:
            known = ~np.isnan(apart)
            sums[known] += apart[known]
            seen += known
    clothes = np.where(seen > 0, sums / np.maximum(seen, 1), np.nan)
    weight = np.where(same_day, SAME_DAY, OTHER_DAY)
    found = np.where(
        np.isnan(hair), clothes * NO_HAIR + (1 - weight), np.where(np.isnan(clothes), hair, 0)
    ).astype(np.float32)
    both = ~np.isnan(hair) & ~np.isnan(clothes)
    found[both] = ((1 - weight) * hair + weight * clothes)[both]
    found[np.isnan(found)] = UNKNOWN
    found[np.equal.outer(files, files)] = NOT_ONE
    np.fill_diagonal(found, 0)
    return found


def _points(looks: Sequence[Look]) -> NDArray[np.float32]:
    """N x 3: the main colour in OKLab, lightness weighted; not a number where nothing is seen."""
    points = np.full((len(looks), 3), np.nan, np.float32)
    for place, look in enumerate(looks):
        if look:
            points[place] = look[0].oklab
    points[:, 0] *= _LIGHTNESS
    return points


def _differences(points: NDArray[np.float32]) -> NDArray[np.float32]:
    squares = sum(np.subtract.outer(points[:, k], points[:, k]) ** 2 for k in range(3))
    return np.asarray(np.sqrt(squares), np.float32)


def _numbered(names: Sequence[str]) -> NDArray[np.int64]:
    return np.unique(np.array(names), return_inverse=True)[1].astype(np.int64)

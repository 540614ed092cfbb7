"""What two parts of a split have in common: the same pictures, near-duplicates, episodes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.looks import Seen
from toonseg.annotations.phash import Look, near_pairs


@dataclass(frozen=True, slots=True)
class Shared:
    """A picture that two parts have: the same file, or (`near`) one that looks like it."""

    first_part: str
    first_file: str
    second_part: str
    second_file: str
    near: bool


@dataclass(frozen=True)
class Leakage:
    """What the parts of a split share.

    Attributes:
        pictures: Pictures and near-duplicates in two parts.
        episodes: Episodes with pictures in several parts, with those parts.
        episode_count: How many episodes there are; 0 where the pictures' names do not tell.
    """

    pictures: tuple[Shared, ...]
    episodes: Mapping[str, tuple[str, ...]]
    episode_count: int

    def lines(self) -> list[str]:
        """What is shared, a sentence each; empty where nothing is."""
        out = []
        if self.pictures:
            first = self.pictures[0]
            example = f"{first.second_file} ({first.second_part}) and {first.first_file} ({first.first_part})"
            out.append(f"{len(self.pictures)} pictures are in two parts or look alike, such as {example}")
        if self.episodes:
            out.append(
                f"{len(self.episodes)} of {self.episode_count} episodes are in several parts, such as "
                f"{next(iter(self.episodes))}"
            )
        return out


def leakage(parts: Mapping[str, LabelSet], looks: Mapping[str, Mapping[str, Seen]]) -> Leakage:
    """What parts of a split share.

    Args:
        parts: The parts by name.
        looks: For each part, how its pictures look, by file; a part may be missing, and so may files.
    """
    homes: dict[str, list[str]] = {}
    for name, labels in parts.items():
        for episode in dict.fromkeys(episode_of(picture) for picture in labels.pictures):
            if episode is not None:
                homes.setdefault(episode, []).append(name)
    several = {episode: tuple(names) for episode, names in homes.items() if len(names) > 1}
    return Leakage(tuple(same_pictures(parts, looks)), several, len(homes))


def same_pictures(parts: Mapping[str, LabelSet], looks: Mapping[str, Mapping[str, Seen]]) -> list[Shared]:
    """Pictures of two parts that are the same file or look alike; each later one is named once."""
    found: list[Shared] = []
    named: set[tuple[str, str]] = set()
    first_with: dict[object, tuple[str, str]] = {}
    for name, labels in parts.items():
        for picture in labels.pictures:
            part, file = first_with.setdefault(_identity(picture), (name, picture.file))
            if part != name:
                found.append(Shared(part, file, name, picture.file, near=False))
                named.add((name, picture.file))
    places: list[tuple[str, str]] = []
    looked: list[Look] = []
    for name in parts:
        for file, seen in looks.get(name, {}).items():
            if seen.look is not None and (name, file) not in named:
                places.append((name, file))
                looked.append(seen.look)
    for earlier, later in _across(looked, [name for name, _ in places]):
        found.append(Shared(*places[earlier], *places[later], near=True))
    return found


def episode_of(picture: Picture) -> str | None:
    """The title and episode of a picture, by its origin or the folder that it is in; None if unknown."""
    if picture.origin is not None:
        return f"{picture.origin.title}/{picture.origin.episode}"
    folders = PurePosixPath(picture.file).parts[:-1]
    for place in range(len(folders) - 1, -1, -1):
        if re.fullmatch(r"\d+|(?i:ep(isode)?)[ _-]?\d+", folders[place]):
            return "/".join(folders[: place + 1])
    return None


def title_of(picture: Picture) -> str | None:
    """The title that a picture is of, by its origin or by the folder above its episode's; None if unknown."""
    if picture.origin is not None:
        return picture.origin.title
    episode = episode_of(picture)
    return None if episode is None or "/" not in episode else PurePosixPath(episode).parent.name


def _identity(picture: Picture) -> object:
    """What tells a picture from others: its cut, its file on disk, or its name."""
    if picture.origin is not None:
        return picture.origin
    return picture.file if picture.path is None else picture.path.resolve()


def _across(looks: Sequence[Look], parts: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of near-duplicates in different parts: (earlier, later), each later one once.

    `near_pairs` links each picture to the first that it is like; pictures linked to the same one are alike.
    """
    first: dict[int, int] = {}
    members: dict[int, list[int]] = {}
    for earlier, later in near_pairs(looks):
        first[later] = root = first.get(earlier, earlier)
        members.setdefault(root, [root]).append(later)
    pairs = []
    for group in members.values():
        for later in group:
            other = next((one for one in group if one < later and parts[one] != parts[later]), None)
            if other is not None:
                pairs.append((other, later))
    return sorted(pairs)

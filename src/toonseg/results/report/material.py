"""What a report is made of: pictures with masks, their episodes, and the truth where there is one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath

from toonseg.annotations.formats import read
from toonseg.annotations.instance import Instance
from toonseg.annotations.labels import labels_file
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.mosaic_picture import legend_rows
from toonseg.annotations.title import read_title
from toonseg.errors import SourceError, UsageError
from toonseg.model.predicting.target import FOLDER
from toonseg.results.masked import Masked, masked, placed_in
from toonseg.results.sources import Sources
from toonseg.workspace import episode_name, find_episodes, read_settings

LABELS = "labels"


@dataclass(frozen=True)
class Shown:
    """A class that is there: its name, instances, RGB colour 0..255, and place among those that are shown."""

    name: str
    count: int
    colour: tuple[int, int, int]
    place: int


@dataclass(frozen=True)
class Material:
    """What a report shows.

    Attributes:
        masked: The pictures with the masks that are shown.
        truth: The same pictures with the masks that are right; None where nobody gave them.
        name: What the title, or the set, is called.
    """

    masked: Masked
    truth: LabelSet | None
    name: str

    @property
    def labels(self) -> LabelSet:
        """The pictures as a label set."""
        return self.masked.labels

    @cached_property
    def classes(self) -> tuple[Shown, ...]:
        """The classes that are there, in class order; of the truth too."""
        both = tuple(self.labels.pictures) + (() if self.truth is None else self.truth.pictures)
        shown = {name: count for name, count, _ in legend_rows(self.labels)}
        rows = legend_rows(self.labels.with_pictures(both))
        return tuple(Shown(name, shown.get(name, 0), rgb, k) for k, (name, _, rgb) in enumerate(rows))

    def place(self, one: Instance) -> int:
        """The place of an instance's class in `classes`."""
        return self._places[self.class_name(one)]

    def class_name(self, one: Instance) -> str:
        """The name of an instance's class as the set has it."""
        index = self.labels.classes.find(one.cls)
        return one.cls if index is None else self.labels.classes[index].name

    @cached_property
    def _places(self) -> dict[str, int]:
        return {one.name: one.place for one in self.classes}

    @cached_property
    def episodes(self) -> dict[str, tuple[Picture, ...]]:
        """The pictures of each episode, in order."""
        found: dict[str, list[Picture]] = {}
        for picture in self.labels.pictures:
            found.setdefault(episode_of(picture), []).append(picture)
        return {name: tuple(pictures) for name, pictures in found.items()}

    @cached_property
    def has_episodes(self) -> bool:
        """Whether pictures are known to be cuts of episodes; else they lie in folders."""
        return any(picture.origin is not None for picture in self.labels.pictures)

    @cached_property
    def true(self) -> dict[str, tuple[Instance, ...]]:
        """What is right in a picture, by its name; empty without truth."""
        return {} if self.truth is None else {one.file: one.instances for one in self.truth.pictures}

    @cached_property
    def makers(self) -> tuple[str, ...]:
        """Who made the masks, those of most masks first."""
        counts = Counter(one.source or "not told" for one in self.labels.instances)
        return tuple(name for name, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    @cached_property
    def has_scores(self) -> bool:
        """Whether a model found some of the masks."""
        return any(one.score is not None for one in self.labels.instances)


def episode_of(picture: Picture) -> str:
    """The episode of a picture: of a cut as the title has it, its title before it where the set has several;
    else its folders; empty if it has none."""
    folder = PurePosixPath(picture.file).parent.as_posix()
    if picture.origin is not None:
        episode = picture.origin.episode
        return folder if folder == f"{picture.origin.title}/{episode}" else episode
    return "" if folder == "." else folder


def material(
    sources: Sources,
    masks: str | Path | None,
    *,
    only: Sequence[str],
    score: float | None,
    episodes: Sequence[str],
    truth: Path | None,
) -> Material:
    """Find what a report is made of. See `report` for the arguments and what is raised."""
    found = masked(sources, masks)
    if episodes:
        found = _of_episodes(found, episodes)
    right = None
    if truth is not None:
        if found.title is not None and _is_own(truth, found.title):
            right = _labelled(found.title)
            found = _predicted(found, found.title) if masks is None else found
        else:
            right = read(truth)
        right = _same_pictures(right, found.labels)
        right = Masked(right).picked(only).labels
    return Material(found.picked(only, score), right, _name(found))


def _of_episodes(found: Masked, names: Sequence[str]) -> Masked:
    there = dict.fromkeys(episode_of(picture) for picture in found.pictures)
    wanted: set[str] = set()
    for name in names:
        called = {name, episode_name(int(name)) if name.isdigit() else name}
        meant = {one for one in there if called & {one, one.rpartition("/")[2]}}
        if not meant:
            has = ", ".join(name for name in there if name) or "none by name"
            raise UsageError("--episode", f"there is no episode {name}", f"There are: {has}.")
        wanted |= meant
    kept = tuple(picture for picture in found.pictures if episode_of(picture) in wanted)
    return replace(found, labels=found.labels.with_pictures(kept))


def _is_own(truth: Path, title: Path) -> bool:
    """Whether the truth is what the title itself has in labels/: named as that folder, or just "labels"."""
    return (truth == Path(LABELS) and not truth.exists()) or truth.resolve() == (title / LABELS).resolve()


def _labelled(title: Path) -> LabelSet:
    """What people labelled of a title; of an episode that nobody did nothing is known to be right."""
    labels = read_title(title)
    known = {one.name: labels_file(one).is_file() for one in find_episodes(title)}
    return labels.with_pictures(tuple(one for one in labels.pictures if known.get(episode_of(one))))


def _predicted(found: Masked, title: Path) -> Masked:
    """The pictures of a title with what a model found in them, whatever people labelled."""
    pictures: list[Picture] = []
    read_before: dict[str, dict[str, Picture]] = {}
    for picture in found.pictures:
        episode = episode_of(picture)
        path = title / FOLDER / f"{episode}.json"
        if not path.is_file():
            remedy = f"Predict the title first: toonseg predict {title}"
            raise SourceError(path, "is not there, so there is nothing to compare with the truth", remedy)
        if episode not in read_before:
            read_before[episode] = {one.file: one for one in read(path).pictures}
        other = read_before[episode].get(picture.file)
        pictures.append(replace(picture, instances=() if other is None else placed_in(picture, other)))
    return replace(found, labels=found.labels.with_pictures(tuple(pictures)))


def _same_pictures(truth: LabelSet, shown: LabelSet) -> LabelSet:
    """The truth of the pictures that are shown: others would count as missed.

    They are found by name, or by the part of it that both sets have: "x/0001/1.png" is "0001/1.png".
    """
    near: dict[str, list[Picture]] = {}
    for one in truth.pictures:
        near.setdefault(PurePosixPath(one.file).name, []).append(one)
    pairs = []
    for picture in shown.pictures:
        alike = [
            one for one in near.get(PurePosixPath(picture.file).name, ()) if _alike(one.file, picture.file)
        ]
        exact = [one for one in alike if one.file == picture.file]
        if len(exact or alike) == 1:
            pairs.append((picture, (exact or alike)[0]))
    times = Counter(right.file for _, right in pairs)
    kept = [
        replace(right, file=picture.file)
        for picture, right in pairs
        if times[right.file] == 1 or right.file == picture.file
    ]
    if not kept:
        raise UsageError("--truth", f"{truth.name} has none of these pictures", "Name their labels.")
    return truth.with_pictures(tuple(kept))


def _alike(one: str, other: str) -> bool:
    return one == other or one.endswith(f"/{other}") or other.endswith(f"/{one}")


def _name(found: Masked) -> str:
    if found.title is None:
        return Path(found.labels.name).name or "Pictures"
    return read_settings(found.title).title or found.title.resolve().name

"""The titles of a recipe, drawn or the user's own, and which of their cuts are trained and tested on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from toonseg.annotations.formats import read
from toonseg.annotations.labelset import LabelSet, Picture, under
from toonseg.annotations.leakage import episode_of
from toonseg.annotations.stratify import at_random, by_group, chance, stratified
from toonseg.errors import LabelError, SettingsError
from toonseg.model.pixels import is_there, seen_in
from toonseg.results.experiments.drawing import drawn_title
from toonseg.results.experiments.marks import mark_of
from toonseg.results.experiments.recipe import SplitSettings, TitleSource
from toonseg.workspace import is_title


@dataclass(frozen=True)
class Title:
    """A title's labelled cuts, called `<title>/<episode>/<cut>`, and the two parts they are split in."""

    name: str
    train: LabelSet
    test: LabelSet

    @property
    def episodes(self) -> tuple[str, ...]:
        """Names of its episodes, in their order; empty where the labels do not tell them."""
        names = (short_episode(one) for one in (*self.train.pictures, *self.test.pictures))
        return tuple(sorted({name for name in names if name}))


def open_title(
    name: str, source: TitleSource, split: SplitSettings, folder: Path, *, jobs: int | None = None
) -> Title:
    """A title's cuts, drawn into `folder` if they are to be drawn and are not there, and split.

    Raises:
        LabelError: The labels cannot be read, have no pictures, or too few.
        UsageError: There is no such style.
        SettingsError: The title is to be split by episode and its labels tell no two.
        WriteError: A cut cannot be written.
    """
    if source.labels is not None:
        labels = _own(source.labels)
    else:
        labels = drawn_title(source, folder / f"{name}-{mark_of(source)}", jobs=jobs)
    labels = _named(labels, name)
    files = {one.file: one for one in labels.pictures}
    shares = {"train": 1 - split.test, "test": split.test}
    if len(files) < 2:
        raise LabelError(labels.name, f"{len(files)} labelled cuts are too few to be split", "Label more.")
    if split.by == "random":
        homes = at_random(list(files), shares, split.seed, {})
    elif split.by == "stratified":
        homes = stratified({file: _classes_in(one) for file, one in files.items()}, shares, split.seed, {})
    else:
        episodes = {file: short_episode(one) for file, one in files.items()}
        if len(set(episodes.values())) < 2:
            raise SettingsError(name, "its labels tell no two episodes to split by", "Use by = 'random'.")
        homes = by_group(episodes, shares, split.seed, {})
    parts = {part: tuple(one for one in labels.pictures if homes[one.file] == part) for part in shares}
    return Title(
        name, *(replace(labels, pictures=parts[part], name=f"{name} ({part})") for part in ("train", "test"))
    )


def bare(title: Title) -> str:
    """A sentence on a title's cuts without labels; empty if there are none."""
    cuts = [*title.train.pictures, *title.test.pictures]
    number = sum(not one.instances for one in cuts)
    if not number:
        return ""
    return f"{number:,} of {len(cuts):,} cuts have no label, and count as cuts that show nothing"


def some(labels: LabelSet, count: int, seed: int) -> LabelSet:
    """So many of the cuts, by chance; with the same seed the fewer are among the more."""
    order = sorted(labels.pictures, key=lambda one: chance(seed, one.file))
    chosen = {one.file for one in order[:count]}
    return labels.with_pictures(tuple(one for one in labels.pictures if one.file in chosen))


def of_episodes(labels: LabelSet, episodes: Sequence[str]) -> LabelSet:
    """The cuts of these episodes."""
    return labels.with_pictures(tuple(one for one in labels.pictures if short_episode(one) in episodes))


def short_episode(picture: Picture) -> str:
    """The episode's own name, such as "0003"; empty where nothing tells it."""
    return (episode_of(picture) or "").rpartition("/")[2]


def held_back(labels: LabelSet, share: float, seed: int) -> tuple[LabelSet, LabelSet | None]:
    """What is learned, and what chooses the best weights: a share of the cuts, spread by class.

    Whole episodes are not held back, as `toonseg train` would: a training has to see all that it is said to.
    """
    count = round(share * len(labels.pictures)) if share else 0
    if share and len(labels.pictures) > 1:
        count = max(1, count)
    if not count:
        return labels, None
    part = count / len(labels.pictures)
    homes = stratified(
        {one.file: _classes_in(one) for one in labels.pictures}, {"train": 1 - part, "val": part}, seed, {}
    )
    kept, held = (tuple(p for p in labels.pictures if homes[p.file] == home) for home in ("train", "val"))
    if not (kept and held):
        return labels, None
    return labels.with_pictures(kept), replace(labels, pictures=held, name=f"{labels.name}, held back")


def _classes_in(picture: Picture) -> frozenset[str]:
    return frozenset(one.cls for one in picture.instances)


def _own(path: Path) -> LabelSet:
    """The user's labels; cuts of a title that were not written are seen in its pages. Raises LabelError."""
    labels = seen_in(path, read(path)) if is_title(path) else read(path)
    missing = [one for one in labels.pictures if not is_there(one)]
    if missing:
        problem = f"{len(missing)} of {len(labels.pictures)} pictures are missing, such as {missing[0].file}"
        raise LabelError(path, problem, "Put them where the labels say.")
    return labels


def _named(labels: LabelSet, title: str) -> LabelSet:
    """The set with its pictures named below the title, which they are told to be of."""
    named = under(labels, title)
    pictures = tuple(
        one if one.origin is None else replace(one, origin=replace(one.origin, title=title))
        for one in named.pictures
    )
    return replace(named, pictures=pictures, name=title)


def evenly(labels: LabelSet, count: int, seed: int) -> LabelSet:
    """So many of the cuts, of each episode as many as of the others while it has some."""
    left: dict[str, list[Picture]] = {}
    for one in sorted(labels.pictures, key=lambda one: chance(seed, one.file), reverse=True):
        left.setdefault(short_episode(one), []).append(one)
    chosen: set[str] = set()
    while len(chosen) < count and any(left.values()):
        for _, waiting in sorted(left.items()):
            if waiting and len(chosen) < count:
                chosen.add(waiting.pop().file)
    return labels.with_pictures(tuple(one for one in labels.pictures if one.file in chosen))

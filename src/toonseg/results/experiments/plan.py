"""From a recipe to its trainings: which there are, on which cuts, and which begin with which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from toonseg.annotations.labelset import joined
from toonseg.errors import SettingsError
from toonseg.results.experiments.recipe import Counts, Drift, ExperimentRecipe, Leakage, Length, Trial
from toonseg.results.experiments.sets import Title, evenly, of_episodes, some
from toonseg.results.experiments.training import Training


@dataclass(frozen=True)
class Halves:
    """`[leakage]`: two halves of a title's episodes, and a training on each."""

    title: Title
    first: tuple[str, ...]
    second: tuple[str, ...]
    on_first: Training
    on_second: Training


@dataclass(frozen=True)
class Counted:
    """`[counts]`: a training for each number of labelled cuts of a title."""

    title: Title
    trainings: Mapping[int, Training]


@dataclass(frozen=True)
class Drifting:
    """`[drift]`: as many cuts of the early episodes as of all of them."""

    title: Title
    early: tuple[str, ...]
    on_early: Training
    on_all: Training


@dataclass(frozen=True)
class Plan:
    """Everything that is to be trained.

    Attributes:
        titles: By name.
        trials: The training of each experiment, by the experiment's name; those that are the same are one.
        leakage, counts, drift: Those of the blocks; None for blocks that the recipe has not.
    """

    titles: Mapping[str, Title]
    trials: Mapping[str, Training]
    leakage: Halves | None
    counts: Counted | None
    drift: Drifting | None

    @property
    def trainings(self) -> tuple[Training, ...]:
        """All of them, each once, after those that it begins with."""
        return tuple({id(one): one for last in self._last() for one in last.chain}.values())

    def _last(self) -> Iterator[Training]:
        yield from self.trials.values()
        if self.leakage is not None:
            yield from (self.leakage.on_first, self.leakage.on_second)
        if self.counts is not None:
            yield from self.counts.trainings.values()
        if self.drift is not None:
            yield from (self.drift.on_early, self.drift.on_all)


def plan_of(recipe: ExperimentRecipe, titles: Mapping[str, Title]) -> Plan:
    """The trainings of a recipe.

    Raises:
        SettingsError: A block asks for more cuts than a title has, or for episodes that it has not.
    """
    known: dict[tuple[tuple[str, ...], ...], Training] = {}
    return Plan(
        titles,
        {one.name: _of_trial(one, recipe, titles, known) for one in recipe.experiments},
        None if recipe.leakage is None else _halves(recipe, recipe.leakage, titles),
        None if recipe.counts is None else _counted(recipe, recipe.counts, titles),
        None if recipe.drift is None else _drifting(recipe, recipe.drift, titles),
    )


def _of_trial(
    trial: Trial,
    recipe: ExperimentRecipe,
    titles: Mapping[str, Title],
    known: dict[tuple[tuple[str, ...], ...], Training],
) -> Training:
    lengths = recipe.lengths
    before = None
    if trial.pretrained_on:
        length = lengths.pretraining or lengths.whole
        before = _stage((), trial.pretrained_on, length, None, recipe, titles, known)
        return _stage(trial.pretrained_on, trial.trained_on, lengths.transfer, before, recipe, titles, known)
    return _stage((), trial.trained_on, lengths.whole, None, recipe, titles, known)


def _stage(  # noqa: PLR0917
    pretrained_on: tuple[str, ...],
    trained_on: tuple[str, ...],
    length: Length,
    before: Training | None,
    recipe: ExperimentRecipe,
    titles: Mapping[str, Title],
    known: dict[tuple[tuple[str, ...], ...], Training],
) -> Training:
    """A training, the one that is known if it is the same. The order of titles makes no other training."""
    inside = tuple(name for name in titles if name in trained_on)
    key = (tuple(sorted(pretrained_on)), inside, (str(length),))
    if key not in known:
        labels = joined([titles[name].train for name in inside])
        name = " + ".join(inside)
        if before is not None:
            name = f"{before.name}, then {name}"
        known[key] = Training(name, labels, recipe.for_training(length), before)
    return known[key]


def _halves(recipe: ExperimentRecipe, block: Leakage, titles: Mapping[str, Title]) -> Halves:
    title = titles[block.title]
    episodes = title.episodes
    if len(episodes) < 2:
        problem = f"{block.title} has {len(episodes)} episodes that its labels tell"
        raise SettingsError("leakage", problem, "Name a title with two or more, or leave the block out.")
    first, second = episodes[::2], episodes[1::2]
    halves = [of_episodes(title.train, part) for part in (first, second)]
    count = min(len(one.pictures) for one in halves)
    trainings = (
        Training(
            f"{title.name}, episodes {_names(part)}",
            some(labels, count, recipe.split.seed),
            recipe.for_training(block.length),
        )
        for part, labels in zip((first, second), halves, strict=True)
    )
    return Halves(title, first, second, *trainings)


def _counted(recipe: ExperimentRecipe, block: Counts, titles: Mapping[str, Title]) -> Counted:
    title = titles[block.title]
    there = len(title.train.pictures)
    if max(block.cuts) > there:
        problem = f"{max(block.cuts)} cuts are asked for, {title.name} has {there} to train on"
        raise SettingsError("counts.cuts", problem, "Ask for fewer, or give the title more cuts.")
    trainings = {
        count: Training(
            f"{title.name}, {count} cuts",
            some(title.train, count, recipe.split.seed),
            recipe.for_training(block.length),
        )
        for count in sorted(set(block.cuts))
    }
    return Counted(title, trainings)


def _drifting(recipe: ExperimentRecipe, block: Drift, titles: Mapping[str, Title]) -> Drifting:
    title = titles[block.title]
    foreign = [one for one in block.early if one not in title.episodes]
    if foreign or len(set(block.early)) >= len(title.episodes):
        problem = f"{', '.join(foreign) or 'all of them'} cannot be its early episodes"
        remedy = f"{title.name} has {_names(title.episodes)}; name some of them."
        raise SettingsError("drift.early", problem, remedy)
    early = of_episodes(title.train, block.early)
    every = evenly(title.train, len(early.pictures), recipe.split.seed)
    settings = recipe.for_training(block.length)
    return Drifting(
        title,
        block.early,
        Training(f"{title.name}, early episodes", early, settings),
        Training(f"{title.name}, all episodes", every, settings),
    )


def _names(episodes: tuple[str, ...]) -> str:
    return ", ".join(one.lstrip("0") or one for one in episodes)

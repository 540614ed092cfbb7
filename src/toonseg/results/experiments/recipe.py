"""A recipe of experiments: titles, a training, and what is trained and tested on what, as a TOML file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from toonseg.errors import SettingsError
from toonseg.model.maskrcnn.design import NetworkKind
from toonseg.model.train.recipe import Recipe
from toonseg.workspace import FileModel, read_toml

STARTS = {False: ("imagenet", "box"), True: ("coco", "scratch")}
"""What the compact network and (True) Mask R-CNN may begin with, besides weights that are files."""


class TitleSource(FileModel):
    """`[titles.NAME]`: a title that is drawn, or labels that somebody has.

    Attributes:
        labels: Labels in any format, or a title's folder; relative to the recipe.
        style: Instead of it, the preset that draws the title, such as "FD".
        seed: Of the drawing.
        episodes: Numbers of the episodes that are drawn; style and clothes drift from each to the next, so
            that 201 is further from 1 than 2 is.
        cuts: Drawn cuts of each episode.
        balance: Whether ties, skirts and vests are worn more often than people wear them.
    """

    labels: Path | None = None
    style: str | None = None
    seed: int = Field(default=0, ge=0)
    episodes: tuple[int, ...] = Field(default=(1, 2, 3), min_length=1)
    cuts: int = Field(default=30, ge=1)
    balance: bool = False

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.labels is None) == (self.style is None):
            raise ValueError("give either labels, or a style to draw")
        if min(self.episodes) < 1 or len(set(self.episodes)) != len(self.episodes):
            raise ValueError("episodes are different numbers from 1 up")
        return self


class SplitSettings(FileModel):
    """`[split]`: "random", each cut by its own chance, as published; "stratified", so that each class has its
    share in both parts; or "episode", whole ones. `test` is the share of cuts that are tested on."""

    by: Literal["random", "stratified", "episode"] = "random"
    test: float = Field(default=0.1, gt=0, lt=1)
    seed: int = Field(default=0, ge=0)


class Length(FileModel):
    """How long a training takes: steps, or minutes of the clock."""

    steps: int | None = Field(default=None, ge=1)
    minutes: float | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        if (self.steps is None) == (self.minutes is None):
            raise ValueError("give either steps or minutes")
        return self


class Lengths(FileModel):
    """`[lengths]`: of trainings on one title or on all, of a transfer, and of a pre-training, which is as
    long as a whole training unless given (and is then the same training)."""

    whole: Length
    transfer: Length
    pretraining: Length | None = None


class Trial(FileModel):
    """One of `[[experiments]]`: a training by its titles, maybe begun with another one's weights, and a test.

    Attributes:
        name: Such as "5".
        pretrained_on: Titles of the training whose weights it begins with; none for the recipe's `start`.
        trained_on: Titles.
        tested_on: Titles.
        published: The AP that was published for it, times 100, if one was.
    """

    name: str = Field(min_length=1)
    pretrained_on: tuple[str, ...] = ()
    trained_on: tuple[str, ...] = Field(min_length=1)
    tested_on: tuple[str, ...] = Field(min_length=1)
    published: float | None = None

    @property
    def training(self) -> str:
        """The training in words: "FD, then LR"."""
        parts = (" + ".join(titles) for titles in (self.pretrained_on, self.trained_on) if titles)
        return ", then ".join(parts)


class Claim(FileModel):
    """One of `[[claims]]`: a sentence, and pairs of experiments of which the first has to be better."""

    text: str = Field(min_length=1)
    pairs: tuple[tuple[str, str], ...] = Field(min_length=1)


class BestAndLast(FileModel):
    """`[best_and_last]`: weights with the best validation AP against the last, of these experiments (all
    unless named)."""

    experiments: tuple[str, ...] = ()


class Leakage(FileModel):
    """`[leakage]`: half of a title's episodes is learned, then the other half, and both are tested."""

    title: str
    length: Length


class Counts(FileModel):
    """`[counts]`: trainings on so many labelled cuts of a title, the fewer among the more."""

    title: str
    cuts: tuple[int, ...] = Field(default=(5, 10, 20, 40, 80), min_length=2)
    length: Length


class Drift(FileModel):
    """`[drift]`: as many cuts of the `early` episodes alone as of all episodes, tested on each episode."""

    title: str
    early: tuple[str, ...] = Field(min_length=1)
    length: Length


class ExperimentRecipe(Recipe):
    """All of a recipe: `[train]`, `[augment]`, `[design]` and `[data]` as other recipes have them, `steps`
    and `minutes` aside, which are those of `[lengths]` and of the blocks.

    Attributes:
        titles: By name.
        split: Of each title.
        network: The network, as `toonseg train --network` knows it.
        start: What trainings begin with: "imagenet", "box" (the weights that come with toonseg), for Mask
            R-CNN "coco" or "scratch", or the path of weights, relative to the recipe.
        weights: Which weights of a training are tested: the last, as published, or the best.
        lengths: Of trainings.
        experiments: What is trained and tested; trainings that are the same are done once.
        claims: What is to be decided by them.
        resamples: Of the intervals.
    """

    titles: dict[str, TitleSource] = Field(min_length=1)
    split: SplitSettings = SplitSettings()
    network: NetworkKind = NetworkKind.COMPACT
    start: str = "imagenet"
    weights: Literal["last", "best"] = "last"
    lengths: Lengths
    experiments: tuple[Trial, ...] = Field(min_length=1)
    claims: tuple[Claim, ...] = ()
    best_and_last: BestAndLast | None = None
    leakage: Leakage | None = None
    counts: Counts | None = None
    drift: Drift | None = None
    resamples: int = Field(default=1000, ge=100)

    def for_training(self, length: Length) -> Recipe:
        """The settings of a training of that length."""
        train = self.train.model_copy(update={"minutes": length.minutes})
        if length.steps is not None:
            train = train.model_copy(update={"steps": length.steps})
        parts = {name: getattr(self, name) for name in Recipe.model_fields}
        return Recipe(**parts | {"train": train})

    def of(self, name: str) -> Trial:
        """The experiment of that name."""
        return next(one for one in self.experiments if one.name == name)


def read_experiments(path: Path) -> ExperimentRecipe:
    """The recipe in a TOML file, its paths made whole.

    Raises:
        SettingsError: It is no TOML, a key is unknown or has a wrong value, or a name is of nothing; names
            the file and the key.
    """
    recipe = read_toml(path, ExperimentRecipe)
    base = path.absolute().parent
    titles = {
        name: one
        if one.labels is None
        else one.model_copy(update={"labels": Path(os.path.normpath(base / one.labels))})
        for name, one in recipe.titles.items()
    }
    named = recipe.start in (*STARTS[False], *STARTS[True])
    start = recipe.start if named else str(base / recipe.start)
    return checked(recipe.model_copy(update={"titles": titles, "start": start}), path)


def checked(recipe: ExperimentRecipe, origin: object = "recipe") -> ExperimentRecipe:
    """The recipe, if its parts fit each other.

    Raises:
        SettingsError: A name is of nothing or stands twice, a claim compares what cannot be compared, or the
            canvas does not suit the network.
    """
    by_name = {one.name: one for one in recipe.experiments}
    try:
        if len(by_name) < len(recipe.experiments):
            raise ValueError("experiments: two have one name")
        for one in recipe.experiments:
            for titles in (one.pretrained_on, one.trained_on, one.tested_on):
                _among(titles, recipe.titles, f"experiment '{one.name}': the title")
        for claim in recipe.claims:
            for pair in claim.pairs:
                _among(pair, by_name, f"the claim '{claim.text}': the experiment")
                if len({frozenset(by_name[name].tested_on) for name in pair}) > 1:
                    raise ValueError(f"claims: {' and '.join(pair)} are tested on different titles")
        if recipe.best_and_last is not None:
            _among(recipe.best_and_last.experiments, by_name, "best_and_last: the experiment")
        for block in (recipe.leakage, recipe.counts, recipe.drift):
            if block is not None:
                _among((block.title,), recipe.titles, f"{type(block).__name__.lower()}: the title")
        rcnn = recipe.network is not NetworkKind.COMPACT
        if recipe.start in STARTS[not rcnn]:
            raise ValueError(f"start: '{recipe.start}' is not for {recipe.network.value}")
        if any(side < 32 or side % 32 for side in recipe.train.canvas):
            raise ValueError(f"train.canvas: {recipe.train.canvas} are no multiples of 32")
    except ValueError as error:
        raise SettingsError(origin, str(error), "Mend the recipe.") from error
    return recipe


def _among(names: Iterable[str], known: Iterable[str], what: str) -> None:
    listed = list(known)
    for name in names:
        if name not in listed:
            raise ValueError(f"{what} '{name}' is none of {', '.join(listed)}")

"""Recipes: a training's settings as a TOML file.

[train]             steps, batch, rate, ...: TrainSettings
[augment.placing]   how samples are moved; [augment.tones]: restyled; [augment.pasting]: laid over;
[augment.clutter]   other grounds; [augment.brush]: painted
[design]            the network: backbone, channels, masks
[data]              hold_out: share of the labels; drawn: how many cuts are drawn to go with them
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from toonseg.errors import SettingsError
from toonseg.model.data.samples import Augment
from toonseg.model.network import Design
from toonseg.model.train.settings import TrainSettings
from toonseg.workspace import FileModel, explain, read_toml


class DataSettings(FileModel):
    """What is learned besides the labels, and what is not.

    Attributes:
        hold_out: Share of the labels that is held back for validation where none is given; 0 for none.
        drawn: Drawn cuts that are learned together with the labels.
        share: Of labelled pictures among all samples, where some are drawn.
    """

    hold_out: float = Field(default=0.1, ge=0, lt=1)
    drawn: int = Field(default=0, ge=0)
    share: float = Field(default=0.5, gt=0, lt=1)


class Recipe(FileModel):
    """A training's settings; `design` None is that of the weights it begins with, or the default one."""

    train: TrainSettings = TrainSettings()
    augment: Augment = Augment()
    design: Design | None = None
    data: DataSettings = DataSettings()

    def changed(self, **given: Any) -> Recipe:
        """The recipe with other settings of `[train]`; those that are None stay as they are.

        Raises:
            SettingsError: One has a value that it may not have.
        """
        known = {name: value for name, value in given.items() if value is not None}
        try:
            train = TrainSettings.model_validate(self.train.model_dump() | known)
        except ValidationError as error:
            raise SettingsError("training", explain(error), "Give another value.") from error
        return self.model_copy(update={"train": train})

    def for_steps(self, steps: int) -> Recipe:
        """The recipe with so many steps in place of minutes. Raises SettingsError for fewer than one."""
        plain = self.model_copy(update={"train": self.train.model_copy(update={"minutes": None})})
        return plain.changed(steps=steps)


def read_recipe(path: Path) -> Recipe:
    """The recipe in a TOML file.

    Raises:
        SettingsError: It is no TOML, or a key is unknown or has a wrong value; names the file and the key.
    """
    recipe = read_toml(path, Recipe)
    sides = recipe.train.canvas
    if any(side < 32 or side % 32 for side in sides):
        problem = f"'train.canvas': {sides[0]} x {sides[1]} are no multiples of 32"
        raise SettingsError(path, problem, "Mend the key or remove it.")
    return recipe

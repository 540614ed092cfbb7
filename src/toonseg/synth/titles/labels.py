"""labels/<episode>.json: the instances of an episode in strip coordinates, and who wears what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from toonseg.classes import InstanceClass
from toonseg.synth.titles.cast import Cast
from toonseg.synth.titles.cut import Instance, Rle, decode
from toonseg.synth.truth import Box
from toonseg.workspace import EpisodeFolder, FileModel, write_text

Rgb = tuple[int, int, int]


class Label(FileModel):
    """One instance. `box` is tight, in strip coordinates; `mask` are COCO's compressed run lengths of what
    lies in the box, column by column; `cut` is the id of its panel in cuts.json."""

    id: int = Field(gt=0)
    cls: str = Field(alias="class")
    box: Box
    area: int = Field(gt=0)
    mask: Rle
    cut: str | None = None
    character: int | None = None

    def pixels(self) -> NDArray[np.bool_]:
        """The mask as HW bool, of the box's size."""
        return decode(self.mask)


class Worn(FileModel):
    """A garment of the colour bible: what it is, its class if it has one, and its colour."""

    garment: str
    cls: str | None = Field(alias="class")
    colour: Rgb | None


class Person(FileModel):
    """A character of the colour bible."""

    character: int
    hair: Rgb | None
    skin: Rgb
    outfit: list[Worn]


class Labels(FileModel):
    """The content of labels/<episode>.json."""

    version: Literal[1] = 1
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    instances: list[Label]
    characters: list[Person] = Field(default_factory=list)


def labels_file(episode: EpisodeFolder) -> Path:
    """Where an episode's labels lie."""
    return episode.title / "labels" / f"{episode.name}.json"


def write_labels(path: Path, labels: Labels) -> None:
    """Write labels atomically, an instance's class under the key "class". Raises WriteError."""
    write_text(path, labels.model_dump_json(indent=1, by_alias=True) + "\n")


def labels_of(panels: Sequence[Sequence[Instance]], ids: Sequence[str]) -> Iterator[Label]:
    """Labels for the instances of panels whose cuts are called `ids`, numbered from 1."""
    number = 0
    for found, cut in zip(panels, ids, strict=True):
        for one in found:
            number += 1
            values = {
                "id": number, "class": one.cls.label, "box": one.box, "area": one.area, "mask": one.rle(),
                "cut": cut, "character": one.character,
            }  # fmt: skip
            yield Label.model_validate(values)


def colour_bible(cast: Cast) -> list[Person]:
    """What everybody of a cast looks like in an episode."""
    people = []
    for member in cast.members:
        if member.artwork is not None:
            continue  # its colours are in the pack
        person = member.character
        outfit = [
            Worn.model_validate(
                {"garment": type(worn).__name__, "class": _label(worn.cls), "colour": _colour(worn)}
            )
            for worn in person.outfit
        ]
        hair = None if person.hair is None else person.hair.colour
        people.append(Person(character=member.number, hair=hair, skin=person.body.skin, outfit=outfit))
    return people


def _label(cls: InstanceClass | None) -> str | None:
    return None if cls is None else cls.label


def _colour(garment: object) -> Rgb | None:
    """A garment's own colour, where it has one."""
    names = {field.name for field in fields(garment)}  # type: ignore[arg-type]
    return getattr(garment, "colour", None) if "colour" in names else None

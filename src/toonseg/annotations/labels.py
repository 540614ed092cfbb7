"""labels/<episode>.json: the instances of an episode in strip coordinates, and who wears what.

No label names its cut: whatever lies in a cut's box belongs to it, so labels follow a cut that is moved,
split or joined to another (`annotations.title`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import Field, ValidationError

from toonseg.annotations.instance import Instance
from toonseg.annotations.masks import Mask
from toonseg.annotations.polygons import Ring
from toonseg.errors import LabelError
from toonseg.strip import Box
from toonseg.workspace import EpisodeFolder, FileModel, explain, write_text

Rgb = tuple[int, int, int]


class Rle(FileModel):
    """COCO's compressed run lengths: `size` is [height, width], `counts` their text."""

    size: tuple[int, int]
    counts: str


class Label(FileModel):
    """One instance. `box` is tight, in strip coordinates; `mask` are COCO's compressed run lengths of what
    lies in the box, column by column; `polygons` are the corners that somebody drew, if somebody did."""

    id: int = Field(gt=0)
    cls: str = Field(alias="class", min_length=1)
    box: Box
    area: int = Field(gt=0)
    mask: Rle
    score: float | None = Field(default=None, ge=0, le=1)
    source: str = ""
    character: int | str | None = None
    crowd: bool = False
    polygons: tuple[tuple[tuple[float, float], ...], ...] | None = None
    extra: dict[str, Any] = Field(default_factory=dict)


class Worn(FileModel):
    """A garment of the colour bible: what it is, its class if it has one, and its colour."""

    garment: str
    cls: str | None = Field(alias="class")
    colour: Rgb | None


class Person(FileModel):
    """A character of the colour bible."""

    character: int | str
    hair: Rgb | None
    skin: Rgb
    outfit: list[Worn]


class Labels(FileModel):
    """The content of labels/<episode>.json; `width` and `height` are the strip's."""

    version: Literal[1]
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    instances: list[Label]
    characters: list[Person] = Field(default_factory=list)


def labels_file(episode: EpisodeFolder) -> Path:
    """Where an episode's labels lie."""
    return episode.title / "labels" / f"{episode.name}.json"


def read_labels(path: Path) -> Labels:
    """Read an episode's labels.

    Raises:
        LabelError: The file cannot be read, is no JSON, or a field is missing or of another type.
    """
    try:
        return Labels.model_validate_json(path.read_bytes())
    except OSError as error:
        raise LabelError(path, f"cannot be read ({error.strerror or error})", "Check the path.") from error
    except ValidationError as error:
        raise LabelError(path, explain(error), "Mend the field, or label the episode anew.") from error


def write_labels(path: Path, labels: Labels) -> None:
    """Write labels atomically, an instance's class under the key "class". Raises WriteError."""
    write_text(path, labels.model_dump_json(indent=1, by_alias=True, exclude_defaults=True) + "\n")


def label_of(instance: Instance, number: int) -> Label:
    """An instance, in strip coordinates, as the file has it. Its mask may not be empty."""
    mask = instance.mask.tight()
    corners = None
    if instance.rings is not None:
        corners = tuple(tuple((float(x), float(y)) for x, y in ring) for ring in instance.rings)
    values = {
        "id": number,
        "class": instance.cls,
        "box": instance.box,
        "area": instance.area,
        "mask": {"size": mask.size, "counts": mask.counts},
        "score": instance.score,
        "source": instance.source,
        "character": instance.character,
        "crowd": instance.crowd,
        "polygons": corners,
        "extra": dict(instance.extra),
    }
    return Label.model_validate(values)


def instance_of(label: Label, path: Path | str = "labels") -> Instance:
    """An instance as the file has it, in strip coordinates.

    Raises:
        LabelError: The run lengths are none, or speak of another size than the box.
    """
    x0, y0, x1, y1 = label.box
    if label.mask.size != (y1 - y0, x1 - x0):
        problem = f"instance {label.id}: mask of {label.mask.size}, box of {(y1 - y0, x1 - x0)}"
        raise LabelError(path, problem, "Label it anew.")
    try:
        mask = Mask.checked(label.mask.size, label.mask.counts, (x0, y0))
    except ValueError as error:
        raise LabelError(path, f"instance {label.id}: mask: {error}", "Label it anew.") from error
    rings: tuple[Ring, ...] | None = None
    if label.polygons is not None:
        rings = tuple(np.array(corners, np.float64).reshape(-1, 2) for corners in label.polygons)
    return Instance(
        label.cls, mask, label.id, label.score, label.source, label.character, label.crowd, rings, label.extra
    )


def labels_of(
    instances: Sequence[Instance],
    strip: tuple[int, int],
    characters: Sequence[Person] = (),
) -> Labels:
    """The file's content for instances in coordinates of a strip of (width, height), numbered from 1."""
    kept = [one for one in instances if one.area]
    listed = [label_of(one, number) for number, one in enumerate(kept, 1)]
    return Labels(version=1, width=strip[0], height=strip[1], instances=listed, characters=list(characters))

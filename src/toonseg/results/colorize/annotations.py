"""COCO instances of a colouring set: its masks once more, for who trains segmentation on it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from toonseg.annotations.formats.coco_write import write_coco
from toonseg.annotations.labelset import Picture
from toonseg.results.colorize.gathered import Made
from toonseg.results.masked import name_in_set


def write_annotations(made: Made, part: str, path: Path, name: str) -> Path:
    """Write the instances of a part as COCO, an image for each sample.

    Args:
        made: The set.
        part: Which part.
        path: The JSON file.
        name: What a sample's picture is called, with {key} in it: "color/{key}.png".

    Raises:
        WriteError: It could not be written.
    """
    pictures = [_told(one.picture, name.format(key=one.key)) for cut in made.of(part) for one in cut.samples]
    return _write(made, part, path, pictures)


def write_annotations_of_cuts(made: Made, part: str, path: Path) -> Path:
    """Write the instances of a part as COCO, an image for each cut under its own name. Raises WriteError."""
    return _write(made, part, path, [_told(one.cut, name_in_set(one.cut)) for one in made.of(part)])


def _told(picture: Picture, file: str) -> Picture:
    """A picture as the file names it; `extra` may hold what is not to be passed on, even pictures."""
    instances = tuple(replace(one, rings=None, extra={}) for one in picture.instances)
    return replace(picture, file=file, instances=instances, path=None, extra={})


def _write(made: Made, part: str, path: Path, pictures: list[Picture]) -> Path:
    labels = replace(made.labels, pictures=tuple(pictures), problems=(), name=f"colouring set, {part}")
    write_coco(labels, path)
    return path

"""What a prediction gives: instances and a table of them, and COCO results with the ids of another file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from toonseg.annotations.check.report import columns, count
from toonseg.annotations.formats import Format, read
from toonseg.annotations.formats.writing import whole_mask
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.errors import LabelError, ToonsegError
from toonseg.workspace import atomic_file


@dataclass(frozen=True)
class Predicted:
    """What `predict` did.

    Attributes:
        files: The files written.
        labels: The pictures in their order with their instances; those that failed are not among them.
        errors: What went wrong, by picture.
        model: What the instances give as their source.
        threshold: The least score of an instance.
        kept: How many pictures a run that was killed had done before.
    """

    files: tuple[Path, ...]
    labels: LabelSet
    errors: Mapping[str, ToonsegError]
    model: str
    threshold: float
    kept: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """How many instances there are of each class."""
        found = Counter(one.cls for one in self.labels.instances)
        return {name: found[name] for name in self.labels.classes.names if name in found}

    def lines(self) -> list[str]:
        """A table of the classes, and where everything is."""
        rows = [["class", "instances", "pictures"]]
        for name, number in self.counts.items():
            cuts = sum(any(one.cls == name for one in picture.instances) for picture in self.labels.pictures)
            rows.append([name, f"{number:,}", f"{cuts:,}"])
        pictures, instances = len(self.labels.pictures), sum(self.counts.values())
        least = f"score {self.threshold:.2f} or more, by {self.model}"
        told = f"{count(pictures, 'picture')}, {count(instances, 'instance')} of {least}"
        kept = [f"{self.kept:,} of the pictures were done by a run before"] if self.kept else []
        failed = [f"{count(len(self.errors), 'picture')} failed"] if self.errors else []
        return [*(columns(rows) if instances else []), told, *kept, *failed, *map(str, self.files)]

    def as_json(self) -> dict[str, Any]:
        """What `toonseg predict --json` prints."""
        return {
            "ok": not self.errors,
            "files": [str(path) for path in self.files],
            "model": self.model,
            "threshold": self.threshold,
            "pictures": len(self.labels.pictures),
            "instances": sum(self.counts.values()),
            "classes": self.counts,
            "kept": self.kept,
            "errors": [
                {"file": file, "error": type(error).__name__, "message": str(error)}
                for file, error in self.errors.items()
            ],
        }


class Ids:
    """The ids that a COCO file has for pictures and classes.

    Raises:
        LabelError: The file is none of COCO's.
    """

    def __init__(self, path: Path) -> None:
        labels = read(path, Format.COCO)
        self._name, self._classes = labels.name, labels.classes
        self._categories = dict(labels.categories) or dict(enumerate(labels.classes.names, 1))
        self._whole: dict[str, list[tuple[int, Picture]]] = {}
        self._last: dict[str, list[tuple[int, Picture]]] = {}
        for place, picture in enumerate(labels.pictures, 1):
            entry = (place if picture.id is None else picture.id, picture)
            self._whole.setdefault(picture.file, []).append(entry)
            self._last.setdefault(PurePosixPath(picture.file).name, []).append(entry)

    def image(self, picture: Picture) -> int:
        """The id of a picture, by its name, else by its name without folders.

        Raises:
            LabelError: The file has no such picture, several, or one of another size.
        """
        found = self._whole.get(picture.file) or self._last.get(PurePosixPath(picture.file).name, [])
        if len(found) != 1:
            problem = f"{len(found) or 'no'} images of {self._name} are called so"
            raise LabelError(picture.file, problem, "Name the picture as the COCO file does.")
        number, known = found[0]
        if known.size != picture.size:
            there = f"{known.width} x {known.height} in {self._name}"
            problem = f"has {picture.width} x {picture.height} pixels, but {there}"
            raise LabelError(picture.file, problem, "Give the pictures that the COCO file speaks of.")
        return number

    def category(self, name: str) -> int | None:
        """The id of a class, by its name or an alias; None if the file does not have it."""
        index = self._classes.find(name)
        for number, known in self._categories.items():
            if known == name or (index is not None and self._classes.find(known) == index):
                return number
        return None


def write_results(labels: LabelSet, out: Path, ids: Ids) -> None:
    """Write COCO results, a line each: image_id, category_id, bbox, segmentation (RLE), score.

    Instances of classes that the COCO file does not have are left out. Raises WriteError, and LabelError
    if it has no such picture.
    """
    lines = []
    for picture in labels.pictures:
        image = ids.image(picture)
        for one in picture.instances:
            category = ids.category(one.cls)
            if category is None:
                continue
            x0, y0, x1, y1 = one.box
            mask = whole_mask(one, picture)
            line = {
                "image_id": image,
                "category_id": category,
                "bbox": [x0, y0, x1 - x0, y1 - y0],
                "segmentation": {"size": list(mask.size), "counts": mask.counts},
                "score": one.score,
            }
            lines.append(json.dumps(line))
    with atomic_file(out) as file:
        file.write(("[\n" + ",\n".join(lines) + "\n]\n").encode())

"""Reads YOLO data sets for segmentation: data.yaml, pictures in `images`, a text file each in `labels`.

A line is a class and the corners of one polygon, x y x y ..., as shares of the picture's width and height;
four numbers are the centre and the sides of a box, and a number too many at the end is a score.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np

from toonseg.annotations.formats.reading import (
    Notes,
    Wrong,
    brief,
    class_list,
    probed_size,
    rectangle,
    ring_of,
    score_of,
)
from toonseg.annotations.formats.yolo_yaml import DataYaml, read_data_yaml
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.polygons import fill
from toonseg.annotations.problems import Problem, ProblemKind
from toonseg.classes import EIGHT, ClassList
from toonseg.errors import LabelError
from toonseg.pictures import EXTENSIONS

_REDRAW = "Draw it anew, or leave it out."


@dataclass(frozen=True)
class _Found:
    """A picture's name in the set, its file if it is there, its labels' file, and its split."""

    name: str
    path: Path | None
    labels: Path
    split: str = ""


def yaml_of(path: Path) -> Path | None:
    """The data.yaml that `path` is or has; None if there is none."""
    if path.is_file():
        return path if path.suffix.lower() in (".yaml", ".yml") else None
    known = [path / "data.yaml", path / "data.yml", *sorted(path.glob("*.y*ml"))]
    return next((one for one in known if one.is_file()), None)


def is_yolo(path: Path) -> bool:
    """Whether a folder or file looks like a YOLO data set."""
    if path.is_file():
        return yaml_of(path) is not None
    folders = [path / "labels", *(path / split / "labels" for split in ("train", "valid", "val", "test"))]
    texts = any(folder.is_dir() and next(folder.rglob("*.txt"), None) for folder in folders)
    return texts or (path / "data.yaml").is_file() or (path / "data.yml").is_file()


def read_yolo(path: Path, *, pictures: Path | None = None, classes: ClassList | None = None) -> LabelSet:
    """Read a YOLO data set.

    A picture is called as it is below `images`; which split it belongs to is kept in its `extra`. Pictures
    are needed, since the lines tell no size in pixels; one that is missing costs its labels.

    Args:
        path: The folder, or its data.yaml.
        pictures: The folder of the pictures, where they do not lie in `images` beside `labels`.
        classes: The classes; the eight, or those of data.yaml, unless given.

    Raises:
        LabelError: There are no labels, or data.yaml cannot be read.
    """
    yaml = yaml_of(path)
    root = path if path.is_dir() else path.parent
    told = DataYaml(_classes_txt(root, classes)) if yaml is None else read_data_yaml(yaml)
    listed = list({found.name: found for found in _files(root, told, pictures)}.values())
    if not listed:
        problem = "holds no labels of YOLO"
        raise LabelError(path, problem, "Give a folder with images and labels in it, or its data.yaml.")
    problems: list[Problem] = []
    read: list[Picture] = []
    for found in listed:
        notes = Notes(str(found.labels))
        try:
            read.append(_picture(found, told.names, notes))
        except Wrong as error:
            notes.wrong("", error)
        problems += notes.found
    names = [told.names[key] for key in sorted(told.names)]
    return LabelSet(tuple(read), class_list(names, classes), tuple(problems), name=path.name)


def _classes_txt(root: Path, classes: ClassList | None) -> dict[int, str]:
    for file in (root / "classes.txt", root / "labels" / "classes.txt"):
        if file.is_file():
            lines = file.read_text(encoding="utf-8-sig", errors="replace").splitlines()
            return dict(enumerate(line.strip() for line in lines if line.strip()))
    return dict(enumerate((classes or EIGHT).names))


def _files(root: Path, told: DataYaml, pictures: Path | None) -> Iterator[_Found]:
    """The pictures of all splits, and those of `labels` that data.yaml does not speak of."""
    bases = [root / told.root, root] if told.root else [root]
    roots: dict[Path, str] = {}
    for split, values in told.splits:
        for value in values:
            # Roboflow writes ../train/images of a folder that lies beside the file.
            tries = [base / one for base in bases for one in (value, value.removeprefix("../"))]
            place = next((one for one in tries if one.exists()), None)
            if place is not None and place.suffix == ".txt":
                yield from _listed(place, split)
            elif place is not None:
                roots.setdefault(place, split)
    for folder in ("", "train", "valid", "val", "test"):
        if (root / folder / "labels").is_dir():
            roots.setdefault(root / folder / "images", folder)
    seen: set[Path] = set()
    for images, split in roots.items():
        known = "" if list(roots.values()).count(split) != 1 and len(roots) > 1 else split
        for found in _below(images, root, pictures, known):
            if found.labels not in seen:
                seen.add(found.labels)
                yield found


def _labels_of(images: Path, root: Path) -> Path:
    """Where the labels of pictures lie: the last `images` in their path, below the root, is `labels`."""
    inside = images.is_relative_to(root)
    parts = list(images.relative_to(root).parts if inside else images.parts)
    for place in range(len(parts) - 1, -1, -1):
        if parts[place] == "images":
            parts[place] = "labels"
            return root.joinpath(*parts) if inside else Path(*parts)
    return images


def _below(images: Path, root: Path, pictures: Path | None, split: str) -> Iterator[_Found]:
    labels = _labels_of(images, root)
    files = {path.relative_to(images).with_suffix(""): path for path in _pictures(images)}
    if pictures is not None:
        files |= {path.relative_to(pictures).with_suffix(""): path for path in _pictures(pictures)}
    texts = {path.relative_to(labels).with_suffix("") for path in labels.rglob("*.txt")}
    known = {stem: path for stem, path in files.items() if path.is_relative_to(images) or stem in texts}
    for stem in sorted({*known, *(text for text in texts if text.name != "classes")}):
        path = known.get(stem)
        name = stem.with_suffix(path.suffix) if path else Path(f"{stem}.png")
        yield _Found(_named(images / name, root), path, labels / f"{stem}.txt", split)


def _named(path: Path, root: Path) -> str:
    try:
        parts = path.relative_to(root).parts
    except ValueError:
        return path.name
    return PurePosixPath(*(part for part in parts if part not in ("images", ".."))).as_posix()


def _pictures(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in EXTENSIONS)


def _listed(file: Path, split: str) -> Iterator[_Found]:
    for line in file.read_text(encoding="utf-8-sig", errors="replace").splitlines():
        if line.strip():
            path = file.parent / line.strip()
            labels = _labels_of(path, file.parent).with_suffix(".txt")
            yield _Found(_named(path, file.parent), path if path.is_file() else None, labels, split)


def _picture(found: _Found, names: dict[int, str], notes: Notes) -> Picture:
    if found.path is None:
        problem = f"the picture {found.name} is missing, and no size is told without it"
        raise Wrong(
            "", problem, "Put the picture into images, or name their folder.", ProblemKind.PICTURE_MISSING
        )
    height, width = size = probed_size(found.path)
    lines: Sequence[str] = ()
    if found.labels.is_file():
        try:
            lines = found.labels.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise Wrong("", f"cannot be read ({error})", "Write it anew.") from error
    instances = []
    boxes = 0
    for place, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            instance = _instance(line.split(), size, names)
        except Wrong as error:
            notes.wrong(f"line {place}", error)
            continue
        boxes += len(line.split()) in (5, 6)
        instances.append(instance)
    if boxes:
        problem = f"{boxes} of {len(instances)} lines are boxes, which stand for the masks"
        notes.add("", problem, "Draw their outlines.", ProblemKind.BAD_POLYGON)
    extra = {"split": found.split} if found.split else {}
    return Picture(found.name, width, height, tuple(instances), found.path, None, None, extra)


def _instance(words: list[str], size: tuple[int, int], names: dict[int, str]) -> Instance:
    try:
        values = [float(word) for word in words]
    except ValueError as error:
        raise Wrong("", f"{brief(' '.join(words))} are not all numbers", _REDRAW) from error
    name = names.get(int(values[0])) if values[0].is_integer() else None
    if name is None:
        known = f"0 to {max(names, default=0)}"
        raise Wrong("", f"{words[0]} is no class", f"Use {known}.", ProblemKind.UNKNOWN_CLASS)
    corners = values[1:]
    score = score_of(corners.pop()) if len(corners) % 2 else None
    if len(corners) == 4:
        x, y, width, height = corners
        corners = rectangle(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    if not all(-0.5 <= value <= 1.5 for value in corners):
        remedy = "Divide pixels by the picture's width and height."
        raise Wrong("", "has corners that are no shares of the picture", remedy, ProblemKind.BAD_POLYGON)
    scale = np.tile([size[1], size[0]], len(corners) // 2)
    ring = ring_of((np.array(corners) * scale).tolist(), size, "")
    mask = fill([ring], size)
    if not mask.area:
        raise Wrong("", "holds no pixel of the picture", _REDRAW, ProblemKind.EMPTY)
    return Instance(name, mask, None, score, rings=(ring,))

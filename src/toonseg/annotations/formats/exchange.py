"""One door to all formats: which one a file or folder is, reading it, writing it, and converting."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from toonseg.annotations.collector import collector_held
from toonseg.annotations.formats.coco_folder import read_several
from toonseg.annotations.formats.coco_read import coco_set, is_coco, is_results
from toonseg.annotations.formats.coco_write import write_coco
from toonseg.annotations.formats.cvat_read import is_cvat, read_cvat
from toonseg.annotations.formats.labelme_read import is_labelme, read_labelme
from toonseg.annotations.formats.labelme_write import write_labelme
from toonseg.annotations.formats.maps_read import is_maps, read_maps
from toonseg.annotations.formats.maps_write import write_maps
from toonseg.annotations.formats.parquet import write_parquet
from toonseg.annotations.formats.parquet_read import read_parquet
from toonseg.annotations.formats.pixel_free import read_pixel_free, write_pixel_free
from toonseg.annotations.formats.reading import load_json
from toonseg.annotations.formats.writing import Written
from toonseg.annotations.formats.yolo_read import is_yolo, read_yolo, yaml_of
from toonseg.annotations.formats.yolo_write import write_yolo
from toonseg.annotations.labelset import LabelSet
from toonseg.annotations.problems import Problem
from toonseg.annotations.title import read_title, write_title
from toonseg.classes import ClassList
from toonseg.errors import LabelError, UsageError
from toonseg.workspace import is_title

_HEAD_BYTES = 1_000_000
_KNOWN = "Give labels of COCO, labelme, YOLO, CVAT, Parquet, PNG maps, or a title; or name the format."


class Format(StrEnum):
    """The formats, by the names that the command line has for them."""

    COCO = "coco"
    LABELME = "labelme"
    YOLO = "yolo"
    MAPS = "maps"
    CVAT = "cvat"
    PARQUET = "parquet"
    PIXEL_FREE = "pixel-free"
    TITLE = "title"


@dataclass(frozen=True)
class Converted:
    """What `convert` did: the formats, what was written, and what of the source could not be read."""

    source: Format
    target: Format
    written: Written
    problems: tuple[Problem, ...]


def detect(path: Path) -> Format:
    """The format of the labels at `path`, told by names of files and the beginning of one of them.

    Raises:
        LabelError: There is nothing, or nothing that is known.
    """
    if not path.exists():
        raise LabelError(path, "is not there", "Check the path.")
    found = _of_folder(path) if path.is_dir() else _of_file(path)
    if found is None:
        raise LabelError(path, "holds no labels that are known", _KNOWN)
    return found


def read(
    path: Path,
    format: Format | None = None,
    *,
    pictures: Path | None = None,
    classes: ClassList | None = None,
) -> LabelSet:
    """Read labels of any format.

    Args:
        path: A file or folder.
        format: Its format; told by the file unless given.
        pictures: Folder to look for pictures in, where the format does not tell it (not for titles).
        classes: The classes, for formats whose files name none or others; those of the file unless given.

    Raises:
        LabelError: It is none, is damaged, or is of another format.
        MissingExtraError: The format needs a package that is not installed.
    """
    with collector_held():
        return _read(path, detect(path) if format is None else format, pictures, classes)


def _read(path: Path, chosen: Format, pictures: Path | None, classes: ClassList | None) -> LabelSet:
    if chosen is Format.PARQUET:
        return read_parquet(path, pictures=pictures)
    if chosen is Format.PIXEL_FREE:
        return read_pixel_free(path)
    if chosen is Format.TITLE:
        return read_title(path)
    readers: dict[Format, Callable[..., LabelSet]] = {
        Format.COCO: _read_coco,
        Format.CVAT: _read_coco,
        Format.LABELME: read_labelme,
        Format.YOLO: read_yolo,
        Format.MAPS: read_maps,
    }
    return readers[chosen](path, pictures=pictures, classes=classes)


def _read_coco(path: Path, *, pictures: Path | None, classes: ClassList | None) -> LabelSet:
    if path.is_dir():
        files, one = _jsons(path), partial(_read_coco, pictures=pictures, classes=classes)
        return one(files[0]) if len(files) == 1 else read_several(path, files, one)
    if path.suffix.lower() == ".xml":
        return read_cvat(path, pictures=pictures, classes=classes)
    return coco_set(load_json(path), path, pictures=pictures, classes=classes)


def write(
    labels: LabelSet,
    out: Path,
    format: Format,
    *,
    polygons: bool = False,
    masks: bool = False,
    tolerance: float = 0.0,
    pictures: bool | None = None,
) -> Written:
    """Write labels in any format but pixel-free, which is made of a title's folder (`convert`).

    Args:
        labels: The label set.
        out: The file (COCO, CVAT: .json) or folder; a title's folder gets the labels of its own cuts.
        format: The format.
        polygons: For COCO: polygons instead of run lengths. The others have what they have.
        masks: For labelme: exact mask shapes instead of polygons.
        tolerance: Pixels by which polygons may leave the mask's edge to have fewer corners.
        pictures: Whether pictures come along, as files or (Parquet) as bytes; None for what the format
            needs: yes for YOLO and Parquet, else no.

    Raises:
        UsageError: An option that the format has not.
        LabelError: The set cannot be written so: names of files, no cut of the title.
        WriteError: It could not be written.
    """
    _check_options(format, polygons=polygons, masks=masks, tolerance=tolerance, pictures=pictures)
    needs, wants = pictures is not False, pictures is True
    rings: dict[str, Any] = {"tolerance": tolerance, "pictures": wants}
    writers: dict[Format, Callable[[], Written]] = {
        Format.COCO: lambda: write_coco(labels, _file_in(out), polygons=polygons, **rings),
        Format.CVAT: lambda: write_coco(labels, _file_in(out), polygons=True, attributes=True, **rings),
        Format.LABELME: lambda: write_labelme(labels, out, masks=masks, **rings),
        Format.YOLO: lambda: write_yolo(labels, out, tolerance=tolerance, pictures=needs),
        Format.MAPS: lambda: write_maps(labels, out, pictures=wants),
        Format.PARQUET: lambda: write_parquet(labels, out, embed=needs),
        Format.TITLE: lambda: _home(labels, out),
    }
    if format not in writers:
        problem = "is made of a title, whose pages it names by their hashes"
        raise UsageError(format.value, problem, "Write the labels into the title, then convert that.")
    return writers[format]()


def convert(
    source: str | Path,
    out: str | Path,
    to: Format | str,
    *,
    from_: Format | str | None = None,
    polygons: bool = False,
    masks: bool = False,
    tolerance: float = 0.0,
    pictures: bool | None = None,
    pictures_from: str | Path | None = None,
) -> Converted:
    """Convert labels from one format into another.

    Args:
        source: A file or folder of labels, or a title.
        out: The file or folder to write; for `title` the title's folder.
        to: The format to write: coco, labelme, yolo, maps, cvat, parquet, pixel-free or title.
        from_: The format of `source`; told by its files unless given.
        polygons: For COCO: polygons instead of run lengths.
        masks: For labelme: exact mask shapes instead of polygons.
        tolerance: Pixels by which polygons may leave the mask's edge to have fewer corners.
        pictures: Whether pictures come along; None for what the format needs.
        pictures_from: Folder of the pictures, where `source` does not tell it.

    Returns:
        What was written, and the problems of the source: what is listed there is not in the result.

    Raises:
        UsageError: No such format, or an option that it has not.
        LabelError: The source is none, or cannot be written so.
        WriteError: It could not be written.
    """
    path, target = Path(source), _format(to, "--to")
    origin = detect(path) if from_ is None else _format(from_, "--from")
    if target is Format.PIXEL_FREE:
        _check_options(target, polygons=polygons, masks=masks, tolerance=tolerance, pictures=pictures)
        if origin is not Format.TITLE:
            problem = "is made of a title, whose pages it names by their hashes"
            raise UsageError(Format.PIXEL_FREE.value, problem, "Bring the labels home first: --to title.")
        return Converted(origin, target, write_pixel_free(path, Path(out)), ())
    folder = None if pictures_from is None else Path(pictures_from)
    labels = read(path, origin, pictures=folder)
    written = write(
        labels,
        Path(out),
        target,
        polygons=polygons,
        masks=masks,
        tolerance=tolerance,
        pictures=pictures,
    )
    return Converted(origin, target, written, labels.problems)


def _format(name: Format | str, option: str) -> Format:
    try:
        return Format(name)
    except ValueError:
        choices = ", ".join(Format)
        raise UsageError(option, f"'{name}' is no format", f"Choose one of: {choices}.") from None


def _check_options(
    format: Format, *, polygons: bool, masks: bool, tolerance: float, pictures: bool | None
) -> None:
    rings = (Format.COCO, Format.LABELME, Format.YOLO, Format.CVAT)
    with_pictures = (Format.COCO, Format.LABELME, Format.YOLO, Format.MAPS, Format.CVAT, Format.PARQUET)
    if tolerance < 0:
        raise UsageError("--tolerance", "is less than 0", "Give pixels, such as 0.5.")
    for option, given, formats in (
        ("--polygons", polygons, (Format.COCO,)),
        ("--masks", masks, (Format.LABELME,)),
        ("--tolerance", tolerance > 0, rings),
        ("--pictures", pictures is not None, with_pictures),
    ):
        if given and format not in formats:
            named = ", ".join(formats)
            raise UsageError(option, f"is not for {format.value}", f"It is for: {named}.")
    if tolerance and format is Format.COCO and not polygons:
        raise UsageError("--tolerance", "is for polygons, not for run lengths", "Add --polygons.")


def _file_in(out: Path) -> Path:
    return out if out.suffix.lower() == ".json" else out / "annotations" / "instances_default.json"


def _home(labels: LabelSet, title: Path) -> Written:
    brought = write_title(labels, title)
    counts = f"{brought.new} new, {brought.changed} changed, {brought.untouched} as they were"
    notes = (f"{counts}, {brought.removed} removed", *(str(problem) for problem in brought.problems))
    instances = brought.new + brought.changed + brought.untouched
    return Written(title, len(labels.pictures) - len(brought.problems), instances, notes)


def _of_folder(path: Path) -> Format | None:
    signs: tuple[tuple[Format, Callable[[], bool]], ...] = (
        (Format.TITLE, lambda: is_title(path)),
        (Format.MAPS, lambda: is_maps(path)),
        (Format.PARQUET, lambda: any(path.glob("*.parquet")) or any(path.glob("data/*.parquet"))),
        (Format.YOLO, lambda: is_yolo(path)),
        (Format.COCO, lambda: bool(_jsons(path))),
        (Format.LABELME, lambda: any(_told(file) is Format.LABELME for file in path.rglob("*.json"))),
    )
    return next((format for format, has in signs if has()), None)


def _of_file(path: Path) -> Format | None:
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return Format.PARQUET
    if suffix == ".gz":
        return Format.PIXEL_FREE
    if suffix == ".xml":
        return Format.CVAT if is_cvat(path) else None
    if suffix in (".yaml", ".yml"):
        return Format.YOLO if yaml_of(path) else None
    if suffix == ".json":
        return _of_json(path)
    return _told(path)  # whose errors are of a file that is meant to be JSON


def _of_json(path: Path) -> Format | None:
    """What a JSON file is: by all of it if it is small, by the names in its first megabyte if it is not."""
    try:
        if path.stat().st_size <= _HEAD_BYTES:
            data = load_json(path)
            if isinstance(data, dict) and str(data.get("format", "")).startswith("toonseg pixel-free"):
                return Format.PIXEL_FREE
            if is_labelme(data):
                return Format.LABELME
            return Format.COCO if is_coco(data) or (data and is_results(data)) else None
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise LabelError(path, f"cannot be read ({error.strerror or error})", "Check the path.") from error
    if re.match(rb'\s*\{\s*"format"\s*:\s*"toonseg pixel-free', head):
        return Format.PIXEL_FREE
    if b'"shapes"' in head:
        return Format.LABELME
    keys = (b'"images"', b'"annotations"', b'"categories"', b'"image_id"')
    return Format.COCO if any(key in head for key in keys) else None


def _jsons(folder: Path) -> list[Path]:
    """The COCO files of a folder: in it, in `annotations`, or one in each of its folders as Roboflow's."""
    found = sorted(
        {*folder.glob("*.json"), *folder.glob("annotations/*.json"), *folder.glob("*/*.coco.json")}
    )
    some = []
    for path in found:
        kind = _told(path)
        if kind is Format.LABELME:  # a folder of thousands of these needs no more looks
            return []
        if kind is Format.COCO:
            some.append(path)
    return some


def _told(path: Path) -> Format | None:
    """What a JSON file of a folder is; reading the folder will tell what is wrong with it."""
    try:
        return _of_json(path)
    except LabelError:
        return None

"""Where mended labels go: in place of what they were read from, or elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from toonseg.annotations.check.fix import fix
from toonseg.annotations.formats import Format, detect, write
from toonseg.annotations.formats.coco_write import write_coco
from toonseg.annotations.labels import instance_of, labels_file, labels_of, read_labels, write_labels
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.naming import named_from
from toonseg.errors import UsageError, WriteError
from toonseg.workspace import find_episodes, read_settings, write_bytes

BACKUP = ".bak"


@dataclass(frozen=True)
class Place:
    """Where mended labels go, in which format, and whether what lies there is kept beside it."""

    path: Path
    format: Format
    backup: bool


def mended_place(source: Path, out: Path | None, format: Format | None = None) -> Place:
    """Where to write the mended labels of `source`: `out`, or in its place if it is a COCO file.

    Raises:
        UsageError: The source is anything else, and no `out` is given.
    """
    found = detect(source) if format is None else format
    if out is not None:
        return Place(out, Format.COCO if out.suffix.lower() == ".json" else found, backup=False)
    if not source.is_file():
        problem = f"is a folder of {found.value} labels, which are not mended in place"
        raise UsageError(
            source, problem, "Say where to write what is mended: --out FOLDER, or --out FILE.json."
        )
    return Place(source, found, backup=True)


def write_mended(labels: LabelSet, place: Place) -> tuple[str, ...]:
    """Write mended labels; returns what there is to know of it, a sentence each. Raises WriteError."""
    notes = []
    if place.backup:
        notes.append(f"what it was before is kept: {keep_beside(place.path).name}")
    if place.format is Format.COCO:
        if not place.backup:
            labels = named_from(labels, place.path.parent)
        written = write_coco(labels, place.path, polygons="drawn")
    else:
        written = write(labels, place.path, place.format)
    if labels.problems:
        notes.append(
            f"{len(labels.problems):,} entries could not be read whole, and are not in the new file so"
        )
    return (*notes, *written.notes)


def mend_title(title: Path) -> tuple[str, ...]:
    """Mend the labels of a title's episodes where they lie, whole strips at a time, so that nothing between
    two cuts is lost. Files that change are kept beside themselves.

    Returns:
        What was done, a sentence each; none where there was nothing to do.

    Raises:
        LabelError: A file of labels cannot be read.
        WriteError: One cannot be written.
    """
    classes = read_settings(title).class_list
    done: list[str] = []
    for episode in find_episodes(title):
        path = labels_file(episode)
        if not path.is_file():
            continue
        known = read_labels(path)
        instances = tuple(instance_of(label, path) for label in known.instances)
        strip = Picture(episode.name, known.width, known.height, instances)
        mended = fix(LabelSet((strip,), classes, name=str(path)))
        if not mended.done:
            continue
        done.append(f"{path.name}: what it was before is kept: {keep_beside(path).name}")
        kept = mended.labels.pictures[0].instances
        write_labels(path, labels_of(kept, (known.width, known.height), known.characters))
        done += [f"{path.name}: {sentence}" for sentence in mended.done]
    return tuple(done)


def keep_beside(path: Path) -> Path:
    """Copy a file to its name with .bak; of earlier copies the first stays, and the next get numbers.

    Raises:
        WriteError: It cannot be read or written.
    """
    backup = path.with_name(path.name + BACKUP)
    number = 1
    while backup.exists():
        number += 1
        backup = path.with_name(f"{path.name}{BACKUP}{number}")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WriteError(path, f"cannot be read ({error.strerror or error})", "Check the file.") from error
    write_bytes(backup, data)
    return backup

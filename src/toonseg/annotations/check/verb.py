"""Checks labels of any format where they lie, and writes them mended if asked to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from toonseg.annotations.check.core import check_labels, check_splits, report_of
from toonseg.annotations.check.fix import fix as fixed
from toonseg.annotations.check.place import mend_title, mended_place, write_mended
from toonseg.annotations.check.report import Report
from toonseg.annotations.check.table import class_rows
from toonseg.annotations.formats import Format, read
from toonseg.annotations.labelset import LabelSet
from toonseg.annotations.looks import look_at
from toonseg.annotations.problems import ProblemKind
from toonseg.errors import UsageError
from toonseg.workspace import is_title

PARTS = ("train", "val", "valid", "validation", "test")
"""Names of the parts of a folder of splits: train.json, or a folder train/."""


def check(
    source: LabelSet | str | Path | Sequence[str | Path],
    *,
    fix: bool = False,
    out: str | Path | None = None,
    pictures: bool = True,
    allow: Collection[ProblemKind | str] = (),
    format: Format | None = None,
    jobs: int | None = None,
    on_pictures: Callable[[int, int], None] | None = None,
) -> Report:
    """Check labels: a table of the classes, and everything that is wrong.

    Args:
        source: Labels in any format that toonseg reads, or a label set. Several, or a folder that has train
            and test (train.json or train/), are checked one by one and for pictures that two of them have.
        fix: Mend what is safe (see `check.fix`), in place: what a file said before is kept beside it, with
            ".bak" after its name. The report is of the mended labels.
        out: Where to write what is mended instead: a COCO file (.json), or a folder for labels that are one.
        pictures: Also look at the pictures' files: missing, broken, of another size, near-duplicates.
        allow: Kinds of problems that are none here, such as "overlap".
        format: The format of the source; told by the source unless given.
        jobs: Processes for reading pictures; None for one per core.
        on_pictures: Called with how many pictures have just been read and how many there are.

    Returns:
        The report; of several sets, one of all with `parts`, a report of each.

    Raises:
        UsageError: An unknown kind of problem; labels that can only be mended with `out`.
        LabelError: The source is no set of labels.
        WriteError: The mended labels could not be written.
    """
    kinds = frozenset(_kind(name) for name in allow)
    if isinstance(source, LabelSet):
        if fix:
            raise UsageError("fix", "a label set lies in no file", "Use toonseg.annotations.check.fix.")
        return check_labels(source, pictures=pictures, allow=kinds, jobs=jobs, on_pictures=on_pictures)
    paths = [Path(source)] if isinstance(source, str | Path) else [Path(one) for one in source]
    if len(paths) == 1:
        paths = parts_of(paths[0]) or paths
    if len(paths) == 1:
        labels = _read(paths[0], format)
        if not fix:
            return check_labels(labels, pictures=pictures, allow=kinds, jobs=jobs, on_pictures=on_pictures)
        mended = _mended(paths[0], labels, None if out is None else Path(out), format)
        seen = look_at(mended.labels.pictures, jobs=jobs, on_pictures=on_pictures) if pictures else None
        return replace(report_of(mended.labels, seen, kinds), fixed=mended.done, written=mended.written)
    if fix:
        raise UsageError("--fix", "mends one set of labels at a time", f"Begin with {paths[0]}.")
    sets = {str(path): _read(path, format) for path in paths}
    reports = check_splits(sets, pictures=pictures, allow=kinds, jobs=jobs, on_pictures=on_pictures)
    return _joined(paths, sets, reports)


def parts_of(folder: Path) -> list[Path]:
    """The parts in a folder of splits, train first; none unless there are two or more."""
    if not folder.is_dir():
        return []
    found = []
    for name in PARTS:
        file, inner = folder / f"{name}.json", folder / name
        if file.is_file():
            found.append(file)
        elif inner.is_dir() and any(inner.glob("*.json")):
            found.append(inner)
    return found if len(found) > 1 else []


def _kind(name: ProblemKind | str) -> ProblemKind:
    try:
        return ProblemKind(name)
    except ValueError:
        choices = ", ".join(kind.value for kind in ProblemKind)
        raise UsageError("--allow", f"'{name}' is no kind of problem", f"Choose of: {choices}.") from None


def _read(path: Path, format: Format | None) -> LabelSet:
    """The labels, called by the path that was given, as problems are."""
    return replace(read(path, format), name=str(path))


@dataclass(frozen=True)
class _Mended:
    labels: LabelSet
    done: tuple[str, ...]
    written: str | None


def _mended(path: Path, labels: LabelSet, out: Path | None, format: Format | None) -> _Mended:
    """Mend, and write if there was anything to mend."""
    if out is None and path.is_dir() and is_title(path):
        done = mend_title(path)
        return _Mended(_read(path, format) if done else labels, done, str(path / "labels") if done else None)
    place = mended_place(path, out, format)
    mended = fixed(labels)
    if not mended.done and out is None:
        return _Mended(labels, (), None)
    return _Mended(mended.labels, (*mended.done, *write_mended(mended.labels, place)), str(place.path))


def _joined(paths: list[Path], sets: dict[str, LabelSet], reports: dict[str, Report]) -> Report:
    every = tuple(picture for labels in sets.values() for picture in labels.pictures)
    first = next(iter(sets.values()))
    parts = tuple(reports.values())
    name = str(paths[0].parent) if len({path.parent for path in paths}) == 1 else f"{len(paths)} sets"
    return Report(
        name,
        len(every),
        sum(part.instances for part in parts),
        class_rows(first.with_pictures(every)),
        tuple(problem for part in parts for problem in part.problems),
        parts=parts,
    )

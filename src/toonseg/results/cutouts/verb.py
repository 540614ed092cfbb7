"""`toonseg cutout`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any, get_args

from toonseg.annotations.formats.writing import names_of
from toonseg.errors import SourceError, UsageError
from toonseg.results.cutouts.lifting import COLUMNS, Canvas, Ground, How, Task, lift
from toonseg.results.cutouts.made import Cutouts
from toonseg.results.cutouts.page import PAGE_FILE, write_page
from toonseg.results.cutouts.places import places_of
from toonseg.results.cutouts.sheet import SHEET, write_sheets
from toonseg.results.index import read_index, write_index
from toonseg.results.masked import Masked, content_of, masked
from toonseg.results.rights import make_sure
from toonseg.results.sources import Sources
from toonseg.scale.journal import Journal
from toonseg.scale.resume import Tell, resume_tasks
from toonseg.workspace import remove_leftovers

FOLDER = "cutouts"
_MAKING = 1
"""To be raised where the same settings give other files than before."""


def cutout(
    sources: Sources,
    out: str | Path | None = None,
    *,
    masks: str | Path | None = None,
    only: Sequence[str] = (),
    score: float | None = None,
    have_the_rights: bool = False,
    jobs: int | None = None,
    on_picture: Tell | None = None,
    canvas: Canvas | None = None,
    on: Ground = "nothing",
    margin: int = 0,
    min_area: int = 1,
    border: bool = True,
    bubbles: bool = True,
    sheets: bool = True,
) -> Cutouts:
    """Lift every instance out of its cut: pictures with soft edges, and an index of what each of them is.

    A cut that cannot be used costs only itself. A run that was killed goes on with the same call; what is
    written is byte for byte the same, whatever `jobs` is and however often it was killed.

    Args:
        sources: Titles, episodes, labels, predictions; or pictures, with `masks`.
        out: The folder to write into. <title>/cutouts unless given, else cutouts.
        masks: Labels or predictions of the pictures, instead of their own.
        only: Names of the classes to lift out; all unless given.
        score: Least score of what a model found, 0..1.
        have_the_rights: Says that the pictures may be passed on; kept, so once for a title is enough.
        jobs: Processes; None for one per core.
        on_picture: Told of each cut that is done: its name, its error if it failed, how many there are.
        canvas: "tight": as large as the cutout; "cut": as large as its cut, and in its place there. Tight
            unless given; on white always the cut's.
        on: "nothing": RGBA, a file an instance; "white": as published, a picture a cut and class, in which
            all but the class is white.
        margin: Pixels around a tight cutout, as far as the cut goes.
        min_area: Instances whose masks have fewer pixels are left out.
        border: False leaves out what touches the cut's border.
        bubbles: False leaves out what a speech balloon cuts off.
        sheets: Whether contact sheets are drawn: sheet.html, and a sheet-<class>.png for each class.

    Returns:
        The cutouts in figures, and the rows of the index.

    Raises:
        RightsError: The rights forbid to pass the pictures on, and nobody has said to have them.
        SourceError: A source is not there, or has no instance that fits.
        LabelError: Labels cannot be read.
        UsageError: An option is out of its range, or a class is none.
        WriteError: The disk is full, or the like.
    """
    _check(canvas, on, margin, min_area, score)
    found = masked(sources, masks)
    names = [found.labels.classes.names[index] for index in _indices(found, only)]
    folder = Path(out) if out is not None else (found.title or Path()) / FOLDER
    make_sure(found.labels.rights, found.title or folder, have_the_rights=have_the_rights)
    how = How(
        canvas or ("cut" if on == "white" else "tight"), on, margin, score, min_area, border, bubbles,
        found.labels.rights, found.labels.classes, tuple(names),
    )  # fmt: skip
    places = places_of(found.pictures)
    tasks = [
        Task(picture, places[picture.file], folder, how) for picture in found.pictures if picture.instances
    ]
    journal = Journal(folder, _mark(tasks))
    done = resume_tasks(
        lift, tasks, journal,
        name=lambda task: task.picture.file, content=lambda task: content_of(task.picture),
        there=lambda _task, rows: all((folder / row["file"]).is_file() for row in rows),
        jobs=jobs, tell=on_picture,
    )  # fmt: skip
    journal.settle(list(done.rows))
    rows, errors = [row for some in done.rows.values() for row in some], done.errors
    if not rows and not errors:
        problem = "has no instance that fits what was asked for"
        raise SourceError(
            found.sources[0], problem, "Ask for other classes, a lower --score, or a smaller --min-area."
        )
    _remove_others(folder, rows)
    index = write_index(folder, rows, COLUMNS, rights=how.rights)
    counts = Counter(row["class"] for row in rows)
    ordered = {name: counts[name] for name in names_of(found.labels).names if name in counts}
    files = list(index.files)
    if sheets and rows:
        files += [write_page(folder, rows, ordered, how), *write_sheets(folder, rows, ordered, how)]
    notes = tuple(filter(None, (index.note, found.unused and f"not used: {found.unused}")))
    asked = [one for task in tasks if task.picture.file not in errors for one in task.picture.instances]
    left_out = sum(not names or how.name_of(one) in names for one in asked) - len(rows)
    return Cutouts(folder, tuple(files), tuple(rows), ordered, len(tasks), left_out, done.kept, errors, notes)


def _check(canvas: Canvas | None, on: Ground, margin: int, min_area: int, score: float | None) -> None:
    if canvas is not None and canvas not in get_args(Canvas):
        raise UsageError("--canvas", f"'{canvas}' is none", f"Choose of: {', '.join(get_args(Canvas))}.")
    if on not in get_args(Ground):
        raise UsageError("--on", f"'{on}' is none", f"Choose of: {', '.join(get_args(Ground))}.")
    if on == "white" and canvas == "tight":
        raise UsageError("--on", "white shows whole cuts", "Leave out --canvas tight.")
    if margin < 0:
        raise UsageError("--margin", f"{margin} is no number of pixels", "Give 0 or more.")
    if margin and (on == "white" or canvas == "cut"):
        raise UsageError("--margin", "is for tight cutouts", "Leave it out, or choose --canvas tight.")
    if min_area < 0:
        raise UsageError("--min-area", f"{min_area} is no number of pixels", "Give 0 or more.")
    if score is not None and not 0 <= score <= 1:
        raise UsageError("--score", f"{score:g} is no score", "Give 0 to 1.")


def _indices(found: Masked, only: Sequence[str]) -> list[int]:
    """The classes that are asked for. Raises UsageError where one is none of the labels'."""
    found.picked(only)
    return sorted({index for name in only if (index := found.labels.classes.find(name)) is not None})


def _mark(tasks: Sequence[Task]) -> str:
    """What names the settings."""
    how = [] if not tasks else [repr(tasks[0].how)]
    return json.dumps({"cutouts": _MAKING, "how": how})


def _remove_others(folder: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Remove what an earlier run with other settings wrote and this one did not, and what a kill left."""
    now = {row["file"] for row in rows}
    for row in read_index(folder):
        file = PurePosixPath(str(row.get("file", "")))
        if (
            str(file) not in now
            and file.suffix == ".png"
            and not file.is_absolute()
            and ".." not in file.parts
        ):
            with suppress(OSError):
                (folder / file).unlink(missing_ok=True)
    for old in (folder / PAGE_FILE, *folder.glob(f"{SHEET}-*.png")):
        old.unlink(missing_ok=True)
    remove_leftovers(folder)
    for below in {(folder / row["file"]).parent for row in rows}:
        remove_leftovers(below)

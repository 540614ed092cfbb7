"""The cuts of one call of `colorize`: which are done, which are to be made, which failed."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from toonseg.errors import ToonsegError
from toonseg.results.colorize.gathered import CutMade, Made
from toonseg.results.colorize.making import Task, make
from toonseg.results.colorize.parts import TEST, TRAIN
from toonseg.results.colorize.pieces import WORK_FOLDER, Packed
from toonseg.results.colorize.rows import Row
from toonseg.results.colorize.samples import samples_of
from toonseg.results.colorize.setfile import SetFile, digest_of, whole_set
from toonseg.results.masked import content_of
from toonseg.scale.journal import Journal
from toonseg.scale.resume import Tell, resume_tasks
from toonseg.workspace import remove_leftovers


class Run:
    """The cuts of one call: which are done, which failed."""

    def __init__(
        self, tasks: Sequence[Task], out: Path, settings: tuple[object, ...], tell: Tell | None
    ) -> None:
        self._tasks, self._out, self._settings, self._tell = tasks, out, settings, tell
        self._contents: dict[str, str] = {}
        self._rows: dict[str, list[Row]] = {}
        self.errors: dict[str, ToonsegError] = {}
        self.made = self.kept = 0
        for task in tasks:
            try:
                self._contents[task.cut.file] = f"{content_of(task.cut)} {task.place.key}"
            except ToonsegError as error:
                self.errors[task.cut.file] = error
        self._journal = Journal(tasks[0].pieces.journal, tasks[0].how.mark)

    def made_from(self) -> str:
        """A digest of the settings and of the cuts that did not fail."""
        cuts = [
            (one.place, self._contents[one.cut.file])
            for one in self._tasks
            if one.cut.file not in self.errors
        ]
        return digest_of([*self._settings, *cuts])

    def whole(self) -> SetFile | None:
        """The set of a run before, where shards were put together of just these cuts; the work folder is gone
        then. Folders are looked through picture by picture instead."""
        if self.errors or not isinstance(self._tasks[0].pieces, Packed):
            return None
        before = whole_set(self._out, self.made_from())
        if before is not None:
            shutil.rmtree(self._tasks[0].pieces.journal, ignore_errors=True)
            for task in self._tasks:
                self._told(task.cut.file, None)
        return before

    def cuts(self, jobs: int | None) -> tuple[CutMade, ...]:
        """Make the cuts that are not there yet; all that are there then, in order."""
        for file, error in self.errors.items():
            self._told(file, error)
        for folder in (".", TRAIN, TEST, "annotations", "data", WORK_FOLDER):
            remove_leftovers(self._out / folder)
        self._journal.settle([], others=True)  # from now on the folder is known to be a set
        done = resume_tasks(
            make, [task for task in self._tasks if task.cut.file not in self.errors], self._journal,
            name=lambda task: task.cut.file, content=lambda task: self._contents[task.cut.file],
            there=lambda task, rows: task.pieces.there(task.place, [row["key"] for row in rows]),
            jobs=jobs, tell=self._told,
        )  # fmt: skip
        self._rows, self.kept, self.made = done.rows, done.kept, len(done.rows) - done.kept
        errors = self.errors | done.errors
        self.errors = {
            task.cut.file: errors[task.cut.file] for task in self._tasks if task.cut.file in errors
        }
        return tuple(self._cut(task) for task in self._tasks if self._rows.get(task.cut.file))

    def _told(self, file: str, error: ToonsegError | None, _count: int = 0) -> None:
        if self._tell is not None:
            self._tell(file, error, len(self._tasks))

    def clear(self, made: Made) -> None:
        """Leave what an unbroken run leaves; where cuts failed, all that was made for the next run."""
        if isinstance(made.pieces, Packed) and not self.errors:
            shutil.rmtree(made.pieces.journal, ignore_errors=True)
        else:
            self._journal.settle(list(self._rows))

    def _cut(self, task: Task) -> CutMade:
        cut, rows = task.cut, tuple(self._rows[task.cut.file])
        if cut.size == (0, 0):  # a picture that nobody labelled: it is its one sample
            cut = replace(cut, width=rows[0]["width"], height=rows[0]["height"])
        samples = samples_of(cut, task.place.key, task.how.per, task.how.margin)
        return CutMade(cut, task.place, samples, rows)

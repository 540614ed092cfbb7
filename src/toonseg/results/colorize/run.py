"""The cuts of one call of `colorize`: which are done, which are to be made, which failed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
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
from toonseg.scale import map_tasks
from toonseg.scale.journal import Journal
from toonseg.workspace import remove_leftovers

Tell = Callable[[str, ToonsegError | None, int], None]
"""Told of each cut that is done: its name, its error if it failed, how many there are."""


class Run:
    """The cuts of one call: which are done, which failed."""

    def __init__(self, tasks: Sequence[Task], out: Path, settings: tuple[object, ...], tell: Tell) -> None:
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
                self._tell(task.cut.file, None, len(self._tasks))
        return before

    def cuts(self, jobs: int | None) -> tuple[CutMade, ...]:
        """Make the cuts that are not there yet; all that are there then, in order."""
        count = len(self._tasks)
        for file, error in self.errors.items():
            self._tell(file, error, count)
        rest = []
        for task in self._tasks:
            if task.cut.file in self.errors:
                continue
            rows = self._journal.done(task.cut.file, self._contents[task.cut.file])
            if rows is not None and task.pieces.there(task.place, [row["key"] for row in rows]):
                self._rows[task.cut.file] = rows
                self.kept += 1
                self._tell(task.cut.file, None, count)
            else:
                rest.append(task)
        for folder in (".", TRAIN, TEST, "annotations", "data", WORK_FOLDER):
            remove_leftovers(self._out / folder)
        self._journal.settle([], others=True)  # from now on the folder is known to be a set
        with closing(self._journal):
            for outcome in map_tasks(make, rest, jobs=jobs):
                file = outcome.item.cut.file
                if outcome.result is None:
                    assert outcome.error is not None, "a cut is made or has failed"
                    self.errors[file] = outcome.error
                else:
                    self._journal.add(file, self._contents[file], outcome.result)
                    self._rows[file] = outcome.result
                    self.made += 1
                self._tell(file, outcome.error, count)
        order = [task.cut.file for task in self._tasks]
        self.errors = {file: self.errors[file] for file in order if file in self.errors}
        return tuple(self._cut(task) for task in self._tasks if self._rows.get(task.cut.file))

    def clear(self, made: Made) -> None:
        """Leave what an unbroken run leaves; where cuts failed, all that was made for the next run."""
        if isinstance(made.pieces, Packed) and not self.errors:
            shutil.rmtree(made.pieces.journal, ignore_errors=True)
        else:
            self._journal.settle([task.cut.file for task in self._tasks if task.cut.file in self._rows])

    def _cut(self, task: Task) -> CutMade:
        cut, rows = task.cut, tuple(self._rows[task.cut.file])
        if cut.size == (0, 0):  # a picture that nobody labelled: it is its one sample
            cut = replace(cut, width=rows[0]["width"], height=rows[0]["height"])
        samples = samples_of(cut, task.place.key, task.how.per, task.how.margin)
        return CutMade(cut, task.place, samples, rows)

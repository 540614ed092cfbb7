"""`toonseg experiment`."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn

from toonseg.cli.options import JobsOption, JsonOption
from toonseg.cli.output import console, print_json

if TYPE_CHECKING:
    from toonseg.results.experiments.run import Progress as Told

_PER_MILLE = 1000


def experiment(
    recipe: Annotated[Path, typer.Argument(help="What to train and test: a TOML file.")],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for everything that is written.")],
    device: Annotated[
        str | None, typer.Option("--device", help="cpu, cuda, cuda:1. Default: a GPU if there is one.")
    ] = None,
    jobs: JobsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Train and test what a recipe says, and tell what its figures support; a killed run goes on."""
    from toonseg.results.experiments.record import record_of
    from toonseg.results.experiments.run import REPORT
    from toonseg.results.experiments.run import experiment as run

    columns = (TextColumn("{task.description}"), BarColumn(20), TextColumn("{task.fields[left]}"))
    quiet = as_json or not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=quiet) as bar:
        shown = _Shown(bar, lines=not as_json and not console.is_terminal)

        def say(line: str) -> None:
            if not as_json:
                console.print(line, markup=False, soft_wrap=True)

        done = run(recipe, out, device=device, jobs=jobs, report=shown.tell, say=say)
    if as_json:
        print_json({"ok": True, "folder": str(done.folder), **record_of(done)})
        return
    print(done)
    console.print(f"{done.folder / REPORT} has the tables and plots", markup=False, soft_wrap=True)


class _Shown:
    """What is trained, and how long all of it takes; without a terminal, a line for each training."""

    def __init__(self, bar: Progress, *, lines: bool) -> None:
        self._bar, self._lines = bar, lines
        self._task = bar.add_task("reading", total=_PER_MILLE, left="")
        self._ap = ""

    def tell(self, one: Told) -> None:
        if one.ap is not None:
            self._ap = f"  AP {one.ap:.1f}"
        line = f"{one.number} of {one.of}: {one.doing}{self._ap}"
        left = "" if one.seconds_left is None else _clock(one.seconds_left)
        self._bar.update(self._task, completed=round(_PER_MILLE * one.share), description=line, left=left)
        if one.finished:
            if self._lines:
                console.print(f"{line}  {left}".rstrip(), markup=False, soft_wrap=True)
            self._ap = ""


def _clock(seconds: float) -> str:
    """Hours, minutes and seconds of training that are left."""
    hours, rest = divmod(math.ceil(seconds), 3600)
    clock = f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"
    return f"{clock} of training left"

"""What the verbs print: people read stderr and tables, machines read one JSON object on stdout."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from toonseg.errors import ToonsegError

console = Console(stderr=True, highlight=False)
"""Where people are told things; stdout is kept for results."""


def print_json(result: Mapping[str, Any]) -> None:
    """Print one machine-readable object on stdout."""
    print(json.dumps(result, ensure_ascii=False, default=str))


def print_error(error: ToonsegError, *, as_json: bool = False) -> None:
    """Print an error: as `error: ...` on stderr, or as a JSON object on stdout."""
    if as_json:
        kind = type(error).__name__
        print_json({"ok": False, "error": kind, "subject": error.subject, "message": str(error)})
    else:
        print(f"error: {error}", file=sys.stderr)


def report_failures(failures: Mapping[str, ToonsegError]) -> None:
    """Print each failed item of a batch on stderr."""
    for error in failures.values():
        print_error(error)


class Result(Protocol):
    """What a verb gives that works on many pictures."""

    @property
    def errors(self) -> Mapping[str, ToonsegError]:
        """What went wrong, by picture."""

    def lines(self) -> list[str]:
        """What people are told."""

    def as_json(self) -> dict[str, Any]:
        """What machines are told."""


def print_result(made: Result, *, as_json: bool) -> None:
    """Print what a verb did, and end with exit code 1 where something failed."""
    if as_json:
        print_json(made.as_json())
    else:
        print("\n".join(made.lines()))
    if made.errors:
        raise typer.Exit(1)


@contextmanager
def picture_progress(*, quiet: bool = False) -> Iterator[Callable[[str, ToonsegError | None, int], None]]:
    """A progress bar of pictures: call what it gives with each that is done: its name, its error if it
    failed (printed at once), and how many there are."""
    with progress_bar(quiet=quiet) as bar:
        task = bar.add_task("pictures", total=None)

        def show(_file: str, error: ToonsegError | None, count: int) -> None:
            bar.update(task, advance=1, total=count)
            if error is not None and not quiet:
                print_error(error)

        yield show


@contextmanager
def progress_bar(*, quiet: bool = False) -> Iterator[Progress]:
    """A progress display on stderr; shows itself only where a terminal is attached."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    disabled = quiet or not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=disabled) as bar:
        yield bar

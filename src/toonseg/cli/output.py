"""What the verbs print: people read stderr and tables, machines read one JSON object on stdout."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from toonseg.errors import ToonsegError

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout, nothing else.")]

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

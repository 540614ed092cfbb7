"""`toonseg doctor`."""

from __future__ import annotations

from dataclasses import asdict

import typer
from rich.console import Console
from rich.table import Table

from toonseg.cli.options import JsonOption
from toonseg.cli.output import print_json
from toonseg.health import Report
from toonseg.health import doctor as look

_COLOURS = {"ok": "green", "missing": "yellow", "broken": "red"}


def doctor(*, as_json: JsonOption = False) -> None:
    """Say what is installed, and what each missing part would add."""
    report = look()
    if as_json:
        parts = [asdict(part) | {"name": part.name.strip()} for part in report.parts]
        print_json({"ok": report.ok, "parts": parts})
    else:
        _print(report)
    if not report.ok:
        raise typer.Exit(1)


def _print(report: Report) -> None:
    console = Console(highlight=False, markup=False)
    table = Table(box=None, pad_edge=False)
    for heading in ("part", "state", "found", "for"):
        table.add_column(heading, overflow="fold")
    for part in report.parts:
        table.add_row(
            part.name,
            part.state,
            part.found,
            part.adds,
            style="" if part.state == "ok" else _COLOURS[part.state],
        )
    console.print(table)
    lacking = [part for part in report.parts if part.state != "ok"]
    if not lacking:
        console.print("\nEverything is here.")
        return
    console.print("\nTo get what is not here:")
    for part in lacking:
        what = "needed" if part.core else f"for {part.adds}"
        console.print(f"  {part.install}    # {part.name.strip()}: {what}", soft_wrap=True)

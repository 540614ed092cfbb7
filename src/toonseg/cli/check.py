"""`toonseg check`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toonseg.annotations.check import check as check_labels
from toonseg.annotations.formats import Format
from toonseg.annotations.problems import ProblemKind
from toonseg.cli.options import JobsOption, JsonOption
from toonseg.cli.output import print_json, progress_bar


def check(
    source: Annotated[
        list[Path],
        typer.Argument(
            help="Labels in any format; several, or a folder with train and test, are also compared."
        ),
    ],
    *,
    fix: Annotated[
        bool,
        typer.Option("--fix", help="Mend what is safe, in place; what was there before is kept as .bak."),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="With --fix: write to this file (.json: COCO) or folder instead."),
    ] = None,
    pictures: Annotated[
        bool, typer.Option("--pictures/--no-pictures", help="Also look at the pictures' files.")
    ] = True,
    allow: Annotated[
        list[ProblemKind] | None,
        typer.Option("--allow", help="A kind of problem that is none here; may be given several times."),
    ] = None,
    source_format: Annotated[
        Format | None, typer.Option("--from", help="The format of SOURCE. Default: told by its content.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Print every problem, not five of each kind.")] = False,
    jobs: JobsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check labels: a table of the classes, and everything that is wrong, with the remedy."""
    with progress_bar(quiet=as_json) as bar:
        task = bar.add_task("pictures", total=None)
        report = check_labels(
            source[0] if len(source) == 1 else source,
            fix=fix,
            out=out,
            pictures=pictures,
            allow=allow or (),
            format=source_format,
            jobs=jobs,
            on_pictures=lambda done, total: bar.update(task, advance=done, total=total),
        )
    if as_json:
        print_json(report.as_json())
    else:
        print("\n".join(report.lines(every=every)))
    if not report.ok:
        raise typer.Exit(1)

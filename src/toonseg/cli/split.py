"""`toonseg split`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toonseg.annotations.formats import Format
from toonseg.annotations.split import By
from toonseg.annotations.split import split as split_labels
from toonseg.cli.options import JobsOption, JsonOption
from toonseg.cli.output import console, print_json, progress_bar


def split(
    source: Annotated[Path, typer.Argument(help="Labels in any format.")],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of train.json, test.json and split.json.")],
    by: Annotated[
        By, typer.Option("--by", help="By chance, whole episodes, in folds, or every class in its share.")
    ] = "random",
    test: Annotated[float, typer.Option("--test", help="Share of the test set, 0 to 1.")] = 0.1,
    val: Annotated[float, typer.Option("--val", help="Share of a validation set, 0 to 1; 0: none.")] = 0.0,
    seed: Annotated[int, typer.Option("--seed", help="Another number, another split.")] = 0,
    folds: Annotated[
        int | None,
        typer.Option("--folds", help="Folds of --by kfold (default 5), or of --by stratified."),
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option("--keep", help="Folder of an earlier split, whose pictures stay where they are."),
    ] = None,
    pictures: Annotated[
        bool,
        typer.Option("--pictures/--no-pictures", help="Look for near-duplicates between the parts."),
    ] = True,
    source_format: Annotated[
        Format | None, typer.Option("--from", help="The format of SOURCE. Default: told by its content.")
    ] = None,
    jobs: JobsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Split labelled pictures into training and test sets, and say what they have in common."""
    with progress_bar(quiet=as_json) as bar:
        task = bar.add_task("pictures", total=None)
        result = split_labels(
            source,
            out,
            by=by,
            test=test,
            val=val,
            seed=seed,
            folds=folds,
            keep=keep,
            pictures=pictures,
            format=source_format,
            jobs=jobs,
            on_pictures=lambda done, total: bar.update(task, advance=done, total=total),
        )
    if as_json:
        print_json(result.as_json())
        return
    print("\n".join(result.lines()))
    files = ", ".join(path.relative_to(result.folder).as_posix() for path in result.files.values())
    console.print(f"{result.folder}: {files}, split.json", markup=False, soft_wrap=True)

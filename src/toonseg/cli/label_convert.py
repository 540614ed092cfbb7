"""`toonseg label convert`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from toonseg.annotations.formats import Format
from toonseg.annotations.formats import convert as convert_labels
from toonseg.annotations.problems import Problem
from toonseg.cli.options import JsonOption
from toonseg.cli.output import console, print_json

_SHOWN = 10


def convert(
    source: Annotated[
        Path,
        typer.Argument(help="Labels: a COCO file, a folder of labelme, YOLO, Parquet or PNG maps, a title."),
    ],
    out: Annotated[
        Path, typer.Argument(help="The file (COCO and CVAT: .json) or folder to write, or a title's folder.")
    ],
    *,
    to: Annotated[Format, typer.Option("--to", help="The format to write.")],
    from_: Annotated[
        Format | None, typer.Option("--from", help="The format of SOURCE. Default: told by its files.")
    ] = None,
    polygons: Annotated[
        bool, typer.Option("--polygons", help="For coco: polygons instead of run lengths.")
    ] = False,
    masks: Annotated[
        bool, typer.Option("--masks", help="For labelme: exact mask shapes instead of polygons.")
    ] = False,
    tolerance: Annotated[
        float,
        typer.Option("--tolerance", min=0.0, help="Pixels by which polygons may leave the mask's edge."),
    ] = 0.0,
    pictures: Annotated[
        bool | None,
        typer.Option("--pictures/--no-pictures", help="Copy pictures too. Default: for yolo and parquet."),
    ] = None,
    pictures_from: Annotated[
        Path | None,
        typer.Option("--pictures-from", help="Folder of the pictures, if SOURCE does not tell it."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Convert labels from one format into another."""
    done = convert_labels(
        source,
        out,
        to,
        from_=from_,
        polygons=polygons,
        masks=masks,
        tolerance=tolerance,
        pictures=pictures,
        pictures_from=pictures_from,
    )
    written = done.written
    if as_json:
        print_json(
            {
                "ok": True,
                "from": done.source,
                "to": done.target,
                "out": str(written.out),
                "pictures": written.pictures,
                "instances": written.instances,
                "notes": list(written.notes),
                "problems": [asdict(problem) for problem in done.problems],
            }
        )
        return
    counts = f"{written.pictures:,} pictures, {written.instances:,} instances"
    _print(f"{written.out}: {counts}, from {done.source.value} to {done.target.value}")
    for note in written.notes:
        _print(f"  note: {note}")
    _tell(done.problems)


def _tell(problems: tuple[Problem, ...]) -> None:
    for problem in problems[:_SHOWN]:
        _print(f"  problem: {problem}")
    more = len(problems) - _SHOWN
    if more > 0:
        _print(f"  and {more:,} more; see all with: toonseg check, or --json here")


def _print(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)

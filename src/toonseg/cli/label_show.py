"""`toonseg label show`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toonseg.annotations.formats import Format
from toonseg.annotations.mosaic import show as show_labels
from toonseg.cli.options import JsonOption
from toonseg.cli.output import console, print_json
from toonseg.workspace import is_title


def show(
    source: Annotated[Path, typer.Argument(help="Labels in any format.")],
    *,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="The mosaic: a picture (.png), or a page in one file (.html).")
    ] = Path("mosaic.html"),
    classes: Annotated[
        list[str] | None,
        typer.Option("--class", help="Only instances of this class; may be given several times."),
    ] = None,
    titles: Annotated[
        list[str] | None,
        typer.Option("--title", help="Only this title, episode or folder; may be given several times."),
    ] = None,
    min_area: Annotated[
        float, typer.Option("--min-area", help="Only instances with this share of their picture, 0 to 1.")
    ] = 0.0,
    max_area: Annotated[
        float, typer.Option("--max-area", help="Only instances with at most this share, 0 to 1.")
    ] = 1.0,
    min_score: Annotated[
        float | None, typer.Option("--min-score", help="Only instances with this score, or with none.")
    ] = None,
    number: Annotated[
        int, typer.Option("--number", "-n", min=1, help="At most so many pictures, evenly spread.")
    ] = 48,
    seed: Annotated[
        int | None, typer.Option("--seed", help="Take the pictures by chance, by this number.")
    ] = None,
    source_format: Annotated[
        Format | None, typer.Option("--from", help="The format of SOURCE. Default: told by its content.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Draw a mosaic of labelled pictures, masks in the colours of their classes, to look labels through."""
    shown = show_labels(
        source,
        out,
        classes=classes or (),
        titles=titles or (),
        min_area=min_area,
        max_area=max_area,
        min_score=min_score,
        number=number,
        seed=seed,
        format=source_format,
    )
    if as_json:
        print_json(
            {
                "ok": True,
                "file": str(shown.path),
                "pictures": shown.pictures,
                "instances": shown.instances,
                "classes": shown.classes,
                "left_out": shown.left_out,
            }
        )
        return
    more = f"; {shown.left_out:,} more fit, see --number" if shown.left_out else ""
    text = f"{shown.pictures:,} pictures, {shown.instances:,} instances: {shown.path}{more}"
    console.print(text, markup=False, soft_wrap=True)
    predicted = source / "predictions"
    if not shown.instances and is_title(source) and predicted.is_dir():
        note = f"  note: nobody has labelled it; what was predicted: toonseg label show {predicted}"
        console.print(note, markup=False, soft_wrap=True)

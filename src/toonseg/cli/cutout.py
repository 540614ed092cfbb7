"""`toonseg cutout`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from toonseg.cli.options import (
    JobsOption,
    JsonOption,
    MasksOption,
    OnlyOption,
    RightsOption,
    ScoreOption,
    class_names,
)
from toonseg.cli.output import picture_progress, print_result


def cutout(
    source: Annotated[
        list[Path],
        typer.Argument(help="Titles, episodes, labels, predictions; or pictures, with --masks."),
    ],
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Folder to write into. Default: <title>/cutouts, else cutouts."),
    ] = None,
    masks: MasksOption = None,
    only: OnlyOption = None,
    on: Annotated[
        Literal["nothing", "white"],
        typer.Option("--on", help="White: a picture a cut and class, all but the class white, as published."),
    ] = "nothing",
    canvas: Annotated[
        Literal["tight", "cut"] | None,
        typer.Option("--canvas", help="As large as the cutout, or as its cut. Default: tight."),
    ] = None,
    margin: Annotated[
        int, typer.Option("--margin", min=0, help="Pixels around a tight cutout, as far as the cut goes.")
    ] = 0,
    score: ScoreOption = None,
    min_area: Annotated[int, typer.Option("--min-area", min=0, help="Leave out what has fewer pixels.")] = 1,
    border: Annotated[
        bool, typer.Option("--border/--no-border", help="Whether to take what touches the cut's border.")
    ] = True,
    bubbles: Annotated[
        bool, typer.Option("--bubbles/--no-bubbles", help="Whether to take what a speech balloon cuts off.")
    ] = True,
    sheets: Annotated[
        bool, typer.Option("--sheets/--no-sheets", help="Draw contact sheets: sheet.html, sheet-<class>.png.")
    ] = True,
    have_the_rights: RightsOption = False,
    jobs: JobsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Lift hair and garments out of cuts: RGBA pictures with soft edges, and an index."""
    # Not above: the parser of the command line should not wait for OpenCV.
    from toonseg.results.cutouts import cutout as lift_out

    with picture_progress(quiet=as_json) as show:
        made = lift_out(
            source,
            out,
            masks=masks,
            only=class_names(only),
            score=score,
            have_the_rights=have_the_rights,
            jobs=jobs,
            on_picture=show,
            canvas=canvas,
            on=on,
            margin=margin,
            min_area=min_area,
            border=border,
            bubbles=bubbles,
            sheets=sheets,
        )
    print_result(made, as_json=as_json)

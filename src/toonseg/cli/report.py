"""`toonseg report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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


def report(
    source: Annotated[list[Path], typer.Argument(help="Titles, episodes, labels, predictions, or pictures.")],
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="The HTML file. Default: <title>/report.html, else report.html."),
    ] = None,
    episode: Annotated[
        list[str] | None, typer.Option("--episode", help="Only this episode: 0100. Repeatable.")
    ] = None,
    masks: MasksOption = None,
    only: OnlyOption = None,
    score: ScoreOption = None,
    truth: Annotated[
        Path | None,
        typer.Option(
            "--truth", help="Labels to compare with; labels: the title's own, against its predictions."
        ),
    ] = None,
    experiment: Annotated[
        Path | None, typer.Option("--experiment", help="Folder of a toonseg experiment to show.")
    ] = None,
    cutouts: Annotated[
        Path | None, typer.Option("--cutouts", help="Folder of toonseg cutout. Default: <title>/cutouts.")
    ] = None,
    colouring: Annotated[
        Path | None,
        typer.Option("--colouring", help="Folder of toonseg colorize. Default: <title>/colouring."),
    ] = None,
    palette: Annotated[
        Path | None,
        typer.Option("--palette", help="palette.json of toonseg palette. Default: <title>/palette."),
    ] = None,
    limit_mb: Annotated[
        float, typer.Option("--limit-mb", min=0.5, help="What the file may weigh, in megabytes.")
    ] = 20.0,
    have_the_rights: RightsOption = False,
    jobs: JobsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show cuts, masks and all that is known of them on one HTML page that opens offline."""
    # Not above: the parser of the command line should not wait for ONNX Runtime.
    from toonseg.results.report import report as write_report

    with picture_progress(quiet=as_json) as show:
        made = write_report(
            source,
            out,
            masks=masks,
            only=class_names(only),
            score=score,
            have_the_rights=have_the_rights,
            jobs=jobs,
            on_picture=show,
            episodes=episode or [],
            truth=truth,
            experiment=experiment,
            cutouts=cutouts,
            colouring=colouring,
            palette=palette,
            limit_mb=limit_mb,
        )
    print_result(made, as_json=as_json)

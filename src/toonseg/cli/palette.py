"""`toonseg palette`."""

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


def palette(
    source: Annotated[
        list[Path],
        typer.Argument(help="Titles, episodes, labels, predictions, or pictures with --masks."),
    ],
    *,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder. Default: <title>/palette, else palette.")
    ] = None,
    toml: Annotated[
        Path | None, typer.Option("--toml", help="Also write the colours as `recolor --palette` reads them.")
    ] = None,
    masks: MasksOption = None,
    only: OnlyOption = None,
    score: ScoreOption = None,
    no_pictures: Annotated[
        bool, typer.Option("--no-pictures", help="A page of colours alone, without a pixel of the title.")
    ] = False,
    have_the_rights: RightsOption = False,
    jobs: JobsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make the colour bible of a title: its characters and their colours, as a page and as JSON."""
    # Not above: the parser of the command line should not wait for NumPy and OpenCV.
    from toonseg.results.palettes import palette as make_palette

    with picture_progress(quiet=as_json) as show:
        made = make_palette(
            source,
            out,
            masks=masks,
            only=class_names(only),
            score=score,
            pictures=not no_pictures,
            toml=toml,
            have_the_rights=have_the_rights,
            jobs=jobs,
            on_picture=show,
        )
    print_result(made, as_json=as_json)

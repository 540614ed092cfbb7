"""`toonseg recolor`."""

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


def recolor(
    source: Annotated[list[Path], typer.Argument(help="Titles, episodes, labels, predictions, or pictures.")],
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Folder. Default: <title>/recoloured, else recoloured."),
    ] = None,
    color: Annotated[
        str | None, typer.Option("--color", help='The new colour: "#7a3b9f", or a name of CSS such as teal.')
    ] = None,
    palette: Annotated[
        Path | None,
        typer.Option("--palette", help="TOML with colours by character and class, instead of --color."),
    ] = None,
    masks: MasksOption = None,
    only: OnlyOption = None,
    character: Annotated[
        str | None,
        typer.Option("--character", help="Only what belongs to these, as labels name them: 0,mina."),
    ] = None,
    instance: Annotated[
        list[int] | None,
        typer.Option("--instance", min=1, help="Only this instance: its id, else its number. Repeatable."),
    ] = None,
    score: ScoreOption = None,
    lightness: Annotated[
        float,
        typer.Option("--lightness", min=0.0, max=1.0, help="How far lightness moves too. Default: 0, not."),
    ] = 0.0,
    every: Annotated[bool, typer.Option("--all", help="Also write pictures where nothing changes.")] = False,
    sheet: Annotated[
        Path | None, typer.Option("--sheet", help="PNG with pictures before and after, side by side.")
    ] = None,
    have_the_rights: RightsOption = False,
    jobs: JobsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give hair or clothes other colours; lines, lights and shading stay."""
    # Not above: the parser of the command line should not wait for ONNX Runtime.
    from toonseg.results.recolor import recolor as recolor_pictures

    with picture_progress(quiet=as_json) as show:
        made = recolor_pictures(
            source,
            out,
            color=color,
            palette=palette,
            masks=masks,
            only=class_names(only),
            character=class_names(character),
            instance=instance or (),
            score=score,
            lightness=lightness,
            every=every,
            sheet=sheet,
            have_the_rights=have_the_rights,
            jobs=jobs,
            on_picture=show,
        )
    print_result(made, as_json=as_json)

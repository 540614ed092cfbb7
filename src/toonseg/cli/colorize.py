"""`toonseg colorize`."""

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
from toonseg.results.colorize.samples import Per
from toonseg.results.colorize.setfile import Layout
from toonseg.results.lineart import Fills, LineArt


def colorize(
    source: Annotated[
        list[Path],
        typer.Argument(help="Titles, episodes, labels or predictions; or pictures, with --masks."),
    ],
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Folder of the set. Default: <title>/colouring, else colouring."),
    ] = None,
    layout: Annotated[
        Layout, typer.Option("--layout", help="Folders, tar shards, a Hugging Face dataset, or no pictures.")
    ] = "paired",
    per: Annotated[Per, typer.Option("--per", help="A sample is a cut, or an instance.")] = "cut",
    margin: Annotated[
        int, typer.Option("--margin", min=0, help="With --per instance: pixels around it.")
    ] = 16,
    masks: MasksOption = None,
    only: OnlyOption = None,
    score: ScoreOption = None,
    min_instances: Annotated[
        int, typer.Option("--min-instances", min=0, help="Leave out cuts with fewer.")
    ] = 1,
    min_area: Annotated[
        int, typer.Option("--min-area", min=1, help="Leave out instances with fewer pixels.")
    ] = 1,
    test: Annotated[
        float, typer.Option("--test", min=0.0, max=1.0, help="Share of episodes to test on; 0: none.")
    ] = 0.1,
    seed: Annotated[int, typer.Option("--seed", help="Another number, other test episodes.")] = 0,
    swatches: Annotated[
        int, typer.Option("--swatches", min=1, max=16, help="Most colours of a palette.")
    ] = 5,
    ink: Annotated[
        float, typer.Option("--ink", min=0.01, max=0.5, help="Line art: how dark ink is; 0.01: pencil.")
    ] = LineArt.ink,
    edges: Annotated[
        float | None,
        typer.Option(
            "--edges", min=0.0, max=1.0, help="Line art: edges of colours. Default: where ink lacks."
        ),
    ] = None,
    fills: Annotated[
        Fills, typer.Option("--fills", help="Line art: black areas as outlines, or black.")
    ] = LineArt.fills,
    line_weight: Annotated[
        float, typer.Option("--line-weight", min=-2.0, max=4.0, help="Line art: pixels to thicken lines by.")
    ] = LineArt.weight,
    shard_mb: Annotated[
        int, typer.Option("--shard-mb", min=1, help="Megabytes at which a further shard is begun.")
    ] = 500,
    sheet: Annotated[
        bool, typer.Option("--sheet/--no-sheet", help="Also draw the first samples side by side: sheet.png.")
    ] = False,
    rights: RightsOption = False,
    jobs: JobsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a colouring set: line art, grey, flat colours, colour, masks, palettes, prompts."""
    # Not above: the parser of the command line should not wait for ONNX Runtime.
    from toonseg.results.colorize import colorize as make_set

    with picture_progress(quiet=as_json) as show:
        made = make_set(
            source,
            out,
            masks=masks,
            only=class_names(only),
            score=score,
            have_the_rights=rights,
            jobs=jobs,
            on_picture=show,
            layout=layout,
            per=per,
            margin=margin,
            min_instances=min_instances,
            min_area=min_area,
            test=test,
            seed=seed,
            swatches=swatches,
            lines=LineArt(ink=ink, edges=edges, fills=fills, weight=line_weight),
            shard_mb=shard_mb,
            sheet=sheet,
        )
    print_result(made, as_json=as_json)

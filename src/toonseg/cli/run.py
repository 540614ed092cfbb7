"""`toonseg run`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from toonseg.cli.options import (
    CarefulOption,
    DeviceOption,
    JobsOption,
    JsonOption,
    ModelOption,
    OnlyOption,
    RightsOption,
    ScoreOption,
    class_names,
)
from toonseg.cli.output import console, picture_progress, print_result, report_failures
from toonseg.errors import ToonsegError


def run(
    source: Annotated[
        str,
        typer.Argument(
            help="Address of an episode or a title; a folder, .cbz, .zip, .pdf; a title's folder."
        ),
    ],
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="The title's folder. Default: named after the title."),
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", help="First episode: its number, or text of its title.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", help="Last episode: its number, or text of its title.")
    ] = None,
    site: Annotated[
        Path | None, typer.Option("--site", help="TOML file with the CSS selectors of another site.")
    ] = None,
    browser: Annotated[
        bool | None,
        typer.Option("--browser/--no-browser", help="Use Chrome or Chromium. Default: where it is needed."),
    ] = None,
    model: ModelOption = None,
    device: DeviceOption = None,
    only: OnlyOption = None,
    score: ScoreOption = None,
    careful: CarefulOption = False,
    layout: Annotated[
        Literal["paired", "webdataset", "hf", "pixel-free"],
        typer.Option("--layout", help="Of the colouring set: what the trainer reads."),
    ] = "paired",
    without: Annotated[
        str | None,
        typer.Option("--without", help="What not to make: predict,cutouts,colouring,palette,report."),
    ] = None,
    have_the_rights: RightsOption = False,
    jobs: JobsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Get, cut, predict, and make cutouts, a colouring set, a colour bible and the report, in one go."""
    # Not above: the parser of the command line should not wait for ONNX Runtime.
    from toonseg.results.run import Step
    from toonseg.results.run import run as run_all

    def tell(step: Step) -> None:
        if not as_json:
            text = f"{step.name:<9} {step.seconds:6.1f} s  {step.text}"
            console.print(text, markup=False, soft_wrap=True)

    told: set[str] = set()

    with picture_progress(quiet=as_json) as show:

        def look(file: str, error: ToonsegError | None, count: int) -> None:
            told.update([file] if error is not None else [])
            show(file, error, count)

        made = run_all(
            source,
            out,
            first=first,
            last=last,
            site=site,
            browser=browser,
            model=model,
            device=device,
            only=class_names(only),
            score=score,
            careful=careful,
            layout=layout,
            without=class_names(without),
            have_the_rights=have_the_rights,
            jobs=jobs,
            on_step=tell,
            on_picture=look,
        )
    if not as_json:
        report_failures({name: error for name, error in made.errors.items() if name not in told})
    print_result(made, as_json=as_json)

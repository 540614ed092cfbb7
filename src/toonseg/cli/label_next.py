"""`toonseg label next`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toonseg.cli.options import DeviceOption, JobsOption, JsonOption, ModelOption
from toonseg.cli.output import picture_progress, print_json


def next_(
    source: Annotated[
        list[Path], typer.Argument(help="Titles, labels in any format, or folders of pictures.")
    ],
    *,
    model: ModelOption = None,
    number: Annotated[int, typer.Option("--count", "-n", min=1, help="How many cuts to name.")] = 20,
    device: DeviceOption = None,
    jobs: JobsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Name the unlabelled cuts that a model would learn most from, and say why."""
    from toonseg.model.next_cuts import next_to_label

    with picture_progress(quiet=as_json) as show:
        found = next_to_label(
            source, count=number, model=model, device=device, jobs=jobs, on_picture=show
        )  # fmt: skip
    if as_json:
        print_json(found.as_json())
    else:
        print("\n".join(found.lines()))
    if found.errors:
        raise typer.Exit(1)

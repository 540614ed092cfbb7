"""`toonseg label next`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toonseg.cli.output import JsonOption, print_error, print_json, progress_bar
from toonseg.errors import ToonsegError


def next_(
    source: Annotated[
        list[Path], typer.Argument(help="A title, labels in any format, or folders of pictures.")
    ],
    *,
    model: Annotated[
        Path | None,
        typer.Option(
            "--model", "-m", help=".onnx or .safetensors, or a training. Default: those in the box."
        ),
    ] = None,
    number: Annotated[int, typer.Option("--count", "-n", min=1, help="How many cuts to name.")] = 20,
    device: Annotated[
        str | None, typer.Option("--device", help="cpu, cuda, cuda:1, ... Default: cpu.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, help="Processes. Default: one per core.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Name the unlabelled cuts that a model would learn most from, and say why."""
    from toonseg.model.next_cuts import next_to_label

    with progress_bar(quiet=as_json) as bar:
        task = bar.add_task("pictures", total=None)

        def show(_file: str, error: ToonsegError | None, count: int) -> None:
            bar.update(task, advance=1, total=count)
            if error is not None and not as_json:
                print_error(error)

        found = next_to_label(
            source, count=number, model=model, device=device, jobs=jobs, on_picture=show
        )  # fmt: skip
    if as_json:
        print_json(found.as_json())
    else:
        print("\n".join(found.lines()))
    if found.errors:
        raise typer.Exit(1)

"""`toonseg predict`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toonseg.cli.output import JsonOption, print_error, print_json, progress_bar
from toonseg.errors import ToonsegError


def predict(
    source: Annotated[
        list[Path],
        typer.Argument(help="Pictures, folders, a title or an episode of it, or labels: their pictures."),
    ],
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="COCO file. Default: predictions.json; of a title: <title>/predictions/<episode>.json.",
        ),
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option(
            "--model", "-m", help=".onnx or .safetensors, or a training. Default: those in the box."
        ),
    ] = None,
    only: Annotated[
        str | None, typer.Option("--only", help="Classes to look for, with commas between: hair,outer.")
    ] = None,
    coco: Annotated[
        Path | None,
        typer.Option("--coco", help="A COCO file of the pictures: write COCO results with its ids."),
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option("--threshold", min=0.0, max=1.0, help="Least score, 0 to 1. Default: the model's best."),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Keep everything down to a score of 0.05, as AP wants it.")
    ] = False,
    device: Annotated[
        str | None, typer.Option("--device", help="cpu, cuda, cuda:1, ... Default: cpu.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, help="Processes. Default: one per core.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Find hair and garments in pictures: COCO with masks and scores."""
    # Not above: the parser of the command line should not wait for ONNX Runtime.
    from toonseg.model.predicting import predict as predict_pictures

    with progress_bar(quiet=as_json) as bar:
        task = bar.add_task("pictures", total=None)

        def show(_file: str, error: ToonsegError | None, count: int) -> None:
            bar.update(task, advance=1, total=count)
            if error is not None and not as_json:
                print_error(error)

        made = predict_pictures(
            source,
            out,
            model=model,
            only=[] if only is None else [name for name in only.split(",") if name.strip()],
            coco=coco,
            threshold=threshold,
            every=every,
            device=device,
            jobs=jobs,
            on_picture=show,
        )
    if as_json:
        print_json(made.as_json())
    else:
        print("\n".join(made.lines()))
    if made.errors:
        raise typer.Exit(1)

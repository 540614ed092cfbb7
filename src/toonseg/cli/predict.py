"""`toonseg predict`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toonseg.cli.options import (
    CarefulOption,
    DeviceOption,
    JobsOption,
    JsonOption,
    ModelOption,
    OnlyOption,
    class_names,
)
from toonseg.cli.output import picture_progress, print_result


def predict(
    source: Annotated[
        list[Path],
        typer.Argument(help="Pictures, folders, titles or episodes of them, or labels: their pictures."),
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
    model: ModelOption = None,
    only: OnlyOption = None,
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
    careful: CarefulOption = False,
    device: DeviceOption = None,
    jobs: JobsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find hair and garments in pictures: COCO with masks and scores."""
    # Not above: the parser of the command line should not wait for ONNX Runtime.
    from toonseg.model.predicting import predict as predict_pictures

    with picture_progress(quiet=as_json) as show:
        made = predict_pictures(
            source,
            out,
            model=model,
            only=class_names(only),
            coco=coco,
            threshold=threshold,
            every=every,
            careful=careful,
            device=device,
            jobs=jobs,
            on_picture=show,
        )
    print_result(made, as_json=as_json)

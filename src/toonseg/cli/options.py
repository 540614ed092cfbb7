"""Options that several verbs take, worded once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout, nothing else.")]
ModelOption = Annotated[
    Path | None,
    typer.Option("--model", "-m", help=".onnx or .safetensors, or a training. Default: those in the box."),
]
DeviceOption = Annotated[
    str | None, typer.Option("--device", help="cpu, cuda, cuda:1, ... Default: cpu.")
]  # fmt: skip
JobsOption = Annotated[
    int | None, typer.Option("--jobs", min=1, help="Processes. Default: one per core.")
]  # fmt: skip
CarefulOption = Annotated[
    bool, typer.Option("--careful", help="Look at each picture four times: better masks, six times the time.")
]
MasksOption = Annotated[
    Path | None,
    typer.Option(
        "--masks", help="Labels or predictions of these pictures, of any format. Default: their own."
    ),
]
OnlyOption = Annotated[
    str | None, typer.Option("--only", help="Classes to take, with commas between: hair,outer.")
]  # fmt: skip
ScoreOption = Annotated[
    float | None, typer.Option("--score", min=0.0, max=1.0, help="Least score of what a model found, 0 to 1.")
]
RightsOption = Annotated[
    bool,
    typer.Option(
        "--i-have-the-rights", help="The pictures are yours, or you have the owner's leave. Once a title."
    ),
]


def class_names(only: str | None) -> list[str]:
    """The classes of `--only`."""
    return [] if only is None else [name.strip() for name in only.split(",") if name.strip()]

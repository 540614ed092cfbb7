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

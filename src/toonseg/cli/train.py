"""`toonseg train`."""

from __future__ import annotations

import math
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, Progress, TextColumn

from toonseg.annotations.formats import Format
from toonseg.cli.options import JobsOption, JsonOption
from toonseg.cli.output import console, print_json
from toonseg.model.maskrcnn.design import NetworkKind

if TYPE_CHECKING:
    from toonseg.model.train.fit import Trained
    from toonseg.model.train.loop import Report

_PER_MILLE = 1000


def train(
    source: Annotated[Path, typer.Argument(help="Labels in any format.")],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="The run folder.")],
    val: Annotated[
        Path | None,
        typer.Option("--val", help="Labels that choose the best weights. Default: some of SOURCE."),
    ] = None,
    hold_out: Annotated[
        float | None,
        typer.Option("--hold-out", help="Share of SOURCE that is held back for that, 0 to 1; 0: none."),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option("--from", help="Weights to begin with: a file, a run folder, box, coco or scratch."),
    ] = None,
    recipe: Annotated[Path | None, typer.Option("--recipe", help="Settings: a TOML file.")] = None,
    few: Annotated[
        bool, typer.Option("--few", help="Choose settings for 5 to 50 labelled cuts, for some minutes.")
    ] = False,
    network: Annotated[
        NetworkKind | None, typer.Option("--network", help="Default: that of --from, else the compact one.")
    ] = None,
    steps: Annotated[int | None, typer.Option("--steps", min=1, help="Steps to train.")] = None,
    minutes: Annotated[
        float | None, typer.Option("--minutes", min=0.01, help="Minutes to train, instead of steps.")
    ] = None,
    batch: Annotated[int | None, typer.Option("--batch", min=1, help="Samples of a step.")] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", min=0, help="Of samples and of what is held back.")
    ] = None,
    device: Annotated[
        str | None, typer.Option("--device", help="cpu, cuda, cuda:1. Default: a GPU if there is one.")
    ] = None,
    export: Annotated[bool, typer.Option("--export", help="Also write best.onnx.")] = False,
    source_format: Annotated[
        Format | None, typer.Option("--format", help="The format of SOURCE. Default: told by its content.")
    ] = None,
    jobs: JobsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Train a network on labelled cuts, from scratch or from other weights; a killed run goes on."""
    from toonseg.model.train.run import train as train_labels

    # Of the processes that torchrun starts, all but the first are silent.
    other = "WORLD_SIZE" in os.environ and os.environ.get("RANK", "0") != "0"
    quiet = as_json or other
    with _bar(quiet=quiet) as bar:
        shown = _Shown(bar, lines=not (quiet or console.is_terminal))

        def say(line: str) -> None:
            if not quiet:
                console.print(line, markup=False, soft_wrap=True)

        trained = train_labels(
            source,
            out,
            validation=val,
            hold_out=hold_out,
            start=start,
            recipe=recipe,
            few=few,
            network=network,
            steps=steps,
            minutes=minutes,
            batch=batch,
            seed=seed,
            device=device,
            export=export,
            jobs=jobs,
            format=source_format,
            report=shown.step,
            say=say,
        )
    if other:
        return
    if as_json:
        print_json(_as_json(trained))
        return
    if trained.evaluation is not None:
        print(trained.evaluation)
    print(trained)
    console.print(f"{trained.folder}: README.md tells what it is", markup=False, soft_wrap=True)


def _bar(*, quiet: bool) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(20), TextColumn("{task.fields[left]}"))
    return Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal)


class _Shown:
    """Where training is: step, loss parts, AP, time left; without a terminal, a line for each validation."""

    def __init__(self, bar: Progress, *, lines: bool) -> None:
        self._bar, self._lines = bar, lines
        self._task = bar.add_task("reading", total=_PER_MILLE, left="")
        self._parts: dict[str, float] = {}
        self._ap = ""
        self._begun: tuple[float, float] | None = None

    def step(self, one: Report) -> None:
        for name, value in one.losses.items():
            self._parts[name] = 0.95 * self._parts.get(name, value) + 0.05 * value
        if one.ap is not None:
            self._ap = f"  AP {100 * one.ap:.1f}"
        parts = " ".join(f"{name} {value:.2f}" for name, value in self._parts.items())
        line = f"step {one.step:,}  {parts}{self._ap}"
        if self._lines and one.ap is not None:
            console.print(f"{line}  {one.seconds / 60:.1f} min", markup=False, soft_wrap=True)
        self._begun = self._begun or (time.monotonic(), one.progress)
        left = _left(one.progress, self._begun)
        self._bar.update(self._task, completed=round(_PER_MILLE * one.progress), description=line, left=left)


def _left(progress: float, begun: tuple[float, float]) -> str:
    """The time left, by that since the first step of this call."""
    done = progress - begun[1]
    if done <= 0:
        return ""
    seconds = math.ceil((time.monotonic() - begun[0]) / done * max(0.0, 1 - progress))
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d} left" if hours else f"{rest // 60}:{rest % 60:02d} left"


def _as_json(trained: Trained) -> dict[str, Any]:
    from toonseg.evaluation.asjson import evaluation_json

    found = trained.evaluation
    return {
        "ok": True,
        "folder": str(trained.folder),
        "best": str(trained.best),
        "onnx": None if trained.onnx is None else str(trained.onnx),
        "steps": trained.steps,
        "best_step": trained.card.step,
        "ap": None if trained.card.ap is None else 100 * trained.card.ap,
        "began_at": None if trained.begun_at is None else 100 * trained.begun_at,
        "threshold": trained.card.threshold,
        "classes": list(trained.card.classes),
        "left_out": trained.left_out,
        "notes": list(trained.notes),
        "evaluation": None if found is None else evaluation_json(found),
    }

"""`toonseg eval`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from toonseg.cli.options import JsonOption
from toonseg.cli.output import console, print_json, progress_bar
from toonseg.errors import UsageError
from toonseg.evaluation import compare, evaluate
from toonseg.evaluation.asjson import comparison_json, evaluation_json
from toonseg.evaluation.evaluate import MAX_DETS, RESAMPLES
from toonseg.evaluation.plots import write_plots
from toonseg.evaluation.slices import By
from toonseg.workspace import write_text


def eval_(
    *,
    truth: Annotated[
        Path, typer.Option("--truth", help="The labels: a COCO file, a labelme folder, a title, ...")
    ],
    pred: Annotated[
        Path,
        typer.Option("--pred", help="The predictions: COCO results, or labels with scores in any format."),
    ],
    against: Annotated[
        Path | None,
        typer.Option(
            "--against", help="Other predictions: say by how much --pred is better, and how surely."
        ),
    ] = None,
    by: Annotated[
        By | None,
        typer.Option(
            "--by", help="Also give figures by title or episode. Default: by title if there are several."
        ),
    ] = None,
    max_dets: Annotated[
        int, typer.Option("--max-dets", min=1, help="Predictions of a class that count in a cut, the surest.")
    ] = MAX_DETS,
    resamples: Annotated[
        int, typer.Option("--resamples", min=0, help="Resamples of the cuts for 95 % intervals; 0 for none.")
    ] = RESAMPLES,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of the resamples.")] = 0,
    plots: Annotated[
        Path | None, typer.Option("--plots", help="Folder to write plots to, as SVG and, if possible, PNG.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Also write the figures to this JSON file.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare predictions with labels: COCO's AP of boxes and masks, intervals, errors, plots."""
    if out is not None and out.is_dir():
        raise UsageError(out, "is a folder", "Name a .json file.")
    with progress_bar(quiet=as_json) as bar:
        task = bar.add_task("reading", total=None)

        def show(step: str) -> None:
            bar.update(task, description=step)

        settings = {"max_dets": max_dets, "resamples": resamples, "seed": seed}
        comparison = None
        if against is None:
            evaluation = evaluate(truth, pred, by=by, on_step=show, **settings)
        else:
            comparison = compare(truth, pred, against, by=by, on_step=show, **settings)
            evaluation = comparison.predictions
        drawn = [] if plots is None else write_plots(evaluation, plots)
    found = evaluation_json(evaluation) if comparison is None else comparison_json(comparison)
    result = {"ok": True, **found, "plots": [str(path) for path in drawn]}
    if out is not None:
        write_text(out, json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    if as_json:
        print_json(result)
        return
    print(evaluation)
    if comparison is not None:
        print(f"\n{comparison}")
    if drawn:
        console.print(f"{len(drawn)} plots in {plots}", markup=False, soft_wrap=True)

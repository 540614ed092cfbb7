"""`toonseg demo`."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toonseg.cli.options import JsonOption
from toonseg.cli.output import console, print_json

if TYPE_CHECKING:
    from toonseg.tour import DemoResult, Step


def demo(
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for everything that is written.")] = Path(
        "demo-out"
    ),
    seed: Annotated[
        int | None, typer.Option("--seed", min=0, help="Which title is drawn. Default: 2.")
    ] = None,
    browser: Annotated[
        bool | None,
        typer.Option(
            "--browser/--no-browser", help="Get the pages with Chrome or Chromium. Default: if there is one."
        ),
    ] = None,
    show: Annotated[bool, typer.Option("--open", help="Open the report in your browser at the end.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Draw two episodes, get them from a site on this machine, and do all the rest: ends with the report."""

    # Not above: the parser of the command line should not wait for the drawing of titles.
    from toonseg.tour import demo as run_demo
    from toonseg.tour.walk import SEED

    def tell(step: Step) -> None:
        if not as_json:
            console.print(f"{step.name:<9} {step.seconds:6.1f} s  {step.text}", markup=False, soft_wrap=True)

    result = run_demo(out, seed=SEED if seed is None else seed, browser=browser, on_step=tell)
    if as_json:
        print_json({"ok": True, **_as_json(result)})
    else:
        seconds = sum(step.seconds for step in result.steps)
        console.print(
            f"done      {seconds:6.1f} s  look at {result.report}",
            markup=False,
            soft_wrap=True,
        )
    if show:
        webbrowser.open(result.report.resolve().as_uri())


def _as_json(result: DemoResult) -> dict[str, object]:
    return {
        "folder": str(result.folder),
        "browser": result.browser,
        "pages": result.pages,
        "fetched": result.fetched,
        "recall": result.recall,
        "precision": result.precision,
        "preview": str(result.preview),
        "masks": {
            "cuts": result.masks.cuts,
            "instances_drawn": result.masks.there,
            "instances_found": result.masks.found,
            "instances_right": result.masks.right,
        },
        "files": {name: str(path) for name, path in result.files.items()},
        "episodes": [
            {
                "episode": episode.name,
                "pages": episode.pages,
                "panels_drawn": episode.there,
                "panels_found": episode.found,
                "panels_right": episode.right,
                "preview": str(episode.preview),
            }
            for episode in result.episodes
        ],
        "steps": [{"step": s.name, "seconds": round(s.seconds, 3), "text": s.text} for s in result.steps],
    }

"""`toonseg label rehydrate`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from toonseg.annotations.formats import Format
from toonseg.annotations.rehydrate import Rehydrated
from toonseg.annotations.rehydrate import rehydrate as rehydrate_labels
from toonseg.annotations.shelf import Found
from toonseg.cli.options import JsonOption
from toonseg.cli.output import console, print_json, progress_bar

_SHOWN = 20


def rehydrate(
    file: Annotated[Path, typer.Argument(help="The pixel-free file (.json or .json.gz).")],
    *,
    pages: Annotated[
        Path, typer.Option("--pages", help="Your pages: a folder with anything in it, an archive, a title.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the cuts and their labels.")],
    to: Annotated[
        Format, typer.Option("--to", help="Format of the labels; not pixel-free, nor title.")
    ] = Format.COCO,
    allow_reencoded: Annotated[
        bool,
        typer.Option("--allow-reencoded", help="Take pages of the same size that look the same, too."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Make cuts of shared labels from your own copy of the episodes."""
    with progress_bar(quiet=as_json) as bar:
        episodes = bar.add_task("episodes", total=None)
        done = rehydrate_labels(
            file,
            pages,
            out,
            to=to,
            allow_reencoded=allow_reencoded,
            on_episode=lambda _, count: bar.update(episodes, advance=1, total=count),
        )
    if as_json:
        print_json(_as_json(done))
    else:
        _tell(done, out)
    if not done.complete:
        raise typer.Exit(1)


def _tell(done: Rehydrated, out: Path) -> None:
    states = Counter(page.state for page in done.pages)
    found = ", ".join(f"{count} {state}" for state, count in states.items())
    _print(f"pages: {found}")
    for page in done.missing[:_SHOWN]:
        _print(f"  episode {page.episode}, page {page.page.file}: {_state(page)}. {page.remedy}")
    if len(done.missing) > _SHOWN:
        _print(f"  and {len(done.missing) - _SHOWN} more; see all with --json")
    for note in (*done.notes, *(done.written.notes if done.written is not None else ())):
        _print(f"  note: {note}")
    for problem in done.labels.problems[:_SHOWN]:
        _print(f"  problem: {problem}")
    where = out if done.written is None else done.written.out
    _print(f"cuts: {done.made} made, {done.kept} kept, {len(done.left_out)} left out; {where}")


def _state(page: Found) -> str:
    return f"{page.state} ({page.where})" if page.where else page.state


def _as_json(done: Rehydrated) -> dict[str, object]:
    return {
        "ok": done.complete,
        "made": done.made,
        "kept": done.kept,
        "left_out": list(done.left_out),
        "labels": None if done.written is None else str(done.written.out),
        "instances": sum(len(picture.instances) for picture in done.labels.pictures),
        "pages": [
            {
                "episode": page.episode,
                "page": page.page.file,
                "state": page.state,
                "used": page.file is not None,
                "where": page.where or None,
                "remedy": page.remedy or None,
            }
            for page in done.pages
        ],
        "problems": [str(problem) for problem in done.labels.problems],
        "notes": list(done.notes),
    }


def _print(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)

"""`toonseg cut`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toonseg.cli.output import JsonOption, console, print_error, print_json, progress_bar
from toonseg.cuts import CutResult
from toonseg.cuts import cut as cut_episodes
from toonseg.cuts.made import Layout
from toonseg.pictures import PictureFormat


def cut(
    source: Annotated[
        Path,
        typer.Argument(
            help="A folder of pages, .cbz, .zip, .tar, .pdf; a title or an episode of it; a folder of these."
        ),
    ],
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Folder of the cuts. Default for a title: <title>/cuts/<episode>."),
    ] = None,
    picture_format: Annotated[
        PictureFormat | None,
        typer.Option("--format", help="Format of the pictures. Default: png, and jpg with --layout seed."),
    ] = None,
    quality: Annotated[
        int, typer.Option("--quality", min=1, max=100, help="Quality of JPEG and WebP files.")
    ] = 95,
    layout: Annotated[
        Layout, typer.Option("--layout", help="Names and folders; seed: as the first implementation wrote.")
    ] = "toonseg",
    preview: Annotated[
        bool,
        typer.Option("--preview/--no-preview", help="Also write preview.html, to look the cuts through."),
    ] = False,
    pictures: Annotated[
        bool, typer.Option("--pictures/--no-pictures", help="Write pictures, or cuts.json alone.")
    ] = True,
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, help="Episodes at the same time. Default: one per core.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Make everything anew, also a cuts.json that was edited.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Cut episodes into panels and bubbles: cuts.json and a picture of each."""
    with progress_bar(quiet=as_json) as bar:
        episodes = bar.add_task("episodes", total=None)

        def show(result: CutResult, count: int) -> None:
            bar.update(episodes, advance=1, total=count)
            if not as_json:
                _tell(result)

        results = cut_episodes(
            source,
            out,
            picture_format=picture_format,
            quality=quality,
            layout=layout,
            preview=preview,
            pictures=pictures,
            jobs=jobs,
            force=force,
            on_episode=show,
        )
    failed = [result for result in results if result.error is not None]
    if as_json:
        print_json({"ok": not failed, "episodes": [_as_json(result) for result in results]})
    elif len(results) > 1:
        console.print(f"{len(results) - len(failed)} of {len(results)} episodes cut", markup=False)
    if failed:
        raise typer.Exit(1)


def _tell(result: CutResult) -> None:
    if result.error is not None:
        print_error(result.error)
        return
    counts = f"{result.panels} panels, {result.bubbles} bubbles, {result.flagged} flagged"
    how = "nothing to do" if result.skipped else f"{result.seconds:.1f} s"
    text = f"episode {result.name}: {counts}, {how}; {result.preview or result.folder}"
    console.print(text, markup=False, soft_wrap=True)
    for note in result.notes:
        console.print(f"  note: {note}", markup=False, soft_wrap=True)


def _as_json(result: CutResult) -> dict[str, object]:
    return {
        "episode": result.name,
        "folder": str(result.folder),
        "panels": result.panels,
        "bubbles": result.bubbles,
        "flagged": result.flagged,
        "rough": result.rough,
        "preview": str(result.preview) if result.preview else None,
        "skipped": result.skipped,
        "notes": list(result.notes),
        "seconds": round(result.seconds, 3),
        "error": str(result.error) if result.error else None,
        "error_kind": type(result.error).__name__ if result.error else None,
    }

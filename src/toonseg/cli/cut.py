"""`toonseg cut`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from toonseg.cli.options import JsonOption
from toonseg.cli.output import console, print_error, print_json, progress_bar
from toonseg.cuts import CutResult
from toonseg.cuts import cut as cut_episodes
from toonseg.cuts.made import Layout, read_made
from toonseg.errors import UsageError
from toonseg.pictures import PictureFormat
from toonseg.source.manifest import read_manifest
from toonseg.workspace import CUTS_FILE, as_episode, find_episodes, is_title

_DRAWN = "toonseg synth"  # how the source of a drawn episode begins
_KEPT = "the true cuts that toonseg synth drew are kept, nothing was searched for; --out FOLDER finds cuts"


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
    overwrite_truth: Annotated[
        bool,
        typer.Option("--overwrite-truth", help="Find cuts also where toonseg synth has left the true ones."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Cut episodes into panels and bubbles: cuts.json and a picture of each."""
    true = _true_cuts(source) if out is None and not overwrite_truth else set()
    if true and force:
        problem = "has the true cuts of a drawn title, over which --force would write"
        raise UsageError(source, problem, "Add --out FOLDER, or say --overwrite-truth.")
    with progress_bar(quiet=as_json) as bar:
        episodes = bar.add_task("episodes", total=None)

        def show(result: CutResult, count: int) -> None:
            bar.update(episodes, advance=1, total=count)
            if not as_json:
                _tell(_told(result, true))

        results = cut_episodes(
            source,
            out,
            picture_format=picture_format,
            quality=quality,
            layout=layout,
            preview=preview,
            pictures=pictures,
            jobs=jobs,
            force=force or overwrite_truth,
            on_episode=show,
        )
    results = [_told(result, true) for result in results]
    failed = [result for result in results if result.error is not None]
    if as_json:
        print_json({"ok": not failed, "episodes": [_as_json(result) for result in results]})
    elif len(results) > 1:
        console.print(f"{len(results) - len(failed)} of {len(results)} episodes cut", markup=False)
    if failed:
        raise typer.Exit(1)


def _true_cuts(source: Path) -> set[Path]:
    """The folders of cuts, of a title or an episode, that hold what is true of a drawing, and not what
    `toonseg cut` has found."""
    episode = as_episode(source)
    episodes = find_episodes(source) if is_title(source) else [episode] if episode else []
    found = set()
    for one in episodes:
        made = read_made(one.cuts)
        manifest = read_manifest(one) if made is None or made.edited else None
        if manifest is not None and manifest.source.startswith(_DRAWN) and (one.cuts / CUTS_FILE).is_file():
            found.add(one.cuts.resolve())
    return found


def _told(result: CutResult, true: set[Path]) -> CutResult:
    """The result with a note that fits, where true cuts were kept as if somebody had edited them."""
    if result.error is not None or result.folder.resolve() not in true:
        return result
    return replace(result, notes=tuple(_KEPT if "someone else" in note else note for note in result.notes))


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

"""`toonseg get`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toonseg.cli.options import JsonOption
from toonseg.cli.output import console, print_error, print_json, progress_bar
from toonseg.source import EpisodeResult, PageEvent
from toonseg.source import get as get_episodes


def get(
    source: Annotated[
        str, typer.Argument(help="Address of an episode or a title; or a folder, .cbz, .zip or .pdf.")
    ],
    *,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The title's folder. Default: named after the title.")
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", help="First episode: its number, or text of its title.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", help="Last episode: its number, or text of its title.")
    ] = None,
    until_title: Annotated[
        str | None,
        typer.Option("--until-title", help="Go back from the address to the episode with this title."),
    ] = None,
    site: Annotated[
        Path | None, typer.Option("--site", help="TOML file with the CSS selectors of another site.")
    ] = None,
    browser: Annotated[
        bool | None,
        typer.Option(
            "--browser/--no-browser",
            help="Use Chrome or Chromium. Default: where the pictures only come by script.",
        ),
    ] = None,
    cbz: Annotated[bool, typer.Option("--cbz", help="Also write each episode as .cbz.")] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", help="Threads that check pictures. Default: one per core.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Get episodes from the web, a folder, an archive or a PDF into a title's folder."""
    with progress_bar(quiet=as_json) as bar:
        episodes = bar.add_task("episodes", total=None)
        pages = bar.add_task("pages", total=None)

        def show(event: PageEvent) -> None:
            finished = event.episodes_done + (event.done >= event.total)
            bar.update(episodes, completed=finished, total=event.episodes)
            bar.update(pages, description=event.episode, completed=event.done, total=event.total)

        results = get_episodes(
            source,
            out=out,
            first=first,
            last=last,
            until_title=until_title,
            site=site,
            browser=browser,
            cbz=cbz,
            jobs=jobs,
            on_page=show,
        )
    failed = [result for result in results if result.error is not None]
    if as_json:
        print_json({"ok": not failed, "episodes": [_as_json(result) for result in results]})
    else:
        _summarise(results)
    if failed:
        raise typer.Exit(1)


def _summarise(results: list[EpisodeResult]) -> None:
    for result in results:
        state = "complete" if result.complete else "not complete"
        counts = f"{result.pages} pages, {result.fetched} new, {result.kept} kept"
        if result.name:
            console.print(f"episode {result.name}: {state}, {counts}", markup=False, soft_wrap=True)
        for note in result.notes:
            console.print(f"  note: {note}", markup=False, soft_wrap=True)
        if result.error is not None:
            print_error(result.error)
    whole = [result for result in results if result.complete]
    if results:
        titles = sorted({str(result.folder.parent.parent) for result in results if result.name})
        where = f" in {', '.join(titles)}" if titles else ""
        console.print(f"{len(whole)} of {len(results)} episodes complete{where}", markup=False)


def _as_json(result: EpisodeResult) -> dict[str, object]:
    return {
        "episode": result.name,
        "folder": str(result.folder),
        "pages": result.pages,
        "fetched": result.fetched,
        "kept": result.kept,
        "complete": result.complete,
        "notes": list(result.notes),
        "error": str(result.error) if result.error else None,
        "error_kind": type(result.error).__name__ if result.error else None,
    }

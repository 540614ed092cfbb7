"""Sources of pages: `get` takes them from the web, a folder, an archive or a PDF into a title's folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toonseg.errors import SourceError, UsageError
from toonseg.source.result import EpisodeResult, OnPage, PageEvent

if TYPE_CHECKING:
    from toonseg.source.sites import Site

__all__ = ["EpisodeResult", "OnPage", "PageEvent", "get"]

CBZ_FOLDER = "cbz"


def get(
    source: str | Path,
    *,
    out: str | Path | None = None,
    first: str | int | None = None,
    last: str | int | None = None,
    until_title: str | None = None,
    site: str | Path | None = None,
    browser: bool | None = None,
    cbz: bool = False,
    jobs: int | None = None,
    on_page: OnPage | None = None,
    sites: Sequence[Site] | None = None,
) -> list[EpisodeResult]:
    """Get episodes into a title's folder, page by page; what is there already is kept.

    Args:
        source: An http address of an episode or a title, or a folder, archive or PDF on this machine.
        out: The title's folder; by default one named after the title, in the current directory.
        first: First episode, by number or by its title's text.
        last: Last episode, likewise.
        until_title: Go back from the address, link by link, to the episode with this title.
        site: TOML file that describes the site (docs/get.md); site.toml in the title's folder is found.
        browser: True for a real browser, False for none, None for one where plain HTML shows no pictures.
        cbz: Write each complete episode as `<title>/cbz/<episode>.cbz` too.
        jobs: Threads that decode; None for one per core.
        on_page: Called after each page.
        sites: Sites to look the address up in, in place of the known ones.

    Returns:
        One result per episode; `error` says what went wrong with one that is not complete.

    Raises:
        UsageError: The options do not fit the source, or no site knows the address.
        SourceError: Nothing is there, or it cannot be read.
        FetchError: The web does not give the list of episodes.
        SettingsError: toonseg.toml or the site file is wrong.
        WriteError: A page cannot be written.
    """
    if jobs is not None and jobs < 1:
        raise UsageError(f"--jobs {jobs}", "there must be at least one")
    folder = Path(out) if out is not None else None
    if re.match(r"https?://", str(source), re.IGNORECASE):
        from toonseg.scale.pool import default_jobs
        from toonseg.source.web import Order, get_web

        order = Order(
            str(source),
            out=folder,
            first=first,
            last=last,
            until_title=until_title,
            site_file=Path(site) if site is not None else None,
            browser=browser,
            jobs=jobs or default_jobs(),
            on_page=on_page,
        )
        results = get_web(order, sites=sites)
    elif until_title is not None or site is not None or browser:
        problem = "--until-title, --site and --browser are for addresses, and this is none"
        raise UsageError(source, problem, "An address begins with http:// or https://.")
    else:
        results = _get_local(Path(source), folder, first, last, on_page)
    if cbz:
        _write_cbz(results)
    return results


def _get_local(
    source: Path,
    out: Path | None,
    first: str | int | None,
    last: str | int | None,
    on_page: OnPage | None,
) -> list[EpisodeResult]:
    from toonseg.source.importing import import_local

    if not source.exists():
        raise SourceError(source, "there is no such file or folder, and it is no http address", "Check it.")
    if out is None:
        from toonseg.source.web import folder_name

        out = Path(folder_name(source.stem if source.is_file() else source.resolve().name))
        if out.resolve() == source.resolve():
            # The pictures lie in the current directory's folder of that very name.
            out = out.with_name(f"{out.name}-title")
    numbers = [_number(bound, option) for bound, option in ((first, "--from"), (last, "--to"))]
    return import_local(source, out, first=numbers[0], last=numbers[1], on_page=on_page)


def _number(bound: str | int | None, option: str) -> int | None:
    if bound is None or isinstance(bound, int):
        return bound
    if not bound.strip().isdecimal():
        problem = "is no number, and episodes on this machine have no titles"
        raise UsageError(f"{option} {bound}", problem, "Give a number.")
    return int(bound)


def _write_cbz(results: Sequence[EpisodeResult]) -> None:
    from toonseg.source.comicinfo import write_cbz
    from toonseg.workspace import EpisodeFolder

    for result in results:
        if result.complete:
            title = result.folder.parent.parent
            write_cbz(EpisodeFolder(title, result.name), title / CBZ_FOLDER / f"{result.name}.cbz")

"""Local pictures into a title's folder, with the same manifest that pages from the web get.

    webtoon/ep 1/a.jpg, b.jpg  ->  <title>/episodes/0001/pages/000.jpg, 001.jpg and episode.json

The bytes stay as they are. A page that is already here with the recorded bytes is kept; a broken one leaves
its place empty and is named, and the others go on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from toonseg.errors import SourceError, ToonsegError, WriteError
from toonseg.pictures import verify
from toonseg.source.archive import TarPage, ZipPage
from toonseg.source.local import LocalSource, find_sources, open_source
from toonseg.source.manifest import (
    EpisodeManifest,
    PageRecord,
    check_page,
    now,
    read_manifest,
    sha256,
    write_manifest,
)
from toonseg.source.pagefile import FolderPage, PageFile
from toonseg.source.pdf import PdfPage
from toonseg.source.result import EpisodeResult, OnPage, PageEvent
from toonseg.workspace import (
    EpisodeFolder,
    TitleSettings,
    episode_name,
    read_settings,
    remove_leftovers,
    write_bytes,
)

_EXTENSIONS = {"jpeg": "jpg", "mpo": "jpg", "tiff": "tif", "jpeg2000": "jp2"}


def import_local(
    source: Path,
    title: Path,
    *,
    first: int | None = None,
    last: int | None = None,
    on_page: OnPage | None = None,
) -> list[EpisodeResult]:
    """Copy the episodes at `source` into the folder of a title.

    Args:
        source: An episode (folder, archive, PDF) or a folder of episodes, see `find_sources`.
        title: The title's folder; made if it is not there. Its toonseg.toml gives title and rights.
        first: Leave out episodes with a lower number.
        last: Leave out episodes with a higher number.
        on_page: Called after each page.

    Returns:
        One result per episode, by number; `error` says what is wrong with the ones that are not complete.

    Raises:
        SourceError: Nothing is there, or no episode has a number from `first` to `last`.
        SettingsError: The title's toonseg.toml is wrong.
        WriteError: A page cannot be written: the disk is full, or the like.
    """
    found = find_sources(source)
    numbers = episode_numbers(list(found))
    settings = read_settings(title)
    chosen = sorted(
        (number, path)
        for number, path in zip(numbers, found.values(), strict=True)
        if (first is None or number >= first) and (last is None or number <= last)
    )
    if not chosen:
        problem = f"has no episode in the range; its episodes are {min(numbers)} to {max(numbers)}"
        raise SourceError(source, problem, "Choose another range.")
    results = []
    for count, (number, path) in enumerate(chosen):
        episode = EpisodeFolder(title, episode_name(number))
        try:
            opened = open_source(path)
            manifest = _start(episode, number, opened, _title(settings, source, path), settings.rights)
        except SourceError as error:
            results.append(EpisodeResult(episode.name, episode.root, 0, 0, 0, complete=False, error=error))
            continue
        result = _import_episode(
            episode, manifest, opened.pages, on_page=on_page, episodes_done=count, episodes=len(chosen)
        )
        results.append(result)
    return results


def episode_numbers(names: Sequence[str]) -> list[int]:
    """A number for each episode's name: the last one in it, or the first where the last ones clash.

    Names that have no number, and names whose numbers clash either way, are counted from 1.

    >>> episode_numbers(["Season 2, ep 7", "Season 2, ep 8"])
    [7, 8]
    >>> episode_numbers(["12 (2021)", "13 (2021)"])
    [12, 13]
    """
    found = [re.findall(r"[0-9]+", name) for name in names]
    if all(found):
        for place in (-1, 0):
            numbers = [int(digits[place]) for digits in found]
            if len(set(numbers)) == len(numbers):
                return numbers
    return list(range(1, len(names) + 1))


def page_file_name(index: int, format: str) -> str:
    """File name of an episode's page: its place from 0, and the extension of what its bytes really are.

    >>> page_file_name(7, "JPEG")
    '007.jpg'
    """
    kind = format.lower()
    return f"{index:03d}.{_EXTENSIONS.get(kind, kind)}"


def _title(settings: TitleSettings, source: Path, episode: Path) -> str:
    # A series is called as its folder is; an episode that stands alone as itself.
    own = episode.stem if episode.is_file() else episode.resolve().name
    return settings.title or (own if source == episode else source.resolve().name)


def _start(
    episode: EpisodeFolder, number: int, opened: LocalSource, title: str, rights: str
) -> EpisodeManifest:
    """The episode's manifest to go on from. Raises SourceError if the folder holds another source's pages."""
    address = opened.path.absolute().as_uri()
    known = read_manifest(episode)
    if known is not None and known.source != address:
        problem = f"already holds the pages of {known.source}"
        raise SourceError(episode.root, problem, f"Remove the folder to import {opened.path} there.")
    return EpisodeManifest(
        title=title,
        episode=number,
        source=address,
        rights=rights,
        expected=[_address(page) for page in opened.pages],
        pages=known.pages if known else [],
    )


def _import_episode(
    episode: EpisodeFolder,
    manifest: EpisodeManifest,
    pages: Sequence[PageFile],
    *,
    on_page: OnPage | None,
    episodes_done: int,
    episodes: int,
) -> EpisodeResult:
    remove_leftovers(episode.root)  # of a manifest
    remove_leftovers(episode.pages)
    here = _still_here(episode, manifest)
    kept = len(here)
    errors: list[ToonsegError] = []
    for index, (page, address) in enumerate(zip(pages, manifest.expected, strict=True)):
        if address not in here:
            try:
                here[address] = _import_page(episode, page, index, address)
            except WriteError:
                raise
            except ToonsegError as error:
                errors.append(error)
            else:
                write_manifest(episode, _with_pages(manifest, here))
        if on_page is not None:
            on_page(PageEvent(episode.name, index + 1, len(pages), episodes_done, episodes))
    write_manifest(episode, _with_pages(manifest, here, complete=not errors))
    _remove_replaced(episode, manifest, here)
    return EpisodeResult(
        episode.name,
        episode.root,
        pages=len(pages),
        fetched=len(here) - kept,
        kept=kept,
        complete=not errors,
        error=_incomplete(episode, errors, len(pages)) if errors else None,
    )


def _still_here(episode: EpisodeFolder, manifest: EpisodeManifest) -> dict[str, PageRecord]:
    """The records, by address, of pages that are here, whole, and at the place they have in the source."""
    places = {address: index for index, address in enumerate(manifest.expected)}
    return {
        record.url: record
        for record in manifest.pages
        if record.url in places
        and Path(record.file).stem == f"{places[record.url]:03d}"
        and check_page(episode, record)
    }


def _with_pages(
    manifest: EpisodeManifest, here: Mapping[str, PageRecord], *, complete: bool = False
) -> EpisodeManifest:
    records = [here[address] for address in manifest.expected if address in here]
    return manifest.model_copy(update={"pages": records, "complete": complete})


def _remove_replaced(
    episode: EpisodeFolder, manifest: EpisodeManifest, here: Mapping[str, PageRecord]
) -> None:
    """Remove pages of an earlier run that the source no longer has; they would be read as pages of it."""
    files = {record.file for record in here.values()}
    for record in manifest.pages:
        if record.file not in files:
            (episode.pages / record.file).unlink(missing_ok=True)


def _import_page(episode: EpisodeFolder, page: PageFile, index: int, address: str) -> PageRecord:
    data = page.read()
    info = verify(data, page.name)
    file = page_file_name(index, info.format)
    write_bytes(episode.pages / file, data)
    return PageRecord(
        file=file,
        url=address,
        sha256=sha256(data),
        size=len(data),
        width=info.width,
        height=info.height,
        fetched_at=now(),
    )


def _incomplete(episode: EpisodeFolder, errors: Sequence[ToonsegError], pages: int) -> SourceError:
    named = "; ".join(f"{error.subject}: {error.problem}" for error in errors[:3])
    more = f"; and {len(errors) - 3} more" if len(errors) > 3 else ""
    problem = f"{len(errors)} of {pages} pages could not be taken ({named}{more})"
    return SourceError(episode.root, problem, "Get these files again, or remove them, and run again.")


def _address(page: PageFile) -> str:
    match page:
        case ZipPage() | TarPage() | PdfPage():
            return page.address
        case FolderPage():
            return page.path.absolute().as_uri()
        case _:
            return page.name

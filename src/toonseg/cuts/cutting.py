"""`toonseg cut`: episodes to gutters, rough cuts, panels and bubbles, on all cores."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

import cv2

from toonseg.cuts.cutlist import CutList, plan_of
from toonseg.cuts.export import (
    Places,
    Wanted,
    bring_up_to_date,
    check_cutlist,
    seed_places,
    toonseg_places,
)
from toonseg.cuts.find import find_cuts
from toonseg.cuts.made import (
    MADE_FILE,
    PREVIEW_FILE,
    Layout,
    Made,
    PictureOptions,
    hash_finder,
    hash_pages,
    read_made,
)
from toonseg.errors import SourceError, ToonsegError, UsageError, WriteError
from toonseg.pictures import PictureFormat
from toonseg.scale.pool import Outcome, map_tasks
from toonseg.source.importing import episode_numbers
from toonseg.source.local import find_sources, open_source
from toonseg.source.manifest import read_manifest, sha256
from toonseg.strip import Strip
from toonseg.workspace import CUTS_FILE, DEFAULT_RIGHTS, as_episode, is_title, read_json, read_settings

CACHE_BYTES = 190_000_000
"""Decoded pages that are kept: 63 million pixels, so that an ordinary episode's pages are decoded once."""


@dataclass(frozen=True)
class CutResult:
    """What came of one episode.

    Attributes:
        name: The episode's name.
        folder: Where its cuts.json lies.
        panels, bubbles: Cuts of either kind.
        flagged: Cuts with at least one flag.
        rough: Rough cuts.
        preview: The preview page, if there is one that shows these cuts.
        error: Why the episode failed, if it did; all counts are 0 then.
        skipped: Whether everything was here already, so that nothing was written.
        notes: What was noticed but did no harm.
        seconds: How long it took.
    """

    name: str
    folder: Path
    panels: int = 0
    bubbles: int = 0
    flagged: int = 0
    rough: int = 0
    preview: Path | None = None
    error: ToonsegError | None = None
    skipped: bool = False
    notes: tuple[str, ...] = ()
    seconds: float = 0.0


OnEpisode = Callable[[CutResult, int], None]
"""Called with each episode's result as soon as it is there, and the number of episodes in all."""


def cut(
    source: Path | str,
    out: Path | str | None = None,
    *,
    picture_format: PictureFormat | None = None,
    quality: int = 95,
    layout: Layout = "toonseg",
    preview: bool = False,
    pictures: bool = True,
    jobs: int | None = None,
    force: bool = False,
    on_episode: OnEpisode | None = None,
) -> list[CutResult]:
    """Cut one episode or many, and write cuts.json, pictures and previews. What is right already stays.

    Several episodes are spread over processes; a script that calls this for them needs the usual
    `if __name__ == "__main__":`.

    Args:
        source: A folder of pages, an archive, a PDF, a title's episode, a title, or a folder of archives or
            sub-folders, each an episode.
        out: One episode: the folder of its cuts. Several: has a folder for each. By default
            `<title>/cuts/0100` for the episodes of a title.
        picture_format: "png" (the default), "jpg" (the default of the seed layout) or "webp".
        quality: 1..100, for JPEG and WebP.
        layout: "toonseg", or "seed" for the tree of the method's first implementation.
        preview: Also write preview.html.
        pictures: Whether to write pictures of the cuts, or cuts.json alone.
        jobs: Processes; None for one per core.
        force: Make everything anew, also a cuts.json that was edited.
        on_episode: Called after each episode.

    Returns:
        One result per episode, in the order of the episodes; a failed one has `error`, the others go on.

    Raises:
        UsageError: An option is wrong, `out` is missing, or it is the folder of the pages.
        SourceError: There are no episodes at `source`.
    """
    options = _check(picture_format, quality, layout, jobs)
    source, out = Path(source), Path(out) if out is not None else None
    found = _find(source, out)
    several = is_title(source) or (
        source.is_dir() and as_episode(source) is None and source not in found.values()
    )
    places = _places(found, out, options.layout, several=several)
    tasks = [
        _Task(name, path, places[name], options, pictures=pictures, preview=preview, force=force)
        for name, path in found.items()
    ]
    results = {}
    for outcome in map_tasks(_cut_episode, tasks, jobs=jobs):
        results[outcome.item.name] = result = _result_of(outcome)
        if on_episode is not None:
            on_episode(result, len(tasks))
    return [results[task.name] for task in tasks]


@dataclass(frozen=True)
class _Task:
    """One episode to cut; pickled into a worker process."""

    name: str
    source: Path
    places: Places
    options: PictureOptions
    pictures: bool
    preview: bool
    force: bool

    def __str__(self) -> str:
        return str(self.source)


def _check(
    picture_format: PictureFormat | None, quality: int, layout: Layout, jobs: int | None
) -> PictureOptions:
    if layout not in get_args(Layout):
        raise UsageError(f"--layout {layout}", "is no layout", "Choose toonseg or seed.")
    wanted = picture_format or ("jpg" if layout == "seed" else "png")
    if wanted not in get_args(PictureFormat):
        raise UsageError(f"--format {wanted}", "cannot be written", "Choose png, jpg or webp.")
    if not 1 <= quality <= 100:
        raise UsageError(f"--quality {quality}", "is no quality", "Give a number from 1 to 100.")
    if jobs is not None and jobs < 1:
        raise UsageError(f"--jobs {jobs}", "is no number of processes", "Give 1 or more.")
    return PictureOptions(picture_format=wanted, quality=quality, layout=layout)


def _find(source: Path, out: Path | None) -> Mapping[str, Path]:
    try:
        return find_sources(source)
    except SourceError:
        # A run that was killed leaves pictures in `out` and no cuts.json yet. If `out` lies among the
        # pages, it looks like an episode beside them.
        if out is None or out.resolve().parent != source.resolve() or not (out / MADE_FILE).is_file():
            raise
        return {source.resolve().name: open_source(source).path}


def _places(
    found: Mapping[str, Path], out: Path | None, layout: Layout, *, several: bool
) -> Mapping[str, Places]:
    numbers = episode_numbers(list(found))
    places = {}
    for (name, path), number in zip(found.items(), numbers, strict=True):
        episode = as_episode(path)
        pages = (episode.pages if episode else path).resolve()
        if layout == "seed":
            if out is None:
                raise UsageError("--layout seed", "needs --out", "Say where to: --out FOLDER.")
            place = seed_places(out, number)
            if place.root.joinpath(place.pages).resolve() == pages:
                place = replace(place, pages="")
        elif out is not None:
            place = toonseg_places(out / name if several else out)
        elif episode is not None:
            place = toonseg_places(episode.cuts)
        else:
            problem = "is no title's episode, so where its cuts go has to be said"
            raise UsageError(path, problem, "Add --out FOLDER.")
        if pages in (folder.resolve() for folder in place.folders):
            problem = "is the folder of the pages, where cuts would be taken for pages"
            raise UsageError(f"--out {out}", problem, "Choose another folder.")
        places[name] = place
    return places


def _result_of(outcome: Outcome[_Task, CutResult]) -> CutResult:
    if outcome.result is not None:
        return outcome.result
    task = outcome.item
    return CutResult(task.name, task.places.home, error=outcome.error)


def _cut_episode(task: _Task) -> CutResult:
    started = time.perf_counter()
    if multiprocessing.parent_process() is not None:
        cv2.setNumThreads(1)  # the other cores have episodes of their own
    opened = open_source(task.source)
    pages = hash_pages(opened.pages)
    strip = Strip.of(opened.pages, title=opened.title, cache_bytes=CACHE_BYTES)
    path = task.places.home / CUTS_FILE
    before = read_made(task.places.home)
    kept = None if task.force else _kept_list(path, before, strip, pages)
    notes: tuple[str, ...] = ()
    if kept is None:
        edited = False
        cutlist = find_cuts(strip)
        text = (cutlist.model_dump_json(indent=1) + "\n").encode()
        if before is not None and before.pages != pages:
            notes = ("the pages are others than those of the run before",)
    else:
        cutlist, text, edited = kept
        notes = (
            ("cuts.json was changed by someone else and is kept; --force makes it anew",) if edited else ()
        )
    wanted = Wanted(
        cutlist=cutlist,
        text=text,
        pages=pages,
        edited=edited,
        options=task.options,
        pictures=task.pictures,
        preview=task.preview,
        force=task.force,
        rights=_rights(task.source),
    )
    written = bring_up_to_date(strip, task.places, wanted, before)
    page = task.places.home / PREVIEW_FILE
    return CutResult(
        task.name,
        task.places.home,
        panels=len(cutlist.panels),
        bubbles=len(cutlist.bubbles),
        flagged=sum(bool(entry.flags) for entry in cutlist.cuts),
        rough=len(cutlist.rough),
        preview=page if page.is_file() else None,
        skipped=not written.written and not written.removed,
        notes=(*_missing(task.source), *notes, *written.notes),
        seconds=time.perf_counter() - started,
    )


def _kept_list(
    path: Path, before: Made | None, strip: Strip, pages: str
) -> tuple[CutList, bytes, bool] | None:
    """The cut list that is here already, its bytes, and whether someone else changed it; None to find anew.

    Raises:
        SourceError: It was changed and is not right.
        WriteError: It was changed, and belongs to other pages.
    """
    if not path.is_file():
        return None
    try:
        text = path.read_bytes()
    except OSError as error:
        raise SourceError(
            path, f"cannot be read ({error.strerror or error})", "Check its permissions."
        ) from error
    edited = before is None or before.edited or before.cuts != sha256(text)
    if not edited and before is not None and (before.pages, before.finder) != (pages, hash_finder()):
        return None
    cutlist = read_json(path, CutList)
    if cutlist.strip != plan_of(strip) or (before is not None and before.pages != pages):
        problem = "was made or changed by someone else, and for other pages than these"
        raise WriteError(path, problem, "Choose another --out, or have it made anew with --force.")
    check_cutlist(cutlist, path)
    return cutlist, text, edited


def _missing(source: Path) -> tuple[str, ...]:
    """A note where an episode was not got completely: its strip has gaps that do not show."""
    episode = as_episode(source)
    manifest = None if episode is None else read_manifest(episode)
    if manifest is None or len(manifest.pages) >= len(manifest.expected):
        return ()
    pages = len(manifest.expected)
    return (f"{pages - len(manifest.pages)} of {pages} pages are missing; run toonseg get again, then this",)


def _rights(source: Path) -> str:
    """What is recorded of an episode's rights; the usual reserve where nothing is."""
    episode = as_episode(source)
    if episode is None:
        return DEFAULT_RIGHTS
    manifest = read_manifest(episode)
    return manifest.rights if manifest is not None else read_settings(episode.title).rights

"""The pages of one episode, from their addresses to files: each whole, each once, each recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from toonseg.errors import (
    BrokenPictureError,
    FetchError,
    GateError,
    RobotsError,
    SourceError,
    ToonsegError,
    WriteError,
)
from toonseg.pictures import PictureInfo, verify
from toonseg.source.http import Web, canonical
from toonseg.source.importing import page_file_name
from toonseg.source.incoming import Incoming
from toonseg.source.manifest import (
    EpisodeManifest,
    PageRecord,
    check_page,
    read_manifest,
    sha256,
    write_manifest,
)
from toonseg.source.result import EpisodeResult, OnPage, PageEvent
from toonseg.workspace import EpisodeFolder, remove_leftovers

_ACCEPT = "image/*,*/*;q=0.8"
_ATTEMPTS = 2
"""How often a picture that does not decode is asked for: the first answer may have been an accident."""
_MAX_FAILURES = 3
"""Failed pages after which an episode is given up for this run: its host does not want to."""


@dataclass(frozen=True)
class Progress:
    """Where in the whole run an episode stands; handed on to `on_page`."""

    on_page: OnPage | None = None
    episodes_done: int = 0
    episodes: int | None = None

    def tell(self, episode: str, done: int, total: int) -> None:
        if self.on_page is not None:
            self.on_page(PageEvent(episode, done, total, self.episodes_done, self.episodes))


@dataclass(frozen=True)
class _Picture:
    """A picture in the incoming folder that decodes."""

    address: str
    sha256: str
    size: int
    info: PictureInfo
    is_new: bool


def is_complete(episode: EpisodeFolder, manifest: EpisodeManifest) -> bool:
    """Whether all pages of the episode are here with their recorded bytes."""
    return manifest.complete and all(check_page(episode, record) for record in manifest.pages)


def download_episode(
    episode: EpisodeFolder,
    head: EpisodeManifest,
    web: Web,
    incoming: Incoming,
    *,
    referer: str,
    notes: Sequence[str] = (),
    jobs: int = 1,
    progress: Progress | None = None,
) -> EpisodeResult:
    """Get the pages `head.expected` of an episode that are not here yet.

    A page with the same bytes as an earlier one of the episode is not kept, and named in the notes. A
    picture that fails does not keep the others from being got, up to a few failures.

    Args:
        episode: Where to put them.
        head: The manifest without pages; its `expected` holds no address twice.
        web: What to ask.
        incoming: What was received already, by an earlier run or by a browser.
        referer: Value of the Referer header for the pictures.
        notes: What was noticed about the episode before.
        jobs: Threads that decode while others wait for the network.
        progress: Where the run stands.

    Returns:
        What came of it; `error` is the first failure, and says how many there were.

    Raises:
        SourceError: The folder holds an episode of another title.
        WriteError: A page cannot be written.
    """
    progress = progress or Progress()
    for folder in (episode.root, episode.pages):
        remove_leftovers(folder)
    known = read_manifest(episode)
    _check_owner(episode, head, known)
    work = _Work(episode, head, known, incoming)
    work.save()
    errors: list[ToonsegError] = []
    missing = [index for index in range(len(head.expected)) if index not in work.records]
    done = len(head.expected) - len(missing)
    progress.tell(episode.name, done, len(head.expected))
    # More threads than connections: some decode while the others wait for the host.
    pool = ThreadPoolExecutor(web.settings.connections_per_host + jobs)
    try:
        waiting: list[tuple[int, Future[_Picture]]] = [
            (index, pool.submit(_receive, head.expected[index], web, incoming, referer)) for index in missing
        ]
        # In order, not as they come: which of two equal pages is kept must not depend on chance.
        for index, future in waiting:
            try:
                work.add(index, future.result())
            except WriteError:
                raise
            except ToonsegError as error:
                errors.append(error)
                if isinstance(error, GateError | RobotsError) or len(errors) >= _MAX_FAILURES:
                    break
            else:
                done += 1
                progress.tell(episode.name, done, len(head.expected))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    if not errors:
        work.finish()
    return EpisodeResult(
        episode.name,
        episode.root,
        pages=len(head.expected) - len(work.repeats),
        fetched=work.fetched,
        kept=len(work.records) - len(work.repeats) - work.fetched,
        complete=not errors,
        error=_summary(errors) if errors else None,
        notes=(*notes, *work.repeats.values()),
    )


class _Work:
    """The state of one episode's download; used by one thread."""

    def __init__(
        self, episode: EpisodeFolder, head: EpisodeManifest, known: EpisodeManifest | None, incoming: Incoming
    ) -> None:
        self.episode = episode
        self.head = head
        self.incoming = incoming
        self.old = known.pages if known else []
        self.records: dict[int, PageRecord] = {}
        self.repeats: dict[int, str] = {}
        self.fetched = 0
        self._adopt()

    def add(self, index: int, picture: _Picture) -> None:
        """Record a picture as page `index`, then move it to its place.

        Recorded first: a run killed between the two finds the picture's bytes still in the incoming
        folder, and where they belong in the manifest. The other way round, a page would lie there of
        which nobody knows where it came from.
        """
        twin = self._twin(picture.sha256)
        file = twin.file if twin else page_file_name(index, picture.info.format)
        self.records[index] = PageRecord(
            file=file,
            url=picture.address,
            sha256=picture.sha256,
            size=picture.size,
            width=picture.info.width,
            height=picture.info.height,
            fetched_at=self.incoming.received_at(picture.address),
        )
        self.save()
        if twin:
            self._note_repeat(index, twin)
            self.incoming.drop(picture.address)
        else:
            self.incoming.move(picture.address, self.episode.pages / file)
            self.fetched += picture.is_new

    def save(self, *, complete: bool = False) -> None:
        """Write the manifest as things stand. A complete one leaves repeated pages out."""
        kept = [i for i in range(len(self.head.expected)) if not (complete and i in self.repeats)]
        update = {
            "expected": [self.head.expected[i] for i in kept],
            "pages": [self.records[i] for i in kept if i in self.records],
            "complete": complete,
        }
        write_manifest(self.episode, self.head.model_copy(update=update))

    def finish(self) -> None:
        """All pages are here: say so, and remove what is no page of the episode any more."""
        self.save(complete=True)
        files = {record.file for record in self.records.values()}
        for record in self.old:
            if record.file not in files:
                (self.episode.pages / record.file).unlink(missing_ok=True)
        self.incoming.clear()

    def _adopt(self) -> None:
        """Take over the pages that earlier runs recorded, each at its place and with its bytes."""
        key = _key_of(self.head.expected)
        by_key = {key(record.url): record for record in self.old}
        for index, address in enumerate(self.head.expected):
            record = by_key.get(key(address))
            if record is None:
                continue
            own = Path(record.file).stem == f"{index:03d}"
            twin = None if own else self._twin(record.sha256)
            if twin is not None and twin.file == record.file:
                self.records[index] = record
                self._note_repeat(index, twin)
            elif own and check_page(self.episode, record):
                self.records[index] = record
            elif own and self._complete_move(record):
                self.records[index] = record
                self.fetched += self.incoming.is_new(record.url)

    def _complete_move(self, record: PageRecord) -> bool:
        """Do the move that a kill kept from following the record; or a browser has brought a lost page."""
        waiting = self.incoming.find(record.url)
        if waiting is None or sha256(waiting.read_bytes()) != record.sha256:
            return False
        self.incoming.move(record.url, self.episode.pages / record.file)
        return True

    def _twin(self, digest: str) -> PageRecord | None:
        return next((r for r in self.records.values() if r.sha256 == digest), None)

    def _note_repeat(self, index: int, twin: PageRecord) -> None:
        address = self.head.expected[index]
        self.repeats[index] = f"{address}: has the same bytes as page {twin.file}, so it was not kept"


def _receive(address: str, web: Web, incoming: Incoming, referer: str) -> _Picture:
    """See that the picture lies whole in the incoming folder. Runs in a thread of its own."""
    for attempt in range(1, _ATTEMPTS + 1):
        path = incoming.find(address)
        if path is None:
            # Put away before the connection is free again: a kill can cost no more than what is under way.
            keep = partial(incoming.put, address)
            data = web.get(address, referer=referer, accept=_ACCEPT, keep=keep).body
        else:
            data = path.read_bytes()
        try:
            info = verify(data, address)
        except ToonsegError as error:
            incoming.drop(address)
            if attempt == _ATTEMPTS or not isinstance(error, BrokenPictureError):
                raise
        else:
            return _Picture(address, sha256(data), len(data), info, incoming.is_new(address))
    raise AssertionError("unreachable: the last attempt returns or raises")


def _key_of(expected: Sequence[str]) -> Callable[[str], str]:
    """What stays the same of a picture's address: all but its query, unless only that tells pictures apart.

    Sites sign their addresses anew each time a viewer is opened.
    """
    return _bare if len({_bare(address) for address in expected}) == len(expected) else str


def _bare(address: str) -> str:
    return canonical(address).partition("?")[0]


def _check_owner(episode: EpisodeFolder, head: EpisodeManifest, known: EpisodeManifest | None) -> None:
    if known is None or known.title == head.title or known.source == head.source:
        return
    problem = f"already holds an episode of '{known.title}', from {known.source}"
    raise SourceError(episode.root, problem, "Choose another folder with --out.")


def _summary(errors: Sequence[ToonsegError]) -> ToonsegError:
    first = next((e for e in errors if isinstance(e, GateError | RobotsError)), errors[0])
    if isinstance(first, GateError | RobotsError) or len(errors) == 1:
        return first
    remedy = first.remedy or "Run the same command again: what is here is kept."
    return FetchError(first.subject, f"{first.problem}; {len(errors) - 1} more failed after it", remedy)

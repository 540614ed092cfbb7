"""`toonseg get` from an address: which site, which episodes, and each of them into the title's folder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from toonseg.errors import (
    FetchError,
    GateError,
    MissingExtraError,
    RobotsError,
    ToonsegError,
    UsageError,
    WriteError,
)
from toonseg.source.download import Progress, download_episode, is_complete
from toonseg.source.http import Web
from toonseg.source.incoming import Incoming
from toonseg.source.manifest import EpisodeManifest, read_manifest
from toonseg.source.ranges import Bound, select, walk_back, walk_range
from toonseg.source.result import EpisodeResult, OnPage
from toonseg.source.sites import EpisodeLink, EpisodePage, Listing, Site, Target, known_sites, read_site
from toonseg.source.sites.base import host_of
from toonseg.source.sites.selectors import SITE_FILE
from toonseg.source.viewer import Opener
from toonseg.workspace import SETTINGS_FILE, EpisodeFolder, TitleSettings, episode_name, read_settings

_ENDS = (GateError, RobotsError, MissingExtraError)
"""Failures that the next episode would meet again."""

NewWeb = Callable[[TitleSettings], Web]


@dataclass(frozen=True)
class Order:
    """What is asked for; see `toonseg.source.get`."""

    address: str
    out: Path | None = None
    first: Bound = None
    last: Bound = None
    until_title: str | None = None
    site_file: Path | None = None
    browser: bool | None = None
    jobs: int = 1
    on_page: OnPage | None = None


def get_web(
    order: Order, *, sites: Sequence[Site] | None = None, new_web: NewWeb | None = None
) -> list[EpisodeResult]:
    """Get the episodes that an address stands for.

    Args:
        order: What is asked for.
        sites: Sites to look the address up in, in place of the known ones.
        new_web: Makes the HTTP client from the title's settings; for another clock or network.

    Returns:
        One result per episode, in the order in which they were got. A gate or robots.txt ends the list.

    Raises:
        UsageError: No site knows the address, or the range fits nothing.
        FetchError: The list of episodes cannot be had.
        WriteError: A page cannot be written.
    """
    if order.until_title is not None and (order.first is not None or order.last is not None):
        raise UsageError("--until-title", "goes back from the address, so that --from and --to have no place")
    site, target = _recognise(order, sites)
    if order.until_title is not None and target.whole_title:
        raise UsageError(target.address, "--until-title starts at an episode", "Give an episode's address.")
    settings = read_settings(order.out) if order.out else TitleSettings()
    with (new_web or _new_web)(settings) as web, Opener(site, web, order.browser) as opener:
        run = _Run(order, site, target, web=web, opener=opener, settings=settings)
        run.prepare()
        if order.out is not None or not (run.folder / SETTINGS_FILE).is_file():
            return run.all()
    # Only the title told the folder, and the folder has settings: begin again with these.
    return get_web(replace(order, out=run.folder), sites=sites, new_web=new_web)


class _Run:
    """One call of `get_web`."""

    def __init__(
        self,
        order: Order,
        site: Site,
        target: Target,
        *,
        web: Web,
        opener: Opener,
        settings: TitleSettings,
    ) -> None:
        self.order = order
        self.site = site
        self.target = target
        self.web = web
        self.opener = opener
        self.settings = settings
        self.title = ""
        self.folder = order.out or Path()
        self._listing: Listing | None = None
        self._listed = False
        self._incoming: dict[int, Incoming] = {}

    def prepare(self) -> None:
        """Learn the title, and with it the folder."""
        # Asked also where the settings name the title: it may be behind a gate as a whole.
        listing = self.listing() if self._by_list() else None
        told = listing.title if listing else self.site.title_of(self.target, self.web)
        self.title = self.settings.title or told
        if not self.title and not self.target.whole_title:
            self.title = self.opener.glance(self.target.address).title
        self.title = self.title or host_of(self.target.address)
        if self.order.out is None:
            self.folder = Path(folder_name(self.title))
        self.opener.incoming_of = self._incoming_of
        self.opener.explain_empty = self._raise_gate

    def all(self) -> list[EpisodeResult]:
        """Every episode, one after the other."""
        results: list[EpisodeResult] = []
        plan = self._plan()
        total = len(plan) if isinstance(plan, list) else None
        steps: Iterator[EpisodeLink | EpisodePage] = iter(plan)
        while True:
            progress = Progress(self.order.on_page, len(results), total)
            try:
                step = next(steps, None)
                if step is None:
                    break
            except WriteError:
                raise
            except ToonsegError as error:
                # Walking from link to link ended before its goal; what was on the way is here.
                results.append(self._failed("", error))
                break
            result = self._one(step, progress)
            results.append(result)
            if isinstance(result.error, _ENDS):
                break
        return results

    def listing(self) -> Listing | None:
        """The site's list of episodes, asked for once; None if it has none."""
        if not self._listed:
            self._listing = self.site.list_episodes(self.target, self.web)
            self._listed = True
        return self._listing

    def _by_list(self) -> bool:
        ranged = self.order.first is not None or self.order.last is not None
        return self.order.until_title is None and (self.target.whole_title or ranged)

    def _plan(self) -> list[EpisodeLink] | Iterator[EpisodePage]:
        order = self.order
        if order.until_title is not None:
            return walk_back(self.target.address, order.until_title, self._open_linked)
        if not self._by_list() and self.target.number is not None:
            return [EpisodeLink(self.target.number, "", self.target.address)]
        listing = self.listing() if self._by_list() else None
        if listing is None:
            return walk_range(self.target.address, order.first, order.last, self._open)
        return select(listing.episodes, order.first, order.last)

    def _open_linked(self, address: str) -> EpisodePage:
        """Open a page whose "previous" must be known: if it has no such link, the site's list tells."""
        page = self._open(address)
        if page.previous is not None or page.number is None:
            return page
        listing = self.listing()
        before = [link for link in listing.episodes if link.number < page.number] if listing else []
        return replace(page, previous=before[-1].address if before else None)

    def _open(self, address: str) -> EpisodePage:
        try:
            return self.opener.open(address)
        except GateError:
            raise
        except FetchError:
            self._raise_gate(address)
            raise

    def _raise_gate(self, address: str) -> None:
        """Viewers of episodes behind a gate come empty or refused: raise GateError if the list says so."""
        target = self.site.recognise(address)
        if target is None:
            return
        try:
            listing = self.listing()
        except GateError:
            raise
        except FetchError:
            return
        for link in listing.episodes if listing else ():
            if link.number == target.number and link.gate:
                raise _gate_error(address, link.gate)

    def _one(self, step: EpisodeLink | EpisodePage, progress: Progress) -> EpisodeResult:
        name = "" if step.number is None else episode_name(step.number)
        try:
            if isinstance(step, EpisodePage):
                return self._download(step, step.subtitle, progress)
            if step.gate:
                raise _gate_error(step.address, step.gate)
            return self._done(step, progress) or self._download(
                self._open(step.address), step.title, progress
            )
        except WriteError:
            raise
        except ToonsegError as error:
            return self._failed(name, error)

    def _done(self, link: EpisodeLink, progress: Progress) -> EpisodeResult | None:
        """The result for an episode that an earlier run completed: nothing is asked for it."""
        episode = self._episode(link.number)
        manifest = read_manifest(episode)
        if manifest is None or manifest.title != self.title or not is_complete(episode, manifest):
            return None
        count = len(manifest.pages)
        progress.tell(episode.name, count, count)
        return EpisodeResult(episode.name, episode.root, pages=count, fetched=0, kept=count, complete=True)

    def _download(self, page: EpisodePage, listed_as: str, progress: Progress) -> EpisodeResult:
        if page.number is None:
            raise FetchError(page.address, "has no number that names its folder", "Set number in site.toml.")
        episode = self._episode(page.number)
        expected = list(dict.fromkeys(page.pictures))
        head = EpisodeManifest(
            title=self.title,
            episode=page.number,
            subtitle=listed_as or page.subtitle,
            source=page.address,
            rights=self.settings.rights,
            expected=expected,
        )
        return download_episode(
            episode,
            head,
            self.web,
            self._incoming_of(page.number),
            referer=page.referer,
            notes=_notes(page),
            jobs=self.order.jobs,
            progress=progress,
        )

    def _episode(self, number: int) -> EpisodeFolder:
        return EpisodeFolder(self.folder, episode_name(number))

    def _incoming_of(self, number: int) -> Incoming:
        # One for the browser and for plain HTTP, so that it is known what came in this run.
        if number not in self._incoming:
            self._incoming[number] = Incoming(self._episode(number))
        return self._incoming[number]

    def _failed(self, name: str, error: ToonsegError) -> EpisodeResult:
        episode = EpisodeFolder(self.folder, name)
        try:
            manifest = read_manifest(episode) if name else None
        except ToonsegError:
            manifest = None
        kept = len(manifest.pages) if manifest else 0
        pages = len(manifest.expected) if manifest else 0
        return EpisodeResult(name, episode.root, pages, fetched=0, kept=kept, complete=False, error=error)


def folder_name(title: str) -> str:
    """A title as the name of a folder that every file system takes.

    >>> folder_name('A/B: "C?"')
    'A B C'
    """
    text = unicodedata.normalize("NFC", title)
    text = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]+', " ", text)
    text = " ".join(text.split()).strip(" .")
    # 255 bytes is what most file systems take; Hangul has three a letter.
    return text.encode()[:180].decode(errors="ignore").strip(" .") or "title"


def _recognise(order: Order, sites: Sequence[Site] | None) -> tuple[Site, Target]:
    try:
        urlsplit(order.address)
    except ValueError as error:
        raise UsageError(order.address, f"is no address ({error})", "Check it.") from error
    candidates: list[Site] = []
    beside = order.out / SITE_FILE if order.out else None
    if order.site_file is not None:
        candidates.append(read_site(order.site_file))
    elif beside is not None and beside.is_file():
        candidates.append(read_site(beside))
    candidates += known_sites() if sites is None else sites
    for site in candidates:
        if target := site.recognise(order.address):
            return site, target
    if order.site_file is not None:
        raise UsageError(order.address, f"is no address that {order.site_file} is for", "Mend its key host.")
    names = ", ".join(dict.fromkeys(site.name for site in candidates))
    remedy = "Give an episode's or a title's address there, or describe the site in a file: --site site.toml."
    raise UsageError(order.address, f"is no address of a site that toonseg knows ({names})", remedy)


def _new_web(settings: TitleSettings) -> Web:
    return Web(settings.get)


def _gate_error(address: str, gate: str) -> GateError:
    return GateError(address, f"is behind a gate ({gate})", "toonseg does not pass it.")


def _notes(page: EpisodePage) -> tuple[str, ...]:
    notes = [
        f"{address}: is no page of the episode (a decoy), so it was left out" for address in page.left_out
    ]
    seen: set[str] = set()
    for address in page.pictures:
        if address in seen:
            notes.append(f"{address}: stands twice in the viewer, so it was taken once")
        seen.add(address)
    if page.waiting:
        notes.append(f"{page.address}: {page.waiting} places in the viewer never got a picture")
    return tuple(notes)

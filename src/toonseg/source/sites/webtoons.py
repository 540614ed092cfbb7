"""webtoons.com: originals and canvas, in all its languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from toonseg.errors import FetchError, GateError
from toonseg.source.http import Web
from toonseg.source.sites.base import EpisodeLink, EpisodePage, Listing, Target, by_number, host_of
from toonseg.source.sites.html import Page, tidy

_PATH = re.compile(r"/(list|viewer)/?$")
_CANVAS = re.compile(r"/(canvas|challenge)/")
_GATES = re.compile(r"/(ageGate|login)(?:[/.?]|$)", re.IGNORECASE)
_PLACEHOLDERS = ("bg_transparency",)
_DECOYS = ("/static/",)
_MAX_LIST_PAGES = 500


@dataclass(frozen=True)
class Webtoons:
    """The adapter for webtoons.com.

    Args:
        base: Scheme and host of the viewer's pages.
        api_base: Scheme and host of the list of episodes.
        hosts: Further hosts whose addresses are taken for those of `base`.
    """

    base: str = "https://www.webtoons.com"
    api_base: str = "https://m.webtoons.com"
    hosts: tuple[str, ...] = ("webtoons.com", "m.webtoons.com")
    name: str = "webtoons.com"
    viewer: str = "div#_imageList img"

    def recognise(self, address: str) -> Target | None:
        parts = urlsplit(address)
        path = _PATH.search(parts.path)
        query = parse_qs(parts.query)
        title_id = query.get("title_no", [""])[0]
        if host_of(address) not in (host_of(self.base), *self.hosts) or not path or not title_id.isdecimal():
            return None
        # The mobile host's viewer has another structure.
        address = f"{self.base}{parts.path}?{parts.query}"
        number = query.get("episode_no", [""])[0]
        if path[1] == "list":
            return Target(address, title_id, whole_title=True)
        return Target(address, title_id, int(number)) if number.isdecimal() else None

    def title_of(self, target: Target, web: Web) -> str:
        return ""

    def list_episodes(self, target: Target, web: Web) -> Listing:
        try:
            episodes = self._from_api(target, web)
        except GateError:
            raise
        except FetchError:
            episodes = ()
        series = self._series_address(target)
        page = self._list_page(web, series)
        title = page.text(".info h1.subj", ".info .subj", 'meta[property="og:title"]')
        return Listing(title, episodes or self._from_pages(page, series, web))

    def read_viewer(self, html: str, address: str) -> EpisodePage:
        self.check_gate(address)
        page = Page(html, address)
        if page.first("#ozViewer") is not None:
            raise FetchError(address, "is a motion toon, which has no pages", "Choose another episode.")
        target = self.recognise(address)
        pictures = page.pictures(self.viewer, ("data-url", "src"), _DECOYS, _PLACEHOLDERS)
        return EpisodePage(
            address=address,
            title=page.text(".subj_info a.subj", ".subj_info .subj"),
            number=target.number if target else None,
            subtitle=page.text(".subj_info .subj_episode", "h1.subj_episode", 'meta[property="og:title"]'),
            pictures=pictures.found,
            referer=f"{self.base}/",
            left_out=pictures.left_out,
            waiting=pictures.waiting,
            previous=page.link("a._prevEpisode", "a.pg_prev"),
            next=page.link("a._nextEpisode", "a.pg_next"),
        )

    def check_gate(self, address: str) -> None:
        if _GATES.search(address):
            raise GateError(
                address, "webtoons.com asks for the reader's age or a login", "toonseg stops here."
            )

    def _from_api(self, target: Target, web: Web) -> tuple[EpisodeLink, ...]:
        kind = "canvas" if _CANVAS.search(target.address) else "webtoon"
        address = f"{self.api_base}/api/v1/{kind}/{target.title_id}/episodes?pageSize=99999"
        answer = web.get(address, referer=f"{self.api_base}/", accept="application/json").json()
        try:
            return by_number(
                [
                    EpisodeLink(
                        int(item["episodeNo"]),
                        tidy(item["episodeTitle"]),
                        urljoin(self.base, item["viewerLink"]),
                    )
                    for item in answer["result"]["episodeList"]
                ]
            )
        except (KeyError, TypeError, ValueError) as error:
            raise FetchError(address, f"has another form than expected ({error!r})") from error

    def _series_address(self, target: Target) -> str:
        parts = urlsplit(target.address)
        # /en/<genre>/<title>/<episode>/viewer -> /en/<genre>/<title>/list
        above = parts.path.rstrip("/").rsplit("/", 2)[0]
        path = parts.path if target.whole_title else f"{above}/list"
        return f"{self.base}{path}?{urlencode({'title_no': target.title_id})}"

    def _list_page(self, web: Web, address: str) -> Page:
        reply = web.get(address, referer=f"{self.base}/", check_address=self.check_gate)
        return Page(reply.text(), reply.url)

    def _from_pages(self, page: Page, series: str, web: Web) -> tuple[EpisodeLink, ...]:
        episodes: dict[int, EpisodeLink] = {}
        for number in range(2, _MAX_LIST_PAGES):
            new = [link for link in self._links(page) if link.number not in episodes]
            # Beyond the last page the site shows the last one again.
            if not new:
                break
            episodes.update((link.number, link) for link in new)
            page = self._list_page(web, f"{series}&page={number}")
        return by_number(tuple(episodes.values()))

    def _links(self, page: Page) -> list[EpisodeLink]:
        links = []
        for item in page.all("#_listUl li a[href]"):
            target = self.recognise(page.join(item.attributes.get("href") or ""))
            if target and target.number is not None:
                subject = item.css_first(".subj span") or item.css_first(".subj")
                title = tidy(subject.text()) if subject else ""
                links.append(EpisodeLink(target.number, title, target.address))
        return links

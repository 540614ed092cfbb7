"""comic.naver.com and m.comic.naver.com: the pages of today, and those of 2021 (`.nhn`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from toonseg.errors import FetchError, GateError
from toonseg.source.http import Web
from toonseg.source.sites.base import EpisodeLink, EpisodePage, Listing, Target, by_number, host_of
from toonseg.source.sites.html import Page, Pictures, tidy

_PATH = re.compile(r"^/(webtoon|bestChallenge|challenge)/(detail|list)(?:\.nhn)?/?$")
_VIEWERS = (
    "#sectionContWide > img",
    "div#comic_view_area div.wt_viewer img[id]",
    "#comic_view_area > div > img",
    ".wt_viewer img",
    ".toon_view_lst img",
)
_DECOYS = ("/static/", "agerate", "ctguide")
_GATES = re.compile(r"nidlogin|/(login|adult)(?:[/.?]|$)", re.IGNORECASE)
_ACCEPT = "application/json, text/plain, */*"
_MAX_LIST_PAGES = 1000


@dataclass(frozen=True)
class Naver:
    """The adapter for one host of Naver's webtoons.

    Args:
        base: Scheme and host of the viewer's pages.
        api_base: Scheme and host of the lists; "" for that of `base`.
    """

    base: str = "https://comic.naver.com"
    api_base: str = ""
    name: str = "Naver Webtoon"
    viewer: str = ", ".join(_VIEWERS)

    def recognise(self, address: str) -> Target | None:
        parts = urlsplit(address)
        path = _PATH.match(parts.path)
        query = parse_qs(parts.query)
        title_id = query.get("titleId", [""])[0]
        if host_of(address) != host_of(self.base) or not path or not title_id.isdecimal():
            return None
        number = query.get("no", [""])[0]
        if path[2] == "list":
            return Target(address, title_id, whole_title=True)
        return Target(address, title_id, int(number)) if number.isdecimal() else None

    def title_of(self, target: Target, web: Web) -> str:
        api = self.api_base or self.base
        info = web.get(f"{api}/api/article/list/info?titleId={target.title_id}", accept=_ACCEPT).json()
        if _value(info, "age", "type") == "RATE_18":
            raise GateError(target.address, "is for adults and wants a login", "toonseg does not pass it.")
        return tidy(str(_value(info, "titleName") or ""))

    def list_episodes(self, target: Target, web: Web) -> Listing:
        title = self.title_of(target, web)
        api = self.api_base or self.base
        shelf = _PATH.match(urlsplit(target.address).path)
        detail = f"{self.base}/{shelf[1] if shelf else 'webtoon'}/detail?titleId={target.title_id}"
        episodes: list[EpisodeLink] = []
        page = 1
        while page and page <= _MAX_LIST_PAGES:
            address = f"{api}/api/article/list?titleId={target.title_id}&page={page}&sort=ASC"
            answer = web.get(address, accept=_ACCEPT).json()
            episodes += [_link(article, detail, address) for article in _value(answer, "articleList") or []]
            following = _value(answer, "pageInfo", "nextPage") or 0
            # A list that points back to where it was read would never end.
            page = following if isinstance(following, int) and following > page else 0
        return Listing(title, by_number(episodes))

    def read_viewer(self, html: str, address: str) -> EpisodePage:
        self.check_gate(address)
        page = Page(html, address)
        target = self.recognise(address)
        pictures = _pictures(page)
        return EpisodePage(
            address=address,
            title=page.text("#titleName_toolbar", ".comicinfo .detail h2 .title", ".detail > h2"),
            number=target.number if target else None,
            subtitle=page.text(
                "#subTitle_toolbar", ".view h3", ".toon_view_tit", 'meta[property="og:title"]'
            ),
            pictures=pictures.found,
            # Its pictures' host wants this very address, whichever page shows them.
            referer=f"{self.base.replace('//m.', '//')}/webtoon/",
            left_out=pictures.left_out,
            waiting=pictures.waiting,
            previous=page.link(".pre a", "a.pre", ".link_prev", "a#prev"),
            next=page.link(".next a", "a.next", ".link_next", "a#next"),
        )

    def check_gate(self, address: str) -> None:
        if _GATES.search(address):
            raise GateError(address, "Naver wants a login or an age check here", "toonseg does not pass it.")


def _pictures(page: Page) -> Pictures:
    for selector in _VIEWERS:
        pictures = page.pictures(selector, ("data-src", "src"), _DECOYS)
        if pictures.found or pictures.waiting:
            return pictures
    return Pictures((), (), 0)


def _link(article: Any, detail: str, address: str) -> EpisodeLink:
    number = _value(article, "no")
    if not isinstance(number, int):
        raise FetchError(address, "lists an episode without a number", "The site may have changed.")
    gate = "charge" if _value(article, "charge") else ""
    return EpisodeLink(number, tidy(str(_value(article, "subtitle") or "")), f"{detail}&no={number}", gate)


def _value(tree: Any, *keys: str) -> Any:
    """The value below `keys` in nested JSON objects; None where one is missing."""
    for key in keys:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree

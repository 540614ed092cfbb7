"""comic.naver.com, as its pages are."""

from __future__ import annotations

import json
from collections.abc import Sequence

from webtoon_site.pictures import jpeg
from webtoon_site.server import Answer, Asked, LocalServer

TITLE_ID = 700001
PAGE_SIZE = 3


class NaverSite:
    """A title with `count` episodes of `pages` pages each, in all three kinds of viewers.

    desktop: /webtoon/detail; 2021: /webtoon/detail.nhn; mobile: /m/webtoon/detail is served by a server
    of its own, see `mobile`.
    """

    def __init__(self, server: LocalServer, count: int = 4, pages: int = 3) -> None:
        self.server = server
        self.base = server.base
        self.title = "학교 이야기"
        self.charged: set[int] = set()
        self.age = "RATE_ALL"
        self.count = count
        self.pictures: dict[int, list[str]] = {}
        server.page("/robots.txt", "User-agent: *\nAllow: /\n", kind="text/plain")
        server.answers["/api/article/list/info"] = self._info
        server.answers["/api/article/list"] = self._list
        for number in range(1, count + 1):
            self.pictures[number] = [
                server.picture(f"/webtoon/{TITLE_ID}/{number}/cut_{page}.jpg", jpeg(number * 100 + page))
                for page in range(pages)
            ]
            self.lay(number)

    def address(self, number: int, *, old: bool = False) -> str:
        return f"{self.base}{self._path(number, '.nhn' if old else '')}"

    @property
    def series(self) -> str:
        return f"{self.base}/webtoon/list?titleId={TITLE_ID}"

    def subtitle(self, number: int) -> str:
        return f"{number}화 만남 {'가나다라마바사'[number % 7]}"

    def lay(self, number: int, pictures: Sequence[str] | None = None) -> None:
        """Lay an episode's pages down, with other pictures if given."""
        shown = self.pictures[number] if pictures is None else pictures
        self.server.page(self._path(number), self._desktop(number, shown))
        self.server.page(self._path(number, ".nhn"), self._of_2021(number, shown))

    def mobile(self, server: LocalServer) -> str:
        """Lay the mobile viewers down on another server; returns its base."""
        server.page("/robots.txt", "", status=404)
        for number in self.pictures:
            server.page(self._path(number), self._mobile(number))
        return server.base

    def _path(self, number: int, ending: str = "") -> str:
        return f"/webtoon/detail{ending}?titleId={TITLE_ID}&no={number}"

    def _desktop(self, number: int, pictures: Sequence[str]) -> str:
        images = "\n".join(
            f'<img src="{address}" title="" alt="comic content" id="content_image_{i}">'
            for i, address in enumerate(pictures)
        )
        return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8">
<title>{self.title} - {self.subtitle(number)} : 네이버 웹툰</title>
<meta property="og:title" content="{self.title} - {self.subtitle(number)}"></head><body>
<strong id="titleName_toolbar">{self.title}</strong>
<span id="subTitle_toolbar">{self.subtitle(number)}</span>
<div id="comic_view_area"><div class="wt_viewer" style="background:#FFFFFF">
<img src="{self.base}/static/comic/images/agerate_15.png" id="agerate" alt="">
{images}
<img src="{self.base}/static/comic/images/ctguide.png" id="ctguide" alt=""></div></div></body></html>"""

    def _of_2021(self, number: int, pictures: Sequence[str]) -> str:
        images = "\n".join(f'<img src="{address}" alt="comic content">' for address in pictures)
        before = f'<a class="pre" href="{self._path(number - 1, ".nhn")}">이전화</a>' if number > 1 else ""
        after = f'<a class="next" href="{self._path(number + 1, ".nhn")}">다음화</a>'
        return f"""<!doctype html><html><head><meta charset="utf-8"></head><body>
<div class="comicinfo"><div class="detail"><h2><span class="title">{self.title}</span></h2></div></div>
<div class="view"><h3>{self.subtitle(number)}</h3></div>
<div class="btn_area"><span class="pre">{before}</span> {after if number < self.count else ""}</div>
<div id="other"><div class="wt_viewer">{images}</div></div></body></html>"""

    def _mobile(self, number: int) -> str:
        blank = "data:image/gif;base64,R0lGODlhAQABAAAAACw="
        images = "\n".join(
            f'<p class="toon_img"><img src="{blank}" data-src="{address}"></p>'
            for address in self.pictures[number]
        )
        return f"""<!doctype html><html><head><meta charset="utf-8">
<meta property="og:title" content="{self.subtitle(number)}"></head>
<body><div class="toon_view_lst">{images}</div></body></html>"""

    def _info(self, _: Asked) -> Answer:
        return _json({"titleId": TITLE_ID, "titleName": self.title, "age": {"type": self.age}})

    def _list(self, request: Asked) -> Answer:
        page = int(request.path.split("page=")[1].split("&")[0])
        numbers = list(range(1, self.count + 1))[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        articles = [
            {
                "no": number,
                "subtitle": self.subtitle(number),
                "charge": number in self.charged,
                "serviceDateDescription": "24.01.01",
            }
            for number in numbers
        ]
        following = page + 1 if page * PAGE_SIZE < self.count else 0
        return _json({"articleList": articles, "pageInfo": {"nextPage": following}})


def _json(value: object) -> Answer:
    return Answer(json.dumps(value, ensure_ascii=False).encode(), kind="application/json")

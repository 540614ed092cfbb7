"""webtoons.com, as its pages are."""

from __future__ import annotations

import json

from webtoon_site.pictures import jpeg
from webtoon_site.server import Answer, Asked, LocalServer

TITLE_NO = 3500
SHELF = "/en/romance/a-school-story"


class WebtoonsSite:
    """A title whose pictures answer 403 without the right referer."""

    def __init__(self, server: LocalServer, count: int = 3, pages: int = 3) -> None:
        self.server = server
        self.base = server.base
        self.title = "A School Story"
        self.count = count
        self.pictures: dict[int, list[str]] = {}
        server.page("/robots.txt", "User-agent: *\nDisallow: /search\n", kind="text/plain")
        server.answers[f"/api/v1/webtoon/{TITLE_NO}/episodes"] = self._api
        for page in (1, 2, 3, 4):
            path = f"{SHELF}/list?title_no={TITLE_NO}"
            server.page(f"{path}&page={page}" if page > 1 else path, self._list(page))
        for number in range(1, count + 1):
            self.pictures[number] = []
            for page in range(pages):
                path = f"/phinf/2024/{number}/{page}.jpg?type=q90"
                data = jpeg(number * 10 + page)
                server.answers[path] = lambda asked, data=data: self._picture(asked, data)
                self.pictures[number].append(server.base + path)
            server.page(self.path(number), self.viewer(number))

    def path(self, number: int) -> str:
        return f"{SHELF}/episode-{number}/viewer?title_no={TITLE_NO}&episode_no={number}"

    @property
    def series(self) -> str:
        return f"{self.base}{SHELF}/list?title_no={TITLE_NO}"

    def viewer(self, number: int) -> str:
        images = "\n".join(
            f'<img src="{self.base}/images/bg_transparency.png" width="24" height="30" alt="image" '
            f'class="_images" data-url="{address}" rel="nofollow" ondragstart="return false;">'
            for address in self.pictures[number]
        )
        before = f'<a href="{self.path(number - 1)}" class="pg_prev _prevEpisode">Previous</a>'
        after = f'<a href="{self.path(number + 1)}" class="pg_next _nextEpisode">Next</a>'
        return f"""<!doctype html><html><head><meta charset="utf-8"><title>Ep. {number} | {self.title}</title>
</head><body><div class="subj_info"><a href="{SHELF}/list?title_no={TITLE_NO}" class="subj">{self.title}</a>
<h1 class="subj_episode" title="Ep. {number}">Ep. {number} - A Day</h1></div>
<div class="paginate">{before if number > 1 else ""}{after if number < self.count else ""}</div>
<div class="viewer_lst"><div class="viewer_img _img_viewer_area" id="_imageList">{images}</div></div>
</body></html>"""

    def _picture(self, asked: Asked, data: bytes) -> Answer:
        if not asked.headers.get("referer", "").startswith(self.base):
            return Answer(b"Access Denied", status=403)
        return Answer(data, kind="image/jpeg")

    def _api(self, asked: Asked) -> Answer:
        if asked.headers.get("referer") != f"{self.base}/":
            return Answer(b"{}", status=403, kind="application/json")
        episodes = [
            {
                "episodeNo": number,
                "episodeTitle": f"Ep. {number} - A Day",
                "viewerLink": self.path(number),
                "exposureDateMillis": 1700000000000 + number,
            }
            for number in range(1, self.count + 1)
        ]
        body = json.dumps({"result": {"episodeList": episodes}})
        return Answer(body.encode(), kind="application/json")

    def _list(self, page: int) -> str:
        # Newest first, two a page; beyond the last page the site shows the last one again.
        numbers = list(range(self.count, 0, -1))
        shown = numbers[(page - 1) * 2 : page * 2] or numbers[-2:]
        items = "\n".join(
            f'<li class="_episodeItem" data-episode-no="{n}"><a href="{self.base}{self.path(n)}">'
            f'<span class="subj"><span>Ep. {n} - A Day</span></span><span class="tx">#{n}</span></a></li>'
            for n in shown
        )
        return f"""<!doctype html><html><body><div class="info"><h1 class="subj">{self.title}</h1></div>
<ul id="_listUl">{items}</ul></body></html>"""

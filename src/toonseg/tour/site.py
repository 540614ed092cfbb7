"""A webtoon site on loopback, as the sites are: a list, a lazy viewer, pictures that want a referer."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from types import TracebackType

import numpy as np

from toonseg.pictures import encode, probe

SITE_FILE = """\
# How toonseg reads the demo's site: the same few lines describe any other one (docs/get.md).
name = "the demo's site"
host = "127.0.0.1"
pictures = "#viewer img"
title = "header h1"
subtitle = "header h2"
previous = "a.previous"
next = "a.next"
number = "episode-([0-9]+)"
leave_out = ["/static/"]
"""

_ROBOTS = "User-agent: *\nDisallow: /account/\nDisallow: /api/comments/\n"
_HTML = "text/html; charset=utf-8"
_EPISODE = re.compile(r"/(webtoon|light)/episode-([0-9]+)/")
_LISTED = re.compile(r"/api/episode-([0-9]+)\.json")
_PICTURE = re.compile(r"/pictures/([0-9]+)/([0-9]{3})\.jpg")


@dataclass(frozen=True)
class Reply:
    """What the site answers: status, content type, body."""

    status: int
    kind: str
    body: bytes


@dataclass
class Count:
    """What was asked of the site."""

    requests: int = 0
    pictures: int = 0
    refused: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(self, path: str, status: int) -> None:
        with self.lock:
            self.requests += 1
            self.pictures += status == 200 and _PICTURE.fullmatch(path) is not None
            self.refused += status == 403


class Site:
    """The site while it is open; use it as a context.

    `/webtoon/episode-1/` shows its pictures by script, as the reader scrolls; `/light/episode-1/` is the same
    in plain HTML, for readers without scripts. A picture is sent only to who comes from a page of the site.

    Args:
        title: Name of the title.
        episodes: The page files (JPEG) of each episode, by number.
        port: The port that is tried first; if it is taken, the system chooses one.

    Attributes:
        address: Where it is: `http://127.0.0.1:<port>`.
        count: What was asked so far.
    """

    def __init__(self, title: str, episodes: Mapping[int, Sequence[bytes]], *, port: int = 0) -> None:
        self.title = title
        self.episodes = episodes
        self.count = Count()
        self._fixed = {
            "/robots.txt": _text(_ROBOTS, "text/plain; charset=utf-8"),
            "/": _text(self._list()),
            "/static/viewer.js": _text(_resource("viewer.js"), "text/javascript; charset=utf-8"),
            "/static/viewer.css": _text(_resource("viewer.css"), "text/css; charset=utf-8"),
            "/static/end.png": Reply(200, "image/png", _END),
        }
        try:
            self._server = _Server(("127.0.0.1", port), _Handler)
        except OSError:
            self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.site = self
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})

    def __enter__(self) -> Site:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def episode_address(self, number: int, *, light: bool = False) -> str:
        """Address of an episode's viewer; the light one needs no script."""
        return f"{self.address}/{'light' if light else 'webtoon'}/episode-{number}/"

    def answer(self, path: str, referer: str) -> Reply:
        """The answer to a GET of `path` from someone who comes from `referer`."""
        if path in self._fixed:
            return self._fixed[path]
        if found := _EPISODE.fullmatch(path):
            return self._viewer(int(found[2]), light=found[1] == "light")
        if found := _LISTED.fullmatch(path):
            return self._pictures_of(int(found[1]))
        if found := _PICTURE.fullmatch(path):
            return self._picture(int(found[1]), int(found[2]), referer)
        return _missing()

    def _list(self) -> str:
        lines = "".join(f'<li><a href="/webtoon/episode-{n}/">{n}화</a></li>' for n in sorted(self.episodes))
        return _document(self.title, f"<header><h1>{escape(self.title)}</h1></header><ol>{lines}</ol>")

    def _viewer(self, number: int, *, light: bool) -> Reply:
        if number not in self.episodes:
            return _missing()
        name = "light" if light else "webtoon"
        links = [
            f'<a class="{word}" href="/{name}/episode-{other}/">{text}</a>' if other in self.episodes else ""
            for word, other, text in (("previous", number - 1, "이전 화"), ("next", number + 1, "다음 화"))
        ]
        if light:
            # Like many sites, it ends every viewer with a picture that is no page.
            shown = "".join(f'<img src="{_address(number, i)}">' for i in range(len(self.episodes[number])))
            viewer = f'<div id="viewer">{shown}<img src="/static/end.png"></div>'
        else:
            waiting = f'<div id="viewer" data-pictures="/api/episode-{number}.json"><p>…</p></div>'
            viewer = f'{waiting}<script src="/static/viewer.js" defer></script>'
        header = f"<header><h1>{escape(self.title)}</h1><h2>{number}화</h2></header>"
        body = f'{header}{viewer}<nav>{links[0]}<a href="/">목록</a>{links[1]}</nav>'
        return _text(_document(f"{self.title} {number}화", body))

    def _pictures_of(self, number: int) -> Reply:
        if number not in self.episodes:
            return _missing()
        pictures: list[dict[str, object]] = []
        for index, data in enumerate(self.episodes[number]):
            info = probe(data, index)
            pictures.append({"address": _address(number, index), "width": info.width, "height": info.height})
        pictures.append({"address": "/static/end.png", "width": _END_SIZE[1], "height": _END_SIZE[0]})
        return _text(json.dumps(pictures), "application/json")

    def _picture(self, number: int, index: int, referer: str) -> Reply:
        if not referer.startswith(f"{self.address}/"):
            return Reply(403, "text/plain", b"pictures are shown on this site's own pages only")
        pages = self.episodes.get(number, ())
        return Reply(200, "image/jpeg", pages[index]) if index < len(pages) else _missing()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # browsers keep connections open that nothing comes from any more
    site: Site

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader that goes away in the middle of an answer is no fault of the site."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60
    server: _Server

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        reply = self.server.site.answer(path, self.headers.get("Referer", ""))
        self.server.site.count.add(path, reply.status)
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the terminal for the demo's own words."""


def _address(number: int, index: int) -> str:
    return f"/pictures/{number}/{index:03d}.jpg"


def _document(title: str, body: str) -> str:
    style = '<link rel="stylesheet" href="/static/viewer.css">'
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>{style}'
    return f'<!doctype html><html lang="ko"><head>{head}</head><body>{body}</body></html>'


def _text(text: str, kind: str = _HTML) -> Reply:
    return Reply(200, kind, text.encode("utf-8"))


def _missing() -> Reply:
    return Reply(404, "text/plain", b"there is no such page")


def _resource(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


_END_SIZE = (60, 690)
_END = encode(np.full((*_END_SIZE, 3), 238, np.uint8), "png")

"""Viewers that only a real browser shows: Chromium scrolls them, and what it received is taken."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from webtoon_site import SITE_TOML, Answer, LocalServer, NaverSite, PlainSite, png

from toonseg.errors import EmptyViewerError, FetchError, GateError, MissingExtraError, RobotsError
from toonseg.source import EpisodeResult, browser, get
from toonseg.source.browser import Browser
from toonseg.source.chrome import find_chrome
from toonseg.source.http import Web
from toonseg.source.sites import Naver
from toonseg.source.traffic import Pictures
from toonseg.workspace import EpisodeFolder, GetSettings


def _why_not() -> str:
    try:
        import playwright  # noqa: F401
    except ImportError:
        return "playwright is not installed"
    return "" if find_chrome() else "no Chrome or Chromium is installed"


in_chromium = pytest.mark.skipif(bool(_why_not()), reason=_why_not() or "-")


def get_plain(address: str, title: Path, **options: Any) -> list[EpisodeResult]:
    (title / "site.toml").write_text(SITE_TOML)
    return get(address, out=title, sites=[], **options)


def pages(title: Path, number: int) -> list[bytes]:
    return [path.read_bytes() for path in sorted(EpisodeFolder(title, f"{number:04d}").pages.iterdir())]


@pytest.mark.browser
@in_chromium
@pytest.mark.parametrize("style", ["lazy", "script"])
def test_a_lazy_viewer_is_scrolled_to_its_end(server: LocalServer, title: Path, style: str) -> None:
    """The browser starts by itself, since plain HTML shows no pictures; and each is asked for once."""
    plain = PlainSite(server, count=1, pages=9, style=style)
    [result] = get_plain(plain.address(1), title)
    assert result.error is None
    assert (result.pages, result.fetched, result.complete) == (9, 9, True)
    assert pages(title, 1) == [plain.data[address] for address in plain.pictures[1]]
    assert set(Counter(request.path for request in server.asked("/files/")).values()) == {1}
    assert not any("python" in r.headers["user-agent"] for r in server.asked("/files/"))


@pytest.mark.browser
@in_chromium
def test_a_script_that_takes_its_time_is_waited_for(server: LocalServer, title: Path) -> None:
    """At the end of the page nothing moves for two seconds, since the next pictures are still asked for; and
    when their addresses have come, it takes the script a moment to show them."""
    for n in range(3):
        server.picture(f"/files/{n}.png", png(n), wait=1.3 if n == 2 else 0)
    server.answers["/more"] = Answer(b'["/files/1.png", "/files/2.png"]', wait=2)
    script = """<script>
    const strip = document.getElementById('strip');
    const show = address => strip.append(Object.assign(document.createElement('img'), {src: address}));
    show('/files/0.png');
    const later = addresses => setTimeout(() => addresses.forEach(show), 250);
    fetch('/more').then(answer => answer.json()).then(later);
    </script>"""
    server.page("/chapter-1/", f"<h1 class=series>T</h1><div id=strip></div>{script}")
    [result] = get_plain(f"{server.base}/chapter-1/", title)
    assert result.error is None
    assert pages(title, 1) == [png(0), png(1), png(2)]
    assert [len(server.asked(f"/files/{n}.png")) for n in range(3)] == [1, 1, 1]


@pytest.mark.browser
@in_chromium
def test_what_is_here_is_not_asked_for_again(server: LocalServer, title: Path) -> None:
    plain = PlainSite(server, count=1, pages=5, style="lazy")
    get_plain(plain.address(1), title)
    (EpisodeFolder(title, "0001").pages / "003.png").unlink()
    [result] = get_plain(plain.address(1), title)
    assert (result.fetched, result.kept, result.complete) == (1, 4, True)
    asked = Counter(request.path for request in server.asked("/files/"))
    assert sorted(asked.values()) == [1, 1, 1, 1, 2]
    assert pages(title, 1) == [plain.data[address] for address in plain.pictures[1]]


@pytest.mark.browser
@in_chromium
def test_what_the_page_could_not_load_is_asked_for_by_http(server: LocalServer, title: Path) -> None:
    plain = PlainSite(server, count=1, pages=3, style="lazy")
    path = next(path for path in server.answers if path.startswith("/files/") and "1.png" in path)
    right = server.answers[path]
    assert isinstance(right, Answer)
    server.answers[path] = [Answer(status=500), right]
    [result] = get_plain(plain.address(1), title)
    assert result.complete
    assert pages(title, 1) == [plain.data[address] for address in plain.pictures[1]]


@pytest.mark.browser
@in_chromium
def test_the_browser_for_a_known_site_on_request(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server, count=2)
    results = get(naver.series, out=title, sites=[Naver(base=server.base)], browser=True)
    assert all(result.complete and result.pages == 3 for result in results)
    assert "Chrome" in server.asked("/cut_0.jpg")[0].headers["user-agent"]
    # The page's own decoys are its affair; they are not kept.
    assert "decoy" in results[0].notes[0]


@pytest.mark.browser
@in_chromium
def test_gates_and_robots_hold_for_the_browser(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server)
    server.answers["/webtoon/detail?titleId=700001&no=1"] = Answer(
        status=302, headers={"Location": "/adult?x"}
    )
    server.page("/adult?x", "<p>19+</p>")
    (title / "toonseg.toml").write_text("[get]\nrequests_per_second = 2000\ntimeout = 1\n")
    sites = [Naver(base=server.base)]
    [result] = get(naver.address(1), out=title, sites=sites, browser=True)
    assert isinstance(result.error, GateError)
    server.page("/robots.txt", "User-agent: *\nDisallow: /webtoon/detail\n", kind="text/plain")
    asked = len(server.asked("/webtoon/detail"))
    [result] = get(naver.address(2), out=title, sites=sites, browser=True)
    assert isinstance(result.error, RobotsError)
    assert len(server.asked("/webtoon/detail")) == asked


@pytest.mark.browser
@in_chromium
def test_a_viewer_that_stays_empty(server: LocalServer, title: Path) -> None:
    server.page("/chapter-1/", "<h1 class=series>T</h1><div id=strip></div>")
    (title / "toonseg.toml").write_text("[get]\nrequests_per_second = 2000\ntimeout = 3\n")
    [result] = get_plain(f"{server.base}/chapter-1/", title)
    assert isinstance(result.error, EmptyViewerError)
    assert "also after scrolling" in str(result.error)


@pytest.mark.browser
@in_chromium
def test_a_box_that_scrolls_inside_the_page_and_retry_after(server: LocalServer) -> None:
    images = "".join(
        f'<img loading="lazy" style="display:block;height:2000px;width:300px" src="/p{n}.png">'
        for n in range(6)
    )
    for n in range(6):
        server.picture(f"/p{n}.png", png(n))
    html = f'<div style="height:800px;overflow-y:auto" id="box">{images}</div>'
    server.answers["/x"] = [
        Answer(status=503, headers={"Retry-After": "0"}),
        Answer(html.encode()),
    ]
    received: dict[str, bytes] = {}
    settings = GetSettings(requests_per_second=2000, timeout=5, retries=1)
    with Web(settings) as web, Browser(web) as chromium:
        chromium.read(f"{server.base}/x", "#box img", Pictures(received.__setitem__, lambda _: None))
    assert received == {f"{server.base}/p{n}.png": png(n) for n in range(6)}


@pytest.mark.browser
@in_chromium
def test_a_browser_that_stalls_or_dies_is_begun_anew(
    server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "_ANSWER", 4.0)
    server.page("/busy", "<div id=box></div><script>setTimeout(() => { while (true) {} }, 100)</script>")
    server.page("/x", "<div id=box><img src=/p.png></div>")
    server.picture("/p.png", png(1))
    received: dict[str, bytes] = {}
    pictures = Pictures(received.__setitem__, lambda _: None)
    with Web(GetSettings(requests_per_second=2000, timeout=2)) as web, Browser(web) as chromium:
        with pytest.raises(FetchError, match="makes the browser stall") as caught:
            chromium.read(f"{server.base}/busy", "#box img, #box", pictures)
        assert f"{server.base}/busy" in str(caught.value)
        assert len(server.asked("/busy")) == 2
        assert chromium.read(f"{server.base}/x", "#box img", pictures).html.count("<img") == 1
        assert received == {f"{server.base}/p.png": png(1)}
        # As if it were killed.
        chromium._do(chromium._program.close)
        assert chromium.read(f"{server.base}/x", "#box img", pictures).html.count("<img") == 1


@pytest.mark.browser
@in_chromium
def test_the_browser_in_a_notebook(server: LocalServer, title: Path) -> None:
    """A notebook has an event loop running, which Playwright's own blocking interface refuses."""
    plain = PlainSite(server, count=1, pages=3, style="lazy")

    async def cell() -> list[EpisodeResult]:
        return get_plain(plain.address(1), title)

    [result] = asyncio.run(cell())
    assert result.error is None
    assert pages(title, 1) == [plain.data[address] for address in plain.pictures[1]]


def test_chromes_late_page_about_a_failure_does_not_end_the_next_try() -> None:
    error = pytest.importorskip("playwright.async_api", reason="the extra browser").Error
    refused, taken = (SimpleNamespace(ok=ok, status=503, headers={}, url="/x") for ok in (False, True))
    traffic = SimpleNamespace(answers=[])
    late = "Page.goto: Navigation to /x is interrupted by another navigation to chrome-error://chromewebdata/"
    happens = [("net::ERR_HTTP_RESPONSE_CODE_FAILURE", refused), (late, None), (late, None), (None, taken)]

    def goto(*_: object, **__: object) -> None:
        said, answer = happens.pop(0)
        traffic.answers.extend([answer] if answer else [])
        if said:
            raise error(said)

    browser = object.__new__(Browser)
    browser._web = SimpleNamespace(
        settings=GetSettings(timeout=5), admit=lambda _: None, try_again=lambda *_: True
    )
    browser._do = lambda what, *args, **_: what(*args)
    browser._open(SimpleNamespace(goto=goto), "/x", traffic)
    assert not happens
    happens[:] = [(late, None)]
    with pytest.raises(error, match="interrupted"):
        browser._open(SimpleNamespace(goto=goto), "/x", traffic)


def test_chrome_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chrome = tmp_path / "chromium"
    chrome.write_text("#!/bin/sh\n")
    chrome.chmod(0o755)
    monkeypatch.delenv("TOONSEG_CHROME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_chrome() == chrome
    other = tmp_path / "mine"
    other.write_text("")
    monkeypatch.setenv("TOONSEG_CHROME", str(other))
    assert find_chrome() == other
    monkeypatch.setenv("TOONSEG_CHROME", str(tmp_path / "gone"))
    assert find_chrome() is None
    monkeypatch.delenv("TOONSEG_CHROME")
    monkeypatch.setenv("PATH", os.devnull)
    monkeypatch.setattr("toonseg.source.chrome._PLACES", ())
    downloaded = tmp_path / "chromium-1200" / "chrome-linux" / "chrome"
    downloaded.parent.mkdir(parents=True)
    downloaded.write_text("")
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    assert find_chrome() == downloaded


def test_without_playwright_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "playwright.async_api", None)
    with Web() as web, pytest.raises(MissingExtraError, match=r'pip install "toonseg\[browser\]"'):
        Browser(web)

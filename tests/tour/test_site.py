"""The demo's site behaves as webtoon sites do."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import httpx
import pytest
from protego import Protego

from toonseg.errors import EmptyViewerError
from toonseg.pictures import decode, encode
from toonseg.source.http import Web
from toonseg.source.sites.selectors import SelectorSite, SiteFile
from toonseg.source.viewer import Opener
from toonseg.synth import Kind, draw_strip
from toonseg.tour.site import SITE_FILE, Site
from toonseg.workspace import GetSettings


@pytest.fixture(scope="module")
def pages() -> dict[int, list[bytes]]:
    drawn = draw_strip(Kind.WHITE, 3, panels=2, width=690).pixels
    cuts = [drawn[y : y + 300] for y in range(0, 1200, 300)]
    return {number: [encode(cut[number:], "jpg") for cut in cuts] for number in (1, 2, 3)}


@pytest.fixture
def site(pages: dict[int, list[bytes]]) -> Iterator[Site]:
    with Site("별빛 <우산>", pages, port=0) as opened:
        yield opened


@pytest.fixture
def selectors() -> SelectorSite:
    return SelectorSite(SiteFile.model_validate(tomllib.loads(SITE_FILE)))


@pytest.fixture
def web() -> Iterator[Web]:
    with Web(GetSettings(requests_per_second=2000, retries=0)) as opened:
        yield opened


def test_the_light_viewer_names_its_pages_and_its_neighbours(
    site: Site, selectors: SelectorSite, web: Web
) -> None:
    address = site.episode_address(2, light=True)
    page = selectors.read_viewer(web.get(address).text(), address)
    assert page.pictures == tuple(f"{site.address}/pictures/2/{i:03d}.jpg" for i in range(4))
    assert page.left_out == (f"{site.address}/static/end.png",)
    assert (page.title, page.subtitle, page.number) == ("별빛 <우산>", "2화", 2)
    assert page.previous == site.episode_address(1, light=True)
    assert page.next == site.episode_address(3, light=True)


def test_the_first_and_last_episode_lead_no_further(site: Site, selectors: SelectorSite, web: Web) -> None:
    first = selectors.read_viewer(web.get(site.episode_address(1)).text(), site.episode_address(1))
    last = selectors.read_viewer(web.get(site.episode_address(3)).text(), site.episode_address(3))
    assert (first.previous, first.next) == (None, site.episode_address(2))
    assert (last.previous, last.next) == (site.episode_address(2), None)


def test_the_usual_viewer_shows_nothing_without_its_script(
    site: Site, selectors: SelectorSite, web: Web
) -> None:
    with Opener(selectors, web, browser=False) as opener, pytest.raises(EmptyViewerError):
        opener.open(site.episode_address(1))


def test_what_the_script_is_told(site: Site, pages: dict[int, list[bytes]]) -> None:
    told = httpx.get(f"{site.address}/api/episode-1.json", trust_env=False).json()
    assert [entry["address"] for entry in told[:-1]] == [f"/pictures/1/{i:03d}.jpg" for i in range(4)]
    sizes = [decode(page, "page").shape[1::-1] for page in pages[1]]
    assert [(entry["width"], entry["height"]) for entry in told[:-1]] == sizes


def test_pictures_come_only_with_a_referer_of_the_site(site: Site, pages: dict[int, list[bytes]]) -> None:
    picture = f"{site.address}/pictures/1/002.jpg"
    assert httpx.get(picture, trust_env=False).status_code == 403
    elsewhere = {"Referer": "http://127.0.0.1.example.org/"}
    assert httpx.get(picture, headers=elsewhere, trust_env=False).status_code == 403
    reply = httpx.get(picture, headers={"Referer": site.episode_address(1)}, trust_env=False)
    assert reply.content == pages[1][2]
    assert reply.headers["content-type"] == "image/jpeg"
    assert (site.count.requests, site.count.pictures, site.count.refused) == (3, 1, 2)


def test_robots_may_read_episodes_and_nothing_private(site: Site) -> None:
    rules = Protego.parse(httpx.get(f"{site.address}/robots.txt", trust_env=False).text)
    assert rules.can_fetch(site.episode_address(1), "toonseg")
    assert not rules.can_fetch(f"{site.address}/account/", "toonseg")


def test_the_list_leads_to_every_episode(site: Site) -> None:
    text = httpx.get(f"{site.address}/", trust_env=False).text
    assert all(f'href="/webtoon/episode-{number}/"' in text for number in (1, 2, 3))
    assert "별빛 &lt;우산&gt;" in text


@pytest.mark.parametrize(
    "path",
    ["/webtoon/episode-9/", "/light/episode-9/", "/api/episode-9.json", "/pictures/1/004.jpg", "/nothing"],
)
def test_what_is_not_there(site: Site, path: str) -> None:
    reply = httpx.get(f"{site.address}{path}", headers={"Referer": f"{site.address}/"}, trust_env=False)
    assert reply.status_code == 404


def test_a_second_site_finds_another_port(pages: dict[int, list[bytes]]) -> None:
    with Site("A", pages, port=0) as first:
        taken = int(first.address.rpartition(":")[2])
        with Site("B", pages, port=taken) as second:
            assert second.address != first.address
            assert "B" in httpx.get(f"{second.address}/", trust_env=False).text

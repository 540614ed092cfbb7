"""What the adapters read from the sites' pages, lists and addresses."""

from __future__ import annotations

from pathlib import Path

import pytest
from webtoon_site import SITE_TOML, Answer, LocalServer, NaverSite, PlainSite, WebtoonsSite

from toonseg.errors import FetchError, GateError, SettingsError
from toonseg.source.http import Web
from toonseg.source.sites import Naver, SelectorSite, SiteFile, Webtoons, known_sites, read_site
from toonseg.workspace import GetSettings


def viewer_of(site: object, address: str, fast: GetSettings) -> object:
    with Web(fast) as web:
        reply = web.get(address)
        return site.read_viewer(reply.text(), reply.url)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("address", "title_id", "number", "whole"),
    [
        ("https://comic.naver.com/webtoon/detail?titleId=5&no=12&weekday=mon", "5", 12, False),
        ("https://comic.naver.com/webtoon/detail.nhn?titleId=5&no=12", "5", 12, False),
        ("https://comic.naver.com/bestChallenge/detail?titleId=5&no=1", "5", 1, False),
        ("https://comic.naver.com/challenge/list?titleId=5", "5", None, True),
        ("https://m.comic.naver.com/webtoon/detail?titleId=5&no=3", "5", 3, False),
        ("https://www.webtoons.com/en/drama/x/list?title_no=95", "95", None, True),
        ("https://www.webtoons.com/ko/drama/x/1hwa/viewer?title_no=95&episode_no=2", "95", 2, False),
        ("https://m.webtoons.com/en/canvas/x/ep/viewer?title_no=95&episode_no=2", "95", 2, False),
    ],
)
def test_addresses_that_are_known(address: str, title_id: str, number: int | None, whole: bool) -> None:
    target = next(target for site in known_sites() if (target := site.recognise(address)))
    assert (target.title_id, target.number, target.whole_title) == (title_id, number, whole)


@pytest.mark.parametrize(
    "address",
    [
        "https://comic.naver.com/index",
        "https://comic.naver.com/webtoon/detail?titleId=5",
        "https://comic.naver.com/webtoon/detail?no=5",
        "https://comic.naver.com.evil.example/webtoon/detail?titleId=5&no=12",
        "https://www.webtoons.com/en/drama/x/viewer?title_no=abc&episode_no=2",
        "https://example.org/webtoon/detail?titleId=5&no=12",
    ],
)
def test_addresses_that_are_not(address: str) -> None:
    assert not any(site.recognise(address) for site in known_sites())


def test_naver_desktop(server: LocalServer, fast: GetSettings) -> None:
    naver = NaverSite(server)
    page = viewer_of(Naver(base=server.base), naver.address(2), fast)
    assert list(page.pictures) == naver.pictures[2]  # the last one too
    assert (page.title, page.number, page.subtitle) == ("학교 이야기", 2, naver.subtitle(2))
    assert [address.rsplit("/", 1)[1] for address in page.left_out] == ["agerate_15.png", "ctguide.png"]
    assert page.referer == f"{server.base}/webtoon/"
    assert page.waiting == 0


def test_naver_2021(server: LocalServer, fast: GetSettings) -> None:
    naver = NaverSite(server)
    page = viewer_of(Naver(base=server.base), naver.address(2, old=True), fast)
    assert list(page.pictures) == naver.pictures[2]
    assert (page.title, page.subtitle) == ("학교 이야기", naver.subtitle(2))
    assert page.previous == naver.address(1, old=True)
    assert page.next == naver.address(3, old=True)
    assert viewer_of(Naver(base=server.base), naver.address(1, old=True), fast).previous is None


def test_naver_mobile(server: LocalServer, second_server: LocalServer, fast: GetSettings) -> None:
    naver = NaverSite(server)
    mobile = naver.mobile(second_server)
    site = Naver(base=mobile, api_base=server.base)
    page = viewer_of(site, naver.address(2).replace(server.base, mobile), fast)
    assert list(page.pictures) == naver.pictures[2]
    with Web(fast) as web:
        target = site.recognise(f"{mobile}/webtoon/detail?titleId=700001&no=2")
        assert target is not None
        listing = site.list_episodes(target, web)
    assert [link.address for link in listing.episodes][1].startswith(mobile)


def test_naver_other_viewer_structures() -> None:
    site = Naver()
    address = "https://comic.naver.com/webtoon/detail?titleId=5&no=12"
    picture = "https://image-comic.pstatic.net/webtoon/5/12/a.jpg"
    wide = f'<div id="sectionContWide"><img src="{picture}"></div>'
    direct = f'<div id="comic_view_area"><div><img src="{picture}"></div></div>'
    assert site.read_viewer(wide, address).pictures == (picture,)
    assert site.read_viewer(direct, address).pictures == (picture,)
    assert Naver(base="https://m.comic.naver.com").read_viewer(wide, address).referer == (
        "https://comic.naver.com/webtoon/"
    )


def test_naver_list_over_several_pages(server: LocalServer, fast: GetSettings) -> None:
    naver = NaverSite(server, count=8)
    naver.charged = {7, 8}
    site = Naver(base=server.base)
    target = site.recognise(naver.series)
    assert target is not None
    with Web(fast) as web:
        listing = site.list_episodes(target, web)
    assert listing.title == "학교 이야기"
    assert [(link.number, link.gate) for link in listing.episodes] == [
        *((n, "") for n in range(1, 7)),
        (7, "charge"),
        (8, "charge"),
    ]
    assert listing.episodes[2].title == naver.subtitle(3)
    assert all("application/json" in r.headers["accept"] for r in server.asked("/api/"))


def test_naver_list_that_points_back_ends(server: LocalServer, fast: GetSettings) -> None:
    naver = NaverSite(server)
    body = b'{"articleList": [{"no": 1, "subtitle": "a"}], "pageInfo": {"nextPage": 1}}'
    server.answers["/api/article/list"] = Answer(body, kind="application/json")
    site = Naver(base=server.base)
    target = site.recognise(naver.series)
    assert target is not None
    with Web(fast) as web:
        assert len(site.list_episodes(target, web).episodes) == 1


def test_naver_adults_only(server: LocalServer, fast: GetSettings) -> None:
    naver = NaverSite(server)
    naver.age = "RATE_18"
    site = Naver(base=server.base)
    target = site.recognise(naver.address(1))
    assert target is not None
    with Web(fast) as web, pytest.raises(GateError, match="adults"):
        site.title_of(target, web)


@pytest.mark.parametrize(
    ("site", "address"),
    [
        (Naver(), "https://nid.naver.com/nidlogin.login?url=x"),
        (Naver(), "https://comic.naver.com/adult?x=1"),
        (Webtoons(), "https://www.webtoons.com/en/ageGate?returnUrl=x"),
        (Webtoons(), "https://www.webtoons.com/member/login?x"),
        (SelectorSite(SiteFile(pictures="img")), "https://a.example/login?back=/x"),
    ],
)
def test_gates_by_address(site: object, address: str) -> None:
    with pytest.raises(GateError):
        site.check_gate(address)  # type: ignore[attr-defined]
    site.check_gate("https://a.example/en/x/login-of-doom/viewer?title_no=1")  # type: ignore[attr-defined]


def test_webtoons_viewer(server: LocalServer, fast: GetSettings) -> None:
    webtoons = WebtoonsSite(server)
    site = Webtoons(base=server.base, api_base=server.base)
    page = viewer_of(site, server.base + webtoons.path(2), fast)
    assert list(page.pictures) == webtoons.pictures[2]
    assert (page.title, page.number, page.subtitle) == ("A School Story", 2, "Ep. 2 - A Day")
    assert page.previous == server.base + webtoons.path(1)
    assert page.next == server.base + webtoons.path(3)
    assert page.referer == f"{server.base}/"


def test_webtoons_placeholders_wait_for_a_script() -> None:
    html = '<div id="_imageList"><img src="https://x.example/bg_transparency.png"></div>'
    page = Webtoons().read_viewer(html, "https://www.webtoons.com/en/a/b/c/viewer?title_no=1&episode_no=1")
    assert (page.pictures, page.waiting) == ((), 1)


def test_webtoons_motion_toon() -> None:
    with pytest.raises(FetchError, match="motion toon"):
        Webtoons().read_viewer('<div id="ozViewer"></div>', "https://www.webtoons.com/viewer?title_no=1")


@pytest.mark.parametrize("api", [True, False])
@pytest.mark.parametrize("from_episode", [True, False])
def test_webtoons_list(server: LocalServer, fast: GetSettings, api: bool, from_episode: bool) -> None:
    webtoons = WebtoonsSite(server, count=5)
    if not api:
        server.answers["/api/v1/webtoon/3500/episodes"] = Answer(b"{}", kind="application/json")
    site = Webtoons(base=server.base, api_base=server.base)
    target = site.recognise(server.base + webtoons.path(4) if from_episode else webtoons.series)
    assert target is not None
    with Web(fast) as web:
        listing = site.list_episodes(target, web)
    assert listing.title == "A School Story"
    assert [(link.number, link.title) for link in listing.episodes] == [
        (n, f"Ep. {n} - A Day") for n in range(1, 6)
    ]
    assert [link.address for link in listing.episodes] == [
        server.base + webtoons.path(n) for n in range(1, 6)
    ]


def test_site_file(server: LocalServer, fast: GetSettings, tmp_path: Path) -> None:
    plain = PlainSite(server)
    path = tmp_path / "site.toml"
    path.write_text(SITE_TOML)
    page = viewer_of(read_site(path), plain.address(2), fast)
    assert list(page.pictures) == plain.pictures[2]
    assert (page.title, page.number, page.subtitle) == ("Plain Tale", 2, "Part 2: the 14th day")
    assert (page.previous, page.next) == (plain.address(1), plain.address(3))
    assert viewer_of(read_site(path), plain.address(3), fast).next is None  # '#' leads nowhere


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "'pictures'"),
        ('pictures = "img"\nfoo = 1', "'foo'"),
        ('pictures = "img"\nnumber = "ep-[0-9]+"', "exactly one group"),
        ('pictures = "img"\nnumber = "ep-("', "no regular expression"),
        ("pictures = ", "cannot be read"),
    ],
)
def test_site_files_that_are_wrong(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "site.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=r"site\.toml.*" + says):
        read_site(path)
    with pytest.raises(SettingsError, match="no such site file"):
        read_site(tmp_path / "other.toml")


def test_a_wrong_selector_is_named() -> None:
    site = SelectorSite(SiteFile(pictures="img[["))
    with pytest.raises(FetchError, match=r"img\[\[.*CSS selector"):
        site.read_viewer("<img src=a>", "https://a.example/1")


def test_lazy_attributes_base_and_left_out() -> None:
    html = """<base href="/files/"><div id=v><img src="blank.gif" data-src="1.jpg"><img src="2.jpg">
    <img data-original=" 3.jpg "><img src="data:image/gif;base64,xx"><img src="/ads/4.jpg"><img></div>"""
    page = SelectorSite(SiteFile(pictures="#v", leave_out=["/ads/"])).read_viewer(
        html, "https://a.example/c/7"
    )
    assert page.pictures == tuple(f"https://a.example/files/{n}.jpg" for n in (1, 2, 3))
    assert page.left_out == ("https://a.example/ads/4.jpg",)
    assert page.waiting == 2
    assert page.number == 7


def test_a_broken_address_does_not_break_the_page() -> None:
    page = SelectorSite(SiteFile(pictures="img", next="a")).read_viewer(
        '<img src="http://[x"><a href="http://[y">', "https://a.example/7"
    )
    assert (page.pictures, page.next) == (("http://[x",), "http://[y")


@pytest.mark.parametrize(
    ("host", "address", "fits"),
    [
        ("a.example", "https://a.example/1", True),
        ("*.example", "https://b.A.Example/1", True),
        ("a.example", "https://b.example/1", False),
        ("127.0.0.1", "http://127.0.0.1:8000/1", True),
        ("127.0.0.1:9", "http://127.0.0.1:8000/1", False),
    ],
)
def test_host_patterns(host: str, address: str, fits: bool) -> None:
    site = SelectorSite(SiteFile(pictures="img", host=host))
    assert (site.recognise(address) is not None) == fits

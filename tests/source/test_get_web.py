"""`toonseg get` from addresses, end to end against the local sites."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from webtoon_site import (
    SITE_TOML,
    Answer,
    LocalServer,
    NaverSite,
    PlainSite,
    WebtoonsSite,
    jpeg,
    png,
)

from toonseg.errors import (
    EmptyViewerError,
    FetchError,
    GateError,
    MissingExtraError,
    RobotsError,
    SettingsError,
    UsageError,
    WriteError,
)
from toonseg.source import EpisodeResult, PageEvent, get
from toonseg.source.manifest import check_page, read_manifest
from toonseg.source.sites import Naver, Webtoons
from toonseg.workspace import EpisodeFolder

NUMBERS = list[int]


def numbers(results: list[EpisodeResult]) -> NUMBERS:
    return [int(result.name) for result in results]


def get_naver(site: NaverSite, address: str, title: Path, **options: Any) -> list[EpisodeResult]:
    options.setdefault("browser", False)
    return get(address, out=title, sites=[Naver(base=site.base)], **options)


def pages_on(server: LocalServer, addresses: list[str]) -> list[bytes]:
    return [server.answers[address.removeprefix(server.base)].body for address in addresses]  # type: ignore[union-attr]


def files(title: Path, number: int) -> dict[str, bytes]:
    folder = EpisodeFolder(title, f"{number:04d}").pages
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())} if folder.is_dir() else {}


def test_one_episode(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server)
    [result] = get_naver(naver, naver.address(2), title)
    assert result.error is None
    assert (result.name, result.pages, result.fetched, result.kept, result.complete) == (
        "0002",
        3,
        3,
        0,
        True,
    )
    assert list(files(title, 2)) == ["000.jpg", "001.jpg", "002.jpg"]
    assert list(files(title, 2).values()) == pages_on(server, naver.pictures[2])
    assert [note.split(":")[2].rsplit("/", 1)[1] for note in result.notes] == [
        "agerate_15.png",
        "ctguide.png",
    ]
    assert "decoy" in result.notes[0]

    manifest = read_manifest(EpisodeFolder(title, "0002"))
    assert manifest is not None
    assert (manifest.title, manifest.episode, manifest.source) == ("학교 이야기", 2, naver.address(2))
    assert manifest.rights == "all rights reserved by the owner; research use; do not redistribute"
    assert manifest.complete
    assert [record.url for record in manifest.pages] == naver.pictures[2] == manifest.expected
    assert all(check_page(EpisodeFolder(title, "0002"), record) for record in manifest.pages)
    assert (manifest.pages[0].width, manifest.pages[0].height) == (24, 30)
    # Nothing else is left behind.
    assert sorted(path.name for path in EpisodeFolder(title, "0002").root.iterdir()) == [
        "episode.json",
        "pages",
    ]


def test_a_whole_title_is_got_once(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server, count=5)
    events: list[PageEvent] = []
    results = get_naver(naver, naver.series, title, on_page=events.append)
    assert numbers(results) == [1, 2, 3, 4, 5]
    assert all(result.complete and result.fetched == 3 for result in results)
    assert events[-1] == PageEvent("0005", 3, 3, episodes_done=4, episodes=5)

    asked = len(server.log)
    again = get_naver(naver, naver.series, title)
    assert [(r.fetched, r.kept, r.complete) for r in again] == [(0, 3, True)] * 5
    # Only robots.txt and the list: neither viewers nor pictures.
    assert all("/api/" in r.path or r.path == "/robots.txt" for r in server.log[asked:])


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [("2", "3", [2, 3]), (None, 2, [1, 2]), ("3화", None, [3, 4]), ("2화 만남 다", "2화 만남 다", [2])],
)
def test_ranges(server: LocalServer, title: Path, first: Any, last: Any, expected: NUMBERS) -> None:
    naver = NaverSite(server, pages=1)
    assert numbers(get_naver(naver, naver.address(4), title, first=first, last=last)) == expected
    assert numbers(get_naver(naver, naver.series, title, first=first, last=last)) == expected


def test_until_title_walks_previous_links(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server, pages=1)
    results = get_naver(naver, naver.address(4, old=True), title, until_title=naver.subtitle(2))
    assert numbers(results) == [4, 3, 2]
    assert not server.asked("/api/article/list?")


def test_until_title_without_links_asks_the_list(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server, pages=1)
    assert numbers(get_naver(naver, naver.address(4), title, until_title=naver.subtitle(3))) == [4, 3]


def test_until_title_that_never_comes(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server, pages=1)
    results = get_naver(naver, naver.address(2), title, until_title="없는 제목")
    assert [result.complete for result in results] == [True, True, False]
    assert isinstance(results[-1].error, FetchError)
    assert "없는 제목" in str(results[-1].error)


def test_webtoons_wants_its_referer(server: LocalServer, title: Path) -> None:
    webtoons = WebtoonsSite(server)
    site = Webtoons(base=server.base, api_base=server.base)
    results = get(webtoons.series, out=title, sites=[site], browser=False)
    assert numbers(results) == [1, 2, 3]
    assert all(result.complete for result in results)
    assert all(r.headers["referer"] == f"{server.base}/" for r in server.asked("/phinf/"))
    assert len(server.asked("/phinf/")) == 9


def test_webtoons_mobile_and_signed_addresses(server: LocalServer, title: Path) -> None:
    """A query that changes with each visit does not make a page another page."""
    webtoons = WebtoonsSite(server, count=1)
    site = Webtoons(base=server.base, api_base=server.base)
    get(server.base + webtoons.path(1), out=title, sites=[site], browser=False)
    (EpisodeFolder(title, "0001").pages / "001.jpg").unlink()
    webtoons.pictures[1] = [address.replace("q90", "q90&sign=2") for address in webtoons.pictures[1]]
    for address in webtoons.pictures[1]:
        path = address.removeprefix(server.base)
        server.answers[path] = server.answers[path.replace("&sign=2", "")]
    server.page(webtoons.path(1), webtoons.viewer(1))
    [result] = get(server.base + webtoons.path(1), out=title, sites=[site], browser=False)
    assert (result.fetched, result.kept, result.complete) == (1, 2, True)
    assert [request.path for request in server.asked("sign=2")] == ["/phinf/2024/1/1.jpg?type=q90&sign=2"]


@pytest.mark.parametrize("beside", [True, False])
def test_a_site_file(server: LocalServer, title: Path, tmp_path: Path, beside: bool) -> None:
    plain = PlainSite(server)
    path = (title if beside else tmp_path) / "site.toml"
    path.write_text(SITE_TOML)
    results = get(plain.address(2), out=title, site=None if beside else path, first=1, last=3, browser=False)
    assert numbers(results) == [2, 1, 3]
    assert all(result.complete for result in results)
    assert list(files(title, 3)) == ["000.png", "001.png", "002.png", "003.png"]
    assert list(files(title, 3).values()) == [plain.data[address] for address in plain.pictures[3]]


def test_default_folder_is_named_after_the_title_and_its_settings_hold(
    server: LocalServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    naver = NaverSite(server, pages=1)
    folder = tmp_path / "학교 이야기"
    folder.mkdir()
    (folder / "toonseg.toml").write_text(
        'title = "School"\nrights = "CC BY 4.0"\n[get]\nuser_agent = "me/1"\nrequests_per_second = 2000\n'
    )
    [result] = get(naver.address(1), sites=[Naver(base=server.base)], browser=False)
    manifest = read_manifest(EpisodeFolder(folder, "0001"))
    assert result.complete and manifest is not None
    assert (manifest.title, manifest.rights) == ("School", "CC BY 4.0")
    assert server.asked("/cut_0")[0].headers["user-agent"] == "me/1"


def test_robots_forbid_the_viewer(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server)
    server.page("/robots.txt", "User-agent: *\nDisallow: /webtoon/detail\n", kind="text/plain")
    [result] = get_naver(naver, naver.address(1), title)
    assert isinstance(result.error, RobotsError)
    assert not server.asked("/webtoon/")
    with (title / "toonseg.toml").open("a") as file:
        file.write("obey_robots = false\n")
    [result] = get_naver(naver, naver.address(1), title)
    assert result.complete


def test_robots_forbid_the_pictures_of_another_host(
    server: LocalServer, second_server: LocalServer, title: Path
) -> None:
    naver = NaverSite(server, count=2)
    second_server.page("/robots.txt", "User-agent: *\nDisallow: /\n", kind="text/plain")
    naver.lay(1, [second_server.picture("/x.jpg", jpeg(1))])
    results = get_naver(naver, naver.series, title)
    assert [type(result.error) for result in results] == [RobotsError]
    assert [request.path for request in second_server.log] == ["/robots.txt"]


def test_a_charge_ends_the_run_and_keeps_what_is_there(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server, count=4)
    naver.charged = {3}
    results = get_naver(naver, naver.series, title)
    assert [result.complete for result in results] == [True, True, False]
    assert isinstance(results[-1].error, GateError)
    assert "charge" in str(results[-1].error)
    assert not server.asked("detail?titleId=700001&no=3")
    assert len(files(title, 2)) == 3


def test_an_empty_viewer_of_a_charged_episode_is_named_as_such(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server)
    naver.charged = {3}
    naver.lay(3, [])
    [result] = get_naver(naver, naver.address(3), title, browser=None)
    assert isinstance(result.error, GateError)


def test_adults_only(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server)
    naver.age = "RATE_18"
    with pytest.raises(GateError, match="adults"):
        get_naver(naver, naver.address(1), title)
    assert not server.asked("/detail")


@pytest.mark.parametrize("location", ["/nidlogin.login?url=x", "/adult?x"])
def test_a_redirect_to_a_login_is_not_followed(server: LocalServer, title: Path, location: str) -> None:
    naver = NaverSite(server)
    server.answers["/webtoon/detail?titleId=700001&no=2"] = Answer(status=302, headers={"Location": location})
    results = get_naver(naver, naver.series, title)
    assert [type(result.error) for result in results] == [type(None), GateError]
    assert not server.asked("nidlogin") and not server.asked("/adult")


def test_webtoons_age_gate(server: LocalServer, title: Path) -> None:
    webtoons = WebtoonsSite(server)
    gate = Answer(status=302, headers={"Location": "/en/ageGate?returnUrl=x"})
    server.answers[webtoons.path(1)] = gate
    site = Webtoons(base=server.base, api_base=server.base)
    [result] = get(webtoons.series, out=title, sites=[site], browser=False)
    assert isinstance(result.error, GateError)
    assert not server.asked("ageGate")


def test_a_failed_episode_does_not_stop_the_others(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server, count=3)
    server.answers["/webtoon/detail?titleId=700001&no=2"] = Answer(status=404)
    results = get_naver(naver, naver.series, title)
    assert [result.complete for result in results] == [True, False, True]
    assert "no=2: answers 404" in str(results[1].error)


def test_an_empty_viewer_is_named(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server)
    naver.lay(1, [])
    [result] = get_naver(naver, naver.address(1), title)
    assert isinstance(result.error, EmptyViewerError)
    assert "--browser" in str(result.error)


def test_without_a_browser_the_error_says_how_to_get_one(
    server: LocalServer, title: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    naver = NaverSite(server)
    naver.lay(1, [])
    monkeypatch.setattr("toonseg.source.chrome.find_chrome", lambda: None)
    results = get_naver(naver, naver.series, title, browser=None)
    # The next episode would need it too.
    assert [type(result.error) for result in results] == [MissingExtraError]
    assert "playwright install chromium" in str(results[0].error)
    assert "\n" not in str(results[0].error)


WRONG = {
    "html": (Answer(b"<!doctype html><html>log in", kind="image/jpeg"), "HTML page"),
    "cut": (Answer(jpeg(1), kind="image/jpeg", cut_at=200), "cut short"),
    "short": (Answer(jpeg(1)[:400], kind="image/jpeg", length=False), "cut short"),
    "empty": (Answer(b"", kind="image/jpeg"), "empty"),
    "text": (Answer(b"no picture here", kind="image/jpeg"), "looks like text"),
    "404": (Answer(b"", status=404), "answers 404"),
    "403": (Answer(b"", status=403), "answers 403"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_nothing_wrong_is_kept(server: LocalServer, title: Path, kind: str) -> None:
    naver = NaverSite(server)
    answer, says = WRONG[kind]
    path = naver.pictures[1][1].removeprefix(server.base)
    right = server.answers[path]
    server.answers[path] = answer
    (title / "toonseg.toml").write_text("[get]\nrequests_per_second = 2000\nretries = 0\n")
    [result] = get_naver(naver, naver.address(1), title)
    assert not result.complete
    assert says in str(result.error) and path in str(result.error)
    # The others are here, the wrong one is not, and it comes once the site is well again.
    assert list(files(title, 1)) == ["000.jpg", "002.jpg"]
    server.answers[path] = right
    [result] = get_naver(naver, naver.address(1), title)
    assert (result.fetched, result.kept, result.complete) == (1, 2, True)
    assert list(files(title, 1).values()) == pages_on(server, naver.pictures[1])
    assert len(server.asked("/cut_0.jpg")) == 1


@pytest.mark.parametrize("kind", ["html", "short", "cut"])
def test_an_accident_is_asked_for_again(server: LocalServer, title: Path, kind: str) -> None:
    naver = NaverSite(server)
    path = naver.pictures[1][1].removeprefix(server.base)
    right = server.answers[path]
    assert isinstance(right, Answer)
    server.answers[path] = [WRONG[kind][0], right]
    (title / "toonseg.toml").write_text("[get]\nrequests_per_second = 2000\nretries = 1\n")
    [result] = get_naver(naver, naver.address(1), title)
    assert result.complete and files(title, 1)["001.jpg"] == right.body


def test_the_extension_is_that_of_the_bytes(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server)
    naver.lay(1, [server.picture("/a.jpg", png(1)), server.picture("/b", jpeg(2))])
    get_naver(naver, naver.address(1), title)
    assert list(files(title, 1)) == ["000.png", "001.jpg"]


def test_the_same_bytes_twice_are_named_and_not_kept(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server)
    first, same, other = (
        server.picture(f"/{n}.jpg", jpeg(seed)) for n, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    naver.lay(1, [first, same, other, first])
    [result] = get_naver(naver, naver.address(1), title)
    assert result.complete
    assert result.pages == 2
    assert list(files(title, 1)) == ["000.jpg", "002.jpg"]
    assert any(f"{same}: has the same bytes as page 000.jpg" in note for note in result.notes)
    assert any(f"{first}: stands twice" in note for note in result.notes)
    asked = len(server.log)
    get_naver(naver, naver.address(1), title)
    assert not [r for r in server.log[asked:] if r.path.endswith(".jpg")]


def test_a_repeated_page_is_not_asked_for_again_by_the_next_run(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server)
    addresses = [server.picture(f"/{n}.jpg", jpeg(seed)) for n, seed in (("a", 1), ("b", 1), ("c", 2))]
    naver.lay(1, addresses)
    whole = server.answers["/c.jpg"]
    server.answers["/c.jpg"] = Answer(status=404)
    [result] = get_naver(naver, naver.address(1), title)
    assert not result.complete
    server.answers["/c.jpg"] = whole
    [result] = get_naver(naver, naver.address(1), title)
    assert result.complete and result.pages == 2
    assert len(server.asked("/b.jpg")) == 1


def test_a_damaged_page_is_got_again_and_only_that(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server)
    get_naver(naver, naver.address(1), title)
    page = EpisodeFolder(title, "0001").pages / "001.jpg"
    page.write_bytes(page.read_bytes()[:-5])
    [result] = get_naver(naver, naver.address(1), title)
    assert (result.fetched, result.kept, result.complete) == (1, 2, True)
    assert list(files(title, 1).values()) == pages_on(server, naver.pictures[1])


def test_pages_that_the_site_took_away_go(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server)
    get_naver(naver, naver.address(1), title)
    naver.lay(1, naver.pictures[1][:2])
    page = EpisodeFolder(title, "0001").pages / "000.jpg"
    page.unlink()
    [result] = get_naver(naver, naver.address(1), title)
    assert result.complete
    assert list(files(title, 1)) == ["000.jpg", "001.jpg"]


def test_another_titles_folder_is_not_written_over(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server)
    get_naver(naver, naver.address(1), title)
    before = files(title, 1)
    naver.title = "다른 이야기"
    naver.server.page("/webtoon/detail?titleId=9&no=1", "x")
    naver.server.answers["/webtoon/detail?titleId=9&no=1"] = server.answers[
        naver.address(2)[len(server.base) :]
    ]
    [result] = get_naver(naver, f"{server.base}/webtoon/detail?titleId=9&no=1", title)
    assert "already holds an episode of '학교 이야기'" in str(result.error)
    assert files(title, 1) == before


def test_at_most_two_connections(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server, count=1, pages=12)
    for address in naver.pictures[1]:
        path = address.removeprefix(server.base)
        answer = server.answers[path]
        assert isinstance(answer, Answer)
        server.answers[path] = Answer(answer.body, kind="image/jpeg", wait=0.01)
    get_naver(naver, naver.address(1), title, jobs=4)
    assert server.most_at_once == 2


def test_a_slow_server_is_given_up(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server)
    server.answers[naver.pictures[1][0].removeprefix(server.base)] = Answer(jpeg(1), wait=0.5)
    (title / "toonseg.toml").write_text("[get]\nrequests_per_second = 2000\ntimeout = 0.1\nretries = 0\n")
    [result] = get_naver(naver, naver.address(1), title)
    assert "does not answer within 0.1 s" in str(result.error)


def test_429_with_retry_after(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server)
    path = naver.pictures[1][0].removeprefix(server.base)
    right = server.answers[path]
    assert isinstance(right, Answer)
    server.answers[path] = [Answer(status=429, headers={"Retry-After": "0"}), right]
    [result] = get_naver(naver, naver.address(1), title)
    assert result.complete
    assert len(server.asked("/cut_0.jpg")) == 2


def test_a_full_disk_stops_with_its_name(
    server: LocalServer, title: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    naver = NaverSite(server)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteError, match="No space left on device"):
        get_naver(naver, naver.address(1), title)
    monkeypatch.undo()
    [result] = get_naver(naver, naver.address(1), title)
    assert result.complete


def test_cbz(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server)
    get_naver(naver, naver.address(1), title, cbz=True)
    with zipfile.ZipFile(title / "cbz" / "0001.cbz") as archive:
        assert archive.namelist() == ["ComicInfo.xml", "000.jpg", "001.jpg", "002.jpg"]
        assert "학교 이야기" in archive.read("ComicInfo.xml").decode()


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"source": "https://unknown.example/1"}, UsageError, "--site"),
        ({"source": "http://[broken/1"}, UsageError, "is no address"),
        ({"until_title": "x", "first": 1}, UsageError, "--until-title"),
        ({"jobs": 0}, UsageError, "at least one"),
        ({"site": "nowhere.toml"}, SettingsError, "no such site file"),
        ({"source": "nowhere", "browser": True}, UsageError, "for addresses"),
    ],
)
def test_wrong_use(server: LocalServer, title: Path, options: dict[str, Any], error: Any, says: str) -> None:
    naver = NaverSite(server)
    options = {"source": naver.address(1), "out": title, "sites": [Naver(base=server.base)], **options}
    with pytest.raises(error, match=says):
        get(**options)


def test_until_title_wants_an_episode(server: LocalServer, title: Path) -> None:
    naver = NaverSite(server)
    with pytest.raises(UsageError, match="starts at an episode"):
        get_naver(naver, naver.series, title, until_title="x")


def test_a_local_source_without_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The default folder is never the source itself."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tale").mkdir()
    (tmp_path / "tale" / "1.jpg").write_bytes(jpeg(1))
    [result] = get("tale")
    assert result.complete
    assert result.folder.resolve() == tmp_path / "tale-title" / "episodes" / "0001"
    assert [path.name for path in (tmp_path / "tale").iterdir()] == ["1.jpg"]


def test_a_folder_goes_to_the_import(tmp_path: Path) -> None:
    source = tmp_path / "ep 3"
    source.mkdir()
    (source / "1.jpg").write_bytes(jpeg(1))
    [result] = get(source, out=tmp_path / "title")
    assert result.complete and result.fetched == 1
    with pytest.raises(UsageError, match="Give a number"):
        get(source, out=tmp_path / "title", first="봄")

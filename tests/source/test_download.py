"""Every moment at which a kill may fall, one by one; and the pace of a whole run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from webtoon_site import Answer, LocalServer, NaverSite, PlainSite, jpeg

from toonseg.errors import WriteError
from toonseg.source import download
from toonseg.source.download import download_episode, is_complete
from toonseg.source.http import Web
from toonseg.source.incoming import Incoming
from toonseg.source.manifest import EpisodeManifest, read_manifest, write_manifest
from toonseg.source.sites import Naver
from toonseg.source.web import Order, folder_name, get_web
from toonseg.workspace import EpisodeFolder, GetSettings


class _KilledError(BaseException):
    """Stands for SIGKILL: nothing catches it."""


@pytest.fixture
def episode(tmp_path: Path) -> EpisodeFolder:
    return EpisodeFolder(tmp_path / "title", "0001")


@pytest.fixture
def head(server: LocalServer) -> EpisodeManifest:
    server.page("/robots.txt", "", status=404)
    addresses = [server.picture(f"/{n}.jpg", jpeg(n)) for n in range(4)]
    return EpisodeManifest(title="T", episode=1, source=f"{server.base}/1", expected=addresses)


def run(episode: EpisodeFolder, head: EpisodeManifest, fast: GetSettings) -> Any:
    with Web(fast) as web:
        return download_episode(episode, head, web, Incoming(episode), referer="r")


def check(episode: EpisodeFolder, server: LocalServer) -> None:
    manifest = read_manifest(episode)
    assert manifest is not None and is_complete(episode, manifest)
    assert [(episode.pages / f"00{n}.jpg").read_bytes() for n in range(4)] == [jpeg(n) for n in range(4)]
    assert sorted(path.name for path in episode.root.iterdir()) == ["episode.json", "pages"]
    assert [len(server.asked(f"/{n}.jpg")) for n in range(4)] == [1, 1, 1, 1]


@pytest.mark.parametrize("moment", ["put", "record", "move", "next record", "clear"])
def test_a_kill_between_any_two_steps(
    server: LocalServer,
    episode: EpisodeFolder,
    head: EpisodeManifest,
    moment: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fast = GetSettings(requests_per_second=2000)
    calls = 0

    def dies(*_: Any, **__: Any) -> Any:
        raise _KilledError

    def write_then_die(where: EpisodeFolder, manifest: EpisodeManifest) -> None:
        nonlocal calls
        calls += 1
        write_manifest(where, manifest)
        if calls == 3:
            raise _KilledError

    def die_before_writing(where: EpisodeFolder, manifest: EpisodeManifest) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise _KilledError
        write_manifest(where, manifest)

    match moment:
        case "put":  # received, not even decoded
            monkeypatch.setattr(download, "verify", dies)
        case "record":  # decoded, not recorded
            monkeypatch.setattr(download._Work, "add", dies)
        case "move":  # recorded, not moved
            monkeypatch.setattr(download, "write_manifest", write_then_die)
        case "next record":  # moved, the next one not recorded
            monkeypatch.setattr(download, "write_manifest", die_before_writing)
        case "clear":  # all done, the incoming folder still there
            monkeypatch.setattr(Incoming, "clear", dies)
    with pytest.raises(_KilledError):
        run(episode, head, fast)
    monkeypatch.undo()
    result = run(episode, head, fast)
    assert result.error is None
    assert result.kept + result.fetched == 4
    check(episode, server)


def test_half_written_files_are_cleared_away(
    server: LocalServer, episode: EpisodeFolder, head: EpisodeManifest, fast: GetSettings
) -> None:
    for folder in (episode.root, episode.pages, episode.root / ".incoming"):
        folder.mkdir(parents=True)
        (folder / ".part-x").write_bytes(b"half")
    assert run(episode, head, fast).complete
    check(episode, server)


def test_a_page_without_a_record_is_not_trusted(
    server: LocalServer, episode: EpisodeFolder, head: EpisodeManifest, fast: GetSettings
) -> None:
    """It decodes, but nobody knows where it came from: perhaps another episode's page was put there."""
    episode.pages.mkdir(parents=True)
    (episode.pages / "002.jpg").write_bytes(jpeg(99))
    assert run(episode, head, fast).fetched == 4
    check(episode, server)


def test_damaged_incoming_bytes_are_asked_for_again(
    server: LocalServer, episode: EpisodeFolder, head: EpisodeManifest, fast: GetSettings
) -> None:
    Incoming(episode).put(head.expected[1], jpeg(1)[:50])
    result = run(episode, head, fast)
    assert (result.fetched, result.complete) == (4, True)
    check(episode, server)


def test_after_three_failures_the_rest_is_left(
    server: LocalServer, episode: EpisodeFolder, head: EpisodeManifest
) -> None:
    addresses = [f"{server.base}/gone/{n}.jpg" for n in range(30)]
    head = head.model_copy(update={"expected": addresses})
    result = run(episode, head, GetSettings(requests_per_second=50))
    assert "answers 404; 2 more failed after it" in str(result.error)
    assert len(server.asked("/gone/")) < 30


def test_a_write_error_stops_all(episode: EpisodeFolder, head: EpisodeManifest, fast: GetSettings) -> None:
    episode.root.mkdir(parents=True)
    (episode.root / ".incoming").write_text("in the way")
    with pytest.raises(WriteError, match="incoming"):
        run(episode, head, fast)


def test_a_whole_run_keeps_to_one_request_a_second(server: LocalServer, tmp_path: Path, clock: Any) -> None:
    naver = NaverSite(server, count=2, pages=3)
    order = Order(naver.series, out=tmp_path / "t", browser=False)

    def new_web(_: Any) -> Web:
        return Web(clock=clock.clock, sleep=clock.sleep)

    results = get_web(order, sites=[Naver(base=server.base)], new_web=new_web)
    assert all(result.complete for result in results)
    requests = len(server.log)
    assert requests == 1 + 1 + 1 + 2 + 6  # robots.txt, title, list, viewers, pictures
    assert clock.now - 1000 >= requests - 1


def test_retry_after_of_a_real_server(server: LocalServer, tmp_path: Path, clock: Any) -> None:
    naver = NaverSite(server, count=1, pages=2)
    path = naver.pictures[1][0].removeprefix(server.base)
    right = server.answers[path]
    assert isinstance(right, Answer)
    server.answers[path] = [Answer(status=503, headers={"Retry-After": "120"}), right]
    order = Order(naver.address(1), out=tmp_path / "t", browser=False)
    [result] = get_web(
        order,
        sites=[Naver(base=server.base)],
        new_web=lambda _: Web(clock=clock.clock, sleep=clock.sleep),
    )
    assert result.complete
    assert clock.now >= 1120


def test_what_is_no_address_is_named(
    server: LocalServer, episode: EpisodeFolder, head: EpisodeManifest, fast: GetSettings
) -> None:
    head = head.model_copy(update={"expected": [*head.expected[:1], "http://[broken", "http://a:b/c.jpg"]})
    with Web(fast) as web:
        result = download_episode(episode, head, web, Incoming(episode), referer=f"{server.base}/화 1")
    assert not result.complete
    assert "http://[broken" in str(result.error)
    assert server.asked("/0.jpg")[0].headers["referer"] == f"{server.base}/%ED%99%94%201"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("학교 이야기", "학교 이야기"),
        ("../../etc/passwd", "etc passwd"),
        ("a\x00b\nc", "a b c"),
        ("...", "title"),
        ("", "title"),
        ("긴" * 200, "긴" * 60),
    ],
)
def test_folder_names(title: str, name: str) -> None:
    assert folder_name(title) == name


def test_hangul_and_blanks_in_addresses(
    server: LocalServer, episode: EpisodeFolder, fast: GetSettings
) -> None:
    plain = PlainSite(server, count=1, pages=3)
    addresses = plain.pictures[1]
    assert "그림 0" in addresses[0]
    head = EpisodeManifest(title="T", episode=1, source="s", expected=addresses)
    assert run(episode, head, fast).complete
    assert sorted(path.read_bytes() for path in episode.pages.iterdir()) == sorted(plain.data.values())

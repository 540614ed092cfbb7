""".cbz with ComicInfo.xml: readable by others and by ourselves, the same bytes each time."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from toonseg.errors import SourceError, WriteError
from toonseg.pictures import encode
from toonseg.source.comicinfo import comic_info, language_of, write_cbz
from toonseg.source.local import open_source
from toonseg.source.manifest import EpisodeManifest, PageRecord, sha256, write_manifest
from toonseg.workspace import EpisodeFolder

VIEWER = "https://comic.naver.com/webtoon/detail?titleId=1&no=100"
# The order of the schema's sequence, of which ComicInfo.xml may leave out any.
SCHEMA_ORDER = ["Title", "Series", "Number", "Notes", "Web", "PageCount", "LanguageISO", "Manga", "Pages"]


def make_episode(title: Path, **changes: object) -> EpisodeFolder:
    episode = EpisodeFolder(title, "0100")
    episode.pages.mkdir(parents=True)
    records = []
    for index in range(3):
        data = encode(np.full((10 + index, 7, 3), index, np.uint8), "png")
        (episode.pages / f"{index:03d}.png").write_bytes(data)
        record = PageRecord(
            file=f"{index:03d}.png",
            url=f"https://image-comic.pstatic.net/{index}.png",
            sha256=sha256(data),
            size=len(data),
            width=7,
            height=10 + index,
            fetched_at=datetime(2026, 1, 2, tzinfo=UTC),
        )
        records.append(record)
    manifest = EpisodeManifest(
        title="여우 & 토끼 <1>",
        episode=100,
        subtitle="100화",
        source=VIEWER,
        complete=True,
        expected=[record.url for record in records],
        pages=records,
    )
    write_manifest(episode, manifest.model_copy(update=changes))
    return episode


def info_in(path: Path) -> ElementTree.Element:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return ElementTree.fromstring(archive.read("ComicInfo.xml"))


def test_a_cbz_holds_the_pages_as_they_are_and_says_what_they_are(tmp_path) -> None:
    episode = make_episode(tmp_path / "title")
    path = write_cbz(episode, tmp_path / "out" / "100 화.cbz")
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["ComicInfo.xml", "000.png", "001.png", "002.png"]
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
    root = info_in(path)
    assert [element.tag for element in root] == SCHEMA_ORDER
    texts = {element.tag: element.text for element in root}
    assert texts["Series"] == "여우 & 토끼 <1>"
    assert (texts["Title"], texts["Number"], texts["PageCount"]) == ("100화", "100", "3")
    assert (texts["Web"], texts["LanguageISO"], texts["Manga"]) == (VIEWER, "ko", "No")
    assert "do not redistribute" in texts["Notes"]
    size = str((episode.pages / "001.png").stat().st_size)
    expected = {"Image": "1", "ImageSize": size, "ImageWidth": "7", "ImageHeight": "11"}
    assert root.find("Pages")[1].attrib == expected
    pages = open_source(path).pages
    assert [page.read() for page in pages] == [(episode.pages / page.name).read_bytes() for page in pages]


def test_the_same_episode_gives_the_same_bytes(tmp_path) -> None:
    first = write_cbz(make_episode(tmp_path / "a"), tmp_path / "a.cbz")
    second = write_cbz(make_episode(tmp_path / "b"), tmp_path / "b.cbz")
    assert first.read_bytes() == second.read_bytes()


def test_what_is_not_known_is_left_out_and_no_control_character_stays(tmp_path) -> None:
    manifest = EpisodeManifest(title="a\x00b\x1bc\ud800", episode=1, source="file:///x/y.cbz", pages=[])
    root = ElementTree.fromstring(comic_info(manifest))
    assert [element.tag for element in root] == ["Series", "Number", "Notes", "PageCount", "Manga", "Pages"]
    assert root.findtext("Series") == "abc"


@pytest.mark.parametrize(
    ("address", "language"),
    [
        (VIEWER, "ko"),
        ("https://m.comic.naver.com/webtoon/detail?titleId=1&no=1", "ko"),
        ("https://www.webtoons.com/en/fantasy/x/ep-1/viewer?title_no=1&episode_no=1", "en"),
        ("https://www.webtoons.com/zh-hant/drama/x/ep-1/viewer?title_no=1&episode_no=1", "zh"),
        ("https://www.webtoons.com/episodeList?titleNo=1", None),
        ("https://example.org/en/1", None),
        ("file:///home/en/1", None),
    ],
)
def test_language(address, language) -> None:
    assert language_of(address) == language


def test_what_is_missing_or_spoiled_is_named_and_no_file_is_left(tmp_path) -> None:
    path = tmp_path / "x.cbz"
    with pytest.raises(SourceError, match=r"no episode\.json"):
        write_cbz(EpisodeFolder(tmp_path / "none", "0001"), path)
    with pytest.raises(SourceError, match="1 pages are missing"):
        write_cbz(make_episode(tmp_path / "part", complete=False, expected=["1", "2", "3", "4"]), path)
    episode = make_episode(tmp_path / "spoiled")
    (episode.pages / "001.png").write_bytes(b"spoiled")
    with pytest.raises(SourceError, match=r"001\.png"):
        write_cbz(episode, path)
    assert not path.exists()
    (tmp_path / "folder.cbz").mkdir()
    with pytest.raises(WriteError):
        write_cbz(make_episode(tmp_path / "good"), tmp_path / "folder.cbz")

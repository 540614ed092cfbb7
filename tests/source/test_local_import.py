"""Local pictures into a title's folder: bytes unchanged, resumable, broken pages named."""

from __future__ import annotations

import errno
import os
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toonseg.errors import SourceError, WriteError
from toonseg.pictures import encode
from toonseg.source import importing
from toonseg.source.importing import episode_numbers, import_local, page_file_name
from toonseg.source.local import open_source
from toonseg.source.manifest import read_manifest, sha256
from toonseg.source.pagefile import FolderPage
from toonseg.workspace import DEFAULT_RIGHTS, EpisodeFolder


def picture(shade: int, format: str = "png") -> bytes:
    return encode(np.full((6, 5, 3), shade, np.uint8), format)


def fill(folder: Path, **pages: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in pages.items():
        (folder / f"{name}.jpg").write_bytes(data)
    return folder


def manifest_of(title: Path, name: str):
    manifest = read_manifest(EpisodeFolder(title, name))
    assert manifest is not None
    return manifest


def test_a_folder_becomes_an_episode_with_a_manifest(tmp_path) -> None:
    pages = {"10": picture(1), "9": picture(2, "jpg"), "a b": picture(3, "webp")}
    source = fill(tmp_path / "연애 혁명 12화", **pages)
    title = tmp_path / "title"
    events = []
    (result,) = import_local(source, title, on_page=events.append)
    assert (result.name, result.folder) == ("0012", title / "episodes" / "0012")
    assert (result.pages, result.fetched, result.kept, result.complete, result.error) == (3, 3, 0, True, None)
    folder = result.folder / "pages"
    # The extension says what the bytes are, whatever the file was called.
    assert sorted(path.name for path in folder.iterdir()) == ["000.jpg", "001.png", "002.webp"]
    assert (folder / "001.png").read_bytes() == pages["10"]
    manifest = manifest_of(title, "0012")
    assert (manifest.title, manifest.episode, manifest.complete) == ("연애 혁명 12화", 12, True)
    assert manifest.rights == DEFAULT_RIGHTS
    assert manifest.source == source.as_uri()
    record = manifest.pages[2]
    assert record.url == (source / "a b.jpg").as_uri()
    assert (record.sha256, record.size) == (sha256(pages["a b"]), len(pages["a b"]))
    assert (record.width, record.height) == (5, 6)
    assert [(event.done, event.total) for event in events] == [(1, 3), (2, 3), (3, 3)]
    assert [page.read() for page in open_source(result.folder).pages] == [
        pages["9"],
        pages["10"],
        pages["a b"],
    ]


def test_settings_give_title_and_rights(tmp_path) -> None:
    title = tmp_path / "title"
    title.mkdir()
    (title / "toonseg.toml").write_text('title = "여우"\nrights = "CC BY 4.0"\n', encoding="utf-8")
    import_local(fill(tmp_path / "1", a=picture(1)), title)
    manifest = manifest_of(title, "0001")
    assert (manifest.title, manifest.rights) == ("여우", "CC BY 4.0")


def test_a_series_is_imported_in_range(tmp_path) -> None:
    series = tmp_path / "Fox and Rabbit"
    for number in range(1, 5):
        fill(series / f"S2 ep {number}", a=picture(number))
    with zipfile.ZipFile(series / "S2 ep 10.cbz", "w") as archive:
        archive.writestr("x/1.png", picture(10))
    title = tmp_path / "title"
    results = import_local(series, title, first=3, last=10)
    assert [result.name for result in results] == ["0003", "0004", "0010"]
    assert all(result.complete for result in results)
    manifest = manifest_of(title, "0010")
    assert manifest.title == "Fox and Rabbit"
    assert manifest.pages[0].url == (series / "S2 ep 10.cbz").as_uri() + "!/x/1.png"
    with pytest.raises(SourceError, match="1 to 10"):
        import_local(series, title, first=11)


def test_a_second_run_reads_nothing_again(tmp_path, monkeypatch) -> None:
    source = fill(tmp_path / "1", a=picture(1), b=picture(2))
    import_local(source, tmp_path / "title")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "title").rglob("*.png")}

    def must_not_be_read(page: FolderPage) -> bytes:
        raise AssertionError(page.name)

    monkeypatch.setattr(FolderPage, "read", must_not_be_read)
    (result,) = import_local(source, tmp_path / "title")
    assert (result.fetched, result.kept, result.complete) == (0, 2, True)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_run_that_is_stopped_goes_on_where_it_stopped(tmp_path, monkeypatch) -> None:
    source = fill(tmp_path / "1", a=picture(1), b=picture(2), c=picture(3))
    title = tmp_path / "title"
    read = FolderPage.read
    seen: list[str] = []

    def read_or_stop(page: FolderPage) -> bytes:
        seen.append(page.name)
        if seen == ["a.jpg", "b.jpg"]:
            raise KeyboardInterrupt
        return read(page)

    monkeypatch.setattr(FolderPage, "read", read_or_stop)
    with pytest.raises(KeyboardInterrupt):
        import_local(source, title)
    assert not manifest_of(title, "0001").complete
    (result,) = import_local(source, title)
    assert (result.fetched, result.kept, result.complete) == (2, 1, True)
    assert seen == ["a.jpg", "b.jpg", "b.jpg", "c.jpg"]


def test_a_page_that_was_spoiled_here_is_taken_again(tmp_path) -> None:
    source = fill(tmp_path / "1", a=picture(1), b=picture(2))
    (first,) = import_local(source, tmp_path / "title")
    (first.folder / "pages" / "001.png").write_bytes(b"spoiled")
    (result,) = import_local(source, tmp_path / "title")
    assert (result.fetched, result.kept) == (1, 1)
    assert (first.folder / "pages" / "001.png").read_bytes() == picture(2)


def test_broken_pages_are_named_and_the_rest_goes_on(tmp_path) -> None:
    source = fill(
        tmp_path / "1", a=picture(1), b=b"<html>403</html>", c=b"", d=picture(4)[:-20], e=picture(5)
    )
    title = tmp_path / "title"
    (result,) = import_local(source, title)
    assert (result.pages, result.fetched, result.complete) == (5, 2, False)
    for clue in ("3 of 5 pages", "b.jpg", "HTML", "c.jpg", "empty", "d.jpg"):
        assert clue in str(result.error)
    assert [record.file for record in manifest_of(title, "0001").pages] == ["000.png", "004.png"]
    fill(source, b=picture(2), c=picture(3), d=picture(4))
    (result,) = import_local(source, title)
    assert (result.fetched, result.kept, result.complete) == (3, 2, True)
    assert [page.read() for page in open_source(result.folder).pages] == [picture(n) for n in range(1, 6)]


def test_a_broken_archive_does_not_stop_the_other_episodes(tmp_path) -> None:
    series = tmp_path / "series"
    fill(series / "ep 1", a=picture(1))
    (series / "ep 2.cbz").write_bytes(b"no archive")
    fill(series / "ep 3", a=picture(3))
    results = import_local(series, tmp_path / "title")
    assert [(result.name, result.complete) for result in results] == [
        ("0001", True),
        ("0002", False),
        ("0003", True),
    ]
    assert "ep 2.cbz" in str(results[1].error)


def test_pages_added_to_or_taken_from_the_source_are_followed(tmp_path) -> None:
    source = fill(tmp_path / "1", b=picture(2), c=picture(3))
    title = tmp_path / "title"
    import_local(source, title)
    fill(source, a=picture(1, "webp"))
    (result,) = import_local(source, title)
    assert [page.read() for page in open_source(result.folder).pages] == [
        picture(1, "webp"),
        picture(2),
        picture(3),
    ]
    for name in ("a", "b"):
        (source / f"{name}.jpg").unlink()
    (result,) = import_local(source, title)
    assert [page.read() for page in open_source(result.folder).pages] == [picture(3)]
    assert len(list((result.folder / "pages").iterdir())) == 1


def test_an_episode_from_elsewhere_is_not_overwritten(tmp_path) -> None:
    title = tmp_path / "title"
    import_local(fill(tmp_path / "x" / "1", a=picture(1)), title)
    (result,) = import_local(fill(tmp_path / "y" / "1", a=picture(2)), title)
    assert not result.complete
    assert "already holds" in str(result.error)
    assert (title / "episodes" / "0001" / "pages" / "000.png").read_bytes() == picture(1)


def test_a_full_disk_stops_the_import_and_leaves_nothing_half(tmp_path, monkeypatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    source = fill(tmp_path / "1", a=picture(1))
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(WriteError, match="No space left"):
            import_local(source, tmp_path / "title")
    assert [path for path in (tmp_path / "title").rglob("*") if path.is_file()] == []
    (result,) = import_local(source, tmp_path / "title")
    assert result.complete


def test_leftovers_of_a_killed_run_are_removed(tmp_path) -> None:
    source = fill(tmp_path / "1", a=picture(1))
    pages = fill(tmp_path / "title" / "episodes" / "0001" / "pages")
    leftovers = [pages / ".part-12.jpg", pages.parent / ".part-34.json"]
    for leftover in leftovers:
        leftover.write_bytes(b"half")
    import_local(source, tmp_path / "title")
    assert [leftover for leftover in leftovers if leftover.exists()] == []


@pytest.mark.parametrize(
    ("names", "numbers"),
    [
        (["Episode100", "Episode99"], [100, 99]),
        (["S2 ep 7", "S2 ep 8"], [7, 8]),
        (["12 (2021)", "13 (2021)"], [12, 13]),
        (["0100"], [100]),
        (["prologue"], [1]),
        (["ep 1", "ep 2", "extra"], [1, 2, 3]),
        (["S1 ep 1", "S1 ep 2", "S2 ep 1"], [1, 2, 3]),
        (["연애 12화", "연애 13화"], [12, 13]),
    ],
)
def test_episode_numbers(names, numbers) -> None:
    assert episode_numbers(names) == numbers


@settings(deadline=None)
@given(st.lists(st.text(), unique=True))
def test_episode_numbers_never_clash(names) -> None:
    assert len(set(episode_numbers(names))) == len(names)


def test_page_file_names() -> None:
    names = [page_file_name(index, kind) for index, kind in ((0, "JPEG"), (12, "PNG"), (1000, "TIFF"))]
    assert names == ["000.jpg", "012.png", "1000.tif"]
    assert importing.page_file_name(1, "MPO") == "001.jpg"

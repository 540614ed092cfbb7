"""Folders, titles and series on this machine as sources of pages."""

from __future__ import annotations

import os
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toonseg.errors import BrokenPictureError, SourceError
from toonseg.pictures import decode, encode
from toonseg.source.local import find_sources, list_episodes, open_source
from toonseg.source.pagefile import FolderPage, natural_key, natural_order

PAGE = encode(np.full((4, 3, 3), 200, np.uint8), "png")


def fill(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(PAGE)
    return folder


def test_a_folder_gives_its_pictures_in_natural_order(tmp_path) -> None:
    names = ["page10.png", "page9.JPG", "Page1.png", "그림 2.webp", "그림 11.webp", "0.jpeg"]
    folder = fill(tmp_path / "연애 혁명 12화", *names)
    source = open_source(folder)
    assert source.title == "연애 혁명 12화"
    expected = ["0.jpeg", "Page1.png", "page9.JPG", "page10.png", "그림 2.webp", "그림 11.webp"]
    assert [page.name for page in source.pages] == expected
    assert pickle.loads(pickle.dumps(source)) == source
    assert source.pages[3].read() == PAGE


def test_what_is_no_page_is_left_out_of_a_folder(tmp_path) -> None:
    folder = fill(tmp_path / "a", "1.png", "ComicInfo.xml", "Thumbs.db", "._1.png", ".part-12.png", "x")
    fill(folder / "__MACOSX", "1.png")
    fill(folder / "2.png", "inside a folder that is called like a picture.png")
    assert [page.name for page in open_source(folder).pages] == ["1.png"]


def test_a_single_picture_is_a_source(tmp_path) -> None:
    path = fill(tmp_path, "whole strip.png") / "whole strip.png"
    source = open_source(path)
    assert (source.title, source.pages) == ("whole strip", [FolderPage(path)])


@pytest.mark.parametrize(
    "data",
    [b"", b"text", b"<html></html>", PAGE[:-30], PAGE[:20]],
    ids=["empty", "text", "html", "cut", "head"],
)
def test_a_broken_page_is_listed_and_named_when_decoded(tmp_path, data) -> None:
    folder = fill(tmp_path / "a", "1.png")
    (folder / "나쁜 2.jpg").write_bytes(data)
    page = open_source(folder).pages[1]
    with pytest.raises(BrokenPictureError, match=r"나쁜 2\.jpg"):
        decode(page.read(), page.name)


def test_a_link_that_leads_nowhere_is_named_when_read(tmp_path) -> None:
    folder = fill(tmp_path / "a", "1.png")
    (folder / "2.png").symlink_to(tmp_path / "gone.png")
    page = open_source(folder).pages[1]
    with pytest.raises(SourceError, match=r"2\.png: cannot be read"):
        page.read()


def test_a_missing_source_and_an_empty_folder_say_what_to_do(tmp_path) -> None:
    with pytest.raises(SourceError, match="there is no such file or folder"):
        open_source(tmp_path / "not here")
    with pytest.raises(SourceError, match="holds no pictures") as caught:
        open_source(fill(tmp_path / "empty", "notes.txt"))
    assert ".jpg" in caught.value.remedy


def test_a_path_that_the_system_refuses_is_named(tmp_path) -> None:
    for function in (open_source, find_sources):
        with pytest.raises(SourceError, match=r"xxx: (cannot be read|there is no such)"):
            function(tmp_path / ("x" * 300))


def test_a_folder_of_episodes_names_one(tmp_path) -> None:
    fill(tmp_path / "ep 2", "1.png")
    fill(tmp_path / "ep 10", "1.png")
    with pytest.raises(SourceError, match="ep 2") as caught:
        open_source(tmp_path)
    assert "Name one episode" in caught.value.remedy


@pytest.mark.parametrize(
    "error", [PermissionError(13, "Permission denied"), OSError(5, "Input/output error")]
)
def test_an_unreadable_folder_is_named(tmp_path, monkeypatch, error) -> None:
    folder = fill(tmp_path / "locked", "1.png")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, "listdir", fail)
    monkeypatch.setattr(os, "scandir", fail)
    for function in (open_source, find_sources):
        with pytest.raises(SourceError, match="locked: cannot be read") as caught:
            function(folder)
        assert error.strerror in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_permission_is_named(tmp_path) -> None:
    folder = fill(tmp_path / "locked", "1.png")
    folder.chmod(0)
    try:
        with pytest.raises(SourceError, match="locked"):
            open_source(folder)
    finally:
        folder.chmod(0o700)


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_that_is_not_text_is_refused_before_it_spoils_a_file(tmp_path) -> None:
    try:
        (tmp_path / os.fsdecode(b"\xff1.png")).write_bytes(PAGE)
    except OSError:
        pytest.skip("this file system takes only names that are text")
    with pytest.raises(SourceError, match="not valid UTF-8") as caught:
        open_source(tmp_path)
    assert str(caught.value).isascii()


def test_an_episode_of_a_title_opens_by_either_folder(tmp_path) -> None:
    root = tmp_path / "Rabbit & Fox" / "episodes" / "0100"
    fill(root / "pages", "001.png", "000.png")
    for folder in (root, root / "pages"):
        source = open_source(folder)
        assert source.title == "Rabbit & Fox"
        assert [page.name for page in source.pages] == ["000.png", "001.png"]


def test_episodes_of_a_title(tmp_path) -> None:
    for name in ("0002", "10000", "0100"):
        fill(tmp_path / "episodes" / name / "pages", "000.png")
    assert list(list_episodes(tmp_path)) == ["0002", "0100", "10000"]
    assert list(find_sources(tmp_path / "episodes" / "0100" / "pages")) == ["0100"]


def test_a_title_without_episodes_says_what_to_do(tmp_path) -> None:
    (tmp_path / "episodes").mkdir()
    with pytest.raises(SourceError, match="toonseg get"):
        find_sources(tmp_path)


def test_a_series_of_folders_and_archives(tmp_path) -> None:
    fill(tmp_path / "ep 10", "1.png", "2.png")
    fill(tmp_path / "ep 9", "1.png")
    fill(tmp_path, "cover.png")
    (tmp_path / "notes").mkdir()
    with zipfile.ZipFile(tmp_path / "ep 1.cbz", "w") as file:
        file.writestr("1.png", PAGE)
    episodes = list_episodes(tmp_path)
    assert {name: len(source.pages) for name, source in episodes.items()} == {
        "ep 1": 1,
        "ep 9": 1,
        "ep 10": 2,
    }
    assert list(episodes) == ["ep 1", "ep 9", "ep 10"]


def test_an_archive_beside_its_unpacked_folder_keeps_both(tmp_path) -> None:
    fill(tmp_path / "ep 1", "1.png")
    with zipfile.ZipFile(tmp_path / "ep 1.cbz", "w") as file:
        file.writestr("1.png", PAGE)
    assert sorted(find_sources(tmp_path)) == ["ep 1", "ep 1.cbz"]


def test_one_folder_or_one_file_is_one_episode(tmp_path) -> None:
    folder = fill(tmp_path / "Episode100", "0.png")
    assert find_sources(folder) == {"Episode100": folder}
    assert find_sources(folder / "0.png") == {"0": folder / "0.png"}
    with pytest.raises(SourceError, match="no such file"):
        find_sources(tmp_path / "none")


def test_cuts_written_beside_the_pages_are_no_episode(tmp_path) -> None:
    folder = fill(tmp_path / "ep", "0.png")
    fill(folder / "out", "000000.png", "cuts.json")
    assert find_sources(folder) == {"ep": folder}


def test_pictures_and_episodes_side_by_side_are_not_guessed_at(tmp_path) -> None:
    fill(tmp_path, "0.png")
    fill(tmp_path / "ep 1", "0.png")
    with pytest.raises(SourceError, match="holds pictures") as caught:
        find_sources(tmp_path)
    assert "Name one episode" in caught.value.remedy
    assert len(open_source(tmp_path).pages) == 1


@settings(deadline=None)
@given(st.lists(st.integers(0, 10**6), unique=True, min_size=1))
def test_natural_order_is_the_order_of_the_numbers(numbers) -> None:
    pages = [FolderPage(Path(f"쪽 {number}.png")) for number in numbers]
    found = [int(page.name[2:-4]) for page in natural_order(pages)]
    assert found == sorted(numbers)


def test_superscript_digits_are_letters() -> None:
    names = ["x10", "x²", "x2", "¹"]
    assert [page.name for page in natural_order([FolderPage(Path(n)) for n in names])] == [
        "x2",
        "x10",
        "x²",
        "¹",
    ]


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), unique=True))
def test_natural_order_takes_any_names_and_does_not_depend_on_their_order(names) -> None:
    class Named:
        def __init__(self, name: str) -> None:
            self.name = name

    ordered = [item.name for item in natural_order(map(Named, names))]
    assert sorted(ordered) == sorted(names)
    assert [item.name for item in natural_order(map(Named, reversed(names)))] == ordered
    keys = [natural_key(name) for name in ordered]
    assert keys == sorted(keys)

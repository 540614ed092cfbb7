"""Comic archives, kind and hostile: pages by base name only, everything wrong named."""

from __future__ import annotations

import io
import pickle
import stat
import struct
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest

from toonseg.errors import SourceError
from toonseg.pictures import encode
from toonseg.source import archive
from toonseg.source.archive import page_names
from toonseg.source.local import open_source


def picture(shade: int) -> bytes:
    return encode(np.full((4, 3, 3), shade, np.uint8), "png")


def write_zip(path: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def write_tar(path: Path, members: dict[str, bytes], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as file:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
    return path


WRITERS = [(write_zip, "cbz"), (write_zip, "zip"), (write_tar, "cbt"), (write_tar, "tar")]


@pytest.mark.parametrize(("write", "extension"), WRITERS)
def test_pages_come_in_natural_order_with_their_bytes(tmp_path, write, extension) -> None:
    names = [f"1화/{number}.png" for number in (10, 9, 1, 100, 2)]
    members = {name: picture(index) for index, name in enumerate(names)}
    path = write(tmp_path / f"연애 혁명.{extension}", {"1화/ComicInfo.xml": b"<x/>", **members})
    source = open_source(path)
    assert source.title == "연애 혁명"
    assert [page.name for page in source.pages] == ["1.png", "2.png", "9.png", "10.png", "100.png"]
    again = pickle.loads(pickle.dumps(source))
    assert [page.read() for page in again.pages] == [members[f"1화/{page.name}"] for page in source.pages]
    assert source.pages[0].address == f"{path.as_uri()}!/1%ED%99%94/1.png"


@pytest.mark.parametrize(("write", "extension"), WRITERS)
def test_what_is_no_page_is_left_out(tmp_path, write, extension) -> None:
    others = ["__MACOSX/._1.png", "._1.png", "Thumbs.db", ".thumbs/1.png", "ComicInfo.xml", "credits.txt"]
    path = write(tmp_path / f"a.{extension}", {**dict.fromkeys(others, b"x"), "1.PNG": picture(1)})
    assert [page.name for page in open_source(path).pages] == ["1.PNG"]


@pytest.mark.parametrize(("write", "extension"), WRITERS)
def test_names_that_lead_outside_reach_no_file(tmp_path, write, extension) -> None:
    outside = tmp_path / "secret.png"
    outside.write_bytes(b"secret")
    inner = tmp_path / "inner"
    inner.mkdir()
    names = ["../secret.png", str(outside), "a/../../secret.png", "C:\\x\\1.png", "\\\\server\\2.png"]
    path = write(inner / f"a.{extension}", {name: picture(i) for i, name in enumerate(names)})
    before = sorted(tmp_path.rglob("*"))
    pages = open_source(path).pages
    assert {page.read() for page in pages} == {picture(i) for i in range(len(names))}
    for page in pages:
        assert Path(page.name).name == page.name
        assert ".." not in page.name
    assert len({page.name for page in pages}) == len(pages)
    assert sorted(tmp_path.rglob("*")) == before


def test_page_names_are_base_names_made_unique() -> None:
    assert page_names(["1/1.jpg", "1/2.jpg"]) == ["1.jpg", "2.jpg"]
    assert page_names(["1/1.jpg", "2/1.jpg", "3/7.jpg"]) == ["1-1.jpg", "2-1.jpg", "7.jpg"]
    assert page_names(["1.jpg", "1.jpg", "1.jpg"]) == ["1.jpg", "1-2.jpg", "1-3.jpg"]
    assert page_names(["a/b.jpg", "a\\b.jpg", "a-b.jpg"]) == ["a-b.jpg", "a-b-2.jpg", "a-b-3.jpg"]


def test_a_name_that_occurs_twice_gives_both_pages(tmp_path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr("1.png", picture(1))
        with pytest.warns(UserWarning, match="Duplicate"):
            file.writestr("1.png", picture(2))
    pages = open_source(tmp_path / "a.zip").pages
    assert [page.name for page in pages] == ["1.png", "1-2.png"]
    assert [page.read() for page in pages] == [picture(1), picture(2)]


def test_korean_names_without_a_unicode_mark_are_read(tmp_path) -> None:
    path = write_zip(tmp_path / "a.zip", {"AAAA1.png": picture(1)})
    path.write_bytes(path.read_bytes().replace(b"AAAA", "툰화".encode("cp949")))
    assert [page.name for page in open_source(path).pages] == ["툰화1.png"]
    assert open_source(path).pages[0].read() == picture(1)


def test_links_are_refused_by_name(tmp_path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as file:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
            info = tarfile.TarInfo(f"{kind.decode()}.png")
            info.type, info.linkname = kind, "/etc/hostname"
            file.addfile(info)
    with pytest.raises(SourceError, match=r"a\.tar!/\d\.png: is a link"):
        open_source(tmp_path / "a.tar")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        entry = zipfile.ZipInfo("link.png")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(entry, "/etc/hostname")
    with pytest.raises(SourceError, match=r"a\.zip!/link\.png: is a link"):
        open_source(tmp_path / "a.zip")


def test_an_encrypted_member_is_named(tmp_path) -> None:
    path = write_zip(tmp_path / "a.cbz", {"1.png": picture(1)})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"a\.cbz!/1\.png: is encrypted"):
        open_source(path)


@pytest.mark.parametrize("declares_less", [False, True])
def test_a_member_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch, declares_less) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBER_BYTES", 100_000)
    path = write_zip(tmp_path / "a.cbz", {"1.png": bytes(2_000_000)}, zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 10_000
    if declares_less:
        data = path.read_bytes().replace(struct.pack("<I", 2_000_000), struct.pack("<I", 90_000))
        path.write_bytes(data)
        page = open_source(path).pages[0]
        with pytest.raises(SourceError, match=r"a\.cbz!/1\.png: damaged"):
            page.read()
    else:
        with pytest.raises(SourceError, match=r"a\.cbz!/1\.png: unpacks to more than"):
            open_source(path)


def test_a_tar_member_that_declares_too_much_is_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBER_BYTES", 1000)
    path = write_tar(tmp_path / "a.cbt", {"1.png": bytes(2000)})
    with pytest.raises(SourceError, match=r"a\.cbt!/1\.png: unpacks to more than"):
        open_source(path)


@pytest.mark.parametrize(("write", "extension"), WRITERS)
def test_an_archive_cut_anywhere_is_an_error_that_names_it(tmp_path, write, extension) -> None:
    path = write(tmp_path / f"whole.{extension}", {f"{i}.png": picture(i) for i in range(4)})
    data = path.read_bytes()
    # A tar ends in empty records, of which one is enough.
    end = data.rindex(b"IEND") + 512 if extension in {"cbt", "tar"} else len(data) - 1
    cut = tmp_path / f"cut.{extension}"
    for size in [*range(1, end, max(1, end // 50)), *range(512, end, 512)]:
        cut.write_bytes(data[:size])
        with pytest.raises(SourceError, match=r"cut\."):
            pages = open_source(cut).pages
            assert [page.read() for page in pages] == [picture(i) for i in range(4)]


def test_a_member_whose_bytes_are_damaged_is_named(tmp_path) -> None:
    path = write_zip(tmp_path / "a.cbz", {"1.png": picture(1), "2.png": picture(2)})
    data = bytearray(path.read_bytes())
    data[data.index(picture(2)) + 20] ^= 0xFF
    path.write_bytes(data)
    good, bad = open_source(path).pages
    assert good.read() == picture(1)
    with pytest.raises(SourceError, match=r"a\.cbz!/2\.png: damaged"):
        bad.read()


def test_an_archive_that_changes_after_it_was_opened_is_noticed(tmp_path) -> None:
    path = write_zip(tmp_path / "a.cbz", {"1.png": picture(1), "2.png": picture(2)})
    page = open_source(path).pages[1]
    write_zip(path, {"1.png": picture(1)})
    with pytest.raises(SourceError, match="has changed"):
        page.read()


@pytest.mark.parametrize(
    ("name", "data", "clue"),
    [
        ("a.zip", b"just some text", "looks like text"),
        ("a.cbz", b"", "empty"),
        ("a.cbr", b"Rar!\x1a\x07\x01\x00rest", "RAR"),
        ("a.cbz", b"Rar!\x1a\x07\x01\x00rest", "RAR"),
        ("a.cb7", b"7z\xbc\xaf\x27\x1c\x00\x04", "7z"),
        ("a.tar", b"\x1f\x8b\x08\x00rest", "compressed tar"),
        ("a.zip", b"\x00\x01\x02\x03" * 300, "damaged or of another kind"),
        ("a.docx", b"PK\x03\x04 but no more", "damaged"),
    ],
)
def test_what_is_no_archive_is_told_apart(tmp_path, name, data, clue) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SourceError, match=clue) as caught:
        open_source(path)
    assert str(caught.value).startswith(str(path))
    assert caught.value.remedy


def test_an_archive_without_pictures_says_so(tmp_path) -> None:
    for write, extension in WRITERS:
        path = write(tmp_path / f"a.{extension}", {"readme.txt": b"x", "inner.cbz": b"x"})
        with pytest.raises(SourceError, match="holds no pictures"):
            open_source(path)


def test_a_wrong_extension_does_not_matter(tmp_path) -> None:
    path = write_zip(tmp_path / "really-a-zip.cbr", {"1.png": picture(1)})
    assert open_source(path).pages[0].read() == picture(1)
    path = write_tar(tmp_path / "really-a-tar.cbz", {"1.png": picture(1)})
    assert open_source(path).pages[0].read() == picture(1)
    path = write_zip(tmp_path / "plain.zip", {"1.png": picture(1)})
    path.write_bytes(b"#!/bin/sh\n# unpacks itself\n" + path.read_bytes())
    assert open_source(path).pages[0].read() == picture(1)

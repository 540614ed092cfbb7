"""`link` writes every row of the strip exactly once, and says why where it writes parts."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from toonseg.errors import UsageError, WriteError
from toonseg.pictures import Rgb, decode
from toonseg.strip import Strip, link

Rows = Callable[..., Rgb]
Folder = Callable[[dict[str, Rgb]], Path]


def read_all(files: list[Path]) -> Rgb:
    return np.concatenate([decode(file.read_bytes(), file) for file in files])


def test_one_picture_where_it_fits(folder_of: Folder, rows: Rows, tmp_path: Path) -> None:
    folder = folder_of({"1.png": rows(30, 20), "2.png": rows(40, 20, first=30)})
    result = link(folder, tmp_path / "strip.png")
    assert result.files == [tmp_path / "strip.png"]
    assert (result.width, result.height, result.reason) == (20, 70, "")
    assert np.array_equal(read_all(result.files), rows(70, 20))


@pytest.mark.parametrize(("ending", "height", "limit"), [("jpg", 70_000, 65_500), ("webp", 40_000, 16_383)])
def test_parts_where_the_format_cannot_hold_it(
    ending: str, height: int, limit: int, folder_of: Folder, tmp_path: Path
) -> None:
    # Fault 5 of the first method: a JPEG of more rows was silently not written.
    brightness = (np.arange(height) // 100 % 200 + 20).astype(np.uint8)
    whole = np.repeat(np.repeat(brightness[:, None, None], 8, axis=1), 3, axis=2)
    folder = folder_of({"1.png": whole[:30_000], "2.png": whole[30_000:]})
    result = link(folder, tmp_path / f"strip.{ending}")
    parts = range(1, -(-height // limit) + 1)
    assert [file.name for file in result.files] == [f"strip-{part}.{ending}" for part in parts]
    assert f"{limit:,}" in result.reason
    written = read_all(result.files)
    assert written.shape == whole.shape
    assert np.abs(written.astype(int) - whole).max() <= 8


def test_png_holds_what_jpeg_cannot(folder_of: Folder, rows: Rows, tmp_path: Path) -> None:
    result = link(folder_of({"1.png": rows(70_000, 4)}), tmp_path / "strip.png")
    assert len(result.files) == 1
    with Image.open(result.files[0]) as picture:
        assert picture.size == (4, 70_000)


def test_parts_on_request_are_numbered_so_that_they_sort(
    folder_of: Folder, rows: Rows, tmp_path: Path
) -> None:
    result = link(folder_of({"1.png": rows(101, 8)}), tmp_path / "strip.png", part_height=10)
    assert [file.name for file in result.files][:2] == ["strip-01.png", "strip-02.png"]
    assert len(result.files) == 11
    assert "--part-height 10" in result.reason
    assert sorted(result.files) == result.files
    assert np.array_equal(read_all(result.files), rows(101, 8))
    # The parts, as pages, are the same strip again.
    parts = tmp_path / "parts"
    parts.mkdir()
    for file in result.files:
        file.rename(parts / file.name)
    assert np.array_equal(Strip.open(parts).read(0, 101), rows(101, 8))


def test_parts_where_one_array_would_be_too_large(
    folder_of: Folder, rows: Rows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # By its name, `toonseg.strip.link` is the function.
    monkeypatch.setattr(sys.modules["toonseg.strip.link"], "_MOST_PIXELS", 1000)
    result = link(folder_of({"1.png": rows(120, 20)}), tmp_path / "strip.png")
    assert len(result.files) == 3
    assert "million pixels" in result.reason
    assert np.array_equal(read_all(result.files), rows(120, 20))


def test_a_strip_too_wide_for_the_format_is_refused_and_nothing_written(
    folder_of: Folder, rows: Rows, tmp_path: Path
) -> None:
    folder = folder_of({"1.png": rows(1, 40_000)})
    with pytest.raises(WriteError, match=r"strip\.webp.*16,383"):
        link(folder, tmp_path / "strip.webp")
    assert [path.name for path in tmp_path.iterdir()] == ["pages"]
    assert link(folder, tmp_path / "strip.png").width == 40_000


@pytest.mark.parametrize("name", ["strip.gif", "strip", "strip.png.part"])
def test_other_endings_are_refused_with_those_that_work(
    name: str, folder_of: Folder, rows: Rows, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=r"\.png, \.jpg, \.webp"):
        link(folder_of({"1.png": rows(5, 5)}), tmp_path / name)


def test_parts_of_no_rows_are_refused(folder_of: Folder, rows: Rows, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--part-height"):
        link(folder_of({"1.png": rows(5, 5)}), tmp_path / "strip.png", part_height=0)

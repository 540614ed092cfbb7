"""The virtual strip gives what one tall array would, and holds only what it may."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toonseg.errors import BrokenPictureError, SourceError
from toonseg.pictures import Rgb, encode
from toonseg.strip import Strip, meet
from toonseg.strip import strip as strip_module

Rows = Callable[..., Rgb]
Folder = Callable[[dict[str, Rgb]], Path]
MemoryPages = Callable[[Sequence[Rgb]], list[Any]]


@st.composite
def reads(draw: st.DrawFn) -> tuple[list[int], tuple[int, int, int, int]]:
    """Heights of pages 24 wide, and a box in their strip."""
    heights = draw(st.lists(st.integers(1, 40), min_size=1, max_size=8))
    y0 = draw(st.integers(0, sum(heights) - 1))
    y1 = draw(st.integers(y0 + 1, sum(heights)))
    x0 = draw(st.integers(0, 23))
    return heights, (x0, y0, draw(st.integers(x0 + 1, 24)), y1)


@settings(deadline=None, max_examples=60)
@given(case=reads(), budget=st.sampled_from([0, 2000, 10**6]))
def test_rows_and_boxes_are_those_of_one_array(
    case: tuple[list[int], tuple[int, int, int, int]], budget: int, memory_pages: MemoryPages, rows: Rows
) -> None:
    heights, (x0, y0, x1, y1) = case
    whole = rows(sum(heights), 24)
    tops = np.cumsum([0, *heights])
    files = memory_pages([whole[a:b] for a, b in pairwise(tops)])
    strip = Strip.of(files, cache_bytes=budget)
    assert (strip.width, strip.height) == (24, len(whole))
    assert np.array_equal(strip.read(y0, y1), whole[y0:y1])
    crop = strip.crop((x0, y0, x1, y1))
    assert np.array_equal(crop, whole[y0:y1, x0:x1])
    assert crop.flags.c_contiguous
    blocks = list(strip.blocks(rows=7))
    assert np.array_equal(np.concatenate([block for _, block in blocks]), whole)
    assert [y for y, _ in blocks] == [int(y) for y in np.cumsum([0, *(len(b) for _, b in blocks[:-1])])]


@settings(deadline=None, max_examples=30)
@given(sizes=st.lists(st.tuples(st.integers(18, 70), st.integers(1, 40)), min_size=1, max_size=6))
def test_pages_of_other_widths_join_without_holes(
    sizes: list[tuple[int, int]], memory_pages: MemoryPages, rows: Rows
) -> None:
    # Widths within what may be scaled; a page four times as narrow as the others is refused, see below.
    strip = Strip.of(memory_pages([rows(height, width) for width, height in sizes]))
    assert strip.width in {width for width, _ in sizes}
    assert [page.y for page in strip.pages] == [0, *(page.y1 for page in strip.pages[:-1])]
    whole = strip.read(0, strip.height)
    assert whole.shape == (strip.height, strip.width, 3)
    half = strip.height // 2
    if half:
        assert np.array_equal(np.concatenate([strip.read(0, half), strip.read(half, strip.height)]), whole)


def test_widths_are_brought_to_the_most_common_one_and_keep_their_aspect(folder_of: Folder) -> None:
    # Fault 8 of the first method: the last page's width counted, and the others were squeezed into it.
    disc = np.full((200, 200, 3), 255, np.uint8)
    y, x = np.mgrid[:200, :200]
    disc[(y - 100) ** 2 + (x - 100) ** 2 < 80**2] = 0
    plain = np.full((50, 100, 3), 255, np.uint8)
    strip = Strip.open(folder_of({"1.png": plain, "2.png": disc, "3.png": plain, "4.png": plain[:, :60]}))
    assert strip.width == 100
    assert [(page.y, page.y1) for page in strip.pages] == [(0, 50), (50, 150), (150, 200), (200, 283)]
    dark = strip.read(50, 150)[:, :, 0] < 128
    height, width = np.ptp(np.flatnonzero(dark.any(axis=1))), np.ptp(np.flatnonzero(dark.any(axis=0)))
    assert abs(int(height) - 78) <= 1
    assert abs(int(width) - int(height)) <= 1


def test_of_equally_common_widths_the_larger_one_counts(memory_pages: MemoryPages, rows: Rows) -> None:
    assert Strip.of(memory_pages([rows(5, 30), rows(5, 40)])).width == 40


def test_pages_are_in_natural_order_whatever_their_names(folder_of: Folder, rows: Rows) -> None:
    # Fault 8: names that were no numbers ended the program, and 10 came before 9.
    names = ["cover (1).png", "page 2.png", "page 10.png", "제1화 9.png", "제1화 10.png"]
    pages = {name: rows(3, 20, first=3 * i) for i, name in enumerate(names)}
    strip = Strip.open(folder_of(dict(reversed(pages.items()))))
    assert [page.file for page in strip.pages] == names
    assert np.array_equal(strip.read(0, 15), rows(15, 20))


def test_what_is_read_is_kept_within_the_budget(
    memory_pages: MemoryPages, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded = counted(monkeypatch)
    page_bytes = 10 * 20 * 3
    pages = memory_pages([rows(10, 20, first=10 * i) for i in range(3)])
    strip = Strip.of(pages, cache_bytes=2 * page_bytes)
    assert decoded == []  # opening reads headers only
    for y in (0, 10, 0, 20, 0, 10):
        strip.read(y, y + 10)
    # The third page took the room of the second, which had not been used for longest.
    assert decoded == ["0.png", "1.png", "2.png", "1.png"]
    decoded.clear()
    small = Strip.of(pages, cache_bytes=0)
    for y in (0, 3, 12, 15, 0):
        small.read(y, y + 2)
    assert decoded == ["0.png", "1.png", "0.png"]  # the page at hand is kept even so


def counted(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The names of the pages that are decoded from now on."""
    decoded: list[object] = []
    real = strip_module.decode

    def counting(data: bytes, name: object) -> Rgb:
        decoded.append(name)
        return real(data, name)

    monkeypatch.setattr(strip_module, "decode", counting)
    return decoded


def test_pages_stay_after_streaming_if_all_of_them_may(
    memory_pages: MemoryPages, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded = counted(monkeypatch)
    pages = memory_pages([rows(10, 20, first=10 * i) for i in range(4)])
    for pages_kept, again in ((4, 0), (3, 4)):
        strip = Strip.of(pages, cache_bytes=pages_kept * 10 * 20 * 3)
        assert np.array_equal(np.concatenate([block for _, block in strip.blocks(3)]), rows(40, 20))
        assert sorted(decoded) == ["0.png", "1.png", "2.png", "3.png"]
        decoded.clear()
        assert np.array_equal(strip.read(0, 40), rows(40, 20))
        assert len(decoded) == again
        decoded.clear()


def test_a_page_at_hand_is_not_decoded_for_streaming(
    memory_pages: MemoryPages, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    strip = Strip.of(memory_pages([rows(10, 20, first=10 * i) for i in range(4)]), cache_bytes=1200)
    strip.read(15, 25)
    decoded = counted(monkeypatch)
    assert np.array_equal(np.concatenate([block for _, block in strip.blocks()]), rows(40, 20))
    assert sorted(decoded) == ["0.png", "3.png"]


def test_the_next_page_is_decoded_while_one_is_looked_at(
    memory_pages: MemoryPages, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, second = strip_module.decode, threading.Event()

    def signalling(data: bytes, name: object) -> Rgb:
        if name == "1.png":
            second.set()
        return real(data, name)

    monkeypatch.setattr(strip_module, "decode", signalling)
    blocks = Strip.of(memory_pages([rows(10, 20), rows(10, 20, first=10)])).blocks(5)
    assert next(blocks)[0] == 0
    assert second.wait(20)
    assert [y for y, _ in blocks] == [5, 10, 15]


def test_a_broken_page_ends_the_stream_at_its_place(memory_pages: MemoryPages, rows: Rows) -> None:
    whole, broken = memory_pages([rows(10, 20), rows(200, 20)])
    strip = Strip.of([whole, dataclasses.replace(broken, data=broken.data[: len(broken.data) // 2])])
    blocks = strip.blocks()
    assert np.array_equal(next(blocks)[1], rows(10, 20))
    with pytest.raises(BrokenPictureError, match=r"1\.png"):
        next(blocks)


def test_a_kept_page_cannot_be_spoilt_by_its_reader(memory_pages: MemoryPages, rows: Rows) -> None:
    strip = Strip.of(memory_pages([rows(10, 20)]))
    with pytest.raises(ValueError, match="read-only"):
        strip.read(0, 5)[:] = 0
    strip.crop((0, 0, 20, 10))
    assert np.array_equal(strip.read(0, 10), rows(10, 20))


@pytest.mark.parametrize("span", [(0, 0), (5, 4), (-1, 5), (0, 31)])
def test_rows_beyond_the_strip_are_a_mistake(
    span: tuple[int, int], memory_pages: MemoryPages, rows: Rows
) -> None:
    strip = Strip.of(memory_pages([rows(30, 20)]))
    with pytest.raises(ValueError, match="30 rows"):
        strip.read(*span)
    with pytest.raises(ValueError, match="20 wide"):
        strip.crop((0, 0, 21, 10))


def test_a_page_that_changed_since_it_was_opened_is_noticed(folder_of: Folder, rows: Rows) -> None:
    folder = folder_of({"1.png": rows(10, 20), "2.png": rows(10, 20)})
    strip = Strip.open(folder)
    (folder / "2.png").write_bytes(encode(rows(11, 20), "png"))
    assert len(strip.read(0, 10)) == 10
    with pytest.raises(BrokenPictureError, match=r"2\.png.*has changed"):
        strip.read(0, 20)


@pytest.mark.parametrize(("height", "width"), [(1, 1), (500, 100)])
def test_a_page_far_narrower_than_the_others_is_refused_by_name(
    height: int, width: int, folder_of: Folder, rows: Rows
) -> None:
    # As a page of the strip it would be blown up to something that nobody drew.
    folder = folder_of({"1.png": rows(40, 690), "2 pixel.png": rows(height, width), "3.png": rows(40, 690)})
    with pytest.raises(BrokenPictureError, match=r"2 pixel\.png") as raised:
        Strip.open(folder)
    assert f"{width} x {height}" in str(raised.value)


def test_a_page_one_row_high_and_very_wide(folder_of: Folder, rows: Rows) -> None:
    strip = Strip.open(folder_of({"1.png": rows(1, 40_000)}))
    assert (strip.width, strip.height) == (40_000, 1)
    assert np.array_equal(strip.read(0, 1), rows(1, 40_000))


def test_a_single_pixel_is_a_strip(folder_of: Folder, rows: Rows) -> None:
    assert Strip.open(folder_of({"1.png": rows(1, 1)})).read(0, 1).shape == (1, 1, 3)


def test_no_pages_are_no_strip(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no pages"):
        Strip.of([])
    with pytest.raises(SourceError, match="holds no pictures"):
        Strip.open(tmp_path)


def test_a_damaged_page_is_named_when_its_rows_are_wanted(folder_of: Folder, rows: Rows) -> None:
    folder = folder_of({"1.png": rows(10, 20), "2.png": rows(600, 20)})
    data = (folder / "2.png").read_bytes()
    (folder / "2.png").write_bytes(data[: len(data) // 2])
    strip = Strip.open(folder)
    with pytest.raises(BrokenPictureError, match=r"2\.png"):
        strip.read(5, 15)


@given(st.lists(st.integers(0, 6), min_size=8, max_size=8))
def test_boxes_meet_where_they_share_a_pixel(sides: list[int]) -> None:
    first, second = sides[:4], sides[4:]

    def pixels(box: list[int]) -> set[tuple[int, int]]:
        return {(x, y) for x in range(box[0], box[2]) for y in range(box[1], box[3])}

    shared = bool(pixels(first) & pixels(second))
    assert meet((*first,), (*second,)) == shared  # type: ignore[arg-type]

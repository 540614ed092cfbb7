"""Drawn strips as page files."""

from itertools import pairwise

import numpy as np
import pytest

from toonseg.errors import SourceError, WriteError
from toonseg.pictures import decode
from toonseg.synth import Kind, draw_strip, page_rows, read_truth, write_pages


@pytest.fixture(scope="module")
def strip():
    return draw_strip(Kind.WHITE, 2, panels=4)


def read_all(pages):
    return np.concatenate([decode(p.read_bytes(), p) for p in sorted(pages.iterdir())])


def test_png_pages_hold_the_strip_exactly(strip, tmp_path):
    pages = write_pages(strip, tmp_path / "ep", format="png", page_height=700)
    assert np.array_equal(read_all(pages), strip.pixels)
    assert read_truth(tmp_path / "ep") == strip.truth
    assert {p.name for p in (tmp_path / "ep").iterdir()} == {"pages", "truth.json"}


def test_jpeg_pages_are_the_same_bytes_again(strip, tmp_path):
    first = write_pages(strip, tmp_path / "a")
    second = write_pages(strip, tmp_path / "b")
    files = sorted(p.name for p in first.iterdir())
    assert files[0] == "000.jpg"
    assert all((first / f).read_bytes() == (second / f).read_bytes() for f in files)
    assert np.abs(read_all(first).astype(int) - strip.pixels).mean() < 4


@pytest.mark.usefixtures("quick")
def test_pages_end_in_the_middle_of_panels():
    inside = 0
    for seed in range(4):
        strip = draw_strip(Kind.WHITE, seed)
        rows = page_rows(strip)
        assert rows[0][0] == 0 and rows[-1][1] == strip.truth.height
        assert all(a[1] == b[0] for a, b in pairwise(rows))
        inside += sum(p[1] < end < p[3] for _, end in rows for p in strip.truth.panels)
    assert inside >= 4


def test_unreadable_truth_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"truth\.json"):
        read_truth(tmp_path)


def test_a_folder_that_is_a_file_is_named(strip, tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(WriteError, match="file"):
        write_pages(strip, tmp_path / "file")

"""Rows on disk read as an array does; a full disk is named."""

from __future__ import annotations

import errno
import tempfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toonseg.cuts.rows import RowFile, room_for_rows
from toonseg.errors import WriteError

BOUND = st.none() | st.integers(-50, 50)


@given(
    height=st.integers(1, 40),
    row=st.sampled_from([(), (1,), (24, 3)]),
    rows=st.builds(slice, BOUND, BOUND, st.none() | st.integers(-30, 30).filter(bool)),
    block=st.integers(1, 9),
)
def test_slices_of_rows_on_disk_are_those_of_an_array(
    height: int, row: tuple[int, ...], rows: slice, block: int
) -> None:
    array = np.random.default_rng(height).integers(0, 256, (height, *row)).astype(np.uint8)
    stored = room_for_rows(height, row, on_disk=True)
    assert isinstance(stored, RowFile)
    for y in range(0, height, block):
        stored[y : y + block] = array[y : y + block]
    assert (len(stored), stored.shape) == (height, array.shape)
    assert np.array_equal(stored[rows], array[rows])
    assert stored[rows].shape == array[rows].shape
    assert np.array_equal(stored[:], array)


def test_what_is_read_is_a_copy() -> None:
    stored = RowFile(4, (2,))
    stored[0:4] = np.full((4, 2), 7, np.uint8)
    stored[1:3][:] = 0
    assert stored[:].min() == 7


def test_views_that_are_not_contiguous_are_written_in_order() -> None:
    wide = np.arange(48, dtype=np.uint8).reshape(4, 12)
    stored = RowFile(4, (6,))
    stored[0:4] = wide[::-1, ::2]
    assert np.array_equal(stored[:], wide[::-1, ::2])


@pytest.mark.parametrize("rows", [slice(0, 3), slice(2, 8), slice(0, 4, 2)])
def test_rows_of_another_shape_are_refused(rows: slice) -> None:
    stored = RowFile(6, (2,))
    with pytest.raises(ValueError, match="are not the rows"):
        stored[rows] = np.zeros((2, 2), np.uint8)


def test_a_full_disk_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def seek(self, place: int) -> None: ...

        def write(self, data: memoryview) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

        def close(self) -> None: ...

    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: Full())
    stored = RowFile(2, (2,))
    with pytest.raises(WriteError, match=r"No space left on device.*TMPDIR") as caught:
        stored[0:2] = np.zeros((2, 2), np.uint8)
    assert caught.value.subject == tempfile.gettempdir()


def test_the_file_goes_with_its_rows() -> None:
    stored = RowFile(2, (2,))
    file = stored._file
    assert not file.closed
    del stored
    assert file.closed

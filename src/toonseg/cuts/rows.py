"""Rows that are written from top to bottom and read back by slices: in memory, or of tall strips on disk."""

from __future__ import annotations

import tempfile
import weakref
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from toonseg.errors import WriteError

_STRIDE = 8
"""Rows this far apart are read one by one, nearer ones with all that lies between."""


class RowFile:
    """uint8 rows in a temporary file without a name, which goes when this object does.

    Stands in for an array of shape (height, *row) where only slices of rows are written and read. Unlike
    pages of a memory map, what was read does not stay with the process.
    """

    def __init__(self, height: int, row: tuple[int, ...]) -> None:
        """Raises WriteError if there is no place for temporary files."""
        self.shape = (height, *row)
        self._row_bytes = int(np.prod(row))
        try:
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115
        except OSError as error:
            _refuse(error)
        weakref.finalize(self, self._file.close)

    def __len__(self) -> int:
        return self.shape[0]

    def __setitem__(self, rows: slice, values: NDArray[np.uint8]) -> None:
        """Write adjoining rows. Raises WriteError if the disk is full."""
        start, stop, step = rows.indices(len(self))
        if step != 1 or values.shape != (stop - start, *self.shape[1:]):
            raise ValueError(f"{values.shape} are not the rows {start}..{stop} of {self.shape}")
        left = np.ascontiguousarray(values).data.cast("B")
        try:
            self._file.seek(start * self._row_bytes)
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            _refuse(error)

    def __getitem__(self, rows: slice) -> NDArray[np.uint8]:
        """A copy of the rows, as an array's slice would give them; rows never written are zero."""
        start, stop, step = rows.indices(len(self))
        wanted = range(start, stop, step)
        if not wanted:
            return np.zeros((0, *self.shape[1:]), np.uint8)
        if abs(step) >= _STRIDE:
            return np.concatenate([self._read(y, y + 1) for y in wanted])
        first, last = min(wanted[0], wanted[-1]), max(wanted[0], wanted[-1])
        read = self._read(first, last + 1)
        return read[::step]

    def _read(self, y0: int, y1: int) -> NDArray[np.uint8]:
        rows = np.zeros((y1 - y0, *self.shape[1:]), np.uint8)
        left = rows.data.cast("B")
        self._file.seek(y0 * self._row_bytes)
        while left and (count := self._file.readinto(left)):
            left = left[count:]
        return rows


Rows = NDArray[np.uint8] | RowFile
"""(H, ...) uint8 rows, which slices read."""


def room_for_rows(height: int, row: tuple[int, ...], *, on_disk: bool) -> Rows:
    """Room for `height` rows of shape `row`, to be filled from top to bottom."""
    return RowFile(height, row) if on_disk else np.empty((height, *row), np.uint8)


def _refuse(error: OSError) -> NoReturn:
    problem = f"cannot hold what is kept of a tall strip ({error.strerror or error})"
    raise WriteError(tempfile.gettempdir(), problem, "Make room, or set TMPDIR to another folder.") from error

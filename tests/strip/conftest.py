"""Pages in memory and on disk, whose every pixel tells where it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from toonseg.pictures import Rgb, encode


@dataclass(frozen=True)
class MemoryPage:
    """A page file that lies nowhere."""

    name: str
    data: bytes

    def read(self) -> bytes:
        return self.data


def numbered(rows: int, width: int, first: int = 0) -> Rgb:
    """Rows that differ from each other: the number of the row in red and green, the column in blue."""
    number = np.arange(first, first + rows)[:, None]
    columns = np.arange(width)[None, :]
    parts = np.broadcast_arrays(number % 256, number // 256 % 256, columns % 256)
    return np.stack(parts, axis=-1).astype(np.uint8)


@pytest.fixture(scope="session")
def memory_pages() -> Callable[[Sequence[Rgb]], list[MemoryPage]]:
    return lambda arrays: [MemoryPage(f"{i}.png", encode(a, "png")) for i, a in enumerate(arrays)]


@pytest.fixture(scope="session")
def rows() -> Callable[..., Rgb]:
    return numbered


@pytest.fixture
def folder_of(tmp_path: Path) -> Callable[[dict[str, Rgb]], Path]:
    """Write arrays as PNG files, by name, into a folder."""

    def write(pages: dict[str, Rgb]) -> Path:
        folder = tmp_path / "pages"
        folder.mkdir()
        for name, pixels in pages.items():
            (folder / name).write_bytes(encode(pixels, "png"))
        return folder

    return write

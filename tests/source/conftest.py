"""What the tests of the web sources share: a local server, a clock that nobody waits for, fast politeness."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from webtoon_site import LocalServer

from toonseg.workspace import GetSettings

SETTINGS = """\
[get]
requests_per_second = 2000
timeout = 5
retries = 2
"""


class FakeClock:
    """Seconds that pass only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def server() -> Iterator[LocalServer]:
    site = LocalServer()
    yield site
    site.close()


@pytest.fixture
def second_server() -> Iterator[LocalServer]:
    site = LocalServer()
    yield site
    site.close()


@pytest.fixture
def title(tmp_path: Path) -> Path:
    """A title's folder whose settings let the tests go on fast."""
    folder = tmp_path / "title"
    folder.mkdir()
    (folder / "toonseg.toml").write_text(SETTINGS)
    return folder


@pytest.fixture
def fast() -> GetSettings:
    return GetSettings(requests_per_second=2000, timeout=5, retries=2)

"""What came of getting one episode, and how far a run has got: the same for the web and for local sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from toonseg.errors import ToonsegError


@dataclass(frozen=True)
class EpisodeResult:
    """What came of one episode.

    `pages` counts the pages that the episode is known to have, of which `fetched` came in this run and
    `kept` were already here. `notes` name what was noticed but did no harm: decoys left out, pages that
    repeat another page's bytes. `error` is None unless the episode failed.
    """

    name: str
    folder: Path
    pages: int
    fetched: int
    kept: int
    complete: bool
    error: ToonsegError | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageEvent:
    """A page has arrived, or was found here: the `done`-th of `total` of an episode.

    `episodes_done` of `episodes` were finished before; `episodes` is None where the number is not known
    beforehand (walking from link to link).
    """

    episode: str
    done: int
    total: int
    episodes_done: int = 0
    episodes: int | None = None


OnPage = Callable[[PageEvent], None]

"""What a site has to tell: which addresses are its own, what episodes there are, what a page holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from toonseg.source.http import Web


@dataclass(frozen=True)
class Target:
    """What an address stands for: one episode, or (`number` None) a whole title if `whole_title`.

    `title_id` is the site's own id of the title, "" where it has none.
    """

    address: str
    title_id: str = ""
    number: int | None = None
    whole_title: bool = False


@dataclass(frozen=True)
class EpisodeLink:
    """An episode in a title's list. `gate` says what stands before it ("charge"), "" if nothing does."""

    number: int
    title: str
    address: str
    gate: str = ""


@dataclass(frozen=True)
class Listing:
    """A title and its episodes, by number."""

    title: str
    episodes: tuple[EpisodeLink, ...]


@dataclass(frozen=True)
class EpisodePage:
    """What a viewer's page says.

    `pictures` are absolute addresses from top to bottom. `left_out` are pictures in the viewer that are no
    pages (decoys), `waiting` counts places whose picture only a script fills in. `title` and `subtitle`
    are "" where the page does not tell; `number` is None likewise.
    """

    address: str
    title: str
    number: int | None
    subtitle: str
    pictures: tuple[str, ...]
    referer: str
    left_out: tuple[str, ...] = ()
    waiting: int = 0
    previous: str | None = None
    next: str | None = None


class Site(Protocol):
    """A site that pages can be got from. Implementations keep no state and ask the web through `Web` only."""

    @property
    def name(self) -> str:
        """What people call the site."""
        ...

    @property
    def viewer(self) -> str:
        """CSS selector of the viewer's pictures."""
        ...

    def recognise(self, address: str) -> Target | None:
        """What `address` stands for on this site; None if it is none of this site's addresses."""
        ...

    def title_of(self, target: Target, web: Web) -> str:
        """Name of the target's title, "" if only the viewer's page tells it.

        Raises:
            GateError: The title as a whole is behind a gate.
            FetchError: The site does not answer.
        """
        ...

    def list_episodes(self, target: Target, web: Web) -> Listing | None:
        """All episodes of the target's title, by number; None if the site has no list.

        Raises:
            GateError: The title as a whole is behind a gate.
            FetchError: The list cannot be had.
        """
        ...

    def read_viewer(self, html: str, address: str) -> EpisodePage:
        """Take an episode's page to pieces; `address` is where it came from, after redirects.

        Raises:
            GateError: The page is a gate.
            FetchError: The page is of a kind that toonseg cannot use.
        """
        ...

    def check_gate(self, address: str) -> None:
        """Raise GateError if `address`, where a redirect leads, is a login or an age check."""
        ...


def host_of(address: str) -> str:
    """Host with port, in lower case; "" if the address has none."""
    return urlsplit(address).netloc.rpartition("@")[2].lower()


def by_number(episodes: Sequence[EpisodeLink]) -> tuple[EpisodeLink, ...]:
    """Episodes sorted by number, each number once."""
    return tuple(sorted({link.number: link for link in episodes}.values(), key=lambda link: link.number))

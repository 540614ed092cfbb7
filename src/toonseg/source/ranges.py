"""Which episodes are meant: by number, by title text, or by walking from link to link."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence

from toonseg.errors import FetchError, UsageError
from toonseg.source.sites.base import EpisodeLink, EpisodePage

Bound = str | int | None
"""An end of a range: a number ("12" counts as one), the text of an episode's title, or None for open."""

Open = Callable[[str], EpisodePage]
MAX_WALK = 5000
"""Episodes after which walking from link to link is taken to have run in a circle."""


def same_title(one: str, other: str) -> bool:
    """Whether two titles are the same to a reader: case, width and white space do not count."""
    return _plain(one) == _plain(other)


def as_number(bound: Bound) -> int | None:
    """The number that a bound is, None if it is a title's text or open."""
    if isinstance(bound, int):
        return bound
    text = (bound or "").strip()
    return int(text) if text.isdecimal() else None


def select(episodes: Sequence[EpisodeLink], first: Bound, last: Bound) -> list[EpisodeLink]:
    """Those of `episodes` (sorted by number) from `first` to `last`, both included.

    A title's text is looked for as a whole first, then as a part of a title.

    Raises:
        UsageError: A text fits no episode or several, or nothing lies in the range.
    """
    low = _number_in(episodes, first, "--from")
    high = _number_in(episodes, last, "--to")
    if low is not None and high is not None and low > high:
        raise UsageError(f"--from {first} --to {last}", "the range runs backwards", "Swap the two.")
    chosen = [
        link
        for link in episodes
        if (low is None or link.number >= low) and (high is None or link.number <= high)
    ]
    if not chosen:
        there = f"{episodes[0].number} to {episodes[-1].number}" if episodes else "none"
        problem = "no episode lies in this range"
        raise UsageError(f"--from {first} --to {last}", problem, f"Episodes there are: {there}.")
    return chosen


def walk_back(start: str, until_title: str, open_page: Open) -> Iterator[EpisodePage]:
    """Pages from `start` along "previous", up to and with the one whose title is `until_title`.

    A page counts as found by its title as a whole.

    Raises:
        FetchError: There is no further "previous" and the title has not come, or the links go in a circle.
    """
    for page in _walk(start, open_page, back=True):
        yield page
        if same_title(page.subtitle, until_title):
            return
    problem = f"no episode called '{until_title}' comes before it"
    raise FetchError(start, problem, "Check --until-title; all that was on the way is kept.")


def walk_range(start: str, first: Bound, last: Bound, open_page: Open) -> Iterator[EpisodePage]:
    """Pages from `first` to `last` of a site without a list, in the order in which links lead to them.

    Walks "previous" from `start` if `first` is given, then "next" if `last` is given; with neither,
    `start` alone.

    Raises:
        FetchError: The links end before a title's text has come, or go in a circle.
    """
    pages = _walk(start, open_page, back=True)
    origin = next(pages)
    if _inside(origin, first, last):
        yield origin
    if first is not None and not _is_end(origin, first, back=True):
        yield from _reach(pages, first, last, back=True)
    if last is not None and not _is_end(origin, last, back=False):
        onward = _walk(origin.next, open_page, back=False) if origin.next else iter(())
        yield from _reach(onward, first, last, back=False)


def _reach(pages: Iterator[EpisodePage], first: Bound, last: Bound, *, back: bool) -> Iterator[EpisodePage]:
    end = first if back else last
    for page in pages:
        if _inside(page, first, last):
            yield page
        if _is_end(page, end, back=back):
            return
    if as_number(end) is None:
        option = "--from" if back else "--to"
        raise FetchError(f"{option} {end}", "no episode with this title was met", "Check the title's text.")


def _walk(start: str | None, open_page: Open, *, back: bool) -> Iterator[EpisodePage]:
    seen: set[str] = set()
    address = start
    while address and address not in seen:
        seen.add(address)
        if len(seen) > MAX_WALK:
            raise FetchError(address, f"is reached after more than {MAX_WALK} links", "Check the site file.")
        page = open_page(address)
        yield page
        address = page.previous if back else page.next


def _inside(page: EpisodePage, first: Bound, last: Bound) -> bool:
    low, high = as_number(first), as_number(last)
    if page.number is None:
        return True
    return (low is None or page.number >= low) and (high is None or page.number <= high)


def _is_end(page: EpisodePage, end: Bound, *, back: bool) -> bool:
    number = as_number(end)
    if number is None:
        return same_title(page.subtitle, str(end))
    if page.number is None:
        return False
    return page.number <= number if back else page.number >= number


def _number_in(episodes: Sequence[EpisodeLink], bound: Bound, option: str) -> int | None:
    if bound is None or as_number(bound) is not None:
        return as_number(bound)
    text = str(bound)
    found = [link for link in episodes if same_title(link.title, text)]
    found = found or [link for link in episodes if _plain(text) in _plain(link.title)]
    if len(found) == 1:
        return found[0].number
    if not found:
        names = ", ".join(f"'{link.title}'" for link in episodes[:5])
        raise UsageError(f"{option} {text}", "no episode has this title", f"The first ones are: {names}.")
    names = ", ".join(f"{link.number} '{link.title}'" for link in found[:5])
    raise UsageError(f"{option} {text}", f"{len(found)} episodes have this title", f"Say which: {names}.")


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())

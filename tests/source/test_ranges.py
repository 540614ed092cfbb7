"""Ranges by number and by title, and walks from link to link."""

from __future__ import annotations

import pytest

from toonseg.errors import FetchError, UsageError
from toonseg.source.ranges import select, walk_back, walk_range
from toonseg.source.sites import EpisodeLink, EpisodePage

TITLES = {1: "프롤로그", 2: "1화 봄", 3: "2화 여름", 5: "3화 가을", 6: "4화  겨울", 7: "후기"}
EPISODES = [EpisodeLink(n, title, f"a/{n}") for n, title in TITLES.items()]


def page(address: str) -> EpisodePage:
    number = int(address)
    return EpisodePage(
        address=address,
        title="T",
        number=number,
        subtitle=f"Part {number}",
        pictures=("x",),
        referer="",
        previous=str(number - 1) if number > 1 else None,
        next=str(number + 1) if number < 9 else None,
    )


@pytest.mark.parametrize(
    ("first", "last", "numbers"),
    [
        (None, None, [1, 2, 3, 5, 6, 7]),
        (2, "5", [2, 3, 5]),
        ("4", None, [5, 6, 7]),  # number 4 was never published
        ("1화 봄", "2화 여름", [2, 3]),
        ("가을", "4화 겨울", [5, 6]),  # a part of the title; white space does not count
        (None, "프롤로그", [1]),
        ("3화 가을", "3화 가을", [5]),
    ],
)
def test_select(first: str | int | None, last: str | int | None, numbers: list[int]) -> None:
    assert [link.number for link in select(EPISODES, first, last)] == numbers


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (5, 2, "runs backwards"),
        (90, None, "Episodes there are: 1 to 7"),
        ("없는 제목", None, "no episode has this title"),
        ("화", None, "4 episodes have this title"),
    ],
)
def test_select_refuses(first: str | int, last: int | None, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        select(EPISODES, first, last)


def test_walk_back_includes_the_end() -> None:
    assert [p.number for p in walk_back("5", "part  3", page)] == [5, 4, 3]
    assert [p.number for p in walk_back("5", "Part 5", page)] == [5]


def test_walk_back_without_an_end_gives_all_and_fails() -> None:
    walked: list[int | None] = []
    with pytest.raises(FetchError, match="no episode called 'Part 77'"):
        walked.extend(p.number for p in walk_back("3", "Part 77", page))
    # extend() keeps what the generator gave before it raised.
    assert walked == [3, 2, 1]


def test_a_circle_of_links_ends() -> None:
    def circle(address: str) -> EpisodePage:
        return EpisodePage(address, "T", 1, "x", ("p",), "", previous="b" if address == "a" else "a")

    with pytest.raises(FetchError, match="no episode called"):
        list(walk_back("a", "y", circle))


@pytest.mark.parametrize(
    ("start", "first", "last", "numbers"),
    [
        ("5", None, None, [5]),
        ("5", "3", "7", [5, 4, 3, 6, 7]),
        ("1", 3, 5, [3, 4, 5]),
        ("8", 3, 5, [5, 4, 3]),
        ("5", None, 50, [5, 6, 7, 8, 9]),
        ("5", "Part 4", None, [5, 4]),
        ("5", None, "Part 6", [5, 6]),
    ],
)
def test_walk_range(start: str, first: str | int | None, last: str | int | None, numbers: list[int]) -> None:
    assert [p.number for p in walk_range(start, first, last, page)] == numbers


def test_walk_range_names_a_title_that_is_not_met() -> None:
    with pytest.raises(FetchError, match="--to Part 99"):
        list(walk_range("7", None, "Part 99", page))

"""`map_tasks` for long runs: what a journal says is done is not done again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, TypeVar

from toonseg.errors import ToonsegError
from toonseg.scale.journal import Journal
from toonseg.scale.pool import map_tasks

T = TypeVar("T")

Row = dict[str, Any]
"""What an item gave, as JSON has it."""

Tell = Callable[[str, ToonsegError | None, int], None]
"""Told of each item that is done: its name, its error if it failed, how many items there are."""


@dataclass(frozen=True)
class Resumed:
    """What became of all items, those of earlier runs among them, by name and in the items' order.

    Attributes:
        rows: What those gave that did not fail.
        errors: Why the others did.
        kept: How many were done before.
    """

    rows: dict[str, list[Row]]
    errors: dict[str, ToonsegError]
    kept: int


def resume_tasks(
    function: Callable[[T], list[Row]],
    items: Sequence[T],
    journal: Journal,
    *,
    name: Callable[[T], str],
    content: Callable[[T], str],
    found: Callable[[T, list[Row]], str] | None = None,
    there: Callable[[T, list[Row]], bool] = lambda _item, _rows: True,
    jobs: int | None = None,
    tell: Tell | None = None,
) -> Resumed:
    """Call `function` on every item that the journal does not know, and put down there what it gave.

    The journal is left as it grew; `Journal.settle(list(resumed.rows))` puts its lines in order.

    Args:
        function: As for `map_tasks`; its rows go into the journal.
        items: Picklable.
        journal: What is done.
        name: An item's name, unlike all others'.
        content: A hash of what goes into an item; an item for which it raises ToonsegError has failed.
        found: The same hash by what an item gave, for a function that reads what goes into it: then
            `content` is asked of items alone of which the journal has a line.
        there: Whether the files that the rows of an earlier run speak of are still there.
        jobs: Processes; None for one per core.
        tell: Told of each item.

    Raises:
        WriteError: The journal cannot be written.
    """
    tell = tell or (lambda _name, _error, _count: None)
    rows: dict[str, list[Row]] = {}
    errors: dict[str, ToonsegError] = {}
    contents: dict[str, str] = {}
    todo = []
    for item in items:
        key = name(item)
        if found is not None and not journal.knows(key):
            todo.append(item)
            continue
        try:
            contents[key] = content(item)
        except ToonsegError as error:
            errors[key] = error
            tell(key, error, len(items))
            continue
        before = journal.done(key, contents[key])
        if before is not None and there(item, before):
            rows[key] = before
            tell(key, None, len(items))
        else:
            todo.append(item)
    kept = len(rows)
    with closing(journal):
        for outcome in map_tasks(function, todo, jobs=jobs):
            key = name(outcome.item)
            if outcome.result is None:
                assert outcome.error is not None, "an outcome is a result or an error"
                errors[key] = outcome.error
            else:
                made = outcome.result
                journal.add(key, contents[key] if found is None else found(outcome.item, made), made)
                rows[key] = made
            tell(key, outcome.error, len(items))
    order = [name(item) for item in items]
    return Resumed(
        {key: rows[key] for key in order if key in rows},
        {key: errors[key] for key in order if key in errors},
        kept,
    )

"""Whether pictures may be passed on: what the rights say, and who has answered for them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from toonseg.annotations.sources import BETWEEN_RIGHTS
from toonseg.errors import RightsError
from toonseg.workspace import FileModel, read_json, write_json

FLAG = "--i-have-the-rights"
ANSWER_FILE = "rights.json"
"""Of a title, or of a folder of results: the answer given once."""

_FREE = re.compile(
    r"\bCC[ -]?0\b|\bCC[ -]BY\b|public domain|creative commons|\bCC-BY|apache|\bMIT\b|\bOFL\b", re.IGNORECASE
)
_NOT_FREE = re.compile(
    r"all rights reserved|(do|must|may|shall) not (be )?(re)?distribut|no (re)?distribution|no ?deriv|\bND\b",
    re.IGNORECASE,
)


class Answer(FileModel):
    """rights.json: that somebody has said to have the rights, and what stood there then."""

    version: Literal[1] = 1
    rights: str
    have_the_rights: Literal[True] = True


def forbids(rights: str) -> bool:
    """Whether rights forbid to pass pictures on: they do unless they name a licence that permits it; those of
    several sources (`annotations.sources.joined_rights`), unless each of them does."""
    return any(_NOT_FREE.search(one) or not _FREE.search(one) for one in rights.split(BETWEEN_RIGHTS))


def make_sure(rights: str, asked: Path, *, have_the_rights: bool = False) -> None:
    """Make sure that pictures under `rights` may be passed on; an answer is kept, so one is enough.

    Args:
        rights: What the title or the label set says.
        asked: Where the answer is kept: the title's folder, or the folder of the results.
        have_the_rights: The answer: the caller has the rights, or the owner's leave.

    Raises:
        RightsError: The rights forbid it, and nobody has said to have them.
        WriteError: The answer could not be kept.
    """
    if not forbids(rights):
        return
    path = asked / ANSWER_FILE
    if have_the_rights:
        if not _answered(path, rights):
            write_json(path, Answer(rights=rights))
        return
    if not _answered(path, rights):
        problem = f'its rights are "{rights}"; what is made here has pictures in it, and would pass them on'
        remedy = (
            f"If they are yours, or you have the owner's leave, say so once with {FLAG}; "
            "or write the licence into toonseg.toml, as rights"
        )
        raise RightsError(asked, problem, f"{remedy}.")


def _answered(path: Path, rights: str) -> bool:
    return path.is_file() and read_json(path, Answer).rights == rights

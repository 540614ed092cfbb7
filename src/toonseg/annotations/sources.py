"""Sources by the title that they are of, and the cuts of several titles as one set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.errors import UsageError
from toonseg.workspace import as_episode, is_title

BETWEEN_RIGHTS = " / "
"""What stands between the rights of several sources."""


def titles_of(sources: Sequence[Path]) -> tuple[Path, ...]:
    """The folders of the titles that are among sources, or that episodes among them are of."""
    return tuple(one for one in by_title(sources) if one is not None)


def by_title(sources: Sequence[Path]) -> dict[Path | None, list[Path]]:
    """Sources by the title that they are, or are of (absolute); None: they are of none."""
    found: dict[Path | None, list[Path]] = {}
    for source in sources:
        episode = as_episode(source)
        title = episode.title if episode is not None else source if is_title(source) else None
        found.setdefault(None if title is None else title.absolute(), []).append(source)
    return found


def name_among(title: Path | None, file: str, titles: int) -> str:
    """The name of a title's picture in a set of so many titles: their cuts have the same names, so the folder
    of each stands before them, where there are several."""
    return file if title is None or titles < 2 else f"{title.name}/{file}"


def joined(sets: Mapping[Path | None, LabelSet]) -> LabelSet:
    """Several titles, and what else there is (None), as one set with names as `name_among` gives them.

    Raises:
        UsageError: Two pictures have one name.
    """
    titles = sum(title is not None for title in sets)
    pictures: dict[str, Picture] = {}
    for title, labels in sets.items():
        for picture in labels.pictures:
            name = name_among(title, picture.file, titles)
            if name in pictures:
                remedy = "Rename the folder of one title, or name the titles one by one."
                raise UsageError(name, "is the name of two pictures", remedy)
            pictures[name] = replace(picture, file=name)
    return replace(
        next(iter(sets.values())),
        pictures=tuple(pictures.values()),
        problems=tuple(problem for labels in sets.values() for problem in labels.problems),
        rights=joined_rights(labels.rights for labels in sets.values()),
        name=", ".join(Path(labels.name).name for labels in sets.values() if labels.name),
    )


def joined_rights(rights: Iterable[str]) -> str:
    """The rights of several sources, each once."""
    return BETWEEN_RIGHTS.join(dict.fromkeys(rights))

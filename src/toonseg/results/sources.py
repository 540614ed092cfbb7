"""What results are made of, as people name it: one source or several, of one title or of several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.errors import UsageError
from toonseg.results.rights import joined_rights
from toonseg.workspace import as_episode, is_title

Sources = str | Path | Iterable[str | Path]
"""Titles, episodes, labels, predictions; or pictures and their folders: one or several."""


def paths_of(sources: Sources) -> tuple[Path, ...]:
    """One source or several, as paths."""
    return (Path(sources),) if isinstance(sources, str | Path) else tuple(Path(one) for one in sources)


def titles_of(sources: Sequence[Path]) -> tuple[Path, ...]:
    """The folders of the titles that are among sources, or that episodes among them are of."""
    return tuple(one for one in by_title(sources) if one is not None)


def by_title(sources: Sequence[Path]) -> dict[Path | None, list[Path]]:
    """Sources by the title that they are, or are of; None: they are of none."""
    found: dict[Path | None, list[Path]] = {}
    for source in sources:
        episode = as_episode(source)
        title = episode.title if episode is not None else source if is_title(source) else None
        found.setdefault(None if title is None else title.absolute(), []).append(source)
    return found


def joined(sets: Mapping[Path | None, LabelSet]) -> LabelSet:
    """Several titles, and what else there is, as one set: cuts of all titles have the same names, so their
    titles' are put before them.

    Raises:
        UsageError: Two pictures have one name.
    """
    pictures: dict[str, Picture] = {}
    for title, labels in sets.items():
        for picture in labels.pictures:
            name = picture.file if title is None else f"{title.name}/{picture.file}"
            if name in pictures:
                remedy = "Rename the folder of one title, or name the titles one by one."
                raise UsageError(name, "is the name of two pictures", remedy)
            pictures[name] = replace(picture, file=name)
    first = next(iter(sets.values()))
    return replace(
        first,
        pictures=tuple(pictures.values()),
        problems=tuple(problem for labels in sets.values() for problem in labels.problems),
        rights=joined_rights(labels.rights for labels in sets.values()),
        name=", ".join(Path(labels.name).name for labels in sets.values() if labels.name),
    )

"""Which pictures are meant: files, folders, titles, episodes, or the pictures of labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from toonseg.annotations.formats import Format, detect, read
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.naming import named_from
from toonseg.annotations.sources import by_title, joined, joined_rights, name_among, titles_of
from toonseg.annotations.title import read_title
from toonseg.errors import LabelError, SourceError, UsageError
from toonseg.model.pixels import seen_in
from toonseg.source.archive import is_picture_name
from toonseg.source.pagefile import natural_key
from toonseg.workspace import CUTS_FILE, as_episode, is_title

_BY_FOLDER = (Format.LABELME, Format.YOLO, Format.MAPS, Format.PARQUET)
"""Formats that make a folder a set of labels. COCO's file has to be named: predictions are such files too."""
_ROUGH = "rough"


@dataclass(frozen=True)
class Gathered:
    """What to look at.

    Attributes:
        labels: The pictures; what is labelled in them is kept for those who ask.
        title: The title that all are cuts of; None of anything else.
        pages: Of cuts that were not written as pictures, the folders of their episodes, by the cuts' names.
    """

    labels: LabelSet
    title: Path | None
    pages: Mapping[str, Path] = field(default_factory=dict)

    def seen(self, picture: Picture) -> Picture:
        """The picture with a path that its pixels can be read from, as `pixels.pixels_of` does."""
        folder = self.pages.get(picture.file)
        return picture if folder is None else replace(picture, path=folder)


def gather(sources: Sequence[Path], named_as_seen_from: Path) -> Gathered:
    """The pictures of all sources in their order, each once.

    Cuts of a title and pictures of labels keep the names that they have there; of several titles, the folder
    of each stands before them. Others are called by the way to them from a folder, so that a file that is
    written there finds them again.

    Args:
        sources: Picture files, folders of such (with the folders in them), titles or their episodes (their
            panels), and labels of any format.
        named_as_seen_from: The folder.

    Raises:
        SourceError: A source is not there, or has no pictures.
        LabelError: It is no picture and no labels, or labels that cannot be read.
        UsageError: Two pictures of different sources have one name.
    """
    count = len(titles_of(sources))
    if count > 1:
        groups = {title: gather(some, named_as_seen_from) for title, some in by_title(sources).items()}
        together = joined({title: one.labels for title, one in groups.items()})
        of_each = ((title, *item) for title, one in groups.items() for item in one.pages.items())
        pages = {name_among(title, file, count): folder for title, file, folder in of_each}
        return Gathered(together, None, pages)
    sets = [_of_source(source, named_as_seen_from) for source in sources]
    if not sets:
        raise UsageError("SOURCE", "is missing", "Name pictures, a folder, a title or labels.")
    pictures: dict[str, Picture] = {}
    for one in sets:
        for picture in one.labels.pictures:
            same = pictures.setdefault(picture.file, picture)
            if same is not picture and _absolute(same.path) != _absolute(picture.path):
                problem = f"is the name of two pictures ({same.path}, {picture.path})"
                raise UsageError(picture.file, problem, "Predict the sources one by one.")
    if not pictures:
        raise SourceError(sources[0], "has no pictures", "Name pictures, a folder, a title or labels.")
    first = sets[0]
    labels = replace(first.labels, pictures=tuple(pictures.values()))
    labels = replace(labels, rights=joined_rights(one.labels.rights for one in sets))
    pages = {file: folder for one in sets for file, folder in one.pages.items()}
    return Gathered(labels, first.title if all(one.title is not None for one in sets) else None, pages)


def _absolute(path: Path | None) -> Path | None:
    return None if path is None else path.absolute()


def _of_source(source: Path, base: Path) -> Gathered:
    if not source.exists():
        raise SourceError(source, "is not there", "Check the path.")
    if source.is_file():
        if is_picture_name(source.name):
            return Gathered(_plain([source], base), None)
        return Gathered(read(source), None)
    episode = as_episode(source)
    if episode is not None:
        return _of_title(episode.title, [episode.name])
    if is_title(source):
        return _of_title(source, None)
    found = sorted(_below(source), key=lambda path: [natural_key(part) for part in path.parts])
    format, labels = _labels_in(source)
    if format is Format.COCO and not found:
        labels = read(source)
    if labels is None:
        if not found:
            raise SourceError(source, "holds no pictures", "Name a folder with pictures, a title or labels.")
        return Gathered(_plain(found, base), None)
    if format is not Format.MAPS:  # whose other pictures are the maps
        named = {picture.path.resolve() for picture in labels.pictures if picture.path is not None}
        others = _plain([path for path in found if path.resolve() not in named], base)
        labels = labels.with_pictures((*labels.pictures, *others.pictures))
    return Gathered(labels, None)


def _of_title(title: Path, episodes: list[str] | None) -> Gathered:
    """A title's panels; those that were not written as pictures are read from the pages."""
    labels = read_title(title, episodes)
    pages = {
        seen.file: seen.path
        for one, seen in zip(labels.pictures, seen_in(title, labels).pictures, strict=True)
        if one.path is None and seen.path is not None
    }
    return Gathered(labels, title, pages)


def _labels_in(folder: Path) -> tuple[Format | None, LabelSet | None]:
    try:
        format = detect(folder)
    except LabelError:
        return None, None
    return format, read(folder, format) if format in _BY_FOLDER else None


def _plain(paths: Sequence[Path], base: Path) -> LabelSet:
    """Pictures without labels; how large they are is known once they were looked at."""
    pictures = tuple(Picture(path.as_posix(), 0, 0, path=path) for path in paths)
    return named_from(LabelSet(pictures), base)


def _below(folder: Path) -> Iterator[Path]:
    """The pictures in a folder and the folders in it; not hidden ones, no rough cuts beside final ones."""
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise SourceError(folder, f"cannot be read ({error.strerror or error})", "Check the path.") from error
    cut = (folder / CUTS_FILE).is_file()
    for path in entries:
        if path.name.startswith(".") or (cut and path.name == _ROUGH):
            continue
        if path.is_dir():
            yield from _below(path)
        elif is_picture_name(path.name):
            yield path

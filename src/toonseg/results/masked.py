"""Pictures with masks, which every result is made of: of a title, of labels, of predictions."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from toonseg.annotations.formats import Format, detect, read
from toonseg.annotations.instance import Instance
from toonseg.annotations.labels import labels_file
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.problems import Problem, ProblemKind
from toonseg.annotations.sources import by_title, joined, name_among, titles_of
from toonseg.annotations.title import in_box
from toonseg.classes import ClassList
from toonseg.errors import LabelError, SourceError, UsageError
from toonseg.model.pixels import identity, is_there
from toonseg.model.predicting.gather import gather
from toonseg.model.predicting.target import FOLDER
from toonseg.results.sources import Sources, paths_of
from toonseg.workspace import EpisodeFolder


@dataclass(frozen=True)
class Masked:
    """Pictures with their instances.

    Attributes:
        labels: The pictures in order; the `path` of each is what `model.pixels.pixels_of` reads. What could
            not be used is among its `problems`.
        sources: What they are of.
        title: The title's folder, where all are cuts of one; None of anything else.
    """

    labels: LabelSet
    sources: tuple[Path, ...] = ()
    title: Path | None = None

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures in order."""
        return self.labels.pictures

    @property
    def unused(self) -> str:
        """Which pictures could not be used, and why: the first, and how many more; empty if all could."""
        problems = self.labels.problems
        if not problems:
            return ""
        more = f", and {len(problems) - 1:,} more" if len(problems) > 1 else ""
        return f"{problems[0].where or problems[0].file}: {problems[0].text}{more}"

    def picked(self, only: Sequence[str] = (), score: float | None = None) -> Masked:
        """The same pictures with some of their instances.

        Args:
            only: Names or aliases of the classes to keep; all unless given.
            score: Least score; what a person labelled has none, and stays.

        Raises:
            UsageError: A class is none of the set's.
        """
        wanted = _classes(only, self.labels.classes)

        def kept(one: Instance) -> bool:
            if wanted and self.labels.classes.find(one.cls) not in wanted:
                return False
            return score is None or one.score is None or one.score >= score

        pictures = tuple(
            replace(picture, instances=tuple(one for one in picture.instances if kept(one)))
            for picture in self.pictures
        )
        return replace(self, labels=self.labels.with_pictures(pictures))


def masked(
    sources: Sources,
    masks: str | Path | None = None,
    *,
    only: Sequence[str] = (),
    score: float | None = None,
) -> Masked:
    """The pictures of `sources` with their instances.

    Of several titles, each one's folder stands before the names of its cuts: `<title>/<episode>/<cut>.png`.

    Of a title, an episode that people labelled (labels/<episode>.json) has those labels, another one what
    `toonseg predict` found (predictions/<episode>.json). Other sources bring their own: COCO files, folders
    of labelme, YOLO, maps, Parquet.

    Args:
        sources: Titles, episodes, labels, predictions; or pictures and their folders, with `masks`.
        masks: Labels or predictions to take instead, of pictures of the same names.
        only: Names of the classes to keep; all unless given.
        score: Least score of an instance that has one, 0..1.

    Raises:
        SourceError: A source is not there, or nothing of it has masks.
        LabelError: Labels cannot be read.
        UsageError: A class is none, or two pictures have one name.
    """
    listed = paths_of(sources)
    masks = None if masks is None else Path(masks)
    if masks is None:
        labels, title = _gathered(listed, Path(), predicted=True)
    else:
        labels, title = _gathered(listed, masks.parent, predicted=False)
        labels = _with_masks_of(labels, masks, title)
    seen, problems = [], list(labels.problems)
    for picture in labels.pictures:
        if is_there(picture):
            seen.append(picture)
        else:
            remedy = "Put the picture where the labels say."
            kind = ProblemKind.PICTURE_MISSING
            problems.append(Problem(kind, labels.name, picture.file, "its picture is not there", remedy))
    if not any(picture.instances for picture in labels.pictures):
        remedy = _to_find_them(listed) if masks is None else "Name other --masks."
        raise SourceError(listed[0] if masks is None else masks, "holds no masks of these pictures", remedy)
    if not seen:
        raise SourceError(listed[0], "none of its pictures is there", "Put them where the labels say.")
    found = replace(labels, pictures=tuple(seen), problems=tuple(problems))
    return Masked(found, listed, title).picked(only, score)


def _to_find_them(sources: Sequence[Path]) -> str:
    """How masks of sources are found: of titles they lie in these then, of others they have to be named."""
    for source in sources:
        if labels := _labels_beside(source):
            return f"Name the labels that lie in it, {labels}, or others with --masks."
    asked = " ".join(f'"{one}"' if " " in str(one) else str(one) for one in sources)
    if None not in by_title(sources):
        return f"Find them first: toonseg predict {asked}"
    return f"Find them first, toonseg predict {asked} --out found.json, and add --masks found.json."


def _labels_beside(folder: Path) -> Path | None:
    """A COCO file in a folder, which `gather` takes for a folder of pictures."""
    for file in sorted(folder.glob("*.json")):
        with suppress(LabelError):
            if detect(file) is Format.COCO:
                return file
    return None


def content_of(picture: Picture, known: str | None = None) -> str:
    """What names a picture with its masks, for a `Journal`: SHA-256, hex.

    Args:
        picture: The picture.
        known: Its `identity`, where that is known; else it is read. Raises as `identity` does.
    """
    told = [
        (one.cls, one.mask.at, one.mask.size, one.mask.counts, one.score, one.source, one.character)
        for one in picture.instances
    ]
    pixels = identity(picture) if known is None else known
    return hashlib.sha256(f"{pixels} {picture.origin} {told}".encode()).hexdigest()


def _gathered(sources: Sequence[Path], base: Path, *, predicted: bool) -> tuple[LabelSet, Path | None]:
    """The pictures of all sources, with paths that `pixels_of` reads, and the title that all are cuts of.

    Args:
        sources: Titles, episodes, labels, predictions; or pictures and their folders.
        base: The folder from which pictures without labels are named.
        predicted: Whether cuts that nobody labelled get what was found in them.

    Raises:
        UsageError: Two pictures have one name.
    """
    if len(titles_of(sources)) > 1:
        groups = by_title(sources).items()
        return joined({title: _gathered(some, base, predicted=predicted)[0] for title, some in groups}), None
    found = gather(sources, base)
    labels = found.labels.with_pictures(tuple(map(found.seen, found.labels.pictures)))
    if predicted and found.title is not None:
        labels = _with_predictions(labels, found.title)
    return labels, found.title


def _with_predictions(labels: LabelSet, title: Path) -> LabelSet:
    """A title's cuts, with the predictions of the episodes that nobody labelled."""
    read_before: dict[str, dict[str, Picture]] = {}
    problems = list(labels.problems)
    pictures = []
    for picture in labels.pictures:
        assert picture.origin is not None, "a title's pictures know where they come from"
        episode = picture.origin.episode
        path = title / FOLDER / f"{episode}.json"
        if labels_file(EpisodeFolder(title, episode)).is_file() or not path.is_file():
            pictures.append(picture)
            continue
        if episode not in read_before:
            try:
                read_before[episode] = {one.file: one for one in read(path).pictures}
            except LabelError as error:
                problems.append(Problem(ProblemKind.MALFORMED, str(path), "", error.problem, error.remedy))
                read_before[episode] = {}
        pictures.append(_with_instances(picture, read_before[episode].get(picture.file)))
    return replace(labels, pictures=tuple(pictures), problems=tuple(problems))


def name_in_set(picture: Picture) -> str:
    """The name of a picture as a set may tell it: without ways that lead out of a folder."""
    return "/".join(part for part in picture.file.split("/") if part not in ("", ".", ".."))


def placed_in(picture: Picture, other: Picture) -> tuple[Instance, ...]:
    """The instances of `other`, another state of the cut `picture`; where it was moved since, what still lies
    in it."""
    if picture.origin is None or other.origin is None or picture.origin.box == other.origin.box:
        return other.instances
    x0, y0 = other.origin.box[:2]
    return in_box((one.moved(x0, y0) for one in other.instances), picture.origin.box)


def _with_instances(picture: Picture, other: Picture | None) -> Picture:
    if other is None:
        return picture
    if picture.origin is None or other.origin is None:
        return replace(picture, width=other.width, height=other.height, instances=other.instances)
    return replace(picture, instances=placed_in(picture, other))


def _with_masks_of(labels: LabelSet, masks: Path, title: Path | None) -> LabelSet:
    """The pictures with the instances that a file or folder of labels has for their names; a title's also
    where its folder stands before them, as in a file of several titles."""
    named = read(masks)
    whole = {one.file: one for one in named.pictures}
    last: dict[str, list[Picture]] = {}
    for one in named.pictures:
        last.setdefault(PurePosixPath(one.file).name, []).append(one)

    def of(picture: Picture) -> Picture | None:
        near = last.get(PurePosixPath(picture.file).name, [])
        of_title = None if title is None else whole.get(name_among(title, picture.file, 2))
        return of_title or whole.get(picture.file) or (near[0] if len(near) == 1 else None)

    # What a picture has of its own is not meant, also where the masks do not know it.
    bare = (replace(picture, instances=()) for picture in labels.pictures)
    pictures = tuple(_with_instances(picture, of(picture)) for picture in bare)
    return replace(labels, pictures=pictures, classes=named.classes)


def _classes(names: Sequence[str], classes: ClassList) -> set[int]:
    found = set()
    for name in names:
        index = classes.find(name)
        if index is None:
            raise UsageError(
                "--only", f"'{name}' is no class of these labels", f"Choose of: {', '.join(classes.names)}."
            )
        found.add(index)
    return found

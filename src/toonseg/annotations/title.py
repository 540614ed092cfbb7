"""A title's labels as a label set of its cuts, and back.

Labels lie in strip coordinates (`annotations.labels`); a cut has what lies in its box. So labels follow
when a cut is moved, split in two or joined to another; and a set made before that finds its place again,
since each picture's `Origin` carries the box that it was cut at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import numpy as np

from toonseg.annotations.instance import Instance
from toonseg.annotations.labels import instance_of, labels_file, labels_of, read_labels, write_labels
from toonseg.annotations.labelset import LabelSet, Origin, Picture
from toonseg.annotations.masks import Mask, iou
from toonseg.annotations.problems import Problem, ProblemKind
from toonseg.classes import ClassList
from toonseg.cuts.cutlist import CutList
from toonseg.errors import LabelError, ToonsegError
from toonseg.strip import Box, meet
from toonseg.workspace import CUTS_FILE, EpisodeFolder, episode_name, find_episodes, read_json, read_settings

SAME = 0.5
"""Two masks of one class in one cut with a higher intersection over union are of the same instance."""


@dataclass(frozen=True)
class Brought:
    """What `write_title` did: instances new, changed, untouched and removed, and what found no place."""

    episodes: tuple[str, ...]
    new: int
    changed: int
    untouched: int
    removed: int
    problems: tuple[Problem, ...]


def read_title(title: Path, episodes: Sequence[str] | None = None) -> LabelSet:
    """The cuts of a title that are panels, each with what is labelled in its box.

    Pictures are called `<episode>/<cut>.png`; their `path` is set where `toonseg cut` wrote the picture. An
    episode without cuts or with labels that cannot be read costs only itself, and is a problem of the set.

    Args:
        title: The title's folder.
        episodes: Names of the episodes to take, such as "0100"; all unless given.

    Raises:
        LabelError: No episode could be read.
    """
    settings = read_settings(title)
    pictures: list[Picture] = []
    problems: list[Problem] = []
    for episode in _chosen(title, episodes):
        try:
            pictures += _pictures_of(episode)
        except ToonsegError as error:
            remedy = error.remedy or "Cut the episode first: toonseg cut."
            problems.append(Problem(ProblemKind.MALFORMED, error.subject, "", error.problem, remedy))
    if not pictures and problems:
        raise LabelError(problems[0].file, problems[0].text, problems[0].remedy)
    return LabelSet(tuple(pictures), settings.class_list, tuple(problems), settings.rights, str(title))


def in_box(instances: Iterable[Instance], box: Box) -> tuple[Instance, ...]:
    """What of instances (strip coordinates) lies in `box`, in coordinates of the box."""
    parts = (one.cropped(box) for one in instances if meet(one.box, box))
    return tuple(one.moved(-box[0], -box[1]) for one in parts if one is not None)


def write_title(labels: LabelSet, title: Path) -> Brought:
    """Bring the labels of pictures home: into labels/<episode>.json, in strip coordinates.

    What a picture has replaces what was labelled in its box before; labels elsewhere stay. An instance
    like one that is there (same class, intersection over union above .5 in the box) is that one, changed, and
    keeps what of it lies outside of the box.

    Raises:
        LabelError: No picture could be told to be a cut of the title.
        WriteError: A file could not be written.
    """
    classes = read_settings(title).class_list
    problems: list[Problem] = []
    homes: dict[str, list[tuple[Box, Picture]]] = {}
    lists: dict[str, CutList] = {}
    for picture in labels.pictures:
        try:
            episode, box = _home_of(picture, title, lists)
        except LabelError as error:
            kind = ProblemKind.PICTURE_SIZE if "pixels" in error.problem else ProblemKind.PICTURE_MISSING
            problems.append(Problem(kind, labels.name, picture.file, error.problem, error.remedy))
            continue
        homes.setdefault(episode, []).append((box, picture))
    if not homes:
        first = problems[0] if problems else None
        problem = "is of no picture of this title" if first is None else f"{first.where}: {first.text}"
        raise LabelError(labels.name or title, problem, "Name pictures <episode>/<cut>.png, as they were.")
    new = changed = untouched = removed = 0
    for name, brought in sorted(homes.items()):
        path = labels_file(EpisodeFolder(title, name))
        known = read_labels(path) if path.is_file() else None
        page = _Page([] if known is None else [instance_of(label, path) for label in known.instances])
        for box, picture in brought:
            page.bring(box, [_named(one, classes).moved(box[0], box[1]) for one in picture.instances])
        strip = lists[name].strip
        people = () if known is None else known.characters
        write_labels(path, labels_of(page.kept, (strip.width, strip.height), people))
        new, changed = new + page.new, changed + page.changed
        untouched, removed = untouched + page.untouched, removed + page.removed
    return Brought(tuple(sorted(homes)), new, changed, untouched, removed, tuple(problems))


class _Page:
    """The labels of an episode while those of its cuts are brought in.

    Every picture is compared with what lay in its box before, and only what differs is done: where the boxes
    of two cuts overlap and one picture was edited, the other one does not undo it.
    """

    def __init__(self, before: list[Instance]) -> None:
        self._before = before
        self._now: list[Instance | None] = list(before)
        self._added: list[Instance] = []
        self._seen: set[int] = set()
        self._changed: set[int] = set()
        self._gone: set[int] = set()

    @property
    def kept(self) -> list[Instance]:
        """What is labelled now: what was there in its order, then what is new."""
        return [one for one in self._now if one is not None and one.area] + self._added

    @property
    def new(self) -> int:
        """How many instances were not there before."""
        return len(self._added)

    @property
    def removed(self) -> int:
        """How many instances are gone from the pictures; of some, a part that lies elsewhere is left."""
        return len(self._gone)

    @property
    def changed(self) -> int:
        """How many instances have other pixels, another source or another score."""
        return len(self._changed - self._gone)

    @property
    def untouched(self) -> int:
        """How many instances of the pictures are as they were."""
        return len(self._seen) - self.changed - self.removed

    def bring(self, box: Box, pieces: list[Instance]) -> None:
        """Replace what lay in `box` by `pieces`, both in strip coordinates."""
        parts = {
            k: part
            for k, one in enumerate(self._before)
            if meet(one.box, box) and (part := one.cropped(box)) is not None
        }
        self._seen |= set(parts)
        partner = _partners(parts, pieces)
        for k, part in parts.items():
            if k not in partner:
                self._remove(k, part, box)
            else:
                self._change(k, part, pieces[partner[k]])
        taken = set(partner.values())
        others = len(self._added)
        for n, piece in enumerate(pieces):
            if n not in taken and piece.area:
                self._add(piece, others)

    def _change(self, k: int, part: Instance, piece: Instance) -> None:
        now = self._now[k]
        if now is None:
            return
        if piece.character is not None:
            now = replace(now, character=piece.character)
        if not part.mask.same_pixels(piece.mask):
            mask = _without(now.mask, _without(part.mask, piece.mask)).joined(piece.mask)
            rings = piece.rings if mask.same_pixels(piece.mask) else None
            now = replace(now, mask=mask, rings=rings, source=piece.source, score=piece.score)
            self._changed.add(k)
        elif (part.source, part.score) != (piece.source, piece.score):
            now = replace(now, source=piece.source, score=piece.score)
            self._changed.add(k)
        self._now[k] = now

    def _remove(self, k: int, part: Instance, box: Box) -> None:
        """Whoever took away most of an instance took away all of it; the rest would be a stray."""
        now = self._now[k]
        if now is None:
            return
        self._gone.add(k)
        if 2 * part.area >= self._before[k].area:
            self._now[k] = None
        else:
            self._now[k] = replace(now, mask=_without(now.mask, now.mask.cropped(box)), rings=None)

    def _add(self, piece: Instance, others: int) -> None:
        """A new instance, or more of one that another picture brought, which are the first `others`."""
        for n, one in enumerate(self._added[:others]):
            if one.cls == piece.cls and iou(one.mask, piece.mask) > SAME:
                mask = one.mask.joined(piece.mask)
                rings = one.rings if mask.same_pixels(one.mask) else None
                self._added[n] = replace(one, mask=mask, rings=rings)
                return
        self._added.append(piece)


def _partners(parts: dict[int, Instance], pieces: list[Instance]) -> dict[int, int]:
    """Which piece is which of the instances that were there, best overlaps first."""
    pairs = sorted(
        ((iou(part.mask, piece.mask), k, n) for k, part in parts.items()
         for n, piece in enumerate(pieces) if piece.cls == part.cls and meet(piece.box, part.box)),
        reverse=True,
    )  # fmt: skip
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for overlap, k, n in pairs:
        if overlap > SAME and k not in partner and n not in taken:
            partner[k] = n
            taken.add(n)
    return partner


def _pictures_of(episode: EpisodeFolder) -> list[Picture]:
    cuts = read_json(episode.cuts / CUTS_FILE, CutList)
    path = labels_file(episode)
    instances = []
    if path.is_file():
        instances = [instance_of(label, path) for label in read_labels(path).instances]
    boxes = np.array([one.box for one in instances], np.int64).reshape(-1, 4)
    pictures = []
    for cut in cuts.panels:
        x0, y0, x1, y1 = cut.box
        near = (boxes[:, 0] < x1) & (boxes[:, 2] > x0) & (boxes[:, 1] < y1) & (boxes[:, 3] > y0)
        found = in_box((instances[k] for k in np.flatnonzero(near)), cut.box)
        file = episode.cuts / f"{cut.id}.png"
        origin = Origin(episode.title.absolute().name, episode.name, cut.id, cut.box)
        pictures.append(
            Picture(
                f"{episode.name}/{cut.id}.png", x1 - x0, y1 - y0, found,
                path=file if file.is_file() else None, origin=origin,
            )
        )  # fmt: skip
    return pictures


def _chosen(title: Path, names: Sequence[str] | None) -> list[EpisodeFolder]:
    found = find_episodes(title)
    if names is None:
        return found
    by_name = {episode.name: episode for episode in found}
    missing = [name for name in names if name not in by_name]
    if missing:
        raise LabelError(title, f"has no episode {missing[0]}", f"It has: {', '.join(by_name)}.")
    return [by_name[name] for name in names]


_NUMBER = re.compile(r"(\d+)")


def _home_of(picture: Picture, title: Path, lists: dict[str, CutList]) -> tuple[str, Box]:
    """The episode of a picture and its box in the strip. Raises LabelError if it has none."""
    episode, cut = _address_of(picture)
    if episode not in lists:
        path = EpisodeFolder(title, episode).cuts / CUTS_FILE
        if not path.is_file():
            raise LabelError(picture.file, f"is of no cut episode ({path} is missing)", "Cut it first.")
        lists[episode] = read_json(path, CutList)
    box = None if picture.origin is None else picture.origin.box
    if box is None:
        known = {one.id: one.box for one in lists[episode].cuts}
        if cut not in known:
            problem = f"episode {episode} has no cut {cut}"
            raise LabelError(picture.file, problem, "Name it as toonseg cut named it.")
        box = known[cut]
    if (box[2] - box[0], box[3] - box[1]) != (picture.width, picture.height):
        problem = (
            f"has {picture.width} x {picture.height} pixels, its cut {box[2] - box[0]} x {box[3] - box[1]}"
        )
        raise LabelError(picture.file, problem, "Label the cut at its own size.")
    return episode, box


def _address_of(picture: Picture) -> tuple[str, str]:
    """Episode and cut of a picture, from its origin or from a name such as 0100/000592.png,
    cuts/0100/000592.png, 0100_000592.png, or the seed layout's Episode100/outputs/592.jpg."""
    if picture.origin is not None:
        return picture.origin.episode, picture.origin.cut
    path = PurePosixPath(picture.file)
    folders = [part for part in path.parts[:-1] if part not in ("outputs", "images", "cuts", "rough")]
    episode, cut = folders[-1] if folders else "", path.stem
    if not _NUMBER.search(episode) and "_" in cut:
        episode, _, cut = cut.rpartition("_")
    number = _NUMBER.search(episode)
    row = re.match(r"(\d+)([a-z]*)$", cut)
    if number is None or row is None:
        raise LabelError(
            picture.file, "is no name of a cut", "Name pictures <episode>/<cut>.png, as they were."
        )
    return episode_name(int(number.group(1))), f"{int(row.group(1)):06d}{row.group(2)}"


def _named(one: Instance, classes: ClassList) -> Instance:
    """The instance with its class's own name where it was read by an alias."""
    index = classes.find(one.cls)
    return one if index is None or classes[index].name == one.cls else replace(one, cls=classes[index].name)


def _without(mask: Mask, other: Mask) -> Mask:
    """What of a mask is not in another."""
    box = mask.box
    return Mask.of_pixels(mask.pixels() & ~other.within(box), (box[0], box[1]))

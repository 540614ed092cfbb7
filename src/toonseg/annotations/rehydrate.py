"""Rebuilds the pictures of a pixel-free file from the reader's own copy of the episodes.

Pages are known by what they hash to, wherever they lie and whatever they are called; a copy that was encoded
anew is recognised by its looks, and used only on request. Cuts whose pages are all here are made, the others
are left out and their pages named.

<out>/0100/000592.png          cuts
<out>/coco.json                their labels, in this or another format
<out>/.rehydrated.json         what the cuts were made from: the next run makes only what is missing
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import Field

from toonseg.annotations.formats import Format, Written, write
from toonseg.annotations.formats.class_record import classes_of
from toonseg.annotations.formats.pixel_free import (
    PixelFree,
    SharedEpisode,
    instances_in,
    load_pixel_free,
    pictures_of,
)
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.problems import Problem
from toonseg.annotations.shelf import Found, Shelf
from toonseg.cuts.made import hash_file
from toonseg.errors import SourceError, ToonsegError, UsageError
from toonseg.pictures import write_picture
from toonseg.source.manifest import sha256
from toonseg.source.pagefile import PageFile
from toonseg.strip import Box, Strip, StripPage
from toonseg.workspace import FileModel, read_json, write_json

RECORD_FILE = ".rehydrated.json"

PLACES = {
    Format.COCO: "coco.json",
    Format.CVAT: "cvat.json",
    Format.LABELME: "",
    Format.YOLO: "yolo",
    Format.MAPS: "maps",
    Format.PARQUET: "parquet",
}
"""Where the labels of each format lie below the folder of the cuts."""


@dataclass(frozen=True)
class Rehydrated:
    """What `rehydrate` did.

    Attributes:
        written: The file or folder of the labels; None if there is no cut to label.
        labels: The label set of the cuts that are here now, with the paths of their pictures.
        made: How many cuts were made in this run.
        kept: How many were there, made from the same pages.
        left_out: Names of the cuts that could not be made.
        pages: What became of each page, by episode and place.
        notes: What else to know: archives that could not be read.
    """

    written: Written | None
    labels: LabelSet
    made: int
    kept: int
    left_out: tuple[str, ...]
    pages: tuple[Found, ...]
    notes: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether every cut is here."""
        return not self.left_out

    @property
    def missing(self) -> list[Found]:
        """The pages that could not be used; `Found.remedy` says what to do about each."""
        return [one for one in self.pages if one.file is None]


class _Cut(FileModel):
    """A finished cut: a hash of what it was made from, and of its file."""

    made_from: str
    sha256: str


class _Record(FileModel):
    version: int = 1
    cuts: dict[str, _Cut] = Field(default_factory=dict)


@dataclass(frozen=True)
class _Absent:
    """The place of a page that is not here."""

    name: str

    def read(self) -> bytes:
        raise SourceError(self.name, "is not here")


def rehydrate(
    file: Path | str,
    pages: Path | str,
    out: Path | str,
    *,
    to: Format | str = Format.COCO,
    allow_reencoded: bool = False,
    on_episode: Callable[[str, int], None] | None = None,
) -> Rehydrated:
    """Make the cuts of a pixel-free file from pages in `pages`, as PNG files below `out`, and their labels.

    A run that was killed, or given further pages, makes only what is missing.

    Args:
        file: The pixel-free file.
        pages: Folder (searched with all its folders and archives), archive, or title that has the pages.
        out: Folder of the cuts and their labels.
        to: Format of the labels: coco, labelme, yolo, maps, cvat or parquet. COCO's and CVAT's are one file,
            labelme's lie beside the cuts, the others get a folder that is called like the format.
        allow_reencoded: Take a page of the same size that looks the same where the very bytes are not here.
        on_episode: Called after each episode with its name and how many there are.

    Raises:
        UsageError: `to` is none of the formats.
        LabelError: `file` is none, or damaged.
        SourceError: `pages` is not there.
        WriteError: The disk is full, or the like.
    """
    file, out = Path(file), Path(out)
    target = out / _place_of(to)
    whole = load_pixel_free(file)
    classes = classes_of(whole.classes)
    shelf = Shelf.of(Path(pages), {page.size for episode in whole.episodes for page in episode.pages})
    folder = _Folder(out)
    problems: list[Problem] = []
    found: list[Found] = []
    for number, episode in enumerate(whole.episodes):
        instances = instances_in(episode, file, f"episodes[{number}]", problems)
        pages_here = [shelf.find(page, episode.episode, reencoded=allow_reencoded) for page in episode.pages]
        strip = _strip(whole, episode, pages_here)
        folder.make(episode, pictures_of(whole, episode, instances), strip, pages_here)
        found += pages_here
        if on_episode is not None:
            on_episode(episode.episode, len(whole.episodes))
    labels = LabelSet(tuple(folder.here), classes, tuple(problems), whole.rights, str(out))
    written = write(labels, target, Format(to)) if labels.pictures else None
    kept = len(folder.here) - folder.made
    return Rehydrated(written, labels, folder.made, kept, tuple(folder.left_out), tuple(found), shelf.notes)


class _Folder:
    """The cuts that are made, and the record of what they were made from."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.record = _read_record(out)
        self.here: list[Picture] = []
        self.left_out: list[str] = []
        self.made = 0

    def make(
        self, episode: SharedEpisode, pictures: Sequence[Picture], strip: Strip, found: Sequence[Found]
    ) -> None:
        """Make the cuts of an episode that are not there yet."""
        before = self.made
        try:
            for picture, cut in zip(pictures, episode.panels, strict=True):
                places = enumerate(strip.pages)
                touched = [k for k, page in places if page.y < cut.box[3] and page.y1 > cut.box[1]]
                key = _key(strip, cut.box, [(strip.pages[k], found[k].sha256) for k in touched])
                path = self.out / picture.file
                known = self.record.cuts.get(picture.file)
                if known is None or known.made_from != key or known.sha256 != hash_file(path):
                    if any(found[k].file is None for k in touched):
                        self.left_out.append(picture.file)
                        continue
                    write_picture(path, strip.crop(cut.box), "png")
                    self.record.cuts[picture.file] = _Cut(made_from=key, sha256=str(hash_file(path)))
                    self.made += 1
                self.here.append(replace(picture, path=path))
        finally:
            if self.made > before:
                write_json(self.out / RECORD_FILE, self.record)


def _place_of(to: Format | str) -> str:
    try:
        return PLACES[Format(to)]
    except (KeyError, ValueError):
        problem = f"'{to}' is no format for cuts in a folder"
        raise UsageError("--to", problem, f"Choose one of: {', '.join(PLACES)}.") from None


def _strip(whole: PixelFree, episode: SharedEpisode, found: Sequence[Found]) -> Strip:
    """The strip as it was when it was cut; pages that are not here have their place in it all the same."""
    ends = [*(page.y for page in episode.pages[1:]), episode.height]
    places = tuple(
        StripPage(page.file, page.y, end, page.width, page.height)
        for page, end in zip(episode.pages, ends, strict=True)
    )
    files: list[PageFile] = [one.file or _Absent(one.page.file) for one in found]
    return Strip(whole.title, episode.width, places, tuple(files))


def _key(strip: Strip, box: Box, pages: Sequence[tuple[StripPage, str]]) -> str:
    """A hash of all that decides a cut's pixels."""
    made_of = [strip.width, box, [(page.y, page.y1, hashed) for page, hashed in pages]]
    return sha256(json.dumps(made_of).encode())


def _read_record(out: Path) -> _Record:
    """The record of earlier runs; a damaged one is as good as none: all is made anew."""
    path = out / RECORD_FILE
    try:
        return read_json(path, _Record) if path.is_file() else _Record()
    except ToonsegError:
        return _Record()

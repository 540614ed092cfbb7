"""The pixel-free form: labels, boxes of cuts and hashes of pages in one JSON, so that labels can be shared
where pictures may not.

The pictures come back from the reader's own copy of the episodes (`annotations.rehydrate`), page by page
verified. Of a page the file has what it hashes to, its size, 64 bits of a perceptual hash and its mean
colour; of a page's address, of a label's `extra` and of anybody's paths it has nothing.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator

from toonseg.annotations.formats.class_record import ClassRecord, classes_of, records_of
from toonseg.annotations.formats.writing import Written
from toonseg.annotations.instance import Instance
from toonseg.annotations.labels import Label, Person, instance_of, labels_file, read_labels
from toonseg.annotations.labelset import LabelSet, Origin, Picture
from toonseg.annotations.phash import look_of
from toonseg.annotations.problems import Problem, ProblemKind
from toonseg.annotations.title import in_box
from toonseg.cuts.cutlist import CutKind, CutList
from toonseg.errors import LabelError, UsageError
from toonseg.pictures import MAX_PIXELS, Rgb, decode
from toonseg.source.local import open_source
from toonseg.source.manifest import read_manifest, sha256
from toonseg.strip import Box
from toonseg.workspace import (
    CUTS_FILE,
    DEFAULT_RIGHTS,
    EpisodeFolder,
    FileModel,
    explain,
    find_episodes,
    read_json,
    read_settings,
    write_bytes,
)

FORMAT: Literal["toonseg pixel-free labels"] = "toonseg pixel-free labels"
MOST_BYTES = 1_000_000_000
"""Largest JSON that is read, unpacked; a larger one is refused."""

_AGAIN = "Get the file again."


class PageKey(FileModel):
    """What a page is known by, and where it lies in the strip.

    `sha256` and `size` (bytes) are of the file as received, `width` and `height` its pixels as shown; `looks`
    is its pHash in hex (`annotations.phash`), `blank` whether it is all but one grey, `colour` its mean RGB.
    """

    file: str
    y: int = Field(ge=0)
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    size: int = Field(gt=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    looks: str = Field(pattern=r"^[0-9a-f]{16}$")
    blank: bool = False
    colour: tuple[int, int, int]


class CutBox(FileModel):
    """A cut: its id, which names its picture, and its box in the strip."""

    id: str = Field(pattern=r"^[0-9]{1,12}[a-z]{0,4}$")
    kind: CutKind = "panel"
    box: Box


class SharedEpisode(FileModel):
    """An episode. `instances` are as in labels/<episode>.json, without `extra`; each is checked on its own.

    Raises:
        ValueError: The pages do not follow one another down to the strip's height, or a cut is not in it.
    """

    episode: str = Field(pattern=r"^\w[\w.-]*$")
    subtitle: str = ""
    source: str = ""
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    pages: list[PageKey] = Field(min_length=1)
    cuts: list[CutBox]
    instances: list[Any]
    characters: list[Person] = Field(default_factory=list)

    @model_validator(mode="after")
    def _fits(self) -> SharedEpisode:
        y = 0
        for page in self.pages:
            if page.y != y:
                raise ValueError(f"page {page.file} begins at row {page.y}, the one before ends at {y}")
            rows = max(1, round(page.height * self.width / page.width))  # as `Strip.of` has it
            if max(page.width * page.height, self.width * rows) > MAX_PIXELS:
                raise ValueError(f"page {page.file} has more than {MAX_PIXELS:,} pixels")
            y += rows
        if y != self.height:
            raise ValueError(f"the pages end at row {y}, the strip at {self.height}")
        seen = set()
        for cut in self.cuts:
            x0, y0, x1, y1 = cut.box
            if not (0 <= x0 < x1 <= self.width and 0 <= y0 < y1 <= y) or (x1 - x0) * (y1 - y0) > MAX_PIXELS:
                raise ValueError(f"the box {cut.box} of cut {cut.id} is not in the strip, or too large")
            if cut.id in seen:
                raise ValueError(f"cut {cut.id} is there twice")
            seen.add(cut.id)
        return self

    @property
    def panels(self) -> list[CutBox]:
        """The cuts that are panels: those that have labels and get pictures."""
        return [cut for cut in self.cuts if cut.kind == "panel"]


class PixelFree(FileModel):
    """The whole file.

    Raises:
        ValueError: Two classes share a name, or two episodes.
    """

    format: Literal["toonseg pixel-free labels"] = FORMAT
    version: Literal[1] = 1
    title: str
    rights: str = DEFAULT_RIGHTS
    classes: tuple[ClassRecord, ...]
    episodes: list[SharedEpisode]

    @model_validator(mode="after")
    def _is_one_set(self) -> PixelFree:
        try:
            classes_of(self.classes)
        except UsageError as error:
            raise ValueError(error.problem) from error
        names = [episode.episode for episode in self.episodes]
        if len(set(names)) < len(names):
            raise ValueError("an episode is there twice")
        return self


def look_of_page(data: bytes, name: str) -> dict[str, Any]:
    """What `PageKey` says of a page's looks: {"looks", "blank", "colour"}. Raises PictureError."""
    pixels = decode(data, name)
    look = look_of(pixels)
    return {"looks": f"{look.hash:016x}", "blank": look.blank, "colour": mean_colour(pixels)}


def mean_colour(pixels: Rgb) -> tuple[int, int, int]:
    """Mean of HWC uint8 RGB, rounded."""
    red, green, blue = pixels.reshape(-1, 3).mean(axis=0)
    return round(float(red)), round(float(green)), round(float(blue))


def write_pixel_free(title: Path, out: Path, *, episodes: Sequence[str] | None = None) -> Written:
    """Write a title's labels, cuts and page hashes, without pixels, as one JSON; packed if it ends in .gz.

    The same title gives the same bytes. Episodes that are not cut are left out, with a note.

    Args:
        title: The title's folder.
        out: The file: `labels.json` or `labels.json.gz`.
        episodes: Names of the episodes to take, such as "0100"; all unless given.

    Raises:
        LabelError: No episode is cut, one that was named is not there, an episode's pages are no longer those
            that were cut, or its labels cannot be read.
        PictureError: A page is damaged.
        WriteError: It cannot be written.
    """
    settings = read_settings(title)
    found = find_episodes(title)
    names = [episode.name for episode in found] if episodes is None else list(episodes)
    missing = sorted(set(names) - {episode.name for episode in found})
    if missing:
        here = ", ".join(episode.name for episode in found)
        raise LabelError(title, f"has no episode {missing[0]}", f"It has: {here}.")
    notes = []
    shared = []
    for episode in found:
        if episode.name not in names:
            continue
        if not (episode.cuts / CUTS_FILE).is_file():
            notes.append(f"episode {episode.name} is not cut, and left out")
            continue
        shared.append(_shared(episode))
    if not shared:
        raise LabelError(title, "has no episode that is cut", "Cut it first: toonseg cut.")
    name = settings.title or _name_of(title, found)
    whole = PixelFree(
        title=name, rights=settings.rights, classes=records_of(settings.class_list), episodes=shared
    )
    text = whole.model_dump_json(by_alias=True, exclude_defaults=True, indent=None).encode("utf-8")
    # What says which file this is has its default, and must be there all the same.
    head = f'{{"format":"{FORMAT}","version":1,'.encode()
    data = head + text[1:] + b"\n"
    write_bytes(out, gzip.compress(data, mtime=0) if out.suffix == ".gz" else data)
    panels = sum(len(episode.panels) for episode in shared)
    return Written(out, panels, sum(len(episode.instances) for episode in shared), tuple(notes))


def load_pixel_free(path: Path) -> PixelFree:
    """The file as it is, instances unchecked.

    Raises:
        LabelError: It cannot be read, is packed wrongly or too large, or a field is wrong.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LabelError(path, f"cannot be read ({error.strerror or error})", "Check the path.") from error
    if data[:2] == b"\x1f\x8b":
        data = _unpacked(data, path)
    if len(data) > MOST_BYTES:
        raise LabelError(path, f"is larger than {MOST_BYTES:,} bytes", _AGAIN)
    try:
        return PixelFree.model_validate_json(data)
    except ValidationError as error:
        raise LabelError(path, explain(error), _AGAIN) from error


def read_pixel_free(path: Path) -> LabelSet:
    """The cuts of a pixel-free file as label set of pictures that are not here.

    Raises:
        LabelError: As `load_pixel_free`; an instance that is wrong costs itself only.
    """
    whole = load_pixel_free(path)
    problems: list[Problem] = []
    pictures: list[Picture] = []
    for number, episode in enumerate(whole.episodes):
        instances = instances_in(episode, path, f"episodes[{number}]", problems)
        pictures += pictures_of(whole, episode, instances)
    return LabelSet(tuple(pictures), classes_of(whole.classes), tuple(problems), whole.rights, path.name)


def instances_in(episode: SharedEpisode, path: Path, where: str, problems: list[Problem]) -> list[Instance]:
    """An episode's instances in strip coordinates; what is wrong with others is added to `problems`."""
    found = []
    for number, values in enumerate(episode.instances):
        try:
            found.append(instance_of(Label.model_validate(values), path))
        except (ValidationError, LabelError) as error:
            text = explain(error) if isinstance(error, ValidationError) else error.problem
            place = f"{where}.instances[{number}]"
            remedy = "It was left out; ask for the file again."
            problems.append(Problem(ProblemKind.MALFORMED, str(path), place, text, remedy))
    return found


def pictures_of(whole: PixelFree, episode: SharedEpisode, instances: Sequence[Instance]) -> list[Picture]:
    """An episode's panels with what lies in them of `instances` (strip coordinates)."""
    pictures = []
    for cut in episode.panels:
        x0, y0, x1, y1 = cut.box
        name = f"{episode.episode}/{cut.id}.png"
        origin = Origin(whole.title, episode.episode, cut.id, cut.box)
        pictures.append(Picture(name, x1 - x0, y1 - y0, in_box(instances, cut.box), origin=origin))
    return pictures


def _shared(episode: EpisodeFolder) -> SharedEpisode:
    path = episode.cuts / CUTS_FILE
    cuts = read_json(path, CutList)
    files = open_source(episode.root).pages
    if [file.name for file in files] != [place.file for place in cuts.strip.pages]:
        raise LabelError(path, "is of other pages than those of the episode", "Cut it again: toonseg cut.")
    pages = []
    for file, place in zip(files, cuts.strip.pages, strict=True):
        data = file.read()
        values = {**place.model_dump(), "size": len(data), "sha256": sha256(data)}
        pages.append(PageKey.model_validate({**values, **look_of_page(data, file.name)}))
    known = labels_file(episode)
    labels = read_labels(known) if known.is_file() else None
    manifest = read_manifest(episode)
    source = "" if manifest is None else manifest.source
    try:
        return SharedEpisode(
            episode=episode.name,
            subtitle="" if manifest is None else manifest.subtitle,
            # A source on this machine is nobody's business.
            source=source if source.startswith(("https://", "http://")) else "",
            width=cuts.strip.width,
            height=cuts.strip.height,
            pages=pages,
            cuts=[CutBox(id=cut.id, kind=cut.kind, box=cut.box) for cut in cuts.cuts],
            instances=[] if labels is None else [_bare(label) for label in labels.instances],
            characters=[] if labels is None else labels.characters,
        )
    except ValidationError as error:
        raise LabelError(path, explain(error), "Cut the episode again: toonseg cut.") from error


def _bare(label: Label) -> dict[str, Any]:
    """A label without `extra`, which may hold what is not to be shared: file names, even pictures."""
    return label.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"extra"})


def _name_of(title: Path, episodes: Sequence[EpisodeFolder]) -> str:
    for episode in episodes:
        manifest = read_manifest(episode)
        if manifest is not None:
            return manifest.title
    return title.absolute().name


def _unpacked(data: bytes, path: Path) -> bytes:
    packed = zlib.decompressobj(wbits=31)
    try:
        unpacked = packed.decompress(data, MOST_BYTES + 1)
    except zlib.error as error:
        raise LabelError(path, f"is packed wrongly ({error})", _AGAIN) from error
    if len(unpacked) <= MOST_BYTES and not packed.eof:
        raise LabelError(path, "is cut short", _AGAIN)
    return unpacked

"""The files of an episode's cuts: pictures, preview and cuts.json; only what is not here is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from toonseg.cuts.cutlist import CutList
from toonseg.cuts.made import (
    PREVIEW_FILE,
    Made,
    MadeFile,
    PictureOptions,
    hash_file,
    hash_finder,
    remove_file,
    write_made,
)
from toonseg.cuts.preview import write_preview
from toonseg.cuts.seed import SEED_PAGES, page_bytes, seed_cuts, seed_name, seed_pages
from toonseg.errors import SourceError
from toonseg.pictures import MAX_SIDE, PictureFormat, write_picture
from toonseg.source.manifest import sha256
from toonseg.source.pagefile import PageFile
from toonseg.strip import Box, Strip
from toonseg.workspace import CUTS_FILE, remove_leftovers, write_bytes

_ID = re.compile(r"[0-9]{1,12}[a-z]{0,4}")


@dataclass(frozen=True)
class Places:
    """Where the files of one episode lie: `folder` and `pages` are paths below `root`.

    Attributes:
        root: What the names in .made.json are relative to.
        folder: Has cuts.json, .made.json and the preview; "" is `root` itself.
        rough: Has the pictures of rough cuts.
        final: Has the pictures of cuts.
        pages: Gets copies of the pages; "" if they are not copied.
        seed: Whether names lose their zeros and bubbles are left among the rough cuts.
    """

    root: Path
    folder: str = ""
    rough: str = "rough"
    final: str = ""
    pages: str = ""
    seed: bool = False

    @property
    def home(self) -> Path:
        """The folder of cuts.json."""
        return self.root / self.folder

    @property
    def folders(self) -> list[Path]:
        """Every folder that files are written to."""
        names = {self.folder, self.rough, self.final, *([self.pages] if self.pages else [])}
        return [self.root / name for name in sorted(names)]


def toonseg_places(out: Path) -> Places:
    """`out/cuts.json`, `out/rough/000592.png`, `out/000592.png`."""
    return Places(out)


def seed_places(out: Path, number: int, *, pages: bool = True) -> Places:
    """The tree of `toonseg.cuts.seed`."""
    cuts = seed_cuts(number)
    return Places(out, cuts, cuts, f"{cuts}/outputs", seed_pages(number) if pages else "", seed=True)


@dataclass(frozen=True)
class Planned:
    """A picture to write: a box of the strip, or a copy of a page."""

    name: str
    format: PictureFormat
    box: Box | None = None
    page: PageFile | None = None


@dataclass(frozen=True)
class Wanted:
    """What the files of an episode are to say.

    Attributes:
        cutlist: The cuts.
        text: The bytes of cuts.json, which say the same.
        pages: What the pages hash to.
        edited: Whether someone else has changed cuts.json.
        options: How pictures are written.
        pictures: Whether pictures are written; if not, right ones stay and wrong ones go.
        preview: Whether the preview is written; if not, likewise.
        force: Whether everything is written anew.
        rights: Stands in the preview.
    """

    cutlist: CutList
    text: bytes
    pages: str
    edited: bool
    options: PictureOptions
    pictures: bool
    preview: bool
    force: bool
    rights: str


@dataclass(frozen=True)
class Written:
    """What `bring_up_to_date` did: files it wrote, files of earlier runs it removed, and what to know."""

    written: int
    removed: int
    notes: tuple[str, ...]


def plan_pictures(
    cutlist: CutList, pages: Sequence[PageFile], places: Places, options: PictureOptions
) -> tuple[list[Planned], list[str]]:
    """The pictures of an episode, from top to bottom so that pages are read once, and notes for the reader.

    A picture that the format cannot hold is planned as PNG, and a note says so.
    """
    planned = []
    notes = []
    wanted = [(places.rough, cut.id, cut.box) for cut in cutlist.rough]
    final = cutlist.panels if places.seed else cutlist.cuts
    wanted += [(places.final, cut.id, cut.box) for cut in final]
    if places.seed and cutlist.bubbles:
        count = len(cutlist.bubbles)
        notes.append(f"bubbles that are in the rough cuts and in cuts.json, but not in outputs/: {count}")
    if places.pages:
        for index, (page, place) in enumerate(zip(pages, cutlist.strip.pages, strict=True)):
            format = _format_for(place.width, place.height, options.picture_format)
            planned.append(Planned(f"{places.pages}/{index}.{format}", format, page=page))
    for folder, cut_id, box in sorted(wanted, key=lambda entry: (entry[2][1], entry[2][3], entry[0])):
        width, height = box[2] - box[0], box[3] - box[1]
        format = _format_for(width, height, options.picture_format)
        stem = seed_name(cut_id) if places.seed else cut_id
        planned.append(Planned(f"{folder}/{stem}.{format}".lstrip("/"), format, box=box))
    for picture in planned:
        if picture.format != options.picture_format:
            limit = MAX_SIDE[options.picture_format]
            kind = options.picture_format.upper()
            notes.append(f"{picture.name}: written as PNG, for {kind} holds at most {limit:,} pixels a side")
    return planned, notes


def check_cutlist(cutlist: CutList, path: Path) -> None:
    """Make sure that pictures can be cut by a list that someone may have edited.

    Raises:
        SourceError: An id is no name for a file or stands twice, or a box does not lie in the strip.
    """
    remedy = "Mend it, or remove it to have it made anew."
    for entries in (cutlist.rough, cutlist.cuts):
        seen = set()
        for entry in entries:
            x0, y0, x1, y1 = entry.box
            if not _ID.fullmatch(entry.id) or entry.id in seen:
                problem = f"the id '{entry.id}' stands twice or is not of the form 000592 or 000592b"
                raise SourceError(path, problem, remedy)
            seen.add(entry.id)
            if not (0 <= x0 < x1 <= cutlist.strip.width and 0 <= y0 < y1 <= cutlist.strip.height):
                raise SourceError(path, f"the box {entry.box} of '{entry.id}' is not in the strip", remedy)


def bring_up_to_date(strip: Strip, places: Places, wanted: Wanted, before: Made | None) -> Written:
    """Write what is missing or no longer right, remove what is no cut any more; cuts.json comes last.

    Args:
        strip: The episode's strip.
        places: Where the files go.
        wanted: What they are to say.
        before: The record of the run before.

    Raises:
        PictureError: A page is damaged.
        WriteError: The disk is full, or the like.
    """
    if before is not None and not wanted.pictures:
        wanted = replace(wanted, options=before.options)  # so that pictures of another format stay
    options = wanted.options
    planned, notes = plan_pictures(wanted.cutlist, strip.files, places, options)
    boxes = {picture.name: picture.box for picture in planned}
    preview = f"{places.folder}/{PREVIEW_FILE}".lstrip("/")
    old = _old_files(places, before)
    right = _right_files(places, before, boxes, preview, wanted)
    to_write = [picture for picture in planned if wanted.pictures and picture.name not in right]
    names = [picture.name for picture in to_write]
    if wanted.preview and preview not in right:
        names.append(preview)

    def record(files: Mapping[str, MadeFile]) -> Made:
        listed = {name: files[name] for name in (*boxes, preview) if name in files}
        return Made(
            finder=hash_finder(),
            pages=wanted.pages,
            options=options,
            cuts=sha256(wanted.text),
            edited=wanted.edited,
            files=listed,
        )

    for folder in places.folders:
        remove_leftovers(folder)
    new_list = hash_file(places.home / CUTS_FILE) != sha256(wanted.text)
    if new_list:
        remove_file(places.home, CUTS_FILE)
    removed = sum(remove_file(places.root, name) for name in old if name not in right)
    for name in names:
        # A file that has this name is not ours: after a kill it must not be taken for one that is finished.
        remove_file(places.root, name)
    begun = right | {name: MadeFile(box=boxes.get(name)) for name in names}
    if record(begun) != before:
        write_made(places.home, record(begun))
    for picture in to_write:
        _write(strip, picture, places.root / picture.name, options.quality)
    if preview in names:
        write_preview(strip, wanted.cutlist, places.root / preview, rights=wanted.rights)
    done = {name: _finished(places.root / name, file) for name, file in begun.items()}
    if done != begun:
        write_made(places.home, record(done))
    if new_list:
        write_bytes(places.home / CUTS_FILE, wanted.text)
    return Written(len(names) + new_list, removed, tuple(notes) if wanted.pictures else ())


def _old_files(places: Places, before: Made | None) -> Mapping[str, MadeFile]:
    """What earlier runs wrote, less copies of pages if those are what is being cut now."""
    files = before.files if before is not None else {}
    copies = not places.seed or bool(places.pages)
    return {name: file for name, file in files.items() if copies or not name.startswith(SEED_PAGES)}


def _right_files(
    places: Places,
    before: Made | None,
    boxes: Mapping[str, Box | None],
    preview: str,
    wanted: Wanted,
) -> dict[str, MadeFile]:
    """The files that are here, made from the same pages in the same way, and still as they were written."""
    if before is None or wanted.force or before.pages != wanted.pages:
        return {}
    old = _old_files(places, before)
    candidates = {}
    if before.options == wanted.options:
        candidates = {n: file for n, file in old.items() if n in boxes and file.box == boxes[n]}
    if preview in old and before.cuts == sha256(wanted.text):
        candidates[preview] = old[preview]
    right = {}
    for name, file in candidates.items():
        found = hash_file(places.root / name)
        if found is not None and file.sha256 in (None, found):
            right[name] = file
    return right


def _finished(path: Path, file: MadeFile) -> MadeFile:
    return file if file.sha256 else file.model_copy(update={"sha256": hash_file(path)})


def _write(strip: Strip, picture: Planned, path: Path, quality: int) -> None:
    if picture.page is not None:
        write_bytes(path, page_bytes(picture.page, picture.format, quality=quality, path=path))
    elif picture.box is not None:
        write_picture(path, strip.crop(picture.box), picture.format, quality=quality)


def _format_for(width: int, height: int, wanted: PictureFormat) -> PictureFormat:
    return wanted if max(width, height) <= MAX_SIDE[wanted] else "png"

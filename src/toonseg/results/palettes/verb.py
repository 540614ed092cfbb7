"""`toonseg palette`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from toonseg.annotations.check.report import count
from toonseg.annotations.sources import by_title, name_among, titles_of
from toonseg.errors import ToonsegError, UsageError
from toonseg.results.masked import Masked, masked
from toonseg.results.palettes.bible import Bible, Tone
from toonseg.results.palettes.cast import cast_of
from toonseg.results.palettes.file import Change, Colours, PaletteFile, write_palette
from toonseg.results.palettes.looks import looks_of
from toonseg.results.palettes.made import Palette
from toonseg.results.palettes.page import write_page
from toonseg.results.palettes.thumbs import thumbs_of
from toonseg.results.palettes.tones import bible_of
from toonseg.results.rights import make_sure
from toonseg.results.sources import Sources, paths_of
from toonseg.scale.resume import Tell
from toonseg.workspace import write_json

FOLDER = "palette"
JSON_FILE, PAGE_FILE = "palette.json", "palette.html"
_LEAST_IN_TOML = 0.1


def palette(
    sources: Sources,
    out: str | Path | None = None,
    *,
    masks: str | Path | None = None,
    only: Sequence[str] = (),
    score: float | None = None,
    pictures: bool = True,
    toml: str | Path | None = None,
    have_the_rights: bool = False,
    jobs: int | None = None,
    on_picture: Tell | None = None,
) -> Palette:
    """Make the colour bible of a title: its characters, and the colours of their hair and clothes.

    Of several titles, each gets its own, the same that a call by itself makes. Who is who is what labels say;
    where they say nothing, the instances of a cut are put together to persons, and persons to characters by
    their colours. What is written does not depend on `jobs`.

    Args:
        sources: Titles, episodes, labels, predictions, or pictures with `masks`.
        out: The folder to write palette.json and palette.html to, with a folder for each title if there are
            several. Unless given, palette/ in each title, else beside you.
        masks: Labels or predictions of the pictures to take instead of their own.
        only: Names of the classes to look at; without hair, characters are told by clothes.
        score: Least score of an instance that a model found, 0..1.
        pictures: Whether the page shows the characters; without, it has no pixel of the title.
        toml: A file to write the colours of one title to as well, as `toonseg recolor --palette` reads them.
        have_the_rights: Whether the caller has the rights to pass pictures on, or the owner's leave.
        jobs: Processes; one per core unless given.
        on_picture: Told of each picture that is done: name, error, how many there are.

    Raises:
        SourceError: A source is not there, or nothing of it has masks.
        LabelError: Labels cannot be read.
        UsageError: A class is none, two pictures have one name; or, of several titles, two folders have one
            name below `out`, or `toml` is given.
        RightsError: The rights forbid to pass pictures on, and `have_the_rights` is not said.
        WriteError: A file could not be written.
    """
    listed = paths_of(sources)
    groups = by_title(listed) if len(titles_of(listed)) > 1 else {None: list(listed)}
    if toml is not None and len(groups) > 1:
        remedy = "Leave it out, or name the titles one by one."
        raise UsageError("--toml", f"is the palette of one title, not of {len(groups)}", remedy)
    shares = {title: masked(some, masks, only=only, score=score) for title, some in groups.items()}
    targets = _targets(shares, None if out is None else Path(out))
    for title, found in shares.items():
        if pictures:
            make_sure(found.labels.rights, found.title or targets[title], have_the_rights=have_the_rights)
    total = sum(len(found.pictures) for found in shares.values())
    bibles: list[Bible] = []
    files: list[Path] = []
    errors: dict[str, ToonsegError] = {}
    for title, found in shares.items():

        def tell(file: str, error: ToonsegError | None, _count: int, title: Path | None = title) -> None:
            if on_picture is not None:
                on_picture(name_among(title, file, len(groups)), error, total)

        seen = looks_of(found.pictures, targets[title], jobs=jobs, tell=tell)
        cast = cast_of(found.labels, seen.looks)
        bible = bible_of(found.labels, cast)
        written = [targets[title] / JSON_FILE, targets[title] / PAGE_FILE]
        write_json(written[0], bible)
        write_page(written[1], bible, thumbs_of(cast, jobs) if pictures else {})
        if toml is not None:
            written.append(Path(toml))
            _write_toml(written[2], bible)
        bibles.append(bible)
        files += written
        errors |= {name_among(title, file, len(groups)): error for file, error in seen.errors.items()}
    return Palette(tuple(bibles), tuple(files), errors)


def _targets(shares: Mapping[Path | None, Masked], out: Path | None) -> dict[Path | None, Path]:
    """The folder of each title's colour bible. Raises UsageError where two titles would have the same."""
    targets: dict[Path | None, Path] = {}
    for title, found in shares.items():
        if out is None:
            target = found.title / FOLDER if found.title is not None else Path(FOLDER)
        else:
            target = out / title.name if title is not None and len(shares) > 1 else out
        if target in targets.values():
            raise UsageError("--out", f"{target} would be of two titles", "Leave it out.")
        targets[title] = target
    return targets


def _write_toml(path: Path, bible: Bible) -> None:
    """The characters with their colours, for a person to put others in their places."""
    characters: dict[str, Colours] = {}
    notes = {}
    for one in bible.characters:
        colours: Colours = {}
        for cls, tones in one.colours.items():
            worn = [tone for tone in tones if tone.cuts and tone.share >= _LEAST_IN_TOML]
            if cls == "hair":
                worn = worn[:1]
            changes = tuple(map(_kept, worn))
            if changes:
                colours[cls] = changes[0] if len(changes) == 1 else changes
        if colours:
            characters[one.name] = colours
            seen = f" of {one.episodes[0]} to {one.episodes[-1]}" if len(one.episodes) > 1 else ""
            notes[one.name] = f"{count(one.cuts, 'cut')}{seen}"
    file = PaletteFile(title=bible.title, rights=bible.rights, characters=characters)
    write_palette(path, file, notes)


def _kept(tone: Tone) -> Change:
    return Change(was=tone.hex, becomes=tone.hex)

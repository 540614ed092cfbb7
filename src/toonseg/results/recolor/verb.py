"""`toonseg recolor`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.errors import SourceError, ToonsegError, UsageError
from toonseg.model.pixels import pixels_of
from toonseg.pictures import write_picture
from toonseg.results.colours import colour_of, hex_of
from toonseg.results.masked import content_of, name_in_set
from toonseg.results.palettes.file import read_palette
from toonseg.results.palettes.looks import looks_of
from toonseg.results.recolor.find import with_masks
from toonseg.results.recolor.made import Changed, Recolored
from toonseg.results.recolor.paint import recoloured
from toonseg.results.recolor.plan import Chosen, Part, number_of, planned
from toonseg.results.recolor.sheet import Pair, shown_box, write_sheet
from toonseg.results.rights import make_sure
from toonseg.results.sources import Sources
from toonseg.scale.journal import Journal
from toonseg.scale.resume import Row, Tell, resume_tasks
from toonseg.scale.worker import single_threaded
from toonseg.strip import Box
from toonseg.workspace import write_text

FOLDER = "recoloured"
INDEX_FILE = "index.jsonl"
_MARK = "1"


def recolor(
    sources: Sources,
    out: str | Path | None = None,
    *,
    color: str | None = None,
    palette: str | Path | None = None,
    masks: str | Path | None = None,
    only: Sequence[str] = (),
    character: Sequence[str] = (),
    instance: Sequence[int] = (),
    score: float | None = None,
    lightness: float = 0.0,
    every: bool = False,
    sheet: str | Path | None = None,
    have_the_rights: bool = False,
    jobs: int | None = None,
    on_picture: Tell | None = None,
) -> Recolored:
    """Give hair and clothes other colours, and write the pictures as PNG.

    Hue and chroma of the masked part change in OKLCH; lines, lights and shading stay. What becomes of a
    character's class is worked out once for all pictures. Pictures without masks are looked through first, as
    `toonseg predict` does. A run that was killed goes on with the same call, and what is written does not
    depend on `jobs`.

    Args:
        sources: Titles, episodes, labels, predictions, or pictures.
        out: The folder to write to: <episode>/<cut>.png, or <name>.png, and index.jsonl. Unless given,
            recoloured/ in a title, else beside you.
        color: The colour that all get: "#7a3b9f" or a name of CSS.
        palette: A file of colours by class and character instead; see docs/recolor.md.
        masks: Labels or predictions of the pictures to take instead of their own.
        only: Names of the classes to recolour.
        character: Only what belongs to these characters, as labels name them.
        instance: Only the instances with these numbers: their ids in labels, else their places in the
            picture, from 1.
        score: Least score of an instance that a model found, 0..1.
        lightness: How far lightness moves to the wanted one's, 0..1; 0 keeps every pixel's.
        every: Whether pictures in which nothing changes are written too.
        sheet: A PNG to write with pictures before and after.
        have_the_rights: Whether the caller has the rights to pass the pictures on, or the owner's leave.
        jobs: Processes; one per core unless given.
        on_picture: Told of each picture when it was looked at and when it is done: name, error, how often
            that will be.

    Raises:
        UsageError: Not one of `color` and `palette`; a colour without anything to choose by; a class, colour
            or lightness that is none; or `out` would overwrite a source.
        SettingsError: The palette cannot be read.
        SourceError: A source is not there, or nothing is found in it.
        LabelError: Labels cannot be read.
        RightsError: The rights forbid to pass the pictures on, and `have_the_rights` is not said.
        WriteError: A file could not be written.
    """
    if color is not None and not (only or character or instance):
        raise UsageError("--color", "does not say of what", "Add --only hair, --character or --instance.")
    chosen = replace(
        _wanted(color, None if palette is None else Path(palette), lightness),
        characters=tuple(character),
        instances=tuple(instance),
        only=tuple(only),
    )
    beside = Path(FOLDER if out is None else out)
    # A palette tells whose clothes are by the hair above them, so it has to be seen.
    looked_at = only if palette is None else ()
    found, predicted = with_masks(sources, masks, beside, only=looked_at, score=score, jobs=jobs)
    target = found.title / FOLDER if out is None and found.title is not None else beside
    make_sure(found.labels.rights, found.title or target, have_the_rights=have_the_rights)
    names = _names(found.labels)
    _keep_sources(found.pictures, target, names)

    def told(name: str, error: ToonsegError | None, _count: int = 0) -> None:
        if on_picture is not None:
            on_picture(name, error, 2 * len(found.pictures))

    seen = looks_of(found.pictures, target, jobs=jobs, tell=told)
    plan = planned(found.pictures, seen.looks, chosen, found.labels.classes)
    tasks = [
        _Task(
            picture, plan.get(picture.file, ()), target / names[picture.file], seen.identities[picture.file]
        )
        for picture in found.pictures
        if picture.file in seen.looks and (every or picture.file in plan)
    ]
    for picture in found.pictures:
        if picture.file in seen.looks and not (every or picture.file in plan):
            told(picture.file, None)
    journal = Journal(target, _MARK)
    done = resume_tasks(
        _paint, tasks, journal, name=lambda task: task.picture.file, content=_content,
        there=lambda task, _rows: task.target.is_file(), jobs=jobs, tell=told,
    )  # fmt: skip
    journal.settle(list(done.rows))
    painted = [task for task in tasks if task.picture.file in done.rows]
    rows = [_row(task, found.labels, names) for task in painted]
    index = target / INDEX_FILE
    _tidy(target, index, {row["file"] for row in rows})
    write_text(index, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    changed = _changed(painted)
    shown = None if sheet is None else Path(sheet)
    if shown is not None:
        pairs = [
            Pair(task.picture, task.target, shown_box(task.picture, task.boxes))
            for task in painted
            if task.parts
        ]
        write_sheet(shown, pairs, changed, found.labels.rights)
    errors = seen.errors | done.errors
    in_order = {one.file: errors[one.file] for one in found.pictures if one.file in errors}
    return Recolored(target, index, shown, changed, len(painted), done.kept, in_order, predicted)


@dataclass(frozen=True)
class _Task:
    """A picture to recolour, where it goes, and what names its pixels."""

    picture: Picture
    parts: tuple[Part, ...]
    target: Path
    identity: str

    @property
    def boxes(self) -> list[Box]:
        """Where the parts are."""
        return [self.picture.instances[part.place].box for part in self.parts]


def _wanted(color: str | None, palette: Path | None, lightness: float) -> Chosen:
    """What everything gets that is chosen."""
    if (color is None) == (palette is None):
        remedy = 'Say, for instance: --only hair --color "#7a3b9f".'
        raise UsageError("--color", "or --palette is wanted, one of the two", remedy)
    if not 0 <= lightness <= 1:
        raise UsageError("--lightness", f"{lightness:g} is no share", "Give 0 to 1.")
    if color is not None:
        return Chosen(colour=colour_of(color), lightness=lightness)
    assert palette is not None, "it is one of the two"
    return Chosen(palette=read_palette(palette), lightness=lightness)


def _content(task: _Task) -> str:
    about = f"{content_of(task.picture, task.identity)} {task.parts} {task.target.name}"
    return sha256(about.encode()).hexdigest()


def _paint(task: _Task) -> list[Row]:
    pixels = pixels_of(task.picture)
    size = pixels.shape[:2]
    if task.parts and size != task.picture.size:
        told = f"{task.picture.width} x {task.picture.height} by its labels"
        problem = f"has {size[1]} x {size[0]} pixels, {told}"
        raise SourceError(task.picture.file, problem, "Name masks of the picture at its own size.")
    with single_threaded():
        changed = recoloured(
            pixels, [(task.picture.instances[part.place].mask, part.shift) for part in task.parts]
        )
    write_picture(task.target, changed, "png")
    return []


def _names(labels: LabelSet) -> dict[str, str]:
    """Where each picture goes, below the folder of the results."""
    titles = {one.origin.title for one in labels.pictures if one.origin is not None}
    plain: dict[str, str] = {}
    for one in labels.pictures:
        if one.origin is not None:
            above = f"{one.origin.title}/" if len(titles) > 1 else ""
            plain[one.file] = f"{above}{one.origin.episode}/{one.origin.cut}"
        else:
            name = name_in_set(one)
            plain[one.file] = name.rpartition(".")[0] or name
    times: dict[str, int] = {}
    for name in plain.values():
        times[name] = times.get(name, 0) + 1
    return {
        file: f"{name}.png" if times[name] == 1 else f"{name}-{sha256(file.encode()).hexdigest()[:8]}.png"
        for file, name in plain.items()
    }


def _keep_sources(pictures: Sequence[Picture], target: Path, names: Mapping[str, str]) -> None:
    for picture in pictures:
        if picture.path is not None and picture.path.absolute() == (target / names[picture.file]).absolute():
            raise UsageError("--out", f"{picture.path} would be overwritten", "Name another folder.")


def _tidy(target: Path, index: Path, wanted: set[str]) -> None:
    """Remove the pictures of an earlier call that are no part of this one: those that its index tells."""
    try:
        told = [json.loads(line)["file"] for line in index.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError, KeyError):
        return
    for name in sorted(set(told) - wanted):
        path = target / name
        if path.suffix == ".png" and path.resolve().is_relative_to(target.resolve()):
            path.unlink(missing_ok=True)


def _row(task: _Task, labels: LabelSet, names: Mapping[str, str]) -> dict[str, Any]:
    picture = task.picture
    instances = [
        {
            "number": number_of(one, part.place),
            "class": one.cls,
            "character": one.character,
            "box": list(one.box),
            "was": hex_of(part.shift.base),
            "becomes": hex_of(part.shift.becomes),
            "wanted": hex_of(part.shift.wanted),
        }
        for part in task.parts
        for one in [picture.instances[part.place]]
    ]
    row: dict[str, Any] = {
        "file": names[picture.file],
        "picture": name_in_set(picture),
        "sha256": task.identity,
    }
    if picture.origin is not None:
        row |= {"title": picture.origin.title, "episode": picture.origin.episode, "cut": picture.origin.cut}
    return row | {"instances": instances, "rights": labels.rights}


def _changed(tasks: Sequence[_Task]) -> tuple[Changed, ...]:
    found: dict[tuple[str, str, Any], tuple[int, set[str]]] = {}
    for task in tasks:
        for part in task.parts:
            one = task.picture.instances[part.place]
            key = one.cls, "" if one.character is None else str(one.character), part.shift
            number, files = found.get(key, (0, set()))
            found[key] = number + 1, files | {task.picture.file}
    rows = [
        Changed(cls, character, shift.base, shift.becomes, number, len(files))
        for (cls, character, shift), (number, files) in found.items()
    ]
    return tuple(sorted(rows, key=lambda one: (one.cls, one.character, -one.instances, one.was)))

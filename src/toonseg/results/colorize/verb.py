"""`toonseg colorize`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

from toonseg.annotations.formats.class_record import records_of
from toonseg.annotations.formats.parquet_schema import load_pyarrow
from toonseg.annotations.formats.writing import Names, names_of
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.leakage import episode_of
from toonseg.classes import ClassList
from toonseg.errors import SourceError, UsageError
from toonseg.results.colorize.aligned import MOST_CLASSES
from toonseg.results.colorize.gathered import Made
from toonseg.results.colorize.hugging_face import finish_hugging_face
from toonseg.results.colorize.making import How, Task
from toonseg.results.colorize.paired import finish_paired
from toonseg.results.colorize.parts import parts_of
from toonseg.results.colorize.pieces import Folders, Nowhere, Packed, Pieces, Place
from toonseg.results.colorize.pixel_free import finish_pixel_free
from toonseg.results.colorize.result import Colorized
from toonseg.results.colorize.run import Run
from toonseg.results.colorize.samples import Per, keys_of
from toonseg.results.colorize.setfile import (
    Layout,
    PartRecord,
    SetFile,
    make_sure_of,
    record_of,
    write_set,
)
from toonseg.results.colorize.shards import finish_shards
from toonseg.results.colorize.sheet import SHEET_FILE, write_sheet
from toonseg.results.lineart import LineArt
from toonseg.results.masked import Masked, masked
from toonseg.results.rights import make_sure
from toonseg.results.sources import Sources
from toonseg.scale.resume import Tell

DEFAULT_FOLDER = "colouring"
DEFAULT_LINES = LineArt()
MEGABYTE = 1_000_000


def colorize(
    sources: Sources,
    out: str | Path | None = None,
    *,
    masks: str | Path | None = None,
    only: Sequence[str] = (),
    score: float | None = None,
    have_the_rights: bool = False,
    jobs: int | None = None,
    on_picture: Tell | None = None,
    layout: Layout = "paired",
    per: Per = "cut",
    margin: int = 16,
    min_instances: int = 1,
    min_area: int = 1,
    test: float = 0.1,
    seed: int = 0,
    swatches: int = 5,
    lines: LineArt = DEFAULT_LINES,
    shard_mb: int = 500,
    sheet: bool = False,
) -> Colorized:
    """Make a colouring set of cuts with masks: line art, grey, flat colours, colour, class and instance maps,
    pixel on pixel, with palettes and prompts.

    A cut that cannot be used costs only itself. A run that was killed goes on with the same call; what is
    written is byte for byte the same, whatever `jobs` is and however often it was killed.

    Args:
        sources: Titles, episodes, labels, predictions; or pictures, with `masks`.
        out: The set's folder, new, empty or an earlier set of this layout. <title>/colouring unless given,
            else colouring.
        masks: Labels or predictions of the pictures, instead of their own.
        only: Names of the classes to take; all unless given.
        score: Least score of what a model found, 0..1.
        have_the_rights: Says that the pictures may be passed on; kept, so once for a title is enough.
        jobs: Processes; None for one per core.
        on_picture: Told of each cut that is done: its name, its error if it failed, how many there are.
        layout: "paired": folders; "webdataset": tar shards; "hf": Parquet with a card, for
            `datasets.load_dataset`; "pixel-free": all but the pictures.
        per: "cut": a sample is a cut; "instance": an instance with a margin, the others not in its masks.
        margin: Pixels around an instance, where samples are instances.
        min_instances: Cuts with fewer are left out.
        min_area: Instances with fewer pixels are left out.
        test: Share of the episodes that are the test set, 0..1; 0: all is training.
        seed: Another number, other test episodes.
        swatches: The most colours of a palette, 1..16.
        lines: How line art is drawn.
        shard_mb: Megabytes from which a further shard is begun.
        sheet: Also draw the first samples side by side: sheet.png.

    Returns:
        The set in figures.

    Raises:
        RightsError: The rights forbid to pass the pictures on, and nobody has said to have them.
        SourceError: A source is not there, has no masks, or no cut has as many instances.
        LabelError: Labels cannot be read.
        MissingExtraError: Layout "hf" needs pyarrow, which is not installed.
        UsageError: An option is out of its range, a class is none, or `out` holds something else.
        WriteError: The disk is full, or the like.
    """
    _check(layout, per, sheet, {"--margin": (margin, 0), "--min-instances": (min_instances, 0),
        "--min-area": (min_area, 1), "--swatches": (swatches, 1), "--shard-mb": (shard_mb, 1)})  # fmt: skip
    found = masked(sources, masks, only=only, score=score)
    if layout == "hf":
        load_pyarrow()
    folder = Path(out) if out is not None else (found.title or Path()) / DEFAULT_FOLDER
    make_sure_of(folder, layout)
    if layout != "pixel-free":
        make_sure(found.labels.rights, found.title or folder, have_the_rights=have_the_rights)
    labels = _large_enough(found.labels, min_area)
    names = names_of(labels)
    how = How(per, margin, swatches, lines, names, _colours(labels, names), labels.rights)
    parts, note = parts_of(labels.pictures, test, seed)
    keys = keys_of(labels.pictures)
    tasks = [
        Task(cut, Place(parts[cut.file], keys[cut.file]), how, _pieces(layout, folder))
        for cut in labels.pictures
        if len(cut.instances) >= min_instances
    ]
    if not tasks:
        remedy = "Ask for fewer --min-instances, a lower --score, or smaller ones: --min-area."
        raise SourceError(found.sources[0], "has no cut with as many instances of these classes", remedy)
    settings = (how.mark, layout, test, seed, shard_mb, sheet)
    run = Run(tasks, folder, settings, on_picture)
    notes = tuple(filter(None, (note, found.unused and f"left out: {found.unused}")))
    before = run.whole()
    if before is not None:
        return Colorized(folder, before, 0, len(tasks), {}, notes, folder / SHEET_FILE if sheet else None)
    cuts = run.cuts(jobs)
    if not cuts:
        first = next(iter(run.errors.values()))
        raise SourceError(first.subject, f"{first.problem}; and no other cut could be used", first.remedy)
    made = Made(labels, cuts, tasks[0].pieces)
    written, more = _finish(made, folder, found, names, shard_mb * MEGABYTE)
    if sheet:
        written.append(write_sheet(made, how.class_colours, folder / SHEET_FILE))
    else:
        (folder / SHEET_FILE).unlink(missing_ok=True)  # of a set before
    about = SetFile(
        layout=layout,
        per=per,
        rights=labels.rights,
        classes=[*records_of(ClassList.of(names.names))],
        parts={part: _part_of(made, part, names) for part in made.parts},
        seed=seed,
        test=test,
        made_from=run.made_from(),
        files=[record_of(path, folder) for path in written],
    )
    write_set(folder, about)
    run.clear(made)
    return Colorized(
        folder, about, run.made, run.kept, run.errors, (*notes, *filter(None, (more,))),
        folder / SHEET_FILE if sheet else None,
    )  # fmt: skip


def _finish(made: Made, out: Path, found: Masked, names: Names, shard_bytes: int) -> tuple[list[Path], str]:
    """Put the set together in its layout: the files written, and what to know of them."""
    pieces = made.pieces
    if isinstance(pieces, Folders):
        return finish_paired(made, pieces), ""
    if isinstance(pieces, Nowhere):
        return finish_pixel_free(made, out, found.title)
    assert isinstance(pieces, Packed)
    if pieces.layout == "hf":
        return finish_hugging_face(made, pieces, names.names, shard_bytes), ""
    return finish_shards(made, pieces, shard_bytes), ""


def _pieces(layout: Layout, out: Path) -> Pieces:
    if layout == "paired":
        return Folders(out)
    return Nowhere(out) if layout == "pixel-free" else Packed(out, layout)


def _check(layout: str, per: str, sheet: bool, numbers: dict[str, tuple[int, int]]) -> None:
    for name, value, choices in (("--layout", layout, get_args(Layout)), ("--per", per, get_args(Per))):
        if value not in choices:
            raise UsageError(name, f"'{value}' is none", f"Choose one of: {', '.join(choices)}.")
    for name, (number, least) in numbers.items():
        if number < least:
            raise UsageError(name, f"{number} is too few", f"Give {least} or more.")
    if sheet and layout == "pixel-free":
        raise UsageError("--sheet", "shows pictures, of which a pixel-free set has none", "Leave it out.")


def _large_enough(labels: LabelSet, least: int) -> LabelSet:
    def kept(picture: Picture) -> Picture:
        return replace(picture, instances=tuple(one for one in picture.instances if one.area >= least))

    return labels.with_pictures(tuple(kept(picture) for picture in labels.pictures))


def _colours(labels: LabelSet, names: Names) -> tuple[tuple[int, int, int], ...]:
    if len(names.names) > MOST_CLASSES:
        problem = f"{len(names.names)} classes do not fit into a map of 8 bits"
        raise UsageError("--only", problem, "Take fewer of them.")
    known = [info.colour for info in labels.classes]
    return (*known, *(info.colour for info in list(ClassList.of(names.names))[len(known) :]))


def _part_of(made: Made, part: str, names: Names) -> PartRecord:
    cuts = made.of(part)
    episodes = dict.fromkeys(episode_of(one.cut) or "" for one in cuts)
    rows = [row for one in cuts for row in one.rows]
    counts = Counter(one["class_name"] for row in rows for one in row["objects"])
    ordered = {name: counts[name] for name in names.names if counts[name]}
    return PartRecord(episodes=list(episodes), samples=len(rows), instances=ordered)

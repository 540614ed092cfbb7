"""`toonseg report`: everything that is known of an episode or a title, on one page that opens anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from toonseg.annotations.problems import Problem
from toonseg.errors import ToonsegError, UsageError
from toonseg.evaluation import Evaluation, evaluate
from toonseg.results.colorize.setfile import SET_FILE
from toonseg.results.index import JSON_FILE
from toonseg.results.report.bible import PALETTE_FILE, bible_of, read_colours
from toonseg.results.report.compared import experiments_of, read_experiments
from toonseg.results.report.cutpart import cuts_of
from toonseg.results.report.evaluated import evaluation_of
from toonseg.results.report.gallery import gallery_of
from toonseg.results.report.html import count, figure
from toonseg.results.report.material import material
from toonseg.results.report.page import Part, write_page
from toonseg.results.report.previews import LADDER, cut_id, previews_of
from toonseg.results.report.statistics import statistics_of
from toonseg.results.report.strips import strips_of
from toonseg.results.report.tuples import MOST as MOST_TUPLES
from toonseg.results.report.tuples import tuples_of
from toonseg.results.report.wording import head_of, lead_of_classes, lead_of_cuts, lead_of_strips
from toonseg.results.rights import make_sure
from toonseg.results.sources import Sources
from toonseg.scale.journal import Journal
from toonseg.scale.resume import Tell

DEFAULT_OUT = "report.html"
LIMIT_MB = 20.0
LEAST_MB = 0.5
_MAKING = 1
"""To be raised where the same cut and rung give another preview than before."""
_TOLD = 8
_STRIPS = 0.14
_GALLERY = 0.08
_TUPLES = 0.05
"""Shares of the limit that strips, cutouts and colouring samples may take; cuts have the rest."""
_OF_A_TUPLE = 90_000
"""Bytes of a colouring sample in the page, about."""
_FRAME = 60_000
"""Bytes of the page's own style, script and head, with room to spare."""


@dataclass(frozen=True)
class Reported:
    """What `report` did.

    Attributes:
        path: The page.
        size: Its bytes.
        parts: The headings of its parts.
        cuts: How many cuts it shows.
        of: How many there are.
        pixels: The most that a cut's picture has.
        instances: How many masks there are in all cuts.
        evaluation: The comparison with the truth; None without.
        errors: What went wrong, by picture or episode.
        problems: What of the labels could not be used.
    """

    path: Path
    size: int
    parts: tuple[str, ...]
    cuts: int
    of: int
    pixels: int
    instances: int
    evaluation: Evaluation | None
    errors: Mapping[str, ToonsegError]
    problems: tuple[Problem, ...]

    def lines(self) -> list[str]:
        """What is told to people."""
        shown = count(self.of, "cut") if self.cuts == self.of else f"{self.cuts:,} of {count(self.of, 'cut')}"
        told = [f"{shown} with {count(self.instances, 'mask')}, pictures of up to {self.pixels:,} pixels"]
        told.append(f"parts: {', '.join(self.parts)}")
        if self.evaluation is not None:
            told.append(f"AP {figure(self.evaluation.kinds[-1].scores.ap)} against the truth")
        if self.errors:
            told.append(f"{len(self.errors)} failed")
        told += [f"warning: {problem}" for problem in self.problems[:_TOLD]]
        if len(self.problems) > _TOLD:
            told.append(f"warning: and {len(self.problems) - _TOLD:,} more; --json lists them all")
        return [*told, f"{self.path} ({self.size / 1e6:.1f} MB)"]

    def as_json(self) -> dict[str, Any]:
        """What `toonseg report --json` prints."""
        ap = None if self.evaluation is None else self.evaluation.kinds[-1].scores.ap
        return {
            "ok": not self.errors,
            "path": str(self.path),
            "bytes": self.size,
            "parts": list(self.parts),
            "cuts": self.cuts,
            "cuts_in_all": self.of,
            "picture_pixels": self.pixels,
            "instances": self.instances,
            "AP": None if ap is None or ap != ap else ap,  # noqa: PLR0124
            "errors": [
                {"file": file, "error": type(error).__name__, "message": str(error)}
                for file, error in self.errors.items()
            ],
            "problems": [str(problem) for problem in self.problems],
        }


def report(
    sources: Sources,
    out: str | Path | None = None,
    *,
    masks: str | Path | None = None,
    only: Sequence[str] = (),
    score: float | None = None,
    have_the_rights: bool = False,
    jobs: int | None = None,
    on_picture: Tell | None = None,
    episodes: Sequence[str] = (),
    truth: str | Path | None = None,
    experiment: str | Path | None = None,
    cutouts: str | Path | None = None,
    colouring: str | Path | None = None,
    palette: str | Path | None = None,
    limit_mb: float = LIMIT_MB,
) -> Reported:
    """Write one HTML file that shows cuts with their masks, and everything that is known of them.

    It needs no network and no other file. The same pictures and masks give the same bytes, whatever `jobs`. A
    run that was killed goes on with the cuts that it had not shrunk.

    Args:
        sources: Titles, episodes, labels, predictions; or pictures and their folders, with `masks`.
        out: The file; unless given, report.html in the title's folder, else beside you.
        masks: Labels or predictions to take instead, of pictures of the same names.
        only: Names of the classes to show; all unless given.
        score: Least score of what a model found, 0..1.
        have_the_rights: The pictures are yours, or you have the owner's leave: the page has pictures in it.
        jobs: Processes; None for one per core.
        on_picture: Told of each cut that is done: its name, its error if it failed, how many there are.
        episodes: Names of the episodes to show, such as "0100"; all unless given.
        truth: Labels to compare the masks with. "labels" means the title's own; then what is compared, and
            shown, is its predictions.
        experiment: The folder of a `toonseg experiment` to show.
        cutouts: The folder of a `toonseg cutout` to show some of; unless given, <title>/cutouts if it is
            there, else some are lifted out of their cuts here.
        colouring: The folder of a `toonseg colorize`; unless given, <title>/colouring if it is there.
        palette: The palette.json of a `toonseg palette`; unless given, <title>/palette if it is there.
        limit_mb: What the file may weigh, in millions of bytes, from 0.5 up: pictures are shrunk to fit, and
            where that is not enough, fewer cuts are shown.

    Returns:
        What was written.

    Raises:
        RightsError: The rights forbid to pass pictures on, and nobody said to have them.
        SourceError: A source is not there, or nothing of it has masks.
        LabelError: Labels cannot be read.
        UsageError: A class or an episode is none, the truth is of other pictures, or the limit is too low.
        WriteError: The file could not be written.
    """
    if limit_mb < LEAST_MB:
        raise UsageError("--limit-mb", f"{limit_mb:g} MB are no report", f"Give {LEAST_MB:g} or more.")
    experiments = None if experiment is None else read_experiments(Path(experiment))
    found = material(
        sources,
        masks,
        only=only,
        score=score,
        episodes=episodes,
        truth=None if truth is None else Path(truth),
    )
    title = found.masked.title
    path = Path(out) if out is not None else (title or Path()) / DEFAULT_OUT
    if path.is_dir():
        raise UsageError(path, "is a folder", "Name a .html file.")
    make_sure(found.labels.rights, title or path.parent, have_the_rights=have_the_rights)
    limit = int(limit_mb * 1e6)
    evaluation = None
    if found.truth is not None:
        # Names without folders: where things lie is no part of the page.
        named = replace(found.truth, name="the truth"), replace(found.labels, name="the predictions")
        evaluation = evaluate(*named)
    parts = [Part("classes", "Classes", lead_of_classes(found), [statistics_of(found)])]
    if evaluation is not None:
        told = "What the model found, compared with the truth: COCO's AP, times 100."
        parts.append(Part("evaluation", "Evaluation", told, [evaluation_of(found, evaluation)]))
    if experiments is not None:
        told = "Trainings compared on the same test cuts, by AP times 100."
        parts.append(Part("experiments", "Experiments", told, [experiments_of(experiments)]))
    gallery = gallery_of(found, _given(cutouts, title, "cutouts", JSON_FILE), int(limit * _GALLERY), jobs)
    if gallery:
        told = "Single instances lifted out of their cuts: those that lie whole in them, the larger first."
        parts.append(Part("cutouts", "Cutouts", told, [gallery]))
    made = _given(colouring, title, "colouring", SET_FILE)
    tuples = (
        "" if made is None else tuples_of(made, max(1, min(MOST_TUPLES, int(limit * _TUPLES / _OF_A_TUPLE))))
    )
    if tuples:
        told = "Samples of the colouring set: the same cut as line art, grey, flat colours, colour and maps."
        parts.append(Part("colouring", "Colouring", told, [tuples]))
    bible = _given(palette, title, "palette", PALETTE_FILE)
    people = "" if bible is None else bible_of(read_colours(bible))
    if people:
        told = "The colours of each character's hair and clothes, by their share, and how they drift."
        parts.append(Part("colours", "Colours", told, [people]))
    linked = {cut_id(picture) for picture in found.labels.pictures}
    strips = (
        None if title is None else strips_of(title, list(found.episodes), linked, int(limit * _STRIPS), jobs)
    )
    taken = _FRAME + sum(len(piece.encode()) for part in parts for piece in part.pieces)
    taken += 0 if strips is None else len(strips.html.encode())
    journal = Journal(path.parent, f"{_MAKING} {LADDER}", f".{path.name}.part.jsonl")
    previews = previews_of(found, limit - taken, journal, jobs, on_picture)
    shown = [Part("cuts", "Cuts", lead_of_cuts(found, previews), cuts_of(found, previews))]
    if strips is not None and strips.html:
        shown.insert(0, Part("strip", "Strip", lead_of_strips(strips), [strips.html]))
    parts = [*shown, *parts]
    size = write_page(path, head_of(found, previews, evaluation, limit_mb), found.classes, parts)
    journal.remove()
    return Reported(
        path,
        size,
        tuple(part.heading for part in parts),
        len(previews.of),
        previews.total,
        LADDER[previews.rung][0],
        sum(len(picture.instances) for picture in found.labels.pictures),
        evaluation,
        {**previews.errors, **({} if strips is None else strips.errors)},
        found.labels.problems,
    )


def _given(path: str | Path | None, title: Path | None, folder: str, file: str) -> Path | None:
    """What was named, else the title's own folder of that sort, if `file` lies in it."""
    if path is not None:
        return Path(path)
    own = None if title is None else title / folder
    return own if own is not None and (own / file).is_file() else None

"""What is made of a title that is cut, step by step; what one step cannot make stops no other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toonseg.annotations.check.report import count
from toonseg.errors import SourceError, ToonsegError
from toonseg.model.predicting import predict
from toonseg.model.segmenter import Segmenter
from toonseg.results.colorize import colorize
from toonseg.results.colorize.setfile import Layout
from toonseg.results.cutouts import cutout
from toonseg.results.masked import masked
from toonseg.results.palettes import palette
from toonseg.results.report import report
from toonseg.results.run.told import Steps

OnPicture = Callable[[str, ToonsegError | None, int], None]
PARTS = ("predict", "cutouts", "colouring", "palette", "report")
"""What can be left out, in the order in which it is made."""


@dataclass(frozen=True)
class Wants:
    """What is wanted of a title.

    Attributes:
        model: Weights; those in the box unless given.
        device: What they run on.
        only: Classes to take; all unless given.
        score: Least score of an instance; the model's own unless given.
        careful: Each cut is looked at four times.
        layout: The colouring set's.
        without: Names of `PARTS` that are not wanted.
        have_the_rights: The title's rights are answered for.
        jobs: Processes; None for one per core.
        on_picture: Told of each picture that is done.
    """

    model: Segmenter | str | Path | None = None
    device: str | None = None
    only: Sequence[str] = ()
    score: float | None = None
    careful: bool = False
    layout: Layout = "paired"
    without: Sequence[str] = ()
    have_the_rights: bool = False
    jobs: int | None = None
    on_picture: OnPicture | None = None


@dataclass
class Made:
    """What was made so far: files to look at, what failed, and counts by episode: instances, cuts that show
    any, cutouts, samples."""

    files: dict[str, Path] = field(default_factory=dict)
    instances: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)
    cutouts: Counter[str] = field(default_factory=Counter)
    samples: Counter[str] = field(default_factory=Counter)
    errors: dict[str, ToonsegError] = field(default_factory=dict)


def make_results(title: Path, wants: Wants, steps: Steps) -> Made:
    """Find the masks of a title's cuts, and make of them whatever is wanted.

    Raises:
        RightsError: The title's rights forbid to pass pictures on, and nobody has said to have them.
        CheckpointError: There are no such weights.
        MissingExtraError: Something wanted needs what is not installed.
        UsageError: A class is none, or a device.
        WriteError: A file could not be written.
    """
    made = Made()
    if "predict" not in wants.without:
        found = predict(
            title, model=wants.model, only=wants.only, threshold=wants.score, careful=wants.careful,
            device=wants.device, jobs=wants.jobs, on_picture=wants.on_picture,
        )  # fmt: skip
        made.errors |= found.errors
        number = sum(found.counts.values())
        cuts = count(len(found.labels.pictures), "panel")
        kept = f", {found.kept:,} known from before" if found.kept else ""
        steps.tell("predict", f"{count(number, 'instance')} of hair and clothes in {cuts}{kept}")
    try:
        there = masked(title, only=wants.only, score=wants.score)
    except SourceError as error:
        steps.tell("masks", error.problem)
        made.errors["masks"] = error
        return made
    for picture in there.pictures:
        made.instances[_episode(picture.file)] += len(picture.instances)
        made.shown[_episode(picture.file)] += bool(picture.instances)
    for name, step in (
        ("cutouts", _cutouts), ("colouring", _colouring), ("palette", _palette), ("report", _report)
    ):  # fmt: skip
        if name not in wants.without:
            try:
                steps.tell(name, step(title, wants, made))
            except SourceError as error:
                made.errors[name] = error
                steps.tell(name, str(error))
    return made


def _cutouts(title: Path, wants: Wants, made: Made) -> str:
    done = cutout(title, **_asked(wants))
    made.errors |= done.errors
    made.files["cutouts"] = done.out
    made.cutouts.update(_episode(str(row["picture"])) for row in done.rows)
    kept = f", {count(done.kept, 'cut')} done before" if done.kept else ""
    return f"{count(len(done.rows), 'cutout')} of {count(done.cuts, 'cut')}{kept}"


def _colouring(title: Path, wants: Wants, made: Made) -> str:
    done = colorize(title, layout=wants.layout, **_asked(wants))
    made.errors |= done.errors
    made.files["colouring"] = done.out
    made.samples = made.shown - Counter(_episode(file) for file in done.errors)
    kept = f", {count(done.kept, 'cut')} done before" if done.kept else ""
    return f"{count(done.samples, 'sample')} of layout {done.about.layout}{kept}"


def _palette(title: Path, wants: Wants, made: Made) -> str:
    done = palette(title, **_asked(wants))
    made.errors |= done.errors
    pages = [path for path in done.files if path.suffix == ".html"]
    made.files["palette"] = (pages or list(done.files))[0]
    return f"{count(len(done.bible.characters), 'character')} by the colours of hair and clothes"


def _report(title: Path, wants: Wants, made: Made) -> str:
    done = report(title, **_asked(wants))
    made.errors |= done.errors
    made.files["report"] = done.path
    return f"{count(len(done.parts), 'part')}, {done.size / 1e6:.1f} MB"


def _asked(wants: Wants) -> dict[str, Any]:
    """What every one of these verbs takes."""
    return {
        "only": wants.only,
        "score": wants.score,
        "have_the_rights": wants.have_the_rights,
        "jobs": wants.jobs,
        "on_picture": wants.on_picture,
    }


def _episode(file: str) -> str:
    """The episode of a title's cut, by its name `<episode>/<cut>.png`."""
    return file.partition("/")[0]

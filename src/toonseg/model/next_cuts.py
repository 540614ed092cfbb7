"""`toonseg label next`: which unlabelled cuts a model would learn most from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from toonseg.annotations.check.report import columns
from toonseg.annotations.labelset import Picture
from toonseg.errors import ToonsegError
from toonseg.model.next_choice import Choice, choose_next
from toonseg.model.next_look import Look, look
from toonseg.model.pixels import pixels_of
from toonseg.model.predicting.gather import gather
from toonseg.model.predicting.workers import Order, jobs_for, loaded
from toonseg.model.pretrained import find_weights
from toonseg.model.segmenter import Segmenter
from toonseg.scale import map_tasks

MOST_KNOWN = 300
"""Of labelled cuts, so many are compared with, evenly spread."""
_UNLIKE = 0.75
_OTHER = 0.3


@dataclass(frozen=True)
class NextCut:
    """A cut that is worth labelling.

    Attributes:
        file: Its name in the set.
        path: Its picture.
        gain: What it was ranked by, 0..1.
        doubt: How unsure the scores are, 0..1.
        flip: How much of the instances is other in the mirrored cut, 0..1.
        apart: How unlike it is what is labelled or was named before it, 0..1.
        instances: How many instances the model would show.
        reason: Why, as a clause.
    """

    file: str
    path: str
    gain: float
    doubt: float
    flip: float
    apart: float
    instances: int
    reason: str


@dataclass(frozen=True)
class NextCuts:
    """What to label next, the most useful cut first.

    Attributes:
        cuts: The cuts.
        unlabelled: How many there were to choose from.
        labelled: How many are labelled already.
        errors: What could not be looked at, by picture.
    """

    cuts: tuple[NextCut, ...]
    unlabelled: int
    labelled: int
    errors: Mapping[str, ToonsegError]

    def lines(self) -> list[str]:
        """A table: rank, cut, gain, and why."""
        if not self.cuts:
            return [f"all {self.labelled:,} cuts are labelled"]
        rows = [["cut", "gain", "doubt", "flip", "apart"]]
        rows += [
            [one.file, *(f"{value:.2f}" for value in (one.gain, one.doubt, one.flip, one.apart))]
            for one in self.cuts
        ]
        first, *table = columns(rows)
        told = [f"{line}  {one.reason}" for line, one in zip(table, self.cuts, strict=True)]
        counts = f"{len(self.cuts):,} of {self.unlabelled:,} unlabelled cuts; {self.labelled:,} are labelled"
        return [f"{first}  why", *told, counts]

    def as_json(self) -> dict[str, Any]:
        """What `toonseg label next --json` prints."""
        return {
            "ok": not self.errors,
            "cuts": [asdict(one) for one in self.cuts],
            "unlabelled": self.unlabelled,
            "labelled": self.labelled,
            "errors": [{"file": file, "message": str(error)} for file, error in self.errors.items()],
        }


def next_to_label(
    source: str | Path | Sequence[str | Path],
    *,
    count: int = 20,
    model: Segmenter | str | Path | None = None,
    device: str | None = None,
    jobs: int | None = None,
    on_picture: Callable[[str, ToonsegError | None, int], None] | None = None,
) -> NextCuts:
    """Rank unlabelled cuts by what a model would learn from them.

    A cut is worth labelling if the model is unsure of it (its scores are near the threshold; the mirrored cut
    gives other masks), and if it is unlike every cut that is labelled or was chosen before it.

    Args:
        source: Titles, labels, or folders of pictures. A cut without any label counts as unlabelled. Of
            several titles, the folder of each stands before the names of its cuts.
        count: How many cuts to name.
        model: A .onnx or .safetensors file, the folder of a training, or a segmenter; else the weights in
            the box.
        device: "cpu", "cuda", ...; the processor unless given.
        jobs: Processes; None for one per core.
        on_picture: Told of each picture that was looked at: its name, its error, how many there are.

    Raises:
        SourceError: The source is not there, or has no pictures.
        LabelError: Its labels cannot be read.
        CheckpointError: There are no such weights.
        MissingExtraError: A .safetensors file needs torch, which is not installed.
        UsageError: The device is none.
    """
    sources = [Path(source)] if isinstance(source, str | Path) else [Path(one) for one in source]
    gathered = gather(sources, Path())
    pictures = gathered.labels.pictures
    free = [one for one in pictures if not one.instances]
    known = [one for one in pictures if one.instances and gathered.seen(one).path is not None]
    spread = known[:: max(1, -(-len(known) // MOST_KNOWN))]
    own = model if isinstance(model, Segmenter) else None
    order = Order.of(None if own else find_weights(_path(model), device=device), device)
    tasks = [
        (replace(gathered.seen(one), instances=()), not one.instances) for one in (*free, *spread) if free
    ]
    looks: dict[str, Look] = {}
    errors: dict[str, ToonsegError] = {}
    work = partial(_look, order) if own is None else partial(_look_with, own)
    for outcome in map_tasks(work, tasks, jobs=1 if own else jobs_for(len(tasks), order, jobs)):
        name = outcome.item[0].file
        if outcome.error is not None:
            errors[name] = outcome.error
        elif outcome.result is not None:
            looks[name] = outcome.result
        if on_picture is not None:
            on_picture(name, outcome.error, len(tasks))
    seen = [one for one in free if one.file in looks]
    compared = [looks[one.file].like for one in spread if one.file in looks]
    chosen = choose_next([looks[one.file] for one in seen], compared, count)
    cuts = []
    for rank, choice in enumerate(chosen):
        picture = seen[choice.place]
        found = looks[picture.file]
        reason = _reason(found, choice, compared=bool(compared) or rank > 0)
        place = "" if picture.path is None else str(picture.path)
        gain, doubt, flip, apart = (
            round(value, 4) for value in (choice.gain, found.doubt, found.flip, choice.apart)
        )
        cuts.append(NextCut(picture.file, place, gain, doubt, flip, apart, found.instances, reason))
    failed = {one.file: errors[one.file] for one in pictures if one.file in errors}
    return NextCuts(tuple(cuts), len(free), len(pictures) - len(free), failed)


def _path(model: Segmenter | str | Path | None) -> str | Path | None:
    return None if isinstance(model, Segmenter) else model


def _look(order: Order, task: tuple[Picture, bool]) -> Look:
    return _look_with(loaded(order), task)


def _look_with(segmenter: Segmenter, task: tuple[Picture, bool]) -> Look:
    picture, unlabelled = task
    return look(segmenter, pixels_of(picture), mirrored=unlabelled)


def _reason(found: Look, choice: Choice, *, compared: bool) -> str:
    """Why a cut was chosen."""
    parts = []
    if found.doubtful:
        named = ", ".join(f"{cls} {score:.2f}" for cls, score in found.doubtful)
        parts.append(f"in doubt: {named}")
    if found.flip > _OTHER:
        parts.append(f"{found.flip:.0%} of the masks are other when mirrored")
    if compared and choice.apart > _UNLIKE:
        parts.append("unlike the cuts labelled and above")
    if not found.instances and not found.doubtful:
        parts.append("nothing found")
    return "; ".join(parts) or "the rest is surer or more alike"

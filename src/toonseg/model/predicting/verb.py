"""`toonseg predict`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.sources import by_title, joined, name_among
from toonseg.errors import SourceError, ToonsegError, UsageError
from toonseg.model.predict import classes_for
from toonseg.model.predicting.gather import Gathered, gather
from toonseg.model.predicting.part import Part
from toonseg.model.predicting.results import Ids, Predicted
from toonseg.model.predicting.target import FOLDER, Target, make_sure_of
from toonseg.model.predicting.workers import Order, predicted
from toonseg.model.pretrained import find_weights, load
from toonseg.model.segmenter import Segmenter

DEFAULT_OUT = Path("predictions.json")


def predict(
    source: str | Path | Iterable[str | Path],
    out: str | Path | None = None,
    *,
    model: Segmenter | str | Path | None = None,
    only: Sequence[str] = (),
    coco: str | Path | None = None,
    threshold: float | None = None,
    every: bool = False,
    careful: bool = False,
    device: str | None = None,
    jobs: int | None = None,
    on_picture: Callable[[str, ToonsegError | None, int], None] | None = None,
) -> Predicted:
    """Find the instances of pictures and write them as COCO.

    A picture that cannot be used costs only itself. A run that was killed goes on with the same call. Order
    and content of what is written do not depend on `jobs`.

    Args:
        source: Picture files, folders, titles or episodes (their panels), or labels (their pictures).
        out: The JSON file to write; in one of several titles, the folder of each stands before the names of
            its cuts. Unless given, predictions/<episode>.json in each title, and predictions.json for what
            else there is.
        model: A .onnx or .safetensors file, the folder of a training, or a segmenter; else the weights in
            the box.
        only: Names of the classes to look for; all unless given.
        coco: A COCO file of the same pictures: then COCO results are written, with its ids.
        threshold: The least score, 0..1; unless given, the model's own, at which F1 was best.
        careful: Look at each picture four times, at two sizes and mirrored: better, and six times as slow.
        every: Keep everything down to a score of 0.05, as AP wants it.
        device: "cpu", "cuda", "cuda:1", ...; the processor unless given.
        jobs: Processes; None for one per core.
        on_picture: Told of each picture that is done: its name, its error if it failed, how many there are.

    Returns:
        What was written, the instances, and what failed.

    Raises:
        SourceError: A source is not there, or has no pictures.
        LabelError: A source's labels, or `coco`, cannot be read.
        CheckpointError: There are no such weights.
        MissingExtraError: A .safetensors file needs torch, which is not installed.
        UsageError: Options that exclude each other, a class or device that is none, or `out` holds labels.
        WriteError: It could not be written.
    """
    if threshold is not None and every:
        raise UsageError("--threshold", "excludes --all", "Give one of them.")
    if threshold is not None and not 0 <= threshold <= 1:
        raise UsageError("--threshold", f"{threshold:g} is no score", "Give 0 to 1.")
    sources = [Path(source)] if isinstance(source, str | Path) else [Path(one) for one in source]
    shares = _shares(sources, None if out is None else Path(out), None if coco is None else Path(coco))
    for share in shares.values():
        for path in share.target.split(share.gathered.labels):
            make_sure_of(path, [*sources, *([] if coco is None else [Path(coco)])])
    together = joined({title: share.gathered.labels for title, share in shares.items()})
    weights = None if isinstance(model, Segmenter) else find_weights(model, device=device)
    segmenter = model if isinstance(model, Segmenter) else load(weights, device=device)
    segmenter = segmenter.looking_for(only) if only else segmenter
    segmenter = segmenter.careful() if careful else segmenter
    least = None if every else segmenter.threshold if threshold is None else threshold
    order = Order.of(weights, device, segmenter.only, least, careful)
    work = _Work(order, segmenter, weights, jobs)
    titles = sum(title is not None for title in shares)
    made: dict[Path | None, Predicted] = {}
    for title, share in shares.items():

        def tell(file: str, error: ToonsegError | None, title: Path | None = title) -> None:
            if on_picture is not None:
                on_picture(name_among(title, file, titles), error, len(together.pictures))

        made[title] = _predicted(share, work, tell)
    return next(iter(made.values())) if len(made) == 1 else _joined(made, titles)


@dataclass(frozen=True)
class _Share:
    """Pictures, and where their predictions go."""

    gathered: Gathered
    target: Target


@dataclass(frozen=True)
class _Work:
    """What is done with each picture, by whom."""

    order: Order
    segmenter: Segmenter
    weights: Path | None
    jobs: int | None


def _shares(sources: Sequence[Path], out: Path | None, coco: Path | None) -> dict[Path | None, _Share]:
    """What goes where: all into one file if one is named, else what is of a title into the title."""
    base = (DEFAULT_OUT if out is None else out).parent
    if out is not None or coco is not None:
        target = Target(DEFAULT_OUT if out is None else out, None if coco is None else Ids(coco))
        return {None: _Share(gather(sources, base), target)}
    groups = by_title(sources) or {None: []}
    shares = {}
    for title, some in groups.items():
        gathered = gather(some, base)
        target = Target(gathered.title / FOLDER, by_episode=True) if gathered.title else Target(DEFAULT_OUT)
        shares[title] = _Share(gathered, target)
    return shares


def _predicted(share: _Share, work: _Work, tell: Callable[[str, ToonsegError | None], None]) -> Predicted:
    gathered, target = share.gathered, share.target
    part = Part(target, _mark(work.order, work.segmenter, work.weights))
    pictures = gathered.labels.pictures
    done = {}
    seen = {one.file: gathered.seen(one) for one in pictures}
    for one in pictures:
        before = part.done(seen[one.file])
        if before is not None and target.misfit(before) is None:
            done[one.file] = replace(before, path=one.path)
    kept = len(done)
    for name in done:
        tell(name, None)
    errors: dict[str, ToonsegError] = {}
    rest = [seen[picture.file] for picture in pictures if picture.file not in done]
    paths = {picture.file: picture.path for picture in pictures}
    own = work.segmenter if work.weights is None else None
    with closing(part):
        for name, made in predicted(rest, work.order, segmenter=own, jobs=work.jobs):
            error = target.misfit(made) if isinstance(made, Picture) else made
            if error is not None:
                errors[name] = error
            elif isinstance(made, Picture):
                part.add(made)
                done[name] = replace(made, path=paths[name])
            tell(name, error)
    found = _set_of(gathered.labels, done, work.segmenter)
    files = target.write(found)
    if not errors:
        part.finish(found.pictures)
    failed = {picture.file: errors[picture.file] for picture in pictures if picture.file in errors}
    least = work.order.threshold
    shown = work.segmenter.rules.score if least is None else least
    return Predicted(files, found, failed, work.segmenter.name, shown, kept)


def _joined(made: Mapping[Path | None, Predicted], titles: int) -> Predicted:
    """What was predicted of several titles as one, with the names that `gather` gives."""
    first = next(iter(made.values()))
    labels = joined({title: one.labels for title, one in made.items()})
    return replace(
        first,
        files=tuple(path for one in made.values() for path in one.files),
        labels=replace(labels, name=first.labels.name),
        errors={
            name_among(title, file, titles): error
            for title, one in made.items()
            for file, error in one.errors.items()
        },
        kept=sum(one.kept for one in made.values()),
    )


def _set_of(labels: LabelSet, done: dict[str, Picture], segmenter: Segmenter) -> LabelSet:
    """The pictures that are done, in the order of the sources."""
    pictures = tuple(done[picture.file] for picture in labels.pictures if picture.file in done)
    classes = classes_for(labels, segmenter.classes)
    return replace(labels, pictures=pictures, classes=classes, problems=(), name=segmenter.name)


def _mark(order: Order, segmenter: Segmenter, weights: Path | None) -> str:
    """What names the weights and how they are used: a part with another mark is of no use."""
    try:
        content = repr(segmenter) if weights is None else sha256(weights.read_bytes()).hexdigest()
    except OSError as error:
        raise SourceError(
            weights, f"cannot be read ({error.strerror or error})", "Check the file."
        ) from error
    how = f"{content} {order.device} {order.only} {order.threshold} {segmenter.rules} {segmenter.looks}"
    return sha256(how.encode()).hexdigest()

"""The masks of what is recoloured: those that there are, else what the weights in the box find."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from toonseg.annotations.sources import by_title
from toonseg.errors import SourceError
from toonseg.model.predicting import predict
from toonseg.model.predicting.gather import gather
from toonseg.results.masked import Masked, masked
from toonseg.results.sources import Sources, paths_of

FOUND_FILE = "predictions.json"


def with_masks(
    sources: Sources,
    masks: str | Path | None,
    out: Path,
    *,
    only: Sequence[str],
    score: float | None,
    jobs: int | None,
) -> tuple[Masked, tuple[Path, ...]]:
    """Pictures with masks, and where these are if they had to be found: a file, or a folder of each title.

    Of pictures without any, `toonseg predict` finds them: of titles into their predictions/, else
    into predictions.json of the folder of the results.

    Raises:
        SourceError: A source is not there, or nothing is found in it.
        LabelError: Labels cannot be read.
        UsageError: A class is none, or two pictures have one name.
        WriteError: What was found could not be written.
    """
    sources = paths_of(sources)
    try:
        return masked(sources, masks, only=only, score=score), ()
    except SourceError:
        gathered = gather(sources, Path())
        if masks is not None or any(gathered.labels.instances):
            raise
    of_titles = None not in by_title(sources)
    file = None if of_titles else out / FOUND_FILE
    made = predict(sources, file, jobs=jobs)
    if not made.labels.pictures:
        raise next(iter(made.errors.values()))
    if of_titles:
        return masked(sources, only=only, score=score), tuple(dict.fromkeys(one.parent for one in made.files))
    return masked(sources, file, only=only, score=score), made.files

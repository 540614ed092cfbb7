"""Where predictions go: one COCO file, COCO results for another file's ids, or a file for each episode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from toonseg.annotations.formats import Format, detect, read
from toonseg.annotations.formats.coco_read import is_results
from toonseg.annotations.formats.coco_write import write_coco
from toonseg.annotations.formats.reading import load_json
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.errors import LabelError, UsageError
from toonseg.model.predicting.results import Ids, write_results
from toonseg.scale.journal import JOURNAL_FILE

FOLDER = "predictions"
"""Of a title: predictions/<episode>.json. Its labels/, which people made, are never written."""


@dataclass(frozen=True)
class Target:
    """Where predictions go.

    Attributes:
        file: The file; of a title, the folder of its files.
        ids: The ids to give, for COCO results.
        by_episode: Whether each episode has a file of its own.
    """

    file: Path
    ids: Ids | None = None
    by_episode: bool = False

    @property
    def part(self) -> Path:
        """Where what is done is kept: of a title for good, else until all is."""
        folder = self.file if self.by_episode else self.file.parent
        return folder / (JOURNAL_FILE if self.by_episode else f".{self.file.name}.part.jsonl")

    def split(self, labels: LabelSet) -> dict[Path, LabelSet]:
        """The files, and what belongs into each."""
        if not self.by_episode:
            return {self.file: labels}
        episodes: dict[Path, list[Picture]] = {}
        for picture in labels.pictures:
            assert picture.origin is not None, "a title's pictures know where they come from"
            episodes.setdefault(self.file / f"{picture.origin.episode}.json", []).append(picture)
        return {path: labels.with_pictures(tuple(pictures)) for path, pictures in episodes.items()}

    def misfit(self, picture: Picture) -> LabelError | None:
        """Why a picture has no place in the COCO file whose ids are meant; None if it has one."""
        if self.ids is None:
            return None
        try:
            self.ids.image(picture)
        except LabelError as error:
            return error
        return None

    def write(self, labels: LabelSet) -> tuple[Path, ...]:
        """Write predictions, each file atomically, and return the files. Raises WriteError."""
        files = self.split(labels)
        for path, part in files.items():
            if self.ids is None:
                write_coco(part, path)
            else:
                write_results(part, path, self.ids)
        return tuple(files)


def make_sure_of(out: Path, inputs: Sequence[Path]) -> None:
    """Make sure that nothing is lost by writing to `out`.

    Raises:
        UsageError: It is a folder, one of the inputs, or holds what is no prediction.
    """
    if out.is_dir():
        raise UsageError(out, "is a folder", "Name a .json file.")
    if any(out.absolute() == path.absolute() for path in inputs):
        raise UsageError(out, "is read and cannot be written as well", "Choose another name with --out.")
    if out.is_file() and not _is_prediction(out):
        problem = "is there already, and is no file of predictions"
        raise UsageError(out, problem, "Choose another name with --out, or move it away.")


def _is_prediction(path: Path) -> bool:
    """Whether a file says of every instance how sure it is, as people do not."""
    try:
        if is_results(load_json(path)):
            return True
        return detect(path) is Format.COCO and all(one.score is not None for one in read(path).instances)
    except LabelError:
        return False

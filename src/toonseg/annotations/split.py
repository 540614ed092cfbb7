"""`toonseg split`: training and test set as COCO files, and a record of which picture went where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from toonseg.annotations.check.report import columns
from toonseg.annotations.formats import Format, read
from toonseg.annotations.formats.coco_write import write_coco
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.leakage import Leakage, episode_of, leakage
from toonseg.annotations.looks import look_at
from toonseg.annotations.naming import named_from
from toonseg.annotations.stratify import at_random, by_group, stratified
from toonseg.errors import UsageError
from toonseg.workspace import FileModel, read_json, write_json

By = Literal["random", "episode", "kfold", "stratified"]

SPLIT_FILE = "split.json"
_FOLDS = 5


class SplitFile(FileModel):
    """split.json: how a set was split, and the pictures of each part by their names in the source."""

    version: Literal[1] = 1
    source: str
    by: By
    seed: int
    test: float | None = None
    val: float | None = None
    folds: int | None = None
    parts: dict[str, list[str]] = Field(default_factory=dict)


@dataclass(frozen=True)
class SplitResult:
    """What `split` made.

    Attributes:
        folder: Where the files lie.
        files: The files written, each with the part that it is: "train", "test"; "fold-1/train", ...
        parts: The pictures of each part; of folds, the ones that the fold tests on.
        warnings: Classes that a part lacks, and other things to know, a sentence each.
        leakage: What the parts have in common.
    """

    folder: Path
    files: Mapping[str, Path]
    parts: Mapping[str, LabelSet]
    warnings: tuple[str, ...]
    leakage: Leakage

    def lines(self) -> list[str]:
        """The class table of the parts, the warnings, and what leaks, as lines of text."""
        counts = {name: class_counts(labels) for name, labels in self.parts.items()}
        classes = list(dict.fromkeys(cls for one in counts.values() for cls in one))
        rows = [["", *self.parts]]
        rows.append(["pictures", *(f"{len(one.pictures):,}" for one in self.parts.values())])
        rows.append(["instances", *(f"{sum(one.values()):,}" for one in counts.values())])
        rows += [
            [cls, *(_with_share(one.get(cls, 0), counts, cls) for one in counts.values())] for cls in classes
        ]
        notes = [f"warning: {warning}" for warning in self.warnings]
        shared = self.leakage.lines()
        notes += [f"leakage: {line}" for line in shared] if shared else ["no leakage between the parts found"]
        return [*columns(rows), "", *notes]

    def as_json(self) -> dict[str, Any]:
        """What `toonseg split --json` prints."""
        return {
            "ok": True,
            "folder": str(self.folder),
            "files": {name: str(path) for name, path in self.files.items()},
            "parts": {
                name: {"pictures": len(labels.pictures), "classes": class_counts(labels)}
                for name, labels in self.parts.items()
            },
            "warnings": list(self.warnings),
            "leakage": {
                "pictures": [
                    {
                        "first": {"part": one.first_part, "file": one.first_file},
                        "second": {"part": one.second_part, "file": one.second_file},
                        "near": one.near,
                    }
                    for one in self.leakage.pictures
                ],
                "episodes": {name: list(parts) for name, parts in self.leakage.episodes.items()},
            },
        }

    def __str__(self) -> str:
        return "\n".join(self.lines())


def split(
    source: str | Path | LabelSet,
    out: str | Path,
    *,
    by: By = "random",
    test: float = 0.1,
    val: float = 0.0,
    seed: int = 0,
    folds: int | None = None,
    keep: str | Path | None = None,
    pictures: bool = True,
    format: Format | None = None,
    jobs: int | None = None,
    on_pictures: Callable[[int, int], None] | None = None,
) -> SplitResult:
    """Split labelled pictures into parts: train.json, test.json (and val.json), or a pair for each fold.

    Args:
        source: Labels in any format that toonseg reads, or a label set.
        out: Folder for the parts and split.json; files of these names in it are written over.
        by: "random": each picture by its own chance, so that a set that grows keeps its parts. "episode":
            whole episodes. "kfold": every picture is tested on once. "stratified": every class has its share
            in each part (iterative stratification).
        test: Share of the test set, 0..1.
        val: Share of a validation set, 0..1; 0 for none.
        seed: Another number, another split.
        folds: Number of folds: of "kfold" (5 unless given), or of "stratified" instead of a test set.
        keep: Folder of an earlier split: pictures that it has stay in their part.
        pictures: Look for near-duplicates between the parts, which decodes all pictures.
        format: The format of the source; told by the source unless given.
        jobs: Processes for decoding; None for one per core.
        on_pictures: Called with how many pictures have just been decoded and how many there are.

    Returns:
        The parts, and what is to be known of them. Pictures stay where they are; the files name them relative
        to themselves.

    Raises:
        UsageError: Shares or folds that make no parts; a source without pictures; no episodes to split by; an
            earlier split with other parts.
        LabelError: The source is no set of labels.
        SourceError: The earlier split cannot be read.
        WriteError: A file could not be written.
    """
    labels = source if isinstance(source, LabelSet) else read(Path(source), format)
    folder = Path(out)
    shares = _shares(by, test, val, folds)
    kept = {} if keep is None else _kept(Path(keep), shares)
    homes = _homes(labels, by, shares, seed, kept)
    parts = {
        name: labels.with_pictures(tuple(p for p in labels.pictures if homes[p.file] == name))
        for name in shares
    }
    folded = "train" not in shares
    written = {}
    for name in shares:
        others = tuple(p for p in labels.pictures if homes[p.file] != name)
        pairs = (
            {f"{name}/train": labels.with_pictures(others), f"{name}/test": parts[name]}
            if folded
            else {name: parts[name]}
        )
        for file, part in pairs.items():
            written[file] = folder / f"{file}.json"
            write_coco(named_from(part, written[file].parent), written[file], polygons="drawn")
    record = SplitFile(
        source=labels.name, by=by, seed=seed, folds=len(shares) if folded else None,
        test=None if folded else test, val=None if folded else val,
        parts={name: [picture.file for picture in part.pictures] for name, part in parts.items()},
    )  # fmt: skip
    write_json(folder / SPLIT_FILE, record)
    seen = look_at(labels.pictures, jobs=jobs, on_pictures=on_pictures) if pictures else {}
    looks = {
        name: {p.file: seen[p.file] for p in part.pictures if p.file in seen} for name, part in parts.items()
    }
    return SplitResult(folder, written, parts, _warnings(labels, parts), leakage(parts, looks))


def class_counts(labels: LabelSet) -> dict[str, int]:
    """Instances of each class, in class order; names that are no class of the set come last."""
    counts = Counter(_class_of(labels, one.cls) for one in labels.instances)
    return {name: counts.get(name, 0) for name in dict.fromkeys([*labels.classes.names, *sorted(counts)])}


def _class_of(labels: LabelSet, name: str) -> str:
    index = labels.classes.find(name)
    return name if index is None else labels.classes[index].name


def _shares(by: By, test: float, val: float, folds: int | None) -> dict[str, float]:
    if folds is not None and by not in ("kfold", "stratified"):
        raise UsageError("--folds", f"does not go with --by {by}", "Use --by kfold or --by stratified.")
    if by == "kfold" or folds is not None:
        number = _FOLDS if folds is None else folds
        if number < 2:
            raise UsageError("--folds", f"{number} is too few", "Give 2 or more.")
        return {f"fold-{k}": 1 / number for k in range(1, number + 1)}
    if not (0 < test < 1 and 0 <= val < 1 and test + val < 1):
        problem = f"a test set of {test:g} and a validation set of {val:g} leave nothing to train on"
        raise UsageError("--test" if val == 0 else "--val", problem, "Give shares such as 0.1.")
    return {"train": 1 - test - val} | ({"val": val} if val else {}) | {"test": test}


def _kept(folder: Path, shares: Mapping[str, float]) -> dict[str, str]:
    old = read_json(folder / SPLIT_FILE if folder.is_dir() else folder, SplitFile)
    if set(old.parts) != set(shares):
        problem = f"has the parts {', '.join(old.parts)}, not {', '.join(shares)}"
        raise UsageError(folder, problem, "Split in the way of the earlier split, or leave out --keep.")
    return {file: name for name, files in old.parts.items() for file in files}


def _homes(
    labels: LabelSet, by: By, shares: Mapping[str, float], seed: int, kept: Mapping[str, str]
) -> dict[str, str]:
    files = [picture.file for picture in labels.pictures]
    if len(files) < len(shares):
        problem = f"has {len(files)} pictures for {len(shares)} parts"
        raise UsageError(labels.name, problem, "Give more pictures, or make fewer parts.")
    if by == "stratified":
        return stratified({p.file: _classes_in(labels, p) for p in labels.pictures}, shares, seed, kept)
    if by != "episode":
        return at_random(files, shares, seed, kept)
    groups = {picture.file: episode_of(picture) or "" for picture in labels.pictures}
    if len(set(groups.values())) < len(shares):
        problem = f"has pictures of {len(set(groups.values()))} episodes that their names tell"
        remedy = "Give pictures in a folder for each episode (0100/000592.png), or split --by random."
        raise UsageError(labels.name, problem, remedy)
    return by_group(groups, shares, seed, kept)


def _classes_in(labels: LabelSet, picture: Picture) -> frozenset[str]:
    return frozenset(_class_of(labels, one.cls) for one in picture.instances)


def _warnings(labels: LabelSet, parts: Mapping[str, LabelSet]) -> tuple[str, ...]:
    found = []
    everywhere = class_counts(labels)
    for name, part in parts.items():
        counts = class_counts(part)
        missing = [cls for cls, n in everywhere.items() if n and not counts.get(cls)]
        if missing:
            found.append(f"{name} has no {', no '.join(missing)}")
        if not part.pictures:
            found.append(f"{name} is empty")
    if labels.problems:
        found.append(
            f"{len(labels.problems)} entries of {labels.name} could not be read whole: toonseg check"
        )
    return tuple(found)


def _with_share(number: int, counts: Mapping[str, Mapping[str, int]], cls: str) -> str:
    total = sum(one.get(cls, 0) for one in counts.values())
    return f"{number:,} ({100 * number / total:4.1f} %)" if total else "0"

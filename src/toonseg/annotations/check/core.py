"""All checks of a label set, in one report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from itertools import chain

from toonseg.annotations.check.instances import class_problems, shape_problems
from toonseg.annotations.check.overlaps import overlap_problems
from toonseg.annotations.check.pictures import file_problems, near_duplicates, unlabelled
from toonseg.annotations.check.report import Report
from toonseg.annotations.check.table import class_rows
from toonseg.annotations.collector import collector_held
from toonseg.annotations.labelset import LabelSet
from toonseg.annotations.leakage import same_pictures
from toonseg.annotations.looks import Seen, look_at
from toonseg.annotations.masks import measure
from toonseg.annotations.problems import Problem, ProblemKind

_ORDER = {kind: place for place, kind in enumerate(ProblemKind)}


def check_labels(
    labels: LabelSet,
    *,
    pictures: bool = True,
    allow: Collection[ProblemKind] = (),
    jobs: int | None = None,
    on_pictures: Callable[[int, int], None] | None = None,
) -> Report:
    """Check a label set: everything that `ProblemKind` lists but pictures in two splits.

    Args:
        labels: The set; what its reader found wrong (`labels.problems`) is in the report as well.
        pictures: Also look at the pictures' files: missing, broken, of another size, near-duplicates.
        allow: Kinds of problems that are none here; they are not looked for.
        jobs: Processes for reading pictures; None for one per core.
        on_pictures: Called with how many pictures have just been read and how many there are.

    Returns:
        The table of the classes and the problems. Nothing is changed.
    """
    seen = look_at(labels.pictures, jobs=jobs, on_pictures=on_pictures) if pictures else None
    return report_of(labels, seen, allow)


def check_splits(
    parts: Mapping[str, LabelSet],
    *,
    pictures: bool = True,
    allow: Collection[ProblemKind] = (),
    jobs: int | None = None,
    on_pictures: Callable[[int, int], None] | None = None,
) -> dict[str, Report]:
    """Check several sets, such as a training and a test set, and what they have in common.

    Args:
        parts: The sets by name.
        pictures: As for `check_labels`; without it, pictures are the same only if their names are.
        allow: As for `check_labels`.
        jobs: As for `check_labels`.
        on_pictures: As for `check_labels`, for each set anew.

    Returns:
        A report for each set. A picture that is in an earlier set as well is a problem of the later one.
    """
    looks: dict[str, dict[str, Seen]] = {}
    if pictures:
        for name, labels in parts.items():
            looks[name] = look_at(labels.pictures, jobs=jobs, on_pictures=on_pictures)
    twice: dict[str, list[Problem]] = {name: [] for name in parts}
    for pair in same_pictures(parts, looks):
        how = "looks like" if pair.near else "is the same picture as"
        text = f"{how} {pair.first_file} of {parts[pair.first_part].name or pair.first_part}"
        remedy = "Keep it in one of the two: toonseg split."
        problem = Problem(
            ProblemKind.IN_TWO_SPLITS, parts[pair.second_part].name, pair.second_file, text, remedy
        )
        twice[pair.second_part].append(problem)
    return {name: report_of(labels, looks.get(name), allow, twice[name]) for name, labels in parts.items()}


def report_of(
    labels: LabelSet,
    seen: Mapping[str, Seen] | None,
    allow: Collection[ProblemKind] = (),
    more: Collection[Problem] = (),
) -> Report:
    """The report of a set whose pictures were looked at already, or are not to be (None)."""
    with collector_held():
        return _report_of(labels, seen, allow, more)


def _report_of(
    labels: LabelSet,
    seen: Mapping[str, Seen] | None,
    allow: Collection[ProblemKind],
    more: Collection[Problem],
) -> Report:
    measure(one.mask for one in labels.instances)
    found = [class_problems(labels), shape_problems(labels), unlabelled(labels)]
    if not {ProblemKind.OVERLAP, ProblemKind.DUPLICATE} <= set(allow):
        found.append(overlap_problems(labels))
    if seen is not None:
        found.append(file_problems(labels, seen))
        if ProblemKind.NEAR_DUPLICATE not in allow:
            found.append(near_duplicates(labels, seen))
    problems = [one for one in chain(labels.problems, *found, more) if one.kind not in allow]
    problems.sort(key=lambda one: _ORDER[one.kind])
    instances = sum(len(picture.instances) for picture in labels.pictures)
    return Report(
        labels.name, len(labels.pictures), instances, class_rows(labels), tuple(dict.fromkeys(problems))
    )

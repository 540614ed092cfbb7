"""What can be wrong with the pictures themselves, and with pictures as wholes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.looks import Seen
from toonseg.annotations.phash import near_pairs
from toonseg.annotations.problems import Problem, ProblemKind

_MANY = 10


def unlabelled(labels: LabelSet) -> Iterator[Problem]:
    """Pictures without an instance."""
    for picture in labels.pictures:
        if not picture.instances:
            text = "has no label"
            remedy = "Label it; if there is nothing to label in it, use --allow picture-unlabelled."
            yield Problem(ProblemKind.PICTURE_UNLABELLED, labels.name, picture.file, text, remedy)


def file_problems(labels: LabelSet, seen: Mapping[str, Seen]) -> Iterator[Problem]:
    """Pictures that are missing, broken or of another size than the labels say."""
    missing = [picture for picture in labels.pictures if picture.path is None]
    if len(missing) >= _MANY and len(missing) == len(labels.pictures):
        # Labels without their pictures, as they are published: one thing is wrong, not thousands.
        text = f"none of the {len(missing):,} pictures is there ({missing[0].file}, ...)"
        remedy = "Put them beside the labels, or check the labels alone: --no-pictures."
        yield Problem(ProblemKind.PICTURE_MISSING, labels.name, "", text, remedy)
    else:
        for picture in missing:
            remedy = "Put it where the labels say, or take its labels out."
            kind = ProblemKind.PICTURE_MISSING
            yield Problem(kind, labels.name, picture.file, "the picture is missing", remedy)
    for picture in labels.pictures:
        if picture.file in seen:
            yield from _file_problem(labels.name, picture, seen[picture.file])


def near_duplicates(labels: LabelSet, seen: Mapping[str, Seen]) -> Iterator[Problem]:
    """Pictures that look like an earlier one of the set."""
    looked = [(p.file, look) for p in labels.pictures if p.file in seen and (look := seen[p.file].look)]
    for earlier, later in near_pairs([look for _, look in looked]):
        text = f"looks like {looked[earlier][0]}"
        remedy = "Keep one of the two, or at least keep both in the same split."
        yield Problem(ProblemKind.NEAR_DUPLICATE, labels.name, looked[later][0], text, remedy)


def _file_problem(file: str, picture: Picture, seen: Seen) -> Iterator[Problem]:
    if seen.error is not None:
        kind = ProblemKind.PICTURE_BROKEN
        yield Problem(kind, file, picture.file, seen.error.problem, seen.error.remedy)
    elif (seen.width, seen.height) != (picture.width, picture.height):
        text = (
            f"has {seen.width} x {seen.height} pixels, its labels are for {picture.width} x {picture.height}"
        )
        remedy = "Use the picture that was labelled, or scale the labels."
        yield Problem(ProblemKind.PICTURE_SIZE, file, picture.file, text, remedy)

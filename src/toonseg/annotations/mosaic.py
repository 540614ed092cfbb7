"""`toonseg label show`: a mosaic of labelled pictures, to look labels through.

Masks are filled with their class's colour and outlined; a picture that is missing is a grey ground.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from toonseg.annotations.formats import Format, read
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.leakage import episode_of, title_of
from toonseg.annotations.mosaic_page import write_page
from toonseg.annotations.mosaic_picture import write_mosaic
from toonseg.annotations.stratify import chance
from toonseg.errors import UsageError


@dataclass(frozen=True)
class Shown:
    """What a mosaic shows.

    Attributes:
        path: The file.
        pictures: How many pictures are in it.
        instances: How many instances.
        classes: Instances of each class that is in it.
        left_out: Pictures that would belong to it, but were too many.
    """

    path: Path
    pictures: int
    instances: int
    classes: dict[str, int]
    left_out: int


def show(
    source: str | Path | LabelSet,
    out: str | Path,
    *,
    classes: Collection[str] = (),
    titles: Collection[str] = (),
    min_area: float = 0.0,
    max_area: float = 1.0,
    min_score: float | None = None,
    number: int = 48,
    seed: int | None = None,
    format: Format | None = None,
) -> Shown:
    """Draw a mosaic of labelled pictures.

    Args:
        source: Labels in any format that toonseg reads, or a label set.
        out: The file: .png, or .html for a page that is one file and needs no network.
        classes: Show instances of these classes alone, and pictures that have some; names or aliases.
        titles: Show pictures of these titles or episodes alone: names of a title, of an episode ("0100") or
            of a folder.
        min_area: Show instances of at least this share of their picture, 0..1.
        max_area: Show instances of at most this share of their picture, 0..1.
        min_score: Show instances with at least this score; those without a score are shown.
        number: At most so many pictures: evenly spread over those there are.
        seed: Take them by chance instead.
        format: The format of the source; told by the source unless given.

    Raises:
        UsageError: An unknown class, no picture that fits, or another ending than .png or .html.
        LabelError: The source is no set of labels.
        WriteError: The file could not be written.
    """
    path = Path(out)
    if path.suffix.lower() not in (".png", ".html", ".htm"):
        raise UsageError(path, "is neither .png nor .html", "Name the mosaic with one of these endings.")
    labels = source if isinstance(source, LabelSet) else read(Path(source), format)
    picked = _picked(labels, classes, min_area, max_area, min_score)
    if titles:
        picked = picked.with_pictures(tuple(p for p in picked.pictures if _is_of(p, titles)))
    if not picked.pictures:
        raise UsageError(
            labels.name or "labels", "no picture fits", "Ask for less: fewer filters, other classes."
        )
    shown = picked.with_pictures(_some(picked.pictures, number, seed))
    left_out = len(picked.pictures) - len(shown.pictures)
    write = write_mosaic if path.suffix.lower() == ".png" else write_page
    write(shown, path, left_out)
    counts = Counter(one.cls for one in shown.instances)
    return Shown(path, len(shown.pictures), sum(counts.values()), dict(counts), left_out)


def _picked(
    labels: LabelSet, classes: Collection[str], low: float, high: float, score: float | None
) -> LabelSet:
    """The set with the instances that fit, and without the pictures in which none does."""
    wanted = {labels.classes.index(name) for name in classes}

    def fits(one: Instance, picture: Picture) -> bool:
        share = one.area / max(1, picture.width * picture.height)
        return (
            (not wanted or labels.classes.find(one.cls) in wanted)
            and low <= share <= high
            and (score is None or one.score is None or one.score >= score)
        )

    if not wanted and low <= 0 and high >= 1 and score is None:
        return labels
    pictures = []
    for picture in labels.pictures:
        instances = tuple(one for one in picture.instances if fits(one, picture))
        if instances:
            pictures.append(replace(picture, instances=instances))
    return labels.with_pictures(tuple(pictures))


def _is_of(picture: Picture, titles: Collection[str]) -> bool:
    names = {title_of(picture), episode_of(picture), *picture.file.split("/")[:-1]}
    if picture.origin is not None:
        names.add(picture.origin.episode)
    return not names.isdisjoint(titles)


def _some(pictures: tuple[Picture, ...], number: int, seed: int | None) -> tuple[Picture, ...]:
    if number < 1:
        raise UsageError("--number", f"{number} pictures are none", "Give 1 or more.")
    if len(pictures) <= number:
        return pictures
    if seed is None:
        return tuple(pictures[k * len(pictures) // number] for k in range(number))
    chosen = {p.file for p in sorted(pictures, key=lambda picture: chance(seed, picture.file))[:number]}
    return tuple(picture for picture in pictures if picture.file in chosen)

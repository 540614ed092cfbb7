"""Pictures held back from training, by which the best weights are chosen."""

from __future__ import annotations

from dataclasses import dataclass

from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.leakage import episode_of, title_of
from toonseg.annotations.stratify import by_group, stratified
from toonseg.errors import TrainingError

MOST = 300
"""More pictures than this would make each validation long and its figure hardly surer."""
FEWEST_EPISODES = 3
FEWEST_PEOPLE = 3


@dataclass(frozen=True)
class Parts:
    """What is learned, what it is validated on, and in words how that was chosen."""

    train: LabelSet
    validation: LabelSet
    how: str

    def __str__(self) -> str:
        held = len(self.validation.pictures)
        return (
            f"{held} of {held + len(self.train.pictures)} pictures are held back for validation: {self.how}"
        )


def hold_out(labels: LabelSet, share: float, seed: int) -> Parts:
    """Hold pictures back: whole episodes if there are some, else people who meet nobody of the others, where
    the labels say who is who; else, or where that would be over twice the share, so that every class is in
    both parts.

    Args:
        labels: All of them; those without a picture file stay in training.
        share: Of the pictures, 0..1; at most 300.
        seed: Another number, another choice.

    Raises:
        TrainingError: There are fewer than two pictures.
    """
    there = [one for one in labels.pictures if one.path is not None]
    if len(there) < 2:
        problem = f"{len(there)} pictures are too few to hold one back for validation"
        raise TrainingError(labels.name or "labels", problem, "Label more, or give --hold-out 0.")
    share = min(share, MOST / len(there))
    shares = {"train": 1 - share, "validation": share}
    groups, what = _groups(there)
    homes = by_group(groups, shares, seed, {})
    how = f"whole {what}"
    count = sum(home == "validation" for home in homes.values())
    if count == 0 or count > max(2 * share * len(there), share * len(there) + 1):
        classes = {one.file: frozenset(inst.cls for inst in one.instances) for one in there}
        homes = stratified(classes, shares, seed, {})
        why = f"whole {what} would be too many" if groups else "neither episodes nor people tell them apart"
        how = f"spread by class, as {why}"
    if "validation" not in homes.values():
        last = min(homes, key=lambda file: (file != there[-1].file, file))
        homes[last] = "validation"
    held = tuple(one for one in labels.pictures if homes.get(one.file) == "validation")
    kept = tuple(one for one in labels.pictures if homes.get(one.file, "train") == "train")
    return Parts(labels.with_pictures(kept), labels.with_pictures(held), f"{how}, seed {seed}")


def _groups(pictures: list[Picture]) -> tuple[dict[str, str], str]:
    """The group of each picture's file, none of which may be torn apart, and what the groups are."""
    episodes = {one.file: episode_of(one) for one in pictures}
    known = {name for name in episodes.values() if name is not None}
    if len(known) >= FEWEST_EPISODES:
        return {file: name or "" for file, name in episodes.items()}, "episodes"
    people = _people(pictures)
    if len(set(people.values())) >= FEWEST_PEOPLE:
        return people, "groups of people"
    return {}, ""


def _people(pictures: list[Picture]) -> dict[str, str]:
    """For each picture the group of people who are in it, or in a picture with one of them, and so on."""
    above: dict[str, str] = {}

    def root(name: str) -> str:
        while above.get(name, name) != name:
            name = above[name]
        return name

    firsts: dict[str, str] = {}
    for one in pictures:
        title = title_of(one) or ""
        names = sorted({f"{title}/{i.character}" for i in one.instances if i.character is not None})
        if not names:
            return {}
        firsts[one.file] = names[0]
        for name in names:
            above[root(name)] = root(names[0])
    return {file: root(name) for file, name in firsts.items()}

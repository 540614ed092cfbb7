"""Training and test set of a colouring set: whole episodes, never cuts of one on both sides."""

from __future__ import annotations

from collections.abc import Sequence

from toonseg.annotations.labelset import Picture
from toonseg.annotations.leakage import episode_of
from toonseg.annotations.stratify import by_group
from toonseg.errors import UsageError

TRAIN, TEST = "train", "test"


def parts_of(pictures: Sequence[Picture], test: float, seed: int) -> tuple[dict[str, str], str]:
    """Which part each picture is in, by its name; and what to know of it, empty where there is nothing.

    Args:
        pictures: All of the set, also those without samples: which episodes are tested on depends on the
            episodes alone.
        test: Share of the episodes that are the test set, 0 .. 1; one at least, unless 0.
        seed: Another number, other episodes.

    Raises:
        UsageError: `test` is no share.
    """
    if not 0 <= test < 1:
        raise UsageError("--test", f"{test:g} is no share of the episodes", "Give 0 to 1, such as 0.1.")
    groups = {one.file: episode_of(one) or "" for one in pictures}
    if len({group.rpartition("/")[0] for group in groups.values()}) == 1:
        # Of one title the episodes' names decide: the split is the same wherever its folder lies.
        groups = {file: group.rpartition("/")[2] for file, group in groups.items()}
    everything = dict.fromkeys(groups, TRAIN)
    if test == 0:
        return everything, ""
    if len(set(groups.values())) < 2:
        which = "there is one episode" if "".join(groups.values()) else "the names tell no episodes"
        return everything, f"no test set: {which}, and a set is split between episodes only"
    return by_group(groups, {TRAIN: 1 - test, TEST: test}, seed, {}), ""

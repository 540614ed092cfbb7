"""Which part each picture goes to: by chance, by episode, or so that every class is shared out evenly.

Chance is a hash of the seed and the picture's name, so it does not matter in which order pictures come, nor
which others there are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray


def chance(seed: int, key: str) -> float:
    """A number of 0..1 that seems random and is always the same for a seed and a key."""
    digest = hashlib.sha256(f"{seed}\0{key}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def at_random(
    keys: Sequence[str], shares: Mapping[str, float], seed: int, kept: Mapping[str, str]
) -> dict[str, str]:
    """A part for each key, each by its own chance: more keys change nothing for those that are there.

    Args:
        keys: The pictures.
        shares: For each part how much of the whole it should have; they add up to 1.
        seed: Another seed, another split.
        kept: Parts of keys that were decided before.

    Returns:
        The part of each key. Sizes are as near to the shares as chance has it, but no part is empty while
        there are as many keys as parts.
    """
    bounds = np.cumsum(list(shares.values()))
    names = list(shares)
    found = {}
    for key in keys:
        place = int(np.searchsorted(bounds, chance(seed, key), "right"))
        found[key] = kept.get(key) or names[min(place, len(names) - 1)]
    _fill_empty(found, names, lambda key: chance(seed, key), kept)
    return found


def by_group(
    groups: Mapping[str, str], shares: Mapping[str, float], seed: int, kept: Mapping[str, str]
) -> dict[str, str]:
    """A part for each key, the same for all keys of a group, such as an episode.

    The groups are taken in an order by chance; each part but the first gets as many as its share says, one at
    least while there are as many groups as parts. More keys in a group change nothing; another group
    changes the part of one other at most.

    Args:
        groups: The group of each key.
        shares: As for `at_random`; the first part takes what is left.
        seed: As for `at_random`.
        kept: As for `at_random`; a group goes where the first of its keys went.
    """
    known: dict[str, str] = {}
    for key, group in groups.items():
        if key in kept:
            known.setdefault(group, kept[key])
    every = sorted(dict.fromkeys(groups.values()), key=lambda group: chance(seed, group))
    free = [group for group in every if group not in known]
    rest, *others = shares
    for part in others:
        wanted = max(1, round(shares[part] * len(every))) - sum(home == part for home in known.values())
        spare = len(free) - (0 if rest in known.values() else 1)
        taken = max(0, min(wanted, spare))
        known.update(dict.fromkeys(free[:taken], part))
        free = free[taken:]
    known.update(dict.fromkeys(free, rest))
    return {key: known[group] for key, group in groups.items()}


def stratified(
    labels: Mapping[str, frozenset[str]], shares: Mapping[str, float], seed: int, kept: Mapping[str, str]
) -> dict[str, str]:
    """A part for each key, so that every label has its share in every part.

    Iterative stratification: Sechidis, Tsoumakas, Vlahavas 2011, "On the Stratification of Multi-Label Data".
    The rarest label goes first: each of its keys to the part that lacks it most, then to the one that lacks
    keys most, then by chance.

    Every key weighs on every other, so more keys may move many; give the old parts as `kept` and only new
    keys are placed, where the old ones leave room.

    Args:
        labels: The labels of each key: the classes in a picture. Keys without any go where keys lack.
        shares: As for `at_random`.
        seed: As for `at_random`.
        kept: As for `at_random`.
    """
    parts = list(shares)
    part_of = {part: place for place, part in enumerate(parts)}
    keys = sorted(labels, key=lambda key: chance(seed, key))
    names = sorted({name for some in labels.values() for name in some})
    has = np.array([[name in labels[key] for name in names] for key in keys], bool).reshape(len(keys), -1)
    share = np.array(list(shares.values()))
    lacks_keys = share * len(keys)
    lacks = share[:, None] * has.sum(axis=0)
    found: dict[str, str] = {}

    def put(place: int | np.intp, part: int) -> None:
        found[keys[place]] = parts[part]
        lacks_keys[part] -= 1
        lacks[part] -= has[place]

    left = np.ones(len(keys), bool)
    for number, key in enumerate(keys):
        if key in kept:
            put(number, part_of[kept[key]])
            left[number] = False
    while has[left].any():
        counts = has[left].sum(axis=0)
        rarest = int(np.where(counts > 0, counts, len(keys) + 1).argmin())
        for place in np.flatnonzero(left & has[:, rarest]):
            put(place, _neediest(lacks[:, rarest], lacks_keys, chance(seed, f"part {keys[place]}")))
            left[place] = False
    for place in np.flatnonzero(left):
        put(place, _neediest(lacks_keys, lacks_keys, chance(seed, f"part {keys[place]}")))
    return {key: found[key] for key in labels}


def _neediest(first: NDArray[np.float64], then: NDArray[np.float64], luck: float) -> int:
    """The part that lacks most by `first`; of several such by `then`; of several still by luck, 0..1."""
    best = np.flatnonzero(first >= first.max() - 1e-9)
    best = best[then[best] >= then[best].max() - 1e-9]
    return int(best[min(int(luck * len(best)), len(best) - 1)])


def _fill_empty(
    found: dict[str, str], names: Sequence[str], rank: Callable[[str], float], kept: Mapping[str, str]
) -> None:
    """Give each empty part one key of the largest part: the one that comes first by `rank`."""
    for part in names:
        if part in found.values():
            continue
        sizes = {name: sum(home == name for home in found.values()) for name in names}
        largest = max(sizes, key=lambda name: sizes[name])
        free = [key for key, home in found.items() if home == largest and key not in kept]
        if sizes[largest] > 1 and free:
            found[min(free, key=rank)] = part

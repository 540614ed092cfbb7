"""The pictures of a training: labelled ones, and drawn ones between them; what cannot be read is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from toonseg.annotations.labelset import Picture
from toonseg.classes import ClassList
from toonseg.errors import ToonsegError, TrainingError
from toonseg.model.data.decoded import Decoded, DecodedSet

LOOKED_THROUGH = 1000
"""So many pictures are decoded before the first step, which is what memory keeps of them in any case."""


class Pictures(DecodedSet):
    """Labelled pictures by number, some of them several times: all where many drawn ones come with them, and
    those with rare classes.

    In the place of a picture that is missing or broken stands the next one that can be read.

    Args:
        pictures: The labelled ones.
        classes: What is learned.
        drawn: Others, already decoded; their labels are indices in `classes`.
        share: Of the labelled ones among all, 0..1, which decides how often each of them comes.
        balance: Of the labelled ones, those with a class that fewer than this share of them have come more
            often (see `repeats`); 0 for none.
        on_left_out: Told once of each picture that cannot be read, by its file and why.
        budget: Bytes of decoded pictures that are kept.
    """

    def __init__(
        self,
        pictures: Sequence[Picture],
        classes: ClassList,
        *,
        drawn: Sequence[Decoded] = (),
        share: float = 0.5,
        balance: float = 0.0,
        on_left_out: Callable[[str, str], None] = lambda _file, _why: None,
        budget: int = 2 << 30,
    ) -> None:
        super().__init__(pictures, classes, budget=budget)
        self.drawn = tuple(drawn)
        self.left_out: dict[int, str] = {}
        self._told = on_left_out
        wanted = len(self.drawn) * share / max(1e-6, 1 - share)
        factors = repeats(self.pictures, classes, balance)
        times = max(1.0, wanted / factors.sum()) if len(factors) else 1.0
        # Parts of a time are drawn by lot, so that they are right on the average.
        lots = np.random.default_rng(0).random(len(factors))
        self._places = np.repeat(np.arange(len(factors)), np.floor(times * factors + lots).astype(int))

    def __len__(self) -> int:
        return len(self._places) + len(self.drawn)

    def __getitem__(self, number: int) -> Decoded:
        """Raises TrainingError where no picture can be read."""
        if number >= len(self._places):
            return self.drawn[number - len(self._places)]
        first_try, count = int(self._places[number]), len(self.pictures)
        for place in range(count):
            found = self._readable((first_try + place) % count)
            if found is not None:
                return found
        first = next(iter(self.left_out.values()))
        raise TrainingError(
            "pictures", f"none of {count} can be read; the first: {first}", "Run toonseg check."
        )

    def look_through(self) -> None:
        """Decode the first pictures now, so that what cannot be read is known before the first step.

        Raises:
            TrainingError: None can be read.
        """
        for number in range(min(LOOKED_THROUGH, len(self.pictures))):
            self._readable(number)
        self[0]

    def _readable(self, number: int) -> Decoded | None:
        if number in self.left_out:
            return None
        try:
            return super().__getitem__(number)
        except ToonsegError as error:
            self.left_out[number] = str(error)
            self._told(self.pictures[number].file, str(error))
            return None


def repeats(pictures: Sequence[Picture], classes: ClassList, balance: float) -> NDArray[np.float64]:
    """How often each picture comes, at least 1: repeat factor sampling (LVIS; Gupta, Dollar, Girshick, 2019).

    A class that a share f of the pictures has asks for the square root of `balance` / f, a picture comes as
    often as the class of it that asks for most.
    """
    held = [
        {one.cls for one in picture.instances if classes.find(one.cls) is not None} for picture in pictures
    ]
    having = Counter(cls for one in held for cls in one)
    asks = {cls: max(1.0, (balance * len(pictures) / count) ** 0.5) for cls, count in having.items()}
    return np.array([max((asks[cls] for cls in one), default=1.0) for one in held])

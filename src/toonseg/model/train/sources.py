"""The pictures of a training: labelled ones, and drawn ones between them; what cannot be read is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from toonseg.annotations.labelset import Picture
from toonseg.classes import ClassList
from toonseg.errors import ToonsegError, TrainingError
from toonseg.model.data.decoded import Decoded, DecodedSet

LOOKED_THROUGH = 1000
"""So many pictures are decoded before the first step, which is what memory keeps of them in any case."""


class Pictures(DecodedSet):
    """Labelled pictures by number, each several times where many drawn ones come with them.

    In the place of a picture that is missing or broken stands the next one that can be read.

    Args:
        pictures: The labelled ones.
        classes: What is learned.
        drawn: Others, already decoded; their labels are indices in `classes`.
        share: Of the labelled ones among all, 0..1, which decides how often each of them comes.
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
        on_left_out: Callable[[str, str], None] = lambda _file, _why: None,
        budget: int = 2 << 30,
    ) -> None:
        super().__init__(pictures, classes, budget=budget)
        self.drawn = tuple(drawn)
        self.left_out: dict[int, str] = {}
        self._told = on_left_out
        wanted = len(self.drawn) * share / max(1e-6, 1 - share)
        self.times = max(1, round(wanted / max(1, len(self.pictures))))

    def __len__(self) -> int:
        return self.times * len(self.pictures) + len(self.drawn)

    def __getitem__(self, number: int) -> Decoded:
        """Raises TrainingError where no picture can be read."""
        labelled = self.times * len(self.pictures)
        if number >= labelled:
            return self.drawn[number - labelled]
        count = len(self.pictures)
        for place in range(count):
            found = self._readable((number + place) % count)
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

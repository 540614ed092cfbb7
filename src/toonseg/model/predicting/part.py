"""What is done of a prediction, line by line beside the output, for another run to go on from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import Picture
from toonseg.annotations.masks import Mask
from toonseg.errors import SourceError
from toonseg.model.pixels import identity
from toonseg.model.predicting.target import Target
from toonseg.scale.journal import Journal


class Part:
    """The pictures that were predicted before with the same weights and settings.

    Of a title, what is done stays known, so that a run again looks at new cuts only; of other pictures, until
    all is done.

    Args:
        target: Where the predictions go.
        mark: What names the weights and settings.
    """

    def __init__(self, target: Target, mark: str) -> None:
        self._stays = target.by_episode
        self._journal = Journal(target.part.parent, mark, target.part.name)

    def done(self, picture: Picture) -> Picture | None:
        """The picture as it was predicted, if it was, and its pixels are still the same."""
        content = _content(picture)
        rows = None if content is None else self._journal.done(picture.file, content)
        if rows is None:
            return None
        size, *lines = rows
        found = tuple(
            Instance(
                one["class"], Mask(tuple(one["size"]), one["counts"], tuple(one["at"])),
                score=one["score"], source=one["source"],
            )
            for one in lines
        )  # fmt: skip
        return replace(picture, width=size["width"], height=size["height"], instances=found)

    def add(self, picture: Picture) -> None:
        """Put down a picture that is done. Raises WriteError."""
        content = _content(picture)
        if content is None:
            return
        lines: list[dict[str, Any]] = [
            {
                "class": one.cls,
                "size": one.mask.size,
                "counts": one.mask.counts,
                "at": one.mask.at,
                "score": one.score,
                "source": one.source,
            }
            for one in picture.instances
        ]
        self._journal.add(picture.file, content, [{"width": picture.width, "height": picture.height}, *lines])

    def finish(self, pictures: Sequence[Picture]) -> None:
        """All is done: keep what is known of a title, in order, and of other pictures nothing."""
        if self._stays:
            self._journal.settle([picture.file for picture in pictures], others=True)
        else:
            self._journal.remove()

    def close(self) -> None:
        """Close the file; what is in it stays."""
        self._journal.close()


def _content(picture: Picture) -> str | None:
    """What names the picture's pixels and its box in the strip; None if they cannot be read."""
    try:
        return f"{identity(picture)} {'' if picture.origin is None else picture.origin.box}"
    except SourceError:
        return None

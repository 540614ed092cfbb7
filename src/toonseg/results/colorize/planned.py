"""Which cuts go into which shard, and the removal of shards of an earlier writing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from toonseg.errors import WriteError
from toonseg.results.colorize.gathered import CutMade
from toonseg.results.colorize.pieces import Packed


def planned(cuts: Sequence[CutMade], pieces: Packed, shard_bytes: int) -> list[list[CutMade]]:
    """The cuts of each shard, in order; a shard is begun when a cut would make the last one too large."""
    shards: list[list[CutMade]] = []
    filled = 0
    for cut in cuts:
        size = pieces.size(cut.place)
        if not shards or filled + size > shard_bytes:
            shards.append([])
            filled = 0
        shards[-1].append(cut)
        filled += size
    return shards


def remove_others(folder: Path, pattern: str, written: Sequence[Path]) -> None:
    """Remove what a pattern finds in a folder and was not written now. Raises WriteError."""
    for path in sorted(set(folder.glob(pattern)) - set(written)):
        try:
            path.unlink()
        except OSError as error:
            raise WriteError(path, f"cannot be removed ({error.strerror})", "Remove it.") from error

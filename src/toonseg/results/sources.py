"""What results are made of, as people name it: one source or several, of one title or of several."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

Sources = str | Path | Iterable[str | Path]
"""Titles, episodes, labels, predictions; or pictures and their folders: one or several."""


def paths_of(sources: Sources) -> tuple[Path, ...]:
    """One source or several, as paths."""
    return (Path(sources),) if isinstance(sources, str | Path) else tuple(Path(one) for one in sources)

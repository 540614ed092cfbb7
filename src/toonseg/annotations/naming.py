"""Names of pictures that still lead to them from another folder."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from toonseg.annotations.labelset import LabelSet


def named_from(labels: LabelSet, folder: Path) -> LabelSet:
    """The set with its pictures named as `folder` sees them; those without a file keep their names."""
    base = folder.absolute()
    pictures = []
    for picture in labels.pictures:
        if picture.path is None:
            pictures.append(picture)
            continue
        try:
            name = Path(os.path.relpath(picture.path.absolute(), base)).as_posix()
        except ValueError:  # on Windows, where the two are on different drives
            name = picture.path.absolute().as_posix()
        pictures.append(replace(picture, file=name))
    return labels.with_pictures(tuple(pictures))

"""What is in a pack: every layer with its class, what is unmapped, and a picture of each character."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from toonseg.pictures import Rgb, write_picture
from toonseg.synth.art import Canvas
from toonseg.synth.packs.pack import Pack, PackCharacter, read_pack

PICTURE = "check-pack.png"
_HIGH = 480


@dataclass(frozen=True)
class LayerLine:
    """A layer of a character: its path, its class (None: drawn, but unlabelled), and its pixels."""

    character: str
    layer: str
    cls: str | None
    pixels: int


@dataclass(frozen=True)
class PackReport:
    """A pack that was looked at; `picture` shows its characters, as they are and by class."""

    name: str
    lines: tuple[LayerLine, ...]
    picture: Path

    @property
    def unmapped(self) -> tuple[LayerLine, ...]:
        """The layers that are drawn but labelled as nothing."""
        return tuple(line for line in self.lines if line.cls is None)


def check_pack(folder: Path | str, picture: Path | None = None) -> PackReport:
    """List a pack's layers, and write a picture of each character's poses and outfits, plain and by class.

    Args:
        folder: The pack's.
        picture: PNG file to write; `check-pack.png` in the folder unless told.

    Raises:
        UsageError, SettingsError, SourceError, MissingExtraError: As `read_pack`.
        WriteError: The picture cannot be written.
    """
    pack = read_pack(Path(folder))
    lines = tuple(
        LayerLine(
            one.entry.name, layer.path, None if cls is None else cls.label,
            int(np.count_nonzero(layer.pixels[..., 3] > 127)),
        )
        for one in pack.characters
        for layer, cls in zip(one.artwork.layers, one.classes, strict=True)
    )  # fmt: skip
    target = picture or Path(folder) / PICTURE
    write_picture(target, _portraits(pack), "png")
    return PackReport(pack.settings.name or Path(folder).name, lines, target)


def _portraits(pack: Pack) -> Rgb:
    rows = []
    for one in pack.characters:
        poses: list[str | None] = [*one.entry.poses] or [None]
        outfits: list[str | None] = [*one.entry.outfits] or [None]
        variants = [(pose, outfit) for pose in poses for outfit in outfits]
        rows += [_portrait(one, pose, outfit) for pose, outfit in variants[:12]]
    width = max(row.shape[1] for row in rows)
    wide = [np.pad(row, ((0, 6), (0, width - row.shape[1]), (0, 0)), constant_values=255) for row in rows]
    return np.concatenate(wide)


def _portrait(one: PackCharacter, pose: str | None, outfit: str | None) -> Rgb:
    """A character beside its classes: grey is drawn and unlabelled."""
    scale = _HIGH / one.artwork.height
    size = _HIGH, max(1, round(one.artwork.width * scale))
    canvas = Canvas(np.full((*size, 3), 255, np.uint8))
    x0, y0, x1, y1 = one.head
    at = (x0 + x1) / 2 * scale, (y0 + y1) / 2 * scale
    one.paint(canvas, 0, head=(y1 - y0) * scale, at=at, feet=False, flip=False, pose=pose, outfit=outfit)
    drawing = canvas.finish()
    classes = np.full_like(drawing.picture, 255)
    classes[drawing.picture.min(2) < 250] = 190
    for owner in drawing.owners:
        classes[drawing.mask(owner)] = owner.cls.colour
    return np.concatenate([drawing.picture, classes], 1)

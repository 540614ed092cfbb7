"""A character pack: pack.toml maps the layers of artwork to classes.

name = "Haru"
rights = "whose it is"

[classes]                      # pattern of a layer's or group's name = class; "none" leaves it unlabelled
"hair*" = "hair"
"blazer" = "outer"

[[character]]
name = "Haru"
file = "haru.psd"              # or .svg, or a folder of .png layers
head = [300, 40, 460, 240]     # from crown to chin, in the file's pixels; else guessed from the hair
poses = ["standing", "waving"] # groups of which one is shown at a time
outfits = ["school", "home"]   # likewise; one for an episode
flip = true                    # whether it may be mirrored
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.random import Generator
from pydantic import Field

from toonseg.classes import InstanceClass
from toonseg.errors import SettingsError, UsageError
from toonseg.synth.art import Canvas, Owner
from toonseg.synth.packs.layers import Artwork, Layer, Rgba, boxes, class_for
from toonseg.synth.packs.read import read_artwork
from toonseg.synth.truth import Box
from toonseg.workspace import FileModel, read_toml

PACK_FILE = "pack.toml"


class CharacterEntry(FileModel):
    """`[[character]]` of pack.toml."""

    name: str
    file: str
    head: Box | None = None
    poses: list[str] = Field(default_factory=list)
    outfits: list[str] = Field(default_factory=list)
    flip: bool = True


class PackSettings(FileModel):
    """pack.toml."""

    version: Literal[1] = 1
    name: str = ""
    rights: str = "as its owner says"
    classes: dict[str, str]
    character: list[CharacterEntry] = Field(min_length=1)


@dataclass(frozen=True)
class PackCharacter:
    """One character of a pack: its artwork, the class of every layer, and where its head is."""

    entry: CharacterEntry
    artwork: Artwork
    classes: tuple[InstanceClass | None, ...]
    head: Box

    def shown(self, pose: str | None, outfit: str | None) -> list[tuple[Layer, InstanceClass | None]]:
        """The layers of a pose and an outfit, bottom first, with their classes."""
        hidden = {name for name in self.entry.poses if name != pose}
        hidden |= {name for name in self.entry.outfits if name != outfit}
        return [
            (layer, cls)
            for layer, cls in zip(self.artwork.layers, self.classes, strict=True)
            if not hidden.intersection((*layer.groups, layer.name))
        ]

    def choose(self, rng: Generator) -> tuple[str | None, str | None]:
        """A pose and an outfit; None where the character has but one."""
        poses, outfits = self.entry.poses, self.entry.outfits
        pose = poses[int(rng.integers(len(poses)))] if poses else None
        return pose, outfits[int(rng.integers(len(outfits)))] if outfits else None

    def paint(
        self, canvas: Canvas, number: int, *, head: float, at: tuple[float, float], feet: bool, flip: bool,
        pose: str | None, outfit: str | None,
    ) -> None:  # fmt: skip
        """Paint it, its head `head` pixels high and that head's middle, or with `feet` its foot, `at`."""
        layers = self.shown(pose, outfit)
        if not layers:
            return
        x0, y0, x1, y1 = self.head
        scale = head / max(y1 - y0, 1)
        middle = ((x0 + x1) / 2, boxes([one for one, _ in layers])[3] if feet else (y0 + y1) / 2)
        below: Layer | None = None
        owner: Owner | None = None
        for layer, cls in layers:
            clip = below if layer.clipped else None
            if clip is None:
                below = layer
                owner = None if cls is None else Owner(cls, number)
            x = (layer.at[0] - middle[0]) * scale
            if flip:
                x = -x - layer.pixels.shape[1] * scale
            pixels = layer.pixels if clip is None else clipped(layer, clip)
            canvas.paste(
                pixels[:, ::-1] if flip else pixels,
                (at[0] + x, at[1] + (layer.at[1] - middle[1]) * scale), scale, owner, layer.blend,
                keep_owner=layer.clipped,
            )  # fmt: skip


@dataclass(frozen=True)
class Pack:
    """A pack that was read."""

    folder: Path
    settings: PackSettings
    characters: tuple[PackCharacter, ...]


@lru_cache(maxsize=4)
def read_pack(folder: Path) -> Pack:
    """Read a pack and its artwork.

    Raises:
        UsageError: The folder has no pack.toml, or it names a class that does not exist.
        SettingsError: pack.toml is wrong.
        SourceError: Artwork cannot be read.
        MissingExtraError: The part that reads its format is not installed.
    """
    path = folder / PACK_FILE
    if not path.is_file():
        raise UsageError(folder, "has no pack.toml", "Write one: docs/synth.md shows how.")
    settings = read_toml(path, PackSettings)
    characters = []
    for entry in settings.character:
        artwork = read_artwork(folder / entry.file)
        groups = {name for layer in artwork.layers for name in (*layer.groups, layer.name)}
        for name in (*entry.poses, *entry.outfits):
            if name not in groups:
                choices = ", ".join(sorted(groups))
                raise SettingsError(path, f"'{entry.file}' has no group '{name}'", f"It has: {choices}.")
        classes = tuple(class_for(layer, settings.classes) for layer in artwork.layers)
        head = entry.head or _guess_head(artwork, classes)
        characters.append(PackCharacter(entry, artwork, classes, head))
    return Pack(folder, settings, tuple(characters))


def clipped(layer: Layer, base: Layer) -> Rgba:
    """The pixels of a clipped layer (HWC uint8 RGBA), seen only where the layer below it is."""
    height, width = layer.pixels.shape[:2]
    dx, dy = base.at[0] - layer.at[0], base.at[1] - layer.at[1]
    alpha = np.zeros((height, width), np.uint8)
    x0, y0 = max(dx, 0), max(dy, 0)
    x1, y1 = min(dx + base.pixels.shape[1], width), min(dy + base.pixels.shape[0], height)
    if x0 < x1 and y0 < y1:
        alpha[y0:y1, x0:x1] = base.pixels[y0 - dy : y1 - dy, x0 - dx : x1 - dx, 3]
    pixels = layer.pixels.copy()
    pixels[..., 3] = np.minimum(pixels[..., 3], alpha)
    return pixels


def _guess_head(artwork: Artwork, classes: tuple[InstanceClass | None, ...]) -> Box:
    """A head's box: hair is about a sixth wider than the head; without hair, a sixth of the figure."""
    hair = [one for one, cls in zip(artwork.layers, classes, strict=True) if cls is InstanceClass.HAIR]
    x0, y0, x1, y1 = boxes(hair or artwork.layers)
    tall = (x1 - x0) * 1.1 if hair else (y1 - y0) / 6
    middle = (x0 + x1) / 2
    top = y0 + 0.12 * tall
    return round(middle - tall / 2), round(top), round(middle + tall / 2), round(top + tall)

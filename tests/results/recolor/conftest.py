"""Cuts of two people in two episodes: discs of hair above bars of shirts, with ink, light and shade."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from toonseg.annotations.formats import Format, write
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.masks import Mask
from toonseg.pictures import Rgb, write_picture
from toonseg.synth.titles import Order, write_titles

SIZE = (80, 120)
HAIR = {"mina": (150, 70, 40), "joon": (60, 110, 60)}
SHIRTS = {"mina": (210, 210, 215), "joon": (70, 90, 170)}


def drawn(left: bool, right: bool, light: float = 1.0) -> tuple[Rgb, list[Instance]]:
    """A cut (HWC uint8 RGB) with mina at the left and joon at the right, or one of them."""
    pixels = np.full((*SIZE, 3), 235, np.uint8)
    found = []
    for name, x, there in (("mina", 32, left), ("joon", 88, right)):
        if not there:
            continue
        hair, shirt = np.zeros(SIZE, np.uint8), np.zeros(SIZE, np.uint8)
        cv2.circle(hair, (x, 24), 16, 1, -1)
        cv2.rectangle(shirt, (x - 14, 46), (x + 14, 76), 1, -1)
        for cls, mask, colour in (("hair", hair, HAIR[name]), ("dress-shirt", shirt, SHIRTS[name])):
            pixels[mask > 0] = np.rint(np.array(colour) * light)
            shade = mask.copy()
            shade[:, : x + 6] = 0
            pixels[shade > 0] = np.rint(np.array(colour) * 0.7 * light)
            outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
            cv2.drawContours(pixels, outlines, -1, (14, 14, 14), 1)
            found.append(Instance(cls, Mask.of_pixels(mask > 0), character=name))
        pixels[14:18, x - 8 : x - 4] = 255  # a light in the hair
    return pixels, found


def write_set(folder: Path, *, named: bool) -> Path:
    """Five cuts as COCO with their pictures; `named` tells whose everything is."""
    who = [(True, True), (True, False), (False, True), (True, True), (True, False)]
    pictures = []
    for number, (left, right) in enumerate(who):
        pixels, found = drawn(left, right, 0.96 if number == 3 else 1.0)
        if not named:
            found = [replace(one, character=None) for one in found]
        file = f"{1 + number // 3:04d}/{number:06d}.png"
        write_picture(folder / file, pixels, "png")
        pictures.append(Picture(file, SIZE[1], SIZE[0], tuple(found), path=folder / file))
    write(LabelSet(tuple(pictures), rights="CC0, drawn for tests"), folder / "labels.json", Format.COCO)
    return folder / "labels.json"


@pytest.fixture(scope="session")
def title(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A drawn title of one episode, with labels; not to be written to."""
    folder = tmp_path_factory.mktemp("drawn")
    write_titles(folder, Order(3), episodes=1, panels=3, width=400, jobs=1)
    return folder / "title-01"


@pytest.fixture
def one_cut() -> tuple[Rgb, list[Instance]]:
    """mina and joon: HWC uint8 RGB, and hair and shirt of both."""
    return drawn(True, True)


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """The five cuts, with characters."""
    return write_set(tmp_path / "named", named=True)


@pytest.fixture
def unnamed(tmp_path: Path) -> Path:
    """The same without."""
    return write_set(tmp_path / "unnamed", named=False)


@pytest.fixture
def hues() -> Callable[[Rgb], np.ndarray]:
    """The hue in degrees of each pixel of OKLCH, not a number where it has no chroma."""
    from toonseg.results.colours import oklab, oklch

    def of(pixels: Rgb) -> np.ndarray:
        lch = oklch(oklab(pixels))
        return np.where(lch[..., 1] > 0.03, np.degrees(lch[..., 2]) % 360, np.nan)

    return of

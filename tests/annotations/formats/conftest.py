"""Label sets that formats are tried on, and files with every field spoilt in every way."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from toonseg.annotations import Instance, LabelSet, Mask, Origin, Picture
from toonseg.annotations.masks import iou
from toonseg.classes import EIGHT
from toonseg.pictures import encode

Spoilt = Callable[[Any], Iterator[tuple[str, Any]]]
BAD = (None, "", "x", "\ud800", -1, 0.5, 10**30, math.nan, math.inf, True, {}, [], [[]], [None], ["\0"])
"""Values that are put in place of every other one."""


def drawn_masks() -> dict[str, Mask]:
    """Masks of 40 x 60 pixels that formats of polygons find hard."""
    empty = np.zeros((40, 60), bool)

    def of(*strokes: tuple[slice | int, slice | int, bool]) -> Mask:
        pixels = empty.copy()
        for rows, columns, value in strokes:
            pixels[rows, columns] = value
        return Mask.of_pixels(pixels)

    y, x = np.mgrid[0:40, 0:60]
    return {
        "square": of((slice(5, 20), slice(10, 30), True)),
        "hole": of((slice(5, 35), slice(5, 50), True), (slice(12, 20), slice(20, 40), False)),
        "two holes, two parts": of(
            (slice(2, 18), slice(2, 30), True),
            (slice(5, 8), slice(5, 10), False),
            (slice(10, 16), slice(12, 20), False),
            (slice(25, 38), slice(30, 58), True),
        ),
        "one pixel": of((7, 9, True)),
        "first and last pixel": of((0, 0, True), (39, 59, True)),
        "thin lines": of((3, slice(2, 55), True), (slice(6, 39), 30, True)),
        "island in a hole": of(
            (slice(4, 36), slice(4, 56), True),
            (slice(8, 32), slice(8, 52), False),
            (slice(15, 25), slice(20, 40), True),
        ),
        "slanting line": Mask.of_pixels(np.abs(y - x // 2) < 1),
        "disc": Mask.of_pixels((x - 30) ** 2 + (y - 20) ** 2 < 300),
        "everything": Mask.of_pixels(~empty),
    }


@pytest.fixture(scope="session")
def hard_set() -> LabelSet:
    """A picture for each hard mask; scores, characters and sources of all kinds."""
    pictures = []
    for number, (name, mask) in enumerate(drawn_masks().items()):
        one = Instance(
            EIGHT.names[number % 8],
            mask,
            score=None if number % 3 else number / 10,
            character=(None, 7, "민지")[number % 3],
            source=("", "labelme", "model nano-1.0")[number % 3],
        )
        origin = Origin("제목", "0100", f"{number:06d}", (0, number, 60, number + 40)) if number % 2 else None
        pictures.append(Picture(f"0100/{name}.png", 60, 40, (one,), origin=origin))
    return LabelSet(tuple(pictures), rights="drawn for tests", name="hard")


@pytest.fixture(scope="session")
def sets() -> st.SearchStrategy[LabelSet]:
    """Any small label set: several pictures, whose instances may overlap."""
    sizes = st.tuples(st.integers(1, 14), st.integers(1, 14))

    @st.composite
    def pictures(draw: st.DrawFn, name: str) -> Picture:
        size = draw(sizes)
        pixels = draw(st.lists(hnp.arrays(np.bool_, size).filter(lambda one: bool(one.any())), max_size=3))
        instances = tuple(Instance(draw(st.sampled_from(EIGHT.names)), Mask.of_pixels(one)) for one in pixels)
        return Picture(f"{name}.png", size[1], size[0], instances)

    return st.tuples(pictures("a"), pictures("b/c")).map(LabelSet)


@pytest.fixture(scope="session")
def apart() -> Callable[[LabelSet], LabelSet]:
    """The same set without overlaps: a pixel belongs to the first instance that has it."""

    def without_overlaps(labels: LabelSet) -> LabelSet:
        pictures = []
        for picture in labels.pictures:
            free = np.ones(picture.size, bool)
            kept = []
            for one in picture.instances:
                pixels = one.mask.canvas() & free
                free &= ~pixels
                if pixels.any():
                    kept.append(replace(one, mask=Mask.of_pixels(pixels)))
            pictures.append(replace(picture, instances=tuple(kept)))
        return labels.with_pictures(tuple(pictures))

    return without_overlaps


@pytest.fixture(scope="session")
def with_files() -> Callable[[LabelSet, Path], LabelSet]:
    """The same set with a white picture file for each picture, in a folder."""

    def make(labels: LabelSet, folder: Path) -> LabelSet:
        pictures = []
        for picture in labels.pictures:
            path = folder / picture.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(encode(np.full((*picture.size, 3), 255, np.uint8), "png"))
            pictures.append(replace(picture, path=path))
        return labels.with_pictures(tuple(pictures))

    return make


@pytest.fixture(scope="session")
def agree() -> Callable[..., None]:
    """Asserts that a set which was written and read is the one before."""

    def check(read: LabelSet, wrote: LabelSet, *, least: float = 1.0, kept: bool = True) -> None:
        assert [str(problem) for problem in read.problems] == []
        assert {p.file: p.size for p in read.pictures} == {p.file: p.size for p in wrote.pictures}
        by_file = {picture.file: picture for picture in read.pictures}
        for before in wrote.pictures:
            after = by_file[before.file]
            assert len(after.instances) == len(before.instances), before.file
            pairs = list(zip(before.instances, after.instances, strict=True))
            for old, new in pairs:
                assert new.cls == old.cls
                assert iou(new.mask, old.mask) >= least, before.file
                if kept:
                    known = (old.score, old.character, old.source, old.crowd)
                    assert (new.score, new.character, new.source, new.crowd) == known
            if kept:
                assert after.origin == before.origin
        if kept:
            assert read.rights == wrote.rights

    return check


@pytest.fixture(scope="session")
def spoilt() -> Spoilt:
    """Of a JSON value, every copy with one field gone or replaced by something wrong, and where it is."""

    def walk(value: Any, place: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        keys: Any = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
        for key in keys:
            yield (*place, key)
            yield from walk(value[key], (*place, key))

    def all_of(data: Any) -> Iterator[tuple[str, Any]]:
        for place in walk(data, ()):
            for bad in ("gone", *BAD):
                other = copy.deepcopy(data)
                above = other
                for key in place[:-1]:
                    above = above[key]
                if bad == "gone":
                    del above[place[-1]]
                else:
                    above[place[-1]] = bad
                yield f"{'.'.join(map(str, place))} = {bad!r}", other

    return all_of


@pytest.fixture(scope="session")
def broken_files() -> dict[str, bytes]:
    """Files that are none, by what is wrong with them."""
    whole = json.dumps({"images": [], "shapes": [], "annotations": []})
    return {
        "empty": b"",
        "blank": b" \n ",
        "cut short": whole.encode()[:-7],
        "in another encoding": '{"민지": 1}'.encode("cp949"),
        "a picture": encode(np.zeros((3, 3, 3), np.uint8), "png"),
        "lists without end": b"[" * 100_000,
        "a number without end": b'{"images": ' + b"9" * 5000 + b"}",
        "another thing": b'{"hello": [1, 2]}',
        "a number": b"17",
    }

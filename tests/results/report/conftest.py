"""A tiny title: two episodes of three cuts each, with labels, and predictions that are not quite these."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from toonseg.annotations.formats import Format, write
from toonseg.annotations.instance import Instance
from toonseg.annotations.labels import labels_file, labels_of, write_labels
from toonseg.annotations.labelset import LabelSet, Origin, Picture
from toonseg.annotations.masks import Mask
from toonseg.cuts.cutlist import Cut, CutList, Gutter, plan_of
from toonseg.pictures import encode
from toonseg.strip import Strip
from toonseg.workspace import CUTS_FILE, EpisodeFolder, write_bytes, write_json, write_text

NAME = '<script>alert("x")</script> & 여우 $title'
RIGHTS = "CC0, drawn for <tests>"
WIDTH, HIGH, STEP = 200, 240, 300


def _mask(x0: int, y0: int, x1: int, y1: int, at: tuple[int, int] = (0, 0)) -> Mask:
    return Mask.of_pixels(np.ones((y1 - y0, x1 - x0), bool), (x0 + at[0], y0 + at[1]))


def _write_episode(folder: EpisodeFolder, title: str, shade: int) -> None:
    """Three panels; each has hair (red), the first two pants (blue), the last a tie that nobody predicts."""
    strip = np.full((3 * STEP, WIDTH, 3), 250, np.uint8)
    labels, pictures, cuts, gutters = [], [], [], []
    for number in range(3):
        top = number * STEP
        box = (10, top + 10, WIDTH - 10, top + 10 + HIGH)
        strip[box[1] : box[3], box[0] : box[2]] = (shade, 200, 180)
        strip[top + 30 : top + 100, 60:140] = (200, 30, 30)
        strip[top + 130 : top + 240, 70:130] = (30, 30, 200)
        labels.append(Instance("hair", _mask(60, top + 30, 140, top + 100), source="drawn"))
        found = [Instance("hair", _mask(52, 20, 130, 88), score=0.9 - 0.1 * number, source="model tiny")]
        if number < 2:
            labels.append(Instance("pants", _mask(70, top + 130, 130, top + 240), source="drawn"))
            found.append(Instance("pants", _mask(60, 120, 120, 225), score=0.6, source="model tiny"))
        else:
            labels.append(Instance("tie", _mask(95, top + 130, 105, top + 200), source="drawn"))
        name = f"{top + 10:06d}"
        cuts.append(Cut(id=name, kind="panel", box=box, rough="000000", confidence=1))
        gutters.append(Gutter(y0=top + 260, y1=top + 300, kind="flat", colour=(250, 250, 250)))
        origin = Origin(title, folder.name, name, box)
        picture = Picture(f"{folder.name}/{name}.png", WIDTH - 20, HIGH, tuple(found), origin=origin)
        pictures.append(picture)
    bubble = Cut(id="000262", kind="bubble", box=(80, 262, 120, 298), rough="000000", confidence=1)
    write_bytes(folder.pages / "000.png", encode(strip, "png"))
    whole = Strip.open(folder.root)
    found_cuts = CutList(strip=plan_of(whole), gutters=gutters, rough=[], cuts=[*cuts, bubble])
    write_json(folder.cuts / CUTS_FILE, found_cuts)
    write_labels(labels_file(folder), labels_of(labels, (whole.width, whole.height)))
    write(LabelSet(tuple(pictures)), folder.title / "predictions" / f"{folder.name}.json", Format.COCO)


def _write_title(folder: Path) -> Path:
    name = NAME.replace('"', '\\"')
    write_text(folder / "toonseg.toml", f'title = "{name}"\nrights = "{RIGHTS}"\n')
    for number in (1, 2):
        _write_episode(EpisodeFolder(folder, f"{number:04d}"), "title", 150 + 40 * number)
    return folder


@pytest.fixture(scope="session")
def write_title() -> Callable[[Path], Path]:
    """Writes the title into a folder."""
    return _write_title


@pytest.fixture
def title(tmp_path: Path) -> Path:
    """The title's folder."""
    return _write_title(tmp_path / "title")


@dataclass
class Page(HTMLParser):
    """A page's elements as (tag, attributes), its text, and whether every element is closed."""

    html: str
    found: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: str = ""
    open: list[str] = field(default_factory=list)

    EMPTY = frozenset({"meta", "img", "input", "br", "line", "rect", "polyline", "path"})

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.EMPTY:
            assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        self.text += data

    def tags(self, name: str) -> list[dict[str, str]]:
        """The attributes of the elements of a tag."""
        return [attributes for tag, attributes in self.found if tag == name]

    def having(self, word: str) -> Iterator[dict[str, str]]:
        """The elements that have a class."""
        return (one for _, one in self.found if word in one.get("class", "").split())

    @property
    def parts(self) -> list[str]:
        """The addresses of its parts."""
        return [one["id"] for one in self.tags("section")]


@pytest.fixture(scope="session")
def page_of() -> type:
    """Reads a page's HTML into a `Page`."""
    return Page

"""Mosaics: what is chosen, and what is drawn."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

import toonseg
from toonseg.annotations import Instance, LabelSet, Mask, Origin, Picture
from toonseg.annotations.formats import Format, write
from toonseg.annotations.mosaic_picture import drawn
from toonseg.classes import EIGHT, InstanceClass
from toonseg.cli import main
from toonseg.errors import UsageError
from toonseg.pictures import decode, encode
from toonseg.workspace import write_bytes


def block(x0: int, y0: int, x1: int, y1: int) -> Mask:
    pixels = np.zeros((200, 300), bool)
    pixels[y0:y1, x0:x1] = True
    return Mask.of_pixels(pixels)


@pytest.fixture
def labels(tmp_path: Path) -> LabelSet:
    """Twelve pictures of two episodes, one missing: all have hair, every third a tie of score .3 or .9."""
    pictures = []
    for k in range(12):
        path = tmp_path / "cuts" / f"{k}.png"
        if k != 5:
            write_bytes(path, encode(np.full((200, 300, 3), 200, np.uint8), "png"))
        ring = block(20, 20, 120, 160)
        hole = np.array(ring.canvas())
        hole[60:90, 40:70] = False
        instances = [Instance("hair", Mask.of_pixels(hole), id=2 * k + 1)]
        if k % 3 == 0:
            score = 0.9 if k % 2 else 0.3
            instances.append(Instance("tie", block(150, 100, 160, 120), id=2 * k + 2, score=score))
        origin = Origin("my <title>", f"{k // 6:04d}", f"{k:06d}", (0, 200 * k, 300, 200 * k + 200))
        name = f"{k // 6:04d}/{k:06d}.png"
        pictures.append(
            Picture(name, 300, 200, tuple(instances), path if path.is_file() else None, origin=origin)
        )
    return LabelSet(tuple(pictures), name="my <labels>.json")


def test_masks_are_drawn_where_they_are_and_holes_are_not(labels: LabelSet) -> None:
    sheet = drawn(labels.pictures[0], EIGHT, (150, 100)).astype(int)
    colour = np.array(InstanceClass.HAIR.colour)
    inside, hole, outside = sheet[70, 50], sheet[37, 27], sheet[50, 100]
    assert np.abs(inside - (200 + 0.42 * (colour - 200))).max() <= 1
    assert hole.tolist() == outside.tolist() == [200, 200, 200]


def test_a_png_of_all(labels: LabelSet, tmp_path: Path) -> None:
    shown = toonseg.show(labels, tmp_path / "mosaic.png")
    sheet = decode(shown.path.read_bytes(), "mosaic")
    assert (shown.pictures, shown.instances, shown.left_out) == (12, 16, 0)
    assert sheet.shape[1] == 1600
    red = np.abs(sheet.astype(int) - InstanceClass.HAIR.colour).max(axis=2) < 8
    assert np.count_nonzero(red) > 200  # the legend's square


def test_names_classes_and_rights_are_written_in_hangul(labels: LabelSet, tmp_path: Path) -> None:
    def sheet(folder: str, cls: str, rights: str) -> np.ndarray:  # type: ignore[type-arg]
        first = labels.pictures[0]
        one = replace(first, file=f"{folder}/1.png", instances=(replace(first.instances[0], cls=cls),))
        shown = replace(labels, pictures=(one,), rights=rights)
        return decode(toonseg.show(shown, tmp_path / "m.png").path.read_bytes(), "mosaic")

    here = sheet("눈", "모자", "홍길동")
    for other in (
        sheet("비", "모자", "홍길동"),
        sheet("눈", "치마", "홍길동"),
        sheet("눈", "모자", "김길동"),
    ):
        assert here.shape == other.shape and (here != other).any()
    many = " / ".join(["홍길동"] * 40)
    assert sheet("눈", "모자", many).shape[0] > here.shape[0]


class Parsed(HTMLParser):
    """Counts elements, and keeps what they point to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.sources: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.sources += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_page_is_one_file_with_a_path_for_each_instance(labels: LabelSet, tmp_path: Path) -> None:
    shown = toonseg.show(labels, tmp_path / "mosaic.html")
    text = shown.path.read_text(encoding="utf-8")
    page = Parsed(text)
    assert page.open == []
    assert page.tags.count("path") == 16
    assert page.tags.count("figure") == page.tags.count("img") == 12
    assert text.count('loading="lazy"') == 12
    assert all(source.startswith("data:image/webp;base64,") for source in page.sources)
    assert "http" not in re.sub(r"Content-Security-Policy|http-equiv", "", text)
    assert text.count("picture missing") == 1
    assert "my &lt;labels&gt;.json" in text
    assert "<labels>" not in text
    assert "tie, instance 2, 0.30" in text
    assert "$" not in re.sub(r"<script>.*</script>", "", text, flags=re.DOTALL)


def test_the_outline_of_a_hole_is_in_the_path(labels: LabelSet, tmp_path: Path) -> None:
    text = toonseg.show(labels, tmp_path / "mosaic.html", number=1).path.read_text(encoding="utf-8")
    path = re.search(r' d="(M[^"]+)"', text)
    assert path is not None
    assert path.group(1).count("M") == path.group(1).count("Z") == 2
    assert "40 60" in path.group(1)


def chosen(labels: LabelSet, tmp_path: Path, **filters: object) -> tuple[int, dict[str, int]]:
    shown = toonseg.show(labels, tmp_path / "mosaic.html", **filters)
    return shown.pictures, shown.classes


def test_filters(labels: LabelSet, tmp_path: Path) -> None:
    assert chosen(labels, tmp_path, classes=["necktie"]) == (4, {"tie": 4})
    assert chosen(labels, tmp_path, classes=["tie"], titles=["0001"]) == (2, {"tie": 2})
    assert chosen(labels, tmp_path, titles=["my <title>"]) == (12, {"hair": 12, "tie": 4})
    assert chosen(labels, tmp_path, max_area=0.01) == (4, {"tie": 4})
    assert chosen(labels, tmp_path, min_area=0.01) == (12, {"hair": 12})
    assert chosen(labels, tmp_path, classes=["tie"], min_score=0.5) == (2, {"tie": 2})
    assert toonseg.show(labels, tmp_path / "m.html", number=5).left_out == 7


def test_so_many_pictures_are_spread_evenly_or_by_chance(labels: LabelSet, tmp_path: Path) -> None:
    def files(**filters: object) -> list[str]:
        text = toonseg.show(labels, tmp_path / "m.html", number=3, **filters).path.read_text(encoding="utf-8")
        return re.findall(r'<figcaption title="([^"]+)"', text)

    assert files() == ["0000/000000.png", "0000/000004.png", "0001/000008.png"]
    assert files(seed=1) == files(seed=1)
    assert len({tuple(files(seed=seed)) for seed in range(8)}) > 3


def test_what_cannot_be_shown_is_refused(labels: LabelSet, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.html"):
        toonseg.show(labels, tmp_path / "mosaic.gif")
    with pytest.raises(UsageError, match="boots"):
        toonseg.show(labels, tmp_path / "mosaic.png", classes=["boots"])
    with pytest.raises(UsageError, match="no picture fits"):
        toonseg.show(labels, tmp_path / "mosaic.png", titles=["other"])


def test_the_command_line(labels: LabelSet, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(labels, tmp_path / "labels.json", Format.COCO)
    out = tmp_path / "ties.png"
    with pytest.raises(SystemExit) as stopped:
        main(["label", "show", str(tmp_path / "labels.json"), "-o", str(out), "--class", "tie", "--json"])
    assert not stopped.value.code
    assert json.loads(capsys.readouterr().out)["classes"] == {"tie": 4}
    assert out.is_file()

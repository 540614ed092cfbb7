"""Pictures with masks: of titles, of labels, of predictions, of pictures with masks from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from toonseg.annotations.formats import read, write
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Origin, Picture
from toonseg.annotations.masks import Mask
from toonseg.errors import SourceError, UsageError
from toonseg.model.pixels import identity, pixels_of
from toonseg.pictures import write_picture
from toonseg.results.masked import content_of, masked
from toonseg.workspace import CUTS_FILE

SIZE = (40, 60)


def instance(name: str, x: int, score: float | None = None) -> Instance:
    mask = np.zeros(SIZE, bool)
    mask[10:30, x : x + 8] = True
    return Instance(name, Mask.of_pixels(mask), score=score)


@pytest.fixture
def coco(tmp_path: Path) -> Path:
    """a.png with hair, a tie and a model's skirt; b.png with nothing."""
    instances = (instance("hair", 4), instance("tie", 20), instance("skirt", 40, 0.4))
    pictures = []
    for name, some in (("a.png", instances), ("b.png", ())):
        write_picture(tmp_path / "set" / name, np.full((*SIZE, 3), 90, np.uint8), "png")
        pictures.append(Picture(name, SIZE[1], SIZE[0], some, path=tmp_path / "set" / name))
    labels = LabelSet(tuple(pictures), rights="CC0")
    write(labels, tmp_path / "set" / "labels.json", "coco")
    return tmp_path / "set" / "labels.json"


def told(found: LabelSet) -> dict[str, list[str]]:
    return {picture.file: [one.cls for one in picture.instances] for picture in found.pictures}


def test_labels_bring_their_pictures(coco: Path) -> None:
    found = masked(coco)
    assert told(found.labels) == {"a.png": ["hair", "tie", "skirt"], "b.png": []}
    assert found.title is None
    assert found.labels.rights == "CC0"
    assert pixels_of(found.pictures[0]).shape == (*SIZE, 3)


def test_classes_and_scores_pick(coco: Path) -> None:
    assert told(masked(coco, only=["necktie", "hair"]).labels)["a.png"] == ["hair", "tie"]
    assert told(masked(coco, score=0.5).labels)["a.png"] == ["hair", "tie"]
    assert told(masked(coco, score=0.4).labels)["a.png"] == ["hair", "tie", "skirt"]
    with pytest.raises(UsageError, match="'shoes' is no class"):
        masked(coco, only=["shoes"])


def test_pictures_take_masks_from_elsewhere(coco: Path, tmp_path: Path) -> None:
    write_picture(tmp_path / "mine" / "a.png", np.full((*SIZE, 3), 90, np.uint8), "png")
    found = masked(tmp_path / "mine", coco)
    assert [[one.cls for one in picture.instances] for picture in found.pictures] == [
        ["hair", "tie", "skirt"]
    ]
    assert (found.pictures[0].width, found.pictures[0].height) == (60, 40)


def test_the_remedy_for_pictures_without_masks_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, coco: Path
) -> None:
    """What it says to do gives masks that what it says to add finds."""
    pictures = tmp_path / "my pictures"
    write_picture(pictures / "a.png", np.full((*SIZE, 3), 90, np.uint8), "png")
    monkeypatch.chdir(tmp_path)
    told = 'toonseg predict "my pictures" --out found.json, and add --masks found.json'
    with pytest.raises(SourceError, match=told):
        masked("my pictures")
    write(read(coco).with_pictures(read(coco).pictures[:1]), Path("found.json"), "coco")
    assert [len(one.instances) for one in masked("my pictures", "found.json").pictures] == [3]


def test_labels_that_lie_in_a_folder_of_pictures_are_named(coco: Path) -> None:
    with pytest.raises(SourceError, match=f"Name the labels that lie in it, {coco}"):
        masked(coco.parent)


def test_a_picture_that_is_not_there_is_told_and_the_others_stay(coco: Path) -> None:
    (coco.parent / "b.png").unlink()
    found = masked(coco)
    assert list(told(found.labels)) == ["a.png"]
    assert [problem.where for problem in found.labels.problems] == ["b.png"]


@pytest.mark.parametrize("gone", [["a.png", "b.png"], []])
def test_without_pictures_or_masks_there_is_nothing(coco: Path, tmp_path: Path, gone: list[str]) -> None:
    for name in gone:
        (coco.parent / name).unlink()
    source = coco if gone else tmp_path / "plain"
    write_picture(tmp_path / "plain" / "c.png", np.zeros((*SIZE, 3), np.uint8), "png")
    with pytest.raises(SourceError, match="is there" if gone else "holds no masks"):
        masked(source)


def test_a_title_has_what_people_labelled_else_what_was_predicted(
    tmp_path: Path, write_title: Callable[..., Path]
) -> None:
    title = write_title(tmp_path / "rain", episodes=2)
    labelled = masked(title)
    assert labelled.title == title
    assert {picture.file.split("/")[0] for picture in labelled.pictures} == {"0001", "0002"}
    # Episode 2 loses its labels: its predictions count. Episode 1 has both: its labels do.
    (title / "labels" / "0002.json").unlink()
    for episode in ("0001", "0002"):
        pictures = [
            replace(picture, instances=tuple(replace(one, score=0.7) for one in picture.instances[:1]))
            for picture in labelled.pictures
            if picture.file.startswith(episode)
        ]
        write(
            labelled.labels.with_pictures(tuple(pictures)), title / "predictions" / f"{episode}.json", "coco"
        )
    scores = {
        picture.file.split("/")[0]: {one.score for one in picture.instances}
        for picture in masked(title).pictures
        if picture.instances
    }
    assert scores == {"0001": {None}, "0002": {0.7}}
    assert len(masked(title / "episodes" / "0002").pictures) * 2 == len(labelled.pictures)


def test_predictions_of_a_cut_that_was_moved_lie_where_the_drawing_is(
    tmp_path: Path, write_title: Callable[..., Path]
) -> None:
    title = write_title(tmp_path / "rain", episodes=1)
    before = masked(title)
    write(before.labels, title / "predictions" / "0001.json", "coco")
    (title / "labels" / "0001.json").unlink()
    cuts = title / "cuts" / "0001" / CUTS_FILE
    first = before.pictures[0]
    assert first.origin is not None
    x0, y0, x1, y1 = first.origin.box
    old = cuts.read_text(encoding="utf-8")
    moved = "".join(old.split()).replace(
        f'"box":[{x0},{y0},{x1},{y1}]', f'"box":[{x0 + 5},{y0 + 9},{x1},{y1}]'
    )
    assert moved != "".join(old.split())
    cuts.write_text(moved, encoding="utf-8")
    after = masked(title).pictures[0]
    a, b = first.instances[0], after.instances[0]
    assert (b.box[0], b.box[1]) == (a.box[0] - 5, a.box[1] - 9)
    shown = pixels_of(after)[b.mask.within((0, 0, after.width, after.height))]
    assert np.array_equal(shown, pixels_of(first)[a.mask.within((0, 0, first.width, first.height))])


def test_identity_is_of_the_pixels_and_content_of_the_masks_too(coco: Path) -> None:
    first = masked(coco).pictures[0]
    assert identity(first) == identity(replace(first, instances=()))
    assert content_of(first) != content_of(replace(first, instances=()))
    other = replace(first.instances[0], mask=first.instances[0].mask.moved(1, 0))
    assert content_of(first) != content_of(replace(first, instances=(other, *first.instances[1:])))
    before = identity(first), content_of(first)
    write_picture(coco.parent / "a.png", np.full((*SIZE, 3), 91, np.uint8), "png")
    assert identity(first) != before[0]
    assert content_of(first) != before[1]
    with pytest.raises(SourceError):
        identity(replace(first, path=None))
    with pytest.raises(SourceError):
        identity(replace(first, path=coco.parent / "none.png"))


def test_a_cut_that_is_read_from_pages_is_known_by_them_and_its_box(
    tmp_path: Path, write_title: Callable[..., Path]
) -> None:
    title = write_title(tmp_path / "rain", episodes=1)
    first, second = masked(title).pictures[:2]
    assert identity(first) != identity(second)
    assert first.origin is not None
    moved = Origin(first.origin.title, first.origin.episode, first.origin.cut, (0, 1, 50, 60))
    assert identity(replace(first, origin=moved)) != identity(first)

"""What a training reads besides labelled pictures, what it holds back, and its table."""

from __future__ import annotations

import sys
import types
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.masks import Mask
from toonseg.classes import EIGHT, ClassList
from toonseg.errors import TrainingError
from toonseg.model.data.decoded import Decoded
from toonseg.model.train.curves import curves_svg, labels_svg
from toonseg.model.train.folder import Board
from toonseg.model.train.holding import hold_out
from toonseg.model.train.rehearsal import _balanced, can_rehearse, rehearsal
from toonseg.model.train.sources import Pictures
from toonseg.model.train.table import Row, Table, read_rows

LOSSES = {"class": 1.0, "box": 0.5, "mask": 0.25, "quality": 0.1, "classmap": 0.2}


def plain(*labels: int) -> Decoded:
    owner = np.zeros((8, 8), np.uint8)
    return Decoded(np.zeros((8, 8, 3), np.uint8), owner, np.array(labels, np.int64))


def test_a_table_goes_on_where_the_run_does(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    table = Table(path, -1)
    for step in range(1, 6):
        table.add(Row(step, step * 2.0, 1e-3, LOSSES, 40.0 if step == 4 else None, None))
    with path.open("a") as file:
        file.write("6,12.0,1.0e-")  # a kill in the middle of a line
    again = Table(path, 3)
    again.add(Row(4, 8.5, 1e-3, LOSSES, 41.0, 60.0))
    rows = read_rows(path)
    assert [row.step for row in rows] == [1, 2, 3, 4] == [row.step for row in again.rows]
    assert rows[-1].ap == 41.0 and rows[-1].ap50 == 60.0 and rows[0].ap is None
    assert rows[0].losses == LOSSES
    assert path.read_text().startswith("step,seconds,rate,class,box,mask,quality,classmap,AP,AP50\n")


def test_curves_are_drawn_of_nothing_and_of_much() -> None:
    assert "validation" in str(curves_svg([]))
    rows = [Row(k, k, 1e-3, LOSSES, 30.0 + k if k % 500 == 0 else None, 50.0) for k in range(1, 2001)]
    text = str(curves_svg(rows))
    assert "2030.0" in text, "the best AP"
    assert len(text) < 60_000, "long runs are thinned"


def test_tensorboard_is_told_where_it_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, float, int]] = []

    class SummaryWriter:
        def __init__(self, folder: str) -> None:
            assert folder == str(tmp_path / "tensorboard")

        def add_scalar(self, name: str, value: float, step: int) -> None:
            told.append((name, value, step))

        def close(self) -> None:
            told.append(("closed", 0, 0))

    row = Row(7, 1.0, 1e-3, {"box": 0.5}, 40.0, None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    Board(tmp_path).add(row)
    assert not told
    fake = types.ModuleType("torch.utils.tensorboard")
    fake.SummaryWriter = SummaryWriter  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", fake)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: fake.__spec__ or name)
    board = Board(tmp_path)
    board.add(row)
    board.close()
    assert told == [("box", 0.5, 7), ("rate", 1e-3, 7), ("AP", 40.0, 7), ("closed", 0, 0)]


def test_the_histogram_counts_each_part(discs: LabelSet) -> None:
    text = str(labels_svg({"training": discs, "validation": discs.with_pictures(discs.pictures[:2])}, EIGHT))
    assert "<title>training: 8</title>" in text and "<title>validation: 2</title>" in text


def test_drawn_pictures_come_between_the_labelled_ones(discs: LabelSet) -> None:
    drawn = [plain(0) for _ in range(24)]
    pictures = Pictures(discs.pictures, EIGHT, drawn=drawn, share=0.5)
    assert len(pictures) == 48
    assert sum(pictures[k] is drawn[k - 24] for k in range(24, 48)) == 24
    assert pictures[0] is pictures[8] is pictures[16]


def test_what_cannot_be_read_is_replaced_and_told_once(discs: LabelSet) -> None:
    first, *others = discs.pictures
    told: list[str] = []
    pictures = Pictures(
        (replace(first, path=None), *others), EIGHT, on_left_out=lambda file, _why: told.append(file)
    )
    assert pictures[0] is pictures[1] is pictures[0]
    assert told == ["0.png"]
    none = Pictures((replace(first, path=None),), EIGHT)
    with pytest.raises(TrainingError, match="none of 1 can be read"):
        none.look_through()


def test_whole_episodes_are_held_back(discs: LabelSet) -> None:
    pictures = tuple(replace(p, file=f"t/{k % 4:04d}/{k}.png") for k, p in enumerate(discs.pictures))
    parts = hold_out(discs.with_pictures(pictures), 0.25, 0)
    assert "2 of 8 pictures are held back for validation: whole episodes" in str(parts)
    episodes = [{p.file.split("/")[1] for p in part.pictures} for part in (parts.train, parts.validation)]
    assert not episodes[0] & episodes[1] and len(parts.validation.pictures) == 2
    assert hold_out(discs.with_pictures(pictures), 0.25, 0) == parts
    less = hold_out(discs.with_pictures(pictures), 0.05, 0)
    assert "by class, as whole episodes would be too many" in less.how
    assert len(less.validation.pictures) == 1


def test_people_who_meet_are_not_torn_apart(discs: LabelSet) -> None:
    def who(k: int) -> tuple[int, int]:
        return (k // 2, 10 + k // 2) if k % 2 else (k // 2, k // 2)

    pictures = tuple(
        replace(
            p, instances=tuple(replace(one, character=c) for one, c in zip(p.instances, who(k), strict=True))
        )
        for k, p in enumerate(discs.pictures)
    )
    parts = hold_out(discs.with_pictures(pictures), 0.25, 3)
    assert "groups of people" in parts.how
    people = [{one.character for one in part.instances} for part in (parts.train, parts.validation)]
    assert people[1] and not people[0] & people[1]


def test_without_episodes_or_people_every_class_is_in_both_parts(discs: LabelSet) -> None:
    pictures = tuple(
        replace(p, instances=p.instances[: 1 if k < 4 else 2]) for k, p in enumerate(discs.pictures)
    )
    parts = hold_out(discs.with_pictures(pictures), 0.5, 1)
    assert "by class" in parts.how
    assert all(
        {one.cls for one in part.instances} == {"hair", "pants"} for part in (parts.train, parts.validation)
    )
    with pytest.raises(TrainingError, match="too few"):
        hold_out(discs.with_pictures(discs.pictures[:1]), 0.5, 1)


def test_some_picture_is_held_back_however_small_the_share(discs: LabelSet) -> None:
    parts = hold_out(discs, 0.01, 0)
    assert len(parts.validation.pictures) == 1 and len(parts.train.pictures) == 7


def test_rare_classes_are_rehearsed_first() -> None:
    pool = [plain(0), plain(0, 0), plain(7), plain(0, 6), plain(5)]
    labelled = {"hair": 100, "outer": 50, "tie": 3}
    chosen = _balanced(pool, 3, EIGHT, labelled)
    assert [sorted(set(one.labels.tolist())) for one in chosen] == [[7], [0, 6], [5]]


def test_drawn_cuts_have_the_indices_of_the_classes_that_are_learned() -> None:
    classes = ClassList.of(["outer", "hair"])
    assert can_rehearse(classes) and not can_rehearse(ClassList.of(["hair", "shoes"]))
    first, again = (rehearsal(3, classes, {"hair": 1}, seed=2, jobs=1) for _ in range(2))
    assert len(first) == 3
    assert all(np.array_equal(a.pixels, b.pixels) for a, b in zip(first, again, strict=True))
    seen = Counter(label for one in first for label in one.labels.tolist())
    assert set(seen) <= {0, 1} and seen[1] > 0
    assert all(int(one.owner.max()) == len(one.labels) for one in first)


def test_of_a_title_only_what_somebody_looked_at_is_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    from toonseg.model.train import run

    monkeypatch.setattr(run, "is_title", lambda path: path.name == "title")
    one = (Instance("hair", Mask.of_pixels(np.ones((4, 4), bool))),)
    files = {"0001/1.png": one, "0001/2.png": (), "0002/1.png": (), "0003/1.png": one}
    labels = LabelSet(tuple(Picture(file, 8, 8, found) for file, found in files.items()))
    told: list[str] = []

    def kept(source: str | LabelSet, *, few: bool) -> list[str]:
        return [picture.file for picture in run._looked_at(source, labels, few, told.append).pictures]

    assert kept("title", few=True) == ["0001/1.png", "0003/1.png"]
    assert kept("title", few=False) == ["0001/1.png", "0001/2.png", "0003/1.png"]
    assert told == [
        "2 of 4 cuts are left out: without labels", "1 of 4 cuts are left out: of episodes without labels"
    ]  # fmt: skip
    assert kept("labels.json", few=True) == kept(labels, few=True) == list(files)
    labels = labels.with_pictures(labels.pictures[1:3])
    assert kept("title", few=True) == ["0001/2.png", "0002/1.png"], "what is wrong is told where it is used"


def test_few_cuts_whose_pictures_are_gone_are_not_few_labels() -> None:
    from toonseg.model.train.run import _plan

    one = (Instance("hair", Mask.of_pixels(np.ones((4, 4), bool))),)
    labels = LabelSet(tuple(Picture(f"{k}.png", 8, 8, one) for k in range(9)), name="labels.json")
    with pytest.raises(
        TrainingError, match=r"labels.json: none of 9 labelled pictures is there, such as 0.png"
    ):
        _plan(labels, None, True, True, print)

"""YOLO in and out: one polygon a line, data.yaml as tools write it, and files in which something is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toonseg.annotations import Instance, LabelSet, Mask, Picture, ProblemKind
from toonseg.annotations.formats.yolo_read import is_yolo, read_yolo
from toonseg.annotations.formats.yolo_write import write_yolo
from toonseg.annotations.formats.yolo_yaml import read_data_yaml, write_data_yaml
from toonseg.classes import EIGHT
from toonseg.errors import LabelError
from toonseg.pictures import encode

Agree = Callable[..., None]
WithFiles = Callable[[LabelSet, Path], LabelSet]
slow_start = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
SQUARE = "0 0.25 0.25 0.5 0.25 0.5 0.5 0.25 0.5"


def picture(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode(np.zeros((40, 60, 3), np.uint8), "png"))
    return path


def text(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def reading(root: Path, lines: str) -> LabelSet:
    picture(root / "images" / "a.png")
    text(root / "labels" / "a.txt", lines)
    text(root / "data.yaml", "names: [hair, tie]")
    return read_yolo(root)


def test_hard_masks_come_back_exactly(
    hard_set: LabelSet, with_files: WithFiles, agree: Agree, tmp_path: Path
) -> None:
    labels = with_files(hard_set, tmp_path / "cuts")
    written = write_yolo(labels, tmp_path / "yolo")
    assert (written.pictures, written.instances, written.notes) == (10, 10, ())
    agree(read_yolo(tmp_path / "yolo"), labels, kept=False)
    agree(read_yolo(tmp_path / "yolo" / "data.yaml"), labels, kept=False)


@slow_start
@given(data=st.data())
def test_any_masks_come_back(
    sets: st.SearchStrategy[LabelSet],
    with_files: WithFiles,
    agree: Agree,
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
) -> None:
    out = tmp_path_factory.mktemp("yolo")
    labels = with_files(data.draw(sets), out / "cuts")
    write_yolo(labels, out / "exact")
    agree(read_yolo(out / "exact"), labels, kept=False)
    write_yolo(labels, out / "simple", tolerance=2)
    agree(read_yolo(out / "simple"), labels, kept=False, least=0.98)


def test_on_a_strip_corners_are_as_exact(with_files: WithFiles, agree: Agree, tmp_path: Path) -> None:
    pixels = np.zeros((90_001, 3), bool)
    pixels[77_777:77_779, 1] = pixels[5] = True
    labels = LabelSet((Picture("a.png", 3, 90_001, (Instance("hair", Mask.of_pixels(pixels)),)),))
    write_yolo(with_files(labels, tmp_path / "cuts"), tmp_path / "yolo")
    agree(read_yolo(tmp_path / "yolo"), labels, kept=False)


def test_rings_that_cross_each_other_or_the_edge_are_drawn_anew(
    with_files: WithFiles, agree: Agree, tmp_path: Path
) -> None:
    """Joined to one ring as they are, rings that overlap would cut a hole into each other."""
    rings = (
        np.array([[5.0, 5], [20, 5], [20, 20], [5, 20]]),
        np.array([[10.0, 10], [30, 10], [30, 30], [10, 30]]),
    )
    over = (np.array([[-9.0, 5], [20, 5], [20, 30]]),)
    pixels = np.zeros((40, 60), bool)
    pixels[5:20, 5:20] = pixels[10:30, 10:30] = True
    both = Instance("hair", Mask.of_pixels(pixels), rings=rings)
    edge = Instance("tie", Mask.of_pixels(np.tri(40, 60, -20, bool)), rings=over)
    labels = with_files(LabelSet((Picture("a.png", 60, 40, (both, edge)),)), tmp_path / "cuts")
    write_yolo(labels, tmp_path / "yolo")
    agree(read_yolo(tmp_path / "yolo"), labels, kept=False)


def test_the_lines_are_those_of_yolo(with_files: WithFiles, tmp_path: Path) -> None:
    pixels = np.zeros((40, 60), bool)
    pixels[10:20, 15:30] = True
    odd = Instance("말풍선", Mask.of_pixels(pixels))
    labels = LabelSet(
        (Picture("x/a.png", 60, 40, (Instance("tie", odd.mask), odd)), Picture("b.png", 60, 40))
    )
    written = write_yolo(with_files(labels, tmp_path / "cuts"), tmp_path / "yolo")
    assert written.instances == 2
    first, second = (tmp_path / "yolo" / "labels" / "x" / "a.txt").read_text().splitlines()
    number, *shares = first.split()
    assert number == "6"
    assert set(zip(shares[::2], shares[1::2], strict=True)) == {
        (x, y) for x in ("0.25", "0.5") for y in ("0.25", "0.5")
    }
    assert second.split()[0] == "8"
    assert (tmp_path / "yolo" / "labels" / "b.txt").read_text() == ""
    yaml = (tmp_path / "yolo" / "data.yaml").read_text(encoding="utf-8")
    assert "  8: 말풍선" in yaml.splitlines()
    assert read_data_yaml(tmp_path / "yolo" / "data.yaml").names == dict(enumerate([*EIGHT.names, "말풍선"]))
    assert [len(one.instances) for one in read_yolo(tmp_path / "yolo").pictures] == [0, 2]


def test_boxes_scores_and_blank_lines(tmp_path: Path) -> None:
    labels = reading(tmp_path, f"\n0 0.5 0.5 0.5 0.25\n1 0.5 0.5 0.5 0.25 0.75\n{SQUARE} 0.125\n")
    box, scored, square = labels.instances
    assert (box.cls, box.box, box.score) == ("hair", (15, 15, 45, 25), None)
    assert (scored.cls, scored.box, scored.score) == ("tie", (15, 15, 45, 25), 0.75)
    assert (square.box, square.area, square.score) == ((15, 10, 30, 20), 150, 0.125)
    (problem,) = labels.problems
    assert problem.text == "2 of 3 lines are boxes, which stand for the masks"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("7 0.1 0.1 0.2 0.2 0.3 0.4", "7 is no class"),
        ("-1 0.1 0.1 0.2 0.2 0.3 0.4", "-1 is no class"),
        ("0.5 0.1 0.1 0.2 0.2 0.3 0.4", "0.5 is no class"),
        ("nan 0.1 0.1 0.2 0.2 0.3 0.4", "nan is no class"),
        ("hair 0.1 0.1 0.2 0.2 0.3 0.4", "not all numbers"),
        ("0", "0 corners"),
        ("0 0.1 0.1", "1 corners"),
        ("0 15 10 30 10 30 20", "no shares"),
        ("0 inf 0.1 0.2 0.2 0.3 0.4", "no shares"),
        ("0 nan 0.1 0.2 0.2 0.3 0.4", "no shares"),
        ("0 0.1 0.1 0.2 0.1 0.3 0.1", "no pixel"),
        ("0 0.5 0.5 0.5 0.25 7", "0 to 1"),
    ],
)
def test_a_wrong_line_costs_itself_and_is_told(tmp_path: Path, line: str, words: str) -> None:
    labels = reading(tmp_path, f"{SQUARE}\n{line}\n")
    assert [one.area for one in labels.instances] == [150]
    (problem,) = labels.problems
    assert (problem.file, problem.where.removesuffix(".score")) == (
        str(tmp_path / "labels" / "a.txt"),
        "line 2",
    )
    assert words in problem.text


def test_roboflow(tmp_path: Path) -> None:
    """Folders per split whose paths lead one folder too far up, and a block about the export."""
    for split in ("train", "valid"):
        picture(tmp_path / split / "images" / f"{split}.png")
        text(tmp_path / split / "labels" / f"{split}.txt", SQUARE)
    text(
        tmp_path / "data.yaml",
        "train: ../train/images\nval: ../valid/images\ntest: ../test/images\n\nnc: 2\n"
        "names: ['hair', 'dress shirt']\n\nroboflow:\n  workspace: me\n  names: [x]\n  license: CC BY 4.0\n",
    )
    labels = read_yolo(tmp_path)
    assert labels.problems == ()
    assert [(one.file, dict(one.extra)) for one in labels.pictures] == [
        ("train/train.png", {"split": "train"}),
        ("valid/valid.png", {"split": "val"}),
    ]


def test_ultralytics(tmp_path: Path) -> None:
    """images/train beside labels/train, names as a mapping, comments, a script that nobody runs."""
    picture(tmp_path / "images" / "train" / "0001" / "a.png")
    picture(tmp_path / "images" / "val" / "b.png")
    text(tmp_path / "labels" / "train" / "0001" / "a.txt", SQUARE)
    text(
        tmp_path / "my.yaml",
        "# Toons #1\npath: . # dataset root\ntrain:\n  - images/train\nval: images/val  # 1 picture\n\n"
        "# Classes\nnames:\n  0: hair\n  1: 'it''s \"x\" # no'\n  10: T-shirt # last\n\n"
        "download: |\n  import os\n  names: [rm]\n",
    )
    labels = read_yolo(tmp_path)
    assert labels.problems == ()
    assert [(one.file, len(one.instances)) for one in labels.pictures] == [
        ("train/0001/a.png", 1),
        ("val/b.png", 0),
    ]
    assert read_data_yaml(tmp_path / "my.yaml").names == {0: "hair", 1: 'it\'s "x" # no', 10: "T-shirt"}


def test_lists_of_files_and_folders_without_data_yaml(tmp_path: Path) -> None:
    picture(tmp_path / "images" / "a.png")
    text(tmp_path / "labels" / "a.txt", SQUARE)
    text(tmp_path / "labels" / "classes.txt", "tie\n")
    assert is_yolo(tmp_path)
    labels = read_yolo(tmp_path)
    assert [one.cls for one in labels.instances] == ["tie"]
    assert [one.file for one in labels.pictures] == ["a.png"]
    text(tmp_path / "train.txt", "./images/a.png\nimages/gone.png\n")
    text(tmp_path / "data.yaml", "train: train.txt\nnames: [hair]\n")
    labels = read_yolo(tmp_path)
    assert [one.cls for one in labels.instances] == ["hair"]
    assert [problem.kind for problem in labels.problems] == [ProblemKind.PICTURE_MISSING]


def test_pictures_that_lie_elsewhere_and_those_that_are_missing(
    hard_set: LabelSet, with_files: WithFiles, agree: Agree, tmp_path: Path
) -> None:
    labels = with_files(hard_set, tmp_path / "cuts")
    write_yolo(labels, tmp_path / "yolo", pictures=False)
    assert not (tmp_path / "yolo" / "images").exists()
    agree(read_yolo(tmp_path / "yolo", pictures=tmp_path / "cuts"), labels, kept=False)
    none = read_yolo(tmp_path / "yolo")
    assert none.pictures == ()
    assert {problem.kind for problem in none.problems} == {ProblemKind.PICTURE_MISSING}
    written = write_yolo(with_files(labels, tmp_path / "x").with_pictures(
        tuple(replace(one, path=None) for one in labels.pictures)), tmp_path / "none")  # fmt: skip
    assert written.notes == ("10 of 10 pictures are not there to be copied",)


@pytest.mark.parametrize(
    "content",
    ["", "names:", "names: []", "names: 5", "names:\n  x: hair\n", "train: images\n", "names: {a: b}"],
)
def test_a_data_yaml_without_names_is_refused(tmp_path: Path, content: str) -> None:
    path = text(tmp_path / "data.yaml", content)
    with pytest.raises(LabelError, match="names"):
        read_data_yaml(path)


def test_a_data_yaml_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data.yaml").write_bytes("names: [머리]".encode("cp949"))
    with pytest.raises(LabelError, match="cannot be read"):
        read_data_yaml(tmp_path / "data.yaml")


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), min_size=1, unique=True))
def test_any_names_come_back(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    path = text(
        tmp_path_factory.getbasetemp() / "names.yaml", write_data_yaml(tuple(names), "mine\nand yours")
    )
    assert read_data_yaml(path).names == dict(enumerate(names))


def test_wrong_labels_and_pictures_cost_one_picture(tmp_path: Path) -> None:
    reading(tmp_path, SQUARE)
    picture(tmp_path / "images" / "b.png").write_bytes(b"no picture")
    picture(tmp_path / "images" / "c.png")
    (tmp_path / "labels" / "c.txt").write_bytes("0 é".encode("utf-16"))
    labels = read_yolo(tmp_path)
    assert [one.file for one in labels.pictures] == ["a.png"]
    assert [problem.kind for problem in labels.problems] == [
        ProblemKind.PICTURE_BROKEN,
        ProblemKind.MALFORMED,
    ]
    with pytest.raises(LabelError, match="no labels of YOLO"):
        read_yolo(tmp_path / "labels")


def test_labels_beside_pictures_in_a_folder_that_is_itself_below_images(tmp_path: Path) -> None:
    root = tmp_path / "images" / "set"
    picture(root / "pages" / "a.png")
    text(root / "pages" / "a.txt", SQUARE)
    text(root / "data.yaml", "train: pages\nnames: [hair]\n")
    assert [(one.file, len(one.instances)) for one in read_yolo(root).pictures] == [("pages/a.png", 1)]

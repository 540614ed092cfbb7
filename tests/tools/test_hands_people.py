"""tools/hands/people: what the labels of clip art say, and what they make of its shapes."""

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("resvg_py")

from tools.hands.compose import Canvas
from tools.hands.drawing import Figure
from tools.hands.layers import CLASS_NAMES, class_map, shapes_of
from tools.hands.people import (
    LEFT_OUT,
    LINES,
    People,
    by_person,
    fill_lines,
    label,
    labels_of,
    numbers,
    read_labels,
    split_keys,
    without,
)
from tools.hands.people_shapes import read_picture

TESTED = Path(__file__).parents[2] / "benchmarks" / "model" / "real" / "labels.json"
HAIR, TEE = 1, 3

TWO_PEOPLE = """
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="2in" height="1in">
  <defs>
    <linearGradient id="stops"><stop offset="0" style="stop-color:#a00"/></linearGradient>
    <linearGradient id="shade" xlink:href="#stops"/>
  </defs>
  <g style="display:none"><rect width="192" height="96"/></g>
  <g style="fill:#000"><rect id="lines" width="192" height="96"/></g>
  <rect id="hair" x="2" y="2" width="90" height="30" style="fill:url(#shade);stroke:none"/>
  <rect id="tee" x="2" y="34" width="90" height="60" style="fill:#00f"/>
  <rect id="other" x="100" y="2" width="90" height="92" fill="#00f"/>
  <rect id="sign" x="40" y="40" width="20" height="20" fill="#fff"/>
</svg>
"""
ENTRY = {"shapes": {"hair": [1], "T-shirt": [2], "T-shirt#2": [3]}, "lines": [0], "left_out": [4]}


@pytest.fixture
def people(tmp_path: Path) -> People:
    (tmp_path / "two.svg").write_text(TWO_PEOPLE)
    root = read_picture(tmp_path / "two.svg")
    label(root, labels_of(ENTRY))
    split_keys(root)
    shown = without(root, LEFT_OUT)
    mapped = without(shown, LINES)
    return People(shown, class_map(mapped), class_map(by_person(mapped)), 0.5, whole=True)


def test_the_order_of_drawing_counts_neither_what_is_hidden_nor_what_is_defined(tmp_path: Path) -> None:
    (tmp_path / "two.svg").write_text(TWO_PEOPLE)
    root = read_picture(tmp_path / "two.svg")
    assert [shape.element.get("id") for shape in shapes_of(root)] == ["lines", "hair", "tee", "other", "sign"]
    assert [shape.fill for shape in shapes_of(root)] == ["#000", "url(#shade)", "#00f", "#00f", "#fff"]
    assert root.get("viewBox") == "0 0 192.0 96.0"


def test_a_gradient_gets_the_stops_it_refers_to(tmp_path: Path) -> None:
    (tmp_path / "two.svg").write_text(TWO_PEOPLE)
    shade = next(one for one in read_picture(tmp_path / "two.svg").iter() if one.get("id") == "shade")
    assert [stop.get("stop-color") for stop in shade] == ["#a00"]


def test_each_persons_garments_are_told_apart_and_what_is_left_out_is_not_drawn(people: People) -> None:
    figure = people.at(192)
    assert figure.classes[10, 40] == HAIR
    assert figure.classes[50, 50] == TEE
    assert figure.classes[50, 150] == TEE + len(CLASS_NAMES)
    assert figure.pixels[50, 50].tolist() == [0, 0, 255, 255]


def test_lines_go_to_what_they_are_nearest_to_and_only_nearby(people: People) -> None:
    classes = people.at(192).classes
    assert (classes[32, 40], classes[33, 40]) == (HAIR, TEE)
    assert classes[50, 96] == 0


def test_lines_are_nobodys_far_from_shapes() -> None:
    drawn = np.zeros((1, 9), bool)
    drawn[0, 4] = True
    classes = np.where(drawn, TEE, 0).astype(np.uint8)
    shown = np.ones((1, 9), bool)
    shown[0, 5] = False
    assert fill_lines(classes, drawn, shown, reach=2.0).tolist() == [[0, 0, 3, 3, 3, 0, 3, 0, 0]]
    assert not fill_lines(classes * 0, drawn & False, shown, reach=2.0).any()


def test_a_picture_of_two_people_gives_two_characters() -> None:
    classes = np.full((20, 40), TEE, np.uint8)
    classes[:, 20:] = TEE + len(CLASS_NAMES)
    cut = Canvas(np.full((40, 100, 3), 255, np.float32))
    for x in (0, 50):
        cut.put_figure(Figure(np.full((20, 40, 4), 255, np.uint8), classes), (x, 0))
    assert [(one.cls, one.character) for one in cut.seen()] == [("T-shirt", n) for n in (1, 2, 3, 4)]


def test_numbers_may_be_ranges() -> None:
    assert numbers([1, "3-5", "7"]) == [1, 3, 4, 5, 7]


def test_labels_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="hat#2 is none of hair"):
        labels_of({"shapes": {"hat#2": [1]}})
    with pytest.raises(ValueError, match="shape 4 is hair and T-shirt"):
        labels_of({"shapes": {"hair": ["3-5"], "T-shirt": [4]}})


def test_no_picture_for_training_is_one_of_the_benchmark() -> None:
    tested = {
        Path(image["path"]).stem
        for image in json.loads(TESTED.read_text())["images"]
        if image["source"] == "openclipart"
    }
    assert len(tested) > 30
    assert not tested & {Path(name).stem for name in read_labels()}


def test_what_is_labelled_is_drawn_and_no_outline_of_all() -> None:
    for name, (digest, labels) in read_labels().items():
        assert len(digest) == 64, name
        assert not set(labels.classes) & (labels.lines | labels.left_out), name
        assert not labels.lines & labels.left_out, name

"""labelme in and out: all kinds of shapes, parts by group, versions, and files that are spoilt."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toonseg.annotations import Instance, LabelSet, Mask, Picture, ProblemKind
from toonseg.annotations.formats.labelme_read import read_labelme
from toonseg.annotations.formats.labelme_write import write_labelme
from toonseg.classes import EIGHT
from toonseg.errors import LabelError
from toonseg.pictures import encode

Agree = Callable[..., None]
CORNERS = [[10, 5], [30, 5], [30, 20], [10, 20]]
slow_start = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)


def png(pixels: np.ndarray[Any, Any]) -> str:
    return base64.b64encode(encode(np.repeat(pixels[..., None] * 255, 3, 2).astype(np.uint8), "png")).decode()


def shape(**changes: Any) -> dict[str, Any]:
    known = {"label": "hair", "points": CORNERS, "group_id": None, "shape_type": "polygon", "flags": {}}
    return known | changes


def whole(*shapes: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "version": "4.5.6",
        "flags": {},
        "shapes": list(shapes),
        "imagePath": "32848.jpg",
        "imageData": None,
        "imageHeight": 40,
        "imageWidth": 60,
    } | changes


def reading(folder: Path, data: Any, name: str = "32848.json") -> LabelSet:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps(data), encoding="utf-8")
    return read_labelme(folder)


@pytest.mark.parametrize("masks", [False, True])
def test_hard_masks_come_back_exactly(hard_set: LabelSet, agree: Agree, tmp_path: Path, masks: bool) -> None:
    written = write_labelme(hard_set, tmp_path, masks=masks)
    assert (written.pictures, written.instances, written.notes) == (10, 10, ())
    agree(read_labelme(tmp_path), hard_set)


@slow_start
@given(data=st.data())
def test_any_masks_come_back(
    sets: st.SearchStrategy[LabelSet],
    agree: Agree,
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
) -> None:
    labels, out = data.draw(sets), tmp_path_factory.mktemp("labelme")
    write_labelme(labels, out, masks=True)
    agree(read_labelme(out), labels, kept=False)
    write_labelme(labels, out)
    agree(read_labelme(out), labels, kept=False)
    write_labelme(labels, out, tolerance=2)
    agree(read_labelme(out), labels, kept=False, least=0.98)


def test_what_is_written_is_what_labelme_reads(tmp_path: Path) -> None:
    pixels = np.zeros((40, 60), bool)
    pixels[5:8, 10:20] = pixels[20:24, 30:33] = True
    one = Instance(
        "tie", Mask.of_pixels(pixels), character=4, extra={"description": "loose", "flags": {"ok": True}}
    )
    labels = LabelSet((Picture("0100/000592.png", 60, 40, (one,)),))
    write_labelme(labels, tmp_path / "polygons")
    data = json.loads((tmp_path / "polygons" / "0100" / "000592.json").read_text())
    assert {key: data[key] for key in data if key != "shapes"} == {
        "version": "5.5.0",
        "flags": {},
        "imagePath": "000592.png",
        "imageData": None,
        "imageHeight": 40,
        "imageWidth": 60,
    }
    first, second = data["shapes"]
    assert first["group_id"] == second["group_id"] == 1
    assert {(x, y) for part in (first, second) for x, y in part["points"]} == {
        *((x, y) for x in (10, 20) for y in (5, 8)),
        *((x, y) for x in (30, 33) for y in (20, 24)),
    }
    known = {
        "label": "tie",
        "shape_type": "polygon",
        "mask": None,
        "description": "loose",
        "flags": {"ok": True},
    }
    assert known.items() <= first.items()
    assert (first["character"], first["source"]) == (4, "")
    write_labelme(labels, tmp_path / "masks", masks=True)
    (mask,) = json.loads((tmp_path / "masks" / "0100" / "000592.json").read_text())["shapes"]
    assert (mask["shape_type"], mask["points"], mask["group_id"]) == ("mask", [[10, 5], [32, 23]], None)


def test_every_kind_of_shape(tmp_path: Path) -> None:
    y, x = np.mgrid[0:6, 0:8]
    pixels = (x + y) % 3 > 0
    labels = reading(
        tmp_path,
        whole(
            shape(),
            shape(label="tie", shape_type="rectangle", points=[[30, 20], [10, 5]]),
            shape(label="vest", shape_type="circle", points=[[30, 20], [30, 32]]),
            shape(label="pants", shape_type="mask", points=[[3, 4], [10, 9]], mask=png(pixels)),
            shape(label="skirt", shape_type="rectangle", points=CORNERS),
            shape(label="outer", shape_type="oriented_rectangle"),
        ),
    )
    assert labels.problems == ()
    polygon, rectangle, circle, mask, corners, turned = labels.instances
    assert polygon.area == rectangle.area == corners.area == turned.area == 300
    assert polygon.box == rectangle.box == (10, 5, 30, 20)
    assert circle.area == pytest.approx(math.pi * 144, rel=0.01)
    assert circle.box == (18, 8, 42, 32)
    assert mask.box == (3, 4, 11, 10)
    assert np.array_equal(mask.mask.within((3, 4, 11, 10)), pixels)
    assert mask.rings is None
    assert {one.source for one in labels.instances} == {"labelme"}


@pytest.mark.parametrize("kind", ["line", "linestrip", "point", "points"])
def test_shapes_without_area_are_passed_over_and_told(tmp_path: Path, kind: str) -> None:
    labels = reading(tmp_path, whole(shape(shape_type=kind), shape(label="tie")))
    assert [one.cls for one in labels.instances] == ["tie"]
    (problem,) = labels.problems
    assert (problem.where, problem.text) == ("shapes[0].shape_type", f"a {kind} has no area")


def test_shapes_of_one_label_and_group_are_one_instance(tmp_path: Path) -> None:
    other = [[40, 5], [50, 5], [50, 20]]
    labels = reading(
        tmp_path,
        whole(
            shape(group_id=1),
            shape(group_id=1, points=other),
            shape(label="tie", group_id=1),
            shape(group_id=2, points=other),
            shape(points=other),
            shape(points=other),
            shape(
                label="vest",
                group_id=5,
                shape_type="mask",
                points=[[0, 0], [1, 1]],
                mask=png(np.ones((2, 2))),
            ),
            shape(label="vest", group_id=5),
        ),
    )
    found = list(labels.instances)
    assert [(one.cls, one.extra.get("group_id")) for one in found] == [
        ("hair", 1), ("tie", 1), ("hair", 2), ("hair", None), ("hair", None), ("vest", 5),
    ]  # fmt: skip
    assert len(found[0].rings or ()) == 2
    assert found[0].box == (10, 5, 50, 20)
    assert (found[5].rings, found[5].area) == (None, 304)
    write_labelme(labels, tmp_path / "again")
    again = read_labelme(tmp_path / "again")
    assert [one.cls for one in again.instances] == [one.cls for one in found]
    assert all(a.mask.same_pixels(b.mask) for a, b in zip(again.instances, found, strict=True))


def test_two_instances_of_one_group_stay_two(tmp_path: Path) -> None:
    """A cut that was split in two leaves parts of one instance, which are of one label and group."""
    halves = [
        Instance("hair", Mask.of_pixels(np.ones((3, 3), bool), at), extra={"group_id": 7})
        for at in ((0, 0), (20, 20))
    ]
    labels = LabelSet((Picture("a.png", 60, 40, tuple(halves)),))
    write_labelme(labels, tmp_path)
    assert [one.box for one in read_labelme(tmp_path).instances] == [one.box for one in halves]


def test_versions_three_to_seven(tmp_path: Path) -> None:
    """No types and sizes in the oldest, colours in old ones, descriptions and masks in new ones."""
    image = base64.b64encode(encode(np.zeros((40, 60, 3), np.uint8), "png")).decode()
    old = {
        "version": "3.4.1",
        "flags": {},
        "shapes": [{"label": "hair", "line_color": None, "fill_color": [1, 2, 3, 4], "points": CORNERS}],
        "lineColor": [0, 255, 0, 128],
        "fillColor": [255, 0, 0, 128],
        "imagePath": "a.jpg",
        "imageData": image,
    }
    (picture,) = reading(tmp_path / "3", old).pictures
    assert picture.size == (40, 60)
    assert [(one.area, dict(one.extra)) for one in picture.instances] == [(300, {"fill_color": [1, 2, 3, 4]})]
    new = whole(
        shape(description="long", mask=None, made_by="me"), version="7.0.0", flags={"done": True}, shot=4
    )
    (picture,) = reading(tmp_path / "7", new).pictures
    assert picture.extra == {"flags": {"done": True}, "shot": 4}
    assert [dict(one.extra) for one in picture.instances] == [{"description": "long", "made_by": "me"}]
    write_labelme(LabelSet((picture,)), tmp_path / "again")
    data = json.loads(next((tmp_path / "again").glob("*.json")).read_text())
    assert (data["flags"], data["shot"], data["shapes"][0]["made_by"]) == ({"done": True}, 4, "me")


@pytest.mark.parametrize("said", ["..\\images\\a.png", "/somebody/else/a.png", "C:\\me\\a.png", "a.png"])
def test_pictures_are_found_where_they_lie(tmp_path: Path, said: str) -> None:
    where = tmp_path / "images" if said.startswith("..") else tmp_path / "labels"
    where.mkdir()
    (where / "a.png").write_bytes(encode(np.zeros((40, 60, 3), np.uint8), "png"))
    labels = reading(tmp_path / "labels", whole(shape(), imagePath=said, imageHeight=None), "x.json")
    (picture,) = labels.pictures
    assert picture.file == "a.png"
    assert picture.path is not None
    assert picture.path.resolve() == where / "a.png"
    assert picture.size == (40, 60)


def test_two_files_of_one_picture_name_keep_their_own(tmp_path: Path) -> None:
    for name in ("ep1_a", "ep2_a"):
        labels = reading(tmp_path, whole(shape(), imagePath=f"{name[:3]}/a.png"), f"{name}.json")
    assert [picture.file for picture in labels.pictures] == ["a.png", "ep2_a.png"]


def test_written_files_say_where_pictures_lie(
    hard_set: LabelSet, with_files: Callable[[LabelSet, Path], LabelSet], agree: Agree, tmp_path: Path
) -> None:
    labels = with_files(hard_set, tmp_path / "cuts")
    write_labelme(labels, tmp_path / "labels")
    read = read_labelme(tmp_path / "labels")
    agree(read, labels)
    assert [p.path.resolve() for p in read.pictures if p.path] == sorted(
        p.path for p in labels.pictures if p.path
    )
    write_labelme(labels, tmp_path / "both", pictures=True)
    assert {p.path for p in read_labelme(tmp_path / "both").pictures} == {
        tmp_path / "both" / p.file for p in labels.pictures
    }


@pytest.mark.parametrize(
    ("changes", "where", "words"),
    [
        ({"label": 5}, "label", "no text"),
        ({"points": None}, "points", "no list of points"),
        ({"points": [[1, 2], [3, 4]]}, "points", "2 corners"),
        ({"points": [[1, 2], [3, 4], [5]]}, "points", "no list of points"),
        ({"points": [[1, 2], [3, 4], [5, math.inf]]}, "points", "far outside"),
        ({"points": [[1, 2], [3, 4], [5, 1e7]]}, "points", "far outside"),
        ({"points": [[1, 1], [5, 1], [9, 1]]}, "points", "no pixel"),
        ({"shape_type": "oval"}, "shape_type", "unknown"),
        ({"shape_type": ["polygon"]}, "shape_type", "no text"),
        ({"shape_type": "rectangle", "points": [[1, 2]]}, "points", "a rectangle has two"),
        ({"shape_type": "circle", "points": [[1, 2], [1, 2]]}, "points", "radius 0"),
        ({"shape_type": "circle", "points": [[1, 2], [1, 1e9]]}, "points", "radius"),
        ({"shape_type": "mask", "points": [[1, 2], [5, 5]]}, "mask", "no picture in base64"),
        ({"shape_type": "mask", "points": [[1, 2], [5, 5]], "mask": "AAAA"}, "mask", "no picture in base64"),
        ({"shape_type": "mask", "points": [[1, 2], [5, 5]], "mask": "é"}, "mask", "no picture in base64"),
        (
            {"shape_type": "mask", "points": [[1, 1], [3, 3]], "mask": png(np.ones((2, 3)))},
            "mask",
            "3 x 2 pixels",
        ),
        ({"shape_type": "mask", "points": [[0, 0], [30000, 30000]], "mask": "AAAA"}, "points", "more than"),
        (
            {"shape_type": "mask", "points": [[70, 1], [72, 2]], "mask": png(np.ones((2, 3)))},
            "points",
            "outside",
        ),
        ({"score": -2}, "score", "0 to 1"),
        ({"character": [1]}, "character", "no text"),
        ({"crowd": 1}, "crowd", "neither"),
        ({"source": 1}, "source", "no text"),
    ],
)
def test_a_wrong_shape_costs_itself_and_is_told(
    tmp_path: Path, changes: dict[str, Any], where: str, words: str
) -> None:
    labels = reading(tmp_path, whole(shape(**changes), shape(label="tie")))
    assert [one.cls for one in labels.instances] == ["tie"]
    (problem,) = labels.problems
    assert (problem.file, problem.where) == (str(tmp_path / "32848.json"), f"shapes[0].{where}")
    assert words in problem.text


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"imageHeight": None}, "imageHeight"),
        ({"imageHeight": 10**6, "imageWidth": 10**6}, "imageWidth"),
        ({"imageHeight": "40"}, "imageHeight"),
        ({"imageHeight": None, "imageData": "AAAA"}, "imageData"),
        ({"origin": 5}, "origin"),
    ],
)
def test_a_wrong_file_costs_its_picture_and_is_told(
    tmp_path: Path, changes: dict[str, Any], where: str
) -> None:
    reading(tmp_path, whole(shape()), "good.json")
    labels = reading(tmp_path, whole(shape(), imagePath="bad.jpg", **changes), "bad.json")
    assert [picture.file for picture in labels.pictures] == ["32848.jpg"]
    assert [(problem.file, problem.where) for problem in labels.problems] == [
        (str(tmp_path / "bad.json"), where)
    ]


def test_files_that_are_none(tmp_path: Path, broken_files: dict[str, bytes]) -> None:
    for what, content in broken_files.items():
        (tmp_path / f"{what}.json").write_bytes(content)
        with pytest.raises(LabelError):
            read_labelme(tmp_path / f"{what}.json")
    with pytest.raises(LabelError, match=r"another encoding|empty|is no"):
        read_labelme(tmp_path)
    labels = reading(tmp_path, whole(shape()))
    assert len(labels.pictures) == 1
    assert {problem.file for problem in labels.problems} == {
        str(tmp_path / f"{what}.json") for what in broken_files
    }
    assert {problem.kind for problem in labels.problems} == {ProblemKind.MALFORMED}
    with pytest.raises(LabelError, match="no file of labelme"):
        read_labelme(tmp_path / "nothing")


def test_any_field_may_be_wrong(tmp_path: Path, spoilt: Callable[[Any], Iterator[tuple[str, Any]]]) -> None:
    data = whole(
        shape(group_id=1, description="x"),
        shape(label="tie", shape_type="mask", points=[[3, 4], [5, 5]], mask=png(np.ones((2, 3)))),
        shape(label="vest", shape_type="circle", points=[[30, 20], [30, 32]], score=0.5),
    )
    for what, other in spoilt(data):
        try:
            labels = reading(tmp_path, other)
        except LabelError as error:
            assert str(tmp_path) in str(error)
            continue
        found = list(labels.instances)
        assert all(one.area > 0 and isinstance(one.cls, str) for one in found)
        lost = len(data["shapes"]) - len(found)
        if lost and not labels.problems:
            assert what in {
                f"shapes{rest}" for rest in (" = []", ".0 = 'gone'", ".1 = 'gone'", ".2 = 'gone'")
            }


def test_classes_are_the_eight_or_those_of_the_files(tmp_path: Path) -> None:
    assert reading(tmp_path, whole(shape(), shape(label="shrt"))).classes is EIGHT
    others = reading(tmp_path, whole(shape(label="bubble"), shape(label="말풍선")))
    assert others.classes.names == ("bubble", "말풍선")
    assert read_labelme(tmp_path, classes=EIGHT).classes is EIGHT


def test_names_that_would_share_a_file_are_refused(tmp_path: Path) -> None:
    for names, words in (
        (("a.png", "a.jpg"), "would share"),
        (("../a.png",), "no name"),
        (("/a.png",), "no name"),
    ):
        labels = LabelSet(tuple(Picture(name, 9, 9) for name in names))
        with pytest.raises(LabelError, match=words):
            write_labelme(labels, tmp_path)
    assert list(tmp_path.iterdir()) == []

"""COCO in and out: round trips, other tools' flavours, and files in which something is wrong."""

from __future__ import annotations

import copy
import gc
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pycocotools.coco import COCO

from toonseg.annotations import Instance, LabelSet, Mask, Origin, Picture, ProblemKind
from toonseg.annotations.formats.coco_read import read_coco, read_results
from toonseg.annotations.formats.coco_write import write_coco
from toonseg.classes import EIGHT
from toonseg.errors import LabelError, ToonsegError, WriteError
from toonseg.pictures import encode
from toonseg.workspace import DEFAULT_RIGHTS

Agree = Callable[..., None]
SQUARE = [10, 5, 30, 5, 30, 20, 10, 20]
slow_start = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)


def annotation(**changes: Any) -> dict[str, Any]:
    return {
        "id": 0,
        "image_id": 0,
        "category_id": 0,
        "segmentation": [SQUARE],
        "bbox": [10, 5, 20, 15],
        "area": 300.0,
        "iscrowd": 0,
    } | changes


def whole(*annotations: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "images": [{"id": 0, "file_name": "train_images/32848.jpg", "width": 60, "height": 40}],
        "annotations": list(annotations),
        "categories": [{"id": 0, "name": "hair"}, {"id": 1, "name": "shirt"}],
    } | changes


def reading(path: Path, data: Any) -> LabelSet:
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return read_coco(path)


@pytest.mark.parametrize("polygons", [False, True])
def test_hard_masks_come_back_exactly(
    hard_set: LabelSet, agree: Agree, tmp_path: Path, polygons: bool
) -> None:
    written = write_coco(hard_set, tmp_path / "a.json", polygons=polygons)
    assert (written.pictures, written.instances, written.notes) == (10, 10, ())
    agree(read_coco(tmp_path / "a.json"), hard_set)


@slow_start
@given(data=st.data())
def test_any_masks_come_back(
    sets: st.SearchStrategy[LabelSet],
    agree: Agree,
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
) -> None:
    labels, out = data.draw(sets), tmp_path_factory.mktemp("coco") / "a.json"
    write_coco(labels, out)
    agree(read_coco(out), labels)
    write_coco(labels, out, polygons=True)
    agree(read_coco(out), labels)
    write_coco(labels, out, polygons=True, tolerance=2)
    agree(read_coco(out), labels, least=0.98)


def test_pycocotools_reads_what_is_written(hard_set: LabelSet, tmp_path: Path) -> None:
    crowd = replace(hard_set.pictures[1].instances[0], crowd=True)
    labels = hard_set.with_pictures(
        (replace(hard_set.pictures[0], instances=(crowd,)), *hard_set.pictures[1:])
    )
    for polygons in (False, True):
        write_coco(labels, tmp_path / "a.json", polygons=polygons)
        oracle = COCO(tmp_path / "a.json")
        assert [(one["id"], one["name"]) for one in oracle.loadCats(oracle.getCatIds())] == list(
            enumerate(EIGHT.names, 1)
        )
        assert sorted(oracle.getImgIds()) == sorted(oracle.getAnnIds()) == list(range(1, 11))
        for picture, found in zip(labels.pictures, oracle.loadAnns(range(1, 11)), strict=True):
            (one,) = picture.instances
            assert np.array_equal(oracle.annToMask(found).astype(bool), one.mask.canvas())
            x0, y0, x1, y1 = one.box
            assert (found["bbox"], found["area"]) == ([x0, y0, x1 - x0, y1 - y0], one.area)
            assert found["iscrowd"] == one.crowd


def test_corners_that_somebody_drew_stay_where_they_are(tmp_path: Path) -> None:
    ring = [10.125, 5.5, 30.25, 5.0, 28.75, 20.0]
    labels = reading(
        tmp_path / "a.json", whole(annotation(segmentation=[ring, SQUARE], bbox=None, area=None))
    )
    write_coco(labels, tmp_path / "b.json", polygons=True)
    again = json.loads((tmp_path / "b.json").read_text())["annotations"][0]["segmentation"]
    assert again == [ring, SQUARE]


def test_the_published_set_of_labelme2coco_loads_whole(tmp_path: Path) -> None:
    """Ids and categories from 0, polygons only, folders in the names, no picture on disk."""
    annotations = [
        annotation(id=0),
        annotation(id=1, category_id=1, segmentation=[SQUARE, [40, 5, 50, 5, 50, 30]], bbox=[10, 5, 40, 25]),
    ]
    annotations[1]["area"] = 425.0
    labels = reading(tmp_path / "trainval.json", whole(*annotations))
    assert labels.problems == ()
    (picture,) = labels.pictures
    assert (picture.file, picture.size, picture.path, picture.id) == (
        "train_images/32848.jpg",
        (40, 60),
        None,
        0,
    )
    assert [(one.id, one.cls) for one in picture.instances] == [(0, "hair"), (1, "shirt")]
    assert labels.classes is EIGHT
    assert labels.classes.index("shirt") == 1
    assert labels.categories == {0: "hair", 1: "shirt"}


def test_all_that_may_be_missing_is_computed(tmp_path: Path) -> None:
    bare = {"id": 5, "image_id": 0, "category_id": 1, "segmentation": [SQUARE]}
    (one,) = reading(tmp_path / "a.json", whole(bare)).instances
    assert (one.box, one.area, one.crowd, one.score, one.extra) == ((10, 5, 30, 20), 300, False, None, {})


@pytest.mark.parametrize("shape", [None, [], "gone"])
def test_a_box_alone_stands_for_the_mask_and_is_told(tmp_path: Path, shape: object) -> None:
    data = annotation(segmentation=shape)
    if shape == "gone":
        del data["segmentation"]
    labels = reading(tmp_path / "a.json", whole(data))
    (one,) = labels.instances
    assert (one.box, one.area) == ((10, 5, 30, 20), 300)
    (problem,) = labels.problems
    assert (problem.kind, problem.where) == (ProblemKind.BAD_POLYGON, "annotations[0].segmentation")


def test_run_lengths_of_both_kinds_and_crowds(tmp_path: Path) -> None:
    mask = Mask.of_pixels(np.add.outer(np.arange(40), np.arange(60)) % 7 == 0)
    runs = np.diff(np.flatnonzero(np.diff(mask.canvas().ravel(order="F"), prepend=0, append=2)), prepend=0)
    plain = {"size": [40, 60], "counts": runs.tolist()}
    packed = {"size": [40, 60], "counts": mask.counts}
    both = [
        annotation(id=k, segmentation=shape, iscrowd=k, bbox=None, area=None)
        for k, shape in enumerate((plain, packed))
    ]
    labels = reading(tmp_path / "a.json", whole(*both))
    assert labels.problems == ()
    assert [(one.crowd, one.mask.same_pixels(mask)) for one in labels.instances] == [
        (False, True),
        (True, True),
    ]


def test_roboflow(tmp_path: Path) -> None:
    """A category 0 that stands above the others, `extra.name`, names with a hash, area of the box."""
    name = "page_01_jpg.rf.0a1b2c3d4e5f.jpg"
    data = whole(
        annotation(id=0, category_id=1),
        images=[
            {
                "id": 0,
                "license": 1,
                "file_name": name,
                "height": 40,
                "width": 60,
                "extra": {"name": "page_01.jpg"},
            }
        ],
        categories=[
            {"id": 0, "name": "clothes", "supercategory": "none"},
            {"id": 1, "name": "tie", "supercategory": "clothes"},
        ],
    )
    (tmp_path / "train").mkdir()
    (tmp_path / "train" / name).write_bytes(encode(np.zeros((40, 60, 3), np.uint8), "jpg"))
    labels = reading(tmp_path / "train" / "_annotations.coco.json", data)
    (picture,) = labels.pictures
    assert picture.path == tmp_path / "train" / name
    assert picture.extra == {"license": 1, "extra": {"name": "page_01.jpg"}}
    assert [one.cls for one in labels.instances] == ["tie"]
    assert labels.categories == {1: "tie"}
    data["annotations"][0]["category_id"] = 0
    assert [one.cls for one in reading(tmp_path / "b.json", data).instances] == ["clothes"]


def test_cvat(tmp_path: Path) -> None:
    """Folders in names, pictures in `images` beside `annotations`, attributes that are kept."""
    attributes = {"occluded": True, "rotation": 0.0, "그림": "선"}
    data = whole(annotation(id=9, attributes=attributes))
    (tmp_path / "images" / "train_images").mkdir(parents=True)
    there = tmp_path / "images" / "train_images" / "32848.jpg"
    there.write_bytes(encode(np.zeros((40, 60, 3), np.uint8), "jpg"))
    (tmp_path / "annotations").mkdir()
    labels = reading(tmp_path / "annotations" / "instances_default.json", data)
    assert labels.pictures[0].path == there
    (one,) = labels.instances
    assert one.extra == {"attributes": attributes}
    write_coco(labels, tmp_path / "b.json", polygons=True, attributes=True)
    (again,) = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))["annotations"]
    assert again["attributes"] == attributes


@pytest.mark.parametrize(
    ("attributes", "known"),
    [
        ({"character": "7", "score": "0.25", "source": "drawn"}, (7, 0.25, "drawn")),
        ({"character": 7, "score": 1, "source": ""}, (7, 1.0, "")),
        ({"character": "민지", "score": "high", "source": 5}, ("민지", None, "")),
        ({"character": True, "score": 9, "source": None}, (None, None, "")),
        ({"character": " ", "score": "nan"}, (None, None, "")),
        ({"character": "9" * 5000, "score": 10**400}, ("9" * 5000, None, "")),
        (["character"], (None, None, "")),
    ],
)
def test_what_cvat_kept_among_attributes_comes_home(
    tmp_path: Path, attributes: object, known: tuple[object, ...]
) -> None:
    labels = reading(tmp_path / "a.json", whole(annotation(attributes=attributes)))
    (one,) = labels.instances
    assert (one.character, one.score, one.source) == known
    assert one.extra == {"attributes": attributes}
    told = annotation(id=1, attributes=attributes, character=1, score=0.5, source="me")
    (one,) = reading(tmp_path / "a.json", whole(told)).instances
    assert (one.character, one.score, one.source) == (1, 0.5, "me")


def test_other_classes_than_the_eight(tmp_path: Path) -> None:
    categories = [{"id": 30, "name": "bubble"}, {"id": 7, "name": "sound"}, {"id": 9, "name": "hair"}]
    data = whole(annotation(category_id=30), annotation(id=1, category_id=7), categories=categories)
    labels = reading(tmp_path / "a.json", data)
    assert labels.classes.names == ("bubble", "sound", "hair")
    write_coco(labels, tmp_path / "b.json")
    again = json.loads((tmp_path / "b.json").read_text())
    assert [one["category_id"] for one in again["annotations"]] == [1, 2]


def test_a_misspelt_class_is_kept_behind_the_others(tmp_path: Path) -> None:
    data = whole(annotation(category_id=2), categories=[{"id": 1, "name": "hair"}, {"id": 2, "name": "shrt"}])
    labels = reading(tmp_path / "a.json", data)
    assert labels.classes is EIGHT
    write_coco(labels, tmp_path / "b.json")
    again = json.loads((tmp_path / "b.json").read_text())
    assert again["annotations"][0]["category_id"] == 9
    assert again["categories"][-1]["name"] == "shrt"
    assert [one.cls for one in read_coco(tmp_path / "b.json").instances] == ["shrt"]


def test_boxes_and_areas_that_disagree_are_told(tmp_path: Path) -> None:
    data = whole(
        annotation(id=0, bbox=[10, 5, 30, 15]),
        annotation(id=1, area=700),
        annotation(id=2, bbox=[9.5, 5, 20.5, 15.9], area=310),
        annotation(id=3, bbox="x", area=None),
        annotation(id=4, bbox=[0, 5, 30, 15], area=450, segmentation=[[0, 5, 30, 5, 30, 20, 0, 20]]),
        annotation(id=5, bbox=[-20, 5, 40, 15], area=600, segmentation=[[-20, 5, 20, 5, 20, 20, -20, 20]]),
    )
    labels = reading(tmp_path / "a.json", data)
    assert len(list(labels.instances)) == 6
    assert [(problem.kind, problem.where, problem.fixable) for problem in labels.problems] == [
        (ProblemKind.MALFORMED, "annotations[3].bbox", True),
        (ProblemKind.BOX_DISAGREES, "annotations[0].bbox", True),
        (ProblemKind.AREA_DISAGREES, "annotations[1].area", True),
    ]


@pytest.mark.parametrize(
    ("changes", "where", "words"),
    [
        ({"image_id": 4}, "annotations[0].image_id", "no image of the file"),
        ({"category_id": 4}, "annotations[0].category_id", "no category of the file"),
        ({"category_id": None}, "annotations[0].category_id", "no whole number"),
        ({"segmentation": [[1, 1, math.nan, 2, 3, 3]]}, "annotations[0].segmentation[0]", "far outside"),
        ({"segmentation": [[1, 1, 1e9, 2, 3, 3]]}, "annotations[0].segmentation[0]", "far outside"),
        ({"segmentation": [[1, 1, 10**400, 2, 3, 3]]}, "annotations[0].segmentation[0]", "digits"),
        ({"segmentation": [[1, 1, "2", 2, 3, 3]]}, "annotations[0].segmentation[0]", "no number"),
        ({"segmentation": [[1, 1, 2, 2]]}, "annotations[0].segmentation[0]", "2 corners"),
        ({"segmentation": [[1, 1, 2, 2, 3]]}, "annotations[0].segmentation[0]", "lacks its y"),
        ({"segmentation": [[1, 1, 5, 1, 9, 1]]}, "annotations[0]", "no pixel"),
        (
            {"segmentation": {"size": [40, 60], "counts": "q"}},
            "annotations[0].segmentation.counts",
            "stand in",
        ),
        (
            {"segmentation": {"size": [40, 60], "counts": "00"}},
            "annotations[0].segmentation.counts",
            "add up",
        ),
        ({"segmentation": {"size": [40, 60], "counts": [5]}}, "annotations[0].segmentation.counts", "add up"),
        (
            {"segmentation": {"size": [40000, 60000], "counts": "0"}},
            "annotations[0].segmentation.size",
            "40 rows",
        ),
        ({"iscrowd": 3}, "annotations[0].iscrowd", "neither 0 nor 1"),
        ({"score": 7}, "annotations[0].score", "0 to 1"),
    ],
)
def test_what_is_wrong_costs_the_instance_and_is_told(
    tmp_path: Path, changes: dict[str, Any], where: str, words: str
) -> None:
    labels = reading(tmp_path / "a.json", whole(annotation(**changes), annotation(id=1)))
    assert [one.id for one in labels.instances] == [1]
    (problem,) = labels.problems
    assert problem.where == where
    assert words in problem.text
    assert problem.remedy.endswith(".")
    assert str(problem).startswith(str(tmp_path / "a.json"))


def test_a_click_beside_a_polygon_costs_only_itself(tmp_path: Path) -> None:
    labels = reading(tmp_path / "a.json", whole(annotation(segmentation=[[3, 3], SQUARE])))
    (one,) = labels.instances
    assert one.area == 300
    assert [problem.where for problem in labels.problems] == ["annotations[0].segmentation[0]"]


@pytest.mark.parametrize(
    ("image", "where", "words"),
    [
        ({"width": 40_000, "height": 40_000}, "images[0].width", "more than"),
        ({"width": 0}, "images[0].width", "has none"),
        ({"height": "40"}, "images[0].height", "no whole number"),
        ({"height": None}, "images[0].width", "so is the picture"),
        ({"file_name": ""}, "images[0].file_name", "no text"),
        ({"file_name": "\ud800.png"}, "images[0].file_name", "no file can hold"),
        ({"id": None}, "images[0].id", "no whole number"),
        ({"origin": {"title": "a"}}, "images[0].origin", "names no title"),
    ],
)
def test_a_wrong_image_costs_itself(tmp_path: Path, image: dict[str, Any], where: str, words: str) -> None:
    data = whole(annotation())
    data["images"][0] |= image
    labels = reading(tmp_path / "a.json", data)
    assert labels.pictures == ()
    assert labels.problems[0].where == where
    assert words in labels.problems[0].text


def test_the_size_is_taken_from_the_picture_if_the_file_has_none(tmp_path: Path) -> None:
    data = whole(annotation())
    del data["images"][0]["width"]
    (tmp_path / "32848.jpg").write_bytes(encode(np.zeros((40, 60, 3), np.uint8), "jpg"))
    assert reading(tmp_path / "a.json", data).pictures[0].size == (40, 60)
    (tmp_path / "32848.jpg").write_bytes(b"no picture")
    labels = reading(tmp_path / "a.json", data)
    assert labels.problems[0].kind is ProblemKind.PICTURE_BROKEN


def test_ids_that_are_taken(tmp_path: Path) -> None:
    data = whole(annotation(), annotation(segmentation=[[1, 1, 9, 1, 9, 9, 1, 9]], bbox=None, area=None))
    data["images"] += [
        data["images"][0],
        data["images"][0] | {"id": 3},
        {**data["images"][0], "id": 4, "width": 61},
    ]
    data["annotations"].append(annotation(id=8, image_id=3))
    data["categories"].append({"id": 0, "name": "tie"})
    labels = reading(tmp_path / "a.json", data)
    assert [problem.where for problem in labels.problems] == [
        "categories[2].id",
        "images[1].id",
        "images[2].file_name",
        "images[3].file_name",
        "annotations[1].id",
    ]
    assert {problem.kind for problem in labels.problems} == {ProblemKind.DUPLICATE}
    (picture,) = labels.pictures
    assert [one.id for one in picture.instances] == [0, None, 8]


def test_names_lead_nowhere_else(tmp_path: Path) -> None:
    data = whole(annotation())
    for name, expected in (
        ("../../a.png", "a.png"),
        ("C:\\x\\b.png", "b.png"),
        ("a\\b/./c.png", "a/b/c.png"),
    ):
        data["images"][0]["file_name"] = name
        assert reading(tmp_path / "a.json", data).pictures[0].file == expected


def test_a_mark_at_the_start_and_other_encodings_of_unicode(tmp_path: Path) -> None:
    text = json.dumps(whole(annotation(character="민지")), ensure_ascii=False)
    for encoding in ("utf-8-sig", "utf-16"):
        (tmp_path / "a.json").write_text(text, encoding=encoding)
        assert [one.character for one in read_coco(tmp_path / "a.json").instances] == ["민지"]


def test_files_that_are_none(tmp_path: Path, broken_files: dict[str, bytes]) -> None:
    for what, content in broken_files.items():
        (tmp_path / "a.json").write_bytes(content)
        with pytest.raises(LabelError) as raised:
            read_coco(tmp_path / "a.json")
        assert str(raised.value).startswith(str(tmp_path / "a.json")), what
        assert raised.value.remedy, what
    with pytest.raises(LabelError, match="No such file"):
        read_coco(tmp_path / "nothing.json")
    with pytest.raises(LabelError, match="cannot be read"):
        read_coco(tmp_path)
    for key in ("annotations", "categories"):
        with pytest.raises(LabelError, match=f"'{key}' is|no categories"):
            reading(tmp_path / "a.json", whole(annotation(), **{key: {"a": 1}}))
    with pytest.raises(LabelError, match="no categories"):
        reading(tmp_path / "a.json", whole(annotation(), categories=[]))


def test_any_field_may_be_wrong(tmp_path: Path, spoilt: Callable[[Any], Iterator[tuple[str, Any]]]) -> None:
    """Whatever is put into one field: no crash, nothing that is no label, and no silent loss."""
    packed = {"size": [40, 60], "counts": Mask.of_pixels(np.eye(40, 60) > 0).counts}
    data = whole(
        annotation(score=0.5, character=3, source="x"),
        annotation(id=1, segmentation=packed, bbox=[0, 0, 40, 40], area=40, iscrowd=1),
    )
    data["images"][0]["origin"] = {"title": "a", "episode": "1", "cut": "2", "box": [0, 0, 60, 40]}
    silent = []
    for what, other in spoilt(data):
        try:
            labels = reading(tmp_path / "a.json", other)
        except LabelError as error:
            assert str(tmp_path / "a.json") in str(error)
            continue
        for picture in labels.pictures:
            for one in picture.instances:
                assert one.area > 0
                assert one.mask.size == picture.size
                assert one.cls
                assert one.score is None or 0 <= one.score <= 1
        if len(list(labels.instances)) < 2 and not labels.problems and "annotations" in what:
            silent.append(what)
        if "extra" in what or labels.problems:
            continue
        assert write_coco(labels, tmp_path / "b.json").instances == len(list(labels.instances)), what
    # A list that is not there is a file of pictures without labels, which is none of the faults.
    gone = ["annotations", "annotations.0", "annotations.1"]
    assert silent == [f"{gone[0]} = 'gone'", f"{gone[0]} = []", *(f"{one} = 'gone'" for one in gone[1:])]


def test_results_speak_of_the_ids_of_their_truth(tmp_path: Path) -> None:
    truth = reading(tmp_path / "a.json", whole(annotation()))
    results = [
        {"image_id": 0, "category_id": 1, "bbox": [10, 5, 20, 15], "score": 0.25},
        {"image_id": 0, "category_id": 0, "segmentation": [SQUARE], "score": 0.75},
        {"image_id": 3, "category_id": 0, "segmentation": [SQUARE], "score": 0.75},
    ]
    (tmp_path / "r.json").write_text(json.dumps(results))
    found = read_results(tmp_path / "r.json", truth)
    assert [(one.cls, one.score, one.area) for one in found.instances] == [
        ("shirt", 0.25, 300),
        ("hair", 0.75, 300),
    ]
    assert [problem.where for problem in found.problems] == ["[0].segmentation", "[2].image_id"]
    written = LabelSet((Picture("a.png", 60, 40),))
    assert [one.cls for one in read_results(tmp_path / "r.json", written).instances] == []
    results[0]["image_id"] = 1
    (tmp_path / "r.json").write_text(json.dumps(results))
    assert [one.cls for one in read_results(tmp_path / "r.json", written).instances] == ["hair"]
    with pytest.raises(LabelError, match="no list of results"):
        read_results(tmp_path / "a.json", truth)
    with pytest.raises(LabelError, match="without their images"):
        read_coco(tmp_path / "r.json")


def test_instances_off_their_picture_are_left_out_and_told(tmp_path: Path) -> None:
    off = Instance("hair", Mask.of_pixels(np.ones((2, 2), bool), (50, 50)))
    half = Instance("hair", Mask.of_pixels(np.ones((4, 4), bool), (8, 8)))
    labels = LabelSet((Picture("a.png", 10, 10, (off, half)),))
    written = write_coco(labels, tmp_path / "a.json")
    assert written.instances == 1
    assert written.notes == ("1 instance has no pixel in its picture and was left out",)
    (one,) = read_coco(tmp_path / "a.json").instances
    assert one.box == (8, 8, 10, 10)


def test_pictures_come_along(
    hard_set: LabelSet, with_files: Callable[[LabelSet, Path], LabelSet], tmp_path: Path
) -> None:
    labels = with_files(hard_set, tmp_path / "from")
    short = labels.with_pictures((replace(labels.pictures[0], path=None), *labels.pictures[1:]))
    written = write_coco(short, tmp_path / "to" / "a.json", pictures=True)
    assert written.notes == ("1 of 10 pictures are not there to be copied",)
    read = read_coco(tmp_path / "to" / "a.json")
    assert sum(picture.path is not None for picture in read.pictures) == 9
    write_coco(read, tmp_path / "to" / "b.json", pictures=True)  # onto themselves
    write_coco(labels, tmp_path / "set" / "annotations" / "a.json", pictures=True)
    images = tmp_path / "set" / "images"
    found = read_coco(tmp_path / "set" / "annotations" / "a.json").pictures
    assert [picture.path for picture in found] == [images / picture.file for picture in labels.pictures]


def test_a_failed_write_leaves_what_was_there(hard_set: LabelSet, tmp_path: Path) -> None:
    out = tmp_path / "a.json"
    out.write_text("before")
    bad = copy.copy(hard_set.pictures[0].instances[0])
    spoilt = replace(bad, extra={"note": object()})
    labels = hard_set.with_pictures((replace(hard_set.pictures[0], instances=(spoilt,)),))
    with pytest.raises(TypeError):
        write_coco(labels, out)
    assert out.read_text() == "before"
    assert list(tmp_path.iterdir()) == [out]
    with pytest.raises((WriteError, ToonsegError)):
        write_coco(hard_set, out / "below.json")


def test_rights_are_those_of_the_file(tmp_path: Path) -> None:
    free = {"id": 1, "name": "CC0"}
    assert reading(tmp_path / "a.json", whole(licenses=[free])).rights == "CC0"
    assert reading(tmp_path / "a.json", whole(licenses=[free], info={"rights": "mine"})).rights == "mine"
    for licenses in ([free, free], [{"name": 5}], {"name": "CC0"}):
        assert reading(tmp_path / "a.json", whole(licenses=licenses)).rights == DEFAULT_RIGHTS


def test_the_collector_of_cycles_is_left_as_it_was(tmp_path: Path) -> None:
    for turn in (gc.enable, gc.disable):
        turn()
        before = gc.isenabled()
        try:
            reading(tmp_path / "a.json", whole(annotation()))
            with pytest.raises(LabelError):
                reading(tmp_path / "a.json", "{")
            assert gc.isenabled() is before
        finally:
            gc.enable()


def test_a_titles_cuts_are_found_from_beside_its_folder_and_elsewhere_a_note_tells_what_to_do(
    tmp_path: Path,
) -> None:
    title = tmp_path / "rain"
    cut = title / "cuts/0001/000012.png"
    cut.parent.mkdir(parents=True)
    cut.write_bytes(encode(np.zeros((20, 30, 3), np.uint8), "png"))
    origin = Origin("rain", "0001", "000012", (0, 12, 30, 32))
    one = Picture("0001/000012.png", 30, 20, path=cut, origin=origin)
    beside = write_coco(LabelSet((one,)), tmp_path / "labels.json")
    assert beside.notes == ()
    assert [found.path for found in read_coco(beside.out).pictures] == [cut]
    (tmp_path / "far").mkdir()
    away = write_coco(LabelSet((one,)), tmp_path / "far/away/labels.json")
    assert len(away.notes) == 1 and "1 of 1 pictures will not be found from there" in away.notes[0]
    assert f"write the file into {title / 'cuts'}" in away.notes[0]
    assert [found.path for found in read_coco(away.out).pictures] == [None]
    there = write_coco(LabelSet((one,)), title / "cuts/labels.json")
    assert there.notes == ()
    assert [found.path for found in read_coco(there.out).pictures] == [cut]
    along = write_coco(LabelSet((one,)), tmp_path / "far/along/labels.json", pictures=True)
    assert along.notes == ()
    trick = replace(one, origin=replace(origin, title="../rain"))
    sly = write_coco(LabelSet((trick,)), tmp_path / "far/labels.json")
    assert [found.path for found in read_coco(sly.out).pictures] == [None]

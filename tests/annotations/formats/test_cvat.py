"""CVAT's XML in: shapes, groups, masks row by row, and files in which something is wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from toonseg.annotations import LabelSet
from toonseg.annotations.formats.cvat_read import is_cvat, read_cvat
from toonseg.errors import LabelError
from toonseg.pictures import encode

POLYGON = '<polygon label="hair" source="manual" occluded="1" points="10,5;30,5;30,20;10,20" z_order="0">'


def whole(*shapes: str, image: str = 'id="7" name="0100/a.png" width="60" height="40"') -> str:
    labels = "<labels><label><name>hair</name></label><label><name>shirt</name></label></labels>"
    inside = "\n".join(shapes)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<annotations><version>1.1</version>'
        f"<meta><task>{labels}</task></meta><image {image}>{inside}</image></annotations>"
    )


def reading(folder: Path, content: str) -> LabelSet:
    (folder / "annotations.xml").write_text(content, encoding="utf-8")
    return read_cvat(folder / "annotations.xml")


def test_every_kind_of_shape(tmp_path: Path) -> None:
    pixels = (np.add.outer(np.arange(5), 2 * np.arange(8)) % 3) > 0
    pixels[0, 0] = True
    edges = np.flatnonzero(np.diff(pixels.ravel().astype(int), prepend=0, append=2))
    runs = ",".join(map(str, np.diff(edges, prepend=0)))
    labels = reading(
        tmp_path,
        whole(
            f'{POLYGON}<attribute name="whose">민지</attribute>'
            '<attribute name="character">3</attribute></polygon>',
            '<box label="shirt" source="auto" xtl="10" ytl="5" xbr="30" ybr="20"></box>',
            f'<mask label="hair" rle="{runs}" left="3" top="4" width="8" height="5"></mask>',
            '<polygon label="shirt" group_id="2" points="1,1;9,1;9,9;1,9"></polygon>',
            '<polygon label="shirt" group_id="2" points="21,1;29,1;29,9;21,9"></polygon>',
        ),
    )
    assert labels.problems == ()
    (picture,) = labels.pictures
    assert (picture.file, picture.size, picture.id) == ("0100/a.png", (40, 60), 7)
    polygon, box, mask, group = picture.instances
    assert (polygon.cls, polygon.area, polygon.box) == ("hair", 300, (10, 5, 30, 20))
    assert polygon.extra == {"attributes": {"whose": "민지", "character": "3", "occluded": "true"}}
    assert (polygon.character, polygon.source, polygon.score) == (3, "manual", None)
    assert (box.cls, box.area, box.source) == ("shirt", 300, "auto")
    assert mask.mask.at == (3, 4)
    assert np.array_equal(mask.mask.canvas(), pixels)
    assert (group.cls, group.area, len(group.rings or ())) == ("shirt", 128, 2)


@pytest.mark.parametrize(
    ("shape", "where", "words"),
    [
        ('<polyline label="hair" points="1,1;2,2"/>', "polyline[0]", "no mask"),
        ('<magic label="hair"/>', "magic[0]", "unknown"),
        ('<polygon points="1,1;9,1;9,9"/>', "polygon[0].label", "no text"),
        ('<polygon label="hair"/>', "polygon[0].points", "no points"),
        ('<polygon label="hair" points="1,1;9,1"/>', "polygon[0].points", "2 corners"),
        ('<polygon label="hair" points="1,1;9,1;nan,9"/>', "polygon[0].points", "far outside"),
        ('<polygon label="hair" points="1,1;9,1;99999,9"/>', "polygon[0].points", "far outside"),
        ('<polygon label="hair" points="1,1;5,1;9,1"/>', "polygon[0]", "no pixel"),
        ('<box label="hair" xtl="1" ytl="2" xbr="a" ybr="4"/>', "box[0].xbr", "no number"),
        ('<mask label="hair" rle="5" left="0" top="0" width="2" height="2"/>', "mask[0].rle", "does not fit"),
        ('<mask label="hair" rle="1,2" left="0" top="0" width="2" height="2"/>', "mask[0].rle", "add up"),
        ('<mask label="hair" rle="1,x" left="0" top="0" width="2" height="2"/>', "mask[0].rle", "is none"),
        ('<mask label="hair" rle="4" left="0" top="0" width="2" height="2"/>', "mask[0]", "no pixel"),
        ('<mask label="hair" rle="0,4" left="59" top="0" width="2" height="2"/>', "mask[0].left", "not in"),
        (
            '<mask label="hair" rle="0,4" left="0" top="0" width="90000" height="90000"/>',
            "mask[0].width",
            "more",
        ),
    ],
)
def test_a_wrong_shape_costs_itself_and_is_told(tmp_path: Path, shape: str, where: str, words: str) -> None:
    labels = reading(tmp_path, whole(shape, f"{POLYGON}</polygon>"))
    assert [one.area for one in labels.instances] == [300]
    (problem,) = labels.problems
    assert problem.where == f"image[0].{where}"
    assert words in problem.text


@pytest.mark.parametrize(
    ("image", "where"),
    [
        ('name="a.png" width="60"', "image[0].height"),
        ('name="a.png" width="1000000" height="1000000"', "image[0].width"),
        ('width="60" height="40"', "image[0].name"),
    ],
)
def test_a_wrong_image_costs_itself(tmp_path: Path, image: str, where: str) -> None:
    labels = reading(tmp_path, whole(f"{POLYGON}</polygon>", image=image))
    assert labels.pictures == ()
    assert [problem.where for problem in labels.problems] == [where]


def test_files_that_are_none(tmp_path: Path, broken_files: dict[str, bytes]) -> None:
    entities = '<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">'
    bomb = f'<?xml version="1.0"?><!DOCTYPE a [{entities}]><annotations>&c;</annotations>'
    others = {
        "bomb": bomb.encode(),
        "short": whole().encode()[:-9],
        "other": b"<html></html>",
        "utf16": whole().encode("utf-16"),
        "without images": b"<annotations></annotations>",
    }
    for what, content in {**broken_files, **others}.items():
        (tmp_path / "a.xml").write_bytes(content)
        with pytest.raises(LabelError) as raised:
            read_cvat(tmp_path / "a.xml")
        assert str(tmp_path / "a.xml") in str(raised.value), what
    with pytest.raises(LabelError, match="cannot be read"):
        read_cvat(tmp_path / "nothing.xml")


def test_pictures_are_found_and_classes_named(tmp_path: Path) -> None:
    there = tmp_path / "images" / "0100" / "a.png"
    there.parent.mkdir(parents=True)
    there.write_bytes(encode(np.zeros((40, 60, 3), np.uint8), "png"))
    labels = reading(tmp_path, whole(f"{POLYGON.replace('hair', '말풍선')}</polygon>"))
    assert labels.pictures[0].path == there
    assert "dress-shirt" in labels.classes.names  # two of its three classes are of the eight
    assert is_cvat(tmp_path / "annotations.xml")
    assert not is_cvat(there)

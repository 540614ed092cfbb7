"""Character packs: layers to classes, masks from alpha, poses and outfits, for PNG, SVG and PSD."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from toonseg.classes import InstanceClass
from toonseg.errors import SettingsError, SourceError, ToonsegError, UsageError
from toonseg.synth.art import Canvas, Owner
from toonseg.synth.packs import Pack, read_pack
from toonseg.synth.packs.check import check_pack
from toonseg.synth.titles import Order, write_cuts
from toonseg.synth.titles.statistics import measure_coco

EXAMPLE = Path(__file__).parents[3] / "docs" / "example-pack"
HAIR, SHIRT, SKIN, SHADOW = (90, 50, 40), (250, 250, 250), (255, 220, 200), (120, 120, 160)
TOML = """
name = "Box"
rights = "mine"
[classes]
"hair" = "hair"
"shirt" = "shirt"
[[character]]
name = "Box"
file = "{file}"
head = [30, 10, 70, 50]
{more}
"""


def layer(colour: tuple[int, int, int], *box: int, alpha: int = 255) -> Image.Image:
    """A layer of 100 x 200 pixels with one box of a colour."""
    pixels = np.zeros((200, 100, 4), np.uint8)
    x0, y0, x1, y1 = box
    pixels[y0:y1, x0:x1] = (*colour, alpha)
    return Image.fromarray(pixels)


LAYERS = {
    "01-shirt": layer(SHIRT, 20, 60, 80, 200),
    "02-skin": layer(SKIN, 30, 10, 70, 60),
    "03-hair": layer(HAIR, 25, 5, 75, 25),
}


def png_pack(folder: Path, more: str = "") -> Path:
    """A pack of one character in PNG layers."""
    (folder / "box").mkdir(parents=True)
    for name, picture in LAYERS.items():
        picture.save(folder / "box" / f"{name}.png")
    (folder / "pack.toml").write_text(TOML.format(file="box", more=more), encoding="utf-8")
    return folder


def painted(pack: Pack, *, flip: bool = False, pose: str | None = None) -> tuple[Canvas, dict[str, int]]:
    """The first character at its own size, and the pixels of each class."""
    canvas = Canvas((200, 100))
    one = pack.characters[0]
    x0, y0, x1, y1 = one.head
    at = (x0 + x1) / 2, (y0 + y1) / 2
    one.paint(canvas, 4, head=y1 - y0, at=at, feet=False, flip=flip, pose=pose, outfit=None)
    drawing = canvas.finish()
    return canvas, {owner.cls.label: int(drawing.mask(owner).sum()) for owner in drawing.owners}


def test_layers_of_a_folder_are_painted_in_order_and_unmapped_ones_hide(tmp_path: Path) -> None:
    pack = read_pack(png_pack(tmp_path))
    canvas, areas = painted(pack)
    assert areas == {"dress-shirt": 60 * 140, "hair": 50 * 20}
    drawing = canvas.finish()
    assert tuple(drawing.picture[40, 50]) == SKIN and drawing.ids[40, 50] == 0
    assert tuple(drawing.picture[15, 50]) == HAIR
    assert drawing.mask(Owner(InstanceClass.HAIR, 4))[5:25, 25:75].all()


def test_a_mirrored_figure_is_the_mirror_image(tmp_path: Path) -> None:
    folder = png_pack(tmp_path)
    layer(HAIR, 25, 5, 60, 25).save(folder / "box" / "03-hair.png")
    pack = read_pack(folder)
    plain, mirrored = painted(pack)[0].finish(), painted(pack, flip=True)[0].finish()
    assert np.array_equal(plain.picture[:, ::-1], mirrored.picture)
    assert np.array_equal(plain.ids[:, ::-1], mirrored.ids)


def test_a_group_per_pose(tmp_path: Path) -> None:
    folder = png_pack(tmp_path, 'poses = ["up", "down"]')
    for pose, row in (("up", 5), ("down", 45)):
        (folder / "box" / pose).mkdir()
        layer(HAIR, 10, row, 20, row + 10).save(folder / "box" / pose / "hair.png")
    (folder / "box" / "03-hair.png").unlink()
    pack = read_pack(folder)
    for pose, row in (("up", 5), ("down", 45)):
        drawing = painted(pack, pose=pose)[0].finish()
        rows = np.flatnonzero(drawing.mask(Owner(InstanceClass.HAIR, 4)).any(1))
        assert (rows[0], rows[-1]) == (row, row + 9)


def test_a_pose_that_is_no_group_is_told_with_the_choices(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="02-skin"):
        read_pack(png_pack(tmp_path, 'poses = ["sitting"]'))


def test_svg_layers_are_groups_and_shapes_with_names(tmp_path: Path) -> None:
    text = """<svg xmlns="http://www.w3.org/2000/svg" width="100" height="200">
    <defs><linearGradient id="g"><stop offset="0" stop-color="#5a3228"/></linearGradient></defs>
    <g id="body"><g id="shirt"><rect id="r1" x="20" y="60" width="60" height="140" fill="#fafafa"/></g>
    <rect id="skin" x="30" y="10" width="40" height="50" fill="#ffdcc8"/></g>
    <g id="hair" display="none"><rect x="25" y="5" width="50" height="20" fill="url(#g)"/></g></svg>"""
    (tmp_path / "a.svg").write_text(text, encoding="utf-8")
    (tmp_path / "pack.toml").write_text(TOML.format(file="a.svg", more=""), encoding="utf-8")
    pack = read_pack(tmp_path)
    assert [one.path for one in pack.characters[0].artwork.layers] == ["body/shirt", "body/skin", "hair"]
    _, areas = painted(pack)
    assert areas == {"dress-shirt": 60 * 140, "hair": 50 * 20}


def test_psd_layers_and_clipped_shadows(tmp_path: Path) -> None:
    psd_tools = pytest.importorskip("psd_tools")
    from psd_tools.constants import BlendMode

    psd = psd_tools.PSDImage.new("RGB", (100, 200))
    for name, picture in LAYERS.items():
        box = picture.getbbox()
        psd.create_pixel_layer(picture.crop(box), name=name[3:], left=box[0], top=box[1])
        if name == "01-shirt":
            shade = psd.create_pixel_layer(
                layer(SHADOW, 0, 100, 100, 150).crop((0, 100, 100, 150)), name="shade", left=0, top=100
            )
            shade.blend_mode = BlendMode.MULTIPLY
            shade.clipping = True
    psd.save(tmp_path / "a.psd")
    (tmp_path / "pack.toml").write_text(TOML.format(file="a.psd", more=""), encoding="utf-8")
    pack = read_pack(tmp_path)
    assert [one.name for one in pack.characters[0].artwork.layers] == ["shirt", "shade", "skin", "hair"]
    canvas, areas = painted(pack)
    assert areas == {"dress-shirt": 60 * 140, "hair": 50 * 20}
    picture = canvas.finish().picture
    assert picture[120, 50].max() < 180, "the shadow lies on the shirt"
    assert tuple(picture[120, 10]) == (255, 255, 255), "and nowhere else"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ('"hair" = "wig"', "eight classes"),
        ('[classes]\n[[character]]\nname = "a"\nfile = "nothing.psd"', "is not there"),
        ('[classes]\n[[character]]\nname = "a"\nfile = "a.txt"', "no .psd"),
        ("[classes]\nshoes = 3", "string"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, wrong: str, message: str) -> None:
    folder = png_pack(tmp_path)
    (folder / "a.txt").write_text("x", encoding="utf-8")
    path = folder / "pack.toml"
    text = path.read_text(encoding="utf-8").replace('"hair" = "hair"', wrong) if "wig" in wrong else wrong
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ToonsegError, match=message):
        read_pack(folder)


def test_layers_of_two_sizes_are_refused(tmp_path: Path) -> None:
    folder = png_pack(tmp_path)
    Image.new("RGBA", (50, 50), (1, 2, 3, 255)).save(folder / "box" / "09-hat.png")
    with pytest.raises(SourceError, match="50 x 50"):
        read_pack(folder)


def test_a_folder_without_pack_toml_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no pack\.toml"):
        read_pack(tmp_path)


def test_checking_lists_layers_and_draws_them(tmp_path: Path) -> None:
    report = check_pack(png_pack(tmp_path))
    assert [(line.layer, line.cls, line.pixels) for line in report.lines] == [
        ("01-shirt", "dress-shirt", 60 * 140), ("02-skin", None, 40 * 50), ("03-hair", "hair", 50 * 20),
    ]  # fmt: skip
    assert [line.layer for line in report.unmapped] == ["02-skin"]
    picture = np.array(Image.open(report.picture))
    for cls in (InstanceClass.HAIR, InstanceClass.DRESS_SHIRT):
        assert (picture == cls.colour).all(2).any()


def test_the_example_pack_has_hair_in_front_and_behind() -> None:
    pack = read_pack(EXAMPLE)
    one = pack.characters[0]
    assert one.entry.poses == ["standing", "waving"]
    for pose in one.entry.poses:
        canvas = Canvas((400, 220))
        one.paint(canvas, 0, head=62, at=(110, 50), feet=False, flip=False, pose=pose, outfit=None)
        drawing = canvas.finish()
        seen = {owner.cls.label for owner in drawing.owners if drawing.mask(owner).sum() > 50}
        assert seen == {"hair", "dress-shirt", "skirt", "tie", "outer"}
        parts, _ = cv2.connectedComponents(drawing.mask(Owner(InstanceClass.OUTER, 0)).astype(np.uint8))
        assert parts >= 2


def test_a_pack_plays_the_leading_part(tmp_path: Path) -> None:
    made = write_cuts(tmp_path, Order(seed=1, pack=EXAMPLE), 4, jobs=1)
    text = made.annotations.read_text(encoding="utf-8")
    assert "drawn by toonseg, CC0" in text
    assert '"character": 0' in text
    assert measure_coco(made.annotations).cuts == 4

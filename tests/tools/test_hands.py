"""tools/hands: who owns a pixel of a composed cut, and what the layers of a figure are made into."""

import numpy as np
import pytest
from tools.hands.compose import SMALLEST, Canvas
from tools.hands.drawing import Figure, resized

HAIR, TEE = 1, 3


def canvas(height: int = 40, width: int = 50) -> Canvas:
    return Canvas(np.full((height, width, 3), 255, np.float32))


def block(
    height: int, width: int, colour: tuple[int, int, int] = (200, 0, 0), alpha: int = 255
) -> np.ndarray:
    return np.full((height, width, 4), (*colour, alpha), np.uint8)


def person(size: int = 20) -> Figure:
    """The upper half hair, the lower half a T-shirt, the first column nobody's."""
    classes = np.full((size, size), TEE, np.uint8)
    classes[: size // 2] = HAIR
    classes[:, 0] = 0
    return Figure(block(size, size), classes)


def test_a_person_gives_one_instance_per_class_with_its_pixels() -> None:
    cut = canvas()
    cut.put_figure(person(), (10, 5))
    hair, tee = cut.seen()
    assert (hair.cls, hair.box, hair.area) == ("hair", (11, 5, 30, 15), 190)
    assert (tee.cls, tee.box, tee.area) == ("T-shirt", (11, 15, 30, 25), 190)
    assert hair.character == tee.character == 1


def test_what_lies_in_front_takes_the_pixels() -> None:
    cut = canvas()
    cut.put_figure(person(), (10, 5))
    cut.put(block(4, 50, (0, 0, 255)), (0, 5))
    hair, tee = cut.seen()
    assert (hair.box, hair.area) == ((11, 9, 30, 15), 6 * 19)
    assert tee.area == 190
    assert cut.picture()[6, 20].tolist() == [0, 0, 255]


def test_a_person_in_front_covers_the_one_behind_with_nobodys_pixels_too() -> None:
    cut = canvas()
    cut.put_figure(person(), (0, 0))
    cut.put_figure(Figure(block(20, 20), np.zeros((20, 20), np.uint8)), (10, 0))
    assert [(one.cls, one.area) for one in cut.seen()] == [("hair", 90), ("T-shirt", 90)]


def test_what_is_half_clear_hides_nothing_but_is_seen() -> None:
    cut = canvas()
    cut.put_figure(person(), (0, 0))
    cut.put(block(20, 20, (0, 0, 0), alpha=100), (0, 0))
    assert sum(one.area for one in cut.seen()) == 380
    assert cut.picture()[5, 5, 0] < 200


def test_borders_cut_people_off() -> None:
    cut = canvas()
    cut.put_figure(person(), (-10, -5))
    assert [(one.cls, one.box) for one in cut.seen()] == [("T-shirt", (0, 5, 10, 15))]
    cut.put_figure(person(), (100, 0))
    assert cut.figures == 2
    assert len(cut.seen()) == 1


def test_specks_are_left_out() -> None:
    cut = canvas()
    classes = np.zeros((20, 20), np.uint8)
    classes.ravel()[: SMALLEST - 1] = HAIR
    cut.put_figure(Figure(block(20, 20), classes), (0, 0))
    assert cut.seen() == ()
    classes.ravel()[:SMALLEST] = HAIR
    cut.put_figure(Figure(block(20, 20), classes), (0, 0))
    assert [one.area for one in cut.seen()] == [SMALLEST]


def test_smaller_pictures_get_no_dark_rim() -> None:
    clear = block(8, 8, (255, 255, 255))
    clear[:, 3:] = 0
    small = resized(clear, 4, 4)
    assert small[0, 1].tolist() == [255, 255, 255, 128]


FIGURE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 30" fill="none">
<g data-part="face:round"><rect width="30" height="30" fill="#fc9"/></g>
<g data-part="clothes:jacket"><rect y="20" width="30" height="10" fill="#e6e6e6"/>
<rect y="20" width="10" height="10" fill="#00f"/><rect x="20" y="20" width="10" height="10" fill="#0f0"/></g>
<g data-part="hair:long"><rect width="30" height="10" fill="#321"/>
<g data-part="eyes:open"><rect x="10" y="5" width="5" height="5" fill="#fff"/></g>
<rect y="10" width="30" height="5" fill="#000" fill-opacity="0.2"/></g></svg>"""


def test_the_class_map_has_what_is_seen_of_every_part() -> None:
    pytest.importorskip("resvg_py")
    from tools.hands.layers import class_map, classes_of, draw, mark, read_figure

    root = read_figure(FIGURE)
    mark(root, {"hair": "hair", "clothes:jacket": ["T-shirt", "outer", None]})
    drawn = draw(class_map(root), 30, crisp=True)
    expected = np.zeros((30, 30), np.uint8)
    expected[:10] = HAIR
    expected[5:10, 10:15] = 0
    expected[20:, 10:20], expected[20:, :10] = TEE, 6
    assert np.array_equal(classes_of(drawn), expected)


def test_parts_are_told_by_fill_and_repainted_by_group() -> None:
    pytest.importorskip("resvg_py")
    from tools.hands.layers import class_map, classes_of, draw, mark, read_figure, repaint

    root = read_figure(FIGURE)
    mark(root, {"clothes": {"*": "dress-shirt", "#00f": "tie"}})
    repaint(root, {"clothes": {"#e6e6e6": "#102030"}, "*": {"#321": "#ffffff"}})
    picture = draw(root, 30)
    assert picture[25, 15].tolist() == [16, 32, 48, 255]
    assert picture[2, 2].tolist() == [255, 255, 255, 255]
    classes = classes_of(draw(class_map(root), 30, crisp=True))
    assert (classes[25, 5], classes[25, 15], classes[25, 25]) == (7, 2, 2)


def test_classes_get_colours_and_keep_the_difference_of_their_shapes() -> None:
    pytest.importorskip("resvg_py")
    from tools.hands.layers import mark, read_figure, shapes_of, tint

    root = read_figure(FIGURE.replace("#00f", "#737373"))
    mark(root, {"clothes": {"*": "pants", "#0f0": None}, "hair": "hair"})
    tint(root, {"pants": "c86432", "hair": "102030", "skirt": "ffffff"})
    fills = [shape.fill for shape in shapes_of(root)]
    # The last shape of the trousers gets the colour, the lighter one below a lighter one, 255 at most.
    assert fills[:4] == ["#fc9", "#f0783c", "#c86432", "#0f0"]
    assert fills[4] == "#102030"


def test_flat_shapes_get_lines_and_shades_do_not() -> None:
    pytest.importorskip("resvg_py")
    from tools.hands.layers import outline, read_figure, shapes_of

    root = read_figure(FIGURE)
    outline(root, "#123456", 0.1)
    widths = [shape.element.get("stroke-width") for shape in shapes_of(root)]
    assert widths == ["3.000"] * 6 + [None]
    assert {shape.stroke for shape in shapes_of(root)} == {"#123456", "none"}


def test_things_are_chosen_by_name_and_shared_between_training_and_testing() -> None:
    pytest.importorskip("resvg_py")
    from tools.hands.clipart import is_for_testing, usable

    assert usable("animals/mammals/bull_utrescu_.svg")
    assert not usable("food/chef_jarno_vasamaa_.svg")
    assert not usable("recreation/music/bach_ganson.svg")
    assert is_for_testing("00" * 32)
    assert not is_for_testing("ff" * 32)

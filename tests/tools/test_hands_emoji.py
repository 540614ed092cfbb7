"""tools/hands: people of emoji sets: their labels, tones and colours."""

import json
from typing import Any

import numpy as np
import pytest
from tools.hands.emoji import LABELS, label, numbers_in, people_of, read_labels, svg_of, without_tone
from tools.hands.emoji_colours import hex_of, lightness, recolour, shaded
from tools.hands.figure import placed
from tools.hands.layers import CLASS, class_map, classes_of, draw, read_figure, shapes_of
from tools.hands.styles import HANDS

from toonseg.classes import EIGHT

HEAD, HAIR = '<path fill="{skin}" d="M0 0h20v20H0z"/>', '<path fill="#420" d="M0 0h20v8H0z"/>'
TEE = '<path fill="#06c" d="M0 12h20v8H0z"/>'


def icons(**bodies: str) -> dict[str, Any]:
    return {"width": 20, "height": 20, "icons": {name: {"body": body} for name, body in bodies.items()}}


def person(skin: str) -> str:
    return HEAD.format(skin=skin) + HAIR + TEE


def test_ranges_are_read_as_numbers() -> None:
    assert numbers_in("0-2,5") == [0, 1, 2, 5]
    assert numbers_in("7") == [7]


@pytest.mark.parametrize(
    ("name", "yellow"),
    [
        ("man-walking-dark", "man-walking"),
        ("man-walking-medium-dark-skin-tone", "man-walking"),
        ("woman-white-hair", ""),
        ("man-walking", ""),
    ],
)
def test_a_tone_is_told_from_the_end_of_a_name(name: str, yellow: str) -> None:
    assert without_tone(name) == yellow


def test_tones_with_the_same_shapes_share_the_labels_and_others_are_left_out() -> None:
    moved = HEAD.format(skin="#a62") + '<path fill="#111" d="M1 0h19v8H1z"/>' + TEE
    kit = icons(**{"man": person("#fc0"), "man-light": person("#fdb"), "man-dark-skin-tone": moved})
    (tones,) = people_of(kit, {"man": {"hair": [1], "T-shirt": [2]}})
    assert [one.svg for one in tones] == [svg_of(kit, "man"), svg_of(kit, "man-light")]


def test_a_tone_with_labels_of_its_own_is_used_with_them() -> None:
    other = TEE + HEAD.format(skin="#a62") + HAIR
    kit = icons(**{"man": person("#fc0"), "man-dark": other})
    (tones,) = people_of(kit, {"man": {"hair": [1]}, "man-dark": {"hair": [2], "T-shirt": [0]}})
    assert [one.labels for one in tones] == [{"hair": [1]}, {"hair": [2], "T-shirt": [0]}]


def test_a_package_with_fewer_shapes_is_told() -> None:
    with pytest.raises(ValueError, match="another version"):
        people_of(icons(man=person("#fc0")), {"man": {"hair": [3]}})


def test_labelled_shapes_are_what_is_seen_of_the_classes() -> None:
    root = read_figure(svg_of(icons(man=person("#fc0")), "man"))
    label(root, {"hair": [1], "T-shirt": [2]})
    seen = classes_of(draw(class_map(root), 20, crisp=True))
    hair, tee = EIGHT.index("hair") + 1, EIGHT.index("T-shirt") + 1
    assert [int((seen == number).sum()) for number in (0, hair, tee)] == [80, 160, 160]
    drawing = placed(root, None, np.random.default_rng(1))
    assert drawing.whole
    assert drawing.ratio == pytest.approx(1, abs=0.1)


def test_soft_lights_over_a_garment_do_not_hide_it() -> None:
    glow = (
        '<path fill="url(#clear)" d="M0 12h20v8H0z"/>'
        '<g filter="url(#blur)"><path fill="#fff" d="M2 14h9v4z"/></g>'
        '<linearGradient id="clear"><stop stop-color="#fff"/>'
        '<stop offset="1" stop-opacity="0"/></linearGradient>'
        '<filter id="blur"><feGaussianBlur stdDeviation="1"/></filter>'
    )
    root = read_figure(svg_of(icons(man=person("#fc0") + glow), "man"))
    assert [shape.opacity for shape in shapes_of(root)] == [1, 1, 1, 0, 0]
    label(root, {"T-shirt": [2]})
    seen = classes_of(draw(class_map(root), 20, crisp=True))
    assert int((seen == EIGHT.index("T-shirt") + 1).sum()) == 160


def test_shades_stay_darker_or_lighter_than_the_usual_one() -> None:
    usual = lightness("#888")
    assert shaded("3060c0", "#888", usual) == "#3060c0"
    assert lightness(shaded("3060c0", "#444", usual)) < lightness("#3060c0")
    assert lightness(shaded("3060c0", "#ddd", usual)) > lightness("#3060c0")
    assert [hex_of(colour) for colour in ("#a1c", "gray", "url(#x)")] == ["aa11cc", "808080", ""]


@pytest.mark.parametrize("used", ["g", "h"])
def test_a_gradient_that_others_use_keeps_its_colours(used: str) -> None:
    body = (
        f'<path fill="url(#{used})" d="M0 0h20v10H0z"/><path fill="url(#g)" d="M0 10h20v10H0z"/>'
        '<linearGradient id="g"><stop stop-color="#888"/>'
        '<stop offset="1" stop-color="#888" stop-opacity=".9"/></linearGradient>'
        '<linearGradient id="h" xlink:href="#g"/>'
    )
    root = read_figure(svg_of(icons(man=body), "man"))
    label(root, {"outer": [0]})
    recolour(root, {"outer": "c03030", "tie": "00ff00"})
    first, second = shapes_of(root)
    assert first.element.get(CLASS) == "outer"
    assert (first.fill, second.fill) == (f"url(#{used}-outer)", "url(#g)")
    assert first.opacity == pytest.approx(0.9)
    picture = draw(root, 20)
    assert picture[5, 1, :3].tolist() == [0xC0, 0x30, 0x30]
    assert picture[15, 1, :3].tolist() == [0x88, 0x88, 0x88]


def test_every_emoji_hand_has_labels_of_known_classes_and_no_shape_has_two() -> None:
    named = {hand.name for hand in HANDS if hand.kit == "emoji"}
    assert set(json.loads(LABELS.read_bytes())) == named
    for hand in sorted(named):
        for name, labels in read_labels(hand).items():
            assert set(labels) <= set(EIGHT.names), (hand, name)
            numbers = [number for of_class in labels.values() for number in of_class]
            assert len(numbers) == len(set(numbers)), (hand, name)

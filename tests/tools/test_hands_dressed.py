"""tools/hands: hats and locks change what is seen and its classes alike; painted things keep their shape."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray
from tools.hands.brush import brush_of
from tools.hands.drawing import Figure
from tools.hands.dressed import ABOVE, Hatted, Long, head_of, some_dressed, with_locks
from tools.hands.things import HAIR, PaintedThing, filling, some_things_painted, turned

TEE = 3
BROWN, RED = (90, 60, 30), (220, 20, 20)


@dataclass(frozen=True)
class Person:
    """Hair above a face above a T-shirt, clear columns on both sides."""

    hair: bool = True
    ratio: float = 1.0
    whole: bool = False

    def at(self, width: int) -> Figure:
        pixels = np.zeros((width, width, 4), np.uint8)
        classes = np.zeros((width, width), np.uint8)
        third, inside = width // 3, np.s_[width // 4 : -(width // 4)]
        parts = ((BROWN, HAIR if self.hair else 0), ((240, 200, 180), 0), ((60, 120, 200), TEE))
        for k, (colour, cls) in enumerate(parts):
            rows = np.s_[k * third : (k + 1) * third]
            pixels[rows, inside] = (*colour, 255)
            classes[rows, inside] = cls
        return Figure(pixels, classes)


@dataclass(frozen=True)
class Box:
    """A red box that fills its canvas but for a clear border, a share of its width."""

    border: float = 0.0
    ratio: float = 0.5

    def at(self, width: int) -> NDArray[np.uint8]:
        pixels = np.zeros((width // 2, width, 4), np.uint8)
        edge = round(self.border * width)
        pixels[edge : width // 2 - edge, edge : width - edge] = (*RED, 255)
        return pixels


def is_red(figure: Figure) -> NDArray[np.bool_]:
    """Where the box is seen; turning hues may round its colour."""
    return (np.abs(figure.pixels[..., :3].astype(int) - RED) < 6).all(-1) & (figure.pixels[..., 3] == 255)


def hatted(person: Person, **changed: float) -> Hatted:
    how = {"wide": 1.2, "deep": 0.3, "aside": 0.0, "hue": 0.0} | changed
    return Hatted(person, Box(), flipped=False, **how)


def test_the_head_is_where_the_hair_is() -> None:
    head = head_of(Person().at(120).classes)
    assert head is not None
    assert (head.top, head.left, head.right, head.width) == (0, 30, 89, 60)


@pytest.mark.parametrize(
    "classes",
    [Person(hair=False).at(120).classes, Person().at(40).classes, Person().at(120).classes + 8],
    ids=["no hair", "small", "two people"],
)
def test_figures_without_one_head_that_can_be_seen_stay_as_they_are(classes: NDArray[np.uint8]) -> None:
    assert head_of(classes) is None


def test_a_hat_lies_on_the_hair_and_is_of_no_class() -> None:
    bare, shown = Person().at(120), hatted(Person()).at(120)
    above = round(ABOVE * 120)
    assert shown.classes.shape == (120 + above, 120) == shown.pixels.shape[:2]
    red = is_red(shown)
    rows, columns = np.flatnonzero(red.any(1)), np.flatnonzero(red.any(0))
    assert rows[-1] + 1 == above + 18  # pulled down by .3 of a head 60 wide
    assert len(columns) == 72
    assert not shown.classes[red].any()
    below = np.pad(bare.classes, ((above, 0), (0, 0)))
    assert np.array_equal(shown.classes[~red], below[~red])
    assert (below[red] == HAIR).sum() == 18 * 60


def test_a_person_without_hair_gets_no_hat_but_the_same_room() -> None:
    shown = hatted(Person(hair=False)).at(120)
    assert not is_red(shown).any()
    assert hatted(Person()).ratio == pytest.approx(shown.classes.shape[0] / shown.classes.shape[1])


@pytest.mark.parametrize("seed", range(8))
def test_locks_are_hair_where_they_are_seen_and_nothing_else_changes(seed: int) -> None:
    bare = Person().at(240)
    head = head_of(bare.classes)
    assert head is not None
    shown = with_locks(bare, head, np.random.default_rng(seed))
    changed = shown.classes != bare.classes
    assert (shown.classes[changed] == HAIR).all()
    same = (shown.pixels == bare.pixels).all(-1)
    assert not changed[same & (bare.classes != HAIR)].any()
    assert (shown.pixels[..., 3][shown.classes > 0] > 127).all()
    assert np.array_equal(bare.pixels, Person().at(240).pixels)


def test_locks_fall_over_clothes_and_are_the_same_every_time() -> None:
    covered = []
    for seed in range(12):
        shown = Long(Person(), seed).at(240)
        assert np.array_equal(shown.pixels, Long(Person(), seed).at(240).pixels)
        covered.append(int((Person().at(240).classes == TEE).sum() - (shown.classes == TEE).sum()))
    assert max(covered) > 500
    assert min(covered) >= 0


def test_shares_are_kept() -> None:
    rng = np.random.default_rng(3)
    dressed = some_dressed([Person()] * 400, [Box()], rng, hatted=0.2, long=0.5)
    hats = [one for one in dressed if isinstance(one, Hatted)]
    bare = [one.drawing if isinstance(one, Hatted) else one for one in dressed]
    assert 50 < len(hats) < 110
    assert 160 < sum(isinstance(one, Long) for one in bare) < 240
    assert some_dressed([Person()] * 5, [], rng, hatted=1, long=0) == [Person()] * 5


def test_a_thing_fills_its_width_without_its_border() -> None:
    assert filling(Box(0.1), 100).shape[1] == pytest.approx(100, abs=2)
    assert (filling(Box(0.1), 100)[..., 3] == 255).all()


def test_hues_turn_and_greys_and_alpha_stay() -> None:
    pixels = np.array([[(*RED, 255), (90, 90, 90, 7)]], np.uint8)
    shown = turned(pixels, 120)
    assert shown[0, 0].argmax() == 3
    assert shown[0, 0, :3].argmax() == 1
    assert shown[0, 1].tolist() == [90, 90, 90, 7]
    assert np.array_equal(turned(pixels, 0), pixels)


def test_painted_things_keep_their_shape() -> None:
    rng = np.random.default_rng(1)
    thing = PaintedThing(Box(0.1), brush_of(rng), HAIR)
    flat, shown = Box(0.1).at(160), thing.at(160)
    assert thing.ratio == Box().ratio
    assert np.array_equal(shown[..., 3], flat[..., 3])
    assert np.abs(shown.astype(int) - flat).max() > 10
    some = some_things_painted([Box()] * 300, 0.3, rng)
    assert 60 < sum(isinstance(one, PaintedThing) for one in some) < 120

"""What is mended, and that nothing else is touched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toonseg.annotations import Instance, LabelSet, Mask
from toonseg.annotations.check import check_labels, fix
from toonseg.annotations.check.fix import clipped_ring
from toonseg.annotations.polygons import fill
from toonseg.annotations.problems import Problem, ProblemKind

MakeSet = Callable[..., LabelSet]
MakeSquare = Callable[..., Instance]
MakeMask = Callable[..., Mask]


def test_good_labels_stay_as_they_are(labels_with: MakeSet, square: MakeSquare) -> None:
    labels = labels_with(square("hair", 5, 5), square("boots", 60, 60))
    mended = fix(labels)
    assert mended.done == ()
    assert mended.labels.pictures[0] is labels.pictures[0]


def test_aliases_and_clear_misspellings_get_the_class_s_name(
    labels_with: MakeSet, square: MakeSquare
) -> None:
    meant = {
        "shirt": "dress-shirt",
        "hiar": "hair",
        "dres-shirts": "dress-shirt",
        "tie": "tie",
        "pant": "pants",
    }
    meant |= {"sirt": "sirt", "boots": "boots"}  # may be one of two; is none
    mended = fix(labels_with(*(square(name, 14 * k, 5, 12) for k, name in enumerate(meant))))
    assert [one.cls for one in mended.labels.instances] == list(meant.values())
    assert "class 'hiar' named 'hair': 1" in mended.done


def test_empty_ones_and_exact_duplicates_go(
    labels_with: MakeSet, square: MakeSquare, mask_of: MakeMask
) -> None:
    kept = (square("hair", 5, 5), square("tie", 5, 5), Instance("hair", mask_of(5, 5, 25, 24)))
    labels = labels_with(*kept, square("hair", 5, 5), Instance("vest", mask_of(0, 0, 0, 0)))
    mended = fix(labels)
    assert list(mended.labels.instances) == list(kept)
    assert len(mended.done) == 2


def test_polygons_and_masks_are_clipped(labels_with: MakeSet, square: MakeSquare, mask_of: MakeMask) -> None:
    ring = np.array([[90, 10], [150, 10], [150, 50], [90, 50.0]])
    drawn = replace(square("hair", 90, 10), mask=fill([ring], (100, 120)), rings=(ring,))
    moved = Instance("tie", mask_of(0, 0, 30, 30).moved(-20, 60))
    gone = Instance("vest", mask_of(0, 0, 30, 30).moved(200, 0))
    mended = fix(labels_with(drawn, moved, gone)).labels
    first, second = mended.instances
    assert first.rings is not None
    assert first.rings[0].max(axis=0).tolist() == [120, 50]
    assert first.mask.same_pixels(drawn.mask)
    assert second.box == (0, 60, 10, 90)
    assert check_labels(mended, pictures=False).ok


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(-40, 160), st.integers(-40, 140)), min_size=3, max_size=9))
@example([(19, 119), (30, -1), (40, -28)])
def test_a_clipped_ring_fills_the_same_pixels(corners: list[tuple[int, int]]) -> None:
    ring = np.array(corners, float)
    clipped = clipped_ring(ring, 120, 100)
    if len(clipped):
        assert (clipped >= 0).all()
        assert (clipped <= [120, 100]).all()
    # On a canvas that holds all of it, so that filling itself clips nothing.
    whole = fill([ring], (200, 220), (-50, -50)).within((0, 0, 120, 100))
    inside = fill([clipped], (200, 220), (-50, -50)).within((0, 0, 120, 100))
    # A side that is cut has its new corner upon the border, which may move it by part of a pixel, all along.
    around = np.linalg.norm(clipped - np.roll(clipped, 1, axis=0), axis=1).sum() if len(clipped) else 0.0
    assert np.count_nonzero(whole ^ inside) <= 4 * len(ring) + 0.2 * around


def test_what_writing_mends_is_counted_and_what_cannot_be_read_stays(labels_with: MakeSet) -> None:
    box = Problem(
        ProblemKind.BOX_DISAGREES, "a.json", "annotations[1].bbox", "is wrong", "Mend.", fixable=True
    )
    lost = Problem(ProblemKind.MALFORMED, "a.json", "annotations[2]", "is none", "Mend.")
    mended = fix(replace(labels_with(), problems=(box, box, lost)))
    assert mended.done == ("box computed from the mask: 2",)
    assert mended.labels.problems == (lost,)

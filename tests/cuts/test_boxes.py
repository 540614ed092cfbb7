"""Boxes of what is drawn: squared, split where only a bubble bridges, loose pieces gathered."""

from __future__ import annotations

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from toonseg.cuts.boxes import Piece, find_pieces
from toonseg.cuts.ground import Mask
from toonseg.strip import Box

WIDTH = 500


def mask_of(height: int, *boxes: Box) -> Mask:
    mask = np.zeros((height, WIDTH), np.uint8)
    for x0, y0, x1, y1 in boxes:
        mask[y0:y1, x0:x1] = 1
    return mask


def blob(mask: Mask, x: int, y: int, rx: int, ry: int) -> None:
    cv2.ellipse(mask, (x, y), (rx, ry), 0, 0, 360, 1, -1)


def always(*_: object) -> bool:
    return True


def never(*_: object) -> bool:
    return False


def pieces_of(mask: Mask, *, slack: int = 1) -> list[Piece]:
    found = find_pieces(mask, always, never, slack)
    return sorted(found, key=lambda piece: (piece.box[1], piece.box[0]))


def assert_at(pieces: list[Piece], *boxes: Box, within: int = 0) -> None:
    """Each piece has the box in the same place of the list, to the pixel."""
    assert len(pieces) == len(boxes)
    for piece, box in zip(pieces, boxes, strict=True):
        assert max(abs(p - q) for p, q in zip(piece.box, box, strict=True)) <= within, f"{piece.box}: {box}"


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_rectangle_is_found_wherever_it_lies(data: st.DataObject) -> None:
    x0, y0 = data.draw(st.integers(0, 300)), data.draw(st.integers(0, 200))
    box = (x0, y0, x0 + data.draw(st.integers(60, WIDTH - x0)), y0 + data.draw(st.integers(60, 300)))
    pieces = pieces_of(mask_of(520, box))
    assert_at(pieces, box)
    (piece,) = pieces
    assert (piece.straight, piece.filled) == (True, 1.0)
    assert not (piece.overhung or piece.bridged or piece.banded or piece.bubble)
    assert (piece.width, piece.height) == (piece.box[2] - piece.box[0], piece.box[3] - piece.box[1])


def test_slack_moves_no_edge_at_the_border_of_a_part() -> None:
    assert_at(pieces_of(mask_of(400, (30, 40, 470, 360)), slack=5), (30, 40, 470, 360))


def test_what_hangs_over_an_edge_is_cut_off() -> None:
    box = (40, 100, 440, 380)
    for x, y in ((150, 100), (300, 380), (40, 240), (440, 200)):
        mask = mask_of(480, box)
        blob(mask, x, y, 38, 38)
        pieces = pieces_of(mask)
        assert_at(pieces, box)
        (piece,) = pieces
        assert piece.straight and piece.overhung


def test_panels_that_a_bubble_bridges_are_split() -> None:
    boxes = [(30, 20, 470, 200), (30, 240, 470, 460)]
    mask = mask_of(480, *boxes)
    blob(mask, 200, 220, 60, 50)
    found = pieces_of(mask)
    assert_at(found, *boxes)
    assert all(piece.straight and piece.bridged for piece in found)


def test_panels_side_by_side_that_a_bubble_bridges_are_split() -> None:
    boxes = [(20, 30, 230, 430), (260, 30, 480, 430)]
    mask = mask_of(460, *boxes)
    blob(mask, 245, 150, 50, 40)
    found = pieces_of(mask)
    assert_at(found, *boxes)
    assert all(piece.bridged for piece in found)


def test_a_gap_that_does_not_separate_stays_in_the_panel() -> None:
    mask = mask_of(480, (30, 20, 470, 200), (30, 240, 470, 460))
    mask[200:240, 60:280] = 1
    asked = []

    def separates(box: Box, a: int, b: int) -> bool:
        asked.append((box, a, b))
        return False

    pieces = find_pieces(mask, separates, never)
    assert_at(pieces, (30, 20, 470, 460))
    (piece,) = pieces
    assert piece.banded and not piece.bridged
    assert asked == [((30, 20, 470, 460), 200, 240)]


def test_rows_are_asked_in_the_masks_own_pixels_within_parts_too() -> None:
    mask = mask_of(900, (30, 20, 470, 200), (30, 240, 470, 460), (30, 500, 470, 860))
    mask[200:240, 200:260] = mask[460:500, 300:360] = 1
    asked = []

    def separates(_: Box, a: int, b: int) -> bool:
        asked.append((a, b))
        return True

    found = sorted(find_pieces(mask, separates, never), key=lambda piece: piece.box[1])
    assert sorted(asked) == [(200, 240), (460, 500)]
    assert_at(found, (30, 20, 470, 200), (30, 240, 470, 460), (30, 500, 470, 860))


def test_a_figure_is_taken_whole() -> None:
    mask = mask_of(520)
    blob(mask, 250, 110, 60, 70)
    blob(mask, 250, 330, 110, 170)
    (piece,) = pieces_of(mask)
    assert not piece.straight
    assert piece.box == (140, 40, 361, 501)


def test_loose_pieces_near_each_other_are_one() -> None:
    mask = mask_of(500)
    for x, y in ((120, 100), (210, 110), (165, 200), (420, 420)):
        blob(mask, x, y, 35, 35)
    found = pieces_of(mask)
    assert [piece.box for piece in found] == [(85, 65, 246, 236), (385, 385, 456, 456)]
    assert 0 < found[0].filled < found[1].filled < 1


def test_panels_near_each_other_stay_apart() -> None:
    boxes = [(20, 20, 240, 220), (245, 20, 480, 220), (20, 226, 480, 400)]
    assert_at(pieces_of(mask_of(420, *boxes)), *boxes)


def test_scraps_beside_a_panel_are_dropped_and_specks_anywhere() -> None:
    speck, scrap = (20, 400, 25, 405), (20, 400, 32, 412)
    panel = (30, 20, 470, 300)
    assert_at(pieces_of(mask_of(480, panel, scrap)), panel)
    assert [piece.box for piece in pieces_of(mask_of(480, scrap))] == [scrap]
    assert pieces_of(mask_of(480, speck)) == []
    assert pieces_of(mask_of(480)) == []


def test_balloons_stay_apart_and_letters_of_a_block_come_together() -> None:
    mask = mask_of(600)
    blob(mask, 120, 100, 90, 60)
    blob(mask, 320, 100, 90, 60)
    letters = [
        (100 + 40 * k, 400 + 40 * line, 125 + 40 * k, 425 + 40 * line) for k in range(5) for line in (0, 1)
    ]
    mask |= mask_of(600, *letters)
    found = sorted(find_pieces(mask, always, always), key=lambda piece: (piece.box[1], piece.box[0]))
    assert [piece.box for piece in found] == [(30, 40, 211, 161), (230, 40, 411, 161), (100, 400, 285, 465)]
    assert all(piece.bubble for piece in found)


def test_a_bubble_is_neither_split_nor_squared() -> None:
    mask = mask_of(480, (30, 20, 470, 200), (30, 240, 470, 460))
    mask[200:240, 100:200] = 1
    (piece,) = find_pieces(mask, always, always)
    assert piece.bubble and piece.box == (30, 20, 470, 460)


def test_slack_takes_wavering_edges_for_straight() -> None:
    mask = mask_of(400)
    rng = np.random.default_rng(2)
    for x in range(40, 440, 8):
        top, bottom = rng.integers(-4, 5, 2)
        mask[60 + top : 340 + bottom, x : x + 8] = 1
    blob(mask, 200, 60, 50, 50)
    (piece,) = pieces_of(mask, slack=5)
    assert piece.straight and piece.overhung
    assert max(abs(p - q) for p, q in zip(piece.box, (40, 60, 440, 340), strict=True)) <= 5

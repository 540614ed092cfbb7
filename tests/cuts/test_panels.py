"""The panels and bubbles of one rough cut."""

from __future__ import annotations

from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toonseg.cuts.boxes import Piece
from toonseg.cuts.panels import LEAST_CHANCE, SHARED, choose, cut_span
from toonseg.cuts.proposals import Proposal, Way, shared_with
from toonseg.cuts.rough import Span, scan_strip
from toonseg.pictures import Rgb, encode
from toonseg.strip import Box, Strip
from toonseg.synth.scene.balloons import Balloon, Outline, draw_balloon

WIDTH = 690
GAP = 80


def white(rows: int) -> Rgb:
    return np.full((rows, WIDTH, 3), 255, np.uint8)


def drawing(height: int, width: int, seed: int = 0) -> Rgb:
    """A coloured room with blots in it."""
    rng = np.random.default_rng([seed, height, width])
    coarse = rng.integers(50, 190, (height // 60 + 2, width // 60 + 2, 3)).astype(np.uint8)
    pixels = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    for _ in range(height * width // 6000):
        centre = (int(rng.integers(width)), int(rng.integers(height)))
        axes = (int(rng.integers(6, 40)), int(rng.integers(6, 40)))
        cv2.ellipse(pixels, centre, axes, 30, 0, 360, rng.integers(20, 200, 3).tolist(), -1)
    return pixels


def put(canvas: Rgb, *boxes: Box) -> None:
    for seed, (x0, y0, x1, y1) in enumerate(boxes):
        canvas[y0:y1, x0:x1] = drawing(y1 - y0, x1 - x0, seed)


def balloon(canvas: Rgb, x: int, y: int, width: int = 230, height: int = 130) -> None:
    spoken = Balloon(("정말이야?", "믿을 수 없어"), 26, Outline.ROUND, width, height)
    draw_balloon(canvas, np.random.default_rng(3), spoken, (x, y))


def strip_of(canvas: Rgb) -> Strip:
    data = encode(canvas, "png")
    return Strip.of([SimpleNamespace(name="page", read=lambda: data)])


def pieces_of(rows: Rgb) -> list[Piece]:
    """The pieces of a rough cut between white gutters, below a plain panel; boxes in `rows`' own pixels."""
    other = white(300)
    put(other, (40, 0, 650, 300))
    strip = strip_of(np.concatenate([white(GAP), other, white(GAP), rows, white(GAP), other, white(GAP)]))
    top = 300 + 2 * GAP
    inner = [span for span in scan_strip(strip).spans if top <= span.y0 and span.y1 <= top + len(rows)]
    pieces = [piece for span in inner for piece in cut_span(strip, span)]
    pieces.sort(key=lambda piece: (piece.box[1], piece.box[0]))
    for span in inner:
        assert any(span.y0 <= piece.box[1] and piece.box[3] <= span.y1 for piece in pieces)
    return [Piece(**{**vars(piece), "box": moved(piece.box, -top)}) for piece in pieces]


def moved(box: Box, rows: int) -> Box:
    return box[0], box[1] + rows, box[2], box[3] + rows


def assert_at(pieces: list[Piece], *boxes: Box, within: int = 2) -> None:
    assert len(pieces) == len(boxes), [piece.box for piece in pieces]
    for piece, box in zip(pieces, boxes, strict=True):
        assert max(abs(p - q) for p, q in zip(piece.box, box, strict=True)) <= within, f"{piece.box}: {box}"


@pytest.mark.parametrize(
    "boxes",
    [
        [(40, 0, 650, 330)],
        [(30, 0, 340, 330), (360, 0, 660, 330)],
        [(20, 0, 220, 300), (240, 0, 440, 300), (460, 0, 670, 300)],
        [(30, 0, 340, 600), (360, 0, 660, 290), (360, 310, 660, 600)],
        [(0, 0, 690, 400)],
        [(300, 0, 380, 400)],
    ],
    ids=["one", "two side by side", "three", "beside a stack", "full bleed", "narrow"],
)
def test_panels_are_found_to_the_pixel(boxes: list[Box]) -> None:
    rows = white(max(box[3] for box in boxes))
    put(rows, *boxes)
    found = pieces_of(rows)
    assert_at(found, *boxes)
    assert all(piece.straight and not (piece.bubble or piece.bridged or piece.whole) for piece in found)


def test_a_bubble_over_an_edge_is_left_out_of_the_box() -> None:
    rows = white(430)
    put(rows, (40, 90, 650, 430))
    balloon(rows, 300, 80)
    (piece,) = pieces_of(rows)
    assert_at([piece], (40, 90, 650, 430))
    assert piece.overhung and not piece.bubble


def test_two_panels_that_a_bubble_bridges_are_two() -> None:
    boxes = [(40, 0, 650, 300), (40, 350, 650, 700)]
    rows = white(700)
    put(rows, *boxes)
    balloon(rows, 330, 325)
    found = pieces_of(rows)
    assert_at(found, *boxes)
    assert all(piece.bridged for piece in found)


def test_a_panel_whose_figure_crosses_a_blank_band_is_one() -> None:
    rows = white(700)
    put(rows, (40, 0, 650, 300), (40, 350, 650, 700))
    rows[240:430, 250:430] = drawing(190, 180, 9)
    (piece,) = pieces_of(rows)
    assert_at([piece], (40, 0, 650, 700))
    assert piece.banded and not piece.bridged


def test_a_bubble_alone_is_a_bubble_and_whole() -> None:
    rows = white(180)
    balloon(rows, 345, 90)
    (piece,) = pieces_of(rows)
    assert piece.bubble
    drawn = np.nonzero((rows < 200).any(axis=2))
    assert_at([piece], (int(drawn[1].min()), int(drawn[0].min()), int(drawn[1].max()), int(drawn[0].max())))


def test_a_bubble_beside_a_panel_is_one_more_piece() -> None:
    rows = white(330)
    put(rows, (40, 0, 380, 330))
    balloon(rows, 535, 160)
    panel, bubble = pieces_of(rows)
    assert_at([panel], (40, 0, 380, 330))
    assert bubble.bubble and not panel.bubble
    assert bubble.box[0] >= 400


def test_a_figure_without_a_frame_is_one_piece() -> None:
    rows = white(500)
    cv2.ellipse(rows, (345, 340), (140, 159), 0, 0, 360, (60, 80, 150), -1)
    cv2.ellipse(rows, (345, 110), (80, 110), 0, 0, 360, (240, 200, 180), -1)
    cv2.ellipse(rows, (345, 80), (86, 78), 0, 180, 360, (60, 40, 30), -1)
    (piece,) = pieces_of(rows)
    assert_at([piece], (205, 0, 486, 500))
    assert not piece.straight and not piece.bubble


def test_a_panel_with_margins_in_the_gutters_colour_within_it_is_whole() -> None:
    rows = white(500)
    put(rows, (0, 0, 690, 500))
    rows[200:300, :60] = rows[200:300, -60:] = 255
    found = pieces_of(rows)
    assert_at(found, (0, 0, 690, 500))


def test_without_gutters_the_box_is_the_rough_cuts_and_says_so() -> None:
    strip = strip_of(drawing(300, WIDTH))
    (piece,) = cut_span(strip, Span(0, 300, None, None))
    assert piece.box == (0, 0, WIDTH, 300)
    assert piece.whole and not piece.bubble


def proposed(box: Box, *, bubble: bool = False) -> Proposal:
    return Proposal(Piece(box, True, 1.0, bubble=bubble), frozenset([Way.GROUND]))


LIKELY, UNLIKELY = (1 + LEAST_CHANCE) / 2, LEAST_CHANCE / 2


def test_the_likeliest_of_boxes_that_overlap_is_chosen() -> None:
    boxes = [(0, 0, 300, 400), (0, 0, 320, 400), (330, 0, 690, 400)]
    found = choose([proposed(box) for box in boxes], np.array([LIKELY, 0.99, LIKELY]))
    assert [piece.box for piece in found] == [boxes[1], boxes[2]]
    assert [piece.confidence for piece in found] == pytest.approx([0.99, LIKELY])
    assert not any(piece.whole or piece.bubble for piece in found)


def test_a_bubble_is_kept_beside_panels_but_not_within_one() -> None:
    proposals = [
        proposed((0, 0, 400, 400)),
        proposed((450, 50, 650, 150), bubble=True),
        proposed((50, 50, 250, 150), bubble=True),
    ]
    panel, bubble = choose(proposals, np.array([LIKELY, UNLIKELY, UNLIKELY]))
    assert (panel.box, panel.bubble) == ((0, 0, 400, 400), False)
    assert (bubble.box, bubble.bubble) == ((450, 50, 650, 150), True)


def test_if_no_box_is_likely_the_best_is_kept_and_says_so() -> None:
    boxes = [(0, 0, 690, 400), (100, 50, 600, 400)]
    (piece,) = choose([proposed(box) for box in boxes], np.array([UNLIKELY, UNLIKELY + 0.01]))
    assert piece.box == boxes[1]
    assert piece.whole
    assert piece.confidence < LEAST_CHANCE
    assert choose([], np.empty(0)) == []


any_box = st.builds(
    lambda x, y, w, h: (x, y, x + w, y + h),
    st.integers(0, 50), st.integers(0, 50), st.integers(1, 50), st.integers(1, 50),
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.tuples(any_box, st.booleans(), st.floats(0, 1)), min_size=1, max_size=8))
def test_chosen_pieces_hardly_overlap_and_nothing_free_is_left(
    several: list[tuple[Box, bool, float]],
) -> None:
    proposals = [proposed(box, bubble=bubble) for box, bubble, _ in several]
    chosen = choose(proposals, np.array([chance for _, _, chance in several]))
    assert chosen

    def overlaps(box: Box, others: list[Piece]) -> bool:
        return any(
            shared_with(np.array([other.box], float), box)[0]
            > SHARED * min(other.width * other.height, (box[2] - box[0]) * (box[3] - box[1]))
            for other in others
        )

    for k, piece in enumerate(chosen):
        assert not overlaps(piece.box, chosen[:k] + chosen[k + 1 :])
    for box, bubble, chance in several:
        if bubble or chance >= LEAST_CHANCE:
            assert overlaps(box, chosen)

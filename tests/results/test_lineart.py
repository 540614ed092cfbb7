"""Line art: ink stays, edges of colours, screens and specks do not; what the settings change."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from toonseg.errors import UsageError
from toonseg.pictures import decode, encode
from toonseg.results.lineart import LineArt, line_art, lines_of
from toonseg.results.screentone import screened

Pixels = NDArray[np.uint8]
SKIN, CLOTH, SHADE, INK = (240, 205, 180), (90, 120, 190), (70, 92, 150), (60, 30, 36)


def drawing() -> Pixels:
    """A skin-coloured page with an inked disc of cloth whose lower half lies in shade."""
    picture = np.full((200, 240, 3), SKIN, np.uint8)
    cv2.circle(picture, (120, 100), 60, CLOTH, -1, cv2.LINE_AA)
    half = picture.copy()
    cv2.circle(half, (120, 100), 60, SHADE, -1, cv2.LINE_AA)
    picture[110:] = half[110:]
    cv2.circle(picture, (120, 100), 60, INK, 3, cv2.LINE_AA)
    return picture


def ring() -> NDArray[np.bool_]:
    """Where the disc's outline runs."""
    mask = np.zeros((200, 240), np.uint8)
    cv2.circle(mask, (120, 100), 60, 255, 1)
    return mask > 0


def inked(lines: Pixels) -> NDArray[np.bool_]:
    return lines < 128


def test_ink_is_drawn_and_the_edge_of_a_shadow_is_not() -> None:
    lines = line_art(drawing())
    assert lines.dtype == np.uint8 and lines.shape == (200, 240)
    assert inked(lines)[ring()].mean() > 0.95
    assert not inked(lines)[108:113, 80:160].any()
    assert lines[5:30, 5:60].min() == 255, "paper is white"


def test_edges_are_drawn_when_they_are_asked_for() -> None:
    row = np.s_[106:114, 80:160]
    faint = line_art(drawing(), LineArt(edges=0.3))[row].min()
    full = line_art(drawing(), LineArt(edges=1.0))[row].min()
    assert full < faint < 255


def test_a_painting_without_ink_gets_edges_unasked() -> None:
    picture = np.full((200, 240, 3), SKIN, np.uint8)
    cv2.circle(picture, (120, 100), 60, CLOTH, -1, cv2.LINE_AA)
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), 1.2), np.uint8)
    near = cv2.dilate(ring().astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    unasked, none = line_art(picture), line_art(picture, LineArt(edges=0.0))
    seen = cv2.dilate((unasked < 140).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert seen[ring()].mean() > 0.9
    assert not inked(none).any() and not inked(unasked)[~near].any()


def test_dark_coloured_ink_on_a_dark_cloth() -> None:
    picture = np.full((120, 120, 3), (60, 62, 104), np.uint8)
    cv2.line(picture, (20, 20), (100, 95), (28, 22, 52), 3, cv2.LINE_AA)
    lines = inked(line_art(picture))
    assert lines[57, 60] and lines.sum() > 200 and not lines[:, 105:].any()


def test_black_areas_are_hollow_or_stay() -> None:
    picture = np.full((120, 120, 3), 235, np.uint8)
    picture[30:90, 30:90] = 12
    hollow, kept = line_art(picture), line_art(picture, LineArt(fills="kept"))
    assert hollow[60, 60] == 255 and hollow[60, 31] < 60
    assert kept[40:80, 40:80].max() == 0
    assert inked(hollow).sum() < inked(kept).sum() / 3


def test_screens_of_dots_go_and_a_line_across_them_stays() -> None:
    picture = np.full((180, 240, 3), 230, np.uint8)
    for row, y in enumerate(range(4, 180, 6)):
        for x in range(4 + 3 * (row % 2), 240, 6):
            cv2.circle(picture, (x, y), 1, (90, 90, 90), -1, cv2.LINE_AA)
    dots = line_art(picture)
    cv2.line(picture, (10, 90), (230, 92), (10, 10, 10), 4, cv2.LINE_AA)
    lined = line_art(picture)
    assert lines_of(picture).tone.mean() > 0.6
    assert inked(dots).mean() < 0.01
    assert inked(lined)[88:95, 20:220].any(0).mean() > 0.95


def test_a_page_without_dots_has_no_screen() -> None:
    assert not screened(np.zeros((60, 80), bool)).any()
    assert not lines_of(drawing()).tone.any()


def test_specks_go_up_to_their_size() -> None:
    picture = np.full((100, 100, 3), 230, np.uint8)
    picture[50:53, 50:53] = 20
    assert not inked(line_art(picture, LineArt(speckle=60))).any()
    assert inked(line_art(picture, LineArt(speckle=0))).any()


def test_weight_makes_lines_thicker_and_thinner() -> None:
    counts = [
        int(255 * 48000 - line_art(drawing(), LineArt(weight=w)).astype(int).sum()) for w in (-1, 0, 0.5, 2)
    ]
    assert counts == sorted(counts) and len(set(counts)) == 4


def test_jpeg_changes_little() -> None:
    sent = decode(encode(drawing(), "jpg", quality=80), "page")
    before, after = inked(line_art(drawing())), inked(line_art(sent))
    near = cv2.dilate(before.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    assert not (after & ~near).any()
    assert after[ring()].mean() > 0.95


def test_the_same_picture_gives_the_same_lines() -> None:
    assert np.array_equal(line_art(drawing()), line_art(drawing().copy()))


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (3, 2), (17, 5)])
@pytest.mark.parametrize("tone", [0, 128, 255])
def test_small_and_empty_pictures(size: tuple[int, int], tone: int) -> None:
    assert line_art(np.full((*size, 3), tone, np.uint8)).shape == size


@pytest.mark.parametrize(
    "wrong", [{"ink": 0.0}, {"edges": 1.5}, {"speckle": -1}, {"weight": 9.0}, {"fills": "grey"}]
)
def test_settings_out_of_range(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        LineArt(**wrong)  # type: ignore[arg-type]

"""Hangul composed of strokes, and lines of lettering."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toonseg.lettering.hangul import is_syllable, syllable
from toonseg.synth.lettering import SAYINGS, SOUNDS, letter, strokes_of, text_size
from toonseg.synth.pen import BLACK, new_canvas


@given(st.integers(0xAC00, 0xD7A3).map(chr))
def test_every_syllable_has_strokes_within_its_square(character):
    points = np.concatenate(syllable(character))
    assert points.min() >= -0.1 and points.max() <= 1.1
    # Lead and vowel at least; syllables use most of their height.
    assert len(syllable(character)) >= 2
    assert np.ptp(points[:, 1]) > 0.45


def test_different_syllables_are_drawn_differently():
    pictures = set()
    characters = "가각간갈감갓강개거게고과교구귀그의기까끼나다라마바사아자차카타파하값닭않"
    for character in characters:
        canvas = new_canvas(40, 40)
        letter(canvas, [character], (20, 20), 32, BLACK)
        pictures.add(canvas.tobytes())
    assert len(pictures) == len(characters)


def test_latin_is_no_syllable():
    assert not is_syllable("A")
    with pytest.raises(ValueError, match="'A'"):
        syllable("A")


def test_every_letter_of_the_sentences_can_be_drawn():
    letters = {c for line in (*SAYINGS, *SOUNDS) for c in line} - {" ", "\n"}
    assert all(strokes_of(c) for c in letters)


def test_lettering_stays_within_its_size():
    lines = ["오늘은 왠지", "예감이 좋아"]
    canvas = new_canvas(200, 400)
    letter(canvas, lines, (200, 100), 30, BLACK)
    ink = np.argwhere(canvas.min(2) < 200)
    width, height = text_size(lines, 30)
    (y0, x0), (y1, x1) = ink.min(0), ink.max(0)
    assert x0 >= 200 - width / 2 - 4 and x1 <= 200 + width / 2 + 4
    assert y0 >= 100 - height / 2 - 4 and y1 <= 100 + height / 2 + 4
    assert x1 - x0 > width * 0.8 and y1 - y0 > height * 0.8

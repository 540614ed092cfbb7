"""Words on sheets: Hangul is written without a font file, and is as wide as it is told to be."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from toonseg.lettering.captions import fitted, width_of, write

INK = (200, 30, 40)


def written(text: str, size: int) -> NDArray[np.uint8]:
    """A text written in red on black, from x = 10, y = 10."""
    sheet = Image.new("RGB", (400, 80))
    wide = write(ImageDraw.Draw(sheet), (10, 10), text, INK, size)
    assert wide == pytest.approx(width_of(text, size))
    return np.asarray(sheet)


@pytest.mark.parametrize("size", [12, 16, 26])
def test_syllables_are_told_apart_and_lie_in_the_line(size: int) -> None:
    drawn = [written(letter, size) for letter in "가나홍길동"]
    for number, one in enumerate(drawn):
        rows, columns = np.nonzero(one[..., 0] > 100)
        assert columns.min() >= 10 and columns.max() < 10 + size
        assert rows.min() >= 10 and rows.max() < 10 + 1.3 * size
        assert all((one != other).any() for other in drawn[:number])


def test_latin_and_hangul_stand_side_by_side() -> None:
    both, latin = written("ep 웹툰 12", 16), written("ep ", 16)
    left = int(10 + width_of("ep ", 16))
    assert (both[:, :left] == latin[:, :left]).all()
    assert both[:, left : left + 16].any()
    assert (written("ⓒ", 16) == written("©", 16)).all()
    assert (written("漢", 16) == written("?", 16)).all(), "what nobody can write is a question mark"


def test_syllables_that_were_taken_apart_are_put_together() -> None:
    apart = unicodedata.normalize("NFD", "눈꽃")
    assert len(apart) > 2 and (written(apart, 16) == written("눈꽃", 16)).all()


def test_what_is_too_long_loses_its_beginning() -> None:
    name = "눈 오는 날/0001/000260.png"
    assert fitted(name, 13, width_of(name, 13)) == name
    shorter = fitted(name, 13, 100)
    assert shorter.startswith("...") and name.endswith(shorter[3:]) and len(shorter) > 8
    assert width_of(shorter, 13) <= 100
    assert fitted(name, 13, 1) == ""

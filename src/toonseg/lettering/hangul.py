"""Hangul syllables as strokes: a small composer of jamo, so that no font file is needed.

A stroke is an Nx2 array of points in a unit square, x to the right, y down. A syllable is taken apart by
the arithmetic of Unicode, chapter 3.12: code = 0xAC00 + (lead * 21 + vowel) * 28 + tail.
"""

from __future__ import annotations

import numpy as np

from toonseg.lettering.strokes import Points, arc, polygon

Strokes = list[Points]
_Area = tuple[float, float, float, float]

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_PAIRS = dict(
    zip(
        "ㄲㄸㅃㅆㅉㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄ",
        [
            "ㄱㄱ",
            "ㄷㄷ",
            "ㅂㅂ",
            "ㅅㅅ",
            "ㅈㅈ",
            "ㄱㅅ",
            "ㄴㅈ",
            "ㄴㅎ",
            "ㄹㄱ",
            "ㄹㅁ",
            "ㄹㅂ",
            "ㄹㅅ",
            "ㄹㅌ",
            "ㄹㅍ",
            "ㄹㅎ",
            "ㅂㅅ",
        ],
        strict=True,
    )
)
_MIXED = dict(zip("ㅘㅙㅚㅝㅞㅟㅢ", ["ㅗㅏ", "ㅗㅐ", "ㅗㅣ", "ㅜㅓ", "ㅜㅔ", "ㅜㅣ", "ㅡㅣ"], strict=True))

_ROOF = polygon((0, 0.08), (1, 0.08))
_CONSONANTS: dict[str, Strokes] = {
    "ㄱ": [polygon((0, 0.06), (1, 0.06), (0.95, 0.5), (0.72, 1))],
    "ㄴ": [polygon((0.04, 0), (0.04, 0.94), (1, 0.94))],
    "ㄷ": [polygon((1, 0.06), (0.04, 0.06), (0.04, 0.94), (1, 0.94))],
    "ㄹ": [polygon((0, 0.04), (0.96, 0.04), (0.96, 0.48), (0.04, 0.48), (0.04, 0.96), (1, 0.96))],
    "ㅁ": [polygon((0.04, 0.05), (0.96, 0.05), (0.96, 0.95), (0.04, 0.95), (0.04, 0.05))],
    "ㅂ": [polygon((0.06, 0), (0.06, 0.95), (0.94, 0.95), (0.94, 0)), polygon((0.06, 0.48), (0.94, 0.48))],
    "ㅅ": [polygon((0.5, 0), (0.42, 0.42), (0, 1)), polygon((0.46, 0.38), (0.66, 0.7), (1, 1))],
    "ㅇ": [arc(0.5, 0.5, 0.46, 0.46, 0, 361, 22)],
    "ㅈ": [_ROOF, polygon((0.5, 0.08), (0.42, 0.5), (0, 1)), polygon((0.46, 0.46), (0.66, 0.72), (1, 1))],
    "ㅊ": [
        polygon((0.36, 0), (0.64, 0)),
        polygon((0, 0.26), (1, 0.26)),
        polygon((0.5, 0.26), (0.42, 0.6), (0, 1)),
        polygon((0.46, 0.56), (0.66, 0.78), (1, 1)),
    ],
    "ㅋ": [polygon((0, 0.06), (1, 0.06), (0.95, 0.5), (0.72, 1)), polygon((0.02, 0.5), (0.94, 0.48))],
    "ㅌ": [polygon((1, 0.04), (0.04, 0.04), (0.04, 0.96), (1, 0.96)), polygon((0.04, 0.5), (0.94, 0.5))],
    "ㅍ": [
        _ROOF,
        polygon((0, 0.94), (1, 0.94)),
        polygon((0.3, 0.08), (0.34, 0.94)),
        polygon((0.7, 0.08), (0.66, 0.94)),
    ],
    "ㅎ": [
        polygon((0.34, 0), (0.66, 0)),
        polygon((0, 0.24), (1, 0.24)),
        arc(0.5, 0.7, 0.36, 0.3, 0, 361, 20),
    ],
}
_UPRIGHT: dict[str, Strokes] = {
    "ㅣ": [polygon((0.6, 0), (0.6, 1))],
    "ㅏ": [polygon((0.4, 0), (0.4, 1)), polygon((0.4, 0.46), (1, 0.46))],
    "ㅑ": [polygon((0.4, 0), (0.4, 1)), polygon((0.4, 0.34), (1, 0.34)), polygon((0.4, 0.6), (1, 0.6))],
    "ㅓ": [polygon((0.75, 0), (0.75, 1)), polygon((0, 0.46), (0.75, 0.46))],
    "ㅕ": [polygon((0.75, 0), (0.75, 1)), polygon((0, 0.34), (0.75, 0.34)), polygon((0, 0.6), (0.75, 0.6))],
    "ㅐ": [polygon((0.2, 0), (0.2, 0.95)), polygon((0.9, 0), (0.9, 1)), polygon((0.2, 0.46), (0.9, 0.46))],
    "ㅔ": [polygon((0.45, 0), (0.45, 0.95)), polygon((0.95, 0), (0.95, 1)), polygon((0, 0.46), (0.45, 0.46))],
    "ㅒ": [
        polygon((0.2, 0), (0.2, 0.95)),
        polygon((0.9, 0), (0.9, 1)),
        polygon((0.2, 0.34), (0.9, 0.34)),
        polygon((0.2, 0.6), (0.9, 0.6)),
    ],
    "ㅖ": [
        polygon((0.45, 0), (0.45, 0.95)),
        polygon((0.95, 0), (0.95, 1)),
        polygon((0, 0.34), (0.45, 0.34)),
        polygon((0, 0.6), (0.45, 0.6)),
    ],
}
_LYING: dict[str, Strokes] = {
    "ㅡ": [polygon((0, 0.5), (1, 0.5))],
    "ㅗ": [polygon((0, 0.85), (1, 0.85)), polygon((0.5, 0.1), (0.5, 0.85))],
    "ㅛ": [
        polygon((0, 0.85), (1, 0.85)),
        polygon((0.33, 0.1), (0.33, 0.85)),
        polygon((0.67, 0.1), (0.67, 0.85)),
    ],
    "ㅜ": [polygon((0, 0.2), (1, 0.2)), polygon((0.5, 0.2), (0.5, 1))],
    "ㅠ": [polygon((0, 0.2), (1, 0.2)), polygon((0.33, 0.2), (0.31, 1)), polygon((0.67, 0.2), (0.69, 1))],
}


def is_syllable(letter: str) -> bool:
    """True for one of the 11,172 precomposed Hangul syllables."""
    return "가" <= letter <= "힣"


def syllable(letter: str) -> Strokes:
    """The strokes of one precomposed syllable in a unit square; ValueError for any other letter."""
    if not is_syllable(letter):
        raise ValueError(f"{letter!r} is not a precomposed Hangul syllable")
    code = ord(letter) - 0xAC00
    lead, vowel, tail = _LEADS[code // 588], _VOWELS[code % 588 // 28], _TAILS[code % 28]
    strokes: Strokes = []
    foot = 0.96
    if tail != " ":
        strokes += _consonant(tail, (0.16, 0.66, 0.84, 0.98))
        foot = 0.6
    if vowel in _MIXED:
        lying, upright = _MIXED[vowel][0], _MIXED[vowel][1]
        strokes += _consonant(lead, (0.06, 0.04, 0.58, foot * 0.52))
        strokes += _placed(_LYING[lying], (0.0, foot * 0.58, 0.66, foot * 0.96))
        strokes += _placed(_UPRIGHT[upright], (0.66, 0.0, 0.98, foot + 0.02))
    elif vowel in _LYING:
        strokes += _consonant(lead, (0.16, 0.02, 0.84, foot * 0.54))
        strokes += _placed(_LYING[vowel], (0.02, foot * 0.6, 0.98, foot))
    else:
        wide = vowel in "ㅐㅔㅒㅖ"
        strokes += _consonant(lead, (0.06, 0.08, 0.5 if wide else 0.56, foot * 0.9))
        strokes += _placed(_UPRIGHT[vowel], (0.54 if wide else 0.62, 0.0, 0.98, foot + 0.03))
    return strokes


def _consonant(letter: str, area: _Area) -> Strokes:
    if letter not in _PAIRS:
        return _placed(_CONSONANTS[letter], area)
    x0, y0, x1, y1 = area
    middle = (x0 + x1) / 2
    first, second = _PAIRS[letter][0], _PAIRS[letter][1]
    return _placed(_CONSONANTS[first], (x0 - 0.04, y0, middle - 0.05, y1)) + _placed(
        _CONSONANTS[second], (middle + 0.05, y0, x1 + 0.04, y1)
    )


def _placed(strokes: Strokes, area: _Area) -> Strokes:
    x0, y0, x1, y1 = area
    return [s * np.array([x1 - x0, y1 - y0]) + np.array([x0, y0]) for s in strokes]

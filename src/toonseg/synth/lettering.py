"""Lines of lettering, Hangul and Latin, drawn with strokes; and the sentences to letter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from toonseg.lettering.hangul import Strokes, is_syllable, syllable
from toonseg.synth.pen import Canvas, Colour, Points, arc, polygon, stroke

# One Latin glyph per letter: strokes parted by "/", points by blanks, each "xy" on a 0..4 by 0..6 grid.
_GLYPHS = {
    "A": "06 20 46/13 33", "B": "00 06 36 45 44 33 03/33 42 41 30 00", "C": "41 30 10 01 05 16 36 45",
    "D": "00 06 26 44 42 20 00", "E": "40 00 06 46/03 33", "F": "40 00 06/03 33",
    "G": "41 30 10 01 05 16 36 45 43 23", "H": "00 06/40 46/03 43", "I": "10 30/20 26/16 36",
    "J": "30 35 26 16 05", "K": "00 06/40 03 46", "L": "00 06 46", "M": "06 00 23 40 46",
    "N": "06 00 46 40", "O": "10 01 05 16 36 45 41 30 10", "P": "06 00 30 41 42 33 03",
    "Q": "10 01 05 16 36 45 41 30 10/34 46", "R": "06 00 30 41 42 33 03/23 46",
    "S": "41 30 10 01 02 13 33 44 45 36 16 05", "T": "00 40/20 26", "U": "00 05 16 36 45 40",
    "V": "00 26 40", "W": "00 16 22 36 40", "X": "00 46/40 06", "Y": "00 23 40/23 26",
    "Z": "00 40 06 46", "0": "10 01 05 16 36 45 41 30 10/15 31", "1": "11 20 26/16 36",
    "2": "01 10 30 41 42 06 46", "3": "00 40 23 33 44 45 36 16 05", "4": "36 30 04 44",
    "5": "40 00 03 33 44 45 36 06", "6": "40 10 01 05 16 36 45 44 33 03", "7": "00 40 16",
    "8": "10 01 02 13 33 44 45 36 16 05 04 13/33 42 41 30 10", "9": "43 13 02 01 10 30 41 45 36 06",
    "-": "13 33", "'": "20 21", ":": "22 21/24 25", "~": "03 12 24 33",
}  # fmt: skip
_DOT: Strokes = [arc(0.5, 0.93, 0.03, 0.03, 0, 361, 8)]
_MARKS: dict[str, Strokes] = {
    ".": _DOT,
    ",": [polygon((0.52, 0.86), (0.44, 1.05))],
    "!": [polygon((0.5, 0.02), (0.5, 0.68)), *_DOT],
    "?": [
        np.concatenate([arc(0.5, 0.24, 0.26, 0.22, 180, 420, 14), polygon((0.5, 0.5), (0.5, 0.68))]),
        *_DOT,
    ],
    "…": [arc(x, 0.6, 0.02, 0.02, 0, 361, 8) for x in (0.2, 0.5, 0.8)],
    "♥": [
        polygon(
            (0.5, 0.9),
            (0.1, 0.4),
            (0.2, 0.15),
            (0.4, 0.15),
            (0.5, 0.35),
            (0.6, 0.15),
            (0.8, 0.15),
            (0.9, 0.4),
            (0.5, 0.9),
        )
    ],
}

SAYINGS = (
    "어디 가?", "나 먼저 갈게!", "잠깐만 기다려", "그게 정말이야?", "오늘은 왠지\n예감이 좋아",
    "비가 올 것\n같은데…", "괜찮아, 천천히 해", "어제 그 편지\n읽어 봤어?", "말도 안 돼!",
    "선배, 저기요!", "이 시간에\n누구지?", "약속했잖아", "우산 같이 쓸래?", "아무 일도\n아니야",
    "왜 이렇게\n늦었어!", "고마워…", "잘 부탁드립니다", "시험은 내일부터야", "조용히 해 봐",
    "저쪽에서 소리가\n들렸어", "배고프다\n라면 먹을까?", "흥, 관심 없어",
    "그날 이후로\n모든 것이 바뀌었다", "그리고 삼 년 뒤", "한편 그 시각\n학교 옥상에서는", "봄이 왔다",
    "처음부터 알고\n있었던 걸까", "네가 웃으면\n나도 좋아", "뛰어! 빨리!", "찾았다, 열쇠", "꿈이었나?",
    "다시 한번만\n말해 줄래?", "문이 잠겼어", "WAIT!", "OK, LET'S GO", "WHAT?", "TO BE\nCONTINUED",
    "PLEASE STAY\nWITH ME", "12:45 AM", "HELLO?",
)  # fmt: skip
SOUNDS = (
    "쾅!",
    "두근두근",
    "휙",
    "타다닥",
    "쏴아아",
    "덜컹",
    "철컥",
    "웅성웅성",
    "번쩍!",
    "와아!",
    "똑똑",
    "BANG!",
    "CRASH!",
)


def strokes_of(letter: str) -> Strokes:
    """Strokes of one letter in a unit square; unknown letters leave the square empty."""
    if is_syllable(letter):
        return syllable(letter)
    if letter in _MARKS:
        return _MARKS[letter]
    drawn: Strokes = []
    for piece in _GLYPHS.get(letter.upper(), "").split("/"):
        if piece:
            grid = np.array([(int(p[0]), int(p[1])) for p in piece.split()], np.float64)
            drawn.append(grid / (4.0, 6.0) * (0.8, 0.94) + (0.1, 0.03))
    return drawn


def advance(letter: str) -> float:
    """How far the pen moves on after a letter, in letter heights."""
    if is_syllable(letter):
        return 1.0
    if letter in ".,!'? ":
        return 0.42
    return 0.95 if letter == "…" else 0.72


def text_size(lines: Sequence[str], size: float, leading: float = 1.4) -> tuple[float, float]:
    """Width and height in pixels of `lines` lettered `size` pixels tall."""
    width = max(sum(advance(c) for c in line) for line in lines) * size
    return width, size * (1 + leading * (len(lines) - 1))


def letter(
    canvas: Canvas,
    lines: Sequence[str],
    centre: tuple[float, float],
    size: float,
    colour: Colour,
    *,
    weight: float = 0.075,
    slant: float = 0.0,
    outline: Colour | None = None,
    leading: float = 1.4,
) -> None:
    """Letter `lines` centred at (x, y), `size` pixels tall.

    `weight` is the stroke's width in letter heights; `slant` leans the letters (x per y); with
    `outline`, each stroke gets a border of that colour, as sound words have.
    """
    top = centre[1] - text_size(lines, size, leading)[1] / 2
    placed: list[Points] = []
    for row, line in enumerate(lines):
        x = centre[0] - sum(advance(c) for c in line) * size / 2
        y = top + row * leading * size
        for character in line:
            step = advance(character)
            # Latin glyphs and marks fill their square; narrow them to their advance, with air on both sides.
            spread, inset = (0.88, 0.06) if is_syllable(character) else (step * 0.86, step * 0.07)
            for part in strokes_of(character):
                leaning = part[:, :1] * spread + inset - (part[:, 1:] - 0.5) * slant
                placed.append(np.concatenate([leaning, part[:, 1:]], 1) * size + (x, y))
            x += step * size
    width = max(1.0, weight * size)
    if outline is not None:
        for part in placed:
            stroke(canvas, part, outline, width + max(4.0, size * 0.1))
    for part in placed:
        stroke(canvas, part, colour, width)

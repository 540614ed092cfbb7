"""The pictures of docs/synth.md: a cut of each preset, the same with outlines, and the garments by kind.

python -m benchmarks.synth.sheets [FOLDER]
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from benchmarks.synth.wardrobe import WARDROBE, Piece
from toonseg.classes import InstanceClass
from toonseg.pictures import Rgb
from toonseg.synth.art import Canvas, Placement, Style
from toonseg.synth.art.presets import ALL, ROMANCE
from toonseg.synth.figure import Body, Character, Face, draw_person
from toonseg.synth.figure.hair_invent import invent_hair
from toonseg.synth.figure.poses import HANDS_BEHIND
from toonseg.synth.titles import Cut, Order, artist_of, draw_cut
from toonseg.synth.titles.artist import rng_of
from toonseg.synth.titles.sheet import outlined
from toonseg.synth.titles.taste import Shot

CELL = (200, 272)  # height, width of a preset's cut on its sheet
PIECE = (186, 118)  # of a garment
MOST = 330_000  # bytes of a sheet
SHOTS = (Shot.BUST, Shot.HALF, Shot.GROUP, Shot.HALF)
GAP, LINE = 6, 18
SEED = 31


def preset_cuts() -> list[tuple[str, Cut]]:
    """A cut of each preset with its name, and two of artists between presets."""
    made = []
    for number, name in enumerate([*(preset.name for preset in ALL), None, None]):
        order = Order(SEED, name)
        artist = artist_of(order, 1 + number)
        rng = rng_of(order, 1 + number, 9)
        shot = SHOTS[number % len(SHOTS)]
        size = (CELL[0] * 2, CELL[1] * 2)
        made.append(
            (
                name or "any",
                draw_cut(
                    size, artist.cast, artist.style, rng, shot=shot, scene=artist.scenes[0], bubbles=0.3
                ),
            )
        )
    return made


def piece_picture(piece: Piece, style: Style, *, seed: int) -> Rgb:
    """Somebody to the hips, or to the feet, in one garment and what goes with it; HWC uint8 RGB."""
    rng = np.random.default_rng(seed)
    body = Body(6.6, 0.85 if piece.girl else 0.15)
    hair = invent_hair(rng, femininity=body.femininity, unnatural=0)
    person = draw_person(Character(body, Face(), hair, piece.worn), HANDS_BEHIND, 14, style, rng, pixels=64)
    canvas = Canvas(PIECE, 5)
    middle, top = float(person.frame.head.centre[0]), float(person.frame.head.centre[1]) - 0.75
    low = person.frame.ground + 0.2
    if piece.cls not in (InstanceClass.PANTS, InstanceClass.SKIRT) and not piece.whole:
        low = top + 0.56 * (low - top)
    scale = PIECE[0] / (low - top)
    at = (PIECE[1] / 2 - middle * scale, -top * scale)
    canvas.paint(person.shapes, Placement(scale, at, style.line_pixels(scale)))
    return canvas.finish().picture


def labelled(cells: Sequence[tuple[str, Rgb]], columns: int) -> Rgb:
    """Pictures of one size (HWC uint8 RGB), each above its name."""
    height, width = cells[0][1].shape[:2]
    rows = -(-len(cells) // columns)
    sheet = np.full((rows * (height + LINE + GAP) + GAP, columns * (width + GAP) + GAP, 3), 255, np.uint8)
    for number, (name, picture) in enumerate(cells):
        y = GAP + number // columns * (height + LINE + GAP)
        x = GAP + number % columns * (width + GAP)
        sheet[y : y + height, x : x + width] = picture
        at = (x + 2, y + height + 13)
        cv2.putText(sheet, name, at, cv2.FONT_HERSHEY_SIMPLEX, 0.4, (40, 40, 40), 1, cv2.LINE_AA)
    return sheet


def save(path: Path, sheet: Rgb) -> None:
    """Write a JPEG of less than `MOST` bytes, as good as that allows."""
    for quality in range(90, 30, -4):
        Image.fromarray(sheet).save(path, quality=quality, optimize=True)
        if path.stat().st_size < MOST:
            return
    raise ValueError(f"{path} does not fit into {MOST} bytes")


def main() -> None:
    """Write the sheets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("docs/pictures"))
    folder: Path = parser.parse_args().folder
    cv2.setNumThreads(1)
    cuts = preset_cuts()
    size = (CELL[1], CELL[0])

    def small(picture: Rgb) -> Rgb:
        return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)

    save(folder / "synth-cuts.jpg", labelled([(name, small(cut.picture)) for name, cut in cuts], 4))
    seen = [(name, small(outlined(cut.picture, cut.instances, width=3))) for name, cut in cuts]
    save(folder / "synth-masks.jpg", labelled(seen, 4))
    style = ROMANCE.sample(np.random.default_rng(3))
    pieces = [
        (
            f"{piece.cls.label if piece.cls is not None else 'none'}: {piece.name}" if first else piece.name,
            piece_picture(piece, style, seed=number),
        )
        for number, (first, piece) in enumerate(marked(WARDROBE))
    ]
    save(folder / "synth-garments.jpg", labelled(pieces, 9))


def marked(pieces: Sequence[Piece]) -> list[tuple[bool, Piece]]:
    """Each piece, and whether it is the first of its class."""
    return [(k == 0 or pieces[k - 1].cls is not piece.cls, piece) for k, piece in enumerate(pieces)]


if __name__ == "__main__":
    main()

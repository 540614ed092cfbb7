"""What is aimed at: per kind, the best figure any of eleven peers reached on such strips, and the target."""

from __future__ import annotations

from dataclasses import dataclass

from toonseg.synth import Kind


@dataclass(frozen=True)
class Target:
    """Recall and precision at IoU 0.9: the best peer's and the aim."""

    label: str
    peer: tuple[float, float]
    aim: tuple[float, float]


TARGETS: dict[Kind, Target] = {
    Kind.WHITE: Target("white gutters", (0.87, 0.67), (0.99, 0.99)),
    Kind.BLACK: Target("black gutters", (0.94, 0.83), (0.99, 0.99)),
    Kind.JPEG_80: Target("white, JPEG q80 noise", (0.82, 0.68), (0.99, 0.99)),
    Kind.ENDS: Target("first panel at row 0, last at the end", (0.81, 0.53), (0.99, 0.99)),
    Kind.RINGING: Target("JPEG q50 after resampling", (0.94, 0.76), (0.97, 0.97)),
    Kind.COLOURED: Target("coloured gutters", (0.79, 0.64), (0.97, 0.97)),
    Kind.VERTICAL: Target("vertical gradient", (0.88, 0.63), (0.97, 0.97)),
    Kind.DIAGONAL: Target("diagonal gradient", (0.84, 0.68), (0.92, 0.92)),
    Kind.BUBBLES: Target("bubbles over every edge, 40 % bridging", (0.15, 0.19), (0.90, 0.90)),
    Kind.FRAMELESS: Target("frameless figures on white", (0.93, 0.78), (0.97, 0.97)),
    Kind.SIDE_BY_SIDE: Target("2-3 panels side by side", (1.0, 0.96), (0.99, 0.99)),
    Kind.BANDS: Target("white bands inside panels", (0.48, 0.30), (0.85, 0.85)),
    Kind.TEXTURE: Target("cloud, paper, star textures", (0.96, 0.96), (0.98, 0.98)),
    Kind.FULL_BLEED: Target("full-bleed with flat ends", (1.0, 0.82), (0.95, 0.95)),
    Kind.NARROW: Target("gutters of 4-14 px", (0.82, 0.80), (0.93, 0.93)),
    Kind.MIXED: Target("everything mixed", (0.74, 0.83), (0.90, 0.90)),
}
MEAN = Target("mean", (0.67, 0.53), (0.94, 0.94))

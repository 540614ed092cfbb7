"""Bodies as numbers: how long and wide everything is for a given ratio of head to height."""

from __future__ import annotations

from dataclasses import dataclass

from toonseg.synth.pen import Colour


@dataclass(frozen=True)
class Body:
    """A character's build.

    Attributes:
        ratio: Height in heads, 2.5 .. 7.5.
        femininity: 0 (broad shoulders, narrow hips, thick neck) .. 1 (the reverse, with a waist).
        build: 0 (thin) .. 1 (stout).
        skin: Colour of the skin in plain light.
    """

    ratio: float = 6.2
    femininity: float = 0.5
    build: float = 0.35
    skin: Colour = (255, 226, 208)

    @property
    def below(self) -> float:
        """Heads from chin to sole."""
        return self.ratio - 1

    @property
    def neck(self) -> float:
        """Length of the neck from chin to the pit between the collar bones, in heads."""
        return 0.012 + 0.031 * self.below

    @property
    def torso(self) -> float:
        """From the pit of the neck to the crotch, in heads."""
        return 0.4 * self.below

    @property
    def leg(self) -> float:
        """From the crotch to the sole, in heads."""
        return self.below - self.neck - self.torso

    @property
    def arm(self) -> float:
        """From shoulder to wrist, in heads."""
        return 0.41 * self.below

    @property
    def shoulder(self) -> float:
        """Half of the shoulders' width, in heads."""
        return (0.17 + 0.112 * self.below) * (1.1 - 0.2 * self.femininity) * (0.94 + 0.18 * self.build)

    @property
    def waist(self) -> float:
        """Half of the waist's width, in heads."""
        return (0.15 + 0.066 * self.below) * (1.06 - 0.2 * self.femininity) * (0.85 + 0.45 * self.build)

    @property
    def hip(self) -> float:
        """Half of the hips' width, in heads."""
        return (0.16 + 0.08 * self.below) * (0.94 + 0.12 * self.femininity) * (0.9 + 0.3 * self.build)

    @property
    def bust(self) -> float:
        """By how much the chest stands out to the front, in heads."""
        return 0.03 * self.femininity * self.below / 5 + 0.01

    @property
    def limb(self) -> float:
        """Scale of the limbs' thickness, in heads."""
        return (0.055 + 0.0165 * self.below) * (1.06 - 0.16 * self.femininity) * (0.82 + 0.5 * self.build)

    @property
    def hand(self) -> float:
        """Length of a hand, in heads."""
        return 0.15 + 0.062 * self.below

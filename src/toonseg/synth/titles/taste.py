"""What a title likes to show: how its people dress and how its pictures are framed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from numpy.random import Generator

from toonseg.classes import InstanceClass


class Shot(Enum):
    """How much of its people a picture shows."""

    FACE = "face"
    BUST = "bust"
    HALF = "half"
    KNEES = "knees"
    FULL = "full"
    GROUP = "group"
    CROWD = "crowd"
    EMPTY = "empty"


@dataclass(frozen=True)
class Taste:
    """The knobs with which a title's statistics are set.

    Attributes:
        shots: Weight of every kind of shot.
        wishes: By how much an outfit with the class is preferred to one without; 1 where not named.
        near: By how much those who wear the class are preferred where people are seen to hips or knees.
        layered: By how much an outfit with both a vest and an outer over it is preferred.
        uniform: Share of the cast that wears the school's uniform.
        costume: Share of the others who wear clothes of another time or world, most of them without a class.
        undershirt: Share of dress-shirts that stand open over a T-shirt.
        apron: Share of people with an apron.
        hems: Factor on the length of skirts; flare and waist go with it.
        heads: Factor on the size of all heads.
        company: Factor on the number of people in a shot.
    """

    shots: Mapping[Shot, float] = field(
        default_factory=lambda: {
            Shot.FACE: 0.1, Shot.BUST: 0.3, Shot.HALF: 0.28, Shot.KNEES: 0.1, Shot.FULL: 0.08,
            Shot.GROUP: 0.09, Shot.CROWD: 0.03, Shot.EMPTY: 0.02,
        }
    )  # fmt: skip
    wishes: Mapping[InstanceClass, float] = field(default_factory=dict)
    near: Mapping[InstanceClass, float] = field(default_factory=dict)
    layered: float = 1.0
    uniform: float = 0.45
    costume: float = 0.0
    undershirt: float = 0.05
    apron: float = 0.02
    hems: float = 1.0
    heads: float = 1.0
    company: float = 1.0

    def balanced(self) -> Taste:
        """The same with the rare classes (tie, skirt, vest) asked for as often as others."""
        wishes = dict(self.wishes)
        for cls, least in ((InstanceClass.VEST, 3.0), (InstanceClass.SKIRT, 5.0), (InstanceClass.TIE, 1.6)):
            wishes[cls] = max(wishes.get(cls, 1.0), least)
        # Whole vests and skirts, not slivers of them, and where they are seen.
        return replace(
            self, wishes=wishes, near={InstanceClass.SKIRT: 1.6}, layered=min(self.layered, 0.7),
            hems=max(self.hems, 0.8), uniform=max(self.uniform, 0.4),
        )  # fmt: skip

    def shot(self, rng: Generator) -> Shot:
        """A shot, by the weights."""
        kinds = list(self.shots)
        total = sum(self.shots.values())
        return kinds[int(rng.choice(len(kinds), p=[self.shots[kind] / total for kind in kinds]))]


ANY = Taste()
"""Of a title that stands for nobody: single figures from the waist up are most frequent."""

FD = Taste(
    shots={
        Shot.FACE: 0.06, Shot.BUST: 0.33, Shot.HALF: 0.31, Shot.KNEES: 0.06, Shot.FULL: 0.08,
        Shot.GROUP: 0.12, Shot.CROWD: 0.03, Shot.EMPTY: 0.01,
    },
    wishes={
        InstanceClass.OUTER: 2.2, InstanceClass.DRESS_SHIRT: 0.42, InstanceClass.T_SHIRT: 1.3,
        InstanceClass.TIE: 0.5, InstanceClass.VEST: 0.001, InstanceClass.SKIRT: 0.34,
        InstanceClass.PANTS: 0.7,
    },
    near={
        InstanceClass.SKIRT: 0.01, InstanceClass.PANTS: 0.8, InstanceClass.TIE: 3.0,
        InstanceClass.DRESS_SHIRT: 1.3,
    },
    layered=30.0,
    uniform=0.3,
    undershirt=0.0,
    apron=0.0,
    hems=0.28,
    heads=1.12,
    company=0.9,
)  # fmt: skip
"""As the published title FD dresses and frames: outers and T-shirts, many small figures."""

LR = Taste(
    shots={
        Shot.FACE: 0.02, Shot.BUST: 0.61, Shot.HALF: 0.25, Shot.KNEES: 0.02, Shot.FULL: 0.01,
        Shot.GROUP: 0.09, Shot.EMPTY: 0.01,
    },
    wishes={
        InstanceClass.VEST: 20.0, InstanceClass.OUTER: 4.0, InstanceClass.SKIRT: 0.1,
        InstanceClass.T_SHIRT: 0.004, InstanceClass.PANTS: 0.8,
    },
    near={InstanceClass.SKIRT: 0.2, InstanceClass.PANTS: 0.7},
    layered=0.02,
    uniform=0.88,
    undershirt=0.1,
    apron=0.0,
    hems=0.65,
    heads=1.22,
    company=1.35,
)  # fmt: skip
"""As the published title LR does: uniform shirts, ties, vests and outers, from the waist up."""


def taste_of(style: str | None, rng: Generator) -> Taste:
    """The taste that goes with a preset's name; for all but FD and LR, one that nobody had before."""
    if style is not None and style.upper() in _NAMED:
        return _NAMED[style.upper()]
    # Collars within collars are what networks miss: shirt, tie or vest below lapels.
    wishes = {InstanceClass.TIE: 1.5, InstanceClass.VEST: 1.6, InstanceClass.OUTER: 1.3}
    elsewhere = rng.random() < (0.6 if style is not None and style.lower() == "fantasy" else 0.16)
    return replace(
        ANY,
        wishes=wishes,
        uniform=float(rng.uniform(0.0, 0.3) if elsewhere else rng.uniform(0.1, 0.8)),
        costume=float(rng.uniform(0.4, 0.95) if elsewhere else 0.03),
        heads=float(rng.uniform(0.85, 1.15)),
        company=float(rng.uniform(0.9, 1.25)),
    )


_NAMED = {"FD": FD, "LR": LR}

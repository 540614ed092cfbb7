"""One garment of every kind, with what it is worn with: for the sheet of docs/synth.md."""

from __future__ import annotations

from dataclasses import dataclass

from toonseg.classes import InstanceClass
from toonseg.synth.figure import Garment
from toonseg.synth.garments.blazer import Blazer
from toonseg.synth.garments.collars import Collar
from toonseg.synth.garments.costume import Apron, Armour, Cloak, Robe, Unlabelled
from toonseg.synth.garments.dress_shirt import DressShirt
from toonseg.synth.garments.jacket import Jacket, Neck
from toonseg.synth.garments.necktie import Necktie
from toonseg.synth.garments.pants import Pants
from toonseg.synth.garments.patterns import Argyle, Checks, Dots, Print, Stripes
from toonseg.synth.garments.ribbon import Ribbon
from toonseg.synth.garments.shoes import Shoes
from toonseg.synth.garments.skirt import Skirt
from toonseg.synth.garments.tshirt import TShirt
from toonseg.synth.garments.vest import Vest


@dataclass(frozen=True)
class Piece:
    """A garment: its class (None: no class), its name, who wears it, and the outfit from the skin outwards;
    `whole` if it reaches to the knees."""

    cls: InstanceClass | None
    name: str
    girl: bool
    worn: tuple[Garment, ...]
    whole: bool = False


_JEANS, _SLACKS = Pants((74, 96, 140), jeans=0.4), Pants((60, 64, 80), crease=True)
_WHITE, _TEE = DressShirt(), TShirt((240, 240, 244))
_SHOES = Shoes()


def _piece(garment: Garment, name: str, girl: bool, *under: Garment, whole: bool = False) -> Piece:
    assert garment.cls is not None, name
    return Piece(garment.cls, name, girl, (_SHOES, *under, garment), whole)


def _below(garment: Garment, name: str, girl: bool, top: Garment) -> Piece:
    assert garment.cls is not None, name
    return Piece(garment.cls, name, girl, (_SHOES, garment, top))


WARDROBE: tuple[Piece, ...] = (
    _piece(_WHITE, "pointed", False, _SLACKS),
    _piece(DressShirt((206, 222, 244), 0.6, 0.8, tucked=False), "open, rolled", False, _SLACKS),
    _piece(
        DressShirt(
            (236, 240, 250), collar=Collar.SPREAD, pattern=Stripes((120, 140, 190), 0.02, 0.07, upright=True)
        ),
        "striped",
        False,
        _SLACKS,
    ),
    _piece(DressShirt((250, 236, 236), 0.3, collar=Collar.ROUND, puff=0.08), "blouse", True, _SLACKS),
    _piece(DressShirt((252, 248, 240), collar=Collar.FRILL, ruffles=0.8), "ruffles", True, _SLACKS),
    _piece(
        DressShirt(
            (250, 250, 252),
            0.3,
            collar=Collar.SAILOR,
            collar_colour=(50, 62, 104),
            stripe=(250, 250, 252),
            tucked=False,
            hem=0.82,
        ),
        "sailor",
        True,
        Skirt((50, 62, 104)),
    ),
    _piece(
        DressShirt(
            (180, 70, 70), tucked=False, fit=0.8, pattern=Checks((50, 40, 60), 0.24, 0.5, (240, 220, 190))
        ),
        "checked",
        False,
        _JEANS,
    ),
    _piece(_TEE, "plain", False, _JEANS),
    _piece(TShirt((246, 226, 150), pattern=Print((200, 70, 80), 0.3)), "print", True, _JEANS),
    _piece(
        TShirt((244, 244, 246), 0.97, pattern=Stripes((60, 70, 120), 0.07, 0.09), pattern_sleeves=True),
        "stripes",
        True,
        _JEANS,
    ),
    _piece(TShirt((244, 244, 246), 0.6, (200, 80, 70)), "raglan", False, _JEANS),
    _piece(TShirt((110, 140, 120), 0.97, ribs=True, hood=0.8, ease=0.07), "hoodie", False, _JEANS),
    _piece(TShirt((190, 120, 90), 0.97, ribs=True, high=0.8, ease=0.06), "knit", True, _JEANS),
    _piece(TShirt((60, 60, 70), 0.0, neck=0.12, fit=0.1), "sleeveless", True, _JEANS),
    _below(_SLACKS, "straight", False, _WHITE),
    _below(Pants((120, 108, 92), ease=0.07, flare=0.14), "wide", True, _TEE),
    _below(Pants((74, 96, 140), jeans=0.9, turned_up=0.05), "jeans", False, _TEE),
    _below(Pants((196, 176, 140), 0.42, 0.06, 0.05), "shorts", False, _TEE),
    _below(Pants((44, 48, 60), 0.96, 0.05, 0.03, stripe=(240, 240, 244)), "track", False, _TEE),
    _below(Skirt((60, 66, 104)), "pleated", True, _WHITE),
    _below(Skirt((180, 90, 110), 0.5, 0.3, 0), "flared", True, _TEE),
    _below(Skirt((70, 64, 74), 0.5, 0.02, 0), "pencil", True, _WHITE),
    _below(
        Skirt((110, 50, 60), pattern=Checks((60, 50, 80), 0.22, 0.45, (240, 230, 210))),
        "checked",
        True,
        _WHITE,
    ),
    _below(Skirt((140, 170, 190), 0.88, 0.28, 0, frill=0.12, pattern=Dots()), "long, frill", True, _TEE),
    _piece(Blazer(opened=0.2), "blazer", False, _SLACKS, _WHITE, Necktie()),
    _piece(Blazer((110, 84, 70), 0.9, double=True, lapel=1.2), "double, open", True, _SLACKS, _WHITE),
    _piece(
        Blazer((150, 120, 90), 0.1, 1.6, belt=True, ease=0.09, vee=0.35),
        "coat",
        True,
        _SLACKS,
        _WHITE,
        whole=True,
    ),
    _piece(Blazer((70, 80, 76), 0.6, 1.1, draped=True), "on shoulders", True, _SLACKS, _WHITE),
    _piece(
        Jacket((200, 180, 150), neck=Neck.NONE, buttons=4, opened=0.4, vee=0.36),
        "cardigan",
        True,
        _SLACKS,
        _WHITE,
    ),
    _piece(
        Jacket((60, 70, 110), (230, 230, 226), (230, 230, 226), stripes=True, opened=0.3),
        "track jacket",
        False,
        _JEANS,
        _TEE,
    ),
    _piece(
        Jacket((170, 60, 60), opened=0.2, quilted=0.9, ribs=False, neck=Neck.STANDING, fit=0.8),
        "padded",
        False,
        _JEANS,
        _TEE,
    ),
    _piece(
        Jacket((96, 104, 80), trim=(220, 200, 170), opened=0.5, hem=1.35, ribs=False, neck=Neck.FUR, fit=0.8),
        "parka",
        False,
        _JEANS,
        _TEE,
        whole=True,
    ),
    _piece(Necktie(), "necktie", False, _SLACKS, _WHITE),
    _piece(Necktie((60, 80, 130), (230, 230, 236)), "striped", False, _SLACKS, _WHITE),
    _piece(Necktie((120, 40, 60), loose=0.9), "loose", False, _SLACKS, DressShirt(opened=0.7)),
    _piece(Ribbon(), "bow", True, _SLACKS, _WHITE),
    _piece(Ribbon((60, 70, 120), 0.16, 0.03, 0.4), "string", True, _SLACKS, _WHITE),
    _piece(Ribbon((40, 40, 48), 0.2, 0.1, 0.0), "bow tie", False, _SLACKS, _WHITE),
    _piece(Vest(), "knit", False, _SLACKS, _WHITE, Necktie()),
    _piece(
        Vest((90, 100, 140), trim=(240, 236, 226), pattern=Argyle()),
        "argyle",
        True,
        _SLACKS,
        _WHITE,
        Ribbon(),
    ),
    _piece(Vest((70, 66, 74), 0.34, buttons=5), "waistcoat", False, _SLACKS, _WHITE, Necktie((60, 90, 80))),
    Piece(None, "robe", True, (_SHOES, Robe((120, 150, 180), wide=0.26, lower=(90, 60, 80))), whole=True),
    Piece(
        None,
        "gown",
        True,
        (
            _SHOES,
            Unlabelled(
                (
                    Skirt((150, 60, 80), 0.95, 0.5, 0, band=False, rise=0.5, frill=0.12),
                    DressShirt((150, 60, 80), 0.3, collar=Collar.FRILL, ruffles=0.7, puff=0.12, fit=0.0),
                )
            ),
        ),
        whole=True,
    ),
    Piece(
        None,
        "armour, cloak",
        False,
        (_SHOES, _SLACKS, TShirt((90, 70, 60), 0.97), Armour(), Cloak((120, 40, 50))),
        whole=True,
    ),
    Piece(None, "apron", True, (_SHOES, _JEANS, _TEE, Apron(pocket=(200, 180, 150))), whole=True),
)
"""By class, those without one last."""

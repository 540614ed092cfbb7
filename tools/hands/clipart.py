"""Clip art without people: which files of Debian's openclipart-svg are used, and for what.

The choice is by folder and by the words in a file's name; LEFT_OUT names what was seen on contact sheets to
hold people, hair or clothes all the same.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import resvg_py
from numpy.typing import NDArray

from .drawing import decoded

FOLDERS = (
    "animals",
    "plants",
    "food",
    "tools",
    "buildings",
    "transportation",
    "office",
    "electronics",
    "containers",
    "recreation/music",
    "recreation/party",
    "recreation/art",
    "geography",
    "decorations",
    "computer/hardware",
    "signs_and_symbols/weather",
    "signs_and_symbols/clocks",
    "science",
)

PEOPLE = re.compile(
    r"man|men|woman|girl|boy|child|kid|bab(y|ies)|people|person|human|face|head|hair|wig|beard|brush|doll"
    r"|angel|mermaid|witch|wizard|elf|fairy|ghost|vampire|monster|knight|soldier|pirate|clown|king|queen"
    r"|prince|player|rider|driver|dancer|singer|worker|doctor|nurse|chef|cook|santa|claus|snowm|scarecrow"
    r"|mario|tux|hand|finger|arm_|body|skull|skelet|shirt|pants|skirt|dress|coat|jacket|hat|cap|shoe|boot"
    r"|glove|cloth|silhouette|statue|portrait|figure|buddha|jesus|madonna|lady|guy|girls|mask|eye|lip|mouth"
    r"|satyr|centaur|troll|gnome|alien|robot|anatomy|wo?man|sports|ski|surf|cowboy|indian|logo|aiga|traffic",
    re.IGNORECASE,
)
TESTED = 0.25
"""The share of files kept for the test sets; a file is in one share or the other by the hash of its path."""


MOST_BYTES = 400_000
"""Larger files take seconds to draw."""
LEFT_OUT = frozenset(
    {
        "animals/bugs/zanzara_cretina_architet_01.svg",
        "animals/mammals/housecats/cartoon_vgcats_fanart_01.svg",
        "animals/mammals/shaezy_peterm_.svg",
        "animals/mascot_enrique_meza_c_01.svg",
        "office/inservice_presentation_01.svg",
        "science/evolution_steps_marcelo__01.svg",
        "transportation/ampelmaennchen_matthew_g_01.svg",
        "transportation/old_folks.svg",
        "transportation/roadsigns/warning..._cedric_bosdon_.svg",
        "animals/mammals/dog_01_drawn_with_strai_02.svg",
        "animals/mammals/dog_02_drawn_with_strai_01.svg",
        "animals/sailor_monkey_nicu_bucul_01.svg",
        "office/user_frederic_moser_01.svg",
        "recreation/music/bach_ganson.svg",
        "recreation/music/beethoveo_ganson.svg",
        "recreation/party/wedding_couple_jarno_vas_.svg",
        "transportation/beach_trip_ganson.svg",
        "transportation/car_ride_ganson.svg",
        "transportation/vehicles/bicicletta_cycle_archite_01.svg",
        "transportation/vehicles/trattore_architetto_fran_01.svg",
    }
)


@dataclass(frozen=True)
class Clip:
    """A thing without people: its file and its height over its width."""

    path: Path
    ratio: float

    def at(self, width: int) -> NDArray[np.uint8]:
        """The thing at a width in pixels: HWC uint8 RGBA, not premultiplied."""
        return _drawn(self.path, width)


def clips_of(folder: Path, *, testing: bool) -> list[Clip]:
    """The usable things below the package's `svg` folder, sorted by path, each picture once.

    Args:
        folder: The package's `svg` folder.
        testing: Those kept for the test sets; else those for training. No picture is in both.
    """
    found: dict[str, Clip] = {}
    for name in FOLDERS:
        for path in sorted((folder / name).rglob("*.svg")):
            if path.is_symlink() or not usable(path.relative_to(folder).as_posix()):
                continue
            data = path.read_bytes()
            digest = hashlib.sha256(data).hexdigest()
            if len(data) > MOST_BYTES or digest in found or is_for_testing(digest) != testing:
                continue
            clip = _clip(path)
            if clip is not None:
                found[digest] = clip
    return list(found.values())


def usable(name: str) -> bool:
    """Whether the file called `name`, below the package's folder, shows nobody as far as is known."""
    return name not in LEFT_OUT and not PEOPLE.search(name.rpartition("/")[2])


def is_for_testing(digest: str) -> bool:
    """Whether a picture is kept for the test sets: by the SHA-256 of its file, so that no list is needed."""
    return int(digest[:8], 16) / 2**32 < TESTED


def _clip(path: Path) -> Clip | None:
    """The thing in a file; None where nothing much is seen of it."""
    try:
        seen = _drawn(path, 96)
    except ValueError:
        return None
    height, width = seen.shape[:2]
    return Clip(path, height / width) if is_usable_shape(seen[..., 3] > 20) else None


def is_usable_shape(seen: NDArray[np.bool_]) -> bool:
    """Whether what is seen (HW bool) is a thing rather than a line or next to nothing."""
    height, width = seen.shape
    return bool(0.2 < height / width < 4 and seen.mean() >= 0.05)


def _drawn(path: Path, width: int) -> NDArray[np.uint8]:
    # Old files state their size in millimetres: without a resolution these come to nothing.
    return decoded(resvg_py.svg_to_bytes(svg_path=str(path), width=width, dpi=96, skip_system_fonts=True))

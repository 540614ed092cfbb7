"""The tree that the method's first implementation wrote (`--layout seed`), for scripts that read it.

    OUT/webcrawlingimg/Episode100/0.jpg     pages, counted from 0
    OUT/cuts/Episode100/592.jpg             rough cuts, named by their top row
    OUT/cuts/Episode100/outputs/592.jpg     panels, likewise
    OUT/cuts/Episode100/cuts.json           what toonseg adds: all boxes, bubbles among them

As there, bubbles that stand alone are among the rough cuts and not in outputs/.
"""

from __future__ import annotations

from pathlib import Path

from toonseg.pictures import PictureFormat, decode, encode, probe
from toonseg.source.pagefile import PageFile

SEED_PAGES = "webcrawlingimg/"
"""Where pages lie below OUT."""

_ENCODED: dict[str, PictureFormat] = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp"}


def seed_episode(number: int) -> str:
    """Folder name of an episode.

    >>> seed_episode(100)
    'Episode100'
    """
    return f"Episode{number}"


def seed_pages(number: int) -> str:
    """Where an episode's pages lie below OUT."""
    return f"{SEED_PAGES}{seed_episode(number)}"


def seed_cuts(number: int) -> str:
    """Where an episode's cuts lie below OUT."""
    return f"cuts/{seed_episode(number)}"


def seed_name(cut_id: str) -> str:
    """A cut's name: its id without the zeros in front.

    >>> seed_name("000592"), seed_name("000592b"), seed_name("000000")
    ('592', '592b', '0')
    """
    digits = cut_id.rstrip("abcdefghijklmnopqrstuvwxyz")
    return f"{int(digits)}{cut_id[len(digits) :]}"


def page_bytes(page: PageFile, format: PictureFormat, *, quality: int, path: Path) -> bytes:
    """A page in `format`: its own bytes if it is that already, else encoded anew.

    Raises:
        SourceError, PictureError: The page cannot be read.
        WriteError: `format` cannot hold its size.
    """
    data = page.read()
    if _ENCODED.get(probe(data, page.name).format) == format:
        return data
    return encode(decode(data, page.name), format, quality=quality, name=path)

"""An episode as a .cbz for comic readers: its pages, bytes unchanged, and ComicInfo.xml (schema 2.0)."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from toonseg.errors import SourceError
from toonseg.source.manifest import EpisodeManifest, PageRecord, check_page, read_manifest
from toonseg.workspace import EpisodeFolder, atomic_file

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold; a fixed one makes the same episode the same bytes."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_cbz(episode: EpisodeFolder, path: Path) -> Path:
    """Write a complete episode as .cbz: a zip of its pages, stored as they are, and ComicInfo.xml.

    The same episode gives the same bytes, on any day and machine.

    Args:
        episode: Where its pages and manifest lie.
        path: The file to write.

    Returns:
        `path`.

    Raises:
        SourceError: The episode has no manifest, is not complete, or a page does not have its recorded bytes.
        WriteError: The file cannot be written.
    """
    manifest = read_manifest(episode)
    if manifest is None:
        raise SourceError(episode.root, "has no episode.json", "Get the episode first: toonseg get")
    if not manifest.complete:
        missing = len(manifest.expected) - len(manifest.pages)
        raise SourceError(episode.root, f"is not complete, {missing} pages are missing", "Get it again.")
    for record in manifest.pages:
        if not check_page(episode, record):
            problem = "is missing or is not what was got"
            raise SourceError(episode.pages / record.file, problem, "Get the episode again.")
    with atomic_file(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_entry("ComicInfo.xml"), comic_info(manifest))
        for record in manifest.pages:
            archive.writestr(_entry(record.file), (episode.pages / record.file).read_bytes())
    return path


def comic_info(manifest: EpisodeManifest) -> bytes:
    """ComicInfo.xml for an episode, UTF-8. The schema fixes the order of the elements."""
    root = ElementTree.Element("ComicInfo")
    on_the_web = manifest.source.startswith(("http://", "https://"))
    texts = {
        "Title": manifest.subtitle,
        "Series": manifest.title,
        "Number": str(manifest.episode),
        "Notes": manifest.rights,
        "Web": manifest.source if on_the_web else "",
        "PageCount": str(len(manifest.pages)),
        "LanguageISO": language_of(manifest.source) or "",
        "Manga": "No",
    }
    for name, text in texts.items():
        if text:
            ElementTree.SubElement(root, name).text = _NOT_XML.sub("", text)
    pages = ElementTree.SubElement(root, "Pages")
    for index, record in enumerate(manifest.pages):
        ElementTree.SubElement(pages, "Page", _page_attributes(index, record))
    ElementTree.indent(root)
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def language_of(address: str) -> str | None:
    """ISO 639-1 language of a site's episodes where its address tells it, else None.

    >>> language_of("https://www.webtoons.com/zh-hant/drama/x/ep-1/viewer?title_no=1&episode_no=1")
    'zh'
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    if host == "comic.naver.com" or host.endswith(".comic.naver.com"):
        return "ko"
    if host == "webtoons.com" or host.endswith(".webtoons.com"):
        match = re.match(r"/([a-z]{2})(?:-[a-z]+)?/", parts.path)
        return match[1] if match else None
    return None


def _page_attributes(index: int, record: PageRecord) -> dict[str, str]:
    return {
        "Image": str(index),
        "ImageSize": str(record.size),
        "ImageWidth": str(record.width),
        "ImageHeight": str(record.height),
    }


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=_EARLIEST)
    entry.create_system = 3  # Unix on every machine, so that the bytes and the mode are the same
    entry.external_attr = 0o644 << 16
    return entry

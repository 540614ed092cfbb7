"""Sources of pages on this machine: folders, archives, PDF files, and a title's episodes.

`open_source` opens one episode; `find_sources` and `list_episodes` find the episodes of a whole series.
What a file is, its first bytes say; its extension is not trusted.
"""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from toonseg.errors import SourceError
from toonseg.source.archive import is_picture_name, tar_pages, zip_pages
from toonseg.source.manifest import read_manifest
from toonseg.source.pagefile import FolderPage, PageFile, natural_key, natural_order
from toonseg.source.pdf import pdf_pages
from toonseg.workspace import CUTS_FILE, as_episode, find_episodes, is_title

ARCHIVE_EXTENSIONS = frozenset({".zip", ".cbz", ".tar", ".cbt", ".pdf", ".7z", ".cb7", ".rar", ".cbr"})
"""What `find_sources` takes for an episode's archive; .7z and .rar are named in an error when opened."""

_SERIES_PICTURES = frozenset({"cover", "folder", "poster", "banner", "thumb", "thumbnail"})
_REPACK = "Unpack it and give the folder, or pack it as .cbz."


@dataclass(frozen=True)
class LocalSource:
    """One episode on this machine.

    Attributes:
        path: The folder or file it was opened from.
        title: What to call it: the manifest's title, else the folder's or file's name.
        pages: Its pages in natural order, never empty; nothing of them is read yet. They pickle.
    """

    path: Path
    title: str
    pages: list[PageFile]


def open_source(path: Path) -> LocalSource:
    """Open one episode: a folder of pictures, `<title>/episodes/0100`, a .zip, .cbz, .tar, .cbt or .pdf file,
    or a single picture.

    Raises:
        SourceError: It is not there, cannot be read, holds no pictures, or is of a kind that is not read.
    """
    with _reading(path):
        if path.is_dir():
            return _open_folder(path)
        if not path.exists():
            raise _nothing(path)
        pages = _file_pages(path)
    if not pages:
        raise _no_pictures(path)
    return LocalSource(path, path.stem, pages)


def find_sources(path: Path) -> dict[str, Path]:
    """The episodes at `path` by name, in natural order, none of them opened.

    `path` is a title's folder, a folder whose sub-folders or archives are episodes, or one episode.

    Raises:
        SourceError: Nothing is there, or it cannot be told whether it is one episode or several.
    """
    with _reading(path):
        episode = as_episode(path)
        if episode is not None:
            return {episode.name: episode.root}
        if path.is_file():
            return {path.stem: path}
        if not path.is_dir():
            raise _nothing(path)
        return _find_in_title(path) if is_title(path) else _find_in_folder(path)


def list_episodes(path: Path) -> dict[str, LocalSource]:
    """Open every episode that `find_sources` finds; raises SourceError for the first that does not open."""
    return {name: open_source(source) for name, source in find_sources(path).items()}


def _find_in_title(title: Path) -> dict[str, Path]:
    found = {episode.name: episode.root for episode in find_episodes(title)}
    if not found:
        raise SourceError(title, "the title has no episodes yet", "Get some first: toonseg get")
    return found


def _find_in_folder(folder: Path) -> dict[str, Path]:
    pictures, others = _list_folder(folder)
    episodes = natural_order([entry for entry in others if _may_be_episode(entry)])
    own = [page for page in pictures if page.stem.casefold() not in _SERIES_PICTURES]
    if episodes and own:
        problem = f"holds pictures ('{own[0].name}', ...) and episodes ('{episodes[0].name}', ...)"
        raise SourceError(
            folder, problem, "Name one episode, or move the pictures into a folder of their own."
        )
    if pictures and not episodes:
        return {folder.resolve().name: folder}
    if not episodes:
        raise _no_pictures(folder)
    return _by_name(episodes)


def _open_folder(path: Path) -> LocalSource:
    episode = as_episode(path)
    folder = episode.pages if episode else path
    pictures, others = _list_folder(folder)
    if not pictures:
        episodes = natural_order([entry for entry in others if _may_be_episode(entry)])
        raise _no_pictures(path, episodes[0] if episodes else None)
    title = path.resolve().name
    if episode is not None:
        manifest = read_manifest(episode)
        title = manifest.title if manifest else episode.title.resolve().name
    pages: list[PageFile] = [FolderPage(picture) for picture in pictures]
    return LocalSource(path, title, natural_order(pages))


def _list_folder(folder: Path) -> tuple[list[Path], list[Path]]:
    """The folder's pictures, and everything else in it that is not hidden."""
    with _reading(folder):
        entries = [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
        # A link that leads nowhere stays among the pictures, so that reading it names it.
        pictures = [entry for entry in entries if is_picture_name(entry.name) and not entry.is_dir()]
    for picture in pictures:
        if not _is_text(picture.name):
            raise SourceError(ascii(str(picture)), "the name is not valid UTF-8", "Rename it.")
    chosen = set(pictures)
    return pictures, [entry for entry in entries if entry not in chosen]


def _may_be_episode(entry: Path) -> bool:
    if entry.name == "__MACOSX":
        return False
    if entry.is_dir():
        try:
            # Where cuts were written to, the pictures are cuts and not pages.
            return not (entry / CUTS_FILE).exists() and any(is_picture_name(p.name) for p in entry.iterdir())
        except OSError:
            return True  # opening it names it
    return entry.suffix.lower() in ARCHIVE_EXTENSIONS


def _by_name(episodes: list[Path]) -> dict[str, Path]:
    names = [entry.name if entry.is_dir() else entry.stem for entry in episodes]
    unique = [
        name if names.count(name) == 1 else entry.name for name, entry in zip(names, episodes, strict=True)
    ]
    found = dict(zip(unique, episodes, strict=True))
    return dict(sorted(found.items(), key=lambda item: natural_key(item[0])))


def _file_pages(path: Path) -> list[PageFile]:
    """The pages of a file, by what its first bytes say it is."""
    with path.open("rb") as file:
        start = file.read(1024)
    if not start:
        raise SourceError(path, "the file is empty", "Get it again.")
    if is_picture_name(path.name):
        return [FolderPage(path)]
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return zip_pages(path)
    if b"%PDF-" in start:
        return pdf_pages(path)
    if start.startswith(b"7z\xbc\xaf\x27\x1c"):
        raise SourceError(path, "7z archives are not read", _REPACK)
    if start.startswith(b"Rar!\x1a\x07"):
        raise SourceError(path, "RAR archives are not read", _REPACK)
    if start.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")):
        raise SourceError(path, "compressed tar archives are not read", _REPACK)
    if _is_tar(path):
        return tar_pages(path)
    if zipfile.is_zipfile(path):  # one that begins with something else, as a self-extracting one does
        return zip_pages(path)
    raise SourceError(path, _what_instead(path, start), "Give a folder, .zip, .cbz, .tar, .cbt or .pdf.")


def _is_tar(path: Path) -> bool:
    try:
        return tarfile.is_tarfile(path)
    except (OSError, ValueError):
        return False


def _what_instead(path: Path, start: bytes) -> str:
    plain = b"\x00" not in start
    if path.suffix.lower() in ARCHIVE_EXTENSIONS:
        text = "looks like text" if plain else "is damaged or of another kind"
        return f"is no {path.suffix.lower()} file: it {text}"
    return "is no source of pages"


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        raise SourceError(path, problem, "Check the path and its permissions.") from error


def _nothing(path: Path) -> SourceError:
    return SourceError(path, "there is no such file or folder", "Check the path.")


def _no_pictures(path: Path, example: Path | None = None) -> SourceError:
    if example is not None:
        return SourceError(path, "holds no pictures itself", f"Name one episode in it, such as '{example}'.")
    remedy = "Give a folder or an archive whose pictures are .jpg, .png or .webp."
    return SourceError(path, "holds no pictures", remedy)


def _is_text(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True

"""Pages inside comic archives: .zip and .cbz, .tar and .cbt.

Nothing is ever unpacked: a page is read from its archive when it is asked for, and of its member's name only
the base name is used, so a name such as `../../etc/x.jpg` reaches no file. Links, encrypted members, damaged
archives and members that unpack to absurd sizes are errors that name archive and member.
"""

from __future__ import annotations

import lzma
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from toonseg.errors import SourceError
from toonseg.pictures import EXTENSIONS
from toonseg.source.pagefile import PageFile, natural_key

MAX_MEMBER_BYTES = 512 * 2**20
"""Largest member that is read, in bytes unpacked; larger ones are refused as bombs."""

_GET_ANOTHER = "Get the archive again, or unpack it and give the folder."
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # zipfile raises it, and its child NotImplementedError, for what it cannot unpack
)


@dataclass(frozen=True)
class ZipPage:
    """A page in a .zip or .cbz. `index` is its place in the archive's directory: names may repeat there."""

    archive: Path
    index: int
    member: str
    name: str

    @property
    def address(self) -> str:
        """Where the page lies, as `file:///.../x.cbz!/member`."""
        return member_address(self.archive, self.member)

    def read(self) -> bytes:
        with _reading(self.archive, self.member), zipfile.ZipFile(self.archive) as archive:
            members = archive.infolist()
            if self.index >= len(members) or _zip_name(members[self.index]) != self.member:
                raise _changed(self.archive)
            with archive.open(members[self.index]) as file:
                # One byte more than allowed shows a member that is larger than it declares.
                data = file.read(MAX_MEMBER_BYTES + 1)
        if len(data) > MAX_MEMBER_BYTES:
            raise _too_large(self.archive, self.member)
        return data


@dataclass(frozen=True)
class TarPage:
    """A page in a .tar or .cbt: `size` bytes from `offset` on."""

    archive: Path
    offset: int
    size: int
    member: str
    name: str

    @property
    def address(self) -> str:
        """Where the page lies, as `file:///.../x.cbt!/member`."""
        return member_address(self.archive, self.member)

    def read(self) -> bytes:
        with _reading(self.archive, self.member), self.archive.open("rb") as file:
            file.seek(self.offset)
            data = file.read(self.size)
        if len(data) < self.size:
            raise SourceError(_inside(self.archive, self.member), "is cut short", _GET_ANOTHER)
        return data


def zip_pages(path: Path) -> list[PageFile]:
    """The pictures in a zip archive, in natural order of their paths.

    Raises:
        SourceError: The archive is damaged, or a picture in it is encrypted, a link or absurdly large.
    """
    found = []
    with _reading(path), zipfile.ZipFile(path) as archive:
        for index, info in enumerate(archive.infolist()):
            member = _zip_name(info)
            if info.is_dir() or not _is_page(member):
                continue
            if info.flag_bits & 0x1:
                problem = "is encrypted"
                raise SourceError(_inside(path, member), problem, "Unpack it and give the folder.")
            if stat.S_ISLNK(info.external_attr >> 16):
                raise _link(path, member)
            if info.file_size > MAX_MEMBER_BYTES:
                raise _too_large(path, member)
            found.append((member, index))
    found.sort(key=lambda entry: _member_key(entry[0]))
    names = page_names([member for member, _ in found])
    return [ZipPage(path, index, member, name) for (member, index), name in zip(found, names, strict=True)]


def tar_pages(path: Path) -> list[PageFile]:
    """The pictures in an uncompressed tar archive, in natural order of their paths.

    Raises:
        SourceError: The archive is damaged or compressed, or a picture in it is a link or absurdly large.
    """
    found = []
    with _reading(path), tarfile.open(path, "r:") as archive:
        for info in archive:
            member = _tar_name(info)
            if info.isdir() or not _is_page(member):
                continue
            if not info.isreg() or info.issparse():
                raise _link(path, member)
            if info.size > MAX_MEMBER_BYTES:
                raise _too_large(path, member)
            found.append((member, info.offset_data, info.size))
        _check_end(path, archive.offset)
    found.sort(key=lambda entry: _member_key(entry[0]))
    names = page_names([member for member, _, _ in found])
    return [TarPage(path, *entry[1:], entry[0], name) for entry, name in zip(found, names, strict=True)]


def page_names(members: Sequence[str]) -> list[str]:
    """A file name for each member: its base name, made unique by its folders or else by a number.

    >>> page_names(["a/1.jpg", "b/1.jpg", "../2.jpg"])
    ['a-1.jpg', 'b-1.jpg', '2.jpg']
    """
    parts = [[part for part in _parts(member) if part not in {".", ".."}] for member in members]
    common = Counter(path[-1] for path in parts)
    wanted = [path[-1] if common[path[-1]] == 1 else "-".join(path) for path in parts]
    taken: set[str] = set()
    names = []
    for name in wanted:
        path, unique, count = PurePosixPath(name), name, 1
        while unique in taken:
            count += 1
            unique = f"{path.stem}-{count}{path.suffix}"
        taken.add(unique)
        names.append(unique)
    return names


def member_address(archive: Path, member: str) -> str:
    """Address of a member of an archive: `file:///.../x.cbz!/member`, percent-encoded."""
    return f"{archive.absolute().as_uri()}!/{quote(member)}"


def is_picture_name(name: str) -> bool:
    """Whether a file name has a picture's extension and is not hidden (`._1.jpg` holds no picture)."""
    return not name.startswith(".") and PurePosixPath(name).suffix.lower() in EXTENSIONS


def _is_page(member: str) -> bool:
    parts = _parts(member)
    if not parts or any(part == "__MACOSX" for part in parts):
        return False
    folders_shown = all(part in {".", ".."} or not part.startswith(".") for part in parts[:-1])
    return folders_shown and is_picture_name(parts[-1])


def _parts(member: str) -> list[str]:
    # Some archivers on Windows write backslashes and drive letters.
    plain = _CONTROL.sub("_", member.replace("\\", "/"))
    return [part.replace(":", "_") for part in plain.split("/") if part]


def _member_key(member: str) -> tuple[object, ...]:
    # Folder by folder, so that "1/9.jpg" stands before "1 extra/1.jpg".
    return (*(natural_key(part) for part in _parts(member)), member)


def _check_end(path: Path, offset: int) -> None:
    """Raise SourceError unless the tar archive ends at `offset` as it should.

    tarfile takes a broken or missing header for the end, and would drop all later pages in silence.
    """
    with path.open("rb") as file:
        file.seek(offset)
        if file.read(tarfile.BLOCKSIZE) != bytes(tarfile.BLOCKSIZE):
            raise SourceError(path, "damaged or cut short (it has no end mark)", _GET_ANOTHER)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The member's name; archives made on Korean Windows hold CP949 names without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    return _text(raw, otherwise=info.filename)


def _tar_name(info: tarfile.TarInfo) -> str:
    return _text(info.name.encode("utf-8", "surrogateescape"), otherwise=ascii(info.name))


def _text(raw: bytes, *, otherwise: str) -> str:
    for encoding in ("utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return otherwise


@contextmanager
def _reading(archive: Path, member: str = "") -> Iterator[None]:
    """Turn everything that reading an archive can raise into an error that names archive and member."""
    subject = _inside(archive, member) if member else str(archive)
    try:
        yield
    except PermissionError as error:
        raise SourceError(archive, "may not be read", "Check its permissions.") from error
    except MemoryError as error:
        raise SourceError(subject, "does not fit into memory", _GET_ANOTHER) from error
    except _DAMAGED as error:
        raise SourceError(subject, f"damaged or cut short ({error})", _GET_ANOTHER) from error


def _inside(archive: Path, member: str) -> str:
    return f"{archive}!/{_CONTROL.sub('_', member)}"


def _link(archive: Path, member: str) -> SourceError:
    problem = "is a link or another special file, which is never followed"
    return SourceError(_inside(archive, member), problem, "Pack the pictures themselves.")


def _too_large(archive: Path, member: str) -> SourceError:
    problem = f"unpacks to more than {MAX_MEMBER_BYTES // 2**20} MiB, too large for a page"
    return SourceError(_inside(archive, member), problem, "Remove it from the archive.")


def _changed(archive: Path) -> SourceError:
    return SourceError(archive, "has changed since it was opened", "Start again.")

"""Where things lie on disk, the settings of a title, and writes that a kill cannot spoil.

<title>/toonseg.toml                   settings of this title
<title>/episodes/0100/pages/000.jpg    pages, bytes as received
<title>/episodes/0100/episode.json     manifest
<title>/cuts/0100/                     cuts.json, rough/, final cuts
"""

from __future__ import annotations

import errno
import os
import secrets
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, BinaryIO, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from toonseg.classes import EIGHT, ClassInfo, ClassList
from toonseg.errors import DiskFullError, SettingsError, SourceError, UsageError, WriteError

SETTINGS_FILE = "toonseg.toml"
PAGES_FOLDER = "pages"
MANIFEST_FILE = "episode.json"
CUTS_FILE = "cuts.json"
DEFAULT_RIGHTS = "all rights reserved by the owner; research use; do not redistribute"

_TEMPORARY_PREFIX = ".part-"

M = TypeVar("M", bound=BaseModel)


class FileModel(BaseModel):
    """Base of everything toonseg reads from or writes to JSON and TOML: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class GetSettings(FileModel):
    """`[get]` of toonseg.toml: how politely pages are fetched."""

    obey_robots: bool = True
    requests_per_second: float = Field(default=1.0, gt=0)
    connections_per_host: int = Field(default=2, ge=1, le=8)
    timeout: float = Field(default=30.0, gt=0, description="seconds, per request")
    retries: int = Field(default=4, ge=0)
    user_agent: str | None = None


Byte = Annotated[int, Field(ge=0, le=255)]


class ClassSettings(FileModel):
    """One of `[[classes]]` of toonseg.toml."""

    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    colour: tuple[Byte, Byte, Byte] | None = None


class TitleSettings(FileModel):
    """toonseg.toml of a title; every key is optional. `classes` are the eight unless it names others."""

    title: str | None = None
    source: str | None = Field(default=None, description="where `toonseg get` takes it from")
    rights: str = DEFAULT_RIGHTS
    get: GetSettings = GetSettings()
    classes: tuple[ClassSettings, ...] = ()

    @model_validator(mode="after")
    def _classes_have_names_of_their_own(self) -> TitleSettings:
        try:
            _ = self.class_list
        except UsageError as error:
            raise ValueError(error.problem) from error
        return self

    @property
    def class_list(self) -> ClassList:
        """The title's classes."""
        if not self.classes:
            return EIGHT
        infos = []
        for own, known in zip(self.classes, ClassList.of(own.name for own in self.classes), strict=True):
            colour = known.colour if own.colour is None else own.colour
            infos.append(ClassInfo(own.name, own.aliases or known.aliases, colour))
        return ClassList(tuple(infos))


def read_settings(title_folder: Path) -> TitleSettings:
    """Settings of the title at `title_folder`; the defaults if it has no toonseg.toml.

    Raises:
        SettingsError: The file is no TOML, or a key is unknown or has a wrong value.
    """
    path = title_folder / SETTINGS_FILE
    return read_toml(path, TitleSettings) if path.is_file() else TitleSettings()


def read_toml(path: Path, model: type[M]) -> M:
    """Read a TOML file into `model`; raises SettingsError that names the file and the key."""
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise SettingsError(path, f"cannot be read ({error.strerror or error})", "Check the path.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(path, f"cannot be read ({error})", "Mend the file or remove it.") from error
    except ValidationError as error:
        raise SettingsError(path, explain(error), "Mend the key or remove it.") from error


def read_json(path: Path, model: type[M]) -> M:
    """Read a JSON file that toonseg wrote; raises SourceError that names the file and the key."""
    try:
        return model.model_validate_json(path.read_bytes())
    except OSError as error:
        raise SourceError(path, f"cannot be read ({error.strerror or error})") from error
    except ValidationError as error:
        raise SourceError(path, explain(error), "Mend it, or remove it to have it made anew.") from error


def explain(error: ValidationError) -> str:
    """One line for a pydantic error: the first key at fault and why, and how many more there are."""
    first, *others = error.errors(include_url=False, include_input=False)
    key = ".".join(str(part) for part in first["loc"]) or "the whole"
    more = f" (and {len(others)} more)" if others else ""
    return f"'{key}': {first['msg'].lower()}{more}"


@dataclass(frozen=True)
class EpisodeFolder:
    """The files of one episode below its title's folder."""

    title: Path
    name: str

    @property
    def root(self) -> Path:
        return self.title / "episodes" / self.name

    @property
    def pages(self) -> Path:
        return self.root / PAGES_FOLDER

    @property
    def manifest(self) -> Path:
        return self.root / MANIFEST_FILE

    @property
    def cuts(self) -> Path:
        return self.title / "cuts" / self.name


def episode_name(number: int) -> str:
    """Folder name of an episode: at least four digits, so that names sort as numbers do."""
    return f"{number:04d}"


def is_title(folder: Path) -> bool:
    """Whether `folder` is a title's folder, that is, holds `episodes/`."""
    return (folder / "episodes").is_dir()


def find_episodes(title: Path) -> list[EpisodeFolder]:
    """All episodes of a title that have pages, by number. Raises SourceError if they cannot be listed."""
    folder = title / "episodes"
    try:
        found = [EpisodeFolder(title, path.name) for path in folder.iterdir() if path.is_dir()]
    except OSError as error:
        raise SourceError(folder, f"cannot be read ({error.strerror or error})", "Check the path.") from error
    # Names are numbers with zeros in front, so a longer name is a higher number: 9999, then 10000.
    return sorted((ep for ep in found if ep.pages.is_dir()), key=lambda ep: (len(ep.name), ep.name))


def as_episode(folder: Path) -> EpisodeFolder | None:
    """The episode that `folder` stands for: `<title>/episodes/0100` or its `pages`; None for any other."""
    root = _without_pages(folder)
    if len(root.parts) < len(("title", "episodes", "0100")):  # "." has neither name nor parent
        root = _without_pages(folder.absolute())
    if root.parent.name == "episodes" and (root / PAGES_FOLDER).is_dir():
        return EpisodeFolder(root.parent.parent, root.name)
    return None


def _without_pages(folder: Path) -> Path:
    return folder.parent if folder.name == PAGES_FOLDER else folder


@contextmanager
def atomic_file(path: Path) -> Iterator[BinaryIO]:
    """Open a temporary file beside `path`, and rename it to `path` once the block has ended well.

    A block that raises, or a process that is killed, leaves `path` as it was. Parents are made.

    Raises:
        WriteError: The disk is full, the folder is not writable, or the like.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Not tempfile: its files are private, and the finished one should have the mode any new file has.
        temporary = path.with_name(f"{_TEMPORARY_PREFIX}{secrets.token_hex(8)}{path.suffix}")
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise unwritten(path, error) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def unwritten(path: Path, error: OSError) -> WriteError:
    """The error for a file that the system would not write."""
    kind = DiskFullError if error.errno in (errno.ENOSPC, errno.EDQUOT) else WriteError
    problem = f"cannot be written ({error.strerror or error})"
    return kind(path, problem, "Free space or choose another folder; run again.")


def write_bytes(path: Path, data: bytes) -> None:
    """Write `data` to `path` atomically. Raises WriteError."""
    with atomic_file(path) as file:
        file.write(data)


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8 to `path` atomically. Raises WriteError."""
    write_bytes(path, text.encode("utf-8"))


def write_json(path: Path, model: BaseModel) -> None:
    """Write `model` as indented JSON to `path` atomically. Raises WriteError."""
    write_text(path, model.model_dump_json(indent=1) + "\n")


def remove_leftovers(folder: Path) -> int:
    """Remove temporary files that killed runs left in `folder` (not below it); returns how many."""
    leftovers = list(folder.glob(f"{_TEMPORARY_PREFIX}*")) if folder.is_dir() else []
    for path in leftovers:
        with suppress(OSError):
            path.unlink()
    return len(leftovers)

"""data.yaml of a YOLO data set: the few keys that tell its classes and folders; others are not looked at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from toonseg.errors import LabelError

SPLITS = ("train", "val", "valid", "test")


@dataclass(frozen=True)
class DataYaml:
    """Names of the classes by index; the folders (or lists of files) of each split, as the file has them."""

    names: dict[int, str]
    root: str = ""
    splits: tuple[tuple[str, tuple[str, ...]], ...] = ()


def read_data_yaml(path: Path) -> DataYaml:
    """Read data.yaml.

    Raises:
        LabelError: It cannot be read, is no YAML, or names no classes.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise LabelError(path, f"cannot be read ({error})", "Save it as UTF-8.") from error
    except yaml.YAMLError as error:
        line = " ".join(str(error).split())
        raise LabelError(path, f"is no YAML ({line})", "Mend the line, or export the set anew.") from error
    if not isinstance(data, dict):
        raise LabelError(path, "holds no keys", "Give the data.yaml of a YOLO data set.")
    splits = tuple((key, _folders(data[key])) for key in SPLITS if data.get(key))
    return DataYaml(_names(data.get("names"), path), str(data.get("path") or ""), splits)


def write_data_yaml(names: tuple[str, ...], rights: str) -> str:
    """The text of a data.yaml whose pictures are all in `images`; `rights` stands above it as a comment."""
    head = "".join(f"# {line}\n" for line in rights.splitlines())
    data = {"path": ".", "train": "images", "val": "images", "names": dict(enumerate(names))}
    return head + yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def _names(said: Any, path: Path) -> dict[int, str]:
    """Names as a list, or by number; a name may look like a number or a truth value."""
    pairs = enumerate(said) if isinstance(said, list) else said.items() if isinstance(said, dict) else ()
    listed = [(str(key), "" if name is None else str(name).strip()) for key, name in pairs]
    if not listed or not all(key.isdecimal() and name for key, name in listed):
        remedy = "Add the list of names: one of each class, in their order."
        raise LabelError(path, "'names' lists no names of classes", remedy)
    return {int(key): name for key, name in listed}


def _folders(said: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in (said if isinstance(said, list) else [said]))

"""data.yaml of a YOLO data set: the few keys that tell its classes and folders.

YAML is large, and these files are small: of everything else in them (scripts that fetch the data, accounts of
whoever exported it) nothing is read, let alone run.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from toonseg.errors import LabelError

SPLITS = ("train", "val", "valid", "test")
_KEY = re.compile(r"^(\w+)\s*:\s*(.*)$")
_ENTRY = re.compile(r"^\s*(?:-\s+|(\d+)\s*:\s*)(.*)$")


@dataclass(frozen=True)
class DataYaml:
    """Names of the classes by index; the folders (or lists of files) of each split, as the file has them."""

    names: dict[int, str]
    root: str = ""
    splits: tuple[tuple[str, tuple[str, ...]], ...] = ()


def read_data_yaml(path: Path) -> DataYaml:
    """Read data.yaml.

    Raises:
        LabelError: It cannot be read, or names no classes.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LabelError(path, f"cannot be read ({error})", "Save it as UTF-8.") from error
    blocks = _blocks(lines)
    names = _names(blocks.get("names", ""), path)
    splits = tuple((key, tuple(_values(blocks[key]))) for key in SPLITS if blocks.get(key))
    return DataYaml(names, _plain(blocks.get("path", "")), splits)


def write_data_yaml(names: tuple[str, ...], rights: str) -> str:
    """The text of a data.yaml whose pictures are all in `images`."""
    listed = "".join(
        f"  {place}: {json.dumps(name, ensure_ascii=False)}\n" for place, name in enumerate(names)
    )
    return f"# {rights}\npath: .\ntrain: images\nval: images\nnames:\n{listed}"


def _blocks(lines: list[str]) -> dict[str, str]:
    """The text of each key that starts a line: what stands behind it, and the lines below it."""
    blocks: dict[str, str] = {}
    key = ""
    for line in lines:
        found = _KEY.match(line)
        if found:
            key = found[1]
            blocks[key] = _uncommented(found[2])
        elif key and _uncommented(line).strip():
            blocks[key] += "\n" + _uncommented(line)
    return blocks


def _uncommented(line: str) -> str:
    return re.sub(r"""^((?:[^#"']|"[^"]*"|'[^']*'|(?<=\S)#)*?)(?:^|\s)#.*$""", r"\1", line).rstrip()


def _names(block: str, path: Path) -> dict[int, str]:
    flow = block.strip()
    if flow.startswith("{"):
        pairs = (part.partition(":") for part in _split(flow.strip("{}")))
        listed = [(_plain(key), _plain(value)) for key, _, value in pairs]
    elif flow.startswith("["):
        listed = [(str(place), _plain(one)) for place, one in enumerate(_split(flow.strip("[]")))]
    else:
        found = (_ENTRY.match(line) for line in block.splitlines())
        entries = [one for one in found if one]
        listed = [(one[1] or str(place), _plain(one[2])) for place, one in enumerate(entries)]
    if not listed or not all(key.isdecimal() and value for key, value in listed):
        remedy = "Add the list of names: one of each class, in their order."
        raise LabelError(path, "'names' lists no names of classes", remedy)
    return {int(key): value for key, value in listed}


def _values(block: str) -> list[str]:
    flow = block.strip()
    if flow.startswith("["):
        return [_plain(one) for one in _split(flow.strip("[]"))]
    lines = [line.strip().removeprefix("- ") for line in flow.splitlines()]
    return [_plain(line) for line in lines if line]


def _split(flow: str) -> list[str]:
    parts = re.findall(r"""\s*((?:"[^"]*"|'[^']*'|[^,"'])+)""", flow)
    return [part for part in parts if part.strip()]


def _plain(value: str) -> str:
    text = value.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        try:
            return str(json.loads(text))
        except json.JSONDecodeError:
            return text[1:-1]
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    return text

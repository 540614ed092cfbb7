"""Layout `paired`: a folder for each kind of picture, and the same names in all of them.

<out>/train/color/0100_000592.png          and line/, grey/, flat/, classes/, instances/
<out>/train/metadata.jsonl                 a line each; Hugging Face's imagefolder reads it as well
<out>/train/annotations.json               COCO instances
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from toonseg.annotations.formats.writing import as_json
from toonseg.results.colorize.aligned import KINDS
from toonseg.results.colorize.annotations import write_annotations
from toonseg.results.colorize.gathered import Made
from toonseg.results.colorize.parts import TEST, TRAIN
from toonseg.results.colorize.pieces import Folders
from toonseg.results.colorize.rows import Row
from toonseg.workspace import atomic_file

METADATA_FILE = "metadata.jsonl"
ANNOTATIONS_FILE = "annotations.json"


def finish_paired(made: Made, folders: Folders) -> list[Path]:
    """Write the metadata and annotations of the folders. Raises WriteError."""
    folders.tidy({part: {key for cut in made.of(part) for key in cut.keys} for part in (TRAIN, TEST)})
    written = []
    for part in (TRAIN, TEST):
        folder = folders.root / part
        metadata, annotations = folder / METADATA_FILE, folder / ANNOTATIONS_FILE
        if part in made.parts:
            write_lines(metadata, (_with_files(row) for row in made.rows(part)))
            written += [metadata, write_annotations(made, part, annotations, "color/{key}.png")]
        elif folder.is_dir():  # of an earlier set that had this part
            metadata.unlink(missing_ok=True)
            annotations.unlink(missing_ok=True)
            if not any(folder.iterdir()):
                folder.rmdir()
    return written


def write_lines(path: Path, rows: Iterable[Row]) -> None:
    """Write rows as JSON, a line each. Raises WriteError."""
    with atomic_file(path) as file:
        for row in rows:
            file.write(as_json(row) + b"\n")


def _with_files(row: Row) -> Row:
    """A row that names its files. imagefolder reads `file_name` and every `<column>_file_name`."""
    others = {f"{kind}_file_name": f"{kind}/{row['key']}.png" for kind in KINDS if kind != "color"}
    return {"file_name": f"color/{row['key']}.png", **others, **row}

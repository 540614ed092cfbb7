"""Layout `pixel-free`: masks, palettes and prompts without pictures, for sets that may not be passed on.

<out>/train.jsonl                a row a sample
<out>/annotations/train.json     COCO instances of the cuts
<out>/source.json.gz             of a title: cuts and hashes of pages, for `toonseg label rehydrate`
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from toonseg.annotations.formats.pixel_free import FORMAT, load_pixel_free, write_pixel_free
from toonseg.annotations.formats.writing import as_json
from toonseg.annotations.instance import Instance
from toonseg.annotations.labels import label_of
from toonseg.annotations.labelset import Picture
from toonseg.errors import LabelError
from toonseg.results.colorize.annotations import write_annotations_of_cuts
from toonseg.results.colorize.gathered import Made
from toonseg.results.colorize.paired import write_lines
from toonseg.results.colorize.parts import TEST, TRAIN
from toonseg.results.colorize.planned import remove_others
from toonseg.workspace import write_bytes

SOURCE_FILE = "source.json.gz"


def finish_pixel_free(made: Made, out: Path, title: Path | None) -> tuple[list[Path], str]:
    """Write rows, annotations, and, of a title, what its cuts can be made from again.

    Args:
        made: The set.
        out: Its folder.
        title: The title's folder, where all cuts are of one.

    Returns:
        The files, and what to know of them, empty where there is nothing.

    Raises:
        WriteError: A file could not be written.
    """
    written: list[Path] = []
    for part in made.parts:
        rows = out / f"{part}.jsonl"
        write_lines(rows, made.rows(part))
        written += [rows, write_annotations_of_cuts(made, part, out / "annotations" / f"{part}.json")]
    for part in (TRAIN, TEST):
        remove_others(out, f"{part}.jsonl", written)
        remove_others(out / "annotations", f"{part}.json", written)
    if title is None:
        return written, ""
    try:
        written.append(_write_source([cut.cut for cut in made.cuts], title, out / SOURCE_FILE))
    except LabelError as error:
        return written, f"without {SOURCE_FILE}: {error}"
    return written, ""


def _write_source(cuts: list[Picture], title: Path, path: Path) -> Path:
    """The title's pixel-free labels, with the instances of this set."""
    found: dict[str, list[Instance]] = {}
    for cut in cuts:
        assert cut.origin is not None, "a title's cuts know where they come from"
        x0, y0 = cut.origin.box[:2]
        found.setdefault(cut.origin.episode, []).extend(one.moved(x0, y0) for one in cut.instances)
    write_pixel_free(title, path, episodes=list(found))
    whole = load_pixel_free(path).model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for episode in whole["episodes"]:
        episode["instances"] = [
            label_of(replace(one, extra={}), number).model_dump(
                mode="json", by_alias=True, exclude_defaults=True
            )
            for number, one in enumerate(_joined(found[episode["episode"]]), 1)
        ]
    data = as_json({"format": FORMAT, "version": 1, **whole}) + b"\n"
    write_bytes(path, gzip.compress(data, mtime=0))
    return path


def _joined(instances: Iterable[Instance]) -> list[Instance]:
    """Each instance once: what lies in two cuts was found in both."""
    once: dict[object, Instance] = {}
    for place, one in enumerate(instances):
        key = (one.cls, one.id) if one.id is not None and one.score is None else place
        before = once.get(key)
        once[key] = one if before is None else replace(before, mask=before.mask.joined(one.mask), rings=None)
    return list(once.values())

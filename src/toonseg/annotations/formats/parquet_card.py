"""The card of a Parquet label set: README.md with what is in it, as Hugging Face's hub shows and loads it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from toonseg.annotations.formats.parquet_schema import OWN_KEY, About, features_of, open_shard
from toonseg.workspace import write_text

_MARK = "<!-- made by toonseg; remove this line to keep your changes -->"


def write_card(out: Path) -> bool:
    """Write `out/README.md` for the shards in `out/data`; False if it is there and somebody else's.

    Raises:
        LabelError: A shard is damaged.
        WriteError: The disk is full, or the like.
    """
    path = out / "README.md"
    if path.is_file() and _MARK not in path.read_text(encoding="utf-8", errors="replace"):
        return False
    write_text(path, card_of(out))
    return True


def card_of(out: Path) -> str:
    """The card's text, from the shards' footers."""
    rows: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    instances: dict[str, Counter[str]] = {}
    about = About(classes=())
    schema: Any = None
    download = 0
    for path in sorted((out / "data").glob("*-of-*.parquet"), key=_reading_order):
        split = path.name.split("-")[0]
        shard = open_shard(path)
        try:
            about = About.model_validate_json((shard.schema_arrow.metadata or {}).get(OWN_KEY, b""))
        except ValidationError:
            continue  # somebody else's shard
        schema, footer = shard.schema_arrow, shard.metadata
        rows[split] += footer.num_rows
        sizes[split] += sum(footer.row_group(k).total_byte_size for k in range(footer.num_row_groups))
        instances.setdefault(split, Counter()).update(about.instances)
        download += path.stat().st_size
    names = [record.name for record in about.classes]
    front = {
        "license": "other",
        "pretty_name": out.absolute().name,
        "task_categories": ["image-segmentation", "object-detection"],
        "tags": ["webtoon", "comic", "instance-segmentation", "toonseg"],
        "dataset_info": {
            "features": [] if schema is None else features_of(schema, names),
            "splits": [{"name": s, "num_bytes": sizes[s], "num_examples": rows[s]} for s in rows],
            "download_size": download,
            "dataset_size": sum(sizes.values()),
        },
        "configs": [
            {
                "config_name": "default",
                "data_files": [{"split": s, "path": f"data/{s}-*.parquet"} for s in rows],
            }
        ],
    }
    title = out.absolute().name
    text = [
        "---",
        *_yaml(front),
        "---",
        _MARK,
        f"# {title}",
        "Cuts of webtoons with instance masks, written by [toonseg](https://github.com/toonseg/toonseg).",
        "",
        "## Rights",
        about.rights,
        "",
        "## Classes",
        *_table(names, rows, instances),
        "",
        "## Columns",
        _COLUMNS,
    ]
    return "\n".join(text)


_COLUMNS = """\
One row a picture: `image`, `file`, `width`, `height`; where it was cut: `title`, `episode`, `cut`, `box`
(half-open pixels [x0, y0, x1, y1] in the episode's strip); and `objects`, a list of instances:

| field | meaning |
|---|---|
| `class_id`, `class_name` | the class; -1 where the list of classes has none of this name |
| `bbox` | [x, y, width, height] in pixels of the picture |
| `area` | pixels of the mask |
| `rle` | the mask: COCO's compressed run lengths on the whole picture |
| `score` | of a model, 0 to 1; null for labels by hand |
| `character` | whose it is, within the title |
| `source` | who made the label |
| `crowd` | COCO's iscrowd |
| `polygons` | corners as drawn, x, y, x, y, ...; null where there are none |

`pycocotools.mask.decode({"size": rle["size"], "counts": rle["counts"].encode()})` gives a mask's pixels.
"""


def _reading_order(path: Path) -> tuple[int, str]:
    known = ("train", "val", "validation", "test")
    split = path.name.split("-")[0]
    return (known.index(split) if split in known else len(known), path.name)


def _table(names: list[str], rows: Counter[str], instances: dict[str, Counter[str]]) -> list[str]:
    others = sorted({name for counts in instances.values() for name in counts} - set(names))
    lines = [f"| class | {' | '.join(rows)} |", "|---|" + "---|" * len(rows)]
    lines += [f"| {n} | {' | '.join(str(instances[s][n]) for s in rows)} |" for n in [*names, *others]]
    totals = " | ".join(f"{sum(instances[s].values())} in {rows[s]} pictures" for s in rows)
    return [*lines, f"| all | {totals} |"]


def _yaml(value: Any, indent: str = "") -> list[str]:
    """Lines of block YAML for dicts and lists; what is left is JSON, which YAML takes as it is."""
    if isinstance(value, dict) and value:
        lines = []
        for key, inner in value.items():
            # A key like '0' without quotes would be a number.
            name = json.dumps(key) if key.isdigit() else key
            if isinstance(inner, dict | list) and inner:
                lines += [f"{indent}{name}:", *_yaml(inner, indent + "  ")]
            else:
                lines.append(f"{indent}{name}: {json.dumps(inner, ensure_ascii=False)}")
        return lines
    if isinstance(value, list) and value:
        lines = []
        for inner in value:
            first, *rest = _yaml(inner, indent + "  ")
            lines += [f"{indent}- {first.lstrip()}", *rest]
        return lines
    return [f"{indent}{json.dumps(value, ensure_ascii=False)}"]

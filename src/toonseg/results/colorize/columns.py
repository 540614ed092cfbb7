"""The columns of a colouring set in Parquet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from toonseg.annotations.formats.parquet_schema import (
    features_of,
    instance_fields,
    load_pyarrow,
    picture_type,
    with_words,
)
from toonseg.results.colorize.aligned import KINDS


def schema_of(classes: Sequence[str], rights: str) -> Any:
    """The `pyarrow.Schema` of a shard: a column for each picture of a sample, then the fields of its row."""
    own = {"version": 1, "rights": rights, "classes": list(classes)}
    return with_words(_columns(), classes, json.dumps(own, ensure_ascii=False))


def card_features(classes: Sequence[str]) -> list[dict[str, Any]]:
    """The columns as a card's YAML has them under `dataset_info.features`."""
    return features_of(_columns(), classes)


def _columns() -> Any:
    pa = load_pyarrow()
    swatch = pa.struct([("rgb", pa.string()), ("lab", pa.list_(pa.float64())), ("share", pa.float64())])
    item = pa.struct([("number", pa.int32()), *instance_fields(pa), ("palette", pa.list_(swatch))])
    return pa.schema(
        [
            ("key", pa.string()),
            *((kind, picture_type(pa)) for kind in KINDS),
            ("prompt", pa.string()),
            ("width", pa.int32()),
            ("height", pa.int32()),
            ("file", pa.string()),
            ("pixels_sha256", pa.string()),
            ("title", pa.string()),
            ("episode", pa.string()),
            ("cut", pa.string()),
            ("box", pa.list_(pa.int32())),
            ("box_in_cut", pa.list_(pa.int32())),
            ("rights", pa.string()),
            ("objects", pa.list_(item)),
        ]
    )

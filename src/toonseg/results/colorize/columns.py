"""The columns of a colouring set in Parquet, in Arrow's words and in those of Hugging Face's `datasets`.

As for label sets (`annotations.formats.parquet_schema`), `datasets` reads its words from the schema's
metadata under "huggingface", and from the card's YAML.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from toonseg.annotations.formats.parquet_schema import HUGGING_FACE_KEY, OWN_KEY, features_of, load_pyarrow
from toonseg.results.colorize.aligned import KINDS

_TEXT: dict[str, Any] = {"dtype": "string", "_type": "Value"}
_WHOLE: dict[str, Any] = {"dtype": "int32", "_type": "Value"}
_LONG: dict[str, Any] = {"dtype": "int64", "_type": "Value"}
_FLOAT: dict[str, Any] = {"dtype": "float64", "_type": "Value"}


def schema_of(classes: Sequence[str], rights: str) -> Any:
    """The `pyarrow.Schema` of a shard: a column for each picture of a sample, then the fields of its row."""
    pa = load_pyarrow()
    picture = pa.struct([("bytes", pa.binary()), ("path", pa.string())])
    columns = [("key", pa.string()), *((kind, picture) for kind in KINDS), *_told(pa)]
    features = {"key": _TEXT, **{kind: {"_type": "Image"} for kind in KINDS}, **_features(list(classes))}
    own = {"version": 1, "rights": rights, "classes": list(classes)}
    return pa.schema(columns).with_metadata(
        {
            HUGGING_FACE_KEY: json.dumps({"info": {"features": features}}, ensure_ascii=False).encode(),
            OWN_KEY: json.dumps(own, ensure_ascii=False).encode(),
        }
    )


def card_features(classes: Sequence[str]) -> list[dict[str, Any]]:
    """The columns as a card's YAML has them under `dataset_info.features`."""
    pa = load_pyarrow()
    pictures = [{"name": kind, "dtype": "image"} for kind in KINDS]
    told = features_of(pa.schema(_told(pa)), list(classes))
    return [{"name": "key", "dtype": "string"}, *pictures, *told]


def _told(pa: Any) -> list[tuple[str, Any]]:
    """The fields of a row but its key."""
    swatch = pa.struct([("rgb", pa.string()), ("lab", pa.list_(pa.float64())), ("share", pa.float64())])
    item = pa.struct(
        [
            ("number", pa.int32()),
            ("class_id", pa.int64()),
            ("class_name", pa.string()),
            ("bbox", pa.list_(pa.int32())),
            ("area", pa.int64()),
            ("rle", pa.struct([("size", pa.list_(pa.int32())), ("counts", pa.string())])),
            ("score", pa.float64()),
            ("character", pa.string()),
            ("source", pa.string()),
            ("palette", pa.list_(swatch)),
        ]
    )
    return [
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


def _features(classes: list[str]) -> dict[str, Any]:
    """The same in the words of `datasets`; lists as all its versions read them."""
    item = {
        "number": _WHOLE,
        "class_id": {"names": classes, "_type": "ClassLabel"},
        "class_name": _TEXT,
        "bbox": [_WHOLE],
        "area": _LONG,
        "rle": {"size": [_WHOLE], "counts": _TEXT},
        "score": _FLOAT,
        "character": _TEXT,
        "source": _TEXT,
        "palette": [{"rgb": _TEXT, "lab": [_FLOAT], "share": _FLOAT}],
    }
    texts = dict.fromkeys(("file", "pixels_sha256", "title", "episode", "cut"), _TEXT)
    return {
        "prompt": _TEXT,
        "width": _WHOLE,
        "height": _WHOLE,
        **texts,
        "box": [_WHOLE],
        "box_in_cut": [_WHOLE],
        "rights": _TEXT,
        "objects": [item],
    }

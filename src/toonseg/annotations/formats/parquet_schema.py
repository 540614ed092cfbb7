"""The columns of a Parquet label set, and the same in Hugging Face's words: a schema's metadata and a card.

What `datasets` needs to know (https://huggingface.co/docs/datasets, "Image", "ClassLabel") stands in the
schema's metadata under "huggingface" as JSON, and once more in the card's YAML; toonseg's own words (class
aliases and colours, rights, counts) stand beside it under "toonseg".
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field

from toonseg.annotations.formats.class_record import ClassRecord
from toonseg.annotations.labelset import Picture
from toonseg.classes import ClassList
from toonseg.errors import LabelError, MissingExtraError
from toonseg.workspace import DEFAULT_RIGHTS, FileModel

OWN_KEY = b"toonseg"
HUGGING_FACE_KEY = b"huggingface"
AGAIN = "Write the data set again, or get it again."

_VALUES = {"int32": "int32", "int64": "int64", "double": "float64", "string": "string", "bool": "bool"}
"""Arrow's names of types, and those that `datasets` has for them."""


class About(FileModel):
    """What toonseg says of a shard: its set's classes, name and rights, and how many instances it has of each
    class (by name; of classes that the set does not know as well)."""

    version: int = 1
    name: str = ""
    rights: str = DEFAULT_RIGHTS
    classes: tuple[ClassRecord, ...]
    instances: dict[str, int] = Field(default_factory=dict)


def count_classes(pictures: Iterable[Picture], classes: ClassList) -> dict[str, int]:
    """How many instances there are of each class, by its own name where it was read by an alias."""
    counts = Counter(dict.fromkeys(classes.names, 0))
    for picture in pictures:
        for one in picture.instances:
            index = classes.find(one.cls)
            counts[one.cls if index is None else classes[index].name] += 1
    return dict(counts)


def load_pyarrow() -> Any:
    """pyarrow with its Parquet part. Raises MissingExtraError if it is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtraError.for_extra("Parquet", "parquet") from error
    return pyarrow


def open_shard(shard: Path) -> Any:
    """The shard as a `pyarrow.parquet.ParquetFile`. Raises LabelError if it is none."""
    pa = load_pyarrow()
    try:
        return pa.parquet.ParquetFile(shard)
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise LabelError(shard, f"is no Parquet file ({reason})", AGAIN) from error


def schema_of(about: About) -> Any:
    """The `pyarrow.Schema` of a shard, with its metadata.

    One row a picture. `image` is Hugging Face's picture struct; `box` is the cut's box in the strip; of an
    object, `bbox` is COCO's [x, y, width, height] in pixels of the picture and `rle` COCO's compressed run
    lengths on the whole picture; `polygons` are flat lists x, y, x, y, ... as in COCO; `extra` is JSON.
    """
    pa = load_pyarrow()
    item = pa.struct(
        [
            ("id", pa.int64()),
            *instance_fields(pa),
            ("crowd", pa.bool_()),
            ("polygons", pa.list_(pa.list_(pa.float64()))),
            ("extra", pa.string()),
        ]
    )
    columns = [
        ("image", picture_type(pa)),
        ("file", pa.string()),
        ("width", pa.int32()),
        ("height", pa.int32()),
        ("id", pa.int64()),
        ("title", pa.string()),
        ("episode", pa.string()),
        ("cut", pa.string()),
        ("box", pa.list_(pa.int32())),
        ("extra", pa.string()),
        ("objects", pa.list_(item)),
    ]
    names = [record.name for record in about.classes]
    return with_words(pa.schema(columns), names, about.model_dump_json())


def picture_type(pa: Any) -> Any:
    """Hugging Face's struct of a picture: its file's bytes, and its name."""
    return pa.struct([("bytes", pa.binary()), ("path", pa.string())])


def instance_fields(pa: Any) -> list[tuple[str, Any]]:
    """What every set tells of an instance."""
    return [
        ("class_id", pa.int64()),
        ("class_name", pa.string()),
        ("bbox", pa.list_(pa.int32())),
        ("area", pa.int64()),
        ("rle", pa.struct([("size", pa.list_(pa.int32())), ("counts", pa.string())])),
        ("score", pa.float64()),
        ("character", pa.string()),
        ("source", pa.string()),
    ]


def with_words(schema: Any, names: Sequence[str], own: str) -> Any:
    """A schema with its columns in Hugging Face's words, and with toonseg's own, JSON, in its metadata."""
    features = {field.name: _feature(field, list(names)) for field in schema}
    told = json.dumps({"info": {"features": features}}, ensure_ascii=False)
    return schema.with_metadata({HUGGING_FACE_KEY: told.encode(), OWN_KEY: own.encode()})


def names_in(metadata: Mapping[bytes, bytes]) -> list[str] | None:
    """The class names that Hugging Face's metadata has for `objects`; None if it has none."""
    try:
        item = json.loads(metadata[HUGGING_FACE_KEY])["info"]["features"]["objects"]
        item = item[0] if isinstance(item, list) else item["feature"]
        names = item["class_id"]["names"]
    except (KeyError, IndexError, TypeError, ValueError):
        return None
    return (
        names if isinstance(names, list) and all(isinstance(name, str) and name for name in names) else None
    )


def features_of(schema: Any, names: Sequence[str]) -> list[dict[str, Any]]:
    """The columns of `schema` as a card's YAML has them under `dataset_info.features`."""
    return [{"name": field.name, **_card_feature(field, list(names))} for field in schema]


def _feature(field: Any, names: list[str]) -> Any:
    """A column, or a field in one, as Hugging Face's JSON has it; lists as all its versions read them."""
    kind = field.type
    if _is_picture(kind):
        return {"_type": "Image"}
    if field.name == "class_id":
        return {"names": names, "_type": "ClassLabel"}
    if _is_list(kind):
        return [_feature(kind.value_field, names)]
    if _is_struct(kind):
        return {inner.name: _feature(inner, names) for inner in kind}
    return {"dtype": _VALUES[str(kind)], "_type": "Value"}


def _card_feature(field: Any, names: list[str]) -> dict[str, Any]:
    kind = field.type
    if _is_picture(kind):
        return {"dtype": "image"}
    if field.name == "class_id":
        labels = {str(number): name for number, name in enumerate(names)}
        return {"dtype": {"class_label": {"names": labels}}}
    if _is_list(kind):
        inner = _card_feature(kind.value_field, names)
        ((key, value),) = inner.items()
        return {"list": value if key in ("dtype", "struct") else inner}
    if _is_struct(kind):
        return {"struct": [{"name": inner.name, **_card_feature(inner, names)} for inner in kind]}
    return {"dtype": _VALUES[str(kind)]}


def _is_picture(kind: Any) -> bool:
    return _is_struct(kind) and [field.name for field in kind] == ["bytes", "path"]


def _is_list(kind: Any) -> bool:
    return str(kind).startswith("list<")


def _is_struct(kind: Any) -> bool:
    return str(kind).startswith("struct<")

"""Reads COCO instance files: detectron2's, labelme2coco's, CVAT's, Roboflow's and toonseg's own.

Ids may start at 0 or have holes, categories are matched by name, `bbox` and `area` are computed from the mask
(and compared), masks may be polygons or run lengths, compressed or not. Format: cocodataset.org/#format-data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

from toonseg.annotations.collector import collector_held
from toonseg.annotations.formats.coco_agree import Found, agreed
from toonseg.annotations.formats.coco_instance import Place, instance_of
from toonseg.annotations.formats.reading import (
    Notes,
    Wrong,
    brief,
    class_list,
    find_picture,
    load_json,
    origin_of,
    picture_name,
    probed_size,
    size_of,
    text,
    whole,
)
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.problems import ProblemKind
from toonseg.classes import ClassList
from toonseg.errors import LabelError
from toonseg.workspace import DEFAULT_RIGHTS

IMAGE_KEYS = frozenset({"id", "file_name", "width", "height", "origin"})
_NO_COCO = "Give a COCO file of instances: an object with images, annotations and categories."


def is_coco(data: object) -> bool:
    """Whether a JSON file's content looks like a COCO file of instances."""
    return isinstance(data, dict) and isinstance(data.get("images"), list) and "shapes" not in data


def is_results(data: object) -> bool:
    """Whether it looks like COCO results: a list of objects with an image id and a category id."""
    return isinstance(data, list) and all(
        isinstance(one, dict) and {"image_id", "category_id"} <= one.keys() for one in data[:10]
    )


def read_coco(path: Path, *, pictures: Path | None = None, classes: ClassList | None = None) -> LabelSet:
    """Read a COCO file of instances.

    What is wrong with an annotation costs the annotation, what is wrong with an image costs the image; each
    is told in `problems`. Pictures that are not there cost nothing: labels are whole without them.

    Args:
        path: The JSON file.
        pictures: Folder to look for pictures in; unless given, the file's own, `images` in or beside it, and
            the folder beside it that is called like the file.
        classes: The classes; the eight, or those of the file, unless given.

    Raises:
        LabelError: The file is none of COCO's, or not to be read at all.
    """
    return coco_set(load_json(path), path, pictures=pictures, classes=classes)


def coco_set(
    data: Any, path: Path, *, pictures: Path | None = None, classes: ClassList | None = None
) -> LabelSet:
    """What `read_coco` gives, of a file's content that is loaded already; its annotations are used up."""
    if is_results(data) and data:
        raise LabelError(path, "holds results without their images", "Name the data set they are of as well.")
    if not is_coco(data):
        raise LabelError(path, "has no list of images", _NO_COCO)
    notes = Notes(str(path))
    names = _categories(data, path, notes)
    listed, places = _images(data["images"], path, pictures, notes)
    annotations = _list(data, "annotations", path)
    with collector_held():
        found = agreed(_annotations(annotations, places, listed, names, notes), notes)
    _forget_roboflow(data, names, found)
    return LabelSet(
        _labelled(listed, found),
        class_list(list(names.values()), classes),
        tuple(notes.found),
        _rights(data),
        path.name,
        names,
    )


def read_results(path: Path, truth: LabelSet) -> LabelSet:
    """Read COCO results, a list of {image_id, category_id, segmentation or bbox, score}.

    Args:
        path: The JSON file.
        truth: The data set that they are of: its ids of images and categories are meant.

    Returns:
        The pictures of `truth` with what the results say of them.

    Raises:
        LabelError: The file is no list of results.
    """
    data = load_json(path)
    if not is_results(data):
        raise LabelError(
            path, "is no list of results", "Give a list of objects with image_id and category_id."
        )
    notes = Notes(str(path))
    names = dict(truth.categories) or {place: info.name for place, info in enumerate(truth.classes, 1)}
    listed = [replace(picture, instances=()) for picture in truth.pictures]
    places: dict[object, int] = {}
    for place, picture in enumerate(listed):
        places[picture.file] = places[picture.id if picture.id is not None else place + 1] = place
    found = agreed(_annotations(data, places, listed, names, notes, numbered=False), notes)
    return replace(truth, pictures=_labelled(listed, found), problems=tuple(notes.found), name=path.name)


def _rights(data: dict[str, Any]) -> str:
    """What toonseg writes into `info`, or the name of the file's license, if it has just one."""
    info, licenses = data.get("info"), data.get("licenses")
    told = info.get("rights") if isinstance(info, dict) else None
    if not told and isinstance(licenses, list) and len(licenses) == 1 and isinstance(licenses[0], dict):
        told = licenses[0].get("name")
    return told if isinstance(told, str) and told else DEFAULT_RIGHTS


def _labelled(listed: list[Picture], found: list[Found]) -> tuple[Picture, ...]:
    instances: dict[int, list[Instance]] = {}
    for one in found:
        instances.setdefault(one.picture, []).append(one.instance)
    return tuple(
        replace(picture, instances=tuple(instances[place])) if place in instances else picture
        for place, picture in enumerate(listed)
    )


def _list(data: dict[str, Any], key: str, path: Path) -> list[Any]:
    values = data.get(key, [])
    if not isinstance(values, list):
        raise LabelError(path, f"'{key}' is {brief(values)}, not a list", _NO_COCO)
    return values


def _categories(data: dict[str, Any], path: Path, notes: Notes) -> dict[int, str]:
    if data.get("annotations") and not data.get("categories"):
        raise LabelError(path, "has annotations, but no categories", "Add the list of categories.")
    names: dict[int, str] = {}
    for place, category in enumerate(_list(data, "categories", path)):
        where = f"categories[{place}]"
        try:
            if not isinstance(category, dict):
                raise Wrong("", f"{brief(category)} is no category")
            number_ = whole(category.get("id"), "id")
            name = text(category.get("name"), "name")
        except Wrong as error:
            notes.wrong(where, error)
            continue
        if number_ in names and names[number_] != name:
            again = f"'{name}' has the id {number_} of '{names[number_]}'"
            notes.add(f"{where}.id", again, "Give it an id of its own.", ProblemKind.DUPLICATE)
            continue
        names[number_] = name
    return names


def _forget_roboflow(data: dict[str, Any], names: dict[int, str], found: list[Found]) -> None:
    """Drop Roboflow's first category: it is the name of the project, above all others, with no instance."""
    above = {c.get("supercategory") for c in data.get("categories", ()) if isinstance(c, dict)} - {None}
    if 0 in names and len(names) > 1 and names[0] in above:
        used = {one.instance.cls for one in found}
        others = [name for number_, name in names.items() if number_]
        if names[0] not in used or names[0] in others:
            del names[0]


def _images(
    images: list[Any], path: Path, folder: Path | None, notes: Notes
) -> tuple[list[Picture], dict[object, int]]:
    """The pictures, and the place of each by its id."""
    folders = folders_of(path) if folder is None else [folder]
    listed: list[Picture] = []
    places: dict[object, int] = {}
    by_file: dict[str, int] = {}
    for number_, image in enumerate(images):
        where = f"images[{number_}]"
        try:
            picture, key = _image(image, folders)
            if picture.path is None:
                picture = replace(picture, path=find_picture(picture.file, in_title(path, picture)))
        except Wrong as error:
            notes.wrong(where, error)
            continue
        if key in places:
            remedy = "Give each image an id of its own."
            notes.add(f"{where}.id", f"the id {brief(key)} is taken", remedy, ProblemKind.DUPLICATE)
            continue
        same = by_file.get(picture.file)
        if same is not None:
            if listed[same].size != picture.size:
                again = f"{picture.file} is listed twice, in two sizes"
                notes.add(f"{where}.file_name", again, "Leave one out.", ProblemKind.DUPLICATE)
                continue
            again = f"{picture.file} is listed twice; read as one"
            notes.add(f"{where}.file_name", again, "Join them.", ProblemKind.DUPLICATE, fixable=True)
            places[key] = same
            continue
        places[key] = by_file[picture.file] = len(listed)
        listed.append(picture)
    return listed, places


def folders_of(file: Path) -> list[Path]:
    """Where the pictures of a COCO file are looked for: around it, as tools lay them."""
    parent, stem = file.parent, file.stem.removeprefix("instances_").removeprefix("_annotations")
    around = [parent, parent / "images", parent.parent, parent.parent / "images", parent.parent / "cuts"]
    return [one for one in (*around, parent.parent / "images" / stem, parent / stem) if one.is_dir()]


def in_title(file: Path, picture: Picture) -> list[Path]:
    """Where a cut that is not around the file is looked for: in its title, if that lies beside the file."""
    if picture.origin is None or PurePath(picture.origin.title).name != picture.origin.title:
        return []
    return [file.parent / picture.origin.title / "cuts"]


def _image(image: object, folders: list[Path]) -> tuple[Picture, object]:
    if not isinstance(image, dict):
        raise Wrong("", f"{brief(image)} is no image")
    key = image.get("id")
    if type(key) is not str:
        key = whole(key, "id")
    name = text(image.get("file_name"), "file_name")
    path = find_picture(name, folders)
    if image.get("width") is None or image.get("height") is None:
        if path is None:
            raise Wrong(
                "width", "is missing, and so is the picture", "Give width and height, or the picture."
            )
        height, width = probed_size(path)
    else:
        height, width = size_of(image["width"], image["height"])
    extra = {} if image.keys() <= IMAGE_KEYS else {k: image[k] for k in image if k not in IMAGE_KEYS}
    number_ = key if isinstance(key, int) else None
    origin = origin_of(image.get("origin"))
    return Picture(picture_name(name), width, height, (), path, number_, origin, extra), key


def _annotations(
    annotations: list[Any],
    places: dict[object, int],
    listed: list[Picture],
    names: dict[int, str],
    notes: Notes,
    *,
    numbered: bool = True,
) -> Iterator[Found]:
    taken: set[int] = set()
    for place in range(len(annotations)):
        data, annotations[place] = annotations[place], None  # the text of a large set is large: let it go
        where = f"annotations[{place}]" if numbered else f"[{place}]"
        try:
            if not isinstance(data, dict):
                raise Wrong("", f"{brief(data)} is no annotation")
            owner = places.get(_key(data.get("image_id")))
            if owner is None:
                problem = f"{brief(data.get('image_id'))} is no image of the file"
                raise Wrong("image_id", problem, "Add the image, or leave the annotation out.")
            instance = instance_of(data, listed[owner].size, names, Place(where, notes))
        except Wrong as error:
            notes.wrong(where, error)
            continue
        if numbered:
            instance = _numbered(instance, data.get("id"), taken, Place(where, notes))
        yield Found(owner, instance, where, data.get("bbox"), data.get("area"))


def _numbered(instance: Instance, said: object, taken: set[int], place: Place) -> Instance:
    """The instance, without its number where that is none or taken."""
    if instance.id is not None and instance.id not in taken:
        taken.add(instance.id)
        return instance
    where = f"{place.where}.id"
    if instance.id is None:
        problem = f"{brief(said)} is no whole number"
        place.notes.add(where, problem, "It gets a number when written.", fixable=True)
    else:
        problem, remedy = f"the id {instance.id} is taken", "It gets another when written."
        place.notes.add(where, problem, remedy, ProblemKind.DUPLICATE, fixable=True)
    return replace(instance, id=None)


def _key(value: object) -> object:
    return (
        int(value)
        if type(value) is float and value.is_integer()
        else value
        if type(value) in (int, str)
        else None
    )

"""The figures of predictions on art by other hands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from benchmarks.model.quality import at_threshold
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.evaluation import evaluate
from toonseg.evaluation.evaluate import KindEvaluation

HAIR = "hair"


def measured(truth: LabelSet, found: LabelSet, shown: LabelSet, threshold: float) -> dict[str, Any]:
    """The figures, AP times 100, of masks.

    Args:
        truth: The labels; of a picture with `labelled` in `extra` these classes alone are looked at, and one
            that is `negative` has nothing to be found.
        found: Everything that the network gives, for AP.
        shown: What it shows at its threshold.
        threshold: That threshold, 0..1.
    """
    found, shown = _of_labelled(found, truth), _of_labelled(shown, truth)
    whole, best = _masks(truth, found, 1000), _masks(truth, shown)
    counts = Counter(one.cls for one in truth.instances if not one.crowd)
    people = partial(_of_people, truth, found, shown, threshold)
    result: dict[str, Any] = {
        "pictures": len(truth.pictures),
        "instances": sum(counts.values()),
        "AP": _rounded(whole.scores.ap), "AP50": _rounded(whole.scores.ap50),
        "classes": {
            one.name: {"instances": counts[one.name], "AP": _rounded(one.ap), "AP50": _rounded(one.ap50)}
            for one in whole.scores.per_class if counts[one.name]
        },
        "hair_interval": _interval(_masks(_hair(truth), _hair(found), 1000)),
        "shown": at_threshold(best, threshold),
        "shown_hair": at_threshold(_masks(_hair(truth), _hair(shown)), threshold),
        "sources": {name: people(partial(_is_from, name)) for name in _sources(truth)},
        "artists_not_learned": people(_not_learned),
        "negatives": _negatives(truth, shown),
    }  # fmt: skip
    return result


def table(result: dict[str, Any]) -> str:
    """The figures for people."""
    classes = result["classes"]
    low, high = result["hair_interval"]
    shown, hair, negatives = result["shown"], result["shown_hair"], result["negatives"]
    lines = [
        f"{result['pictures']} pictures, {result['instances']} instances; masks",
        f"{'':14}{'instances':>10}{'AP':>8}{'AP50':>8}",
        *(f"{name:14}{one['instances']:10}{one['AP']:8}{one['AP50']:8}" for name, one in classes.items()),
        f"{'mean':14}{'':10}{result['AP']:8}{result['AP50']:8}",
        f"hair: 95 % interval of AP {low} to {high}",
        "",
        f"shown from a score of {shown['score']} on: F1 {shown['f1']} (precision {shown['precision']}, "
        f"recall {shown['recall']}); hair: F1 {hair['f1']} ({hair['precision']}, {hair['recall']})",
        f"{negatives['pictures']} pictures without people: {negatives['finds']} false finds in "
        f"{negatives['with_finds']} of them {negatives['classes']}",
        "",
        f"{'hair by source':14}{'pictures':>10}{'AP':>8}{'AP50':>8}{'F1':>8}",
        *(
            f"{name:14}{one['pictures']:10}{one['AP']:8}{one['AP50']:8}{one['f1']:8}"
            for name, one in (*result["sources"].items(), ("new artists", result["artists_not_learned"]))
        ),
    ]
    return "\n".join(lines)


def beside(truth: LabelSet, shown: LabelSet) -> LabelSet:
    """Each picture twice: with its labels, then with what is shown of it."""
    pairs = zip(truth.pictures, shown.pictures, strict=True)
    return truth.with_pictures(
        tuple(
            replace(one, file=f"{what}: {one.file.rpartition('/')[2]}", id=None)
            for pair in pairs
            for what, one in zip(("labels", "found"), pair, strict=True)
        )
    )


def _masks(truth: LabelSet, found: LabelSet, resamples: int = 0) -> KindEvaluation:
    kind = evaluate(truth, found, resamples=resamples).segm
    assert kind is not None
    return kind


def _interval(kind: KindEvaluation) -> tuple[float, float]:
    assert kind.intervals is not None
    return _rounded(kind.intervals.ap.low), _rounded(kind.intervals.ap.high)


def _of_labelled(found: LabelSet, truth: LabelSet) -> LabelSet:
    """Without instances of classes that nobody has labelled in their picture."""
    every = truth.classes.names
    looked = {one.file: one.extra.get("labelled", every) for one in truth.pictures}
    return _kept(found, lambda picture, cls: cls in looked[picture.file])


def _hair(labels: LabelSet) -> LabelSet:
    return _kept(labels, lambda _, cls: cls == HAIR)


def _kept(labels: LabelSet, wanted: Callable[[Picture, str], bool]) -> LabelSet:
    return labels.with_pictures(
        tuple(
            replace(picture, instances=tuple(one for one in picture.instances if wanted(picture, one.cls)))
            for picture in labels.pictures
        )
    )


def _sources(truth: LabelSet) -> list[str]:
    return list(dict.fromkeys(one.extra["source"] for one in truth.pictures if not one.extra["negative"]))


def _is_from(source: str, picture: Picture) -> bool:
    return bool(picture.extra["source"] == source)


def _not_learned(picture: Picture) -> bool:
    """Whether no other picture by its artist is among what the weights learned from."""
    return not picture.extra.get("artist_learned", False)


def _of_people(
    truth: LabelSet, found: LabelSet, shown: LabelSet, threshold: float, wanted: Callable[[Picture], bool]
) -> dict[str, Any]:
    """Hair in some of the pictures that have people."""
    files = {one.file for one in truth.pictures if wanted(one) and not one.extra["negative"]}
    part, all_of, seen = (
        _hair(one.with_pictures(tuple(p for p in one.pictures if p.file in files)))
        for one in (truth, found, shown)
    )
    scores = _masks(part, all_of).scores
    f1 = at_threshold(_masks(part, seen), threshold)["f1"]
    return {"pictures": len(files), "AP": _rounded(scores.ap), "AP50": _rounded(scores.ap50), "f1": f1}


def _negatives(truth: LabelSet, shown: LabelSet) -> dict[str, Any]:
    files = {one.file for one in truth.pictures if one.extra["negative"]}
    there = [one for one in shown.pictures if one.file in files]
    classes = Counter(one.cls for picture in there for one in picture.instances)
    with_finds = sum(bool(one.instances) for one in there)
    return {
        "pictures": len(files), "finds": sum(classes.values()), "with_finds": with_finds,
        "classes": dict(sorted(classes.items())),
    }  # fmt: skip


def _rounded(value: float) -> float:
    return round(float(value), 1)

"""Whole drawn titles on disk, as `toonseg get` writes them, with the truth beside them.

<out>/title-01/toonseg.toml
<out>/title-01/episodes/0001/pages/000.jpg, ..., episode.json
<out>/title-01/cuts/0001/cuts.json            the true panels, gutters and bubbles that stand alone
<out>/title-01/labels/0001.json               every instance, and the colours of the cast
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from toonseg.annotations.labels import labels_file, labels_of, read_labels, write_labels
from toonseg.cuts.cutlist import Cut, CutList, Flag, Gutter, PagePlace, RoughCut, StripPlan, row_id
from toonseg.errors import UsageError
from toonseg.pictures import probe
from toonseg.scale import map_tasks
from toonseg.scale.worker import single_threaded
from toonseg.source.manifest import EpisodeManifest, PageRecord, read_manifest, sha256, write_manifest
from toonseg.strip import meet
from toonseg.synth.packs import read_pack
from toonseg.synth.strips.kinds import Kind
from toonseg.synth.strips.pages import encode_pages
from toonseg.synth.titles.artist import Order, artist_of, rng_of
from toonseg.synth.titles.episodes import NAMES, draw_story
from toonseg.synth.titles.labels import colour_bible, true_instances
from toonseg.synth.titles.strip import Story
from toonseg.synth.truth import Box
from toonseg.workspace import (
    CUTS_FILE,
    SETTINGS_FILE,
    EpisodeFolder,
    episode_name,
    write_bytes,
    write_json,
    write_text,
)

RIGHTS = "drawn by toonseg, CC0"
_USUAL = 0.4  # share of episodes that are ordinary ones, on white; the others are of one of the sixteen kinds
_NOBODYS_TIME = datetime(
    1970, 1, 1, tzinfo=UTC
)  # nothing was fetched, and the same seed gives the same bytes


@dataclass(frozen=True)
class DrawnEpisode:
    """An episode that is on disk now; `kept` if it was there before."""

    folder: EpisodeFolder
    panels: int
    instances: int
    kept: bool = False


@dataclass(frozen=True)
class _Task:
    title: int
    episode: int


def write_titles(
    out: Path | str,
    order: Order,
    *,
    titles: int = 1,
    episodes: int = 1,
    panels: int = 18,
    width: int = 690,
    jobs: int | None = None,
    on_episode: Callable[[DrawnEpisode], None] | None = None,
) -> list[DrawnEpisode]:
    """Draw titles with pages, manifests, cuts.json and labels.

    Args:
        out: Folder of the titles; made if it is missing. Episodes that are whole are kept.
        order: Seed, style and the like.
        titles: How many.
        episodes: Of each title.
        panels: Of each episode, about.
        width: Of the pages in pixels.
        jobs: Processes; one per core unless told.
        on_episode: Called after each episode, in no fixed order.

    Returns:
        The episodes, by title and number.

    Raises:
        UsageError: `out` holds titles of another order, or the style is unknown.
        WriteError: A file cannot be written.
    """
    folder = Path(out)
    for title in range(1, titles + 1):
        _settle(folder / title_name(title), order, title, panels, width)
    tasks = [_Task(title, episode) for title in range(1, titles + 1) for episode in range(1, episodes + 1)]
    done: dict[_Task, DrawnEpisode] = {}
    draw = partial(_write_episode, folder, order, panels, width)
    for outcome in map_tasks(draw, tasks, jobs=jobs):
        if outcome.error is not None:
            raise outcome.error
        assert outcome.result is not None
        done[outcome.item] = outcome.result
        if on_episode is not None:
            on_episode(outcome.result)
    return [done[task] for task in tasks]


def title_name(number: int) -> str:
    """Folder name of a drawn title."""
    return f"title-{number:02d}"


def _settle(folder: Path, order: Order, title: int, panels: int, width: int) -> None:
    """Write toonseg.toml, or make sure that the one that is there is of the same order."""
    name = NAMES[(order.seed + title - 1) % len(NAMES)]
    said = f"seed {order.seed}, style {order.style_of(title) or 'any'}, {panels} panels, width {width}"
    said += ", balanced" if order.balance else ""
    if order.pack is not None:
        said += f", pack {order.pack.name}"
    text = (
        f"# drawn by toonseg synth: {said}\n"
        f"title = {json.dumps(name, ensure_ascii=False)}\nrights = {json.dumps(rights_of(order))}\n"
    )
    path = folder / SETTINGS_FILE
    if not path.is_file():
        write_text(path, text)
    elif path.read_text(encoding="utf-8") != text:
        problem = f"is of another run than this one ({said})"
        raise UsageError(path, problem, "Choose another folder, or remove this one.")


def rights_of(order: Order) -> str:
    """Whose the pictures of an order are: everybody's, unless a pack's figures are in them."""
    if order.pack is None:
        return RIGHTS
    return f"with figures of the character pack '{order.pack.name}': {read_pack(order.pack).settings.rights}"


def _write_episode(out: Path, order: Order, panels: int, width: int, task: _Task) -> DrawnEpisode:
    folder = EpisodeFolder(out / title_name(task.title), episode_name(task.episode))
    labels = labels_file(folder)
    if labels.is_file() and read_manifest(folder) is not None:
        known = read_labels(labels)
        cuts = CutList.model_validate_json((folder.cuts / CUTS_FILE).read_bytes())
        return DrawnEpisode(folder, len(cuts.panels), len(known.instances), kept=True)
    with single_threaded():
        story = _draw(order, panels, width, task)
    ids = _write_truth(folder, story, _write_pages(folder, order, story, task))
    cast = artist_of(order, task.title, task.episode).cast
    drawn = list(true_instances(one for panel in story.instances for one in panel))
    write_labels(labels, labels_of(drawn, (story.truth.width, story.truth.height), colour_bible(cast)))
    return DrawnEpisode(folder, len(ids), len(drawn))


def _draw(order: Order, panels: int, width: int, task: _Task) -> Story:
    rng = rng_of(order, task.title, task.episode, 1)
    kinds = list(Kind)
    kind = None if rng.random() < _USUAL else kinds[int(rng.integers(len(kinds)))]
    name = NAMES[(order.seed + task.title - 1) % len(NAMES)]
    artist = artist_of(order, task.title, task.episode)
    return draw_story(artist, kind, rng, panels=panels, width=width, words=(name, f"{task.episode}화"))


def _write_pages(folder: EpisodeFolder, order: Order, story: Story, task: _Task) -> list[PagePlace]:
    """Pages and episode.json."""
    truth = story.truth.model_copy(update={"seed": rng_of(order, task.title, task.episode).integers(1 << 31)})
    records, places, y = [], [], 0
    for number, data in enumerate(encode_pages(replace(story, truth=truth))):
        info = probe(data, folder.pages)
        file = f"{number:03d}.jpg"
        write_bytes(folder.pages / file, data)
        records.append(
            PageRecord(
                file=file, url=f"toonseg:synth/{order.seed}/{task.title}/{task.episode}/{file}",
                sha256=sha256(data), size=len(data), width=info.width, height=info.height,
                fetched_at=_NOBODYS_TIME,
            )
        )  # fmt: skip
        places.append(PagePlace(file=file, y=y, width=info.width, height=info.height))
        y += info.height
    manifest = EpisodeManifest(
        title=NAMES[(order.seed + task.title - 1) % len(NAMES)], episode=task.episode,
        source=f"toonseg synth, seed {order.seed}", rights=rights_of(order), complete=True,
        expected=[record.url for record in records], pages=records,
    )  # fmt: skip
    write_manifest(folder, manifest)
    return places


def _write_truth(folder: EpisodeFolder, story: Story, pages: list[PagePlace]) -> list[str]:
    """cuts.json; returns the panels' ids, in the order of the story's panels."""
    cuts = true_cuts(story, pages)
    write_json(folder.cuts / CUTS_FILE, cuts)
    by_box = {cut.box: cut.id for cut in cuts.panels}
    return [by_box[box] for box in story.truth.panels]


def true_cuts(story: Story, pages: list[PagePlace]) -> CutList:
    """The truth of a story in the form of cuts.json: a bubble that stands alone is a rough cut of its own."""
    truth = story.truth
    drawn = [(box, "panel") for box in truth.panels]
    drawn += [(bubble.box, "bubble") for bubble in truth.bubbles if bubble.alone]
    hanging = [bubble.box for bubble in truth.bubbles if not bubble.alone]
    spans = _spans([box for box, _ in drawn] + hanging)
    rough = [RoughCut(id=f"{y0:06d}", box=(0, y0, truth.width, y1)) for y0, y1 in spans]
    gutters = []
    for y0, y1 in zip(
        [0, *(end for _, end in spans)], [*(start for start, _ in spans), truth.height], strict=True
    ):
        near = [g for g in truth.gutters if g.y0 < y1 and y0 < g.y1]
        if y1 > y0 and near:
            gutters.append(Gutter(y0=y0, y1=y1, kind=near[0].kind, colour=near[0].colour))
    taken: set[str] = set()
    cuts = []
    for box, kind in sorted(drawn, key=lambda item: (item[0][1], item[0][0])):
        home = next(r.id for r in rough if r.box[1] <= box[1] < r.box[3])
        flags: list[Flag] = []
        if kind == "panel":
            over = [b for b in truth.bubbles if not b.alone and meet(b.box, box)]
            flags += ["bubble-over-edge"] if over else []
            flags += ["bridged"] if any(b.bridging for b in over) else []
            flags += ["no-frame"] if truth.panels.index(box) in story.frameless else []
        cuts.append(
            Cut.model_validate(
                {
                    "id": row_id(box[1], taken),
                    "kind": kind,
                    "box": box,
                    "rough": home,
                    "confidence": 1.0,
                    "flags": flags,
                }
            )
        )
    strip = StripPlan(width=truth.width, height=truth.height, pages=pages)
    return CutList(strip=strip, gutters=gutters, rough=rough, cuts=cuts)


def _spans(boxes: list[Box]) -> list[tuple[int, int]]:
    """The rows [y0, y1) that boxes cover, joined where they touch."""
    spans: list[tuple[int, int]] = []
    for y0, y1 in sorted((box[1], box[3]) for box in boxes):
        if spans and y0 <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], y1)
        else:
            spans.append((y0, y1))
    return spans

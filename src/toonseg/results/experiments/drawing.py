"""A drawn title's cuts: any of its episodes, without the strips, whose cutting is not what is asked about.

<folder>/0102/0001.png, ...    the cuts of episode 102
<folder>/0102.json             their labels as COCO; written last, so that it stands for the whole episode
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from toonseg.annotations.formats.coco_read import read_coco
from toonseg.annotations.formats.coco_write import write_coco
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.errors import ToonsegError
from toonseg.pictures import write_picture
from toonseg.results.experiments.recipe import TitleSource
from toonseg.scale import map_tasks
from toonseg.scale.worker import single_threaded
from toonseg.synth.art.presets import preset_named
from toonseg.synth.titles.artist import Order, artist_of, rng_of
from toonseg.synth.titles.composer import draw_cut
from toonseg.synth.titles.dataset import cut_size
from toonseg.synth.titles.labels import true_instances
from toonseg.synth.titles.title import RIGHTS
from toonseg.workspace import episode_name, remove_leftovers

_TITLE = 1
"""Number of the title that is drawn of an order."""


def drawn_title(source: TitleSource, folder: Path, *, jobs: int | None = None) -> LabelSet:
    """The cuts of a title that is drawn, as `<episode>/<cut>.png`; episodes that are in `folder` are kept.

    Raises:
        UsageError: There is no such style.
        WriteError: A file cannot be written.
    """
    order = Order(source.seed, source.style, source.balance)
    preset_named(source.style or "")
    missing = [one for one in source.episodes if not _labels(folder, one).is_file()]
    failed: ToonsegError | None = None
    for outcome in map_tasks(partial(_draw_episode, order, source.cuts, folder), missing, jobs=jobs):
        failed = failed or outcome.error
    if failed is not None:
        raise failed
    pictures: list[Picture] = []
    for episode in source.episodes:
        pictures += read_coco(_labels(folder, episode)).pictures
    return LabelSet(tuple(pictures), rights=RIGHTS, name=folder.name)


def _labels(folder: Path, episode: int) -> Path:
    return folder / f"{episode_name(episode)}.json"


def _draw_episode(order: Order, cuts: int, folder: Path, episode: int) -> None:
    name = episode_name(episode)
    remove_leftovers(folder / name)
    pictures = []
    with single_threaded():
        artist = artist_of(order, _TITLE, episode)
        for number in range(1, cuts + 1):
            rng = rng_of(order, _TITLE, episode, number)
            scene = artist.scenes[int(rng.integers(len(artist.scenes)))]
            cut = draw_cut(cut_size(rng), artist.cast, artist.style, rng, scene=scene, hand=artist.hand)
            file = f"{name}/{number:04d}.png"
            write_picture(folder / file, cut.picture, "png")
            height, width = cut.picture.shape[:2]
            pictures.append(Picture(file, width, height, tuple(true_instances(cut.instances))))
    write_coco(LabelSet(tuple(pictures), rights=RIGHTS, name=name), _labels(folder, episode))

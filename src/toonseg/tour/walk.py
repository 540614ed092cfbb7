"""`toonseg demo`: everything that toonseg does, on drawn episodes, without a network."""

from __future__ import annotations

import importlib.util
import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from toonseg import cuts, source
from toonseg.cuts import CutList
from toonseg.errors import FetchError, MissingExtraError, ToonsegError
from toonseg.results.run.making import Wants, make_results
from toonseg.results.run.told import OnStep, Step, Steps
from toonseg.source.chrome import find_chrome
from toonseg.source.sites.selectors import SITE_FILE as SITE_FILE_NAME
from toonseg.strip import link
from toonseg.synth import draw_episode, encode_pages
from toonseg.synth.titles.episodes import NAMES
from toonseg.synth.titles.strip import Story
from toonseg.tour.masks import LEAST_IOU as LEAST_MASK_IOU
from toonseg.tour.masks import MaskScore, compare_masks
from toonseg.tour.score import LEAST_IOU, count_right
from toonseg.tour.site import SITE_FILE, Site
from toonseg.workspace import (
    CUTS_FILE,
    SETTINGS_FILE,
    EpisodeFolder,
    episode_name,
    read_json,
    remove_leftovers,
    write_text,
)

EPISODES = (1, 2)
SEED = 2
"""The title that is drawn unless another is asked for."""

_SETTINGS = """\
title = "{title}"
rights = "drawn by toonseg, CC0"

[get]
# The site is this very machine. Other sites get one request a second.
requests_per_second = 50
"""


@dataclass(frozen=True)
class EpisodeScore:
    """An episode's panels: `there` were drawn, `found` were cut, `right` of these match a drawn one."""

    name: str
    pages: int
    there: int
    found: int
    right: int
    preview: Path


@dataclass(frozen=True)
class DemoResult:
    """What the demo did.

    Attributes:
        folder: The title's folder, with everything that was written.
        browser: Whether a real browser got the pages.
        pages, fetched: Pages of all episodes, and how many of them came in this run.
        episodes: How well each episode's panels were found.
        masks: How well hair and clothes were found in them.
        files: What was made of these: "report", "palette", ...
        steps: What was done, in order.
    """

    folder: Path
    browser: bool
    pages: int
    fetched: int
    episodes: tuple[EpisodeScore, ...]
    masks: MaskScore
    files: Mapping[str, Path]
    steps: tuple[Step, ...]

    @property
    def recall(self) -> float:
        """Share of the drawn panels that were found, 0..1."""
        return sum(episode.right for episode in self.episodes) / sum(e.there for e in self.episodes)

    @property
    def precision(self) -> float:
        """Share of the found panels that were drawn, 0..1."""
        return sum(episode.right for episode in self.episodes) / max(1, sum(e.found for e in self.episodes))

    @property
    def preview(self) -> Path:
        """The page of the first episode's cuts."""
        return self.episodes[0].preview

    @property
    def report(self) -> Path:
        """The page to look at first."""
        return self.files["report"]


def demo(
    out: str | Path = "demo-out",
    *,
    seed: int = SEED,
    browser: bool | None = None,
    on_step: OnStep | None = None,
) -> DemoResult:
    """Draw two episodes, serve them on loopback as a webtoon site, do all that `run` does, and compare.

    Needs no network. What an earlier run got is kept.

    Args:
        out: Folder that gets `title-<seed>/`, a title's folder.
        seed: Which title is drawn, from 0 up.
        browser: True for a real browser, False for plain HTTP, None for a browser if there is one.
        on_step: Called after each step.

    Raises:
        MissingExtraError: A browser was asked for, and there is none.
        FetchError: The site could not be read.
        WriteError: A file cannot be written.
    """
    walk = _Walk(Path(out) / f"title-{seed}", seed, on_step)
    walk.draw()
    use_browser, why = (browser, "") if browser is not None else _can_browse()
    try:
        walk.get(browser=use_browser, why=why)
    except FetchError as error:
        if browser is not None or not use_browser:
            raise
        # Installed, but not able to start here, as in some containers.
        use_browser = False
        walk.get(browser=False, why=str(error))
    walk.link()
    scores = walk.cut()
    masks, files = walk.make_results()
    steps = tuple(walk.steps.done)
    return DemoResult(walk.folder, use_browser, walk.pages, walk.fetched, scores, masks, files, steps)


class _Walk:
    """One run of the demo; its methods are the steps."""

    def __init__(self, folder: Path, seed: int, on_step: OnStep | None) -> None:
        self.folder = folder
        self.title = NAMES[seed % len(NAMES)]
        self.seed = seed
        self.steps = Steps(on_step)
        self.drawn: dict[int, Story] = {}
        self.files: Mapping[int, list[bytes]] = {}
        self.pages = self.fetched = 0

    def draw(self) -> None:
        self.drawn = {number: draw_episode(self.seed, number=number) for number in EPISODES}
        self.files = {number: encode_pages(strip) for number, strip in self.drawn.items()}
        panels = sum(len(strip.truth.panels) for strip in self.drawn.values())
        rows = sum(strip.truth.height for strip in self.drawn.values())
        self.steps.tell(
            "draw", f"{len(EPISODES)} episodes of '{self.title}', {panels} panels on {rows:,} rows"
        )

    def get(self, *, browser: bool, why: str) -> None:
        remove_leftovers(self.folder)
        write_text(self.folder / SETTINGS_FILE, _SETTINGS.format(title=self.title))
        write_text(self.folder / SITE_FILE_NAME, SITE_FILE)
        with _no_proxy(), Site(self.title, self.files, port=_port_of(self.folder)) as site:
            # No word on the browser if there is one: that the pages need it is for `get` to find out.
            results = source.get(
                site.episode_address(EPISODES[0], light=not browser),
                out=self.folder,
                last=EPISODES[-1],
                browser=None if browser else False,
            )
        for result in results:
            if result.error is not None:
                raise result.error
        self._compare_pages()
        self.pages = sum(result.pages for result in results)
        self.fetched = sum(result.fetched for result in results)
        how = f"in the browser {find_chrome()}" if browser else f"by plain HTTP{f' ({why})' if why else ''}"
        decoys = sum("decoy" in note for result in results for note in result.notes)
        served = f"the site sent {site.count.pictures} pages, and {decoys} decoys were left out"
        kept = f", {self.pages - self.fetched} kept from before" if self.fetched < self.pages else ""
        text = f"{self.fetched} pages from {site.address} {how}{kept}; {served}; all byte for byte as drawn"
        self.steps.tell("get", text)

    def link(self) -> None:
        texts = []
        remove_leftovers(self.folder / "strips")
        for episode in self._episodes():
            linked = link(episode.root, self.folder / "strips" / f"{episode.name}.png")
            texts.append(f"{linked.files[0].name} of {linked.width:,} x {linked.height:,} pixels")
        self.steps.tell("link", ", ".join(texts))

    def cut(self) -> tuple[EpisodeScore, ...]:
        results = {result.name: result for result in cuts.cut(self.folder, preview=True, jobs=1)}
        scores = []
        for number, episode in zip(EPISODES, self._episodes(), strict=True):
            result = results[episode.name]
            if result.error is not None:
                raise result.error
            assert result.preview is not None
            found = [c.box for c in read_json(result.folder / CUTS_FILE, CutList).panels]
            there = self.drawn[number].truth.panels
            right = count_right(found, there)
            pages = len(self.files[number])
            scores.append(EpisodeScore(episode.name, pages, len(there), len(found), right, result.preview))
        panels, bubbles = sum(r.panels for r in results.values()), sum(r.bubbles for r in results.values())
        flagged = sum(r.flagged for r in results.values())
        self.steps.tell("cut", f"{panels} panels and {bubbles} bubbles alone; {flagged} flagged for a look")
        right, drawn = sum(score.right for score in scores), sum(score.there for score in scores)
        text = f"{right} of the {drawn} drawn panels found, {panels - right} found that are none"
        self.steps.tell("check", f"{text} (box IoU of at least {LEAST_IOU})")
        return tuple(scores)

    def make_results(self) -> tuple[MaskScore, Mapping[str, Path]]:
        made = make_results(self.folder, Wants(), self.steps)
        for error in made.errors.values():
            raise error
        score = compare_masks(self.folder, {episode_name(n): story for n, story in self.drawn.items()})
        text = f"{score.right} of the {score.there} drawn instances matched by {score.found} found"
        self.steps.tell("check", f"{text} (mask IoU of at least {LEAST_MASK_IOU})")
        return score, made.files

    def _episodes(self) -> list[EpisodeFolder]:
        return [EpisodeFolder(self.folder, episode_name(number)) for number in EPISODES]

    def _compare_pages(self) -> None:
        for number, episode in zip(EPISODES, self._episodes(), strict=True):
            here = [path.read_bytes() for path in sorted(episode.pages.iterdir())]
            if here != self.files[number]:
                # They were complete, so nothing was asked for: another version has drawn otherwise.
                problem = "its pages are not those that this version of toonseg draws"
                raise ToonsegError(episode.root, problem, "Remove the folder, or choose another with --out.")


def _port_of(folder: Path) -> int:
    """The folder's own port: at the same address, a demo that was killed keeps the pages that it has."""
    return 10_000 + zlib.crc32(str(folder.resolve()).encode()) % 20_000


@contextmanager
def _no_proxy() -> Iterator[None]:
    """Keep the way to this machine itself from leading through a proxy that the environment names."""
    before = {name: os.environ.get(name) for name in ("no_proxy", "NO_PROXY")}
    exempt = next(filter(None, before.values()), "")
    os.environ.update(dict.fromkeys(before, f"{exempt},127.0.0.1".lstrip(",")))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _can_browse() -> tuple[bool, str]:
    """Whether a browser can be driven, and if not, why."""
    if find_chrome() is None:
        return False, "no Chrome or Chromium is installed; `toonseg doctor` says how to get one"
    if importlib.util.find_spec("playwright") is None:
        error = MissingExtraError.for_extra("a browser", "browser")
        return False, f"{error.problem}: {error.remedy}"
    return True, ""

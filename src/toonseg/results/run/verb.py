"""`toonseg run`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from toonseg.annotations.check.report import count
from toonseg.cuts import CutList
from toonseg.cuts import cut as cut_episodes
from toonseg.errors import SourceError, ToonsegError, UsageError
from toonseg.model.segmenter import Segmenter
from toonseg.results.colorize.setfile import Layout
from toonseg.results.rights import make_sure
from toonseg.results.run.making import PARTS, Made, OnPicture, Wants, make_results
from toonseg.results.run.told import EpisodeLine, OnStep, RunResult, Steps
from toonseg.source import get as get_episodes
from toonseg.source.manifest import read_manifest
from toonseg.source.result import EpisodeResult
from toonseg.workspace import CUTS_FILE, EpisodeFolder, find_episodes, is_title, read_json, read_settings


def run(
    source: str | Path,
    out: str | Path | None = None,
    *,
    first: str | int | None = None,
    last: str | int | None = None,
    site: str | Path | None = None,
    browser: bool | None = None,
    model: Segmenter | str | Path | None = None,
    device: str | None = None,
    only: Sequence[str] = (),
    score: float | None = None,
    careful: bool = False,
    layout: Layout = "paired",
    without: Sequence[str] = (),
    have_the_rights: bool = False,
    jobs: int | None = None,
    on_step: OnStep | None = None,
    on_picture: OnPicture | None = None,
) -> RunResult:
    """Get, cut, predict, and make cutouts, a colouring set, a colour bible and the report, in one go.

    Every step keeps what an earlier run did, so a run that was killed goes on with the same call, and a title
    that has grown is brought up to date. What cannot be done for one page, episode or cut is told at the end.
    A script that calls this needs the usual `if __name__ == "__main__":`, since steps use processes.

    Args:
        source: An http address of an episode or a title; a folder, archive or PDF; or a title's folder.
        out: The title's folder; by default named after the title, in the current directory. None for a
            title's folder, which is worked on where it is.
        first: First episode, by number or by its title's text.
        last: Last episode, likewise.
        site: TOML file that describes the site.
        browser: True for a real browser, False for none, None for one where it is needed.
        model: Weights as `predict` takes them; those in the box unless given.
        device: "cpu", "cuda", ...; the processor unless given.
        only: Classes to take; all unless given.
        score: Least score of an instance, 0..1; unless given, the model's own.
        careful: Look at each cut four times, as `predict` does.
        layout: The colouring set's: "paired", "webdataset", "hf" or "pixel-free".
        without: What not to make: "predict", "cutouts", "colouring", "palette", "report".
        have_the_rights: The pictures are yours, or you have the owner's leave; needed once per title whose
            rights forbid to pass pictures on.
        jobs: Processes; None for one per core.
        on_step: Called after each step.
        on_picture: Told of each picture that is done: its name, its error if it failed, how many there are.

    Returns:
        A line for each episode, what to look at, and what failed.

    Raises:
        RightsError: The title's rights forbid it, and nobody has said to have them; told at once.
        UsageError: Options that do not fit, or a name in `without` that is none.
        SourceError: Nothing is there, or no episode could be had or cut.
        FetchError: The web does not give the list of episodes.
        CheckpointError: There are no such weights.
        WriteError: A file cannot be written.
    """
    for name in without:
        if name not in PARTS:
            raise UsageError(
                "--without", f"'{name}' is nothing that is made", f"Choose of: {', '.join(PARTS)}."
            )
    wants = Wants(model, device, only, score, careful, layout, without, have_the_rights, jobs, on_picture)
    steps = Steps(on_step)
    errors: dict[str, ToonsegError] = {}
    given = Path(source)
    if is_title(given):
        if out is not None:
            raise UsageError("--out", f"{given} is a title's folder already", "Leave --out out.")
        title = given
        _make_sure(title, wants)
    else:
        if out is not None:
            # Before anything is got; without a name, the rights are known once the title is.
            _make_sure(Path(out), wants)
        results = get_episodes(source, out=out, first=first, last=last, site=site, browser=browser, jobs=jobs)
        title = _title_of(results, source)
        errors |= {f"episode {one.name}": one.error for one in results if one.error is not None}
        pages, fetched = sum(one.pages for one in results), sum(one.fetched for one in results)
        steps.tell("get", f"{count(pages, 'page')} of {count(len(results), 'episode')}, {fetched:,} new")
        _make_sure(title, wants)
    _cut(title, jobs, steps, errors)
    made = make_results(title, wants, steps)
    episodes = tuple(_line(episode, made) for episode in find_episodes(title))
    return RunResult(title, episodes, made.files, errors | made.errors, tuple(steps.done))


def _make_sure(title: Path, wants: Wants) -> None:
    """Make sure that pictures of the title may be passed on, if what is wanted has any."""
    if set(wants.without) >= set(PARTS[1:]):
        return
    make_sure(read_settings(title).rights, title, have_the_rights=wants.have_the_rights)


def _title_of(results: Sequence[EpisodeResult], source: str | Path) -> Path:
    """The folder of the title that was got. Raises the first error if no page of it came."""
    for one in results:
        if one.pages and one.name:
            return one.folder.parent.parent
    for one in results:
        if one.error is not None:
            raise one.error
    raise SourceError(source, "has no episode", "Check the address or the folder.")


def _cut(title: Path, jobs: int | None, steps: Steps, errors: dict[str, ToonsegError]) -> None:
    """Cut all episodes. Raises the first error if none could be."""
    results = cut_episodes(title, preview=True, jobs=jobs)
    failed = {f"cuts of episode {one.name}": one.error for one in results if one.error is not None}
    if failed and len(failed) == len(results):
        raise next(iter(failed.values()))
    errors |= failed
    panels, flagged = sum(one.panels for one in results), sum(one.flagged for one in results)
    done = sum(one.skipped for one in results)
    kept = f", {count(done, 'episode')} cut before" if done else ""
    steps.tell(
        "cut", f"{count(panels, 'panel')} of {count(len(results), 'episode')}, {flagged:,} to look at{kept}"
    )


def _line(episode: EpisodeFolder, made: Made) -> EpisodeLine:
    name = episode.name
    manifest = read_manifest(episode)
    pages = len(manifest.pages) if manifest is not None else sum(1 for _ in episode.pages.iterdir())
    path = episode.cuts / CUTS_FILE
    panels = len(list(read_json(path, CutList).panels)) if path.is_file() else 0
    return EpisodeLine(name, pages, panels, made.instances[name], made.cutouts[name], made.samples[name])

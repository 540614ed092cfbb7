"""What a run says: its steps while it goes, and at the end a line for each episode."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toonseg.annotations.check.report import count
from toonseg.errors import ToonsegError


@dataclass(frozen=True)
class Step:
    """A step that is done: its name, what came of it, and how long it took in seconds."""

    name: str
    text: str
    seconds: float


OnStep = Callable[[Step], None]


class Steps:
    """Keeps the steps, and tells of each as soon as it is done."""

    def __init__(self, on_step: OnStep | None = None) -> None:
        self.done: list[Step] = []
        self._on_step = on_step
        self._started = time.perf_counter()

    def tell(self, name: str, text: str) -> None:
        """A step is done that began when the last one ended."""
        now = time.perf_counter()
        step = Step(name, text, now - self._started)
        self._started = now
        self.done.append(step)
        if self._on_step is not None:
            self._on_step(step)


@dataclass(frozen=True)
class EpisodeLine:
    """What a run has of an episode: pages, panels, instances in them, cutouts and samples to colour."""

    name: str
    pages: int
    panels: int
    instances: int
    cutouts: int
    samples: int

    def __str__(self) -> str:
        made = ", ".join(
            [
                count(self.pages, "page"),
                count(self.panels, "panel"),
                count(self.instances, "instance"),
                count(self.cutouts, "cutout"),
                count(self.samples, "sample"),
            ]
        )
        return f"episode {self.name}: {made}"


@dataclass(frozen=True)
class RunResult:
    """What a run made.

    Attributes:
        title: The title's folder.
        episodes: What there is of each episode.
        files: What to look at, by name: "report", "palette", ...; only what was made.
        errors: What went wrong, by episode, picture or step; all the rest was done.
        steps: What was done, in order.
    """

    title: Path
    episodes: tuple[EpisodeLine, ...]
    files: Mapping[str, Path] = field(default_factory=dict)
    errors: Mapping[str, ToonsegError] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()

    def lines(self) -> list[str]:
        """A line for each episode, and where things are."""
        failed = (
            [f"{count(len(self.errors), 'thing')} failed; run again to do only these"] if self.errors else []
        )
        shown = [f"{name}: {path}" for name, path in self.files.items()]
        return [*map(str, self.episodes), *failed, *shown]

    def as_json(self) -> dict[str, Any]:
        """What `toonseg run --json` prints."""
        return {
            "ok": not self.errors,
            "title": str(self.title),
            "episodes": [
                {
                    "episode": one.name,
                    "pages": one.pages,
                    "panels": one.panels,
                    "instances": one.instances,
                    "cutouts": one.cutouts,
                    "samples": one.samples,
                }
                for one in self.episodes
            ],
            "files": {name: str(path) for name, path in self.files.items()},
            "errors": [
                {"subject": name, "error": type(error).__name__, "message": str(error)}
                for name, error in self.errors.items()
            ],
            "steps": [{"step": s.name, "text": s.text, "seconds": round(s.seconds, 3)} for s in self.steps],
        }

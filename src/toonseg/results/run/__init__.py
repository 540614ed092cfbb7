"""`toonseg run`: from a source to results in one go.

told    what a run says: its steps, a line for each episode, the whole
making  what is made of a title that is cut: masks, cutouts, a colouring set, a colour bible, the report
verb    `run`
"""

from __future__ import annotations

from toonseg.results.run.told import EpisodeLine, RunResult, Step
from toonseg.results.run.verb import run

__all__ = ["EpisodeLine", "RunResult", "Step", "run"]

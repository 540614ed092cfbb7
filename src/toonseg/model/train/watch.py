"""What is done beside the steps of a training: validate, keep the best, write the table, save the state."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from toonseg.annotations.labelset import LabelSet
from toonseg.model.card import Card
from toonseg.model.checkpoint import save_checkpoint
from toonseg.model.train.curves import curves_svg
from toonseg.model.train.folder import Board, RunFolder
from toonseg.model.train.judge import Verdict, judge
from toonseg.model.train.loop import Report, State
from toonseg.model.train.resume import save_state
from toonseg.model.train.table import Row, Table
from toonseg.workspace import write_text

SAVED_EVERY = 60.0
"""Seconds between two states on disk: a kill loses no more than that."""


@dataclass
class Watch:
    """Beside one training, whose `fingerprint` tells it from others.

    `report` is told of every step; `verdict` is the last validation.
    """

    folder: RunFolder
    state: State
    card: Card
    validation: LabelSet | None
    fingerprint: str
    table: Table
    board: Board
    report: Callable[[Report], None]
    verdict: Verdict | None = None
    saved_at: float = field(default_factory=time.monotonic)

    def first(self) -> float:
        """Validate and keep the weights that it begins with; gives their AP, 0..1."""
        ap = self.validate(self.state)
        assert self.verdict is not None
        self.state.best = self.state.least = ap
        save_checkpoint(self.folder.best, self.state.average.kept, self.card.model_copy(update={"ap": ap}))
        self.table.add(Row(0, 0.0, 0.0, {}, 100 * ap, 100 * self.verdict.ap50))
        return ap

    def validate(self, state: State) -> float:
        """AP (0..1) of the weights to keep."""
        assert self.validation is not None
        with state.average.used(state.network):
            self.verdict = judge(state.network, self.card, self.validation)
        return self.verdict.ap

    def keep(self, state: State, best: bool) -> None:
        """Write the last weights and the state; if they are the best, those too."""
        ap = None if self.verdict is None else self.verdict.ap
        card = self.card.model_copy(update={"step": state.step, "ap": ap})
        if best:
            save_checkpoint(self.folder.best, state.average.kept, card)
        save_checkpoint(self.folder.last, state.average.kept, card)
        self._save(state)

    def on_step(self, one: Report) -> None:
        """Write a step's row; draw the curves after a validation; save the state once in a while."""
        scores: tuple[float | None, float | None] = (None, None)
        if one.ap is not None and self.verdict is not None:
            scores = (100 * self.verdict.ap, 100 * self.verdict.ap50)
        row = Row(one.step, one.seconds, one.rate, one.losses, *scores)
        last = self.table.rows[-1] if self.table.rows else None
        # A finished training that is called again validates once more, of which there is a row already.
        if one.losses or last is None or last.step != one.step or last.ap is None:
            self.table.add(row)
            self.board.add(row)
        if one.ap is not None:
            self.draw()
        elif time.monotonic() - self.saved_at > SAVED_EVERY:
            self._save(self.state)
        self.report(one)

    def draw(self) -> None:
        """Write the curves."""
        write_text(self.folder.curves, str(curves_svg(self.table.rows)))

    def _save(self, state: State) -> None:
        save_state(self.folder.state, state, self.fingerprint)
        self.saved_at = time.monotonic()

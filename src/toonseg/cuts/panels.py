"""Final cuts: the panels and bubbles of one rough cut, chosen among the boxes proposed for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from toonseg.cuts.boxes import Piece
from toonseg.cuts.looks import compare_rivals, measure_proposals
from toonseg.cuts.proposals import Proposal, areas_of, propose, shared_with
from toonseg.cuts.rough import Span
from toonseg.cuts.trees import Chances, load_trees
from toonseg.cuts.view import View, view_span
from toonseg.strip import Strip

LEAST_CHANCE = 0.25
"""A box with a lower chance is no panel, if anything else is found in its rough cut."""
NO_CHANCE = 0.1
"""A best box with a lower chance than this, and without straight sides, is lettering or a bubble."""
SHARED = 0.25
"""Two panels share at most this part of the smaller one."""


def cut_span(strip: Strip, span: Span) -> list[Piece]:
    """The pieces of a rough cut, in strip coordinates. Raises PictureError for a broken page."""
    view = view_span(strip, span)
    proposals = propose(view)
    pieces = choose(proposals, judge_proposals(view, proposals))
    return [replace(piece, box=view.in_strip(piece.box)) for piece in pieces]


def judge_proposals(view: View, proposals: Sequence[Proposal]) -> Chances:
    """(N,) 0..1: how likely each proposal is the box of a panel, first by itself, then among its rivals."""
    seen = measure_proposals(view, proposals)
    first = load_trees("look").chances(seen)
    return load_trees("rival").chances(np.concatenate([seen, compare_rivals(proposals, first)], axis=1))


def choose(proposals: Sequence[Proposal], chances: Chances) -> list[Piece]:
    """The best proposals that do not overlap, and the bubbles beside them; if none is good, the best."""
    chosen: list[Piece] = []
    for k in np.argsort(-chances, kind="stable"):
        if chances[k] < LEAST_CHANCE:
            break
        if _is_free(proposals[k].piece, chosen):
            chosen.append(replace(proposals[k].piece, bubble=False, confidence=float(chances[k])))
    bubbles = [p.piece for p in proposals if p.piece.bubble]
    for bubble in sorted(bubbles, key=lambda piece: -piece.width * piece.height):
        if _is_free(bubble, chosen):
            chosen.append(replace(bubble, confidence=1.0))
    if not chosen and proposals:
        best = int(chances.argmax())
        piece = proposals[best].piece
        lettering = bool(chances[best] < NO_CHANCE) and not piece.straight
        chosen = [replace(piece, whole=True, bubble=lettering, confidence=float(chances[best]))]
    return chosen


def _is_free(piece: Piece, chosen: Sequence[Piece]) -> bool:
    boxes = np.array([other.box for other in chosen], np.float64).reshape(-1, 4)
    smaller = np.minimum(areas_of(boxes), piece.width * piece.height)
    shared = shared_with(boxes, piece.box) / smaller
    return bool(shared.max(initial=0) <= SHARED)

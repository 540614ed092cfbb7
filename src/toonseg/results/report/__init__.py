"""A report: cuts with masks, counts, evaluation, experiments, cutouts, on one page."""

from __future__ import annotations

from toonseg.results.report.verb import Reported, report

__all__ = ["Reported", "report"]

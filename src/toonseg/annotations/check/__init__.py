"""`toonseg check`: what is in a set of labels, and what is wrong with it."""

from __future__ import annotations

from toonseg.annotations.check.core import check_labels, check_splits
from toonseg.annotations.check.fix import Fixed, fix
from toonseg.annotations.check.report import ClassRow, Report
from toonseg.annotations.check.verb import check

__all__ = ["ClassRow", "Fixed", "Report", "check", "check_labels", "check_splits", "fix"]

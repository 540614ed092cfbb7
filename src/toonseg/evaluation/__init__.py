"""Evaluation: predictions compared with the truth, two predictions with each other, and the plots of it."""

from __future__ import annotations

from toonseg.evaluation.compare import Comparison, compare
from toonseg.evaluation.evaluate import Evaluation, KindEvaluation, evaluate

__all__ = ["Comparison", "Evaluation", "KindEvaluation", "compare", "evaluate"]

"""Labels: instances and their masks, read from and written to other tools' formats, checked and split."""

from __future__ import annotations

from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Origin, Picture
from toonseg.annotations.masks import Mask
from toonseg.annotations.problems import Problem, ProblemKind

__all__ = ["Instance", "LabelSet", "Mask", "Origin", "Picture", "Problem", "ProblemKind"]

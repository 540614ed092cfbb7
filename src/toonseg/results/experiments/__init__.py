"""`toonseg experiment`: trainings and tests as a recipe has them, and what their figures really say.

recipe, plan  what a recipe may say, and the trainings that follow from it
sets, drawing its titles, drawn or the user's own, split in training and test
training    each training once, in a folder named by everything that goes into it
testing     predictions and evaluations of weights, kept
blocks      which trainings and tests answer which question
findings    a sentence for a difference: better, worse, or not decided
outcome     all of it in one object
plots, tables, report, record   what is written
run         the verb
"""

from __future__ import annotations

from toonseg.results.experiments.run import Progress, experiment

__all__ = ["Progress", "experiment"]

"""`toonseg predict`: from pictures, folders, titles or labels to files of predictions.

gather    which pictures are meant, and what they are called
part      what is done is kept beside the output until all is
workers   pictures to instances on all cores
results   what is given back, and COCO results
target    the files that are written
verb      `predict`
"""

from __future__ import annotations

from toonseg.model.predicting.results import Predicted
from toonseg.model.predicting.verb import predict

__all__ = ["Predicted", "predict"]

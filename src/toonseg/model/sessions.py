"""Sessions of ONNX Runtime, as every network here is run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import onnxruntime

CPU = "CPUExecutionProvider"


def session_of(
    path: Path, *, threads: int = 1, providers: Sequence[str] = (CPU,)
) -> onnxruntime.InferenceSession:
    """A session of an ONNX file with so many threads for one picture. Raises what ONNX Runtime does."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=list(providers))

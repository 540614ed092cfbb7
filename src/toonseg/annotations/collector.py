"""Python's collector of cycles, held while labels are read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_held() -> Iterator[None]:
    """Hold the collector while the block runs; it goes on afterwards if it was on.

    A hundred thousand instances are a million objects, all of them in use: the collector would look through
    them again and again, a quarter of the time of reading, and find nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

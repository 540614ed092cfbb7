"""map(function, items) over a process pool, where one failed item does not stop the others."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any, Generic, TypeVar

from toonseg.errors import DiskFullError, ToonsegError

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Outcome(Generic[T, R]):
    """What became of one item: a result, or the error that toonseg raised for it."""

    item: T
    result: R | None = None
    error: ToonsegError | None = None


def default_jobs() -> int:
    """How many processes to use: the cores that this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_tasks(
    function: Callable[[T], R], items: Sequence[T], *, jobs: int | None = None
) -> Iterator[Outcome[T, R]]:
    """Call `function` on every item and yield each outcome as soon as it is there, in no fixed order.

    Args:
        function: Picklable; should return something small, and leave pixels on disk.
        items: Picklable.
        jobs: Processes; None for one per core. With one job or one item all runs in this process, and so it
            does for a program that no worker could import, such as one on standard input.

    Raises:
        DiskFullError: An item's result found no room; the items after it would find none either.
        Any error that is no ToonsegError: those are faults of toonseg, not of an item.
    """
    workers = min(jobs or default_jobs(), len(items))
    if workers <= 1 or not _can_be_imported():
        for item in items:
            yield _call(function, item)
        return
    # "spawn": the parent may hold threads (progress bar, HTTP), which a fork would copy half-alive.
    context = multiprocessing.get_context("spawn")
    begun = context.RawValue("b", 0)
    with ProcessPoolExecutor(
        workers, mp_context=context, initializer=_begin_worker, initargs=(begun,)
    ) as pool:
        with _quiet_on_ctrl_c():
            waiting: dict[Future[Outcome[T, R]], T] = {
                pool.submit(_call, function, item): item for item in items
            }
        try:
            while waiting:
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    item = waiting.pop(future)
                    try:
                        yield future.result()
                    except BrokenProcessPool:
                        yield Outcome(item, error=_lost_worker(item, begun=bool(begun.value)))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _quiet_on_ctrl_c() -> Iterator[None]:
    """Workers that begin within the block do not hear Ctrl-C until `_begin_worker` says how to take it: one
    that is still importing would print a traceback."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # it unblocks Ctrl-C when it begins, which would be within the block
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _can_be_imported() -> bool:
    """Whether workers can import the program that is running, as they do when they begin."""
    main = sys.modules["__main__"]
    file = getattr(main, "__file__", None)
    return main.__spec__ is not None or file is None or Path(file).exists()


def _begin_worker(begun: Any) -> None:
    """Tell that a worker has begun (`begun`: a shared integer). It ends silently on Ctrl-C, which its parent
    tells of, and when its parent does: after a SIGKILL nobody would tell it to."""
    begun.value = 1
    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:  # as a shell has it for what runs in the background
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    parent = multiprocessing.parent_process()
    assert parent is not None, "only workers begin so"

    def wait_for_it() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait_for_it, daemon=True).start()


def _call(function: Callable[[T], R], item: T) -> Outcome[T, R]:
    try:
        return Outcome(item, result=function(item))
    except DiskFullError:
        raise
    except ToonsegError as error:
        return Outcome(item, error=error)


def _lost_worker(item: object, *, begun: bool) -> ToonsegError:
    if not begun:
        remedy = (
            'A script needs `if __name__ == "__main__":` before what it does; else see what is printed above.'
        )
        return ToonsegError(item, "its worker process could not begin", remedy)
    remedy = "Often memory ran out: run again with fewer --jobs."
    return ToonsegError(item, "its worker process was killed", remedy)

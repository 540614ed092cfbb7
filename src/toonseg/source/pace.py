"""How fast a host may be asked: one slot after the other, and few connections at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class HostPace:
    """Spaces the requests to each host evenly, over all threads.

    Args:
        interval: Seconds between the starts of two requests to one host.
        connections: Requests to one host that may be under way at a time.
        clock: Gives seconds that never run backwards.
        sleep: Waits for a number of seconds; tests pass a clock and a sleep that belong together.
    """

    def __init__(
        self,
        interval: float,
        connections: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._interval = interval
        self._connections = connections
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._free_at: dict[str, float] = {}
        self._intervals: dict[str, float] = {}
        self._open: dict[str, threading.BoundedSemaphore] = {}

    def wait(self, host: str) -> None:
        """Wait until `host` may be asked, and take that slot."""
        while (delay := self._take(host)) > 0:
            self._sleep(delay)

    def hold(self, host: str, seconds: float) -> None:
        """Ask nothing of `host` for `seconds`, in any thread: it said Retry-After."""
        with self._lock:
            self._free_at[host] = max(self._free_at.get(host, 0.0), self._clock() + seconds)

    def slow_down(self, host: str, interval: float) -> None:
        """Leave at least `interval` seconds between requests to `host`: its robots.txt asks for it."""
        with self._lock:
            self._intervals[host] = max(interval, self._intervals.get(host, 0.0))

    @contextmanager
    def connection(self, host: str) -> Iterator[None]:
        """Hold one of the host's connections."""
        with self._lock:
            gate = self._open.setdefault(host, threading.BoundedSemaphore(self._connections))
        with gate:
            yield

    def _take(self, host: str) -> float:
        with self._lock:
            now = self._clock()
            delay = self._free_at.get(host, now) - now
            if delay <= 0:
                self._free_at[host] = now + max(self._interval, self._intervals.get(host, 0.0))
            return delay

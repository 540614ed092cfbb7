"""What a site's robots.txt allows, asked once a host (RFC 9309)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from toonseg.errors import FetchError, RobotsError

_REMEDY = "Ask the owner; if you may, set obey_robots = false under [get] in the title's toonseg.toml."


@dataclass(frozen=True)
class RobotsFile:
    """The answer to a request for robots.txt: status 0 means that the host could not be reached."""

    status: int
    text: str = ""


class Robots:
    """Asks each host's robots.txt once and keeps the rules.

    An answer of 4xx means that there are no rules and all is allowed; 5xx, 429 or no answer at all means
    that the rules are unknown, and all is refused (RFC 9309, 2.3.1.3 and 2.3.1.4).

    Args:
        fetch: Gets the robots.txt at an address, following redirects; raises FetchError if it cannot.
        agent: Product name that the rules are looked up for.
    """

    def __init__(self, fetch: Callable[[str], RobotsFile], agent: str) -> None:
        self._fetch = fetch
        self._agent = agent
        self._rules: dict[str, Protego | RobotsFile] = {}
        self._lock = threading.Lock()

    def check(self, address: str, origin: str) -> None:
        """Raise RobotsError unless robots.txt of `origin` (scheme and host) allows `address`."""
        rules = self._of(origin)
        if isinstance(rules, RobotsFile):
            answer = f"answers {rules.status}" if rules.status else "cannot be reached"
            problem = f"not asked for, since {origin}/robots.txt {answer}, so that its rules are unknown"
            raise RobotsError(address, problem, "Try again later.")
        if not rules.can_fetch(address, self._agent):
            raise RobotsError(address, f"{origin}/robots.txt does not allow it", _REMEDY)

    def interval(self, origin: str) -> float:
        """Seconds between requests that robots.txt asks for, 0 if it asks for none."""
        rules = self._of(origin)
        if isinstance(rules, RobotsFile):
            return 0.0
        rate = rules.request_rate(self._agent)
        asked = rate.seconds / rate.requests if rate is not None and rate.requests else 0.0
        return max(asked, float(rules.crawl_delay(self._agent) or 0.0))

    def _of(self, origin: str) -> Protego | RobotsFile:
        # Held while fetching: a second thread must wait for the answer rather than ask again.
        with self._lock:
            if origin not in self._rules:
                self._rules[origin] = self._read(origin)
            return self._rules[origin]

    def _read(self, origin: str) -> Protego | RobotsFile:
        try:
            answer = self._fetch(f"{origin}/robots.txt")
        except FetchError:
            return RobotsFile(0)
        if answer.status == 429 or answer.status >= 500:
            return answer
        return Protego.parse(answer.text if answer.status < 300 else "")

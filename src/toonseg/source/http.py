"""Polite HTTP: paced by host, robots.txt asked, retried with back-off, and never a body cut short."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

import httpx

from toonseg import __version__
from toonseg.errors import FetchError, GateError
from toonseg.source.pace import HostPace
from toonseg.source.robots import Robots, RobotsFile
from toonseg.workspace import GetSettings

AGENT = "toonseg"
MAX_BODY = 512 * 2**20
"""Bytes of the largest answer that is taken."""
MAX_WAIT = 900.0
"""Seconds of the longest Retry-After that is waited for; a longer one ends the request with an error."""

_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_REDIRECTS = 8
_MAX_BACKOFF = 60.0
# A server that drips a byte now and then never meets the time-out of a single wait.
_WHOLE_REQUEST = 10

CheckAddress = Callable[[str], None]
Keep = Callable[[bytes], None]


@dataclass(frozen=True)
class Reply:
    """An answer of status 2xx: `url` after redirects, `body` whole and with its content encoding undone."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    def text(self) -> str:
        """The body as text: by its header's charset, else by its <meta charset>, else UTF-8."""
        named = re.search(r"charset=[\"']?([\w-]+)", self.headers.get("content-type", ""))
        inside = re.search(rb"<meta[^>]+charset=[\"']?([\w-]+)", self.body[:4096], re.IGNORECASE)
        charset = named[1] if named else inside[1].decode("ascii") if inside else "utf-8"
        try:
            return self.body.decode(charset, errors="replace")
        except LookupError:
            return self.body.decode("utf-8", errors="replace")

    def json(self) -> Any:
        """The body as JSON. Raises FetchError if it is none."""
        try:
            return json.loads(self.body)
        except ValueError as error:
            problem = f"does not answer with JSON ({error})"
            raise FetchError(self.url, problem, "The site may have changed; try --browser.") from error


class _TryAgainError(Exception):
    """A failure that may pass; `wait` is what the server asked for, in seconds."""

    def __init__(self, problem: str, wait: float | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.wait = wait


class Web:
    """All requests of a run go through one of these; it may be used from several threads.

    Args:
        settings: How politely.
        clock, sleep: Seconds that never run backwards, and the wait that belongs to them.
        jitter: Gives a number in 0..1 that spreads the waits after failures.
        transport: Replaces the network.
    """

    def __init__(
        self,
        settings: GetSettings | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.settings = settings or GetSettings()
        self._clock = clock
        self._jitter = jitter
        self._pace = HostPace(
            1 / self.settings.requests_per_second,
            self.settings.connections_per_host,
            clock=clock,
            sleep=sleep,
        )
        agent = self.settings.user_agent
        self._robots = Robots(self._fetch_robots, AGENT)
        self._client = httpx.Client(
            headers={"User-Agent": agent or f"{AGENT}/{__version__} (research on webtoons)"},
            timeout=self.settings.timeout,
            transport=transport,
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=16, keepalive_expiry=60),
        )

    def __enter__(self) -> Web:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def admit(self, address: str) -> None:
        """Wait until `address` may be asked for; for the browser, which sends its requests itself.

        Raises:
            RobotsError: robots.txt forbids it.
        """
        origin, host = _origin(address)
        self._obey_robots(address, origin, host)
        self._pace.wait(host)

    def try_again(self, address: str, status: int, retry_after: str | None, attempt: int) -> bool:
        """Whether an answer of `status` to the browser's `attempt`-th request (from 0) is worth another.

        If so, the host is left alone for as long as it asked for, or a while; `admit` then waits.
        """
        asked = _retry_after(retry_after)
        if status not in _RETRIED or attempt >= self.settings.retries or (asked or 0) > MAX_WAIT:
            return False
        self._back_off(_origin(address)[1], asked, attempt)
        return True

    def get(
        self,
        address: str,
        *,
        referer: str | None = None,
        accept: str = "*/*",
        check_address: CheckAddress | None = None,
        keep: Keep | None = None,
    ) -> Reply:
        """Get `address`, following redirects, each of which is paced and asked of robots.txt too.

        Args:
            address: An http or https address.
            referer: Value of the Referer header.
            accept: Value of the Accept header.
            check_address: Called with each redirect's target before that is asked for; may raise.
            keep: Called with the whole body of an answer of status 2xx before its connection is given back.

        Raises:
            RobotsError: robots.txt forbids it.
            GateError: Status 401, 402 or 451.
            FetchError: Any other failure, once the retries are used up.
        """
        headers = {"Accept": accept}
        if referer:
            # Headers are ASCII, addresses may hold Hangul.
            headers["Referer"] = canonical(referer)
        target = address
        for _ in range(_MAX_REDIRECTS + 1):
            origin, host = _origin(target)
            self._obey_robots(target, origin, host)
            reply = self._with_retries(target, host, headers, keep=keep)
            if reply.status not in _REDIRECTS:
                return accepted(reply, address)
            target = urljoin(target, reply.headers.get("location", ""))
            if check_address:
                check_address(target)
        raise FetchError(address, f"is redirected more than {_MAX_REDIRECTS} times", "Check the address.")

    def _obey_robots(self, address: str, origin: str, host: str) -> None:
        if not self.settings.obey_robots:
            return
        self._robots.check(address, origin)
        if interval := self._robots.interval(origin):
            self._pace.slow_down(host, interval)

    def _fetch_robots(self, address: str) -> RobotsFile:
        target = address
        for _ in range(_MAX_REDIRECTS):
            reply = self._with_retries(target, _origin(target)[1], {"Accept": "text/plain"}, final=True)
            if reply.status not in _REDIRECTS:
                return RobotsFile(reply.status, reply.text())
            target = urljoin(target, reply.headers.get("location", ""))
        # RFC 9309, 2.3.1.2: too many redirects count as "no robots.txt".
        return RobotsFile(404)

    def _with_retries(
        self,
        address: str,
        host: str,
        headers: Mapping[str, str],
        *,
        final: bool = False,
        keep: Keep | None = None,
    ) -> Reply:
        """Ask until an answer is worth having. `final`: out of retries, return the last bad answer."""
        for attempt in range(self.settings.retries + 1):
            # The connection is taken first: a slot that waits for a connection would be used up too late.
            with self._pace.connection(host):
                self._pace.wait(host)
                last = attempt == self.settings.retries
                try:
                    reply = self._once(address, headers)
                    if keep is not None and 200 <= reply.status < 300:
                        keep(reply.body)
                    if reply.status not in _RETRIED or (final and last):
                        return reply
                    wait = _retry_after(reply.headers.get("retry-after"))
                    raise _TryAgainError(f"answers {reply.status}", wait)
                except _TryAgainError as failure:
                    if last or (failure.wait or 0) > MAX_WAIT:
                        raise _gave_up(address, failure, attempt + 1) from failure
                    self._back_off(host, failure.wait, attempt)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _back_off(self, host: str, asked: float | None, attempt: int) -> None:
        """Ask nothing of `host` for a while: as long as it asked for, else twice as long each time."""
        seconds = min(_MAX_BACKOFF, 2.0**attempt) * (0.5 + self._jitter())
        self._pace.hold(host, seconds if asked is None else asked + self._jitter())

    def _once(self, address: str, headers: Mapping[str, str]) -> Reply:
        end = self._clock() + _WHOLE_REQUEST * self.settings.timeout
        try:
            with self._client.stream("GET", address, headers=dict(headers)) as response:
                body = bytearray()
                for part in response.iter_bytes():
                    body += part
                    if len(body) > MAX_BODY:
                        raise FetchError(address, f"sends more than {MAX_BODY:,} bytes", "Check the address.")
                    if self._clock() > end:
                        raise _TryAgainError(f"is not through after {_WHOLE_REQUEST} time-outs")
                _check_length(response, len(body))
                return Reply(str(response.url), response.status_code, response.headers, bytes(body))
        except httpx.TimeoutException as error:
            problem = f"does not answer within {self.settings.timeout:g} s"
            raise _TryAgainError(problem) from error
        except (httpx.RemoteProtocolError, httpx.ReadError) as error:
            raise _TryAgainError(f"breaks the connection off, its answer is cut short ({error})") from error
        except httpx.TransportError as error:
            raise _TryAgainError(f"cannot be reached ({error})") from error
        except (httpx.InvalidURL, httpx.DecodingError) as error:
            raise FetchError(address, f"cannot be asked for ({error})", "Check the address.") from error


def _check_length(response: httpx.Response, decoded: int) -> None:
    # h11 finds this itself over HTTP/1.1; other transports may not, and do not all count what came.
    announced = response.headers.get("content-length", "")
    came = response.num_bytes_downloaded or decoded
    if announced.isdigit() and came < int(announced):
        problem = f"sends {came:,} of {int(announced):,} bytes"
        raise _TryAgainError(problem)


def canonical(address: str) -> str:
    """The one form of an address: browsers and parsers write Hangul, blanks and the like differently.

    What is no address stays as it is.
    """
    try:
        return str(httpx.URL(address).copy_with(fragment=None))
    except httpx.InvalidURL:
        return address


def _origin(address: str) -> tuple[str, str]:
    """Scheme with host, and host with port, of an address."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as error:
        raise FetchError(address, f"is no address ({error})", "Check it.") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError(address, "is no http or https address", "Check it.")
    host = url.netloc.decode("ascii")
    return f"{url.scheme}://{host}", host


def accepted(reply: Reply, address: str) -> Reply:
    """`reply` if its status is 2xx. Raises GateError (401, 402, 451) or FetchError."""
    if 200 <= reply.status < 300:
        return reply
    if reply.status in (401, 402, 451):
        problem = f"answers {reply.status}: a login, a payment or a legal bar stands before it"
        raise GateError(address, problem, "toonseg does not pass it.")
    remedies = {
        403: "The site refuses this kind of access.",
        404: "It is not there (any more): check the address.",
    }
    raise FetchError(address, f"answers {reply.status}", remedies.get(reply.status, "Check the address."))


def _gave_up(address: str, failure: _TryAgainError, attempts: int) -> FetchError:
    if (failure.wait or 0) > MAX_WAIT:
        return FetchError(address, f"{failure.problem} and asks to wait {failure.wait:,.0f} s", "Try later.")
    times = "once" if attempts == 1 else f"{attempts} times"
    remedy = "Run the same command again later: what is here is kept."
    return FetchError(address, f"{failure.problem} (tried {times})", remedy)


def _retry_after(value: str | None) -> float | None:
    """Seconds that a Retry-After header asks to wait: it holds seconds or a date (RFC 9110, 10.2.3)."""
    if value is None:
        return None
    if value.isascii() and value.strip().isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())

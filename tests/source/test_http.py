"""Politeness, retries and robots.txt, on a network and a clock made of Python."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from typing import Any

import httpx
import pytest

from toonseg.errors import FetchError, GateError, RobotsError
from toonseg.source.http import Web
from toonseg.source.pace import HostPace
from toonseg.workspace import GetSettings

Handler = Callable[[httpx.Request], httpx.Response]


def make_web(clock: Any, handler: Handler, **settings: Any) -> Web:
    return Web(
        GetSettings(**settings),
        clock=clock.clock,
        sleep=clock.sleep,
        jitter=lambda: 0.5,
        transport=httpx.MockTransport(handler),
    )


def no_robots(handler: Handler) -> Handler:
    def handle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(404) if request.url.path == "/robots.txt" else handler(request)

    return handle


def in_turn(*answers: httpx.Response | Exception) -> Handler:
    left = list(answers)

    def handle(_: httpx.Request) -> httpx.Response:
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return no_robots(handle)


def test_one_request_a_second_a_host(clock: Any) -> None:
    starts: list[tuple[str, float]] = []

    def handle(request: httpx.Request) -> httpx.Response:
        starts.append((request.url.host, clock.now))
        return httpx.Response(200)

    web = make_web(clock, handle, obey_robots=False)
    for host in ("a.example", "a.example", "b.example", "a.example"):
        web.get(f"https://{host}/x")
    assert [time for host, time in starts if host == "a.example"] == [1000, 1001, 1002]
    # Another host does not wait for the first one's slot.
    assert [time for host, time in starts if host == "b.example"] == [1001]


def test_robots_txt_counts_as_a_request_and_is_asked_once(clock: Any) -> None:
    paths: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        paths.append(request.url.path)
        return httpx.Response(200, text="User-agent: *\nAllow: /")

    web = make_web(clock, handle)
    web.get("https://a.example/1")
    web.get("https://a.example/2")
    assert paths == ["/robots.txt", "/1", "/2"]
    assert clock.now == 1002


def test_never_more_connections_than_allowed() -> None:
    pace = HostPace(0.0, 2)
    inside = 0
    most = 0
    lock = threading.Lock()

    def work() -> None:
        nonlocal inside, most
        with pace.connection("a"):
            with lock:
                inside += 1
                most = max(most, inside)
            time.sleep(0.03)
            with lock:
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert most == 2


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_in_seconds_is_obeyed(clock: Any, status: int) -> None:
    web = make_web(clock, in_turn(httpx.Response(status, headers={"Retry-After": "37"}), httpx.Response(200)))
    web.get("https://a.example/")
    assert clock.now >= 1000 + 37


def test_retry_after_as_a_date_is_obeyed(clock: Any) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    web = make_web(clock, in_turn(httpx.Response(429, headers={"Retry-After": date}), httpx.Response(200)))
    web.get("https://a.example/")
    assert 1085 <= clock.now <= 1095


def test_retry_after_holds_all_threads_of_the_host(clock: Any) -> None:
    pace = HostPace(1.0, 2, clock=clock.clock, sleep=clock.sleep)
    pace.wait("a")
    pace.hold("a", 50)
    pace.wait("a")
    assert clock.now == 1050


def test_a_retry_after_of_days_is_an_error(clock: Any) -> None:
    web = make_web(clock, in_turn(httpx.Response(429, headers={"Retry-After": "86400"})))
    with pytest.raises(FetchError, match="asks to wait 86,400 s"):
        web.get("https://a.example/")
    assert clock.now < 1010


def test_back_off_grows_and_ends(clock: Any) -> None:
    times: list[float] = []

    def handle(_: httpx.Request) -> httpx.Response:
        times.append(clock.now)
        return httpx.Response(503)

    web = make_web(clock, no_robots(handle), retries=3)
    with pytest.raises(FetchError, match=r"answers 503 \(tried 4 times\)"):
        web.get("https://a.example/")
    # The jitter is fixed to its middle: 1, 2, 4 seconds.
    assert [b - a for a, b in pairwise(times)] == [1, 2, 4]


@pytest.mark.parametrize(
    "failure",
    [
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("slow"),
        httpx.ReadError("reset"),
        httpx.RemoteProtocolError("peer closed connection without sending complete message body"),
    ],
)
def test_broken_connections_are_tried_again(clock: Any, failure: Exception) -> None:
    web = make_web(clock, in_turn(failure, httpx.Response(200, content=b"ok")))
    assert web.get("https://a.example/").body == b"ok"


def test_a_body_shorter_than_its_length_is_never_taken(clock: Any) -> None:
    short = httpx.Response(200, headers={"Content-Length": "10"}, stream=httpx.ByteStream(b"1234"))
    web = make_web(clock, in_turn(short), retries=0)
    with pytest.raises(FetchError, match=r"sends 4 of 10 bytes \(tried once\)"):
        web.get("https://a.example/")


def test_a_body_that_drips_for_ever_is_given_up(clock: Any) -> None:
    class Drip(httpx.SyncByteStream):
        def __iter__(self) -> Any:
            while True:
                clock.now += 1
                yield b"."

    web = make_web(clock, in_turn(httpx.Response(200, stream=Drip())), retries=0, timeout=2)
    with pytest.raises(FetchError, match="is not through"):
        web.get("https://a.example/")


def test_404_is_not_tried_again(clock: Any) -> None:
    asked: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(404)

    with pytest.raises(FetchError, match="answers 404"):
        make_web(clock, no_robots(handle)).get("https://a.example/gone")
    assert asked == ["/gone"]


@pytest.mark.parametrize("status", [401, 402, 451])
def test_a_gate_by_status(clock: Any, status: int) -> None:
    with pytest.raises(GateError, match=str(status)):
        make_web(clock, in_turn(httpx.Response(status))).get("https://a.example/")


def test_a_redirect_is_checked_before_it_is_followed(clock: Any) -> None:
    asked: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(302, headers={"Location": "/ageGate"})

    def refuse(address: str) -> None:
        raise GateError(address, "no further")

    with pytest.raises(GateError):
        make_web(clock, no_robots(handle)).get("https://a.example/x", check_address=refuse)
    assert asked == ["/x"]


def test_redirects_end(clock: Any) -> None:
    web = make_web(clock, no_robots(lambda _: httpx.Response(302, headers={"Location": "/again"})))
    with pytest.raises(FetchError, match="redirected more than"):
        web.get("https://a.example/")


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (429, False)])
def test_robots_by_status(clock: Any, status: int, allowed: bool) -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status if request.url.path == "/robots.txt" else 200)

    web = make_web(clock, handle)
    if allowed:
        assert web.get("https://a.example/").status == 200
    else:
        with pytest.raises(RobotsError, match=f"answers {status}"):
            web.get("https://a.example/")


def test_unreachable_robots_txt_refuses(clock: Any) -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            raise httpx.ConnectError("refused")
        return httpx.Response(200)

    with pytest.raises(RobotsError, match="cannot be reached"):
        make_web(clock, handle).get("https://a.example/")


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /viewer\nAllow: /viewer/free", "/viewer/free/1", True),
        ("User-agent: *\nDisallow: /viewer\nAllow: /viewer/free", "/viewer/1", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: toonseg\nDisallow: /no", "/yes", True),
        ("User-agent: *\nAllow: /\n\nUser-agent: toonseg\nDisallow: /no", "/no/1", False),
    ],
)
@pytest.mark.parametrize("obey", [True, False])
def test_robots_rules(clock: Any, rules: str, path: str, allowed: bool, obey: bool) -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, text=rules if request.url.path == "/robots.txt" else "page")

    web = make_web(clock, handle, obey_robots=obey)
    if allowed or not obey:
        assert web.get(f"https://a.example{path}").text() == "page"
    else:
        with pytest.raises(RobotsError, match="obey_robots"):
            web.get(f"https://a.example{path}")


def test_crawl_delay_slows_down(clock: Any) -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(
            200, text="User-agent: *\nCrawl-delay: 5" if "robots" in request.url.path else ""
        )

    web = make_web(clock, handle)
    for _ in range(3):
        web.get("https://a.example/")
    assert clock.now >= 1000 + 10


def test_a_redirect_to_another_host_asks_its_robots(clock: Any) -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return httpx.Response(
                200, text="User-agent: *\nDisallow: /" if request.url.host == "b.example" else ""
            )
        return httpx.Response(302, headers={"Location": "https://b.example/y"})

    with pytest.raises(RobotsError, match=r"https://b\.example/robots\.txt"):
        make_web(clock, handle).get("https://a.example/x")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html; charset=euc-kr", "학교".encode("euc-kr")),
        ("text/html", b'<meta charset="euc-kr">' + "학교".encode("euc-kr")),
        ("text/html", "학교".encode()),
        ("text/html; charset=nonsense", "학교".encode()),
    ],
)
def test_text_in_the_charset_that_is_said(clock: Any, kind: str, body: bytes) -> None:
    web = make_web(clock, in_turn(httpx.Response(200, headers={"Content-Type": kind}, content=body)))
    assert web.get("https://a.example/").text().endswith("학교")


@pytest.mark.parametrize("address", ["ftp://a.example/x", "https://", "http://a:b:c"])
def test_no_address(clock: Any, address: str) -> None:
    with pytest.raises(FetchError, match="address"):
        make_web(clock, in_turn()).get(address)

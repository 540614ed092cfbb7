"""An HTTP server on loopback whose every answer, and every misbehaviour, is laid down beforehand."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Answer:
    """`cut_at`: break the connection off after so many bytes of the body. `pieces`: send the body in so
    many parts, `pause` seconds apart."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut_at: int | None = None
    length: bool = True
    wait: float = 0.0
    pieces: int = 1
    pause: float = 0.0


@dataclass
class Asked:
    """A request; `sent` is the time at which the last byte of the answer was handed to the network."""

    path: str
    headers: dict[str, str]
    time: float
    sent: float | None = None


Maker = Callable[[Asked], Answer]


class LocalServer:
    """Answers by full path with query, or by path alone; everything else is 404."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Maker | list[Answer]] = {}
        self.log: list[Asked] = []
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.site = self
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def page(self, path: str, html: str, **how: object) -> None:
        self.answers[path] = Answer(html.encode(), **how)  # type: ignore[arg-type]

    def picture(self, path: str, data: bytes, **how: object) -> str:
        self.answers[path] = Answer(data, kind="image/jpeg", **how)  # type: ignore[arg-type]
        return self.base + path

    def asked(self, part: str) -> list[Asked]:
        """Requests whose path holds `part`, in order."""
        with self._lock:
            return [request for request in self.log if part in request.path]

    def answer(self, request: Asked) -> Answer:
        with self._lock:
            self.log.append(request)
            laid_down = self.answers.get(request.path, self.answers.get(request.path.split("?")[0]))
            if isinstance(laid_down, list):
                # One answer a request; the last one stays.
                laid_down = laid_down.pop(0) if len(laid_down) > 1 else laid_down[0]
        if laid_down is None:
            return Answer(b"not here", status=404)
        return laid_down if isinstance(laid_down, Answer) else laid_down(request)

    def enter(self, step: int) -> None:
        with self._lock:
            self._at_once += step
            self.most_at_once = max(self.most_at_once, self._at_once)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # A killed client leaves connections that the default would wait for.
    block_on_close = False
    site: LocalServer

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that go away are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    timeout = 30
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        request = Asked(self.path, {k.lower(): v for k, v in self.headers.items()}, time.monotonic())
        site = self.server.site
        site.enter(1)
        try:
            answer = site.answer(request)
            time.sleep(answer.wait)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            if answer.length:
                self.send_header("Content-Length", str(len(answer.body)))
            else:
                self.send_header("Connection", "close")
                self.close_connection = True
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self._send(answer, request)
        finally:
            site.enter(-1)

    def _send(self, answer: Answer, request: Asked) -> None:
        if answer.cut_at is not None:
            self.wfile.write(answer.body[: answer.cut_at])
            self.close_connection = True
            return
        step = -(-len(answer.body) // answer.pieces) or 1
        for start in range(0, len(answer.body), step):
            if start:
                time.sleep(answer.pause)
            self.wfile.write(answer.body[start : start + step])
        request.sent = time.monotonic()

    def log_message(self, format: str, *args: object) -> None:
        """Keep the terminal clean."""

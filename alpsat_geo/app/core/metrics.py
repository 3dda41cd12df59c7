"""What the server counts of itself, in the text of Prometheus, on a port of its own that visitors do not reach.

Nothing is counted, and no library loaded, unless ``ALPSAT_METRICS_PORT`` names the port. What is counted names nobody.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from alpsat_geo.report.computation_queue import QUEUE
from alpsat_geo.store.errors import call_at_failure

if TYPE_CHECKING:  # who counts nothing does not wait for it
    from prometheus_client import CollectorRegistry

METRICS_VARIABLE: Final = "ALPSAT_METRICS_PORT"
LOOPBACK: Final = "127.0.0.1"
# From a run that draws nothing to one that makes a dossier.
RUN_BOUNDS_S: Final = (0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)

_LAST_PORT: Final = 65_535
_LOG = logging.getLogger(__name__)


class Meters:
    """What is counted since the server opened; safe to share between threads."""

    def __init__(self) -> None:
        # Loaded for this alone.
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector  # noqa: PLC0415

        self.registry: CollectorRegistry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.requests = Counter(
            "alpsat_requests", "Answers of the web door, by HTTP status.", ["status"], registry=self.registry
        )
        self.visits = Gauge("alpsat_visits_open", "Pages that are open in a browser now.", registry=self.registry)
        self.runs = Histogram(
            "alpsat_run_seconds",
            "How long a page, or a part of it, took to be drawn.",
            buckets=RUN_BOUNDS_S,
            registry=self.registry,
        )
        self.failures = Counter(
            "alpsat_database_errors", "What the database could not read or write.", registry=self.registry
        )
        waiting = Gauge(
            "alpsat_computations_waiting", "Long computations that wait for their turn.", registry=self.registry
        )
        waiting.set_function(QUEUE.count_waiting)


_OPENED: Final[list[Meters]] = []
"""The meters of this server: one while they are told, else none."""


def read_place(text: str) -> tuple[str, int] | None:
    """Read where metrics are told: ``9101`` on this machine alone, or ``10.0.0.4:9101``; None where it says neither."""
    host, _colon, port = text.strip().rpartition(":")
    if not port.isascii() or not port.isdecimal() or not 0 < int(port) <= _LAST_PORT:
        return None
    return host.strip("[]") or LOOPBACK, int(port)


@contextmanager
def tell_metrics() -> Iterator[None]:
    """Count, and tell it on the port that the host chose, as long as the server lives.

    A port that cannot be had is said in the log: visitors are served all the same.
    """
    text = os.environ.get(METRICS_VARIABLE, "").strip()
    place = read_place(text)
    if place is None:
        if text:
            _LOG.error(
                "%s = « %s » n'est pas un port : écrivez « 9101 », ou « adresse:9101 » ; rien n'est mesuré.",
                METRICS_VARIABLE,
                text,
            )
        yield
        return
    from prometheus_client import start_http_server  # noqa: PLC0415 - who counts nothing does not wait for it

    meters = Meters()
    try:
        server, _thread = start_http_server(place[1], place[0], meters.registry)
    except OSError as error:
        _LOG.error("Les mesures ne s'ouvrent pas sur %s:%d (%s) : choisissez un autre port.", *place, error.strerror)
        yield
        return
    _OPENED.append(meters)
    try:
        yield
    finally:
        _OPENED.remove(meters)
        server.shutdown()
        server.server_close()


@contextmanager
def time_run() -> Iterator[None]:
    """Measure how long a run takes, however it ends."""
    start_s = time.monotonic()
    try:
        yield
    finally:
        for meters in _OPENED:
            meters.runs.observe(time.monotonic() - start_s)


class CountingMiddleware:
    """Middleware: counts answers by their status, and the lines of pages that are open."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if not _OPENED or scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        meters = _OPENED[-1]
        if scope["type"] == "websocket":
            with meters.visits.track_inprogress():
                await self.app(scope, receive, send)
            return

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                meters.requests.labels(message["status"]).inc()
            await send(message)

        await self.app(scope, receive, send_counted)


def _count_failure() -> None:
    for meters in _OPENED:
        meters.failures.inc()


call_at_failure(_count_failure)

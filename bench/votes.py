"""A room that votes together: 200 votes from 40 clients, on SQLite and on PostgreSQL."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any

import numpy as np
from sqlalchemy import make_url

from alpsat_geo.compute.consultation import COLLEGES
from alpsat_geo.sources.scenarios import read_scenarios
from alpsat_geo.store.actor import Actor
from alpsat_geo.store.ballot import Vote
from alpsat_geo.store.consultations import ConsultationStore
from alpsat_geo.store.database import Database
from alpsat_geo.store.tokens import make_token
from tests.store.cluster import find_binaries, run_cluster

VOTES, CLIENTS = 200, 40
ASKED = ("inhabitant", "user")
ANSWERS = (0.0, 500.0, 1_000.0, 2_000.0, 4_000.0, 8_000.0, 20_000.0, None)


def run() -> dict[str, Any]:
    """Time each vote from the call to its keeping, all clients starting at once.

    PostgreSQL runs on a private server without fsync; it is left out where it is not installed.
    """
    results: dict[str, Any] = {"votes": VOTES, "clients": CLIENTS}
    with tempfile.TemporaryDirectory() as folder:
        results["sqlite"] = _time_votes(f"sqlite:///{Path(folder) / 'votes.sqlite3'}")
    with _find_server() as url:
        results["postgresql"] = _time_votes(url) if url else "absent"
    return results


@contextmanager
def _find_server() -> Iterator[str]:
    binaries = find_binaries()
    if binaries is None:
        yield ""
        return
    with run_cluster(binaries) as url:
        yield make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _time_votes(url: str) -> dict[str, Any]:
    database = Database.connect(url)
    store = ConsultationStore(database)
    session, _token = store.open_session("vallee", "Que soutenir ?", read_scenarios()[:2], ASKED, Actor(is_alone=True))
    phones = [make_token() for _ in range(VOTES)]
    barrier = Barrier(CLIENTS)
    waited_ms: list[float] = []

    def cast(client: int) -> None:
        barrier.wait()
        for number in range(client, VOTES, CLIENTS):
            vote = Vote(COLLEGES[number % 4], dict.fromkeys(ASKED, ANSWERS[number % 8]))
            start = time.perf_counter()
            store.vote(session.id, phones[number], vote)
            waited_ms.append(1000 * (time.perf_counter() - start))

    with ThreadPoolExecutor(CLIENTS) as threads:
        list(threads.map(cast, range(CLIENTS)))
    counted = len(store.list_votes(session.id))
    database.close()
    median, late = np.quantile(waited_ms, (0.5, 0.95))
    return {"counted": counted, "median_ms": median, "p95_ms": late, "max_ms": max(waited_ms)}

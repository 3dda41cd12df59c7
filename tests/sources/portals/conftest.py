from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from alpsat_geo.sources.portals.client import Client, Limits
from tests.sources.portals.portal import LocalPortal, run_portal

# A portal that is slow to answer on a slow machine has not gone silent; one that stalls is given up at once.
QUICK = Limits(connect_s=60.0, read_s=60.0, attempts=3, first_wait_s=0.01, longest_wait_s=0.5)
STALLED_S = 1.0


@pytest.fixture(scope="module")
def server() -> Iterator[LocalPortal]:
    with run_portal(minute_s=0.4) as portal:
        yield portal


@pytest.fixture
def portal(server: LocalPortal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalPortal:
    """Return the portal, empty; the packs of the user stand in a folder of the test."""
    for held in (server.files, server.datasets, server.products, server.listed, server.layers):
        held.clear()
    server.faults.clear()
    server.asked.clear()
    server.melodi_times.clear()
    server.wfs_page_most, server.refused, server.forgets_order = 5000, 0, False
    monkeypatch.setenv("ALPSAT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ALPSAT_CACHE_DIR", str(tmp_path / "cache"))
    return server


@pytest.fixture
def connect(portal: LocalPortal, tmp_path: Path) -> Iterator[Callable[[], Client]]:
    """Return what makes a quick client of the portal."""
    made: list[Client] = []

    def make() -> Client:
        stalls = any(fault.kind == "stall" for fault in portal.faults)
        limits = dataclasses.replace(QUICK, read_s=STALLED_S) if stalls else QUICK
        made.append(Client(portal.addresses, tmp_path / "cache" / "downloads", limits, lambda _sentence: None))
        return made[-1]

    yield make
    for client in made:
        client.close()

"""What the tests of the screen share: a database of their own, closed after each test."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit import config
from streamlit.components.v2 import manifest_scanner

from alpsat_geo.app.core import state, wiring
from alpsat_geo.app.core.device import DEVICE_COOKIE
from alpsat_geo.store.scenarios import ScenarioStore
from alpsat_geo.store.tokens import make_token
from tests.app.visits import ROOT


@pytest.fixture(scope="package", autouse=True)
def _scan_packages_once() -> Iterator[None]:
    """A server reads the metadata of every installed package when it starts; the harness does at each page."""
    with pytest.MonkeyPatch.context() as patch:
        scan = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture
def in_project(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run pages from the project's folder; what they load once per server is loaded once per run."""
    monkeypatch.setenv("ALPSAT_GC_FREEZE", "0")
    monkeypatch.chdir(ROOT)


# Opened once a process: one that was left open would have the next test write in the former database.
STORES = (
    wiring.load_store,
    wiring.load_consultations,
    wiring.load_follow_up,
    wiring.load_corrections,
    wiring.load_journal,
    wiring.load_meetings,
    wiring.load_spent_tokens,
)


def forget_databases() -> None:
    """Forget what was opened and read: the next visit does it anew."""
    for load in STORES:
        load.clear()
    wiring.forget_saved()
    wiring._stamps.clear()


@pytest.fixture
def cookies() -> dict[str, str]:
    """Return the cookies of the one browser of the harness, which a test may change."""
    return {DEVICE_COOKIE: make_token()}


@pytest.fixture(autouse=True)
def _own_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cookies: dict[str, str]) -> Iterator[None]:
    monkeypatch.delenv("ALPSAT_DATABASE_URL", raising=False)
    monkeypatch.setenv("ALPSAT_DATA_DIR", str(tmp_path / "data"))
    for variable in ("ALPSAT_MODE", "ALPSAT_PUBLIC_URL"):
        monkeypatch.delenv(variable, raising=False)
    headers = {"Host": "localhost:8501"}
    monkeypatch.setattr(state, "read_cookie", lambda name: cookies.get(name, ""))
    monkeypatch.setattr(state, "read_header", lambda name: headers.get(name, ""))
    monkeypatch.setattr(state, "read_peer", lambda: "127.0.0.1")
    # As start.py opens it: for one person, on this machine's own loop.
    config.set_option("server.address", "127.0.0.1")
    opened: list[ScenarioStore] = []
    real_open = ScenarioStore.connect

    def open_and_keep() -> ScenarioStore:
        opened.append(real_open())
        return opened[-1]

    monkeypatch.setattr(ScenarioStore, "connect", open_and_keep)
    forget_databases()
    yield
    config.set_option("server.address", None)
    forget_databases()
    for store in opened:
        store.close()

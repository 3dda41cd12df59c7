"""What the tests of the screen share: a database of their own, closed after each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from alpsat_geo.app import wiring
from alpsat_geo.store.scenarios import ScenarioStore
from tests.app.visits import ROOT


@pytest.fixture
def in_project(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run pages from the project's folder; what they load once per server is loaded once per run."""
    monkeypatch.setenv("ALPSAT_GC_FREEZE", "0")
    monkeypatch.chdir(ROOT)


@pytest.fixture(autouse=True)
def _own_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.delenv("ALPSAT_DATABASE_URL", raising=False)
    monkeypatch.setenv("ALPSAT_DATA_DIR", str(tmp_path / "data"))
    opened: list[ScenarioStore] = []
    real_open = ScenarioStore.connect

    def open_and_keep() -> ScenarioStore:
        opened.append(real_open())
        return opened[-1]

    monkeypatch.setattr(ScenarioStore, "connect", open_and_keep)
    yield
    wiring.load_store.clear()
    for store in opened:
        store.close()

"""A database of consultations for each test, with a clock that the test moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from alpsat_geo.app.pages.consultation import answer
from alpsat_geo.store.consultations import ConsultationStore
from alpsat_geo.store.database import Database
from tests.app.pages.consultation.rooms import HandClock


@pytest.fixture
def clock() -> HandClock:
    return HandClock(datetime(2026, 11, 24, 12, tzinfo=UTC))


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, clock: HandClock, _own_store: None) -> Iterator[ConsultationStore]:
    """Return the store that the pages open too."""
    opened: list[Database] = []
    connect = Database.connect

    def connect_by_hand(url: str | None = None, _clock: object = None) -> Database:
        opened.append(connect(url, clock))
        return opened[-1]

    monkeypatch.setattr(Database, "connect", connect_by_hand)
    yield ConsultationStore(Database.connect())
    answer._compare_session.clear()
    answer._describe_session.clear()
    for database in opened:
        database.close()

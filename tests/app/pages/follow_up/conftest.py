"""A follow-up database of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from alpsat_geo.store.database import Database


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Database]]:
    """Return the databases that the page opened; they are closed afterwards."""
    found: list[Database] = []
    real_open = Database.connect

    def open_and_keep() -> Database:
        found.append(real_open())
        return found[-1]

    monkeypatch.setattr(Database, "connect", open_and_keep)
    yield found
    for database in found:
        database.close()

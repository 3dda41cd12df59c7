"""Databases for the tests of the store: a new one for each test, of both kinds."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from alpsat_geo.store.database import Database
from tests.store.cluster import URL_VARIABLE, find_binaries, run_cluster

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.database)]


@pytest.fixture(autouse=True)
def _nobodys_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the tests away from the database of whoever runs them."""
    monkeypatch.delenv("ALPSAT_DATABASE_URL", raising=False)
    monkeypatch.setenv("ALPSAT_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """Return the maintenance database of a PostgreSQL server: the one given, or a private one."""
    given = os.environ.get(URL_VARIABLE)
    if given:
        yield given
        return
    binaries = find_binaries()
    if binaries is None:
        sentence = "the PostgreSQL server is missing: sudo apt install postgresql"
        if os.environ.get("CI") == "true":
            pytest.fail(sentence, pytrace=False)
        pytest.skip(sentence)
    with run_cluster(binaries) as url:
        yield url


@pytest.fixture
def postgresql_url(server_url: str) -> Iterator[str]:
    """Make an empty PostgreSQL database for one test."""
    name = f"alpsat_{secrets.token_hex(6)}"
    address = make_url(server_url).set(drivername="postgresql+psycopg")
    server = create_engine(address, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield address.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Name an SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'alpsat.sqlite3'}"


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """Name an empty database, of each kind in turn."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Open an empty database, of each kind in turn."""
    opened = Database.connect(database_url)
    yield opened
    opened.close()

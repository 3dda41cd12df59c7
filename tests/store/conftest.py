"""Databases for the tests of the store: a new one for each test, of both kinds."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from alpsat_geo.store.database import Database
from alpsat_geo.store.tables import Base
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


@contextmanager
def make_database(server_url: str) -> Iterator[str]:
    """Make an empty PostgreSQL database, and drop it."""
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
def postgresql_url(server_url: str) -> Iterator[str]:
    """Name an empty PostgreSQL database, for one test."""
    with make_database(server_url) as url:
        yield url


@pytest.fixture(scope="session")
def kept_engine(server_url: str) -> Iterator[Engine]:
    """Open a PostgreSQL database that has its tables, for all the tests that do not make them."""
    with make_database(server_url) as url:
        Database.connect(url).close()
        engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
        yield engine
        engine.dispose()


@pytest.fixture
def kept_postgresql_url(kept_engine: Engine) -> Iterator[str]:
    """Name a PostgreSQL database that has its tables and nothing in them."""
    yield kept_engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with kept_engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())


@pytest.fixture(scope="session")
def kept_sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an SQLite file that has its tables, for all the tests that do not make them."""
    path = tmp_path_factory.mktemp("kept") / "alpsat.sqlite3"
    Database.connect(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def kept_sqlite_url(kept_sqlite_file: Path, tmp_path: Path) -> str:
    """Name an SQLite file that has its tables and nothing in them."""
    return f"sqlite:///{shutil.copy(kept_sqlite_file, tmp_path)}"


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Name an SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'alpsat.sqlite3'}"


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """Name a database without any table, of each kind in turn."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=KINDS)
def ready_url(request: pytest.FixtureRequest) -> str:
    """Name a database with nothing in it, of each kind in turn; the tables may be there already."""
    return str(request.getfixturevalue(f"kept_{request.param}_url"))


@pytest.fixture
def database(ready_url: str) -> Iterator[Database]:
    """Open a database with nothing in it, of each kind in turn."""
    opened = Database.connect(ready_url)
    yield opened
    opened.close()

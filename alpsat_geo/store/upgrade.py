"""Bringing a database to the tables of this version: all or nothing, one program at a time."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, inspect, text

from alpsat_geo.domain.remark import Remark, remark
from alpsat_geo.domain.text import N_
from alpsat_geo.store.engines import make_engine, writing
from alpsat_geo.store.errors import StoreError
from alpsat_geo.store.failures import name_place
from alpsat_geo.store.tables import LATEST_REVISION

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parent / "migrations"

# Any number, the same for every program of the project.
_LOCK_KEY = 5_065_004
# Alembic keeps its context in a variable of the process.
_alembic_turn = threading.Lock()


def upgrade_database(engine: Engine, url: URL) -> None:
    """Run the migrations that a database lacks; none when it is up to date.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        For a first look, which takes no lock.
    url : sqlalchemy.URL
        Of the same database.

    Raises
    ------
    StoreError
        If a newer version of the project wrote it; it is left as it is.
    """
    with engine.connect() as connection:
        if read_revision(connection) == LATEST_REVISION:
            return
    migrator = make_engine(url, checks_foreign_keys=False)
    try:
        with _alembic_turn, writing(migrator).begin() as connection:
            # On SQLite the transaction itself, begun as a write, keeps every other program waiting.
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
            if read_revision(connection) != LATEST_REVISION:
                _run_migrations(connection, name_place(url))
    finally:
        migrator.dispose()


def read_revision(connection: Connection) -> str | None:
    """Read which migration a database is at; None before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def configure_alembic(connection: Connection) -> Config:
    """Point Alembic at the migrations of the package, on an open transaction."""
    # Loaded here, since most openings find nothing to do.
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def list_revisions() -> tuple[str, ...]:
    """List the migrations of this version, the first one first."""
    return tuple(sorted(path.stem[1:5] for path in (MIGRATIONS / "versions").glob("r[0-9]*.py")))


def _run_migrations(connection: Connection, place: Remark) -> None:
    from alembic import command  # noqa: PLC0415

    config = configure_alembic(connection)
    current = read_revision(connection)
    if current is not None and current not in list_revisions():
        sentence = N_(
            "{place} a été écrite par une version plus récente d'AlpSat Geo (révision « {current} », celle-ci va "
            "jusqu'à « {latest} ») : mettez le programme à jour, ou choisissez une autre base."
        )
        raise StoreError(remark(sentence, place=place, current=current, latest=LATEST_REVISION))
    command.upgrade(config, LATEST_REVISION)
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        sentence = N_(
            "{place} contient des lignes qui se réfèrent à ce qui n'existe plus : rien n'a été changé, réparez-la."
        )
        raise StoreError(remark(sentence, place=place))

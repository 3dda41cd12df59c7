"""How a connection behaves: durable, strict on keys, patient when another writes."""

from __future__ import annotations

import json
import sqlite3
import time
from functools import partial
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

WAIT_S = 15
"""How long a write waits for another before it gives up."""

_CONNECT_S = 5
_POOL_COUNT, _OVERFLOW_COUNT = 10, 30
_WAL_PAUSE_S = 0.02
_WRITE_OPTION = "is_write"


def make_engine(url: URL, *, checks_foreign_keys: bool = True) -> Engine:
    """Make the engine of a database, without connecting.

    Parameters
    ----------
    url : sqlalchemy.URL
        As `locate_database` gives it.
    checks_foreign_keys : bool
        False for migrations on SQLite only, where remaking a table would otherwise delete what refers to it.
    """
    is_sqlite = url.get_backend_name() == "sqlite"
    waits: dict[str, Any] = {} if is_sqlite or "connect_timeout" in url.query else {"connect_timeout": _CONNECT_S}
    engine = create_engine(
        url,
        connect_args=waits,
        pool_pre_ping=not is_sqlite,
        pool_size=_POOL_COUNT,
        max_overflow=_OVERFLOW_COUNT,
        pool_timeout=WAIT_S,
        # A trace in the log of the server holds the statement, never what somebody wrote.
        hide_parameters=True,
        json_serializer=partial(json.dumps, ensure_ascii=False, allow_nan=False, separators=(",", ":")),
    )
    if is_sqlite:
        event.listen(engine, "connect", partial(_prepare_sqlite, checks_foreign_keys=checks_foreign_keys))
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def writing(engine: Engine) -> Engine:
    """Return the same engine, whose transactions are announced as writes."""
    return engine.execution_options(**{_WRITE_OPTION: True})


def _prepare_sqlite(connection: sqlite3.Connection, _record: object, *, checks_foreign_keys: bool) -> None:
    # The driver must not open transactions by itself: the "begin" event says which kind.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {WAIT_S * 1000}")
    connection.execute(f"PRAGMA foreign_keys = {'ON' if checks_foreign_keys else 'OFF'}")
    connection.execute("PRAGMA synchronous = FULL")
    _switch_to_wal(connection)


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    # The mode stays in the file. SQLite does not wait its busy_timeout for this change, so that two programs that
    # open a new file together must wait for each other here.
    deadline = time.monotonic() + WAIT_S
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_WAL_PAUSE_S)
        else:
            # A disk that cannot share memory keeps another mode, which is as safe and only slower.
            return


def _is_write(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get(_WRITE_OPTION))


def _begin_sqlite(connection: Connection) -> None:
    # A write that starts as a read would fail at once, instead of waiting, when another wrote in between.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _is_write(connection) else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if _is_write(connection):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_S}s'")

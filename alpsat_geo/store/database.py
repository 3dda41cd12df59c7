"""The open database: reading, and writing in one transaction."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, column, insert, table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from alpsat_geo.store import engines
from alpsat_geo.store.engines import make_engine, writing
from alpsat_geo.store.errors import StoreError, tell_failure
from alpsat_geo.store.failures import name_place, phrase_absence, phrase_failure, phrase_saturation
from alpsat_geo.store.location import locate_database, refuse_emptied
from alpsat_geo.store.tokens import make_token
from alpsat_geo.store.turns import WriterQueue
from alpsat_geo.store.upgrade import upgrade_database

Clock = Callable[[], datetime]

_REVISIONS = table("alembic_version", column("version_num"))
_OPEN: weakref.WeakSet[Database] = weakref.WeakSet()


def close_databases() -> None:
    """Close every database of this process: SQLite then puts in the file what its log still holds."""
    for database in tuple(_OPEN):
        database.close()


def read_clock() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC)


class Database:
    """A database that is up to date; safe to share between threads.

    Parameters
    ----------
    url : sqlalchemy.URL
    clock : callable
        Returns the present instant, aware of its zone.
    """

    def __init__(self, url: URL, clock: Clock = read_clock) -> None:
        refuse_emptied(url)
        self._place = name_place(url)
        self._engine = make_engine(url)
        # At the end of the program too: SQLite then puts in the file what its log still holds.
        weakref.finalize(self, self._engine.dispose)
        self._writer = writing(self._engine)
        self._clock = clock
        is_sqlite = url.get_backend_name() == "sqlite"
        self._file = Path(str(url.database)) if is_sqlite else None
        self._queue = WriterQueue() if is_sqlite else None
        _OPEN.add(self)
        try:
            with self._sentences():
                upgrade_database(self._engine, url)
        except BaseException:
            self.close()
            raise

    @classmethod
    def connect(cls, url: str | None = None, clock: Clock = read_clock) -> Database:
        """Open a database, and bring it to the tables of this version.

        Parameters
        ----------
        url : str or None
            See `locate_database`.
        clock : callable
            Returns the present instant, aware of its zone.

        Raises
        ------
        StoreError
            If it cannot be reached, opened or upgraded, or if a newer version wrote it.
        """
        return cls(locate_database(url), clock)

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def check(self) -> None:
        """Write in the database and take it back, to know that it still keeps what one gives it.

        Raises
        ------
        StoreError
            If it does not, or if the file was taken away: connections that are open would go on without it.
        """
        if self._file is not None and not self._file.is_file():
            raise StoreError(phrase_absence(self._place))
        with self.write() as session:
            # In the smallest table, under a name of its own: who checks at the same time does not wait for the other.
            session.execute(insert(_REVISIONS).values(version_num=make_token()))
            session.rollback()

    def read_time(self) -> datetime:
        """Return the present instant, in UTC."""
        return self._clock().astimezone(UTC)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session that only reads.

        Raises
        ------
        StoreError
            If the database fails.
        """
        with self._sentences(), Session(self._engine) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a session whose changes are kept together at its end, or not at all after an error.

        Raises
        ------
        StoreError
            If the database fails.
        """
        with (
            self._sentences(),
            self._wait_turn(),
            Session(self._writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def _wait_turn(self) -> Iterator[None]:
        # SQLite lets one write at a time and makes the others poll, without order: in a room that votes together some
        # would wait for seconds. Writes of this process queue here; those of another still poll.
        if self._queue is None:
            yield
            return
        with ExitStack() as stack:
            try:
                stack.enter_context(self._queue.take_turn(engines.WAIT_S))
            except TimeoutError:
                tell_failure()
                raise StoreError(phrase_saturation(self._place)) from None
            yield

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, PoolTimeoutError) as error:
            tell_failure()
            raise StoreError(phrase_failure(error, self._place)) from error


class Store:
    """What a database keeps of one kind: each method is one transaction.

    Parameters
    ----------
    database : Database
    """

    def __init__(self, database: Database) -> None:
        self._database = database

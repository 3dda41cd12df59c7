"""The database as one file: copied while others write, and put back whole or not at all.

SQLite copies itself; PostgreSQL has its own programs for it, which must be of the server's version or a later one.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import URL, func, select
from sqlalchemy.exc import DBAPIError

from alpsat_geo.domain.errors import InputError
from alpsat_geo.store.database import Database
from alpsat_geo.store.engines import WAIT_S, make_engine
from alpsat_geo.store.errors import StoreError
from alpsat_geo.store.failures import name_place, phrase_failure
from alpsat_geo.store.tables import LATEST_REVISION, Base
from alpsat_geo.store.upgrade import list_revisions, read_revision

_SQLITE_START: Final = b"SQLite format 3\x00"
_POSTGRESQL_START: Final = b"PGDMP"
_REVISION_TABLE: Final = "alembic_version"
_NOT_OURS: Final = "« {path} » n'est pas une sauvegarde d'AlpSat Geo{why} : donnez un fichier que « backup » a écrit."


def copy_database(url: URL, target: Path) -> None:
    """Copy a database in one file, as it stands at one instant.

    Parameters
    ----------
    url : sqlalchemy.URL
        As `alpsat_geo.store.location.locate_database` gives it.
    target : pathlib.Path
        A file that does not exist yet; what fails may leave a part of it.

    Raises
    ------
    StoreError
        If nothing was ever kept there, if the database fails, or if the program that copies is missing.
    """
    if url.get_backend_name() != "sqlite":
        _run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
        return
    path = Path(str(url.database))
    if not path.is_file():
        raise StoreError(
            f"{name_place(url)} n'existe pas encore : rien n'a été enregistré ici, il n'y a rien à sauvegarder."
        )
    with _sentences(url), closing(_open_file(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        # One file, whoever copies it further.
        copy.execute("PRAGMA journal_mode = DELETE")
        _check_integrity(copy, path)


def restore_database(source: Path, url: URL) -> str:
    """Put a copy in the place of all that a database holds, and bring it to the tables of this version.

    Programs that have the database open find the former content before, the copy after, and nothing between.

    Parameters
    ----------
    source : pathlib.Path
        Written by `copy_database`, of the same kind of database.
    url : sqlalchemy.URL

    Returns
    -------
    str
        The migration that the copy was at.

    Raises
    ------
    InputError
        If the file is not a copy of such a database, or if a newer version of the project wrote it.
    StoreError
        If the database fails; it holds what it held before.
    """
    revision = _check_copy(source, url)
    if url.get_backend_name() == "sqlite":
        with (
            _sentences(url),
            closing(_open_file(source)) as copy,
            closing(sqlite3.connect(str(url.database), timeout=WAIT_S)) as target,
        ):
            copy.backup(target)
    else:
        whole = ("--single-transaction", "--exit-on-error", "--clean", "--if-exists", "--no-owner", "--no-privileges")
        _run("pg_restore", url, *whole, str(source))
    Database(url).close()
    return revision


def count_rows(url: URL) -> int:
    """Count all that a database holds, 0 when it has no table yet or is not there.

    Raises
    ------
    StoreError
        If the database fails.
    """
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file():
        return 0
    if find_revision(url) is None:
        return 0
    with closing(Database(url)) as database, database.read() as session:
        counts = (select(func.count()).select_from(table) for table in Base.metadata.sorted_tables)
        return sum(session.scalar(count) or 0 for count in counts)


def find_revision(url: URL) -> str | None:
    """Find which migration a database is at, without running any; None before the first.

    Raises
    ------
    StoreError
        If the database fails.
    """
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            return read_revision(connection)
    except DBAPIError as error:
        raise StoreError(phrase_failure(error, name_place(url))) from error
    finally:
        engine.dispose()


def _check_copy(source: Path, url: URL) -> str:
    """Return the migration of a copy that can be put back; refuse any other file."""
    try:
        with source.open("rb") as file:
            start = file.read(len(_SQLITE_START))
    except OSError as error:
        raise InputError(f"« {source} » ne se lit pas ({error.strerror}) : vérifiez son nom et ses droits.") from error
    is_sqlite = start == _SQLITE_START
    if not is_sqlite and not start.startswith(_POSTGRESQL_START):
        raise InputError(_NOT_OURS.format(path=source, why=""))
    if is_sqlite != (url.get_backend_name() == "sqlite"):
        kinds = ("SQLite", "PostgreSQL") if is_sqlite else ("PostgreSQL", "SQLite")
        raise InputError(
            f"« {source} » est une sauvegarde de {kinds[0]}, et {name_place(url)} est de {kinds[1]} : une sauvegarde"
            " revient dans une base de même sorte."
        )
    revision = _read_copied_revision(source, is_sqlite=is_sqlite)
    if revision not in list_revisions():
        raise InputError(
            f"« {source} » a été écrit par une version plus récente d'AlpSat Geo (révision « {revision} », celle-ci va"
            f" jusqu'à « {LATEST_REVISION} ») : mettez le programme à jour."
        )
    return revision


def _read_copied_revision(source: Path, *, is_sqlite: bool) -> str:
    if not is_sqlite:
        told = _run("pg_restore", None, "--data-only", f"--table={_REVISION_TABLE}", "--file=-", str(source))
        _before, _copy, rows = told.partition(f"COPY public.{_REVISION_TABLE} ")
        lines = rows.splitlines()[1:2]
    else:
        try:
            with closing(_open_file(source)) as copy:
                _check_integrity(copy, source)
                asked = f"SELECT version_num FROM {_REVISION_TABLE}"  # noqa: S608 # nosec B608 # a name of ours
                lines = [str(row[0]) for row in copy.execute(asked)]
        except sqlite3.Error as error:
            raise InputError(_NOT_OURS.format(path=source, why=f" ({error})")) from error
        except StoreError as error:
            raise InputError(str(error)) from error
    if not lines:
        raise InputError(_NOT_OURS.format(path=source, why=""))
    return lines[0].strip()


def _open_file(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=WAIT_S)


def _check_integrity(connection: sqlite3.Connection, path: Path) -> None:
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(1)")]
    if found != ["ok"]:
        raise StoreError(
            f"« {path} » est abîmé ({'; '.join(found)[:200]}) : rien n'en a été gardé, prenez une copie saine."
        )


@contextmanager
def _sentences(url: URL) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(phrase_failure(DBAPIError("", None, error), name_place(url))) from error


def _run(program: str, url: URL | None, *arguments: str) -> str:
    """Run one of PostgreSQL's programs on a database, or on none, and return what it writes."""
    environment, call = dict(os.environ), [program, *arguments]
    if url is not None:
        # Others of the machine may read the arguments of a program: the password is not among them.
        plain = url._replace(drivername="postgresql", password=None)
        call.append(f"--dbname={plain.render_as_string(hide_password=False)}")
        environment |= {"PGOPTIONS": f"-c lock_timeout={WAIT_S}s"}
        environment |= {"PGPASSWORD": str(url.password)} if url.password else {}
    place = "La sauvegarde" if url is None else name_place(url)
    try:
        done = subprocess.run(call, env=environment, capture_output=True, check=True, text=True, errors="replace")  # noqa: S603 - a fixed program; the address is the host's own
    except FileNotFoundError:
        raise StoreError(
            f"« {program} » n'est pas installé ici : installez les programmes de PostgreSQL, puis réessayez."
        ) from None
    except subprocess.CalledProcessError as error:
        detail = (str(error.stderr).strip().splitlines() or [f"code {error.returncode}"])[0]
        raise StoreError(
            f"{place} n'a pas été lue ou écrite par « {program} » ({detail[:300]}) : rien n'a été changé."
        ) from error
    return done.stdout

"""Whole or not at all, whatever stops the program or the server."""

from __future__ import annotations

import sqlite3
import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from alpsat_geo.store import engines
from alpsat_geo.store.database import Database
from alpsat_geo.store.errors import StoreError
from alpsat_geo.store.scenarios import ScenarioStore
from alpsat_geo.store.stored_scenario import StoredScenario
from alpsat_geo.store.tables import ScenarioRow
from tests.store.writer import ALONE, TERRITORY, make_scenario
from tests.store.writing import let_go, output_of, start_writer

SAVES = 50


def read_again(url: str) -> dict[str, StoredScenario]:
    """Open a database anew, prove that it still takes a save, and return what it held."""
    store = ScenarioStore.connect(url)
    held = {stored.id: stored for stored in store.list(TERRITORY)}
    extra = store.save(make_scenario(SAVES), TERRITORY, ALONE)
    assert store.get(extra.id).scenario == make_scenario(SAVES)
    store.delete(extra.id, 1, ALONE)
    store.close()
    return held


def cut_sessions(server_url: str, url: str, then: str = "ALLOW_CONNECTIONS true") -> None:
    """End every session of a database, as a server that stops does."""
    server = create_engine(make_url(server_url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    name = make_url(url).database
    with server.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {name} {then}"))
        # Waits until they are gone.
        cut = text("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = :name")
        connection.execute(cut, {"name": name})
    server.dispose()


def require_whole(held: dict[str, StoredScenario]) -> None:
    for stored in held.values():
        number = int(stored.scenario.key.removeprefix("essai-"))
        assert stored.scenario == make_scenario(number)
        assert stored.revision == 1


@pytest.mark.parametrize(("heard", "pause_s"), [(1, 0), (12, 0.001), (31, 0.003)])
def test_a_writer_killed_in_the_middle_of_its_saves_loses_no_kept_one(
    ready_url: str, heard: int, pause_s: float
) -> None:
    with start_writer(ready_url, SAVES) as writer:
        # The next save is under way when the last word is heard.
        let_go(writer, heard + 1)
        kept = [output_of(writer).readline() for _ in range(heard)]
        time.sleep(pause_s)
        writer.kill()
        kept += output_of(writer).readlines()
    said = {line.strip() for line in kept if line.endswith("\n")}
    held = read_again(ready_url)
    assert heard <= len(said) <= heard + 1 < SAVES
    assert said <= held.keys()
    assert len(held) <= heard + 1, "at most the one that was kept and not said"
    require_whole(held)


def test_a_save_killed_before_it_is_kept_leaves_nothing(ready_url: str) -> None:
    with start_writer(ready_url, SAVES, 5) as writer:
        let_go(writer, SAVES)
        said = output_of(writer).read().split()
        assert writer.wait(30) == -9
    held = read_again(ready_url)
    assert held.keys() == set(said)
    assert sorted(stored.scenario.key for stored in held.values()) == [f"essai-{number}" for number in range(5)]


def test_an_error_undoes_everything_that_the_transaction_wrote(database: Database) -> None:
    store = ScenarioStore(database)
    first = store.save(make_scenario(1), TERRITORY, ALONE)

    def stop_halfway() -> None:
        with database.write() as session:
            session.get_one(ScenarioRow, first.id).name = "Autre"
            session.flush()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop_halfway()
    assert store.get(first.id) == first


def test_constraints_of_the_tables_refuse_with_a_sentence(database: Database) -> None:
    first = ScenarioStore(database).save(make_scenario(1), TERRITORY, ALONE)

    def point_at_nothing() -> None:
        with database.write() as session:
            session.get_one(ScenarioRow, first.id).copied_from = "nobody"

    with pytest.raises(StoreError, match=r"a refusé l'opération \(.+\) : rien n'a été changé"):
        point_at_nothing()
    assert ScenarioStore(database).get(first.id) == first


def test_instants_are_kept_in_utc(ready_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # A PostgreSQL session speaks in the zone of the machine, which SQLite does not know.
    monkeypatch.setenv("PGTZ", "America/New_York")
    paris = timezone(timedelta(hours=2))
    database = Database.connect(ready_url, lambda: datetime(2026, 7, 1, 1, 30, tzinfo=paris))
    stored = ScenarioStore(database).save(make_scenario(1), TERRITORY, ALONE)
    again = ScenarioStore(database).get(stored.id)
    assert again.created_at == datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert again.created_at.utcoffset() == timedelta(0)
    database.close()


def test_sqlite_is_durable_and_strict(tmp_path: Path) -> None:
    database = Database.connect(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    with database.read() as session:
        settings = {
            name: session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15_000}
    database.close()


def test_a_save_waits_for_another_then_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "WAIT_S", 0.3)
    store = ScenarioStore.connect(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    other = sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="est occupée par un autre programme : réessayez dans un instant"):
        store.save(make_scenario(1), TERRITORY, ALONE)
    assert store.list(TERRITORY) == (), "reading goes on meanwhile"
    other.execute("ROLLBACK")
    assert store.save(make_scenario(1), TERRITORY, ALONE).revision == 1
    other.close()
    store.close()


def test_a_save_that_queues_too_long_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "WAIT_S", 0.3)
    database = Database.connect(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    store = ScenarioStore(database)
    with database.write(), pytest.raises(StoreError, match="répond à trop de demandes à la fois : réessayez"):
        store.save(make_scenario(1), TERRITORY, ALONE)
    assert store.save(make_scenario(1), TERRITORY, ALONE).revision == 1
    database.close()


@pytest.mark.database
def test_a_row_held_too_long_is_told(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "WAIT_S", 0.3)
    store = ScenarioStore.connect(postgresql_url)
    stored = store.save(make_scenario(1), TERRITORY, ALONE)
    other = create_engine(make_url(postgresql_url).set(drivername="postgresql+psycopg"))
    with other.begin() as connection:
        connection.execute(text("UPDATE scenarios SET revision = revision"))
        with pytest.raises(StoreError, match="est occupée par une autre écriture : réessayez dans un instant"):
            store.update(stored.id, make_scenario(2), 1, ALONE)
    other.dispose()
    assert store.update(stored.id, make_scenario(2), 1, ALONE).revision == 2
    store.close()


@pytest.mark.database
def test_a_server_that_restarted_between_two_saves_goes_unnoticed(postgresql_url: str, server_url: str) -> None:
    store = ScenarioStore.connect(postgresql_url)
    stored = store.save(make_scenario(1), TERRITORY, ALONE)
    cut_sessions(server_url, postgresql_url)
    assert store.update(stored.id, make_scenario(2), 1, ALONE).revision == 2
    store.close()


@pytest.mark.database
def test_a_server_that_stops_is_told_and_its_return_needs_nothing(postgresql_url: str, server_url: str) -> None:
    store = ScenarioStore.connect(postgresql_url)
    stored = store.save(make_scenario(1), TERRITORY, ALONE)
    cut_sessions(server_url, postgresql_url, then="ALLOW_CONNECTIONS false")
    for attempt in (lambda: store.list(TERRITORY), lambda: store.update(stored.id, make_scenario(2), 1, ALONE)):
        with pytest.raises(StoreError, match="ne répond pas : vérifiez qu'elle est démarrée"):
            attempt()
    cut_sessions(server_url, postgresql_url, then="ALLOW_CONNECTIONS true")
    assert store.list(TERRITORY) == (stored,)
    assert store.update(stored.id, make_scenario(2), 1, ALONE).revision == 2
    store.close()


def test_a_server_that_is_not_there_is_told_without_its_password() -> None:
    with pytest.raises(StoreError) as caught:
        Database.connect("postgresql://mairie:secret@127.0.0.1:1/alpsat")
    sentence = str(caught.value)
    assert sentence.startswith("La base de données PostgreSQL « 127.0.0.1:1/alpsat » ne répond pas : vérifiez")
    assert "secret" not in sentence
    assert "\n" not in sentence


def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.sqlite3"
    path.write_bytes(b"Ordre du jour du conseil. " * 400)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"notes\.sqlite3 » n'est pas une base de données : déplacez ce fichier"):
        Database.connect(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_an_emptied_file_is_told_and_its_log_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    store = ScenarioStore.connect(f"sqlite:///{path}")
    store.save(make_scenario(1), TERRITORY, ALONE)
    # What a copy made while the program runs misses stands in the log.
    log = (tmp_path / "a.sqlite3-wal").read_bytes()
    assert log
    store.close()
    path.write_bytes(b"")
    (tmp_path / "a.sqlite3-wal").write_bytes(log)
    with pytest.raises(StoreError) as caught:
        ScenarioStore.connect(f"sqlite:///{path}")
    assert str(caught.value) == (
        f"La base de données « {path} » est un fichier vide (0 octet) : il a été vidé, remettez une copie saine à sa "
        "place, ou supprimez-le pour repartir de rien."
    )
    assert path.read_bytes() == b""
    assert (tmp_path / "a.sqlite3-wal").read_bytes() == log


def test_a_file_that_another_program_is_making_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    path.touch()
    making = threading.Timer(0.2, lambda: sqlite3.connect(path).execute("PRAGMA journal_mode = WAL").close())
    making.start()
    store = ScenarioStore.connect(f"sqlite:///{path}")
    assert store.list(TERRITORY) == ()
    making.join()
    store.close()

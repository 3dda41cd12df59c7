"""Opening brings the tables up to date, once, whoever opens at the same time."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path

import alembic.command
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, Table, create_engine, inspect, make_url, text

from alpsat_geo.compute.consultation import COLLEGES
from alpsat_geo.report.consultation.by_weights import weigh_vote
from alpsat_geo.store.actor import NOBODY, Actor
from alpsat_geo.store.ballot import METHODS, Vote
from alpsat_geo.store.consultations import ConsultationStore
from alpsat_geo.store.database import Database
from alpsat_geo.store.errors import ClosedError, DeniedError, StoreError
from alpsat_geo.store.follow_up import FollowUpStore
from alpsat_geo.store.journal import JournalStore
from alpsat_geo.store.scenarios import ScenarioStore
from alpsat_geo.store.tables import LATEST_REVISION, Base
from alpsat_geo.store.tokens import make_token
from alpsat_geo.store.upgrade import MIGRATIONS, configure_alembic
from tests.store.former_rows import FORMER_ROWS, LEAD, PHONES, REVISION, SESSION, WRITTEN_AT
from tests.store.former_rows import TERRITORY as FORMER_TERRITORY
from tests.store.writer import ALONE, TERRITORY, make_scenario
from tests.store.writing import let_go, output_of, start_writer


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    url = make_url(database_url)
    made = create_engine(url if url.drivername == "sqlite" else url.set(drivername="postgresql+psycopg"))
    yield made
    made.dispose()


def describe_tables(engine: Engine) -> dict[str, object]:
    """Describe everything that the database knows of the tables, constraints included."""
    looked = inspect(engine)
    return {
        name: {
            "columns": [{**column, "type": str(column["type"])} for column in looked.get_columns(name)],
            "primary key": looked.get_pk_constraint(name),
            "foreign keys": sorted(looked.get_foreign_keys(name), key=str),
            "unique": sorted(looked.get_unique_constraints(name), key=str),
            "checks": sorted(looked.get_check_constraints(name), key=str),
            "indexes": sorted(looked.get_indexes(name), key=str),
        }
        for name in looked.get_table_names()
        if name != "alembic_version"
    }


def test_migrations_make_the_tables_that_the_code_expects(database_url: str, engine: Engine) -> None:
    Database.connect(database_url).close()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
    migrated = describe_tables(engine)
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    assert migrated == describe_tables(engine)
    assert migrated.keys() == Base.metadata.tables.keys()


def test_latest_revision_is_that_of_the_migrations() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert scripts.get_heads() == [LATEST_REVISION]


def test_the_votes_table_knows_the_colleges_and_methods_of_the_model() -> None:
    checks = {
        str(check.name): str(getattr(check, "sqltext", "")) for check in Base.metadata.tables["votes"].constraints
    }
    assert set(re.findall(r"'(\w+)'", checks["ck_votes_college"])) == set(COLLEGES)
    assert set(re.findall(r"'(\w+)'", checks["ck_votes_method"])) == set(METHODS)


def test_no_table_but_the_journal_has_room_for_who_someone_is() -> None:
    tables = [table for table in Base.metadata.sorted_tables if table.name != "journal"]
    columns = {column.name for table in tables for column in table.columns}
    assert not columns & {"author", "user", "email", "participant", "participant_token", "ip", "address", "phone"}
    assert {name for name in columns if "name" in name} == {"name", "scenario_name"}


def test_programs_that_open_a_new_database_together_all_succeed(database_url: str) -> None:
    with ExitStack() as stack:
        writers = [stack.enter_context(start_writer(database_url, 3)) for _ in range(4)]
        for writer in writers:
            let_go(writer, 3)
        said = [line.strip() for writer in writers for line in output_of(writer)]
        assert [writer.wait(30) for writer in writers] == [0] * 4
    store = ScenarioStore.connect(database_url)
    assert {stored.id for stored in store.list(TERRITORY)} == set(said)
    assert len(said) == 12
    store.close()


def test_threads_that_open_a_new_database_together_all_succeed(database_url: str) -> None:
    with ThreadPoolExecutor(12) as threads:
        for opened in threads.map(lambda _: Database.connect(database_url), range(12)):
            opened.close()


def test_threads_that_open_different_databases_together_all_succeed(tmp_path: Path) -> None:
    urls = [f"sqlite:///{tmp_path / str(number)}.sqlite3" for number in range(12)]
    with ThreadPoolExecutor(12) as threads:
        for opened in threads.map(Database.connect, urls):
            assert ScenarioStore(opened).list(TERRITORY) == ()
            opened.close()


def test_opening_waits_for_a_reader_of_a_file_that_is_not_shared_yet(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    reader = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    reader.execute("CREATE TABLE notes (x)")
    reader.execute("BEGIN")
    assert reader.execute("SELECT * FROM notes").fetchall() == []
    with ThreadPoolExecutor(1) as thread:
        opening = thread.submit(Database.connect, f"sqlite:///{path}")
        with pytest.raises(TimeoutError):
            opening.result(0.5)
        reader.execute("ROLLBACK")
        opening.result(20).close()
    reader.execute("SELECT * FROM notes")
    assert reader.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    reader.close()


def test_an_upgrade_that_fails_leaves_nothing_and_the_next_one_does_it_all(
    database_url: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade = alembic.command.upgrade

    def stop_at_the_end(*arguments: object) -> None:
        upgrade(*arguments)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(alembic.command, "upgrade", stop_at_the_end)
    with pytest.raises(KeyboardInterrupt):
        Database.connect(database_url)
    assert inspect(engine).get_table_names() == []
    monkeypatch.undo()
    store = ScenarioStore.connect(database_url)
    assert store.save(make_scenario(1), TERRITORY, ALONE).revision == 1
    store.close()


def test_a_database_of_a_newer_version_is_told_and_left_alone(database_url: str, engine: Engine) -> None:
    Database.connect(database_url).close()
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError) as caught:
        Database.connect(database_url)
    assert "a été écrite par une version plus récente d'AlpSat Geo (révision « 9999 »" in str(caught.value)
    assert "\n" not in str(caught.value)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_tables_of_another_program_are_not_taken_over(database_url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE votes (who TEXT)"))
    with pytest.raises(StoreError, match="a refusé l'opération"):
        Database.connect(database_url)
    assert inspect(engine).get_table_names() == ["votes"]


def test_an_up_to_date_database_is_opened_while_another_writes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite3'}"
    Database.connect(url).close()
    other = sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    Database.connect(url).close()
    other.execute("ROLLBACK")
    other.close()


def test_a_database_without_owners_is_upgraded_and_its_rows_stay_whose_they_are(
    database_url: str, engine: Engine
) -> None:
    with engine.begin() as connection:
        alembic.command.upgrade(configure_alembic(connection), "0002")
        now, day = datetime(2026, 3, 1, 12, tzinfo=UTC), date(2026, 3, 1)
        scenario: dict[str, object] = {"id": "a" * 22, "key": "essai", "name": "Essai", "description": ""}
        scenario |= {"is_outside_study": False, "document": {"format": 1, "actions": []}, "revision": 1}
        promised: dict[str, object] = {"id": "b" * 22, "scenario_key": "essai", "scenario_name": "Essai"}
        promised |= {"indicator_key": "equity", "unit": "part", "low": 1.0, "value": 2.0, "high": 3.0}
        scenario["updated_at"], promised["promised_on"] = now, day
        for name, row in (("scenarios", scenario), ("promised_values", promised)):
            former = Table(name, MetaData(), autoload_with=connection)
            connection.execute(former.insert(), {**row, "territory_key": TERRITORY, "created_at": now})
    database = Database.connect(database_url)
    scenarios, follow_up = ScenarioStore(database), FollowUpStore(database)
    (stored,), (kept,) = scenarios.list(TERRITORY), follow_up.list_promised(TERRITORY)
    assert (stored.scenario.name, kept.promise.value) == ("Essai", 2.0)
    for actor in (NOBODY, Actor(make_token())):
        assert not scenarios.get(stored.id, actor).is_own
        with pytest.raises(DeniedError):
            scenarios.update(stored.id, make_scenario(1), 1, actor)
        with pytest.raises(DeniedError):
            follow_up.withdraw([kept.id], actor)
    follow_up.withdraw([kept.id], ALONE)
    assert scenarios.update(stored.id, make_scenario(1), 1, ALONE).revision == 2
    database.close()


def test_what_was_voted_kept_and_promised_by_criterion_keeps_its_meaning(database_url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        alembic.command.upgrade(configure_alembic(connection), REVISION)
        for name, rows in FORMER_ROWS.items():
            former = Table(name, MetaData(), autoload_with=connection)
            connection.execute(former.insert(), rows)
    database = Database.connect(database_url, lambda: WRITTEN_AT)
    store = ConsultationStore(database)
    session = store.get(SESSION)
    assert (session.level, session.weighed) == ("criteria", ("regular_users", "equity", "net_public_cost"))
    assert [scenario.name for scenario in session.scenarios] == ["Ne rien faire", "Deux espaces"]
    assert not session.is_open_at(WRITTEN_AT)
    assert not session.has_codes, "a room that was open stays so"
    assert store.is_facilitator(SESSION, LEAD, NOBODY), "the link of who leads still leads"
    found = [store.find_vote(SESSION, phone) for phone in PHONES]
    assert len(store.list_votes(SESSION)) == len(found)
    # A ranking of three still weighs 11, 5 and 2 eighteenths.
    weights = [[0.6, 0.1, 0.3], [0.2, 0.2, 0.6], [5 / 18, 2 / 18, 11 / 18]]
    for vote, expected in zip(found, weights, strict=True):
        assert vote is not None
        assert weigh_vote(vote, session.weighed) / 100 == pytest.approx(expected)
    with pytest.raises(ClosedError):
        store.vote(SESSION, PHONES[0], Vote("collectivites", found[0].answers, method="points"))  # type: ignore[union-attr]
    opened, _token = store.open_session(TERRITORY, "Et après ?", session.scenarios, ("inhabitant", "user"), ALONE)
    assert store.get(opened.id).level == "prices"
    (stored,) = ScenarioStore(database).list(FORMER_TERRITORY)
    assert stored.scenario.actions == session.scenarios[1].actions
    kept_scenarios = ScenarioStore(database)
    assert [(one.revision, one.signature, one.saved_at) for one in kept_scenarios.list_versions(stored.id)] == [
        (1, "", WRITTEN_AT)
    ]
    changed_now = kept_scenarios.update(stored.id, make_scenario(3), 1, ALONE, "Service")
    assert kept_scenarios.get_version(stored.id, 1) == stored.scenario
    assert kept_scenarios.restore(stored.id, 1, changed_now.revision, ALONE).scenario == stored.scenario
    # The journal begins here: what was written before has no line.
    acts = [line.act.partition(".")[2] for line in JournalStore(database).list(ALONE)]
    assert acts == ["restore", "update", "open_session"]
    (kept,) = FollowUpStore(database).list_promised(FORMER_TERRITORY)
    assert (kept.promise.value, kept.promise.basis, kept.promise.verdict) == (9.0, "2 000 tirages (graine 1).", "")
    database.close()

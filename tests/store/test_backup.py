from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import alembic.command
import pytest
from sqlalchemy import URL, MetaData, Table

from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.store.actor import Actor
from alpsat_geo.store.backup import copy_database, count_rows, restore_database
from alpsat_geo.store.database import Database
from alpsat_geo.store.engines import make_engine, writing
from alpsat_geo.store.errors import StoreError
from alpsat_geo.store.location import locate_database
from alpsat_geo.store.scenarios import ScenarioStore
from alpsat_geo.store.tables import LATEST_REVISION
from alpsat_geo.store.tokens import make_token
from alpsat_geo.store.upgrade import configure_alembic
from tests.store.cluster import find_binaries

TERRITORY = "vallees"


@pytest.fixture(autouse=True)
def _programs_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the programs of the server that the tests run be found first: an older one would refuse it."""
    binaries = find_binaries()
    if binaries is not None:
        monkeypatch.setenv("PATH", str(binaries), prepend=":")


@pytest.fixture
def url(ready_url: str) -> URL:
    found = locate_database(ready_url)
    Database(found).close()
    return found


def save(store: ScenarioStore, name: str) -> str:
    scenario = Scenario(name, name, "", (ActionChoice("shared_platform"),))
    return store.save(scenario, TERRITORY, Actor(make_token())).id


def list_names(url: URL) -> set[str]:
    store = ScenarioStore(Database(url))
    try:
        return {stored.scenario.name for stored in store.list(TERRITORY)}
    finally:
        store.close()


def test_a_copy_taken_while_others_write_holds_all_that_was_acknowledged(url: URL, tmp_path: Path) -> None:
    store, acknowledged, stop = ScenarioStore(Database(url)), [], threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            save(store, f"n{number}")
            acknowledged.append(f"n{number}")
            number += 1

    writers = [threading.Thread(target=write)]
    writers[0].start()
    try:
        while len(acknowledged) < 5:
            pass
        before = set(acknowledged)
        copy_database(url, tmp_path / "copie")
        started = len(acknowledged) + 1
    finally:
        stop.set()
        writers[0].join()
    held = count_rows(url)
    assert restore_database(tmp_path / "copie", url) == LATEST_REVISION
    names = list_names(url)
    assert before <= names
    # What came while the copy was taken is in it from the first to some one, without a gap.
    assert names == {f"n{number}" for number in range(len(names))}
    assert len(names) <= started
    assert count_rows(url) <= held
    # Who had the database open goes on with what it holds now.
    kept = save(store, "ensuite")
    assert store.get(kept).scenario.name == "ensuite"
    store.close()


def test_what_cannot_be_put_back_leaves_everything_as_it_was(url: URL, tmp_path: Path) -> None:
    store = ScenarioStore(Database(url))
    save(store, "le-mien")
    store.close()
    copy_database(url, tmp_path / "copie")
    good = (tmp_path / "copie").read_bytes()
    for content, sentence in (
        (b"", "n'est pas une sauvegarde"),
        (b"scenario: oui\n", "n'est pas une sauvegarde"),
        (good[:5000], "n'est pas une sauvegarde|n'a pas été lue|abîmé"),
        (good[:64] + bytes(len(good) - 64), "n'est pas une sauvegarde|n'a pas été lue|abîmé"),
    ):
        (tmp_path / "autre").write_bytes(content)
        with pytest.raises((InputError, StoreError), match=sentence):
            restore_database(tmp_path / "autre", url)
    with pytest.raises(InputError, match="ne se lit pas"):
        restore_database(tmp_path / "absent", url)
    assert list_names(url) == {"le-mien"}


@pytest.mark.database
def test_a_copy_goes_back_to_its_own_kind_only(sqlite_url: str, kept_postgresql_url: str, tmp_path: Path) -> None:
    here, there = map(locate_database, (sqlite_url, kept_postgresql_url))
    for one, other in ((here, there), (there, here)):
        Database(one).close()
        copy_database(one, tmp_path / "copie")
        with pytest.raises(InputError, match="de même sorte"):
            restore_database(tmp_path / "copie", other)
        (tmp_path / "copie").unlink()


def test_a_copy_of_a_newer_version_and_one_of_another_program_are_refused(sqlite_url: str, tmp_path: Path) -> None:
    url, copy = locate_database(sqlite_url), tmp_path / "copie"
    Database(url).close()
    copy_database(url, copy)
    with closing(sqlite3.connect(copy)) as opened, opened:
        opened.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(InputError, match=r"version plus récente .*9999"):
        restore_database(copy, url)
    with closing(sqlite3.connect(tmp_path / "ailleurs")) as opened, opened:
        opened.execute("CREATE TABLE scenarios (id TEXT)")
    with pytest.raises(InputError, match="n'est pas une sauvegarde"):
        restore_database(tmp_path / "ailleurs", url)


def test_an_old_copy_is_brought_to_this_version(sqlite_url: str, tmp_path: Path) -> None:
    url, copy = locate_database(sqlite_url), tmp_path / "copie"
    engine = make_engine(locate_database(f"sqlite:///{copy}"))
    with writing(engine).begin() as connection:
        alembic.command.upgrade(configure_alembic(connection), "0006")
        former = Table("scenarios", MetaData(), autoload_with=connection)
        row: dict[str, object] = {
            "id": "a" * 22,
            "territory_key": TERRITORY,
            "key": "ancien",
            "name": "ancien",
            "description": "",
        }
        row |= {"document": {"format": 1, "actions": []}, "is_outside_study": False, "revision": 1}
        now = datetime(2026, 3, 1, 12, tzinfo=UTC)
        connection.execute(former.insert(), {**row, "created_at": now, "updated_at": now})
    engine.dispose()
    assert restore_database(copy, url) == "0006"
    assert list_names(url) == {"ancien"}


def test_nothing_is_copied_where_nothing_was_kept(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="rien n'a été enregistré ici"):
        copy_database(locate_database(sqlite_url), tmp_path / "copie")


@pytest.mark.database
def test_a_missing_program_is_named(kept_postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StoreError, match="« pg_dump » n'est pas installé"):
        copy_database(locate_database(kept_postgresql_url), tmp_path / "copie")


def test_the_file_alone_holds_everything_once_the_program_has_ended(sqlite_url: str, tmp_path: Path) -> None:
    program = (
        "from tests.store.test_backup import ScenarioStore, save\n"
        f"save(ScenarioStore.connect({sqlite_url!r}), 'le-mien')\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[2])
    moved = tmp_path / "ailleurs.sqlite3"
    shutil.copy(str(locate_database(sqlite_url).database), moved)
    assert list_names(locate_database(f"sqlite:///{moved}")) == {"le-mien"}

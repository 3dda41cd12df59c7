"""The health is true when a visitor could be served, and says in the log why when not."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import threading
from collections import namedtuple
from contextlib import closing
from pathlib import Path

import pytest

from alpsat_geo.app.core import health, wiring
from alpsat_geo.app.core.health import Fault, Watch, find_fault
from alpsat_geo.domain.errors import DataError
from alpsat_geo.domain.findings import Finding

pytestmark = pytest.mark.usefixtures("in_project")


def test_all_is_well_until_the_database_is_taken_away(tmp_path: Path) -> None:
    assert find_fault() is None
    for path in (tmp_path / "data").iterdir():
        path.unlink()
    fault = find_fault()
    assert fault is not None
    assert "n'est plus là" in fault.detail
    assert str(tmp_path) not in fault.reason


def test_a_database_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "alpsat.sqlite3").write_text("This is no database, however long it may be." * 100)
    fault = find_fault()
    assert fault is not None
    assert "n'est pas une base de données" in fault.detail


@pytest.mark.parametrize(
    "error",
    [DataError([Finding("error", "communes.csv", "colonne absente")]), PermissionError(13, "Permission denied")],
)
def test_a_territory_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse() -> None:
        raise error

    monkeypatch.setattr(wiring, "load_embedded", refuse)
    assert find_fault() == Fault("Les données du territoire ne peuvent pas être lues.", str(error))


def test_a_database_that_may_only_be_read_is_told(tmp_path: Path) -> None:
    assert find_fault() is None
    wiring.load_store.clear()
    file = tmp_path / "data" / "alpsat.sqlite3"
    with closing(sqlite3.connect(file)) as opened, opened:
        # Whoever runs the tests as root may write anywhere: the database itself refuses here.
        opened.execute("CREATE TRIGGER lock BEFORE INSERT ON alembic_version BEGIN SELECT RAISE(FAIL, 'no'); END")
    fault = find_fault()
    assert fault is not None
    assert fault.reason == "La base de données n'enregistre plus."
    with closing(sqlite3.connect(file)) as opened:
        opened.execute("DROP TRIGGER lock")
        assert opened.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)


def test_a_disk_that_is_nearly_full_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert find_fault() is None
    usage = namedtuple("usage", "total used free")  # noqa: PYI024 - as the standard library's
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10**9, 9 * 10**8, 99 * 1024**2))
    fault = find_fault()
    assert fault is not None
    assert "99 Mo" in fault.detail
    assert str(tmp_path) not in fault.reason
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10**9, 9 * 10**8, 101 * 1024**2))
    assert find_fault() is None


def test_a_database_that_never_answers_holds_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, answers = [], threading.Event()

    def wait() -> None:
        asked.append(threading.get_ident())
        answers.wait(60)

    async def ask() -> tuple[Fault | None, Fault | None, Fault | None]:
        watch = Watch()
        late = await watch.ask(0.05), await watch.ask(0.05)
        answers.set()
        told = await watch.ask()
        # Who asks again at once is given the same answer.
        assert await watch.ask() == told
        return *late, told

    monkeypatch.setattr(health, "find_fault", wait)
    first, second, last = asyncio.run(ask())
    assert first == second != last is None
    assert first is not None
    assert len(asked) == 1

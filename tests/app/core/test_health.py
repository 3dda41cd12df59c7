"""The health is true when a visitor could be served, and says in the log why when not."""

from __future__ import annotations

import asyncio
import threading
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


def test_a_database_that_never_answers_holds_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, answers = [], threading.Event()

    def wait() -> None:
        asked.append(threading.get_ident())
        answers.wait(60)

    async def ask() -> tuple[Fault | None, Fault | None, Fault | None]:
        watch = Watch()
        late = await watch.ask(0.05), await watch.ask(0.05)
        answers.set()
        return *late, await watch.ask()

    monkeypatch.setattr(health, "find_fault", wait)
    first, second, last = asyncio.run(ask())
    assert first == second != last is None
    assert first is not None
    assert len(asked) == 1

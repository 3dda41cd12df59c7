"""The journal of corrections: added to by whoever may, read by all, undone without being forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

import pytest
from sqlalchemy import func, select

from alpsat_geo.domain.correction import AT_MOST, Correction
from alpsat_geo.domain.errors import InputError
from alpsat_geo.store.actor import NOBODY, Actor
from alpsat_geo.store.corrections import CorrectionStore
from alpsat_geo.store.database import Database
from alpsat_geo.store.errors import ConflictError, DeniedError, MissingError
from alpsat_geo.store.tables import CorrectionRow
from alpsat_geo.store.tokens import make_token
from tests.store.writer import ALONE, TERRITORY

OPEN = asdict(Correction("space", "change", key="altipolis", status="open", desks_count=35.0))
CLOSED = asdict(Correction("space", "change", key="luceo", status="closed"))


@pytest.fixture(name="database")
def open_database(ready_url: str) -> Iterator[Database]:
    database = Database.connect(ready_url)
    yield database
    database.close()


@pytest.fixture(name="store")
def open_store(database: Database) -> CorrectionStore:
    return CorrectionStore(database)


def list_in_force(store: CorrectionStore, territory: str = TERRITORY) -> list[object]:
    return [dict(kept.values) for kept in store.list(territory) if kept.undone_at is None]


def test_what_is_kept_is_undone_and_kept_again_and_nothing_is_forgotten(
    store: CorrectionStore, database: Database
) -> None:
    store.apply(TERRITORY, [OPEN, CLOSED], ALONE)
    store.apply(TERRITORY, [OPEN], ALONE)
    assert list_in_force(store) == [OPEN, CLOSED]
    first = store.list(TERRITORY)[0]
    store.undo(TERRITORY, first.number, ALONE)
    assert list_in_force(store) == [CLOSED]
    with pytest.raises(ConflictError):
        store.undo(TERRITORY, first.number, ALONE)
    store.apply(TERRITORY, [OPEN], ALONE)
    assert list_in_force(store) == [CLOSED, OPEN]
    assert [kept.undone_at is None for kept in store.list(TERRITORY)] == [False, True, True]
    assert list_in_force(store, "vercors") == []
    with pytest.raises(MissingError):
        store.undo("vercors", first.number, ALONE)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(CorrectionRow)) == 4


@pytest.mark.parametrize("actor", [NOBODY, Actor(make_token())])
def test_who_is_not_alone_changes_nothing(store: CorrectionStore, actor: Actor) -> None:
    store.apply(TERRITORY, [OPEN], ALONE)
    with pytest.raises(DeniedError):
        store.apply(TERRITORY, [CLOSED], actor)
    with pytest.raises(DeniedError):
        store.undo(TERRITORY, store.list(TERRITORY)[0].number, actor)
    assert list_in_force(store) == [OPEN]


def test_too_many_are_refused_whole(store: CorrectionStore) -> None:
    many = [{**OPEN, "note": str(number)} for number in range(AT_MOST)]
    store.apply(TERRITORY, many, ALONE)
    with pytest.raises(InputError, match="au plus 100"):
        store.apply(TERRITORY, [CLOSED], ALONE)
    assert list_in_force(store) == many


def test_two_who_undo_at_once_undo_once(store: CorrectionStore) -> None:
    store.apply(TERRITORY, [OPEN], ALONE)
    number = store.list(TERRITORY)[0].number

    def undo(_turn: int) -> bool:
        try:
            store.undo(TERRITORY, number, ALONE)
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(undo, range(4))) == [False, False, False, True]

"""A meeting is moved by who opened it alone, read by who has its code, and gone after a day."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from alpsat_geo.domain.errors import InputError
from alpsat_geo.store.actor import NOBODY, Actor
from alpsat_geo.store.database import Database
from alpsat_geo.store.errors import DeniedError, MissingError
from alpsat_geo.store.meetings import KEPT, SHOWN_LENGTH, MeetingStore
from alpsat_geo.store.tables import MeetingRow
from alpsat_geo.store.tokens import is_code, make_token
from tests.store.writer import ALONE

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
FIRST = {"page": "territoire", "view": {"saison": "ete"}}
SECOND = {"page": "comparer", "view": {"scenarios": "ne-rien-faire"}}


class HandClock:
    """A clock that moves when the test says so."""

    now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def store(ready_url: str, clock: HandClock) -> Iterator[MeetingStore]:
    database = Database.connect(ready_url, clock)
    yield MeetingStore(database)
    database.close()


def test_followers_read_what_the_presenter_shows_and_its_number(store: MeetingStore) -> None:
    presenter = Actor(make_token())
    code = store.open_meeting(FIRST, presenter)
    assert is_code(code)
    assert (store.read_revision(code), store.get(code).shown) == (1, FIRST)
    assert store.show(code, SECOND, presenter) == 2
    assert store.show(code, SECOND, presenter) == 2
    assert (store.read_revision(code), store.get(code).shown) == (2, SECOND)


def test_a_stranger_with_the_code_only_reads(store: MeetingStore) -> None:
    presenter = Actor(make_token())
    code = store.open_meeting(FIRST, presenter)
    for stranger in (NOBODY, Actor(make_token()), Actor(code * 2)):
        assert not store.may_lead(code, stranger)
        for change in (lambda actor: store.show(code, SECOND, actor), lambda actor: store.close(code, actor)):
            with pytest.raises(DeniedError, match="menée depuis un autre appareil"):
                change(stranger)
    assert store.may_lead(code, presenter)
    assert store.may_lead(code, ALONE)
    assert store.get(code).shown == FIRST
    with pytest.raises(DeniedError, match="cookie"):
        store.open_meeting(FIRST, NOBODY)


def test_a_code_ends_after_a_day_or_when_the_presenter_says_so(store: MeetingStore, clock: HandClock) -> None:
    presenter = Actor(make_token())
    closed, kept = (store.open_meeting(FIRST, presenter) for _ in range(2))
    store.close(closed, presenter)
    clock.now = NOON + KEPT - timedelta(seconds=1)
    assert store.read_revision(kept) == 1
    clock.now = NOON + KEPT
    for code in (closed, kept, "aaaaaaaa", "", "x' OR 1", "a" * 5000):
        for ask in (store.read_revision, store.get, lambda code: store.show(code, SECOND, presenter)):
            with pytest.raises(MissingError, match="Aucune réunion n'est ouverte sous ce code"):
                ask(code)


def test_yesterdays_meetings_are_forgotten_and_no_token_is_kept(store: MeetingStore, clock: HandClock) -> None:
    presenter = Actor(make_token())
    store.open_meeting(FIRST, presenter)
    clock.now = NOON + 2 * KEPT
    code = store.open_meeting(FIRST, presenter)
    with store._database.read() as session:
        rows = list(session.scalars(select(MeetingRow)))
    assert [row.code for row in rows] == [code]
    assert presenter.device not in str(rows[0].owner_digest)


def test_what_is_too_long_is_refused_and_what_was_shown_stays(store: MeetingStore) -> None:
    code = store.open_meeting(FIRST, ALONE)
    long = {"page": "x" * SHOWN_LENGTH}
    for ask in (lambda: store.open_meeting(long, ALONE), lambda: store.show(code, long, ALONE)):
        with pytest.raises(InputError, match="trop longs pour être transmis"):
            ask()
    assert store.get(code).shown == FIRST


def test_two_windows_of_a_presenter_never_share_a_number(store: MeetingStore) -> None:
    code = store.open_meeting(FIRST, ALONE)
    with ThreadPoolExecutor(8) as threads:
        numbers = list(threads.map(lambda place: store.show(code, {"place": place}, ALONE), range(40)))
    assert sorted(numbers) == list(range(2, 42))

"""A consultation is opened, led, closed and forgotten, whatever the network, the crowd and the clock do."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import select

from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.store.consultation_session import KEPT_AFTER_END
from alpsat_geo.store.consultations import ConsultationStore
from alpsat_geo.store.database import Database
from alpsat_geo.store.errors import ClosedError, MissingError
from alpsat_geo.store.tables import ConsultationSessionRow, VoteRow
from alpsat_geo.store.tokens import make_token
from tests.store.rooms import ASKED, open_session, prices
from tests.store.writer import ALONE, TERRITORY

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class HandClock:
    """A clock that moves when the test says so."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def opened(ready_url: str, clock: HandClock) -> Iterator[Database]:
    database = Database.connect(ready_url, clock)
    yield database
    database.close()


@pytest.fixture
def store(opened: Database) -> ConsultationStore:
    return ConsultationStore(opened)


def test_a_session_keeps_what_was_asked(store: ConsultationStore, scenarios: tuple[Scenario, ...]) -> None:
    session, facilitator = store.open_session(
        TERRITORY, "Où aller ?", scenarios, ASKED, ALONE, college_capacity_count=9
    )
    again = store.get(session.id)
    assert again == session
    assert (again.scenarios, again.college_capacity_count) == (scenarios, 9)
    assert (again.level, again.weighed) == ("prices", ASKED)
    assert (again.opened_at, again.expires_at, again.closed_at) == (NOON, NOON + timedelta(hours=12), None)
    assert session.id != facilitator


def test_nobody_votes_after_the_closing(store: ConsultationStore, clock: HandClock) -> None:
    session, facilitator = open_session(store)
    phone = make_token()
    store.vote(session, phone, prices(500))
    clock.now += timedelta(minutes=5)
    assert store.close(session, facilitator, ALONE).closed_at == clock.now
    clock.now += timedelta(minutes=5)
    for device in (phone, make_token()):
        with pytest.raises(ClosedError, match="est terminée, votre vote n'a pas été pris"):
            store.vote(session, device, prices(8000))
    assert store.list_votes(session) == (prices(500),)
    assert store.close(session, facilitator, ALONE).closed_at == NOON + timedelta(minutes=5), (
        "a second facilitator closes too"
    )


def test_nobody_votes_after_the_last_hour(store: ConsultationStore, clock: HandClock) -> None:
    session, _ = open_session(store, duration=timedelta(hours=1))
    clock.now += timedelta(minutes=59)
    store.vote(session, make_token(), prices(500))
    clock.now += timedelta(minutes=1)
    with pytest.raises(ClosedError):
        store.vote(session, make_token(), prices(500))
    assert not store.get(session).is_open_at(clock.now)


def test_only_the_facilitators_close_and_delete(store: ConsultationStore) -> None:
    session, facilitator = open_session(store)
    store.vote(session, make_token(), prices(500))
    for wrong in (session, make_token(), "", "é"):
        for act in (store.close, store.delete):
            with pytest.raises(InputError, match="n'est pas celui de l'animation"):
                act(session, wrong, ALONE)
    store.delete(session, facilitator, ALONE)
    assert store.list_votes(session) == ()
    with pytest.raises(MissingError, match="Cette consultation n'existe pas, ou plus"):
        store.get(session)


@pytest.mark.parametrize("link", ["", "a\0b", "a" * 22, "é" * 22])
def test_a_wrong_code_is_told(store: ConsultationStore, link: str) -> None:
    with pytest.raises(MissingError, match="ouvrez de nouveau le code QR"):
        store.vote(link, make_token(), prices(500))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"question": "  "}, "n'a pas de question lisible"),
        ({"question": "a\0"}, "n'a pas de question lisible"),
        ({"scenarios": ()}, "n'a aucun scénario"),
        ({"weighed": ()}, r"Ce que le vote demande \(rien\) ne convient pas"),
        ({"weighed": ("user", "user")}, r"Ce que le vote demande \(user, user\) ne convient pas"),
        ({"weighed": ("access",)}, "Le résultat « access » n'existe pas : choisissez parmi inhabitant, user"),
        ({"duration": timedelta(0)}, r"La durée de la consultation \(0:00:00\) est nulle"),
        ({"college_capacity_count": 0}, "Un groupe de 0 place n'accueille personne"),
    ],
)
def test_a_session_nobody_could_vote_on_is_not_opened(
    store: ConsultationStore, wrong: dict[str, object], sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        open_session(store, **wrong)


def test_facilitators_are_recognised_by_their_token_alone(store: ConsultationStore) -> None:
    session, facilitator = open_session(store)
    other, other_facilitator = open_session(store)
    assert store.is_facilitator(session, facilitator, ALONE)
    assert not any(
        store.is_facilitator(session, token, ALONE) for token in ("", session, other_facilitator, make_token())
    )
    with pytest.raises(MissingError, match="n'existe pas, ou plus"):
        store.is_facilitator("inconnue", facilitator, ALONE)
    assert store.is_facilitator(other, other_facilitator, ALONE)


def test_links_and_votes_go_thirty_days_after_the_end(
    store: ConsultationStore, opened: Database, clock: HandClock
) -> None:
    closed, facilitator = open_session(store)
    expired, _ = open_session(store, duration=timedelta(days=1))
    store.vote(closed, make_token(), prices(500))
    store.close(closed, facilitator, ALONE)
    clock.now = NOON + KEPT_AFTER_END
    assert store.get(closed).ended_at == NOON
    clock.now += timedelta(seconds=1)
    with pytest.raises(MissingError, match="n'existe pas, ou plus"):
        store.get(closed)
    assert store.get(expired).ended_at == NOON + timedelta(days=1)
    third, _ = open_session(store)
    with opened.read() as session:
        assert set(session.scalars(select(ConsultationSessionRow.id))) == {expired, third}
        assert list(session.scalars(select(VoteRow))) == []


def test_no_vote_is_counted_after_the_closing_that_was_not_said_taken(store: ConsultationStore) -> None:
    session, facilitator = open_session(store)
    begun, taken = Event(), []

    def cast(_client: int) -> None:
        while True:
            phone = make_token()
            try:
                store.vote(session, phone, prices(500))
            except ClosedError:
                return
            taken.append(phone)
            if len(taken) > 20:
                begun.set()

    with ThreadPoolExecutor(8) as threads:
        clients = [threads.submit(cast, client) for client in range(8)]
        assert begun.wait(20)
        store.close(session, facilitator, ALONE)
        counted = len(store.list_votes(session))
        for client in clients:
            client.result(20)
    assert len(store.list_votes(session)) == counted == len(taken)

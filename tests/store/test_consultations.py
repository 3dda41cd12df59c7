"""One vote a participant, whatever the network, the crowd and the clock do."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event
from typing import Any

import pytest
from sqlalchemy import select

from alpsat_geo.compute.consultation import COLLEGES
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.store.ballot import Vote
from alpsat_geo.store.consultation_session import KEPT_AFTER_END
from alpsat_geo.store.consultations import ConsultationStore
from alpsat_geo.store.database import Database
from alpsat_geo.store.errors import ClosedError, MissingError
from alpsat_geo.store.tables import ConsultationSessionRow, VoteRow
from alpsat_geo.store.tokens import make_token
from tests.store.writer import ALONE, TERRITORY, make_scenario

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
CRITERIA = ("reach", "users")
SCENARIOS = (make_scenario(1), make_scenario(2))
CLIENTS = 40


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


def open_session(store: ConsultationStore, **changes: Any) -> tuple[str, str]:  # noqa: ANN401
    session, facilitator = store.open_session(
        **{
            "territory_key": TERRITORY,
            "question": "Que soutenir d'abord ?",
            "scenarios": SCENARIOS,
            "weighed": CRITERIA,
            "level": "criteria",
            "actor": ALONE,
            **changes,
        }
    )
    return session.id, facilitator


def points(reach: float, college: str = "entreprises") -> Vote:
    return Vote(college=college, method="points", answers={"reach": reach, "users": 100 - reach})  # type: ignore[arg-type]


def test_a_session_keeps_what_was_asked(store: ConsultationStore, scenarios: tuple[Scenario, ...]) -> None:
    session, facilitator = store.open_session(
        TERRITORY, "Où aller ?", scenarios, CRITERIA, ALONE, college_capacity_count=9
    )
    again = store.get(session.id)
    assert again == session
    assert (again.scenarios, again.college_capacity_count) == (scenarios, 9)
    assert (again.level, again.weighed) == ("objectives", CRITERIA)
    assert (again.opened_at, again.expires_at, again.closed_at) == (NOON, NOON + timedelta(hours=12), None)
    assert session.id != facilitator


def test_a_changed_vote_takes_the_place_of_the_former(store: ConsultationStore) -> None:
    session, _ = open_session(store)
    phone, other = make_token(), make_token()
    store.vote(session, phone, points(10))
    store.vote(session, other, points(70, "lien_social"))
    store.vote(session, phone, points(90, "collectivites"))
    store.vote(session, phone, points(90, "collectivites"))
    votes = store.list_votes(session)
    assert sorted(votes, key=lambda vote: vote.college) == [points(90, "collectivites"), points(70, "lien_social")]
    assert store.find_vote(session, phone) == points(90, "collectivites")
    assert store.find_vote(session, make_token()) is None


def test_a_ranking_is_kept_as_ranks(store: ConsultationStore) -> None:
    session, _ = open_session(store)
    ranking = Vote("lien_social", "ranking", {"reach": 2.0, "users": 1.0})
    store.vote(session, make_token(), ranking)
    assert store.list_votes(session) == (ranking,)


def test_a_vote_that_does_not_answer_leaves_the_former(store: ConsultationStore) -> None:
    session, _ = open_session(store)
    phone = make_token()
    store.vote(session, phone, points(10))
    with pytest.raises(InputError, match="répartissez-en exactement 100"):
        store.vote(session, phone, Vote("entreprises", "points", {"reach": 10.0, "users": 10.0}))
    assert store.list_votes(session) == (points(10),)


def test_nobody_votes_after_the_closing(store: ConsultationStore, clock: HandClock) -> None:
    session, facilitator = open_session(store)
    phone = make_token()
    store.vote(session, phone, points(10))
    clock.now += timedelta(minutes=5)
    assert store.close(session, facilitator, ALONE).closed_at == clock.now
    clock.now += timedelta(minutes=5)
    for device in (phone, make_token()):
        with pytest.raises(ClosedError, match="est terminée, votre vote n'a pas été pris"):
            store.vote(session, device, points(90))
    assert store.list_votes(session) == (points(10),)
    assert store.close(session, facilitator, ALONE).closed_at == NOON + timedelta(minutes=5), (
        "a second facilitator closes too"
    )


def test_nobody_votes_after_the_last_hour(store: ConsultationStore, clock: HandClock) -> None:
    session, _ = open_session(store, duration=timedelta(hours=1))
    clock.now += timedelta(minutes=59)
    store.vote(session, make_token(), points(10))
    clock.now += timedelta(minutes=1)
    with pytest.raises(ClosedError):
        store.vote(session, make_token(), points(10))
    assert not store.get(session).is_open_at(clock.now)


def test_only_the_facilitators_close_and_delete(store: ConsultationStore) -> None:
    session, facilitator = open_session(store)
    store.vote(session, make_token(), points(10))
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
        store.vote(link, make_token(), points(10))


def test_a_device_without_its_token_is_told(store: ConsultationStore) -> None:
    session, _ = open_session(store)
    with pytest.raises(InputError, match="Cet appareil a perdu sa place"):
        store.vote(session, "", points(10))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"question": "  "}, "n'a pas de question lisible"),
        ({"question": "a\0"}, "n'a pas de question lisible"),
        ({"scenarios": ()}, "n'a aucun scénario"),
        ({"weighed": ()}, r"Ce que le vote pèse \(rien\) ne convient pas"),
        ({"weighed": ("reach", "reach")}, r"Ce que le vote pèse \(reach, reach\) ne convient pas"),
        ({"level": "actions"}, "La consultation pèse « actions » : choisissez parmi objectives, criteria"),
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
    store.vote(closed, make_token(), points(10))
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


def test_the_tables_hold_no_token_of_a_person(store: ConsultationStore, opened: Database) -> None:
    first, facilitator = open_session(store)
    second, _ = open_session(store)
    phone = make_token()
    store.vote(first, phone, points(10))
    store.vote(second, phone, points(20))
    with opened.read() as session:
        digests = [row.participant_digest for row in session.scalars(select(VoteRow))]
        digests += [row.facilitator_digest for row in session.scalars(select(ConsultationSessionRow))]
    assert len(set(digests)) == 4, "one device is not followed from one session to the next"
    assert not any(token in digest for digest in digests for token in (phone, facilitator))


def test_a_college_never_takes_more_than_its_places(store: ConsultationStore) -> None:
    session, _ = open_session(store, college_capacity_count=5)
    phones = [make_token() for _ in range(16)]
    barrier = Barrier(len(phones))

    def cast(phone: str) -> bool:
        barrier.wait(20)
        try:
            store.vote(session, phone, points(10))
        except InputError as refusal:
            assert "Ce groupe est complet (5 votes)" in str(refusal)  # noqa: PT017 - most of them must pass here
            return False
        return True

    with ThreadPoolExecutor(len(phones)) as threads:
        taken = list(threads.map(cast, phones))
    assert sum(taken) == len(store.list_votes(session)) == 5
    seated = phones[taken.index(True)]
    store.vote(session, seated, points(60))
    assert store.find_vote(session, seated) == points(60), "who has a place may change their vote"
    store.vote(session, phones[taken.index(False)], points(10, "lien_social"))


def test_two_hundred_votes_of_forty_clients_count_once(store: ConsultationStore) -> None:
    session, _ = open_session(store)
    barrier = Barrier(CLIENTS)
    expected = {make_token(): points(number % 101, COLLEGES[number % 4]) for number in range(200)}
    cast_count, passed_counts = itertools.count(), list[int]()

    def cast(client: int) -> None:
        barrier.wait(20)
        for phone in list(expected)[client::CLIENTS]:
            for vote in (points(50), expected[phone], expected[phone]):
                before = next(cast_count)
                store.vote(session, phone, vote)
                passed_counts.append(next(cast_count) - before)

    with ThreadPoolExecutor(CLIENTS) as threads:
        list(threads.map(cast, range(CLIENTS)))
    assert {phone: store.find_vote(session, phone) for phone in expected} == expected
    assert len(store.list_votes(session)) == 200
    # Each client votes 15 times, and each vote counts twice, when it begins and when it ends: however slow the machine,
    # none stands aside while the others pass.
    assert max(passed_counts) < len(passed_counts)


def test_no_vote_is_counted_after_the_closing_that_was_not_said_taken(store: ConsultationStore) -> None:
    session, facilitator = open_session(store)
    begun, taken = Event(), []

    def cast(_client: int) -> None:
        while True:
            phone = make_token()
            try:
                store.vote(session, phone, points(10))
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


def test_ballots_on_paper_are_numbered_corrected_and_withdrawn_by_who_leads(store: ConsultationStore) -> None:
    session, facilitator = open_session(store, college_capacity_count=3)
    store.vote(session, make_token(), points(10))
    first, second = (store.cast_paper(session, facilitator, points(share), ALONE) for share in (20, 30))
    assert (first, second) == (1, 2)
    with pytest.raises(InputError, match="Ce groupe est complet"):
        store.cast_paper(session, facilitator, points(40), ALONE)
    with pytest.raises(InputError, match="Ce groupe est complet"):
        store.vote(session, make_token(), points(40))
    assert store.cast_paper(session, facilitator, points(50), ALONE, second) == second
    store.withdraw_paper(session, facilitator, first, ALONE)
    assert [(number, vote.answers["reach"]) for number, vote in store.list_paper(session, facilitator, ALONE)] == [
        (2, 50)
    ]
    assert sorted((vote.answers["reach"], vote.is_on_paper) for vote in store.list_votes(session)) == [
        (10, False),
        (50, True),
    ]
    # A number that is gone is neither corrected nor withdrawn.
    with pytest.raises(InputError, match="Aucun bulletin n° 1"):
        store.cast_paper(session, facilitator, points(60), ALONE, first)
    with pytest.raises(InputError, match="Les points font 90"):
        store.cast_paper(session, facilitator, Vote("lien_social", "points", {"reach": 50, "users": 40}), ALONE)
    for act in (
        lambda token: store.cast_paper(session, token, points(60, "lien_social"), ALONE),
        lambda token: store.withdraw_paper(session, token, second, ALONE),
        lambda token: store.list_paper(session, token, ALONE),
    ):
        with pytest.raises(InputError, match="n'est pas celui de l'animation"):
            act(make_token())
    store.close(session, facilitator, ALONE)
    with pytest.raises(ClosedError):
        store.cast_paper(session, facilitator, points(60, "lien_social"), ALONE)
    with pytest.raises(ClosedError):
        store.withdraw_paper(session, facilitator, second, ALONE)
    assert len(store.list_votes(session)) == 2

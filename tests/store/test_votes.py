"""One vote a participant, whatever the network and the crowd do."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from alpsat_geo.compute.consultation import COLLEGES
from alpsat_geo.domain.errors import InputError
from alpsat_geo.store.ballot import Vote
from alpsat_geo.store.consultations import ConsultationStore
from alpsat_geo.store.database import Database
from alpsat_geo.store.errors import ClosedError
from alpsat_geo.store.tables import ConsultationSessionRow, VoteRow
from alpsat_geo.store.tokens import make_token
from tests.store.rooms import open_session, prices
from tests.store.writer import ALONE

CLIENTS = 40
ANSWERS = (0, 500, 1000, 2000, 4000, 8000, 20_000)


@pytest.fixture
def store(database: Database) -> ConsultationStore:
    return ConsultationStore(database)


def test_a_changed_vote_takes_the_place_of_the_former(store: ConsultationStore) -> None:
    session, _ = open_session(store)
    phone, other = make_token(), make_token()
    store.vote(session, phone, prices(500))
    store.vote(session, other, prices(4000, "lien_social"))
    store.vote(session, phone, prices(8000, "collectivites"))
    store.vote(session, phone, prices(8000, "collectivites"))
    votes = store.list_votes(session)
    assert sorted(votes, key=lambda vote: vote.college) == [prices(8000, "collectivites"), prices(4000, "lien_social")]
    assert store.find_vote(session, phone) == prices(8000, "collectivites")
    assert store.find_vote(session, make_token()) is None


def test_who_does_not_know_is_kept_as_such(store: ConsultationStore) -> None:
    session, _ = open_session(store)
    store.vote(session, make_token(), prices(None))
    assert store.list_votes(session) == (prices(None),)


def test_sixty_answers_of_twelve_devices_count_as_twelve(store: ConsultationStore) -> None:
    session, _ = open_session(store)
    phones = [make_token() for _ in range(12)]
    for answer in (0, 500, 1000, None, 20_000):
        for phone in phones:
            store.vote(session, phone, prices(answer))
    assert store.list_votes(session) == (prices(20_000),) * 12


def test_a_vote_that_does_not_answer_leaves_the_former(store: ConsultationStore) -> None:
    session, _ = open_session(store)
    phone = make_token()
    store.vote(session, phone, prices(500))
    with pytest.raises(InputError, match=r"La réponse sur « user » vaut « 501\.0 » : choisissez parmi 0, 500"):
        store.vote(session, phone, Vote("entreprises", {"inhabitant": 500.0, "user": 501.0}))
    assert store.list_votes(session) == (prices(500),)


def test_a_device_without_its_token_is_told(store: ConsultationStore) -> None:
    session, _ = open_session(store)
    with pytest.raises(InputError, match="Cet appareil a perdu sa place"):
        store.vote(session, "", prices(500))


def test_the_tables_hold_no_token_of_a_person(store: ConsultationStore, database: Database) -> None:
    first, facilitator = open_session(store)
    second, _ = open_session(store)
    phone = make_token()
    store.vote(first, phone, prices(500))
    store.vote(second, phone, prices(1000))
    with database.read() as session:
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
            store.vote(session, phone, prices(500))
        except InputError as refusal:
            assert "Ce groupe est complet (5 votes)" in str(refusal)  # noqa: PT017 - most of them must pass here
            return False
        return True

    with ThreadPoolExecutor(len(phones)) as threads:
        taken = list(threads.map(cast, phones))
    assert sum(taken) == len(store.list_votes(session)) == 5
    seated = phones[taken.index(True)]
    store.vote(session, seated, prices(2000))
    assert store.find_vote(session, seated) == prices(2000), "who has a place may change their vote"
    store.vote(session, phones[taken.index(False)], prices(500, "lien_social"))


def test_two_hundred_votes_of_forty_clients_count_once(store: ConsultationStore) -> None:
    session, _ = open_session(store)
    barrier = Barrier(CLIENTS)
    expected = {make_token(): prices(ANSWERS[number % 7], COLLEGES[number % 4]) for number in range(200)}
    cast_count, passed_counts = itertools.count(), list[int]()

    def cast(client: int) -> None:
        barrier.wait(20)
        for phone in list(expected)[client::CLIENTS]:
            for vote in (prices(2000), expected[phone], expected[phone]):
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


def test_ballots_on_paper_are_numbered_corrected_and_withdrawn_by_who_leads(store: ConsultationStore) -> None:
    session, facilitator = open_session(store, college_capacity_count=3)
    store.vote(session, make_token(), prices(500))
    first, second = (store.cast_paper(session, facilitator, prices(share), ALONE) for share in (1000, 4000))
    assert (first, second) == (1, 2)
    with pytest.raises(InputError, match="Ce groupe est complet"):
        store.cast_paper(session, facilitator, prices(8000), ALONE)
    with pytest.raises(InputError, match="Ce groupe est complet"):
        store.vote(session, make_token(), prices(8000))
    assert store.cast_paper(session, facilitator, prices(2000), ALONE, second) == second
    store.withdraw_paper(session, facilitator, first, ALONE)
    assert [(number, vote.answers["inhabitant"]) for number, vote in store.list_paper(session, facilitator, ALONE)] == [
        (2, 2000)
    ]
    assert sorted((vote.answers["inhabitant"], vote.is_on_paper) for vote in store.list_votes(session)) == [
        (500, False),
        (2000, True),
    ]
    # A number that is gone is neither corrected nor withdrawn.
    with pytest.raises(InputError, match="Aucun bulletin n° 1"):
        store.cast_paper(session, facilitator, prices(2000), ALONE, first)
    with pytest.raises(InputError, match="Le vote ne dit rien de « user »"):
        store.cast_paper(session, facilitator, Vote("lien_social", {"inhabitant": 500.0}), ALONE)
    for act in (
        lambda token: store.cast_paper(session, token, prices(2000, "lien_social"), ALONE),
        lambda token: store.withdraw_paper(session, token, second, ALONE),
        lambda token: store.list_paper(session, token, ALONE),
    ):
        with pytest.raises(InputError, match="n'est pas celui de l'animation"):
            act(make_token())
    store.close(session, facilitator, ALONE)
    with pytest.raises(ClosedError):
        store.cast_paper(session, facilitator, prices(2000, "lien_social"), ALONE)
    with pytest.raises(ClosedError):
        store.withdraw_paper(session, facilitator, second, ALONE)
    assert len(store.list_votes(session)) == 2

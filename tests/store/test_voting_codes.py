"""One code, one seat, in one college, once; and nothing that leads from a code to a ballot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import NamedTuple

import pytest
from sqlalchemy import select

from alpsat_geo.compute.consultation import COLLEGES, College
from alpsat_geo.domain.errors import InputError
from alpsat_geo.store.ballot import Vote
from alpsat_geo.store.consultations import ConsultationStore
from alpsat_geo.store.database import Database
from alpsat_geo.store.errors import ClosedError, MissingError
from alpsat_geo.store.tables import VoteRow, VotingCodeRow
from alpsat_geo.store.tokens import make_token, make_voting_code, read_voting_code, show_voting_code
from alpsat_geo.store.voting_codes import CODES_AT_MOST
from tests.store.writer import ALONE, TERRITORY, make_scenario

SCENARIOS = (make_scenario(1), make_scenario(2))
WEIGHED = ("inhabitant",)
PLACES = 3


class Room(NamedTuple):
    """A consultation by code."""

    store: ConsultationStore
    session: str
    facilitator: str
    codes: Mapping[College, tuple[str, ...]]


@pytest.fixture
def opened(ready_url: str) -> Iterator[Database]:
    database = Database.connect(ready_url)
    yield database
    database.close()


@pytest.fixture
def room(opened: Database) -> Room:
    store = ConsultationStore(opened)
    session, facilitator = store.open_session(
        TERRITORY, "Par code ?", SCENARIOS, WEIGHED, ALONE, college_capacity_count=PLACES, has_codes=True
    )
    return Room(store, session.id, facilitator, store.print_codes(session.id, facilitator, ALONE))


def price(eur: float, college: College = "entreprises") -> Vote:
    return Vote(college, {"inhabitant": eur})


def test_a_code_is_read_however_it_is_typed_and_drawn_from_letters_that_nobody_mistakes() -> None:
    code = make_voting_code()
    shown = show_voting_code(code)
    assert len(shown) == 11
    for typed in (code, shown, shown.lower(), f" {code[:5]} {code[5:]} ", code.upper()):
        assert read_voting_code(typed) == code
    drawn = set("".join(make_voting_code() for _ in range(400)))
    assert len(drawn) == 31
    assert not drawn & set("01loiLOI")
    for typed in ("", code[:9], f"{code}a", f"{code[:9]}0", f"{code[:9]}'"):
        assert read_voting_code(typed) == ""


def test_there_are_as_many_codes_as_places_and_the_database_has_none_of_them(room: Room, opened: Database) -> None:
    made = [code for college in COLLEGES for code in room.codes[college]]
    assert list(map(len, room.codes.values())) == [PLACES] * len(COLLEGES)
    assert len(set(made)) == PLACES * len(COLLEGES)
    with opened.read() as session:
        kept = repr([tuple(row) for row in session.execute(select(VotingCodeRow.__table__))])
    assert not [code for code in made if code in kept or show_voting_code(code) in kept]


def test_a_code_gives_one_seat_in_its_college_and_its_device_changes_its_vote(room: Room) -> None:
    store, (code, other, _third) = room.store, room.codes["entreprises"]
    phone, second = make_token(), make_token()
    assert store.find_college(room.session, phone) is None
    assert store.find_college(room.session, phone, show_voting_code(code)) == "entreprises"
    # Looking takes no seat.
    assert store.find_college(room.session, second, code) == "entreprises"
    store.vote(room.session, phone, price(500), show_voting_code(code))
    store.vote(room.session, phone, price(4000))
    # The code of a seat is found again without being typed, and another brought later changes nothing.
    assert store.find_college(room.session, phone) == "entreprises"
    store.vote(room.session, phone, price(8000), other)
    with pytest.raises(InputError, match="Ce code a déjà servi"):
        store.find_college(room.session, second, code)
    with pytest.raises(InputError, match="Ce code a déjà servi"):
        store.vote(room.session, second, price(2000), code)
    store.vote(room.session, second, price(1000), other)
    assert sorted(str(vote.answers["inhabitant"]) for vote in store.list_votes(room.session)) == ["1000.0", "8000.0"]


def test_without_a_code_or_in_another_college_nothing_is_counted(room: Room) -> None:
    store, phone = room.store, make_token()
    for code in ("", make_voting_code(), "' OR 1=1 --"):
        with pytest.raises(MissingError, match="n'ouvre aucune place"):
            store.vote(room.session, phone, price(500), code)
    with pytest.raises(InputError, match="celui d'un autre groupe"):
        store.vote(room.session, phone, price(500), room.codes["lien_social"][0])
    assert store.list_votes(room.session) == ()
    # What was refused has taken no seat.
    assert store.find_college(room.session, make_token(), room.codes["lien_social"][0]) == "lien_social"


def test_two_devices_that_send_one_code_at_once_take_one_seat(room: Room) -> None:
    code, barrier = room.codes["collectivites"][0], Barrier(6)

    def send(_number: int) -> bool:
        barrier.wait()
        try:
            room.store.vote(room.session, make_token(), price(2000, "collectivites"), code)
        except InputError:
            return False
        return True

    with ThreadPoolExecutor(6) as threads:
        assert sorted(threads.map(send, range(6))) == [False] * 5 + [True]
    assert len(room.store.list_votes(room.session)) == 1


def test_no_column_joins_a_code_to_its_ballot(room: Room, opened: Database) -> None:
    for college in COLLEGES:
        for code in room.codes[college]:
            room.store.vote(room.session, make_token(), price(2000, college), code)
    with opened.read() as session:
        codes = [set(map(str, row)) for row in session.execute(select(VotingCodeRow.__table__))]
        votes = [set(map(str, row)) for row in session.execute(select(VoteRow.__table__))]
    shared = {value for row in codes for value in row} & {value for row in votes for value in row}
    assert shared == {room.session, *COLLEGES}


def test_a_ballot_on_paper_takes_no_place_from_who_holds_a_code(room: Room) -> None:
    store = room.store
    for _ in range(PLACES):
        store.cast_paper(room.session, room.facilitator, price(500), ALONE)
    with pytest.raises(InputError, match="Ce groupe est complet"):
        store.cast_paper(room.session, room.facilitator, price(500), ALONE)
    for code in room.codes["entreprises"]:
        store.vote(room.session, make_token(), price(4000), code)
    assert len(store.list_votes(room.session)) == 2 * PLACES


def test_codes_are_made_again_until_one_has_served(room: Room) -> None:
    store = room.store
    again = store.print_codes(room.session, room.facilitator, ALONE)
    former, code = room.codes["entreprises"][0], again["entreprises"][0]
    with pytest.raises(MissingError):
        store.vote(room.session, make_token(), price(500), former)
    store.vote(room.session, make_token(), price(500), code)
    with pytest.raises(InputError, match="annuleraient ceux que d'autres tiennent"):
        store.print_codes(room.session, room.facilitator, ALONE)
    with pytest.raises(InputError, match="n'est pas celui de l'animation"):
        store.print_codes(room.session, make_token(), ALONE)
    store.close(room.session, room.facilitator, ALONE)
    with pytest.raises(ClosedError):
        store.print_codes(room.session, room.facilitator, ALONE)
    store.delete(room.session, room.facilitator, ALONE)
    with pytest.raises(MissingError):
        store.find_college(room.session, make_token(), code)


def test_a_room_by_code_says_how_many_and_an_open_one_takes_none(opened: Database) -> None:
    store = ConsultationStore(opened)
    for places in (None, CODES_AT_MOST + 1):
        with pytest.raises(InputError, match="combien de codes imprimer"):
            store.open_session(TERRITORY, "Q", SCENARIOS, WEIGHED, ALONE, college_capacity_count=places, has_codes=True)
    session, facilitator = store.open_session(TERRITORY, "Q", SCENARIOS, WEIGHED, ALONE)
    with pytest.raises(InputError, match="ne demande aucun code"):
        store.print_codes(session.id, facilitator, ALONE)
    store.vote(session.id, make_token(), price(500))

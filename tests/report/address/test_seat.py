"""What the address of the consultation says, whatever a phone or a person does to it."""

from __future__ import annotations

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.consultation import COLLEGES
from alpsat_geo.report.address.seat import (
    _COLLEGE_WORDS,
    PLACES_AT_MOST,
    Screen,
    Seat,
    read_seat,
    write_seat,
)
from alpsat_geo.store.tokens import make_token

TOKENS = st.builds(make_token) | st.just("")
# A ballot on which nothing is chosen is none.
DRAFTS = st.lists(st.none() | st.integers(0, 8), max_size=4).map(tuple).filter(lambda draft: draft != (None,))

NAMES = ("session", "place", "college", "ecran", "reponse")

SEATS = st.builds(
    Seat,
    session=TOKENS,
    place=st.integers(1, PLACES_AT_MOST),
    college=st.sampled_from([None, *COLLEGES]),
    screen=st.sampled_from(get_args(Screen)),
    draft=DRAFTS,
)


@given(SEATS)
def test_a_seat_comes_back_from_its_address(seat: Seat) -> None:
    assert read_seat(write_seat(seat)) == seat
    assert set(write_seat(seat)) <= set(NAMES)


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=30)))
def test_no_address_is_refused(query: dict[str, str]) -> None:
    seat = read_seat(query)
    assert seat.college in {None, *COLLEGES}
    assert seat.screen in get_args(Screen)
    assert 1 <= seat.place <= PLACES_AT_MOST
    assert all(number is None or 0 <= number <= 99 for number in seat.draft)


def test_no_address_is_written_that_carries_a_token() -> None:
    given = read_seat({"session": "s" * 22, "animation": "a" * 22, "place": "p" * 22})
    assert (given.facilitator, given.place) == ("a" * 22, 1)
    assert write_seat(given) == {"session": "s" * 22}


def test_every_college_has_its_word() -> None:
    assert tuple(_COLLEGE_WORDS) == COLLEGES
    assert read_seat({"reponse": "3..7"}).draft == (3, None, 7)
    # What a link of before says is no answer any more.
    for former in ("p10.20", "c2.0", "x10", "1.2.3.4.5"):
        assert read_seat({"reponse": former}).draft == ()

"""A room behind one address votes whole; one client that takes sixty names does not."""

from __future__ import annotations

import pytest

from alpsat_geo.app.core.limits import LimitError
from alpsat_geo.app.pages.consultation.casting import VOTES_AT_FIRST, VOTES_PER_DEVICE, Crowds
from alpsat_geo.store.tokens import make_token

SESSION, ADDRESS = make_token(), "203.0.113.9"


class Door:
    """Who is connected, as the server knows it."""

    def __init__(self) -> None:
        self.open: set[str] = set()
        self.crowds = Crowds(self.open.__contains__)

    def enter(self, device: str, address: str = ADDRESS) -> str:
        visit = make_token()
        self.open.add(visit)
        self.crowds.arrive(SESSION, address, visit, device)
        return visit

    def vote(self, address: str = ADDRESS) -> bool:
        try:
            with self.crowds.count_vote(SESSION, address):
                return True
        except LimitError:
            return False


def test_a_room_of_sixty_votes() -> None:
    door = Door()
    for _phone in range(60):
        door.enter(make_token())
    assert all(door.vote() for _phone in range(60))


def test_a_room_whose_phones_sleep_once_they_voted_votes_to_the_last() -> None:
    door = Door()
    here = [door.enter(make_token()) for _phone in range(10)]
    for _phone in range(50):
        assert door.vote()
        door.open.discard(here.pop(0))
        here.append(door.enter(make_token()))
    for visit in here:
        assert door.vote()
        door.open.discard(visit)


def test_one_client_that_comes_back_under_other_names_is_stopped() -> None:
    door, votes = Door(), 0
    for _name in range(60):
        visit = door.enter(make_token())
        votes += door.vote()
        door.open.discard(visit)
    assert votes == VOTES_AT_FIRST + VOTES_PER_DEVICE


def test_many_tabs_of_one_device_are_one_device() -> None:
    door, device = Door(), make_token()
    for _tab in range(60):
        door.enter(device)
    assert sum(door.vote() for _tab in range(60)) == VOTES_AT_FIRST + VOTES_PER_DEVICE


def test_another_address_and_a_vote_that_failed_count_for_nothing() -> None:
    door = Door()
    door.enter(make_token())
    for _time in range(100):
        with pytest.raises(RuntimeError), door.crowds.count_vote(SESSION, ADDRESS):
            raise RuntimeError
    while door.vote():
        pass
    door.enter(make_token(), "203.0.113.10")
    assert door.vote("203.0.113.10")
    assert not door.vote()

"""How much may be kept in a while, from one device and from one address."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from alpsat_geo.app.core import limits, mode
from alpsat_geo.app.core.limits import ADDRESS_PER_MIN, DEVICE_PER_MIN, Act, LimitError, find_writer
from alpsat_geo.store.actor import Actor
from alpsat_geo.store.tokens import make_token


@dataclass
class Visitor:
    """Who asks, from where."""

    actor: Actor
    address: str = "203.0.113.9"


@pytest.fixture
def visitor(monkeypatch: pytest.MonkeyPatch) -> Visitor:
    found = Visitor(Actor(make_token()))
    monkeypatch.setattr(mode, "find_actor", lambda: found.actor)
    monkeypatch.setattr(mode, "find_address", lambda: found.address)
    limits._open_limiter.cache_clear()
    return found


@pytest.mark.parametrize("act", ["save", "vote"])
def test_a_device_is_held_back_and_its_neighbours_are_not(visitor: Visitor, act: Act) -> None:
    for _time in range(DEVICE_PER_MIN[act]):
        assert find_writer(act) is visitor.actor
    with pytest.raises(LimitError, match=r"depuis cet appareil : .* dans une minute"):
        find_writer(act)
    visitor.actor = Actor(make_token())
    assert find_writer(act) is visitor.actor


@pytest.mark.parametrize("act", ["save", "vote"])
def test_an_address_is_held_back_whatever_the_device_and_others_are_not(visitor: Visitor, act: Act) -> None:
    for _time in range(ADDRESS_PER_MIN[act]):
        visitor.actor = Actor(make_token())
        find_writer(act)
    for visitor.actor in (Actor(make_token()), Actor()):
        with pytest.raises(LimitError, match=r"depuis votre connexion à internet : .* dans une minute"):
            find_writer(act)
    visitor.address = "203.0.113.10"
    assert find_writer(act) is visitor.actor


def test_sixty_phones_behind_one_address_vote_and_change_their_mind_within_a_minute(visitor: Visitor) -> None:
    for _phone in range(60):
        visitor.actor = Actor(make_token())
        for _time in range(4):
            find_writer("vote")


def test_one_who_is_alone_is_not_counted(visitor: Visitor) -> None:
    visitor.actor = Actor(is_alone=True)
    for _time in range(500):
        assert find_writer() is visitor.actor

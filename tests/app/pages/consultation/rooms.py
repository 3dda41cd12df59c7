"""Rooms to try the consultation on: who votes for what, when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from alpsat_geo.compute.consultation import College
from alpsat_geo.sources.scenarios import read_scenarios
from alpsat_geo.store.actor import Actor
from alpsat_geo.store.ballot import Vote
from alpsat_geo.store.consultations import ConsultationStore
from alpsat_geo.store.tokens import make_token

TERRITORY = "brianconnais-queyras"
QUESTION = "Que soutenir d'abord ?"
ASKED = ("inhabitant", "user")
SCENARIOS = ("ne-rien-faire", "plateforme-et-accueil", "espaces-frugaux")


@dataclass
class HandClock:
    """A clock that moves when the test says so."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


def open_room(
    store: ConsultationStore,
    duration: timedelta = timedelta(hours=2),
    places: int | None = None,
    device: str = "",
    *,
    asked: tuple[str, ...] = ASKED,
    has_codes: bool = False,
) -> tuple[str, str]:
    """Open a consultation on embedded scenarios, from a device; return its token and its facilitators'."""
    by_key = {scenario.key: scenario for scenario in read_scenarios()}
    scenarios = [by_key[key] for key in SCENARIOS]
    session, facilitator = store.open_session(
        TERRITORY,
        QUESTION,
        scenarios,
        asked,
        Actor(device or make_token()),
        duration=duration,
        college_capacity_count=places,
        has_codes=has_codes,
    )
    return session.id, facilitator


def make_prices(college: College, *prices: float | None) -> Vote:
    """Make a vote, in the order of the questions: one inhabitant more, one user more."""
    return Vote(college, dict(zip(ASKED, prices, strict=False)))


def cast_votes(store: ConsultationStore, session: str, *votes: Vote) -> list[str]:
    """Vote, each from another phone; return their tokens."""
    phones = [make_token() for _vote in votes]
    for phone, vote in zip(phones, votes, strict=True):
        store.vote(session, phone, vote)
    return phones

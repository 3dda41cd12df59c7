"""Casting a vote, from a seat of this device, within what a device and an address may send."""

from __future__ import annotations

from contextlib import nullcontext

from alpsat_geo.app.core import state
from alpsat_geo.app.core.limits import find_writer
from alpsat_geo.app.core.mode import find_actor, find_address
from alpsat_geo.app.core.wiring import load_consultations
from alpsat_geo.app.pages.consultation.crowd import Crowds
from alpsat_geo.store.ballot import Vote

CROWDS = Crowds(state.is_connected)


def join_crowd(session_id: str) -> None:
    """Note that this device is there, among those of its address."""
    actor = find_actor()
    if not actor.is_alone and actor.device:
        CROWDS.arrive(session_id, find_address(), state.find_visit(), actor.device)


def find_own_vote(session_id: str, place: int) -> Vote | None:
    """Return what was sent from a seat of this device; None before the first.

    Raises
    ------
    StoreError
        If the database fails.
    """
    token = find_actor().sit(place)
    return load_consultations().find_vote(session_id, token) if token else None


def cast_vote(session_id: str, place: int, vote: Vote) -> None:
    """Send a vote from a seat of this device.

    Raises
    ------
    LimitError
        If too many were sent just before, from this device or from its address.
    ClosedError, InputError, MissingError, StoreError
        As `ConsultationStore.vote`.
    """
    actor, store = find_writer("vote"), load_consultations()
    token = actor.sit(place)
    is_new = not actor.is_alone and bool(token) and store.find_vote(session_id, token) is None
    join_crowd(session_id)
    with CROWDS.count_vote(session_id, find_address()) if is_new else nullcontext():
        store.vote(session_id, token, vote)

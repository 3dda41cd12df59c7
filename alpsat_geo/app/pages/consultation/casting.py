"""Casting a vote, from a seat of this device, within what a device and an address may send."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from alpsat_geo.app.core import state
from alpsat_geo.app.core.limits import LimitError, find_writer, try_code
from alpsat_geo.app.core.mode import find_actor, find_address
from alpsat_geo.app.core.wiring import load_consultations
from alpsat_geo.compute.consultation import College
from alpsat_geo.report.language import _
from alpsat_geo.store.ballot import Vote
from alpsat_geo.store.consultation_session import ConsultationSession

VOTES_AT_FIRST: Final = 12
"""Votes that an address may bring, whatever is seen there."""

VOTES_PER_DEVICE: Final = 6
"""Votes that it may bring for each device that was connected at the same time as the others."""

_CROWDS_KEPT: Final = 5_000
_VISITS_KEPT: Final = 2_000


@dataclass
class _Crowd:
    """The visits of one consultation from one address: their devices, the most at once, and their votes."""

    devices: OrderedDict[str, str] = field(default_factory=OrderedDict)
    most_at_once: int = 0
    votes: int = 0

    def count(self, is_connected: Callable[[str], bool]) -> None:
        for visit in [visit for visit in self.devices if not is_connected(visit)]:
            del self.devices[visit]
        self.most_at_once = max(self.most_at_once, len(set(self.devices.values())))


class Crowds:
    """The crowds that vote; the latest of them only, and safe to share.

    Parameters
    ----------
    is_connected : function of a visit
        Whether its browser is connected now.
    """

    def __init__(self, is_connected: Callable[[str], bool]) -> None:
        self._is_connected = is_connected
        self._lock = Lock()
        self._crowds: OrderedDict[tuple[str, str], _Crowd] = OrderedDict()

    def arrive(self, session_id: str, address: str, visit: str, device: str) -> None:
        """Note that a visit of a consultation is there.

        Parameters
        ----------
        session_id, address, visit, device : str
        """
        with self._lock:
            crowd = self._find(session_id, address)
            crowd.devices[visit] = device
            while len(crowd.devices) > _VISITS_KEPT:
                crowd.devices.popitem(last=False)
            crowd.count(self._is_connected)

    @contextmanager
    def count_vote(self, session_id: str, address: str) -> Iterator[None]:
        """Count one person's vote, unless it fails.

        Raises
        ------
        LimitError
            If more votes came from there than the devices that were there can have cast.
        """
        with self._lock:
            crowd = self._find(session_id, address)
            crowd.count(self._is_connected)
            if crowd.votes >= VOTES_AT_FIRST + VOTES_PER_DEVICE * crowd.most_at_once:
                raise LimitError(
                    _(
                        "Trop de votes viennent de la même connexion à internet pour le nombre d'appareils qui y sont"
                        " : votre saisie est gardée. Votez depuis une autre connexion (celle du téléphone), ou"
                        " parlez-en à l'animateur ou à l'animatrice."
                    )
                )
            crowd.votes += 1
        try:
            yield
        except BaseException:
            with self._lock:
                crowd.votes -= 1
            raise

    def _find(self, session_id: str, address: str) -> _Crowd:
        crowd = self._crowds.setdefault((session_id, address), _Crowd())
        self._crowds.move_to_end((session_id, address))
        while len(self._crowds) > _CROWDS_KEPT:
            self._crowds.popitem(last=False)
        return crowd


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


def find_own_college(session_id: str, place: int, code: str) -> College | None:
    """Return the college in which a seat of this device votes by code; None while it brings none.

    Raises
    ------
    LimitError
        If too many unknown codes came from this address.
    InputError, MissingError, StoreError
        As `ConsultationStore.find_college`.
    """
    token = find_actor().sit(place)
    if not token:
        return None
    return try_code(lambda: load_consultations().find_college(session_id, token, code))


def cast_vote(session: ConsultationSession, place: int, vote: Vote, code: str = "") -> None:
    """Send a vote from a seat of this device.

    Parameters
    ----------
    session : ConsultationSession
    place : int
    vote : Vote
    code : str
        That this seat brings, where the session takes one.

    Raises
    ------
    LimitError
        If too many were sent just before, from this device or from its address.
    ClosedError, InputError, MissingError, StoreError
        As `ConsultationStore.vote`.
    """
    actor, store, session_id = find_writer("vote"), load_consultations(), session.id
    token = actor.sit(place)
    if session.has_codes:
        # A code is worth one vote, wherever it comes from: no crowd is counted.
        try_code(lambda: store.vote(session_id, token, vote, code))
        return
    is_new = not actor.is_alone and bool(token) and store.find_vote(session_id, token) is None
    join_crowd(session_id)
    with CROWDS.count_vote(session_id, find_address()) if is_new else nullcontext():
        store.vote(session_id, token, vote)

"""Turns of the long computations: a few at once, shared fairly between those who ask.

One server answers many, on one processor that its threads share. Whoever asks one long question after the other must
not keep the others waiting for all of them: a visit computes one thing at a time, an address leaves a place to the
others, and who waits is served in the order of asking.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Final

from alpsat_geo.domain.context_value import set_within
from alpsat_geo.domain.errors import AlpSatError
from alpsat_geo.report.language import _
from alpsat_geo.report.precedence import Length, compute_as, stand_aside

PLACES: Final = 3
"""At once in one process: threads share its processor, and each computation holds tens of megabytes."""

WAITING_PER_VISIT: Final = 8
"""A person may ask for every file of a dossier, one click after the other."""

_GLANCE_S = 0.1


class BusyError(AlpSatError):
    """One visit waits for too much already."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks for long computations.

    Attributes
    ----------
    visit, address : str
        Two visits of one address share all places but one.
    look_up : function of seconds
        Called now and then while one waits, with how long one has: it may say so, and raises whatever it likes to
        give up.
    """

    visit: str
    address: str
    look_up: Callable[[float], None] = lambda _waited_s: None


@dataclass(frozen=True, slots=True, eq=False)
class _Ticket:
    asker: Asker
    turn: Event = field(default_factory=Event)


_ASKER: ContextVar[Asker | None] = ContextVar("asker", default=None)
_HAS_PLACE: ContextVar[bool] = ContextVar("has_place", default=False)


def ask_as(asker: Asker) -> AbstractContextManager[None]:
    """Say who asks for whatever is computed within; nobody waits for a command or a test, which say nothing."""
    return set_within(_ASKER, asker)


def has_place() -> bool:
    """Tell whether who computes holds a place: they then wait for nobody, who may be waiting for theirs."""
    return _HAS_PLACE.get()


def wait_for(lock: Lock) -> None:
    """Take a lock for whoever asks; they may give up meanwhile."""
    asker = _ASKER.get()
    if asker is None:
        lock.acquire()
        return
    if lock.acquire(blocking=False):
        return
    began_s = time.monotonic()
    with stand_aside():
        while not lock.acquire(timeout=_GLANCE_S):
            asker.look_up(time.monotonic() - began_s)


class ComputationQueue:
    """Places to compute in, and those who wait for one.

    Parameters
    ----------
    places : int
        How many compute at once; one address takes one less, but never none.
    """

    def __init__(self, places: int = PLACES) -> None:
        self._places = places
        self._places_per_address = max(1, places - 1)
        self._lock = Lock()
        self._waiting: deque[_Ticket] = deque()
        self._visits: set[str] = set()
        self._addresses: Counter[str] = Counter()

    @contextmanager
    def take_place(self, length: Length) -> Iterator[None]:
        """Wait for a place and hold it; within a place that one holds already, and for nobody in particular, at once.

        Parameters
        ----------
        length : Length
            Of what is computed there; see `precedence`.

        Raises
        ------
        BusyError
            If the visit waits for too much already.
        """
        asker = _ASKER.get()
        if asker is None or has_place():
            yield
            return
        with stand_aside():
            self._enter(asker)
        try:
            with set_within(_HAS_PLACE, value=True), compute_as(length):
                yield
        finally:
            self._leave(asker)

    def count_waiting(self) -> int:
        """Count who waits for a place."""
        return len(self._waiting)

    def _enter(self, asker: Asker) -> None:
        ticket, began_s = _Ticket(asker), time.monotonic()
        with self._lock:
            if sum(other.asker.visit == asker.visit for other in self._waiting) >= WAITING_PER_VISIT:
                raise BusyError(_("Vous attendez déjà plusieurs calculs : laissez-les finir, puis recommencez."))
            self._waiting.append(ticket)
            self._serve()
        try:
            while not ticket.turn.wait(_GLANCE_S):
                asker.look_up(time.monotonic() - began_s)
        except BaseException:
            # Streamlit ends a run by an exception of its own, which is no error.
            self._give_up(ticket)
            raise

    def _give_up(self, ticket: _Ticket) -> None:
        with self._lock:
            # The turn may have come meanwhile.
            is_served = ticket.turn.is_set()
            if not is_served:
                self._waiting.remove(ticket)
        if is_served:
            self._leave(ticket.asker)

    def _leave(self, asker: Asker) -> None:
        with self._lock:
            self._visits.discard(asker.visit)
            self._addresses[asker.address] -= 1
            if not self._addresses[asker.address]:
                del self._addresses[asker.address]
            self._serve()

    def _serve(self) -> None:
        """Give the free places to the first who may have one; the lock is held."""
        for ticket in tuple(self._waiting):
            if len(self._visits) >= self._places:
                return
            visit, address = ticket.asker.visit, ticket.asker.address
            if visit in self._visits or self._addresses[address] >= self._places_per_address:
                continue
            self._waiting.remove(ticket)
            self._visits.add(visit)
            self._addresses[address] += 1
            ticket.turn.set()


QUEUE: Final = ComputationQueue()
"""That of this process."""

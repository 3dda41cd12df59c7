"""Which computation goes first where several share one interpreter: the shorter, then the one that began first.

Threads of one interpreter hand its lock to each other at each operation on arrays, and each time wait for it: two
computations side by side may take six times as long as one after the other. So the longer one rests while a shorter
one is under way, and keeps a tenth of its time, lest it never end.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum
from threading import Condition
from typing import Final

from alpsat_geo.domain.context_value import set_within
from alpsat_geo.domain.giving_way import resting_by


class Length(Enum):
    """How long a computation takes; in seconds, for how long after its beginning what comes may go before it."""

    PAGE = 0.0
    """A run of a page, which gives way to nothing."""

    FILE = 9.5
    """Less than a second: it goes before programmes that have more than half of their time to go, and only these."""

    PROGRAMMES = 10.0
    """More than a second."""

    SITING = 120.0
    """Up to a minute."""


_QUANTUM_S: Final = 0.005
_REST: Final = 9
"""Seconds of rest, at most, for each second of computing."""


@dataclass(slots=True, eq=False)
class _Computation:
    due_s: float
    resumed_s: float

    def rest(self) -> None:
        """Rest while something shorter is under way."""
        computed_s = time.perf_counter() - self.resumed_s
        if computed_s < _QUANTUM_S:
            return
        with _CHANGED:
            _CHANGED.wait_for(lambda: not any(other.due_s < self.due_s for other in _UNDER_WAY), _REST * computed_s)
        self.resumed_s = time.perf_counter()


_UNDER_WAY: Final[set[_Computation]] = set()
_CHANGED: Final = Condition()
_OWN: ContextVar[_Computation | None] = ContextVar("own_computation", default=None)


@contextmanager
def compute_as(length: Length) -> Iterator[None]:
    """Compute something of a length within; a part of a computation that says its own is taken for that meanwhile.

    Parameters
    ----------
    length : Length
    """
    began_s = time.perf_counter()
    outer, own = _OWN.get(), _Computation(began_s + length.value, began_s)
    _exchange(outer, own)
    try:
        with set_within(_OWN, own), resting_by(None if length is Length.PAGE else own.rest):
            yield
    finally:
        _exchange(own, outer)


@contextmanager
def stand_aside() -> Iterator[None]:
    """Wait for something within: nobody gives way meanwhile to who only waits, perhaps for them."""
    own = _OWN.get()
    _exchange(own, None)
    try:
        yield
    finally:
        _exchange(None, own)


def _exchange(leaving: _Computation | None, coming: _Computation | None) -> None:
    with _CHANGED:
        if leaving is not None:
            _UNDER_WAY.discard(leaving)
        if coming is not None:
            _UNDER_WAY.add(coming)
        _CHANGED.notify_all()

"""What a long computation says every few milliseconds, for whoever runs it to let something shorter pass."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from contextvars import ContextVar

from alpsat_geo.domain.context_value import set_within

_REST: ContextVar[Callable[[], None] | None] = ContextVar("rest", default=None)


def resting_by(rest: Callable[[], None] | None) -> AbstractContextManager[None]:
    """Have a function called each time what is computed within could give way; None: it goes on."""
    return set_within(_REST, rest)


def give_way() -> None:
    """Rest, if whoever runs this computation asked for it; nothing else changes."""
    rest = _REST.get()
    if rest is not None:
        rest()

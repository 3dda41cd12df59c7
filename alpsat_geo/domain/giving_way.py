"""What a long computation says every few milliseconds, for whoever runs it to let something shorter pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_REST: ContextVar[Callable[[], None] | None] = ContextVar("rest", default=None)


@contextmanager
def resting_by(rest: Callable[[], None] | None) -> Iterator[None]:
    """Have a function called each time what is computed within could give way; None: it goes on."""
    token = _REST.set(rest)
    try:
        yield
    finally:
        _REST.reset(token)


def give_way() -> None:
    """Rest, if whoever runs this computation asked for it; nothing else changes."""
    rest = _REST.get()
    if rest is not None:
        rest()

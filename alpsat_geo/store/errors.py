"""What can go wrong between a person and the database."""

from __future__ import annotations

from collections.abc import Callable

from alpsat_geo.domain.errors import AlpSatError

_AT_FAILURE: list[Callable[[], None]] = []


class StoreError(AlpSatError):
    """The database cannot be opened, read or written; nothing was changed."""


class MissingError(AlpSatError, LookupError):
    """Nothing is kept under the id that a link or a form gives."""


class ConflictError(AlpSatError):
    """Somebody else changed the record in between; nothing was overwritten."""


class DeniedError(AlpSatError):
    """What was asked is for somebody else to change; nothing was changed."""


class QuotaError(AlpSatError):
    """As much is kept already as may be; nothing was changed."""


class ClosedError(AlpSatError):
    """The consultation is over: nobody votes any more."""


def call_at_failure(listener: Callable[[], None]) -> None:
    """Have a function called whenever the database cannot be read or written; it must not raise."""
    _AT_FAILURE.append(listener)


def tell_failure() -> None:
    """Call those who asked to know that the database failed."""
    for listener in _AT_FAILURE:
        listener()

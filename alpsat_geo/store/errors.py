"""What can go wrong between a person and the database."""

from __future__ import annotations

from alpsat_geo.domain.errors import AlpSatError


class StoreError(AlpSatError):
    """The database cannot be opened, read or written; nothing was changed."""


class MissingError(AlpSatError, LookupError):
    """Nothing is kept under the id that a link or a form gives."""


class ConflictError(AlpSatError):
    """Somebody else changed the record in between; nothing was overwritten."""


class DeniedError(AlpSatError):
    """What was asked is for somebody else to change; nothing was changed."""


class ClosedError(AlpSatError):
    """The consultation is over: nobody votes any more."""

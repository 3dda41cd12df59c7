"""A line of the journal, as it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

MACHINE: Final = "machine"
"""Author of what was written on a machine that serves one person, or by its command line."""
DEVICE: Final = "device:"
"""Begins the pseudonym of a device."""

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One write.

    Attributes
    ----------
    number : int
    made_at : datetime
        In UTC.
    territory_key : str
        Empty for what belongs to none.
    author : str
        E-mail of an account, pseudonym of a device (`DEVICE`), or `MACHINE`.
    act : str
        Name of the method, as `alpsat_geo.store.rights.RIGHTS` has it.
    subject : str
        What was changed: the id of a scenario or of a promise, the number of a correction; a pseudonym of a session or
        a meeting, whose id would open it.
    label : str
        Its name then.
    before, after : mapping or None
        What changed, as plain values; None where there was nothing, or is nothing any more.
    """

    number: int
    made_at: datetime
    territory_key: str
    author: str
    act: str
    subject: str
    label: str
    before: Values | None
    after: Values | None

"""Counts of users that a person set beside the model: how the address carries them, and which of them are used."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date

from alpsat_geo.domain.text import clean_line
from alpsat_geo.report.address.app_state import COUNTED_SOURCE_LENGTH, COUNTED_USERS_MAX

_SIGN = "~"


@dataclass(frozen=True, slots=True, order=True)
class UserCount:
    """Regular users counted in a space.

    Attributes
    ----------
    day : date
    space : str
        Key of the space.
    users : int
        1 or more.
    source : str
        Who counted, or how; may be empty.
    """

    day: date
    space: str
    users: int
    source: str = ""


def write_count(count: UserCount) -> str:
    """Write a count as one key of the address."""
    source = clean_line(count.source.replace(",", " ").replace(_SIGN, " "))[:COUNTED_SOURCE_LENGTH].strip()
    return _SIGN.join((count.space, str(count.users), count.day.isoformat(), source))


def read_counts(keys: Sequence[str], spaces: Container[str], today: date) -> tuple[UserCount, ...]:
    """Read counts from the address, the oldest first; what names no space, no possible day or no user is left out."""
    found = []
    for key in keys:
        space, users, day, source = key.split(_SIGN, 3)
        try:
            counted_on = date.fromisoformat(day)
        except ValueError:
            continue
        if space in spaces and counted_on <= today and 0 < int(users) <= COUNTED_USERS_MAX:
            found.append(UserCount(counted_on, space, int(users), clean_line(source)))
    return tuple(sorted(found))


def choose_latest(counts: Sequence[UserCount]) -> tuple[UserCount, ...]:
    """Return the last count of each space: the same people counted twice are no second evidence."""
    latest = {count.space: count for count in sorted(counts)}
    return tuple(sorted(latest.values()))

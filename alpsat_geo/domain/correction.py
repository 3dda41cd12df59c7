"""A correction to the data of a territory: what somebody knows better than the files, with who, when and on what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

CorrectedThing = Literal["space", "service", "stop"]
Operation = Literal["add", "change", "remove"]
StatedStatus = Literal["", "open", "closed", "open_unverified"]

AT_MOST = 100
"""Corrections of one file, one link or one journal that are in force together."""
AUTHOR_LENGTH = 60
NAME_LENGTH = 80
TEXT_LENGTH = 200
"""Longest hours, host, source or note, in letters."""
DESKS_AT_MOST = 500
PRICE_AT_MOST_EUR = 5000

KINDS: Mapping[CorrectedThing, tuple[str, ...]] = {
    "space": (),
    "service": (
        "france_services",
        "primary_school",
        "college",
        "lycee",
        "pharmacy",
        "food_shop",
        "post_point",
    ),
    "stop": ("station", "coach_stop"),
}
"""Kinds that a service or a stop may have; that of a space is free text."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction; what is empty or None stays as it is.

    Attributes
    ----------
    thing : {"space", "service", "stop"}
    operation : {"add", "change", "remove"}
        A service or a stop is added or removed; a space may also be changed.
    key : str
        Of a space; empty for a service or a stop, which its kind, its commune and its name tell.
    name : str
        New name of a space; of a service or stop, its name (empty, to remove: all of that kind in the commune).
    kind : str
        One of `KINDS`; of a space, what it calls itself.
    insee_code : str
    lon_deg, lat_deg : float or None
        EPSG:4326, both or none; none stands at the town hall, where the model counts it anyway.
    status : {"", "open", "closed", "open_unverified"}
        Of a space: open and closed are certain in every simulation.
    desks_count, price_month_eur : float or None
    hours, host : str
    author : str
        A role or initials, as typed.
    date : str
        ISO day from which it holds.
    source, note : str
    is_saved : bool
        Whether it is kept for the territory; one that a link or a file carries is named as such.
    """

    thing: CorrectedThing
    operation: Operation
    key: str = ""
    name: str = ""
    kind: str = ""
    insee_code: str = ""
    lon_deg: float | None = None
    lat_deg: float | None = None
    status: StatedStatus = ""
    desks_count: float | None = None
    price_month_eur: float | None = None
    hours: str = ""
    host: str = ""
    author: str = ""
    date: str = ""
    source: str = ""
    note: str = ""
    is_saved: bool = False

    @property
    def target(self) -> tuple[str, ...]:
        """Return what it corrects: corrections of different targets do not touch each other."""
        return (self.thing, self.key) if self.thing == "space" else (self.thing, self.kind, self.insee_code)

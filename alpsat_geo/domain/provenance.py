"""Where a file comes from and how sure a number is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from alpsat_geo.domain.text import N_

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

Grade = Literal["A", "B", "C", "D"]

GRADE_LABELS: dict[Grade, str] = {
    "A": N_("étude causale"),
    "B": N_("statistique officielle"),
    "C": N_("cas comparable"),
    "D": N_("hypothèse"),
}


@dataclass(frozen=True, slots=True)
class OriginPart:
    """What one source brought into a file, and when somebody refreshed it.

    Attributes
    ----------
    key : str
        Of the source.
    vintage : str
        Its part of the file's vintage.
    url_download : str
        Where it was downloaded.
    refreshed_on : str
        ISO date.
    refreshed_by : str
        Who asked for it, as they signed; may be empty.
    cadence_days : int
        How often its producer publishes.
    """

    key: str
    vintage: str
    url_download: str
    refreshed_on: str
    refreshed_by: str
    cadence_days: int

    def is_stale(self, today: date) -> bool:
        """Tell whether the producer must have published since: twice its cadence has passed."""
        return (today - date.fromisoformat(self.refreshed_on)).days > 2 * self.cadence_days


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin record that stands beside each data file.

    Attributes
    ----------
    producer, title, url_main, url_download, licence : str
        As the producer names them; ``url_download`` is None when the file has no stable address.
    vintage : str
        The period the figures describe (``"2022"``, ``"2026-T2"``).
    date_published, date_accessed : str
        ISO dates; ``date_published`` is None when the producer gives none.
    sha256 : str
        Of the file beside, lower-case hexadecimal.
    obtained : {"downloaded", "transcribed"}
        How the file came here.
    note : str
        What a reader must know before using it; may be empty.
    parts : tuple of OriginPart
        By source, once refreshed; empty for a file that came with the project.
    """

    producer: str
    title: str
    url_main: str
    url_download: str | None
    licence: str
    vintage: str
    date_published: str | None
    date_accessed: str
    sha256: str
    obtained: Literal["downloaded", "transcribed"]
    note: str = ""
    parts: tuple[OriginPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Age:
    """Age of a file's figures in whole years, from the newest to the oldest of its vintage.

    ``is_of_vintage`` is False when the vintage names no year: the ages are then those of the
    publication, or of the day the file was read.
    """

    newest_year: int
    oldest_year: int
    is_of_vintage: bool


def measure_age(origin: Origin, current_year: int) -> Age:
    """Tell how old the figures of a file are.

    Parameters
    ----------
    origin : Origin
    current_year : int
        A vintage of that year has age 0.
    """
    years = [int(year) for year in _YEAR.findall(origin.vintage)]
    known = years or [int((origin.date_published or origin.date_accessed)[:4])]
    ages = [max(current_year - year, 0) for year in known]
    return Age(min(ages), max(ages), is_of_vintage=bool(years))

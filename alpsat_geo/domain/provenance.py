"""Where a file comes from and how sure a number is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Grade = Literal["A", "B", "C", "D"]

GRADE_LABELS: dict[Grade, str] = {
    "A": "étude causale",
    "B": "statistique officielle",
    "C": "cas comparable",
    "D": "hypothèse",
}


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

"""A point of comparison: what somebody pays elsewhere for a result like one of ours."""

from __future__ import annotations

from dataclasses import dataclass

from alpsat_geo.domain.provenance import Grade


@dataclass(frozen=True, slots=True)
class ReferencePrice:
    """One row of the points of comparison.

    Attributes
    ----------
    key, label, unit, year, place, reading, source : str
        French but for the key; ``reading`` says how to read the amount.
    result : str
        Key of the unit price that it compares with; another word where none of ours is like it.
    low, value, high : float
        As published, in ``unit``.
    eur_per_year_low, eur_per_year_high : float or None
        What that makes a year for one more; None where it does not compare.
    grade : {"A", "B", "C", "D"}
    """

    key: str
    result: str
    label: str
    low: float
    value: float
    high: float
    unit: str
    year: str
    place: str
    eur_per_year_low: float | None
    eur_per_year_high: float | None
    reading: str
    grade: Grade
    source: str

"""Anchors: the two ends of a fixed scale, set before any result is seen."""

from __future__ import annotations

from dataclasses import dataclass

from alpsat_geo.domain.provenance import Grade


@dataclass(frozen=True, slots=True)
class Anchor:
    """The worst and best ends of the scale of one dimension of the profile.

    Attributes
    ----------
    key : str
        Key of the dimension.
    label : str
        French name of what is measured.
    unit : str
        French unit of both ends.
    worst : float
        Measure that is worth 0; it may be the larger of the two.
    best : float
        Measure that is worth 1.
    grade : {"A", "B", "C", "D"}
    reason : str
        Why these ends, in French.
    """

    key: str
    label: str
    unit: str
    worst: float
    best: float
    grade: Grade
    reason: str

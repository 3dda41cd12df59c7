"""Anchors: the two ends of a fixed scale, set before any result is seen."""

from __future__ import annotations

from dataclasses import dataclass

from alpsat_geo.domain.provenance import Grade


@dataclass(frozen=True, slots=True)
class Anchor:
    """The worst and best ends of the scale of one criterion or profile dimension.

    Attributes
    ----------
    key : str
        Key of the criterion or of the dimension.
    label : str
        French name of what is measured.
    unit : str
        French unit of both ends.
    worst : float
        Measure that is worth 0; it may be the larger of the two.
    best : float or None
        Measure that is worth 1; None: the population of the territory.
    grade : {"A", "B", "C", "D"}
    reason : str
        Why these ends, in French.
    """

    key: str
    label: str
    unit: str
    worst: float
    best: float | None
    grade: Grade
    reason: str

    def find_ends(self, population_count: float) -> tuple[float, float]:
        """Return the worst and best ends on a territory of that many inhabitants."""
        return self.worst, population_count if self.best is None else self.best

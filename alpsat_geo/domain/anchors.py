"""Anchors: the two ends of a fixed scale, set before any result is seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from alpsat_geo.domain.provenance import Grade

AnchorScale = Literal["criterion", "profile"]
AnchorRule = Literal["", "population"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """The worst and best ends of the scale of one criterion or profile dimension.

    Attributes
    ----------
    key : str
        Key of the criterion or of the dimension.
    scale : {"criterion", "profile"}
        What the key names.
    unit : str
        French unit of both ends.
    worst : float
        Measure that is worth 0; it may be the larger of the two.
    best : float or None
        Measure that is worth 1; None when ``best_rule`` gives it.
    best_rule : {"", "population"}
        ``"population"``: the best end is the population of the territory.
    grade : {"A", "B", "C", "D"}
    reason : str
        Why these ends, in French.
    label : str
        French name of what is measured.
    """

    key: str
    scale: AnchorScale
    unit: str
    worst: float
    best: float | None
    best_rule: AnchorRule
    grade: Grade
    reason: str
    label: str

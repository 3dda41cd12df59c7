"""What a criterion declares: all that the comparison, the pages and the dossier need to know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from alpsat_geo.compute.formula import Formula, FormulaInput
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.domain.anchors import Anchor
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.provenance import Grade

Direction = Literal["max", "min"]
Objective = Literal["access", "welcome", "money", "prudence", "climate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion.

    Attributes
    ----------
    key, label, unit, help, swing : str
        French but for the key; ``swing`` says in plain words what going from the worst to the best
        anchor means, since that is what a weight is worth; it may hold ``{worst}`` and ``{best}``.
    objective : {"access", "welcome", "money", "prudence", "climate"}
        What it serves: serving those who are here, making people come and stay, spending less public money, being able
        to stop, emitting less.
    direction : {"max", "min"}
        Whether more is better.
    is_weighted_by_default : bool
    is_weighed_in_objective : bool
        Whether it takes a part of the weight of its objective; the others are shown, and weighed on demand.
    worst, best : float
        Anchors of its value function, fixed before any result is seen: the measures that are worth 0 and 1. A best of
        None is the population of the territory.
    anchors_reason, anchors_grade : str
        Why these anchors, in French, and how sure they are.
    measure : function of an outcome to float array (D,)
        NaN where the criterion is without object ("sans objet").
    formulas : tuple of Formula
        The same figure written as text, apart from ``measure``: its own steps, the last named like the criterion. They
        may use the steps of `alpsat_geo.compute.explanation.formulas`.
    inputs : tuple of FormulaInput
        Those that its formulas alone need.
    measure_by_commune : function to float array (D, n), or None
    measure_by_epci : function to float array (D, E), or None
    """

    key: str
    label: str
    unit: str
    help: str
    swing: str
    objective: Objective
    direction: Direction
    is_weighted_by_default: bool
    worst: float
    best: float | None
    anchors_reason: str
    anchors_grade: Grade = "D"
    measure: Callable[[Outcome], FloatArray]
    formulas: tuple[Formula, ...]
    inputs: tuple[FormulaInput, ...] = ()
    is_weighed_in_objective: bool = True
    measure_by_commune: Callable[[Outcome], FloatArray] | None = None
    measure_by_epci: Callable[[Outcome], FloatArray] | None = None

    @property
    def is_money(self) -> bool:
        """Whether it counts euros, which somebody else than the place where they are spent may bear."""
        return self.unit.startswith("€")

    @property
    def anchor(self) -> Anchor:
        """The two ends of its scale, as they are printed."""
        return Anchor(
            key=self.key,
            label=self.label,
            unit=self.unit,
            worst=self.worst,
            best=self.best,
            grade=self.anchors_grade,
            reason=self.anchors_reason,
        )


def join_anchors(criteria: Iterable[Criterion], dimensions: Mapping[str, Anchor]) -> dict[str, Anchor]:
    """Return the anchors of criteria, then those of the dimensions of the profile, by key."""
    return {criterion.key: criterion.anchor for criterion in criteria} | dict(dimensions)

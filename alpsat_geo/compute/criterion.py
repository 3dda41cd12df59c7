"""What a criterion declares, and its value function between two fixed anchors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.domain.arrays import FloatArray

Direction = Literal["max", "min"]
Objective = Literal["access", "welcome", "money", "prudence", "climate"]


@dataclass(frozen=True, slots=True)
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
    figure : str
        Name of the step of `Outcome.explain` that gives the central value.
    measure : function of an outcome to float array (D,)
        NaN where the criterion is without object ("sans objet").
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
    figure: str
    measure: Callable[[Outcome], FloatArray]
    measure_by_commune: Callable[[Outcome], FloatArray] | None = None
    measure_by_epci: Callable[[Outcome], FloatArray] | None = None

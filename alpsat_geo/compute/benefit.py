"""What a scenario brings by each criterion: in all, by EPCI and by commune, and against doing nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.bearers import Bearer, measures_of_places
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.summary import Interval, summarise_columns, summarise_draws
from alpsat_geo.domain.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class Summary:
    """One figure of a scenario: on the draws and at the central parameters, and its change from doing nothing.

    ``change`` is the summary of the differences taken draw by draw, not the difference of two medians.
    """

    value: Interval
    change: Interval
    central: float
    central_change: float


@dataclass(frozen=True, slots=True)
class PlaceBenefits:
    """One figure over m places.

    Attributes
    ----------
    values, changes : float array (3, m)
        Low, median and high of the draws; ``changes`` is the difference with doing nothing, draw by draw.
    means, mean_changes : float array (m,)
        Of the draws.
    central, central_changes : float array (m,)
        The same at the central parameters.
    """

    values: FloatArray
    changes: FloatArray
    means: FloatArray
    mean_changes: FloatArray
    central: FloatArray
    central_changes: FloatArray


@dataclass(frozen=True, slots=True)
class Benefit:
    """What a scenario brings by one criterion; NaN: without object, with or without the scenario.

    Attributes
    ----------
    criterion : Criterion
    value, change : Interval
    central, central_change : float
    by_epci, by_commune : PlaceBenefits or None
        None where the criterion has no value for such a place.
    """

    criterion: Criterion
    value: Interval
    change: Interval
    central: float
    central_change: float
    by_epci: PlaceBenefits | None
    by_commune: PlaceBenefits | None

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is."""
        return 1 if self.criterion.direction == "max" else -1


def measure_benefit(criterion: Criterion, outcome: Outcome, central: Outcome, bearer: Bearer = "host") -> Benefit:
    """Summarise one criterion of a scenario, and its difference with doing nothing.

    Parameters
    ----------
    criterion : Criterion
    outcome, central : Outcome
        The same scenario on the draws and at the central parameters. Doing nothing itself changes nothing.
    bearer : Bearer
        Who bears the costs, over the places.
    """
    found = summarise_measure(criterion.measure, outcome, central)
    by_commune, by_epci = measures_of_places(criterion, bearer)
    return Benefit(
        criterion=criterion,
        value=found.value,
        change=found.change,
        central=found.central,
        central_change=found.central_change,
        by_epci=None if by_epci is None else measure_places(by_epci, outcome, central),
        by_commune=None if by_commune is None else measure_places(by_commune, outcome, central),
    )


def summarise_measure(measure: Callable[[Outcome], FloatArray], outcome: Outcome, central: Outcome) -> Summary:
    """Summarise any measure (D,) of a scenario, and its difference with doing nothing; see `measure_benefit`."""
    drawn, at_centre = measure(outcome), measure(central)
    return Summary(
        value=summarise_draws(drawn),
        change=summarise_draws(_subtract(measure, outcome, drawn)),
        central=float(at_centre[0]),
        central_change=float(_subtract(measure, central, at_centre)[0]),
    )


def measure_places(measure: Callable[[Outcome], FloatArray], outcome: Outcome, central: Outcome) -> PlaceBenefits:
    """Summarise any measure (D, m) of a scenario over m places; see `measure_benefit`."""
    drawn, at_centre = measure(outcome), measure(central)
    changes = _subtract(measure, outcome, drawn)
    return PlaceBenefits(
        values=summarise_columns(drawn),
        changes=summarise_columns(changes),
        means=np.asarray(drawn.mean(axis=0)),
        mean_changes=np.asarray(changes.mean(axis=0)),
        central=np.asarray(at_centre[0]),
        central_changes=np.asarray(_subtract(measure, central, at_centre)[0]),
    )


def _subtract(measure: Callable[[Outcome], FloatArray], outcome: Outcome, drawn: FloatArray) -> FloatArray:
    if outcome.reference is None:
        # Without object minus without object stays without object.
        return np.where(np.isnan(drawn), np.nan, 0.0)
    with np.errstate(invalid="ignore"):
        change: FloatArray = drawn - measure(outcome.reference)
    return change

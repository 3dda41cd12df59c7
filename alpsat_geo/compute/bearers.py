"""Who bears what a scenario costs: the model says what is spent and where, never who pays. That is a convention."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.grouping import sum_by_group
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.domain.arrays import FloatArray

Bearer = Literal["host", "epci", "petr"]
"""The commune where the money is spent; its EPCI, by population; the whole territory, by population."""

PlaceMeasure = Callable[[Outcome], FloatArray]


def spread_amounts(amounts: FloatArray, baseline: Baseline, bearer: Bearer) -> FloatArray:
    """Spread amounts over the communes that bear them; their sum does not change.

    Parameters
    ----------
    amounts : float array (D, n)
        By commune where they are spent.
    baseline : Baseline
    bearer : Bearer
        Residents share the amount of a group; a group whose residents are unknown shares it in equal parts.

    Returns
    -------
    float array (D, n)
    """
    if bearer == "host":
        return amounts
    n = baseline.commune_count
    groups = baseline.epci_index if bearer == "epci" else np.zeros(n, dtype=np.int_)
    people = np.nan_to_num(baseline.population_count, nan=0.0)
    residents = np.bincount(groups, people)
    weights = np.where(residents[groups] > 0, people, 1.0)
    shares = weights / np.bincount(groups, weights)[groups]
    total = sum_by_group(amounts, groups, int(groups.max()) + 1)
    spread: FloatArray = total[:, groups] * shares
    return spread


def bear_by_commune(measure: PlaceMeasure, bearer: Bearer) -> PlaceMeasure:
    """Return a measure of money by commune (D, n), borne by somebody else than the host."""

    def borne(outcome: Outcome) -> FloatArray:
        return spread_amounts(measure(outcome), outcome.baseline, bearer)

    return borne


def bear_by_epci(measure: PlaceMeasure, bearer: Bearer) -> PlaceMeasure:
    """Return the sum by EPCI (D, E) of a measure of money by commune, borne by somebody else than the host."""
    by_commune = bear_by_commune(measure, bearer)

    def borne(outcome: Outcome) -> FloatArray:
        return outcome.baseline.sum_by_epci(by_commune(outcome))

    return borne


def measures_of_places(criterion: Criterion, bearer: Bearer) -> tuple[PlaceMeasure | None, PlaceMeasure | None]:
    """Return how a criterion is measured by commune and by EPCI; None where it has no value for such a place.

    Parameters
    ----------
    criterion : Criterion
        Only money moves: people stay where they are.
    bearer : Bearer
    """
    by_commune = criterion.measure_by_commune
    if bearer == "host" or by_commune is None or not criterion.is_money:
        return by_commune, criterion.measure_by_epci
    return bear_by_commune(by_commune, bearer), bear_by_epci(by_commune, bearer)

"""A siting question as a person asks it, put to the territory: what opens, where, at what price."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal

import numpy as np

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.demand import compute_funnel
from alpsat_geo.compute.draws import Draws, central_draws
from alpsat_geo.compute.siting.choice import choose_sites
from alpsat_geo.compute.siting.pareto import trace_front
from alpsat_geo.compute.siting.plan import SitePlan, SitingResult
from alpsat_geo.compute.siting.problem import Objective, SitingProblem, build_problem
from alpsat_geo.compute.summary import Interval, summarise_draws
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.territory import Season

OpenedKind = Literal["frugal", "standard"]
BOTH_SEASONS: tuple[Season, ...] = ("summer", "winter")
"""Each commune is then judged in its own worst season."""

TRACED_AT_MOST = 5
"""How many spaces the curve of what each further one brings goes up to."""


@dataclass(frozen=True, slots=True)
class SitingRequest:
    """What the person asks: a count or a budget, seasons (several: the worst of them), and rules.

    Attributes
    ----------
    count : int or None
        Spaces to open, exactly.
    budget_eur : float or None
        Most that all the spaces together may cost to install.
    seasons : tuple of Season
    catchment_min : float
        T, in minutes.
    objective : {"coverage", "mean", "worst"}
    is_hard : bool
        Hard threshold at T instead of the soft decay; for coverage only.
    one_per_epci : bool
    keeps_existing : bool
        Whether the spaces open today count.
    kind : {"frugal", "standard"}
        Whose cost a place takes.
    """

    count: int | None
    budget_eur: float | None
    seasons: tuple[Season, ...]
    catchment_min: float
    objective: Objective
    is_hard: bool = False
    one_per_epci: bool = False
    keeps_existing: bool = True
    kind: OpenedKind = "frugal"


def find_open_positions(baseline: Baseline, table: ParameterTable) -> tuple[int, ...]:
    """Return the communes of the spaces that are open at the central parameters, one entry a space."""
    central = central_draws(table, baseline.spaces)
    return tuple(space.commune_index for j, space in enumerate(baseline.spaces) if central.space_is_open[0, j])


def price_site(table: ParameterTable, kind: OpenedKind) -> float:
    """Return the central investment of one space of a kind, in euros: desks times investment per desk."""
    return table[f"{kind}_desks_count"].value * table[f"{kind}_capex_per_desk_eur"].value


def price_drawn_site(draws: Draws, kind: OpenedKind) -> Interval:
    """Return the investment of one space of a kind on the draws, in euros: desks times investment per desk."""
    return summarise_draws(draws[f"{kind}_desks_count"] * draws[f"{kind}_capex_per_desk_eur"])


def build_request_problem(baseline: Baseline, table: ParameterTable, request: SitingRequest) -> SitingProblem:
    """Put a request to the territory.

    Candidates are the town halls. The weight is the central demand of each commune; existing spaces
    are those that are open at the central parameters; every place costs the same.

    Parameters
    ----------
    baseline : Baseline
        Of n communes.
    table : ParameterTable
    request : SitingRequest

    Returns
    -------
    SitingProblem
        n communes by n candidates. Costs are left out when no budget limits the plan.

    Raises
    ------
    InputError
        If the request cannot be met: the sentence says why.
    """
    central = central_draws(table, baseline.spaces)
    existing = list(find_open_positions(baseline, table)) if request.keeps_existing else []
    minutes = [np.asarray(baseline.minutes[season]) for season in request.seasons]
    cost_eur = np.full(baseline.commune_count, price_site(table, request.kind))
    return build_problem(
        minutes,
        compute_funnel(baseline, central).demand_users[0],
        existing_min=[times[:, existing].min(axis=1, initial=np.inf) for times in minutes],
        population=baseline.population_count,
        objective=request.objective,
        is_hard=request.is_hard,
        catchment_min=request.catchment_min,
        count=request.count,
        budget_eur=request.budget_eur,
        cost_eur=None if request.budget_eur is None else cost_eur,
        epci=baseline.epci_index if request.one_per_epci else None,
        epci_count=len(baseline.epci_sirens) if request.one_per_epci else None,
    )


def find_sites(baseline: Baseline, table: ParameterTable, request: SitingRequest) -> SitingResult:
    """Find the best places among the town halls of the territory, and every plan nearly as good.

    Raises
    ------
    InputError
        If the request cannot be met.
    """
    return choose_sites(build_request_problem(baseline, table, request))


def trace_request_front(
    baseline: Baseline, table: ParameterTable, request: SitingRequest, count_max: int
) -> tuple[SitePlan, ...]:
    """Trace what each further space brings, whatever count or budget was asked.

    Parameters
    ----------
    baseline : Baseline
    table : ParameterTable
    request : SitingRequest
        Its count and its budget are ignored; its rules hold.
    count_max : int
        Most spaces.

    Returns
    -------
    tuple of SitePlan
        By rising number of spaces, each strictly better than all smaller plans.

    Raises
    ------
    InputError
        If `count_max` is not possible.
    """
    unlimited = dataclasses.replace(request, count=count_max, budget_eur=None)
    return trace_front(build_request_problem(baseline, table, unlimited), count_max)

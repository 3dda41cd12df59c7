"""One plan of places to open, and the answer with every plan nearly as good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from alpsat_geo.domain.arrays import FloatArray

NEAR_OPTIMAL_SHARE = 0.02
# A relative difference below this is rounding: the tie rule decides.
TIE_TOLERANCE = 1e-9
# Left to each run of the solver, where plans are too many to score one by one.
SOLVER_LIMIT_S = 60.0


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A set of places to open, with what it gives.

    Attributes
    ----------
    sites : tuple of int
        Candidate places, ascending.
    value : float
        Weight covered (coverage), weighted mean minutes of the reachable weight (mean; inf when nothing is
        reachable), or minutes of the worst reachable commune (worst). Existing spaces count.
    unreachable_share : float
        Share of the weight that reaches no space, existing or opened. Never averaged into minutes.
    population_unreachable_share : float
        Same, for residents.
    population_mean_min : float
        Mean minutes of the residents who reach a space; inf when none does.
    cost_eur : float or None
        None when candidates have no cost.
    """

    sites: tuple[int, ...]
    value: float
    unreachable_share: float
    population_unreachable_share: float
    population_mean_min: float
    cost_eur: float | None


@dataclass(frozen=True, slots=True)
class SitingResult:
    """The best plan and the plans within 2 % of it.

    Attributes
    ----------
    optimal : SitePlan
        Ties go to the least unreachable residents, then the least population-weighted minutes, then the order of the
        candidates.
    near_optimal : tuple of SitePlan
        Best first, the optimum included; at most 200 by enumeration, 50 by mixed-integer programming.
    near_count : int
        Plans within 2 %: all of them when `is_complete`, else those found.
    is_complete : bool
        Whether `near_count` and `frequency_share` cover every plan within 2 %.
    frequency_share : numpy.ndarray, shape (m,)
        Share of the near-optimal plans that open each candidate.
    always, often, sometimes, never : tuple of int
        Candidates in all of the near-optimal plans, in at least half, in fewer, in none.
    method : {"enumeration", "milp"}
    gap : float
        Proven relative distance to the best possible value; 0 by enumeration.
    without_opening : SitePlan
        What existing spaces give alone.
    """

    optimal: SitePlan
    near_optimal: tuple[SitePlan, ...]
    near_count: int
    is_complete: bool
    frequency_share: FloatArray
    always: tuple[int, ...]
    often: tuple[int, ...]
    sometimes: tuple[int, ...]
    never: tuple[int, ...]
    method: Literal["enumeration", "milp"]
    gap: float
    without_opening: SitePlan

"""The door of siting: score every plan while that is possible, else prove the best one with HiGHS."""

from __future__ import annotations

from alpsat_geo.compute.siting.enumeration import ENUMERATION_LIMIT, count_subsets
from alpsat_geo.compute.siting.near_optimal import enumerate_plans, possible_sizes
from alpsat_geo.compute.siting.plan import SitingResult
from alpsat_geo.compute.siting.problem import SitingProblem


def choose_sites(problem: SitingProblem, *, enumeration_limit: int = ENUMERATION_LIMIT) -> SitingResult:
    """Find the best places to open, and every plan nearly as good.

    Parameters
    ----------
    problem : SitingProblem
        From `build_problem`.
    enumeration_limit : int
        Most plans to score one by one, 5 million by default; beyond, a run of the solver cut short shows in the gap.

    Returns
    -------
    SitingResult
        By enumeration the gap is 0 and the near-optimal plans are complete.

    Raises
    ------
    InputError
        If no plan keeps to the budget with one space per EPCI.
    """
    if count_subsets(problem.candidate_count, possible_sizes(problem)) <= enumeration_limit:
        return enumerate_plans(problem)
    from alpsat_geo.compute.siting.milp import optimise_plans  # noqa: PLC0415 - few questions wait for HiGHS

    return optimise_plans(problem)

"""Siting beyond enumeration: the proven optimum by HiGHS, and up to 50 near-optimal plans through no-good cuts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import highspy
import numpy as np

from alpsat_geo.compute.siting.assignment import AssignmentModel, Solution, build_model
from alpsat_geo.compute.siting.center import minimise_worst, prepare_search
from alpsat_geo.compute.siting.near_optimal import assemble_result, explain_infeasible
from alpsat_geo.compute.siting.objectives import (
    describe_plan,
    is_within,
    order_plans,
    pad_sites,
    read_plan,
    tabulate_plans,
)
from alpsat_geo.compute.siting.plan import NEAR_OPTIMAL_SHARE, SitePlan, SitingResult
from alpsat_geo.compute.siting.problem import SitingProblem
from alpsat_geo.domain.errors import InputError

LISTED_PLANS = 50
# Looser than the solver's own tolerance; every plan is measured again in full precision before it is compared.
_STAGE_TOLERANCE = 1e-8
_GAP_TOLERANCE = 1e-8

NextPlan = Callable[[], tuple[int, ...] | None]


def optimise_plans(problem: SitingProblem) -> SitingResult:
    """Prove the best plan, then list the next ones while they lie within 2 %.

    Parameters
    ----------
    problem : SitingProblem

    Returns
    -------
    SitingResult
        Never marked complete. The order of the candidates, last tie rule, holds among the listed plans.

    Raises
    ------
    InputError
        If no plan keeps to the budget with one space per EPCI.
    """
    lister = _list_by_radius if problem.objective == "worst" else _list_by_cuts
    found, gap = lister(problem)
    table = tabulate_plans(problem, pad_sites(found))
    plans = [read_plan(problem, table, int(row)) for row in order_plans(problem, table)]
    near = [plan for plan in plans if _is_near(problem, plan, plans[0])][:LISTED_PLANS]
    openings = np.zeros(problem.candidate_count)
    for plan in near:
        openings[list(plan.sites)] += 1
    return assemble_result(
        problem, near, openings / len(near), near_count=len(near), method="milp", gap=gap, is_complete=False
    )


def _list_by_cuts(problem: SitingProblem) -> tuple[list[tuple[int, ...]], float]:
    model, missed_gap = _pose_objective(problem)
    terms = _objective_terms(model)
    first = model.minimise(terms)
    if first is None:
        raise InputError(explain_infeasible(problem))
    found = _break_ties(problem, first.sites)
    for sites in found:
        model.exclude(sites)

    def next_plan() -> tuple[int, ...] | None:
        solution = model.minimise(terms)
        if solution is None:
            return None
        model.exclude(solution.sites)
        return solution.sites

    _extend_while_near(problem, found, next_plan)
    return found, max(missed_gap, _relative_gap(first))


def _list_by_radius(problem: SitingProblem) -> tuple[list[tuple[int, ...]], float]:
    search = prepare_search(problem)
    if search is None:
        raise InputError(explain_infeasible(problem))
    first, place, gap = minimise_worst(search)
    if first is None:
        raise InputError(explain_infeasible(problem))
    found = _break_ties(problem, first.sites)
    search.excluded.extend(found)
    places = iter(range(place, search.radii.size))
    limit = float(search.radii[place]) * (1 + NEAR_OPTIMAL_SHARE)
    current = next(places)

    def next_plan() -> tuple[int, ...] | None:
        nonlocal current
        while search.radii[current] <= limit:
            solution, _ = search.reaches(current)
            if solution is not None:
                search.excluded.append(solution.sites)
                return solution.sites
            following = next(places, None)
            if following is None:
                return None
            current = following
        return None

    _extend_while_near(problem, found, next_plan)
    return found, gap


def _extend_while_near(problem: SitingProblem, found: list[tuple[int, ...]], next_plan: NextPlan) -> None:
    best = describe_plan(problem, found[0])
    while len(found) < LISTED_PLANS:
        sites = next_plan()
        if sites is None or not _is_near(problem, describe_plan(problem, sites), best):
            return
        found.append(sites)


def _is_near(problem: SitingProblem, plan: SitePlan, best: SitePlan) -> bool:
    if not problem.is_maximised and plan.unreachable_share > best.unreachable_share + _STAGE_TOLERANCE:
        return False
    return bool(is_within(problem, np.array([plan.value]), best.value, NEAR_OPTIMAL_SHARE)[0])


def _pose_objective(problem: SitingProblem) -> tuple[AssignmentModel, float]:
    model = build_model(problem)
    if problem.is_maximised:
        return model, 0.0
    missed = list(_unreached_terms(model, problem.weight))
    least = model.minimise(missed)
    if least is None:
        raise InputError(explain_infeasible(problem))
    _cap(model, missed, least.value)
    return model, _relative_gap(least)


def _break_ties(problem: SitingProblem, sites: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Look for the plan of equal value that is nearest to residents; best first, the given plan kept."""
    best = describe_plan(problem, sites)
    model = build_model(problem)
    weight = problem.weight
    if problem.is_maximised:
        _cap(model, _objective_terms(model), -best.value / float(weight.sum()))
    else:
        _cap(model, _unreached_terms(model, weight), best.unreachable_share)
        if problem.objective == "worst":
            _close_beyond(model, best.value)
        elif np.isfinite(best.value):
            _cap(model, _objective_terms(model), best.value * (1 - best.unreachable_share))
    residents = list(_unreached_terms(model, problem.population))
    least = model.minimise(residents)
    if least is None:
        return [sites]
    _cap(model, residents, least.value)
    nearest = model.minimise(_minutes_terms(model, problem.population))
    if nearest is None or nearest.sites == sites:
        return [sites]
    found = [sites, nearest.sites]
    order = order_plans(problem, tabulate_plans(problem, pad_sites(found)))
    return [found[row] for row in order]


def _close_beyond(model: AssignmentModel, radius: float) -> None:
    is_single = len(model.problem.minutes) == 1
    for column, commune, minutes in model.minutes:
        if model.problem.weight[commune] <= 0:
            continue
        if not is_single:
            model.solver.changeColBounds(column, 0.0, radius)
        elif minutes > radius:
            model.solver.changeColBounds(column, 0.0, 0.0)


def _objective_terms(model: AssignmentModel) -> list[tuple[int, float]]:
    weight = model.problem.weight
    if not model.problem.is_maximised:
        return _minutes_terms(model, weight)
    share = weight / weight.sum()
    return [(column, -float(share[commune]) * value) for column, commune, value in model.reach]


def _minutes_terms(model: AssignmentModel, weight: np.ndarray) -> list[tuple[int, float]]:
    share = weight / weight.sum()
    return [(column, float(share[commune]) * value) for column, commune, value in model.minutes]


def _unreached_terms(model: AssignmentModel, weight: np.ndarray) -> Iterable[tuple[int, float]]:
    return zip(model.unreached, (weight / weight.sum()).tolist(), strict=True)


def _cap(model: AssignmentModel, terms: Iterable[tuple[int, float]], value: float) -> None:
    model.add_row(terms, -highspy.kHighsInf, value + _STAGE_TOLERANCE * max(1.0, abs(value)))


def _relative_gap(solution: Solution) -> float:
    distance = solution.value - solution.bound
    gap = distance / max(abs(solution.value), 1.0)
    return gap if gap > _GAP_TOLERANCE else 0.0

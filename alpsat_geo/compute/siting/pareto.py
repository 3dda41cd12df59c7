"""Cost against what it brings: the plans that no cheaper plan equals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from alpsat_geo.compute.siting.choice import choose_sites
from alpsat_geo.compute.siting.enumeration import (
    ENUMERATION_LIMIT,
    combine_subsets,
    count_subsets,
    list_subsets,
    mask_feasible,
    score_subsets,
)
from alpsat_geo.compute.siting.near_optimal import explain_infeasible, value_scores
from alpsat_geo.compute.siting.objectives import order_plans, pad_sites, read_plan, tabulate_plans
from alpsat_geo.compute.siting.plan import TIE_TOLERANCE, SitePlan
from alpsat_geo.compute.siting.problem import SitingProblem
from alpsat_geo.domain.arrays import FloatArray, IntArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_

_CENT = 0.01


def trace_front(
    problem: SitingProblem, count_max: int, *, enumeration_limit: int = ENUMERATION_LIMIT
) -> tuple[SitePlan, ...]:
    """Trace the Pareto front of cost against the objective, from 1 space to `count_max`.

    Parameters
    ----------
    problem : SitingProblem
        Its count is ignored; its budget and its rule by EPCI hold. Without costs, the number of spaces is the cost.
    count_max : int
        Most spaces to open.
    enumeration_limit : int
        Most plans to score one by one.

    Returns
    -------
    tuple of SitePlan
        By rising cost, each strictly better than all cheaper ones; the tie rule decides between equals.

    Raises
    ------
    InputError
        If `count_max` is below 1 or above the number of candidates, if no plan is feasible, or if costs differ
        between candidates and the plans are too many to score.
    """
    least = max(1, problem.epci_count)
    if not least <= count_max <= problem.candidate_count:
        sentence = N_(
            "Courbe demandée jusqu'à {count} espaces : choisissez entre {least} et {most}, le nombre de lieux "
            "candidats."
        )
        raise InputError(remark(sentence, count=count_max, least=least, most=problem.candidate_count))
    sizes = range(least, count_max + 1)
    if count_subsets(problem.candidate_count, sizes) <= enumeration_limit:
        return _trace_by_enumeration(problem, sizes)
    return _trace_by_count(problem, sizes, enumeration_limit)


def _trace_by_enumeration(problem: SitingProblem, sizes: range) -> tuple[SitePlan, ...]:
    parts = [part for size in sizes if (part := _score_size(problem, size)) is not None]
    if not parts:
        raise InputError(explain_infeasible(problem))
    cost, missed, key, size_of, rank = (np.concatenate(column) for column in zip(*parts, strict=True))
    quality = np.empty(cost.size, dtype=np.int64)
    quality[np.lexsort((key, missed))] = np.arange(cost.size)
    by_cost = np.lexsort((quality, cost))
    best_so_far = np.minimum.accumulate(quality[by_cost])
    improves = np.concatenate(([True], best_so_far[1:] < best_so_far[:-1]))
    missed_slack, key_slack = _slacks(problem)
    front: list[SitePlan] = []
    last = -1
    for place in by_cost[improves]:
        if last >= 0 and missed[place] >= missed[last] - missed_slack and key[place] >= key[last] - key_slack:
            continue
        is_tied = np.abs(cost - cost[place]) <= _CENT
        is_tied &= (missed <= missed[place] + missed_slack) & (key <= key[place] + key_slack)
        front.append(_first_by_tie_rule(problem, size_of[is_tied], rank[is_tied]))
        last = place
    return tuple(front)


def _score_size(
    problem: SitingProblem, size: int
) -> tuple[FloatArray, FloatArray, FloatArray, IntArray, IntArray] | None:
    mask = mask_feasible(problem, size)
    scores = score_subsets(problem, size)
    rank = np.arange(scores.total.size) if mask is None else np.flatnonzero(mask)
    if rank.size == 0:
        return None
    costs = np.ones(problem.candidate_count) if problem.cost_eur is None else problem.cost_eur
    cost = combine_subsets(costs, size, np.add)[rank]
    missed, value = scores.missed[rank], value_scores(problem, scores.missed[rank], scores.total[rank])
    key = -value if problem.is_maximised else value
    if np.ptp(costs) == 0:
        # At one cost only the best plan and its equals can stand on the front: the others need no sorting.
        missed_slack, key_slack = _slacks(problem)
        kept = np.flatnonzero(missed <= missed.min() + missed_slack)
        kept = kept[key[kept] <= key[kept].min() + key_slack]
        cost, missed, key, rank = cost[kept], missed[kept], key[kept], rank[kept]
    return cost, missed, key, np.full(rank.size, size), rank


def _slacks(problem: SitingProblem) -> tuple[float, float]:
    """Return the differences of missed weight and of value below which two plans are equal."""
    missed_slack = TIE_TOLERANCE * float(problem.weight.sum())
    return missed_slack, missed_slack if problem.is_maximised else TIE_TOLERANCE


def _first_by_tie_rule(problem: SitingProblem, sizes: IntArray, ranks: IntArray) -> SitePlan:
    plans = [
        tuple(int(site) for site in subset)
        for size in np.unique(sizes)
        for subset in list_subsets(ranks[sizes == size], int(size), problem.candidate_count)
    ]
    table = tabulate_plans(problem, pad_sites(plans))
    return read_plan(problem, table, int(order_plans(problem, table)[0]))


def _trace_by_count(problem: SitingProblem, sizes: range, enumeration_limit: int) -> tuple[SitePlan, ...]:
    costs = problem.cost_eur
    if costs is not None and np.ptp(costs) > _CENT:
        sentence = N_(
            "Trop de plans pour tracer la courbe jusqu'à {count} espaces avec des coûts différents : réduisez le "
            "nombre d'espaces ou de lieux candidats."
        )
        raise InputError(remark(sentence, count=sizes[-1]))
    front: list[SitePlan] = []
    for size in sizes:
        if problem.budget_eur is not None and costs is not None and size * costs[0] > problem.budget_eur + _CENT:
            break
        plan = choose_sites(replace(problem, count=size), enumeration_limit=enumeration_limit).optimal
        if not front or _is_better(problem, plan, front[-1]):
            front.append(plan)
    return tuple(front)


def _is_better(problem: SitingProblem, plan: SitePlan, other: SitePlan) -> bool:
    if not problem.is_maximised and plan.unreachable_share < other.unreachable_share - TIE_TOLERANCE:
        return True
    if problem.is_maximised:
        return plan.value > other.value + TIE_TOLERANCE * float(problem.weight.sum())
    return plan.value < other.value - TIE_TOLERANCE

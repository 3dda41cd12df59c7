"""The optimum and every plan within 2 % of it, by enumeration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from alpsat_geo.compute.siting.enumeration import (
    SubsetScores,
    list_subsets,
    mask_feasible,
    score_subsets,
)
from alpsat_geo.compute.siting.objectives import describe_plan, is_within, order_plans, read_plan, tabulate_plans
from alpsat_geo.compute.siting.plan import NEAR_OPTIMAL_SHARE, TIE_TOLERANCE, SitePlan, SitingResult
from alpsat_geo.compute.siting.problem import SitingProblem
from alpsat_geo.domain.arrays import FloatArray, IntArray, freeze_floats
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.giving_way import give_way
from alpsat_geo.domain.remark import Remark, remark
from alpsat_geo.domain.text import N_

LISTED_PLANS = 200
_CHUNK_PLANS = 20_000
_OFTEN_SHARE = 0.5


def possible_sizes(problem: SitingProblem) -> range:
    """Numbers of spaces that a plan may open.

    Parameters
    ----------
    problem : SitingProblem

    Returns
    -------
    range
        The count alone, or 1 to as many of the cheapest as the budget pays.
    """
    if problem.count is not None:
        return range(problem.count, problem.count + 1)
    cheapest_first = np.cumsum(np.sort(_costs(problem)))
    affordable = int(np.count_nonzero(cheapest_first <= (problem.budget_eur or 0.0) + 0.01))
    return range(max(1, problem.epci_count), affordable + 1)


def enumerate_plans(problem: SitingProblem) -> SitingResult:
    """Score every plan and keep all that lie within 2 % of the best.

    Parameters
    ----------
    problem : SitingProblem

    Returns
    -------
    SitingResult
        Complete: ``near_count`` and frequencies cover every plan within 2 %; the first 200 are listed.

    Raises
    ------
    InputError
        If no plan keeps to the budget with one space per EPCI.
    """
    scored: list[tuple[SubsetScores, IntArray]] = []
    for size in possible_sizes(problem):
        scores = score_subsets(problem, size)
        mask = mask_feasible(problem, size)
        ranks = np.arange(scores.total.size) if mask is None else np.flatnonzero(mask)
        if ranks.size:
            scored.append((scores, ranks))
    if not scored:
        raise InputError(explain_infeasible(problem))
    near = _keep_near(problem, scored)
    frequency = _count_openings(problem, near)
    near_count = sum(ranks.size for _, ranks in near)
    plans = _list_best(problem, near)
    return assemble_result(
        problem, plans, frequency / near_count, near_count=near_count, method="enumeration", gap=0.0, is_complete=True
    )


def value_scores(problem: SitingProblem, missed: FloatArray, total: FloatArray) -> FloatArray:
    """Turn the scores of subsets into values of the objective.

    Parameters
    ----------
    problem : SitingProblem
    missed, total : numpy.ndarray, shape (K,)
        As `SubsetScores`.

    Returns
    -------
    numpy.ndarray, shape (K,)
        Weight covered, mean minutes or worst minutes; inf where nothing is reached.
    """
    if problem.is_maximised:
        return total
    weight = float(problem.weight.sum())
    is_reached = missed < weight * (1 - TIE_TOLERANCE)
    divisor = weight - missed if problem.objective == "mean" else np.ones_like(total)
    return np.divide(total, divisor, out=np.full_like(total, np.inf), where=is_reached)


def explain_infeasible(problem: SitingProblem) -> Remark:
    """Say that the budget and the rule by EPCI exclude each other.

    Parameters
    ----------
    problem : SitingProblem

    Returns
    -------
    Remark
    """
    if problem.budget_eur is None:
        return remark(
            N_("Aucun plan n'est possible : augmentez le budget ou renoncez à cette règle.")
            if problem.epci is None
            else N_(
                "Aucun plan n'est possible, un espace au moins par communauté de communes : augmentez le budget ou"
                " renoncez à cette règle."
            )
        )
    sentence = (
        N_("Aucun plan n'est possible avec un budget de {budget} € : augmentez le budget ou renoncez à cette règle.")
        if problem.epci is None
        else N_(
            "Aucun plan n'est possible avec un budget de {budget} €, un espace au moins par communauté de communes :"
            " augmentez le budget ou renoncez à cette règle."
        )
    )
    return remark(sentence, budget=round(problem.budget_eur))


def assemble_result(
    problem: SitingProblem,
    plans: Sequence[SitePlan],
    frequency_share: FloatArray,
    *,
    near_count: int,
    method: Literal["enumeration", "milp"],
    gap: float,
    is_complete: bool,
) -> SitingResult:
    """Sort candidates by how often near-optimal plans open them.

    Parameters
    ----------
    problem : SitingProblem
    plans : sequence of SitePlan
        Near-optimal plans, best first.
    frequency_share : numpy.ndarray, shape (m,)
    near_count : int
    method : {"enumeration", "milp"}
    gap : float
    is_complete : bool

    Returns
    -------
    SitingResult
    """
    frequency = freeze_floats(frequency_share)
    is_always = frequency >= 1.0
    is_never = frequency <= 0.0
    is_often = ~is_always & (frequency >= _OFTEN_SHARE)
    is_sometimes = ~is_always & ~is_often & ~is_never
    always, often, sometimes, never = (
        tuple(int(place) for place in np.flatnonzero(group)) for group in (is_always, is_often, is_sometimes, is_never)
    )
    return SitingResult(
        optimal=plans[0],
        near_optimal=tuple(plans),
        near_count=near_count,
        is_complete=is_complete,
        frequency_share=frequency,
        always=always,
        often=often,
        sometimes=sometimes,
        never=never,
        method=method,
        gap=gap,
        without_opening=describe_plan(problem, ()),
    )


def _costs(problem: SitingProblem) -> FloatArray:
    return np.zeros(problem.candidate_count) if problem.cost_eur is None else problem.cost_eur


def _keep_near(
    problem: SitingProblem, scored: list[tuple[SubsetScores, IntArray]]
) -> list[tuple[SubsetScores, IntArray]]:
    slack = TIE_TOLERANCE * float(problem.weight.sum())
    least_missed = min(float(scores.missed[ranks].min()) for scores, ranks in scored)
    kept: list[tuple[SubsetScores, IntArray]] = []
    bests: list[float] = []
    for scores, ranks in scored:
        remaining = ranks[scores.missed[ranks] <= least_missed + slack]
        if remaining.size:
            value = value_scores(problem, scores.missed[remaining], scores.total[remaining])
            kept.append((scores, remaining))
            bests.append(float(value.max() if problem.is_maximised else value.min()))
    best = max(bests) if problem.is_maximised else min(bests)
    near: list[tuple[SubsetScores, IntArray]] = []
    for scores, ranks in kept:
        value = value_scores(problem, scores.missed[ranks], scores.total[ranks])
        inside = ranks[is_within(problem, value, best, NEAR_OPTIMAL_SHARE)]
        if inside.size:
            near.append((scores, inside))
    return near


def _count_openings(problem: SitingProblem, near: list[tuple[SubsetScores, IntArray]]) -> FloatArray:
    openings = np.zeros(problem.candidate_count)
    for scores, ranks in near:
        for start in range(0, ranks.size, _CHUNK_PLANS):
            give_way()
            subsets = list_subsets(ranks[start : start + _CHUNK_PLANS], scores.size, problem.candidate_count)
            openings += np.bincount(subsets.ravel(), minlength=problem.candidate_count)
    return openings


def _list_best(problem: SitingProblem, near: list[tuple[SubsetScores, IntArray]]) -> list[SitePlan]:
    sign = -1.0 if problem.is_maximised else 1.0
    keys = [sign * value_scores(problem, scores.missed[ranks], scores.total[ranks]) for scores, ranks in near]
    pooled = np.concatenate(keys)
    place = min(LISTED_PLANS, pooled.size) - 1
    last = float(np.partition(pooled, place)[place])
    # Plans that tie with the last one listed compete for its place by the tie rule.
    limit = last + TIE_TOLERANCE * max(abs(last), TIE_TOLERANCE) if np.isfinite(last) else last
    widest = max(scores.size for scores, _ in near)
    rows = [
        _pad(list_subsets(ranks[key <= limit], scores.size, problem.candidate_count), widest)
        for (scores, ranks), key in zip(near, keys, strict=True)
    ]
    table = tabulate_plans(problem, np.concatenate(rows))
    return [read_plan(problem, table, int(row)) for row in order_plans(problem, table)[:LISTED_PLANS]]


def _pad(subsets: IntArray, width: int) -> IntArray:
    return np.pad(subsets, ((0, 0), (0, width - subsets.shape[1])), constant_values=-1)

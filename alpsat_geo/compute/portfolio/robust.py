"""The answer to a question on portfolios: what holds in most cases, what is best, what one gives up.

Everything is read from scores and costs that are already computed: moving a budget evaluates nothing again.
P portfolios, N candidates, D draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.portfolio.fates import Fate, tell_fates
from alpsat_geo.compute.portfolio.frontier import Step, find_best_by_band, trace_frontier
from alpsat_geo.compute.portfolio.problem import Question
from alpsat_geo.compute.portfolio.scoring import ScoredPortfolios
from alpsat_geo.compute.portfolio.selection import find_best, require_feasible, select_portfolios
from alpsat_geo.compute.summary import Interval, summarise_draws
from alpsat_geo.domain.arrays import BoolArray, FloatArray, IntArray

NEAR_BEST_SHARE = 0.02
BAND_EUR_PER_YEAR = 10_000.0
NOTHING = 0
"""The portfolio that holds nothing is listed first."""


@dataclass(frozen=True, slots=True)
class Winners:
    """The best portfolios of each draw; those that tie share it.

    Attributes
    ----------
    scores : float array (D,)
        Best score of each draw.
    portfolios, draws : integer array (W,)
        Pairs of a portfolio and a draw in which it is best.
    shares : float array (W,)
        Part of the draw that falls to it.
    """

    scores: FloatArray
    portfolios: IntArray
    draws: IntArray
    shares: FloatArray


@dataclass(frozen=True, slots=True)
class Regret:
    """What a portfolio gives up against the best of each draw, on average.

    Attributes
    ----------
    score, eur_per_year : float
        In score, and in euros a year at the typical weights (NaN when money weighs nothing).
    changes : mapping of criterion key to float
        What the best of each draw has more than the portfolio, in the unit of the criterion; NaN: without object.
    """

    score: float
    eur_per_year: float
    changes: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the portfolios answer to a question.

    Attributes
    ----------
    feasible : bool array (P,)
    best : int
        Highest mean score over the draws; of equals the one that needs the least budget.
    first_step : int or None
        The best of those that do something: what to begin with where doing nothing is best; None: nothing else fits.
    net_public_cost, investment : Interval
        Of the best, to the payer of the question.
    near_best : tuple of int
        Feasible portfolios whose mean score is within 2 % of the best, best first.
    nothing_share : float
        Share of the draws in which doing nothing is best.
    frontier : tuple of Step
        Without the budget of the question, all its other constraints the same.
    bands : tuple of Step
        Without that budget too: the best that needs a budget within each band of `BAND_EUR_PER_YEAR`, doing nothing
        first.
    largest_budget_eur_per_year : float
        Needed by the most expensive portfolio that the other constraints allow.
    fates : tuple of Fate, length N
    winners : Winners
    regret : Regret
        Of the best.
    """

    feasible: BoolArray
    best: int
    first_step: int | None
    net_public_cost: Interval
    investment: Interval
    near_best: tuple[int, ...]
    nothing_share: float
    frontier: tuple[Step, ...]
    bands: tuple[Step, ...]
    largest_budget_eur_per_year: float
    fates: tuple[Fate, ...]
    winners: Winners
    regret: Regret


def answer_question(scored: ScoredPortfolios, question: Question) -> Answer:
    """Answer a question from what is computed.

    Parameters
    ----------
    scored : ScoredPortfolios
    question : Question

    Returns
    -------
    Answer

    Raises
    ------
    InputError
        If the question cannot be asked, or if no portfolio fits: the sentence says which budget would do.
    """
    question.check(scored.keys)
    selection = select_portfolios(scored, question)
    require_feasible(selection, question)
    feasible, mean_scores = selection.feasible, scored.mean_scores
    best = find_best(np.flatnonzero(feasible), mean_scores, selection.budget_needed)
    winners = find_winners(scored.scores, feasible)
    best_shares = np.bincount(winners.portfolios, winners.shares, len(feasible)) / len(winners.scores)
    affordable, needed = np.flatnonzero(selection.affordable), selection.budget_needed
    frontier = trace_frontier(affordable, needed, mean_scores)
    acting = np.flatnonzero(feasible)
    acting = acting[acting != NOTHING]
    return Answer(
        feasible=feasible,
        best=best,
        first_step=find_best(acting, mean_scores, needed) if acting.size else None,
        net_public_cost=measure_cost(scored, question, best),
        investment=measure_investment(scored, question, best),
        near_best=_list_near_best(best, feasible, mean_scores),
        nothing_share=float(best_shares[NOTHING]),
        frontier=frontier,
        bands=find_best_by_band(affordable, needed, mean_scores, BAND_EUR_PER_YEAR),
        largest_budget_eur_per_year=float(max(needed[affordable].max(), 0.0)),
        fates=tell_fates(
            scored, question, selection, best=best, held_shares=best_shares @ scored.members, frontier=frontier
        ),
        winners=winners,
        regret=regret_of(scored, winners, best),
    )


def find_winners(scores: FloatArray, feasible: BoolArray) -> Winners:
    """Find the best feasible portfolios of each draw.

    Parameters
    ----------
    scores : float array (P, D)
    feasible : bool array (P,)
        At least one.
    """
    portfolios = np.flatnonzero(feasible)
    kept = scores if len(portfolios) == len(scores) else scores[portfolios]
    best = kept.max(axis=0)
    rows, draws = np.nonzero(kept == best)
    return Winners(best, portfolios[rows], draws, 1.0 / np.bincount(draws, minlength=len(best))[draws])


def measure_cost(scored: ScoredPortfolios, question: Question, portfolio: int) -> Interval:
    """Net public cost a year of a portfolio, to the payer of a question."""
    return summarise_draws(scored.costs[question.payer].net.of(np.array([portfolio]))[0])


def measure_investment(scored: ScoredPortfolios, question: Question, portfolio: int) -> Interval:
    """Investment of a portfolio, to the payer of a question."""
    return summarise_draws(scored.costs[question.payer].investment.of(np.array([portfolio]))[0])


def measure_gains(scored: ScoredPortfolios, portfolio: int) -> Mapping[str, Interval]:
    """Say what a portfolio changes beside doing nothing, draw by draw.

    Parameters
    ----------
    scored : ScoredPortfolios
    portfolio : int

    Returns
    -------
    mapping of criterion key to Interval
        In the unit of the criterion; NaN: without object.
    """
    return {x.key: summarise_draws(draw_gain(scored, portfolio, x.key)) for x in scored.criteria}


def draw_gain(scored: ScoredPortfolios, portfolio: int, key: str) -> FloatArray:
    """Return what a portfolio changes of one criterion beside doing nothing, in each draw (D,)."""
    with_it, without = scored.measures[key].of(np.array([portfolio, NOTHING]))
    return np.asarray(with_it - without)


def regret_of(scored: ScoredPortfolios, winners: Winners, portfolio: int) -> Regret:
    """Say what a portfolio gives up against the best of each draw.

    Parameters
    ----------
    scored : ScoredPortfolios
    winners : Winners
        Of the portfolios that the question allows.
    portfolio : int
    """
    score = float((winners.scores - scored.scores[portfolio]).mean())
    rows, row_of = np.unique(winners.portfolios, return_inverse=True)
    changes = {}
    for criterion in scored.criteria:
        figure = scored.measures[criterion.key]
        best = figure.of(rows)[row_of, winners.draws] @ winners.shares / len(winners.scores)
        changes[criterion.key] = float(best - figure.of(np.array([portfolio])).mean())
    return Regret(score, score * scored.eur_per_score, changes)


def _list_near_best(best: int, feasible: BoolArray, mean_scores: FloatArray) -> tuple[int, ...]:
    near = np.flatnonzero(feasible & (mean_scores >= mean_scores[best] * (1 - NEAR_BEST_SHARE)))
    order = np.lexsort((near, near != best, -mean_scores[near]))
    return tuple(int(portfolio) for portfolio in near[order])

"""The answer to a question on money: at most three programmes, and the ladder of what each further step brings.

Everything is read from results and costs that are already measured: moving a budget evaluates nothing again.
P portfolios, N candidates.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.net_benefit.appraisal import check_prices
from alpsat_geo.compute.net_benefit.frontier import trace_steps
from alpsat_geo.compute.portfolio.fates import Fate, tell_fates
from alpsat_geo.compute.portfolio.measured import MeasuredPortfolios
from alpsat_geo.compute.portfolio.problem import Question
from alpsat_geo.compute.portfolio.selection import (
    Selection,
    find_best,
    find_least,
    list_purposes,
    require_feasible,
    select_portfolios,
)
from alpsat_geo.domain.arrays import BoolArray, IntArray
from alpsat_geo.domain.remark import Remark, remark
from alpsat_geo.domain.text import N_


@dataclass(frozen=True, slots=True)
class Programme:
    """A portfolio that is shown, and for what: keys of results, or `AT_PRICES`."""

    purposes: tuple[str, ...]
    portfolio: int


@dataclass(frozen=True, slots=True)
class Rung:
    """An efficient portfolio along one result, on average over the draws.

    Attributes
    ----------
    portfolio : int
    cost_eur_per_year, result : float
        Against doing nothing.
    step_price_eur : float or None
        What one more unit of the result costs from the rung before; None for the first rung.
    added, removed : tuple of str
        Candidates that it holds and the rung before does not, and the reverse.
    budget_needed_eur : float
        Least budget a year at the certainty and to the payer of the question.
    is_feasible : bool
        Whether it holds under the budget of the question.
    """

    portfolio: int
    cost_eur_per_year: float
    result: float
    step_price_eur: float | None
    added: tuple[str, ...]
    removed: tuple[str, ...]
    budget_needed_eur: float
    is_feasible: bool


@dataclass(frozen=True, eq=False)
class Answer:
    """What the portfolios answer to a question.

    Attributes
    ----------
    prices : mapping of result key to euros a year
    feasible : bool array (P,)
    programmes : tuple of Programme
        Most of each result asked first, then the highest expected net benefit when a price is set; only those that
        bring something, each once.
    affordable : integer array (A,)
        Portfolios that fit but for the budget.
    ladders : mapping of result key to tuple of Rung
        Rising in cost, result and step price, whatever the budget.
    fates : tuple of Fate
        Of the candidates that a programme holds, and of those that are refused.
    shortage : Remark or None
        Why no programme is shown.
    """

    prices: Mapping[str, float]
    feasible: BoolArray
    programmes: tuple[Programme, ...]
    affordable: IntArray
    ladders: Mapping[str, tuple[Rung, ...]]
    fates: tuple[Fate, ...]
    shortage: Remark | None


def answer_question(
    measured: MeasuredPortfolios, question: Question, prices: Mapping[str, float] | None = None
) -> Answer:
    """Answer a question from what is measured.

    Parameters
    ----------
    measured : MeasuredPortfolios
    question : Question
    prices : mapping of result key to euros a year, optional

    Raises
    ------
    InputError
        If the question cannot be asked, or if no portfolio fits: the sentence says which budget would do.
    """
    question.check(measured.keys)
    asked = check_prices(prices or {}, measured.problem.decision.criteria)
    selection = select_portfolios(measured, question)
    require_feasible(selection, question)
    found: dict[int, list[str]] = {}
    for purpose, values in list_purposes(measured, asked).items():
        best = find_best(selection.feasible, values, measured.mean_costs)
        if values[best] > find_least(purpose):
            found.setdefault(best, []).append(purpose)
    return Answer(
        prices=asked,
        feasible=selection.feasible,
        programmes=tuple(Programme(tuple(purposes), portfolio) for portfolio, purposes in found.items()),
        affordable=np.flatnonzero(selection.affordable),
        ladders={key: _climb(measured, selection, key) for key in measured.axes},
        fates=tell_fates(measured, question, asked),
        shortage=None if found else _tell_shortage(measured, selection, question, asked),
    )


def _climb(measured: MeasuredPortfolios, selection: Selection, key: str) -> tuple[Rung, ...]:
    """List the efficient portfolios along one result, from nothing up."""
    affordable = np.flatnonzero(selection.affordable)
    rungs: list[Rung] = []
    before = frozenset[str]()
    for step in trace_steps(measured.mean_costs[affordable], measured.mean_result(key)[affordable]):
        portfolio = int(affordable[step.programme])
        held = frozenset(measured.held(portfolio))
        rungs.append(
            Rung(
                portfolio=portfolio,
                cost_eur_per_year=float(measured.mean_costs[portfolio]),
                result=float(measured.mean_result(key)[portfolio]),
                step_price_eur=float(step.step_price) if rungs else None,
                added=tuple(name for name in measured.keys if name in held - before),
                removed=tuple(name for name in measured.keys if name in before - held),
                budget_needed_eur=float(max(selection.budget_needed[portfolio], 0.0)),
                is_feasible=bool(selection.feasible[portfolio]),
            )
        )
        before = held
    return tuple(rungs)


def _tell_shortage(
    measured: MeasuredPortfolios, selection: Selection, question: Question, prices: Mapping[str, float]
) -> Remark:
    """Say why nothing is worth showing, and which budget would do."""
    useful = selection.affordable.copy()
    useful &= np.any([v > find_least(purpose) for purpose, v in list_purposes(measured, prices).items()], axis=0)
    if not useful.any():
        return remark(N_("Aucun programme permis n'apporte d'habitant ni d'usager de plus : retirez un refus."))
    sentence = N_(
        "Avec {amount} € par an, aucun programme n'apporte d'habitant ni d'usager de plus : le moins cher de ceux qui"
        " en apportent demande {least} € par an."
    )
    least = math.ceil(selection.budget_needed[useful].min())
    return remark(sentence, amount=round(question.budget_eur_per_year or 0.0), least=least)

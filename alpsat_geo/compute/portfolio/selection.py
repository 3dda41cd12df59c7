"""Which portfolios a question lets through, and the best of some."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.portfolio.measured import MeasuredPortfolios
from alpsat_geo.compute.portfolio.problem import Question
from alpsat_geo.domain.arrays import BoolArray, FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_

AT_PRICES = "prices"
"""The purpose of the programme with the highest expected net benefit at the prices that are set."""

LEAST_RESULT = 0.5
"""Inhabitants or users, on average, below which a programme brings nothing that can be told."""

_CENT = 0.01


@dataclass(frozen=True, slots=True)
class Selection:
    """Portfolios under a question, each array (P,).

    Attributes
    ----------
    allowed : bool array
        Hold what is required and nothing refused.
    affordable : bool array
        Allowed, and within the ceiling of investment.
    feasible : bool array
        Affordable, and within the budget.
    budget_needed : float array
        Least budget a year at the certainty and to the payer of the question.
    """

    allowed: BoolArray
    affordable: BoolArray
    feasible: BoolArray
    budget_needed: FloatArray


def select_portfolios(measured: MeasuredPortfolios, question: Question) -> Selection:
    """Apply the constraints of a question, one after the other; nothing may be left."""
    costs = measured.costs[question.payer]
    budget_needed = costs.budget_needed(question.certainty_share)
    allowed = question.allows(measured.candidates, measured.members, measured.epci_count)
    affordable = allowed.copy()
    # Sums of money are compared to the cent: the order of a sum excludes nothing.
    if question.investment_eur is not None:
        affordable &= costs.investment_needed(question.certainty_share) <= question.investment_eur + _CENT
    feasible = affordable.copy()
    if question.budget_eur_per_year is not None:
        feasible &= budget_needed <= question.budget_eur_per_year + _CENT
    return Selection(allowed, affordable, feasible, budget_needed)


def require_feasible(selection: Selection, question: Question) -> None:
    """Refuse a question under which nothing is left, and say what would do.

    Raises
    ------
    InputError
    """
    if selection.feasible.any():
        return
    if not selection.allowed.any():
        said = remark(N_("Aucun programme ne contient tout ce que vous exigez : retirez une exigence ou un refus."))
    elif not selection.affordable.any():
        sentence = N_(
            "Aucun programme permis ne tient sous un investissement de {amount} € : relevez ce plafond ou retirez une"
            " exigence."
        )
        said = remark(sentence, amount=round(question.investment_eur or 0.0))
    else:
        sentence = N_(
            "Aucun programme permis ne tient sous un budget de {amount} € par an : il faut au moins {least} € par an, "
            "ou une exigence de moins."
        )
        least = math.ceil(selection.budget_needed[selection.affordable].min())
        said = remark(sentence, amount=round(question.budget_eur_per_year or 0.0), least=least)
    raise InputError(said)


def find_best(among: BoolArray, values: FloatArray, costs: FloatArray) -> int:
    """Find the highest value among some portfolios; of equals the cheaper, then the first listed.

    Parameters
    ----------
    among : bool array (P,)
        At least one.
    values, costs : float array (P,)
    """
    portfolios = np.flatnonzero(among)
    order = np.lexsort((portfolios, costs[portfolios], -values[portfolios]))
    return int(portfolios[order[0]])


def list_purposes(measured: MeasuredPortfolios, prices: Mapping[str, float]) -> dict[str, FloatArray]:
    """Return what each purpose values in every portfolio (P,): each result asked first, then the net benefit.

    Parameters
    ----------
    measured : MeasuredPortfolios
    prices : mapping of result key to euros a year
        Without one above 0 there is no purpose of prices.
    """
    purposes = {key: measured.mean_result(key) for key in measured.axes}
    if any(price > 0 for price in prices.values()):
        purposes[AT_PRICES] = measured.expected_net_benefits(prices)
    return purposes


def find_least(purpose: str) -> float:
    """Return what a programme must exceed to be worth showing for a purpose."""
    return 0.0 if purpose == AT_PRICES else LEAST_RESULT

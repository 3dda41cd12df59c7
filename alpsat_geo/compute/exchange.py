"""What weights say in euros a year, between the anchors of a decision: rates of exchange, read or set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.mcda.objectives import Priorities, exchange_rates, price_score, weights_at_rates
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_

MONEY = "money"


def read_exchange_rates(problem: DecisionProblem, typical: Priorities) -> Mapping[str, float]:
    """Return the euros a year that weights give to one more unit of each criterion, towards its best anchor.

    Parameters
    ----------
    problem : DecisionProblem
    typical : Priorities
        One row: equal weights of the objectives, or the stated ones.

    Returns
    -------
    mapping of criterion key to float
        Without money itself; NaN when money weighs nothing.
    """
    keys = typical.tree.criterion_keys
    money = _find_money(problem, keys)
    if money is None:
        return dict.fromkeys(keys, np.nan)
    rates = exchange_rates(typical.of_criteria()[0], _swings(problem, keys), money)
    return {key: float(rate) for c, (key, rate) in enumerate(zip(keys, rates, strict=True)) if c != money}


def set_exchange_rates(
    problem: DecisionProblem, typical: Priorities, rates: Mapping[str, float], size: int
) -> Priorities:
    """Set rates of exchange instead of weights; those of which nothing is said stay as they are.

    Parameters
    ----------
    problem : DecisionProblem
    typical : Priorities
        One row: what holds before.
    rates : mapping of criterion key to euros a year for one more unit
    size : int
        Number of draws D.

    Returns
    -------
    Priorities
        By criterion: a rate that was set stays what it is when another criterion leaves.

    Raises
    ------
    InputError
        If a criterion is not weighed, if money is not, or if a rate is not above 0.
    """
    keys = typical.tree.criterion_keys
    for key in rates:
        if key not in keys:
            sentence = N_("Le critère « {key} » n'est pas pesé : choisissez parmi {known}.")
            raise InputError(remark(sentence, key=key, known=", ".join(keys)))
    money = _find_money(problem, keys)
    if money is None:
        sentence = N_("Aucun critère ne compte l'argent public : pesez-le avant de fixer un taux d'échange.")
        raise InputError(remark(sentence))
    asked = {keys.index(key): rate for key, rate in rates.items()}
    weights = weights_at_rates(typical.of_criteria()[0], _swings(problem, keys), money, asked, keys)
    return Priorities(typical.tree, "criteria", np.broadcast_to(weights, (size, len(keys))))


def price_whole_score(problem: DecisionProblem, keys: Sequence[str], weights: FloatArray) -> float:
    """Euros a year that a score of 1 is worth at some weights (C,); NaN when money weighs nothing."""
    money = _find_money(problem, keys)
    return np.nan if money is None else price_score(weights, _swings(problem, keys), money)


def _find_money(problem: DecisionProblem, keys: Sequence[str]) -> int | None:
    objective_of = {criterion.key: criterion.objective for criterion in problem.criteria}
    return next((c for c, key in enumerate(keys) if objective_of[key] == MONEY), None)


def _swings(problem: DecisionProblem, keys: Sequence[str]) -> FloatArray:
    bounds = [problem.anchor_bounds(key) for key in keys]
    return np.array([abs(best - worst) for worst, best in bounds])

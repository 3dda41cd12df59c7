"""The efficient frontier: what is bought as the price of one result rises, and what each step of it costs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from alpsat_geo.compute.net_benefit.dominance import Dominated, find_dominator
from alpsat_geo.compute.net_benefit.entry import trace_entry_prices
from alpsat_geo.compute.net_benefit.equality import find_equals, scale_columns
from alpsat_geo.domain.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class Step:
    """One programme of the frontier.

    Attributes
    ----------
    programme : int
    cost, effect : float
    step_price : float
        Incremental cost per result (ICER): what it costs more than the step before, by what it gives more; NaN for
        the first.
    """

    programme: int
    cost: float
    effect: float
    step_price: float


@dataclass(frozen=True, slots=True)
class Frontier:
    """Every programme, on the frontier or dominated; of equal ones, only the first listed is told.

    Attributes
    ----------
    steps : tuple of Step
        Cost, effect and price rise strictly.
    dominated : tuple of Dominated
        By one that costs no more and gives no less.
    extendedly_dominated : tuple of Dominated
        By the two steps between which its effect lies.
    """

    steps: tuple[Step, ...]
    dominated: tuple[Dominated, ...]
    extendedly_dominated: tuple[Dominated, ...]


def trace_steps(costs: FloatArray, effects: FloatArray) -> tuple[Step, ...]:
    """Trace the steps of the efficient frontier alone, among thousands of programmes; see `trace_frontier`."""
    entries = trace_entry_prices(costs, effects)
    # What is the best at no price gives way at once to what costs as much and gives more.
    on_it = [entry.programme for entry, after in pairwise(entries) if after.price > 0]
    on_it.append(entries[-1].programme)
    steps = [Step(on_it[0], float(costs[on_it[0]]), float(effects[on_it[0]]), np.nan)]
    for before, programme in pairwise(on_it):
        price = (costs[programme] - costs[before]) / (effects[programme] - effects[before])
        steps.append(Step(programme, float(costs[programme]), float(effects[programme]), float(price)))
    return tuple(steps)


def trace_frontier(costs: FloatArray, effects: FloatArray) -> Frontier:
    """Trace the efficient frontier of mean costs and effects.

    Parameters
    ----------
    costs, effects : numpy.ndarray, shape (S,)

    Returns
    -------
    Frontier

    References
    ----------
    A. Briggs, K. Claxton, M. Sculpher, Decision Modelling for Health Economic Evaluation, Oxford, 2006: incremental
    cost-effectiveness ratios, dominance and extended dominance.
    """
    steps = trace_steps(costs, effects)
    on_it = [step.programme for step in steps]
    scaled = scale_columns(np.stack([costs, effects], axis=1))
    told = np.zeros(len(costs), dtype=np.bool_)
    for programme in on_it:
        told |= find_equals(scaled, programme)
    strongly, extendedly = [], []
    for programme in range(len(costs)):
        if told[programme]:
            continue
        told |= find_equals(scaled, programme)
        by = find_dominator(scaled, programme)
        if by is None:
            above = int(np.searchsorted(effects[on_it], effects[programme]))
            extendedly.append(Dominated(programme, (on_it[above - 1], on_it[above])))
        else:
            strongly.append(Dominated(programme, (by,)))
    return Frontier(steps, tuple(strongly), tuple(extendedly))

"""Random portfolios whose results and costs a plain loop can recompute."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.criterion import list_results
from alpsat_geo.compute.portfolio.evaluation import Costs, Measured
from alpsat_geo.compute.portfolio.measured import MeasuredPortfolios
from alpsat_geo.compute.portfolio.problem import Candidate, PortfolioProblem
from alpsat_geo.domain.arrays import BoolArray, FloatArray
from tests.invented_territory import choose


def all_subsets(count: int) -> BoolArray:
    """Return every set of some candidates, nothing first."""
    subsets: BoolArray = (np.arange(2**count)[:, None] >> np.arange(count)) & 1 == 1
    return subsets


def invent_portfolios(
    decision: DecisionProblem, results: FloatArray, costs: FloatArray, investment: FloatArray
) -> MeasuredPortfolios:
    """Return portfolios of given results (2, P, D) and costs (P, D); candidates stand in three EPCI by turns."""
    count = len(costs)
    members, each = all_subsets(count.bit_length() - 1), np.arange(count)
    paid = Costs(Measured(costs, each), Measured(investment, each), count)
    candidates = tuple(
        Candidate(f"c{c}", choose("open_space", f"{c}"), epci_index=frozenset({c % 3} if c else ()))
        for c in range(members.shape[1])
    )
    kept = list_results(decision.criteria)[:2]
    return MeasuredPortfolios(
        problem=PortfolioProblem(decision, candidates),
        members=members,
        results=kept,
        mean_costs=np.round(costs.mean(axis=1) - costs[0].mean(), 9),
        mean_results=np.round((results - results[:, :1]).mean(axis=2).T, 9),
        costs={"all": paid, "petr": paid},
        _figures={result.criterion.key: Measured(drawn, each) for result, drawn in zip(kept, results, strict=True)},
    )

"""Every portfolio with its results and its cost against doing nothing.

P portfolios, N candidates, D draws, R results.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.criterion import Result, UnitPrice, list_results
from alpsat_geo.compute.net_benefit.appraisal import Appraisal, check_prices
from alpsat_geo.compute.net_benefit.choice_map import ChoiceMap, trace_choice_map
from alpsat_geo.compute.net_benefit.equality import NOTHING
from alpsat_geo.compute.portfolio.evaluation import SHARED_CRITERIA, Costs, Figure, blocks, evaluate_portfolios
from alpsat_geo.compute.portfolio.problem import Candidate, Payer, PortfolioProblem, list_portfolios
from alpsat_geo.domain.arrays import BoolArray, FloatArray, IntArray
from alpsat_geo.domain.errors import InputError

PORTFOLIO_DRAW_COUNT = 500
MAX_CELLS = 40_000_000
"""Portfolios times draws that an ordinary machine holds in memory."""

_DECIMALS = 9


@dataclass(frozen=True, eq=False)
class MeasuredPortfolios:
    """Every portfolio with its results and its cost.

    Attributes
    ----------
    problem : PortfolioProblem
    members : bool array (P, N)
        The first row holds nothing.
    results : tuple of Result, length R
        Those that were measured.
    mean_costs : float array (P,)
        Net public cost a year, of all funders, against doing nothing.
    mean_results : float array (P, R)
        Against doing nothing.
    costs : mapping of payer to Costs
        What each portfolio costs to one payer, for its ceilings.
    """

    problem: PortfolioProblem
    members: BoolArray
    results: tuple[Result, ...]
    mean_costs: FloatArray
    mean_results: FloatArray
    costs: Mapping[Payer, Costs]
    _figures: Mapping[str, Figure]

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Candidates, in the order of the columns of the members."""
        return self.problem.candidates

    @property
    def epci_count(self) -> int:
        """EPCI of the territory."""
        return len(self.problem.decision.baseline.epci_sirens)

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the candidates."""
        return self.problem.keys

    @property
    def prices_of_results(self) -> tuple[UnitPrice, ...]:
        """What each result is named and asked by, length R."""
        return tuple(result.price for result in self.results)

    @property
    def result_keys(self) -> tuple[str, ...]:
        """Short names of the results, length R."""
        return tuple(price.key for price in self.prices_of_results)

    @property
    def axes(self) -> tuple[str, str]:
        """Short names of the results that are asked first: the axes of the choice map."""
        across, up = (price.key for price in self.prices_of_results if price.is_asked_first)
        return across, up

    def held(self, portfolio: int) -> tuple[str, ...]:
        """Keys of the candidates that a portfolio holds."""
        return tuple(key for key, is_held in zip(self.keys, self.members[portfolio], strict=True) if is_held)

    def mean_result(self, key: str) -> FloatArray:
        """Mean of one result (P,), against doing nothing."""
        return self.mean_results[:, self.result_keys.index(key)]

    def expected_net_benefits(self, prices: Mapping[str, float]) -> FloatArray:
        """Return the expected net benefit of each portfolio (P,) at some prices."""
        row = np.array([prices.get(key, 0.0) for key in self.result_keys])
        return np.asarray(np.round(self.mean_results @ row - self.mean_costs, _DECIMALS))

    def choice_map(self, portfolios: IntArray, prices: Mapping[str, float]) -> ChoiceMap:
        """Return which of some portfolios is the best at each pair of prices, the other results at theirs.

        Parameters
        ----------
        portfolios : integer array (A,)
            The first holds nothing; regions count them by their place here.
        prices : mapping of result key to euros a year
        """
        others = {key: price for key, price in prices.items() if key not in self.axes}
        columns = [self.result_keys.index(axis) for axis in self.axes]
        costs = -self.expected_net_benefits(others)[portfolios]
        return trace_choice_map(costs, self.mean_results[portfolios][:, columns], self.axes)

    def appraise(self, portfolios: Sequence[int]) -> Appraisal:
        """Appraise some portfolios that do something, draw by draw; row 0 is doing nothing."""
        rows = np.array([NOTHING, *portfolios])
        drawn = [self._figures[result.criterion.key].of(rows) for result in self.results]
        costs = self.costs["all"].net.of(rows)
        return Appraisal(
            keys=tuple(self.problem.scenario(self.members[row]).key for row in rows),
            result_keys=self.result_keys,
            axes=self.axes,
            costs=costs - costs[NOTHING],
            results=np.stack([one - one[NOTHING] for one in drawn]),
        )


def measure_candidates(
    decision: DecisionProblem, candidates: Sequence[Candidate], prices: Mapping[str, float] | None = None
) -> MeasuredPortfolios:
    """Evaluate every portfolio that some candidates make.

    The results that portfolios share parts of are always measured. One without such a shortcut is measured one
    portfolio after the other, which takes thirty times longer: only when it has a price.

    Parameters
    ----------
    decision : DecisionProblem
    candidates : sequence of Candidate
    prices : mapping of result key to euros a year, optional

    Raises
    ------
    InputError
        If a price cannot be asked, or if there are too many portfolios, or too many draws for them: the sentence says
        what to drop.
    """
    priced = check_prices(prices or {}, decision.criteria)
    problem = PortfolioProblem(decision, tuple(candidates))
    count, draws = len(list_portfolios(problem)), decision.draws.size
    if count * draws > MAX_CELLS:
        raise InputError(
            f"{count} programmes possibles sur {draws} tirages ne tiennent pas en mémoire : demandez au plus"
            f" {MAX_CELLS // count} tirages, ou retirez une action."
        )
    results = tuple(
        result
        for result in list_results(decision.criteria)
        if result.criterion.key in SHARED_CRITERIA or priced.get(result.key, 0.0) > 0
    )
    found = evaluate_portfolios(problem, [result.criterion.key for result in results])
    return MeasuredPortfolios(
        problem=problem,
        members=found.members,
        results=results,
        mean_costs=_average(found.costs["all"].net, count),
        mean_results=np.stack([_average(found.measures[result.criterion.key], count) for result in results], axis=1),
        costs=found.costs,
        _figures=found.measures,
    )


def _average(figure: Figure, count: int) -> FloatArray:
    """Mean of a figure against doing nothing (P,), rounded so that the order of a sum decides nothing."""
    means = np.concatenate([figure.of(block).mean(axis=1) for block in blocks(count)])
    return np.asarray(np.round(means - means[NOTHING], _DECIMALS))

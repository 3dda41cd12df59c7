"""Every portfolio evaluated by the model: effects never add up, so each set of actions is evaluated as a whole.

P portfolios, N candidates, D draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from scipy.sparse import issparse

from alpsat_geo.compute.accounts import (
    net_petr_cost,
    net_public_cost,
    petr_capex,
    total_capex,
    yearly_cost,
)
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate
from alpsat_geo.compute.newcomers import additional_households
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.portfolio.parts import take_apart
from alpsat_geo.compute.portfolio.problem import Payer, PortfolioProblem, amount_needed, list_portfolios
from alpsat_geo.compute.portfolio.shared_use import reach_sets, serve_sets
from alpsat_geo.domain.arrays import BoolArray, FloatArray, IntArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.giving_way import give_way

SHARED_CRITERIA = ("additional_inhabitants", "regular_users", "residents_within_reach")
"""Criteria that portfolios share the parts of; any other is measured one portfolio after the other."""

BLOCK_ROWS = 2048
_AGREEMENT = 1e-9
_EXAMINED_COUNT = 3

Rows = IntArray | slice
Measure = Callable[[Outcome], FloatArray]


class Figure(Protocol):
    """One figure of every portfolio."""

    def of(self, portfolios: Rows) -> FloatArray:
        """Return the draws of some portfolios, one row each."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure kept in rows: portfolios that cannot differ share one.

    Attributes
    ----------
    rows : float array (R, D)
    row_of : integer array (P,)
    """

    rows: FloatArray
    row_of: IntArray

    def of(self, portfolios: Rows) -> FloatArray:
        """Return the draws of some portfolios, one row each."""
        return self.rows[self.row_of[portfolios]]


@dataclass(frozen=True, slots=True)
class Summed:
    """A figure that adds up: amounts (L, D) paid so many times (P, L), less what is earned."""

    counts: FloatArray
    amounts: FloatArray
    earned: Measured | None = None

    def of(self, portfolios: Rows) -> FloatArray:
        """Return the draws of some portfolios, one row each."""
        paid: FloatArray = self.counts[portfolios] @ self.amounts
        return paid if self.earned is None else paid - self.earned.of(portfolios)


@dataclass(frozen=True)
class Costs:
    """What every portfolio costs to one payer: euros a year, revenue deducted, and euros at the start."""

    net: Figure
    investment: Figure
    count: int
    _needed: dict[tuple[str, float], FloatArray] = field(default_factory=dict)

    def budget_needed(self, certainty_share: float) -> FloatArray:
        """Least budget a year (P,) that holds each portfolio in a share of the draws."""
        return self._remember("net", self.net, certainty_share)

    def investment_needed(self, certainty_share: float) -> FloatArray:
        """Least investment (P,) that holds each portfolio in a share of the draws."""
        return self._remember("investment", self.investment, certainty_share)

    def _remember(self, name: str, figure: Figure, certainty_share: float) -> FloatArray:
        asked = (name, certainty_share)
        if asked not in self._needed:
            needed = [amount_needed(figure.of(block), certainty_share) for block in blocks(self.count)]
            self._needed[asked] = np.concatenate(needed)
        return self._needed[asked]


@dataclass(frozen=True)
class Portfolios:
    """Every portfolio, evaluated.

    Attributes
    ----------
    problem : PortfolioProblem
    members : bool array (P, N)
        The first row holds nothing.
    measures : mapping of criterion key to Figure
    costs : mapping of payer to Costs
    one_by_one : tuple of str
        Criteria that the model measured one portfolio after the other, for want of a shorter way.
    """

    problem: PortfolioProblem
    members: BoolArray
    measures: Mapping[str, Figure]
    costs: Mapping[Payer, Costs]
    one_by_one: tuple[str, ...]


def blocks(count: int) -> Iterator[slice]:
    """Cut a number of portfolios into blocks, to bound memory, and give way before each."""
    for start in range(0, count, BLOCK_ROWS):
        give_way()
        yield slice(start, min(start + BLOCK_ROWS, count))


def evaluate_portfolios(problem: PortfolioProblem, criterion_keys: Sequence[str]) -> Portfolios:
    """Evaluate every portfolio on the same draws.

    What portfolios share is computed once: levers, reach of a set of spaces, users of a set of spaces under a demand,
    newcomers under a welcome, cost of a line. The result is examined against `evaluate` on a few portfolios; a figure
    that differs there, or that has no shorter way, is measured by the model one portfolio after the other.

    Parameters
    ----------
    problem : PortfolioProblem
    criterion_keys : sequence of str
        Criteria to measure.

    Returns
    -------
    Portfolios

    Raises
    ------
    InputError
        As `list_portfolios`, if a criterion is unknown, or if an action refuses its choice.
    """
    criteria = {criterion.key: criterion for criterion in problem.decision.criteria}
    for key in criterion_keys:
        if key not in criteria:
            raise InputError(f"Le critère « {key} » n'existe pas : choisissez parmi {', '.join(criteria)}.")
    members = list_portfolios(problem)
    asked: dict[str, Measure] = {f"criterion:{key}": criteria[key].measure for key in criterion_keys}
    asked |= {"all": net_public_cost, "petr": net_petr_cost, "all_capex": total_capex, "petr_capex": petr_capex}
    is_dense = not any(issparse(minutes) for minutes in problem.decision.baseline.minutes.values())
    shared = _evaluate_shared(problem, members) if is_dense else {}
    figures = _examine(problem, members, asked, shared)
    left = {name: measure for name, measure in asked.items() if name not in figures}
    figures |= _measure_one_by_one(problem, members, left)
    return Portfolios(
        problem=problem,
        members=members,
        measures={key: figures[f"criterion:{key}"] for key in criterion_keys},
        costs={
            "all": Costs(figures["all"], figures["all_capex"], len(members)),
            "petr": Costs(figures["petr"], figures["petr_capex"], len(members)),
        },
        one_by_one=tuple(name.removeprefix("criterion:") for name in left),
    )


def _evaluate_shared(problem: PortfolioProblem, members: BoolArray) -> dict[str, Figure]:
    decision = problem.decision
    draws = decision.draws
    parts = take_apart(problem, members)
    reached = reach_sets(decision, parts)
    people = draws["newcomer_people_per_solo"][:, None]
    inhabitants = [additional_households(decision.baseline, draws, x)[0] * people for x in parts.welcomes]
    served = serve_sets(decision, parts, reached, inhabitants)
    newcomers = np.stack([found.sum(axis=1) for found in inhabitants])
    rate = draws["public_discount_rate"]
    revenue = Measured(served.revenue_eur_per_year, served.use_of)

    def pay(payer: Payer) -> Summed:
        yearly = [yearly_cost(line, rate, are_grants_a_cost=payer == "all") for line in parts.lines]
        return Summed(parts.line_counts, _stack(yearly, draws.size), revenue)

    capex = [line.capex_eur for line in parts.lines]
    petr_capex_lines = [line.capex_eur - line.grant_eur for line in parts.lines]
    return {
        "criterion:residents_within_reach": Measured(reached.residents_within[reached.pattern_of], parts.set_of),
        "criterion:regular_users": Measured(served.users, served.use_of),
        "criterion:additional_inhabitants": Measured(newcomers, parts.welcome_of),
        "all": pay("all"),
        "petr": pay("petr"),
        "all_capex": Summed(parts.line_counts, _stack(capex, draws.size)),
        "petr_capex": Summed(parts.line_counts, _stack(petr_capex_lines, draws.size)),
    }


def _stack(rows: Sequence[FloatArray], size: int) -> FloatArray:
    return np.stack(rows) if rows else np.empty((0, size))


def _examine(
    problem: PortfolioProblem, members: BoolArray, asked: Mapping[str, Measure], shared: Mapping[str, Figure]
) -> dict[str, Figure]:
    """Keep the shared figures that the model confirms on the fullest portfolio and on a few others."""
    fullest = int(members.sum(axis=1).argmax())
    examined = np.unique([fullest, *np.linspace(0, len(members) - 1, _EXAMINED_COUNT).astype(np.int64)])
    outcomes = list(_evaluate_each(problem, members, examined))
    kept = {}
    for name, measure in asked.items():
        if name in shared:
            drawn = np.stack([measure(outcome) for outcome in outcomes])
            found = shared[name].of(examined)
            if np.allclose(found, drawn, rtol=_AGREEMENT, atol=_AGREEMENT, equal_nan=True):
                kept[name] = shared[name]
    return kept


def _measure_one_by_one(
    problem: PortfolioProblem, members: BoolArray, asked: Mapping[str, Measure]
) -> dict[str, Figure]:
    if not asked:
        return {}
    rows = {name: np.empty((len(members), problem.decision.draws.size)) for name in asked}
    every = np.arange(len(members))
    for row, outcome in enumerate(_evaluate_each(problem, members, every)):
        for name, measure in asked.items():
            rows[name][row] = measure(outcome)
    return {name: Measured(drawn, every) for name, drawn in rows.items()}


def _evaluate_each(problem: PortfolioProblem, members: BoolArray, portfolios: IntArray) -> Iterator[Outcome]:
    decision = problem.decision
    draws, types, settings = decision.draws, decision.action_types, decision.settings
    reference = evaluate(DO_NOTHING, decision.baseline, draws, types, settings=settings)
    for row in portfolios:
        scenario = problem.scenario(members[row])
        yield evaluate(scenario, decision.baseline, draws, types, settings=settings, reference=reference)

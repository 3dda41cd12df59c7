"""Scores of every portfolio: which criteria weigh is judged once, before any ceiling, requirement or refusal.

P portfolios, N candidates, D draws, C criteria.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.exchange import price_whole_score
from alpsat_geo.compute.mcda.applicability import VALUE_TOLERANCE
from alpsat_geo.compute.mcda.objectives import Priorities
from alpsat_geo.compute.mcda.value_functions import score_linear
from alpsat_geo.compute.portfolio.evaluation import Costs, Figure, Measured, Portfolios, Rows, blocks
from alpsat_geo.compute.portfolio.problem import Candidate, Payer
from alpsat_geo.domain.arrays import BoolArray, FloatArray

_SCORE_DECIMALS = 12


@dataclass(frozen=True)
class ScoredPortfolios:
    """Every portfolio with its score in each draw of facts and priorities.

    Attributes
    ----------
    candidates : tuple of Candidate, length N
    epci_count : int
    members : bool array (P, N)
    criteria : tuple of Criterion, length C
    measures : mapping of criterion key to Figure
    costs : mapping of payer to Costs
    applicable : bool array (C,)
        Criteria that tell portfolios apart.
    weights : float array (D, C)
        Of each draw, over those criteria.
    scores : float array (P, D)
        0 to 1, rounded to 12 decimals so that the order of a sum decides nothing.
    mean_scores : float array (P,)
    mean_measures : float array (P, C)
        In the units of the criteria; NaN: without object in some draw.
    eur_per_score : float
        Euros a year that a whole score is worth at the typical weights; NaN when money weighs nothing.
    """

    candidates: tuple[Candidate, ...]
    epci_count: int
    members: BoolArray
    criteria: tuple[Criterion, ...]
    measures: Mapping[str, Figure]
    costs: Mapping[Payer, Costs]
    applicable: BoolArray
    weights: FloatArray
    scores: FloatArray
    mean_scores: FloatArray
    mean_measures: FloatArray
    eur_per_score: float

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the candidates."""
        return tuple(candidate.key for candidate in self.candidates)

    def held(self, portfolio: int) -> tuple[str, ...]:
        """Keys of the candidates that a portfolio holds."""
        return tuple(key for key, is_held in zip(self.keys, self.members[portfolio], strict=True) if is_held)


def score_portfolios(portfolios: Portfolios, priorities: Priorities, typical: Priorities) -> ScoredPortfolios:
    """Score every portfolio in each draw.

    Parameters
    ----------
    portfolios : Portfolios
        Whose measures hold every criterion of the tree.
    priorities : Priorities
        One row per draw.
    typical : Priorities
        One row: equal or stated weights, at which scores are told in euros.

    Raises
    ------
    InputError
        If no criterion that weighs tells the portfolios apart.
    """
    decision = portfolios.problem.decision
    by_key = {criterion.key: criterion for criterion in decision.criteria}
    criteria = tuple(by_key[key] for key in priorities.tree.criterion_keys)
    figures = [portfolios.measures[criterion.key] for criterion in criteria]
    values = []
    for criterion, figure in zip(criteria, figures, strict=True):
        worst, best = decision.anchor_bounds(criterion.key)
        values.append(_turn(figure, partial(score_linear, worst=worst, best=best)))
    count, size = len(portfolios.members), decision.draws.size
    applicable = np.array([_tells_apart(value, count) for value in values])
    weights = priorities.of_criteria(applicable)

    scores = np.zeros((count, size))
    for c in np.flatnonzero(applicable):
        weighed = _turn(values[c], partial(np.multiply, weights[:, c]))
        for block in blocks(count):
            scores[block] += weighed.of(block)
    np.round(scores, _SCORE_DECIMALS, out=scores)
    return ScoredPortfolios(
        candidates=portfolios.problem.candidates,
        epci_count=len(decision.baseline.epci_sirens),
        members=portfolios.members,
        criteria=criteria,
        measures=portfolios.measures,
        costs=portfolios.costs,
        applicable=applicable,
        weights=weights,
        scores=scores,
        mean_scores=np.round(scores.mean(axis=1), _SCORE_DECIMALS),
        mean_measures=np.stack([_average(figure, count) for figure in figures], axis=1),
        eur_per_score=price_whole_score(
            decision, [criterion.key for criterion in criteria], typical.of_criteria(applicable)[0]
        ),
    )


@dataclass(frozen=True, slots=True)
class _Turned:
    """A figure turned into another one as it is read."""

    figure: Figure
    turn: Callable[[FloatArray], FloatArray]

    def of(self, portfolios: Rows) -> FloatArray:
        return self.turn(self.figure.of(portfolios))


def _turn(figure: Figure, turn: Callable[[FloatArray], FloatArray]) -> Figure:
    """Turn each row of a figure; rows that portfolios share are turned once."""
    return Measured(turn(figure.rows), figure.row_of) if isinstance(figure, Measured) else _Turned(figure, turn)


def _tells_apart(values: Figure, count: int) -> bool:
    """Whether a criterion differs between two portfolios in some draw, once clipped, and has an object in all."""
    # A row may be left from a step that no portfolio ends with.
    shared = [values.rows[np.unique(values.row_of)]] if isinstance(values, Measured) else None
    top, bottom = -np.inf, np.inf
    for rows in shared or (values.of(block) for block in blocks(count)):
        top, bottom = np.maximum(top, rows.max(axis=0)), np.minimum(bottom, rows.min(axis=0))
    # A value without object makes the spread missing, and no comparison with it holds.
    return bool(np.max(top - bottom) > VALUE_TOLERANCE)


def _average(figure: Figure, count: int) -> FloatArray:
    """Mean of a figure over the draws, (P,)."""
    means = _turn(figure, lambda rows: rows.mean(axis=1, keepdims=True))
    return np.concatenate([means.of(block)[:, 0] for block in blocks(count)])
